//! The page on which somebody says who they are here.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use identity::Opened;
use kernel::Secret;
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, ProblemBody};

use crate::{
    Hub,
    actions::{ArrivalView, Visitor},
};

/// Who has come in.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HubCameIn)]
pub(super) struct CameIn {
    #[schema(value_type = uuid::Uuid)]
    person: kernel::PersonId,
}

/// Whom a provider vouches for in this browser, and nobody here is yet.
#[utoipa::path(
    get, path = "/arrivals/current", tag = "hub",
    responses(
        (status = 200, body = ArrivalView),
        (status = 404, description = "`hub.no_arrival`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_arrival(
    State(hub): State<Hub>,
    visitor: Visitor,
) -> Result<Json<ArrivalView>, Failure> {
    Ok(Json(hub.show_arrival(visitor.browser.as_ref()).await?))
}

/// They are new here: a person is made, and signed in. Also told as `identity.person.added` (`.changed` when they had been
/// written to), `identity.identity.linked` and, for each invitation that this accepts, `identity.invitation.accepted`. Asked
/// again, whoever was made is signed in.
#[utoipa::path(
    post, path = "/arrivals/current/persons", tag = "hub",
    responses(
        (status = 201, body = CameIn),
        (status = 404, description = "`hub.no_arrival`", body = ProblemBody),
        (
            status = 409,
            description = "`hub.may_not_create`, `hub.not_invited`, `hub.address_taken`, `hub.another_person`",
            body = ProblemBody,
        ),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn arrive_as_new(State(hub): State<Hub>, visitor: Visitor) -> Result<Response, Failure> {
    let opened = hub.arrive_as_new(visitor).await?;
    welcome(&hub, &opened)
}

/// They are whoever is signed in in this browser, and showed it a moment ago. The address of the account elsewhere becomes
/// theirs too, unless somebody has it: then it is also told as `identity.address.added`.
#[utoipa::path(
    post, path = "/arrivals/current/links", tag = "hub",
    responses(
        (status = 201, body = CameIn),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 404, description = "`hub.no_arrival`", body = ProblemBody),
        (status = 409, description = "`hub.another_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.identity.linked, identity.session.opened"))),
)]
pub(super) async fn arrive_as_caller(
    State(hub): State<Hub>,
    caller: Caller,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let opened = hub.arrive_as_caller(&caller, visitor).await?;
    welcome(&hub, &opened)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HubRecovery)]
pub(super) struct Recovery {
    /// The address that they had here until now.
    #[schema(format = Email)]
    address: String,
    #[schema(value_type = String, example = "K7PX-3MQA-2B9D")]
    recovery_code: Secret<String>,
}

/// They are who had an address here until now, as one of the recovery codes of that account proves. The same answer for an
/// address that nobody has. The address of the account elsewhere becomes theirs too, as above.
#[utoipa::path(
    post, path = "/arrivals/current/recoveries", tag = "hub", request_body = Recovery,
    responses(
        (status = 201, body = CameIn),
        (status = 401, description = "`identity.wrong_recovery_code`", body = ProblemBody),
        (status = 404, description = "`hub.no_arrival`", body = ProblemBody),
        (status = 409, description = "`hub.another_person`", body = ProblemBody),
        (status = 422, description = "`hub.bad_address`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_tries`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.identity.linked, identity.session.opened"))),
)]
pub(super) async fn arrive_by_recovery(
    State(hub): State<Hub>,
    visitor: Visitor,
    Json(shown): Json<Recovery>,
) -> Result<Response, Failure> {
    let opened = hub.arrive_by_recovery(&shown.address, &shown.recovery_code, visitor).await?;
    welcome(&hub, &opened)
}

fn welcome(hub: &Hub, opened: &Opened) -> Result<Response, Failure> {
    let cookie = hub.inner.identity.welcome(opened)?;
    let came_in = Json(CameIn { person: opened.person() });
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], came_in).into_response())
}
