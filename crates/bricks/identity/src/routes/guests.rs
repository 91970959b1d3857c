//! The caller's guests.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Identity,
    actions::{Arrival, address},
    model::{Guest, GuestId},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Guests {
    guests: Vec<Guest>,
}

/// Those for whom one answers, or did, newest first.
#[utoipa::path(
    get, path = "/guests", tag = "identity",
    responses(
        (status = 200, body = Guests),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.guests_by_agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_guests(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Guests>, Failure> {
    Ok(Json(Guests { guests: identity.guests(&caller).await? }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedGuest {
    #[schema(format = Email)]
    address: String,
    name: String,
    /// Why they are let in; five hundred characters at most.
    reason: String,
    /// Their last day, within a year.
    #[schema(format = Date)]
    until: String,
}

/// Lets somebody from outside in until a day; a letter tells them.
#[utoipa::path(
    post, path = "/guests", tag = "identity", request_body = AskedGuest,
    responses(
        (status = 201, body = Guest),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.guests_by_agents_only`", body = ProblemBody),
        (status = 409, description = "`identity.no_guest`, `identity.guest_already`, `identity.too_many_guests`", body = ProblemBody),
        (status = 422, description = "`identity.bad_address`, `identity.bad_name`, `identity.bad_reason`, `identity.bad_last_day`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_invitations`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.guest.invited"))),
)]
pub(super) async fn add_guest(
    State(identity): State<Identity>,
    caller: Caller,
    arrival: Arrival,
    Json(asked): Json<AskedGuest>,
) -> Result<(StatusCode, Json<Guest>), Failure> {
    let new = (address(&asked.address)?, &*asked.name, &*asked.reason, &*asked.until);
    let guest = identity.add_guest(&caller, new, arrival.language).await?;
    Ok((StatusCode::CREATED, Json(guest)))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Prolonged {
    /// The new last day, within a year.
    #[schema(format = Date)]
    until: String,
}

/// Gives a guest another last day.
#[utoipa::path(
    patch, path = "/guests/{id}", tag = "identity", request_body = Prolonged,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Guest),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_guest`: nobody's, another's or ended", body = ProblemBody),
        (status = 422, description = "`identity.bad_last_day`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.guest.prolonged"))),
)]
pub(super) async fn prolong_guest(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<GuestId>,
    Json(prolonged): Json<Prolonged>,
) -> Result<Json<Guest>, Failure> {
    Ok(Json(identity.prolong_guest(&caller, id, &prolonged.until).await?))
}

/// Ends a guest at once: their sessions are closed, their tokens withdrawn.
#[utoipa::path(
    delete, path = "/guests/{id}", tag = "identity", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_guest`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.guest.ended"))),
)]
pub(super) async fn end_guest(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<GuestId>,
) -> Result<StatusCode, Failure> {
    identity.end_guest(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
