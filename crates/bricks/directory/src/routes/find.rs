//! Finding.

use axum::extract::State;
use serde::Deserialize;
use web::{Caller, Failure, Json, ProblemBody, Query};

use crate::{Directory, actions::find::FoundKind, views::find::Hits};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// What was typed so far: names in either order, with or without accents, a function, an acronym, digits. What
    /// comes after a hundred characters is not looked at.
    #[serde(default)]
    q: String,
    /// One kind alone.
    #[param(inline)]
    kind: Option<FoundKind>,
    /// At most so many, 20 when nothing is said, 50 at most.
    limit: Option<usize>,
}

/// Finds people, organisations, functions and groups while one types, the best first. For agents.
#[utoipa::path(
    get, path = "/find", tag = "directory", params(Asked),
    responses(
        (status = 200, body = Hits),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`directory.agents_only`", body = ProblemBody),
        (status = 429, description = "`directory.too_many_people {seconds}`, `directory.too_many_numbers {seconds}`", body = ProblemBody),
        (status = 503, description = "`directory.index_building`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only; the first person too many of a day tells directory.budget.exceeded"))),
)]
pub(super) async fn find(
    State(directory): State<Directory>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<Hits>, Failure> {
    let looker = directory.looker(&caller).await?;
    let hits = directory.find(&looker, &asked.q, asked.kind, asked.limit.unwrap_or(20)).await?;
    Ok(Json(Hits { hits }))
}
