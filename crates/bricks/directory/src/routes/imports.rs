//! Imports.

use axum::{body::Bytes, extract::State, http::StatusCode};
use kernel::ScopeId;
use serde::{Deserialize, Serialize};
use web::{Caller, Confirmation, Failure, Json, Path, ProblemBody, Query};

use crate::{
    Directory,
    model::import::{ImportId, ImportKind},
    views::imports::ImportView,
};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct About {
    /// CSV about `people` or `organisations`, or the national reference in JSON (`dila`).
    #[param(inline)]
    kind: ImportKind,
    /// The tree it is limited to; nothing: the whole house, for administrators.
    #[param(value_type = Option<uuid::Uuid>)]
    organisation: Option<ScopeId>,
}

/// Reads a file about a tree that the caller keeps, and says what it would do. Nothing changes yet.
#[utoipa::path(
    post, path = "/imports", tag = "directory", params(About),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 201, body = ImportView),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 409, description = "`directory.organisation_closed`", body = ProblemBody),
        (status = 413, description = "`web.body_too_large`, `directory.too_many_lines`", body = ProblemBody),
        (status = 422, description = "`directory.bad_file`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.import.checked"))),
)]
pub(super) async fn read_import(
    State(directory): State<Directory>,
    caller: Caller,
    Query(about): Query<About>,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<(StatusCode, Json<ImportView>), Failure> {
    let viewer = directory.viewer(&caller).await?;
    let file = super::whole(body)?;
    let import = directory.read_import(&viewer, about.kind, about.organisation, file).await?;
    Ok((StatusCode::CREATED, Json(import)))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Application {
    /// That so many are removed, moved or renamed is meant.
    #[serde(default)]
    accept_brake: bool,
}

/// Does what an import said it would, in one go. The caller shows again who they are.
#[utoipa::path(
    post, path = "/imports/{id}/applications", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Application,
    responses(
        (status = 200, body = ImportView),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_import`", body = ProblemBody),
        (status = 409, description = "`directory.brake`, `directory.second_person`, `directory.emptied`, `directory.organisation_closed`, `directory.import_over`, `directory.import_busy`, `directory.siret_taken`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.import.applied"))),
)]
pub(super) async fn apply_import(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ImportId>,
    Json(application): Json<Application>,
) -> Result<Json<ImportView>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    caller.confirmed(Confirmation::KEYS, directory.now())?;
    Ok(Json(directory.apply_import(&viewer, id, application.accept_brake).await?))
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Imports {
    imports: Vec<ImportView>,
}

/// The imports of what the caller keeps, the newest first.
#[utoipa::path(
    get, path = "/imports", tag = "directory",
    responses(
        (status = 200, body = Imports),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_imports(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<Imports>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(Imports { imports: directory.list_imports(&viewer).await? }))
}

/// One import: what it would do, or did.
#[utoipa::path(
    get, path = "/imports/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = ImportView),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_import`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_import(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ImportView>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.show_import(&viewer, id).await?))
}
