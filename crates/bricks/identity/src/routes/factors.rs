//! What the caller may show of who they are, and the second factor among it.

use axum::{extract::State, http::StatusCode};
use kernel::Secret;
use serde::{Deserialize, Serialize};
use web::{Caller, ClientAddress, Failure, Json, ProblemBody};

use super::Nothing;
use crate::{
    Identity,
    actions::{Factors, QrCode},
    model::RecoveryCode,
};

/// All the ways in which one may show who one is.
#[utoipa::path(
    get, path = "/factors", tag = "identity",
    responses((status = 200, body = Factors), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_factors(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Factors>, Failure> {
    Ok(Json(identity.factors(caller.person).await?))
}

/// What a telephone needs, shown here and never again.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct BegunTotp {
    /// Base 32, for who types it.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// `otpauth://totp/…`
    uri: String,
    qr: QrCode,
}

/// Begins to set up an application of codes; nothing is asked for until one of its codes was shown.
#[utoipa::path(
    post, path = "/totp", tag = "identity", request_body = Nothing,
    responses(
        (status = 200, body = BegunTotp),
        (status = 401, description = "`confirm`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: nothing is asked for until a code was shown"))),
)]
pub(super) async fn begin_totp(
    State(identity): State<Identity>,
    caller: Caller,
    _: Json<Nothing>,
) -> Result<Json<BegunTotp>, Failure> {
    let shown = identity.begin_totp(&caller).await?;
    let (secret, uri) = (shown.secret.expose().clone(), shown.uri.expose().clone());
    Ok(Json(BegunTotp { qr: QrCode::of(&uri)?, secret, uri }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownTotp {
    /// Six figures.
    #[schema(value_type = String, example = "287082")]
    code: Secret<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct EnabledTotp {
    /// Shown here and never again; `null` for who has some left.
    recovery_codes: Option<Vec<String>>,
}

/// Shows that the application computes the right codes: from now on they are asked for.
#[utoipa::path(
    put, path = "/totp", tag = "identity", request_body = ShownTotp,
    responses(
        (status = 200, body = EnabledTotp),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 409, description = "`identity.no_totp_begun`", body = ProblemBody),
        (status = 422, description = "`identity.wrong_totp`", body = ProblemBody),
        (status = 429, description = "`identity.too_many_factor_tries`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.totp.enabled"))),
)]
pub(super) async fn finish_totp(
    State(identity): State<Identity>,
    caller: Caller,
    from: ClientAddress,
    Json(shown): Json<ShownTotp>,
) -> Result<Json<EnabledTotp>, Failure> {
    let codes = identity.finish_totp(&caller, &from.into(), &shown.code).await?;
    Ok(Json(EnabledTotp { recovery_codes: codes.map(|codes| written(&codes)) }))
}

/// Asks for no second factor any more.
#[utoipa::path(
    delete, path = "/totp", tag = "identity",
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 404, description = "`identity.no_totp`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.totp.disabled"))),
)]
pub(super) async fn remove_totp(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    identity.remove_totp(&caller).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct RecoveryCodes {
    /// Ten, shown here and never again.
    codes: Vec<String>,
}

/// Makes ten recovery codes; those before open nothing any more.
#[utoipa::path(
    post, path = "/recovery-codes", tag = "identity", request_body = Nothing,
    responses(
        (status = 200, body = RecoveryCodes),
        (status = 401, description = "`confirm`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.recovery_codes.made"))),
)]
pub(super) async fn replace_recovery_codes(
    State(identity): State<Identity>,
    caller: Caller,
    _: Json<Nothing>,
) -> Result<Json<RecoveryCodes>, Failure> {
    Ok(Json(RecoveryCodes { codes: written(&identity.replace_recovery_codes(&caller).await?) }))
}

/// As people read them.
pub(super) fn written(codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(|code| code.expose().to_owned()).collect()
}
