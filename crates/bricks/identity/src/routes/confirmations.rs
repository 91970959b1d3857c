//! The caller shows again who they are.

use axum::{extract::State, http::StatusCode};
use kernel::Secret;
use serde::Deserialize;
use web::{Caller, ClientAddress, Failure, Json, Path, ProblemBody};

use super::{
    Nothing,
    passkeys::{PasskeyChallenge, ShownPasskey, shown},
};
use crate::{
    Error, Identity,
    actions::{Confirming, Ways},
    model::{ChallengeId, CodeId, Guess, SecondFactor},
};

/// How one may confirm who one is.
#[utoipa::path(
    get, path = "/confirmations", tag = "identity",
    responses((status = 200, body = Ways), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_ways_to_confirm(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Ways>, Failure> {
    Ok(Json(identity.ways_to_confirm(&caller).await?))
}

/// Exactly one of these.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownAgain {
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret<String>>,
    /// Six figures.
    #[schema(value_type = Option<String>)]
    totp: Option<Secret<String>>,
    #[schema(value_type = Option<String>)]
    recovery_code: Option<Secret<String>>,
    /// A code mailed to one of one's addresses.
    code: Option<ShownCode>,
    /// In a sample State, by who came by one click.
    #[serde(default)]
    sample: bool,
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownCode {
    id: CodeId,
    #[schema(value_type = String, example = "K7PX-3MQA")]
    code: Secret<String>,
}

impl TryFrom<ShownAgain> for Confirming {
    type Error = Error;

    fn try_from(shown: ShownAgain) -> Result<Self, Error> {
        let ShownAgain { password, totp, recovery_code, code, sample } = shown;
        match (password, totp, recovery_code, code, sample) {
            (Some(password), None, None, None, false) => Ok(Self::Password(password)),
            (None, Some(totp), None, None, false) => Ok(Self::Factor(SecondFactor::Totp(totp))),
            (None, None, Some(code), None, false) => Ok(Self::Factor(SecondFactor::RecoveryCode(code))),
            (None, None, None, Some(shown), false) => {
                Ok(Self::Code(shown.id, Guess::read(shown.code.expose())))
            }
            (None, None, None, None, true) => Ok(Self::Sample),
            _ => Err(Error::BadConfirmation),
        }
    }
}

/// Confirms who one is, for what asks for it in the next quarter of an hour.
#[utoipa::path(
    post, path = "/confirmations", tag = "identity", request_body = ShownAgain,
    responses(
        (status = 204),
        (status = 401, description = "`identity.wrong_code`, with `tries_left`", body = ProblemBody),
        (status = 403, description = "`identity.not_confirmed`; `identity.confirm_by_factor` for a password or a code of who has a second factor", body = ProblemBody),
        (status = 410, description = "`identity.code_expired`", body = ProblemBody),
        (status = 422, description = "`identity.bad_confirmation`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_tries`, `identity.too_many_factor_tries`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.confirmed"))),
)]
pub(super) async fn confirm(
    State(identity): State<Identity>,
    caller: Caller,
    from: ClientAddress,
    Json(shown): Json<ShownAgain>,
) -> Result<StatusCode, Failure> {
    identity.confirm(&caller, &from.into(), shown.try_into()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What to sign to confirm by a passkey.
#[utoipa::path(
    post, path = "/confirmations/passkeys", tag = "identity", request_body = Nothing,
    responses(
        (status = 200, body = PasskeyChallenge),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_passkey`: one has none", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: nothing is confirmed yet"))),
)]
pub(super) async fn ask_own_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    _: Json<Nothing>,
) -> Result<Json<PasskeyChallenge>, Failure> {
    PasskeyChallenge::of(identity.ask_own_passkey(&caller).await?)
}

/// Confirms by a passkey of one's own.
#[utoipa::path(
    post, path = "/confirmations/passkeys/{id}", tag = "identity", request_body = ShownPasskey,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`identity.wrong_passkey`", body = ProblemBody),
        (status = 410, description = "`identity.passkey_expired`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.confirmed"))),
)]
pub(super) async fn confirm_with_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<ChallengeId>,
    Json(given): Json<ShownPasskey>,
) -> Result<StatusCode, Failure> {
    identity.confirm_with_passkey(&caller, id, &shown(given.credential)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
