//! The accounts elsewhere of whoever is signed in.

use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use uuid::Uuid;
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Hub,
    actions::{Choice, LinkedAccount},
};

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HubIdentities)]
pub(super) struct Identities {
    identities: Vec<LinkedAccount>,
}

/// The accounts elsewhere by which the caller comes, oldest first.
#[utoipa::path(
    get, path = "/identities", tag = "hub",
    responses((status = 200, body = Identities), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_identities(
    State(hub): State<Hub>,
    caller: Caller,
) -> Result<Json<Identities>, Failure> {
    Ok(Json(Identities { identities: hub.linked(&caller).await? }))
}

/// The caller no longer comes by this account; never the last way in.
#[utoipa::path(
    delete, path = "/identities/{id}", tag = "hub", params(("id" = Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_identity`", body = ProblemBody),
        (status = 409, description = "`hub.last_way`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.identity.unlinked"))),
)]
pub(super) async fn unlink(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    hub.unlink(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HubProviderChoices)]
pub(super) struct Choices {
    providers: Vec<Choice>,
}

/// The providers that the caller may link.
#[utoipa::path(
    get, path = "/providers/choices", tag = "hub",
    responses((status = 200, body = Choices), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_choices(State(hub): State<Hub>, _caller: Caller) -> Result<Json<Choices>, Failure> {
    Ok(Json(Choices { providers: hub.choices().await? }))
}
