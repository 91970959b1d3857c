//! Devices that wait to be let in.

use axum::{extract::State, http::StatusCode};
use web::{Caller, Failure, Json, Path, ProblemBody};

use super::Allowance;
use crate::{Provider, device::DeviceRequest};

/// The device that shows a code.
#[utoipa::path(
    get, path = "/device-requests/{user_code}", tag = "provider", params(("user_code" = String, Path)),
    responses(
        (status = 200, body = DeviceRequest),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`provider.no_such_code`", body = ProblemBody),
        (status = 429, description = "`provider.too_many_codes`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_device_request(
    State(provider): State<Provider>,
    caller: Caller,
    Path(code): Path<String>,
) -> Result<Json<DeviceRequest>, Failure> {
    Ok(Json(provider.show_device(&caller, &code).await?))
}

/// Lets a device in, or not.
#[utoipa::path(
    post, path = "/device-requests/{user_code}/decisions", tag = "provider", params(("user_code" = String, Path)),
    request_body = Allowance,
    responses(
        (status = 204),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 404, description = "`provider.no_such_code`", body = ProblemBody),
        (status = 429, description = "`provider.too_many_codes`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.grant.given"))),
)]
pub(super) async fn decide_device_request(
    State(provider): State<Provider>,
    caller: Caller,
    Path(code): Path<String>,
    Json(Allowance { allow }): Json<Allowance>,
) -> Result<StatusCode, Failure> {
    provider.decide_device(caller, &code, allow).await?;
    Ok(StatusCode::NO_CONTENT)
}
