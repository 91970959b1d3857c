//! Functions.

use axum::{extract::State, http::StatusCode};
use kernel::{PersonId, ScopeId};
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{Directory, model::function::FunctionId};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFunction {
    title: String,
    /// Whether its holder is the head of the organisation; one function at most is.
    #[serde(default)]
    heads: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct AddedFunction {
    #[schema(value_type = uuid::Uuid)]
    id: FunctionId,
}

/// Adds a function, vacant, to an organisation that the caller keeps.
#[utoipa::path(
    post, path = "/organisations/{id}/functions", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = NewFunction,
    responses(
        (status = 201, body = AddedFunction),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_organisation`", body = ProblemBody),
        (status = 422, description = "`directory.bad_title`, `directory.too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.function.added"))),
)]
pub(super) async fn add_function(
    State(directory): State<Directory>,
    caller: Caller,
    Path(organisation): Path<ScopeId>,
    Json(new): Json<NewFunction>,
) -> Result<(StatusCode, Json<AddedFunction>), Failure> {
    let viewer = directory.viewer(&caller).await?;
    let id = directory.add_function(&viewer, organisation, &new.title, new.heads).await?;
    Ok((StatusCode::CREATED, Json(AddedFunction { id })))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedFunction {
    title: Option<String>,
    heads: Option<bool>,
}

/// Changes what a function is called, or whether it heads its organisation.
#[utoipa::path(
    patch, path = "/functions/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = ChangedFunction,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_function`", body = ProblemBody),
        (status = 422, description = "`directory.bad_title`, `directory.too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.function.changed"))),
)]
pub(super) async fn change_function(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<FunctionId>,
    Json(changed): Json<ChangedFunction>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.change_function(&viewer, id, changed.title.as_deref(), changed.heads).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a function.
#[utoipa::path(
    delete, path = "/functions/{id}", tag = "directory", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_function`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.function.ended"))),
)]
pub(super) async fn end_function(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<FunctionId>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.end_function(&viewer, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Holder {
    /// Nobody: vacant.
    #[schema(value_type = Option<uuid::Uuid>)]
    person: Option<PersonId>,
}

/// Says who holds a function from now on.
#[utoipa::path(
    put, path = "/functions/{id}/holder", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Holder,
    responses(
        (status = 204),
        (status = 403, description = "`directory.not_correspondent`, `directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_function`, `directory.no_such_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.function.handed"))),
)]
pub(super) async fn hand_function(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<FunctionId>,
    Json(holder): Json<Holder>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.hand_function(&viewer, id, holder.person).await?;
    Ok(StatusCode::NO_CONTENT)
}
