//! The page of the authorization endpoint.

use axum::extract::State;
use serde::Deserialize;
use web::{Caller, Failure, Json, Path, ProblemBody};

use super::Present;
use crate::{
    Provider,
    authorize::{Decided, RequestPage},
};

/// What an application asks of whoever is there, and what is needed before it gets it.
#[utoipa::path(
    get, path = "/requests/{id}", tag = "provider", params(("id" = String, Path)),
    responses(
        (status = 200, body = RequestPage),
        (status = 410, description = "`provider.request_over`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_request(
    State(provider): State<Provider>,
    Present(caller): Present,
    Path(id): Path<String>,
) -> Result<Json<RequestPage>, Failure> {
    Ok(Json(provider.show_request(&id, caller).await?))
}

/// Yes or no.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RequestDecision {
    allow: bool,
    /// To go on without the confirmation that the application only wishes.
    #[serde(default)]
    without_confirming: bool,
}

/// The caller says yes or no; `confirm` when they must first show again, or more strongly, who they are.
#[utoipa::path(
    post, path = "/requests/{id}/decisions", tag = "provider", params(("id" = String, Path)),
    request_body = RequestDecision,
    responses(
        (status = 200, body = Decided),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 403, description = "`provider.unmet`, `provider.not_by_token`", body = ProblemBody),
        (status = 410, description = "`provider.request_over`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.grant.given"))),
)]
pub(super) async fn decide_request(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<String>,
    Json(RequestDecision { allow, without_confirming }): Json<RequestDecision>,
) -> Result<Json<Decided>, Failure> {
    Ok(Json(provider.decide_request(&id, caller, allow, without_confirming).await?))
}
