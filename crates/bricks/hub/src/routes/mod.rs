//! HTTP in, one action, HTTP out. The only files here that know axum.

mod arrivals;
mod identities;
mod logout;
mod navigation;
mod providers;
mod transfers;
mod visitor;

use std::num::NonZeroU32;

use axum::middleware::from_fn_with_state;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::RateLimit;

use crate::{Hub, settings::Settings};

/// What a person who has signed in can ask.
pub(crate) fn router() -> OpenApiRouter<Hub> {
    OpenApiRouter::new()
        .routes(routes!(navigation::link))
        .routes(routes!(navigation::confirm))
        .routes(routes!(arrivals::arrive_as_caller))
        .routes(routes!(identities::list_identities))
        .routes(routes!(identities::unlink))
        .routes(routes!(identities::list_choices))
        .routes(routes!(transfers::list_transfers))
        .routes(routes!(transfers::agree))
        .routes(routes!(transfers::refuse_transfer))
        .routes(routes!(providers::list_providers, providers::add_provider))
        .routes(routes!(providers::show_provider, providers::change_provider, providers::remove_provider))
        .routes(routes!(providers::test_provider))
}

/// The sign-in page and what providers ask, which each household may ask so often.
pub(crate) fn public_router(settings: &Settings) -> OpenApiRouter<Hub> {
    let often = NonZeroU32::new(settings.sign_ins_per_minute).unwrap_or(NonZeroU32::MIN);
    let providers = NonZeroU32::new(6000).unwrap_or(NonZeroU32::MIN);
    let peers = OpenApiRouter::new()
        .routes(routes!(logout::sign_out))
        .routes(routes!(providers::show_keys))
        .route_layer(from_fn_with_state(RateLimit::per_minute(providers), web::limit_rate));
    OpenApiRouter::new()
        .routes(routes!(navigation::look_up))
        .routes(routes!(navigation::sign_in))
        .routes(routes!(navigation::land))
        .routes(routes!(arrivals::show_arrival))
        .routes(routes!(arrivals::arrive_as_new))
        .routes(routes!(arrivals::arrive_by_recovery))
        .routes(routes!(transfers::ask_transfer))
        .route_layer(from_fn_with_state(RateLimit::per_minute(often), web::limit_rate))
        .merge(peers)
}
