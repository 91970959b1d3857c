//! HTTP in, one action, HTTP out. The only file that knows the web.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    __Tool__,
    model::{Entry, EntryId},
};

pub(crate) fn router() -> OpenApiRouter<__Tool__> {
    OpenApiRouter::new().routes(routes!(write_entry)).routes(routes!(open_entry))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEntry {
    title: String,
}

#[utoipa::path(
    post,
    path = "/entries",
    tag = "__tool__",
    request_body = NewEntry,
    responses(
        (status = CREATED, body = Entry),
        (status = UNPROCESSABLE_ENTITY, body = ProblemBody, description = "`__tool__.untitled`, `__tool__.title_too_long`"),
    ),
    extensions(("x-tells" = json!("__tool__.entry.written"))),
)]
async fn write_entry(
    State(tool): State<__Tool__>,
    caller: Caller,
    Json(new): Json<NewEntry>,
) -> Result<(StatusCode, Json<Entry>), Failure> {
    Ok((StatusCode::CREATED, Json(tool.write_entry(caller.person, &new.title).await?)))
}

#[utoipa::path(
    get,
    path = "/entries/{id}",
    tag = "__tool__",
    params(("id" = EntryId, Path)),
    responses(
        (status = OK, body = Entry),
        (status = NOT_FOUND, body = ProblemBody, description = "`__tool__.no_such_entry`"),
    ),
    extensions(("x-tells" = json!("nothing: reading one's own entry decides nothing"))),
)]
async fn open_entry(
    State(tool): State<__Tool__>,
    caller: Caller,
    Path(id): Path<EntryId>,
) -> Result<Json<Entry>, Failure> {
    Ok(Json(tool.open_entry(caller.person, id).await?))
}
