//! The caller's applications and devices.

use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{Provider, grants::ListedGrant};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Grants {
    grants: Vec<ListedGrant>,
}

/// The applications and devices that one signed in to, newest first.
#[utoipa::path(
    get, path = "/grants", tag = "provider",
    responses((status = 200, body = Grants), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_grants(
    State(provider): State<Provider>,
    caller: Caller,
) -> Result<Json<Grants>, Failure> {
    Ok(Json(Grants { grants: provider.grants(caller.person).await? }))
}

/// Ends one: an application's every sign-in, or a device's. It is over everywhere at once.
#[utoipa::path(
    delete, path = "/grants/{id}", tag = "provider", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`provider.no_such_grant`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.grant.ended"))),
)]
pub(super) async fn end_grant(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<uuid::Uuid>,
) -> Result<StatusCode, Failure> {
    provider.end_grant(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
