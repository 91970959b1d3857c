//! HTTP in, HTTP out.

use axum::extract::State;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Failure, Json, Query};

use crate::{Audit, model::Page};

pub(crate) fn router() -> OpenApiRouter<Audit> {
    OpenApiRouter::new().routes(routes!(read_trail))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only entries with a smaller number.
    before: Option<i64>,
    /// Only actions that begin so: `transfer.` or `identity.session.opened`.
    #[serde(default)]
    action: String,
    /// At most so many, 200 at most.
    limit: Option<i64>,
}

/// What people decided, newest first. For administrators.
#[utoipa::path(
    get, path = "/facts", tag = "audit", params(Asked),
    responses(
        (status = 200, body = Page),
        (status = 401, body = web::ProblemBody),
        (status = 403, body = web::ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
async fn read_trail(
    State(audit): State<Audit>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Page>, Failure> {
    Ok(Json(audit.read(caller.person, asked.before, &asked.action, asked.limit.unwrap_or(50)).await?))
}
