//! Invitations: sent by who administers; looked at and accepted by anyone who has the link.

use axum::{extract::State, http::StatusCode, response::Response};
use kernel::Secret;
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use super::cookie::{SecondFactorAsked, let_in};
use crate::{
    Identity,
    actions::{Arrival, Me, OpenInvitation, address},
    model::{Invitation, InvitationId},
};

/// What a link opens.
#[utoipa::path(
    get, path = "/invitations/{key}", tag = "identity", params(("key" = String, Path)),
    responses(
        (status = 200, body = OpenInvitation),
        (status = 410, description = "`identity.invitation_over`: accepted, withdrawn, too old, or never sent", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn look_at_invitation(
    State(identity): State<Identity>,
    Path(key): Path<String>,
) -> Result<Json<OpenInvitation>, Failure> {
    Ok(Json(identity.look_at_invitation(&key).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    /// Of who came before, the name they have stays.
    name: String,
    /// Without one, one signs in by a mailed code or a passkey.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret<String>>,
}

/// Accepts an invitation: the address is proven, and a session opened. Also told as `identity.invitation.accepted`.
#[utoipa::path(
    post, path = "/invitations/{key}/acceptances", tag = "identity", request_body = Acceptance,
    params(("key" = String, Path)),
    responses(
        (status = 201, body = Me),
        (status = 202, description = "accepted, and a second factor is owed", body = SecondFactorAsked),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 409, description = "`identity.has_password`", body = ProblemBody),
        (status = 410, description = "`identity.invitation_over`", body = ProblemBody),
        (status = 422, description = "`identity.bad_name`, or what is wrong with the password", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn accept_invitation(
    State(identity): State<Identity>,
    Path(key): Path<String>,
    arrival: Arrival,
    Json(acceptance): Json<Acceptance>,
) -> Result<Response, Failure> {
    let Acceptance { name, password } = acceptance;
    let entry = identity.accept_invitation(&key, &name, password.as_ref(), arrival).await?;
    let_in(&identity, entry)
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Invitations {
    invitations: Vec<Invitation>,
}

/// The open invitations that one sent, newest first.
#[utoipa::path(
    get, path = "/invitations", tag = "identity",
    responses((status = 200, body = Invitations), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_invitations(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Invitations>, Failure> {
    Ok(Json(Invitations { invitations: identity.invitations(&caller).await? }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedInvitation {
    #[schema(format = Email)]
    address: String,
    name: String,
}

/// Invites somebody who works here. A letter to them has a link that opens once, for a fortnight.
#[utoipa::path(
    post, path = "/invitations", tag = "identity", request_body = AskedInvitation,
    responses(
        (status = 201, body = Invitation),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.not_administrator`", body = ProblemBody),
        (status = 422, description = "`identity.bad_address`, `identity.bad_name`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_invitations`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.invitation.sent"))),
)]
pub(super) async fn invite_agent(
    State(identity): State<Identity>,
    caller: Caller,
    arrival: Arrival,
    Json(asked): Json<AskedInvitation>,
) -> Result<(StatusCode, Json<Invitation>), Failure> {
    let whom = address(&asked.address)?;
    let invitation = identity.invite_agent(&caller, &whom, &asked.name, arrival.language).await?;
    Ok((StatusCode::CREATED, Json(invitation)))
}

/// Withdraws an invitation: its link opens nothing any more.
#[utoipa::path(
    delete, path = "/invitations/{key}", tag = "identity",
    params(("key" = uuid::Uuid, Path, description = "the id of the invitation, not the key in its link")),
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_invitation`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.invitation.withdrawn"))),
)]
pub(super) async fn withdraw_invitation(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<InvitationId>,
) -> Result<StatusCode, Failure> {
    identity.withdraw_invitation(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
