//! The second half of signing in, for who chose that one factor is not enough. Who shows a passkey instead signs in by it alone.

use axum::{extract::State, response::Response};
use kernel::Secret;
use serde::Deserialize;
use web::{Failure, Json, Path, ProblemBody};

use super::cookie::{Owing, welcome};
use crate::{
    Error, Identity,
    actions::{Arrival, Me},
    model::{OwedId, SecondFactor},
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownSecondFactor {
    /// Six figures.
    #[schema(value_type = Option<String>, example = "287082")]
    totp: Option<Secret<String>>,
    /// Dashes and case do not matter.
    #[schema(value_type = Option<String>, example = "K7PX3-MQA9B-22XYZ-ABCDE-FGHJK")]
    recovery_code: Option<Secret<String>>,
}

impl TryFrom<ShownSecondFactor> for SecondFactor {
    type Error = Error;

    fn try_from(shown: ShownSecondFactor) -> Result<Self, Error> {
        match (shown.totp, shown.recovery_code) {
            (Some(totp), None) => Ok(Self::Totp(totp)),
            (None, Some(code)) => Ok(Self::RecoveryCode(code)),
            _ => Err(Error::BadConfirmation),
        }
    }
}

/// Shows the second factor, in the browser that showed the first: a new session, in a cookie.
#[utoipa::path(
    post, path = "/second-factors/{id}/sessions", tag = "identity", request_body = ShownSecondFactor,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Me),
        (status = 401, description = "`identity.wrong_second_factor`, with `tries_left`", body = ProblemBody),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 410, description = "`identity.second_factor_expired`: expired, done, or tried too often", body = ProblemBody),
        (status = 422, description = "`identity.bad_confirmation`: exactly one of both", body = ProblemBody),
        (status = 429, description = "`identity.too_many_factor_tries`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn sign_in_with_second_factor(
    State(identity): State<Identity>,
    Path(id): Path<OwedId>,
    Owing(browser): Owing,
    arrival: Arrival,
    Json(shown): Json<ShownSecondFactor>,
) -> Result<Response, Failure> {
    let factor = shown.try_into()?;
    let opened = identity.sign_in_with_second_factor(id, browser, &factor, arrival).await?;
    welcome(&identity, opened)
}
