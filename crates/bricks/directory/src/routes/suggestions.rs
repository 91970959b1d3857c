//! Corrections.

use axum::{extract::State, http::StatusCode};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Directory,
    model::suggestion::{SuggestedField, SuggestionId},
    views::suggestions::Suggestions,
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSuggestion {
    field: SuggestedField,
    value: String,
    comment: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Suggested {
    #[schema(value_type = uuid::Uuid)]
    id: SuggestionId,
}

/// Says that something is wrong on somebody's card. Those who keep their tree decide.
#[utoipa::path(
    post, path = "/people/{id}/suggestions", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = NewSuggestion,
    responses(
        (status = 201, body = Suggested),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_person`", body = ProblemBody),
        (status = 422, description = "`directory.bad_field`, `directory.too_long`, `directory.too_many`, `directory.bad_telephone`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.correction.suggested"))),
)]
pub(super) async fn suggest(
    State(directory): State<Directory>,
    caller: Caller,
    Path(person): Path<PersonId>,
    Json(new): Json<NewSuggestion>,
) -> Result<(StatusCode, Json<Suggested>), Failure> {
    let viewer = directory.viewer(&caller).await?;
    let id = directory.suggest(&viewer, person, new.field, &new.value, new.comment.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(Suggested { id })))
}

/// The corrections that wait for the caller's decision, and those that the caller suggested with what came of them.
#[utoipa::path(
    get, path = "/suggestions", tag = "directory",
    responses(
        (status = 200, body = Suggestions),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_suggestions(
    State(directory): State<Directory>,
    caller: Caller,
) -> Result<Json<Suggestions>, Failure> {
    let viewer = directory.viewer(&caller).await?;
    Ok(Json(directory.list_suggestions(&viewer).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    accept: bool,
}

/// Decides about a correction, once. Accepted, it is made; where somebody works is changed by hand.
#[utoipa::path(
    post, path = "/suggestions/{id}/decisions", tag = "directory", params(("id" = uuid::Uuid, Path)), request_body = Decision,
    responses(
        (status = 204),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 404, description = "`directory.no_such_suggestion`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("directory.correction.decided"))),
)]
pub(super) async fn decide(
    State(directory): State<Directory>,
    caller: Caller,
    Path(id): Path<SuggestionId>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode, Failure> {
    let viewer = directory.viewer(&caller).await?;
    directory.decide_suggestion(&viewer, id, decision.accept).await?;
    Ok(StatusCode::NO_CONTENT)
}
