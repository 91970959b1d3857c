//! HTTP in, HTTP out.

use axum::extract::State;
use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Failure, Json};

use crate::{Directory, model::Organisation};

pub(crate) fn router() -> OpenApiRouter<Directory> {
    OpenApiRouter::new().routes(routes!(list_organisations))
}

#[derive(Serialize, utoipa::ToSchema)]
struct Organisations {
    organisations: Vec<Organisation>,
}

/// The organisations of this installation, by name.
#[utoipa::path(
    get, path = "/organisations", tag = "directory",
    responses((status = 200, body = Organisations), (status = 401, body = web::ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn list_organisations(
    State(directory): State<Directory>,
    _caller: Caller,
) -> Result<Json<Organisations>, Failure> {
    Ok(Json(Organisations { organisations: directory.organisations().await? }))
}
