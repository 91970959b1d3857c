//! The applications, for administrators.

use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Provider,
    model::{Client, ClientId, NewClient},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Clients {
    clients: Vec<Client>,
}

/// A client just added. Its secret, for those that show one, is shown here and never again.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct AddedClient {
    #[serde(flatten)]
    client: Client,
    client_secret: Option<String>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct NewSecret {
    client_secret: String,
}

/// Every application, those that somebody vouches for first.
#[utoipa::path(
    get, path = "/clients", tag = "provider",
    responses(
        (status = 200, body = Clients),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_clients(
    State(provider): State<Provider>,
    caller: Caller,
) -> Result<Json<Clients>, Failure> {
    Ok(Json(Clients { clients: provider.clients(&caller).await? }))
}

/// Adds an application.
#[utoipa::path(
    post, path = "/clients", tag = "provider", request_body = NewClient,
    responses(
        (status = 201, body = AddedClient),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
        (status = 422, description = "`provider.bad_client {field}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.client.added"))),
)]
pub(super) async fn add_client(
    State(provider): State<Provider>,
    caller: Caller,
    Json(new): Json<NewClient>,
) -> Result<(StatusCode, Json<AddedClient>), Failure> {
    let (client, secret) = provider.add_client(&caller, new).await?;
    let client_secret = secret.map(|secret| secret.expose().to_owned());
    Ok((StatusCode::CREATED, Json(AddedClient { client, client_secret })))
}

#[utoipa::path(
    get, path = "/clients/{id}", tag = "provider", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = Client),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
        (status = 404, description = "`provider.no_such_client`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_client(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<ClientId>,
) -> Result<Json<Client>, Failure> {
    Ok(Json(provider.open_client(&caller, id).await?))
}

/// Says anew what an application is: what is left out becomes the default again.
#[utoipa::path(
    patch, path = "/clients/{id}", tag = "provider", params(("id" = uuid::Uuid, Path)), request_body = NewClient,
    responses(
        (status = 200, body = Client),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
        (status = 404, description = "`provider.no_such_client`", body = ProblemBody),
        (status = 422, description = "`provider.bad_client {field}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.client.changed"))),
)]
pub(super) async fn change_client(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<ClientId>,
    Json(new): Json<NewClient>,
) -> Result<Json<Client>, Failure> {
    Ok(Json(provider.change_client(&caller, id, new).await?))
}

/// Removes an application: nobody is signed in to it any more.
#[utoipa::path(
    delete, path = "/clients/{id}", tag = "provider", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
        (status = 404, description = "`provider.no_such_client`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.client.removed"))),
)]
pub(super) async fn remove_client(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<ClientId>,
) -> Result<StatusCode, Failure> {
    provider.remove_client(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A new secret; the one before opens nothing any more.
#[utoipa::path(
    post, path = "/clients/{id}/secrets", tag = "provider", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = NewSecret),
        (status = 401, description = "`sign_in`, `confirm`", body = ProblemBody),
        (status = 403, description = "`provider.not_administrator`", body = ProblemBody),
        (status = 404, description = "`provider.no_such_client`", body = ProblemBody),
        (status = 422, description = "`provider.bad_client {field}`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("provider.client.renewed"))),
)]
pub(super) async fn renew_client_secret(
    State(provider): State<Provider>,
    caller: Caller,
    Path(id): Path<ClientId>,
) -> Result<(StatusCode, Json<NewSecret>), Failure> {
    let secret = provider.renew_secret(&caller, id).await?;
    Ok((StatusCode::CREATED, Json(NewSecret { client_secret: secret.expose().to_owned() })))
}
