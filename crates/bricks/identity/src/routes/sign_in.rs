//! The sign-in page. Anyone may ask; nobody learns who is known.

use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{EmailAddress, Secret};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use web::{Failure, Json, Path, ProblemBody};

use super::cookie::{SecondFactorAsked, let_in};
use crate::{
    Identity,
    actions::{Arrival, CodeSent, Lookup, Me, address},
    model::{CodeId, Guess},
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedAddress {
    #[schema(format = Email)]
    pub(super) address: String,
}

/// What the domain of an address says: its organisation, and how to sign in. The same for known and unknown persons.
#[utoipa::path(
    post, path = "/lookups", tag = "identity", request_body = AskedAddress,
    responses(
        (status = 200, body = Lookup),
        (status = 422, description = "`identity.bad_address`", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn look_up(
    State(identity): State<Identity>,
    Json(asked): Json<AskedAddress>,
) -> Result<Json<Lookup>, Failure> {
    Ok(Json(identity.look_up(&address(&asked.address)?).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Credentials {
    #[schema(format = Email)]
    address: String,
    #[schema(value_type = String, format = Password)]
    password: Secret<String>,
}

/// Signs in with a password: a new session, in a cookie.
#[utoipa::path(
    post, path = "/sessions", tag = "identity", request_body = Credentials,
    responses(
        (status = 201, body = Me),
        (status = 202, description = "a second factor is owed: nothing is told yet", body = SecondFactorAsked),
        (status = 401, description = "`identity.wrong_credentials`", body = ProblemBody),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_tries`", body = ProblemBody),
        (status = 503, description = "`identity.busy`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn sign_in(
    State(identity): State<Identity>,
    arrival: Arrival,
    Json(shown): Json<Credentials>,
) -> Result<Response, Failure> {
    let entry = identity.sign_in(&address(&shown.address)?, &shown.password, arrival).await?;
    let_in(&identity, entry)
}

/// Where to come back with the code.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SentCode {
    id: CodeId,
    #[schema(value_type = String)]
    address: EmailAddress,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

impl From<CodeSent> for SentCode {
    fn from(CodeSent { id, address, expires_at }: CodeSent) -> Self {
        Self { id, address, expires_at }
    }
}

/// Mails a code that proves an address. The answer is the same whether or not anybody has it. Each request has a code of
/// its own: what others try, or ask for, does not concern it.
#[utoipa::path(
    post, path = "/codes", tag = "identity", request_body = AskedAddress,
    responses(
        (status = 202, body = SentCode),
        (status = 422, description = "`identity.bad_address`", body = ProblemBody),
        (
            status = 429, body = ProblemBody,
            description = "`identity.code_just_sent`, `identity.too_many_codes` or `identity.many_codes_asked`, with `seconds`",
        ),
    ),
    extensions(("x-tells" = json!("nothing: nobody has shown yet who they are"))),
)]
pub(super) async fn send_code(
    State(identity): State<Identity>,
    arrival: Arrival,
    Json(asked): Json<AskedAddress>,
) -> Result<(StatusCode, Json<SentCode>), Failure> {
    let sent = identity.send_code(address(&asked.address)?, &arrival.household, arrival.language).await?;
    Ok((StatusCode::ACCEPTED, Json(sent.into())))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedCode {
    /// Dash and case do not matter.
    #[schema(value_type = String, example = "K7PX-3MQA")]
    code: Secret<String>,
}

/// Signs in with a mailed code: a new session, in a cookie. Whoever comes for the first time is also told as
/// `identity.person.added`.
#[utoipa::path(
    post, path = "/codes/{id}/sessions", tag = "identity", request_body = TypedCode,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Me),
        (status = 202, description = "a second factor is owed: nothing is told yet", body = SecondFactorAsked),
        (status = 401, description = "`identity.wrong_code`, with `tries_left`", body = ProblemBody),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 410, description = "`identity.code_expired`: expired, used, or tried too often", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn sign_in_with_code(
    State(identity): State<Identity>,
    Path(id): Path<CodeId>,
    arrival: Arrival,
    Json(typed): Json<TypedCode>,
) -> Result<Response, Failure> {
    let entry = identity.sign_in_with_code(id, &Guess::read(typed.code.expose()), arrival).await?;
    let_in(&identity, entry)
}
