//! HTTP in, one action, HTTP out. The only files here that know axum.

mod clients;
mod devices;
mod form_post;
mod grants;
mod protocol;
mod requests;
mod sign_outs;
mod spoken;

use std::num::NonZeroU32;

use axum::{
    extract::{FromRequestParts, Request},
    http::request::Parts,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Failure, RateLimit, Strength};

pub(crate) use protocol::roots;

use crate::{Error, Provider, Settings};

/// What a person who has signed in can ask; never by a token.
pub(crate) fn router() -> OpenApiRouter<Provider> {
    OpenApiRouter::new()
        .routes(routes!(requests::decide_request))
        .routes(routes!(devices::show_device_request))
        .routes(routes!(devices::decide_device_request))
        .routes(routes!(grants::list_grants))
        .routes(routes!(grants::end_grant))
        .routes(routes!(clients::list_clients, clients::add_client))
        .routes(routes!(clients::show_client, clients::change_client, clients::remove_client))
        .routes(routes!(clients::renew_client_secret))
        .route_layer(from_fn(in_person))
}

/// The pages before anybody has signed in, which each household may ask so often.
pub(crate) fn public_router(settings: &Settings) -> OpenApiRouter<Provider> {
    let often = NonZeroU32::new(settings.pages_per_minute).unwrap_or(NonZeroU32::MIN);
    OpenApiRouter::new()
        .routes(routes!(requests::show_request))
        .routes(routes!(sign_outs::show_sign_out))
        .routes(routes!(sign_outs::decide_sign_out))
        .route_layer(from_fn_with_state(RateLimit::per_minute(often), web::limit_rate))
}

async fn in_person(request: Request, next: Next) -> Response {
    let by_token =
        request.extensions().get::<Caller>().is_some_and(|caller| caller.strength == Strength::Token);
    if by_token {
        return Failure::from(Error::NotByToken).into_response();
    }
    next.run(request).await
}

/// Who is there, if anybody.
pub(crate) struct Present(pub(crate) Option<Caller>);

impl<S: Send + Sync> FromRequestParts<S> for Present {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Caller>().cloned()))
    }
}

/// Yes or no.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Allowance {
    allow: bool,
}
