//! Sign-outs that an application asks for.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Failure, Json, Path, ProblemBody};

use super::Present;
use crate::{
    Provider,
    logout::{SignOutPage, SignedOut},
};

/// Who asks that whoever is there be signed out.
#[utoipa::path(
    get, path = "/sign-outs/{id}", tag = "provider", params(("id" = String, Path)),
    responses(
        (status = 200, body = SignOutPage),
        (status = 410, description = "`provider.request_over`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_sign_out(
    State(provider): State<Provider>,
    Present(caller): Present,
    Path(id): Path<String>,
) -> Result<Json<SignOutPage>, Failure> {
    Ok(Json(provider.show_sign_out(&id, caller).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Leave {
    sign_out: bool,
}

/// Signs out, or stays; and says where the application wants the browser back.
#[utoipa::path(
    post, path = "/sign-outs/{id}/decisions", tag = "provider", params(("id" = String, Path)), request_body = Leave,
    responses(
        (status = 200, body = SignedOut),
        (status = 410, description = "`provider.request_over`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.closed"))),
)]
pub(super) async fn decide_sign_out(
    State(provider): State<Provider>,
    Present(caller): Present,
    Path(id): Path<String>,
    Json(Leave { sign_out }): Json<Leave>,
) -> Result<Response, Failure> {
    let (answer, left) = provider.decide_sign_out(&id, caller, sign_out).await?;
    if left {
        let cookie = provider.inner.identity.farewell()?;
        return Ok(([(header::SET_COOKIE, cookie)], Json(answer)).into_response());
    }
    Ok(Json(answer).into_response())
}
