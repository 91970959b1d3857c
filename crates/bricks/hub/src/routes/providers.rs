//! Providers, as administrators set them up; and our public keys.

use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use serde_json::Value;
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Hub,
    actions::{ProviderView, Tested},
    model::{Changes, NewProvider, ProviderId},
};

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HubProviders)]
pub(super) struct Providers {
    providers: Vec<ProviderView>,
}

/// Every provider, by name. For administrators.
#[utoipa::path(
    get, path = "/providers", tag = "hub",
    responses((status = 200, body = Providers), (status = 403, description = "`hub.not_administrator`", body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_providers(
    State(hub): State<Hub>,
    caller: Caller,
) -> Result<Json<Providers>, Failure> {
    Ok(Json(Providers { providers: hub.list_providers(&caller).await? }))
}

/// Adds a provider. For administrators.
#[utoipa::path(
    post, path = "/providers", tag = "hub", request_body = NewProvider,
    responses(
        (status = 201, body = ProviderView),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`hub.not_administrator`", body = ProblemBody),
        (status = 409, description = "`hub.issuer_taken`", body = ProblemBody),
        (status = 422, description = "`hub.bad_provider`, with `field`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.provider.added"))),
)]
pub(super) async fn add_provider(
    State(hub): State<Hub>,
    caller: Caller,
    Json(new): Json<NewProvider>,
) -> Result<(StatusCode, Json<ProviderView>), Failure> {
    Ok((StatusCode::CREATED, Json(hub.add_provider(&caller, new).await?)))
}

/// A provider. For administrators.
#[utoipa::path(
    get, path = "/providers/{id}", tag = "hub", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = ProviderView),
        (status = 403, description = "`hub.not_administrator`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_provider`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_provider(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<ProviderId>,
) -> Result<Json<ProviderView>, Failure> {
    Ok(Json(hub.show_provider(&caller, id).await?))
}

/// Changes a provider: the fields that are there. For administrators. Disabled, it signs out whom it let in: also told as
/// `identity.session.closed` for each person whose sessions that closed.
#[utoipa::path(
    patch, path = "/providers/{id}", tag = "hub", params(("id" = uuid::Uuid, Path)), request_body = Changes,
    responses(
        (status = 200, body = ProviderView),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`hub.not_administrator`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_provider`", body = ProblemBody),
        (status = 409, description = "`hub.issuer_taken`", body = ProblemBody),
        (status = 422, description = "`hub.bad_provider`, with `field`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.provider.changed"))),
)]
pub(super) async fn change_provider(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<ProviderId>,
    Json(changes): Json<Changes>,
) -> Result<Json<ProviderView>, Failure> {
    Ok(Json(hub.change_provider(&caller, id, changes).await?))
}

/// Removes a provider, and signs out whom it let in: also told as `identity.session.closed` for each of them. The accounts
/// that persons have there stay theirs. For administrators.
#[utoipa::path(
    delete, path = "/providers/{id}", tag = "hub", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`hub.not_administrator`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_provider`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.provider.removed"))),
)]
pub(super) async fn remove_provider(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<ProviderId>,
) -> Result<StatusCode, Failure> {
    hub.remove_provider(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Asks a provider, now, who it is. For administrators.
#[utoipa::path(
    post, path = "/providers/{id}/tests", tag = "hub", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Tested),
        (status = 403, description = "`hub.not_administrator`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_provider`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: it asks, and changes nothing"))),
)]
pub(super) async fn test_provider(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<ProviderId>,
) -> Result<Json<Tested>, Failure> {
    Ok(Json(hub.test_provider(&caller, id).await?))
}

/// The public keys by which this house shows providers that it is their client (RFC 7517).
#[utoipa::path(
    get, path = "/keys", tag = "hub",
    responses((status = 200, body = Object)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_keys(State(hub): State<Hub>) -> Result<Json<Value>, Failure> {
    Ok(Json(hub.public_keys().await?))
}
