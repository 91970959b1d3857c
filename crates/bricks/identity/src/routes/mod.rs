//! HTTP in, one action, HTTP out. The only files here that know axum.

mod accounts;
mod addresses;
mod confirmations;
mod cookie;
mod factors;
mod guests;
mod invitations;
mod me;
mod passkeys;
mod sample;
mod second_factors;
mod sessions;
mod sign_in;
mod tokens;

use std::num::NonZeroU32;

use axum::{
    extract::Request,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Caller, Failure, RateLimit, Strength};

use crate::{Error, Identity, settings::Settings};

/// What a person who has signed in can ask. A program that shows a token may only ask whom it stands for.
pub(crate) fn router() -> OpenApiRouter<Identity> {
    let in_person = OpenApiRouter::new()
        .routes(routes!(me::change_me))
        .routes(routes!(me::change_password))
        .routes(routes!(sessions::list_sessions))
        .routes(routes!(sessions::close_session))
        .routes(routes!(tokens::list_tokens, tokens::create_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(accounts::find_accounts))
        .routes(routes!(accounts::show_account))
        .routes(routes!(accounts::suspend, accounts::reinstate))
        .routes(routes!(accounts::sign_out_everywhere))
        .routes(routes!(accounts::forget_factors))
        .routes(routes!(addresses::list_addresses, addresses::begin_address))
        .routes(routes!(addresses::prove_address))
        .routes(routes!(addresses::choose_main_address))
        .routes(routes!(addresses::remove_address))
        .routes(routes!(factors::show_factors))
        .routes(routes!(factors::begin_totp, factors::finish_totp, factors::remove_totp))
        .routes(routes!(factors::replace_recovery_codes))
        .routes(routes!(guests::list_guests, guests::add_guest))
        .routes(routes!(guests::prolong_guest, guests::end_guest))
        .routes(routes!(invitations::list_invitations, invitations::invite_agent))
        .routes(routes!(invitations::withdraw_invitation))
        .routes(routes!(passkeys::begin_passkey))
        .routes(routes!(passkeys::finish_passkey))
        .routes(routes!(passkeys::rename_passkey, passkeys::delete_passkey))
        .routes(routes!(confirmations::list_ways_to_confirm, confirmations::confirm))
        .routes(routes!(confirmations::ask_own_passkey))
        .routes(routes!(confirmations::confirm_with_passkey))
        .route_layer(from_fn(in_person));
    OpenApiRouter::new().routes(routes!(me::show_me)).merge(in_person)
}

/// The sign-in page, which each household may ask so often.
pub(crate) fn public_router(settings: &Settings) -> OpenApiRouter<Identity> {
    let often = NonZeroU32::new(settings.sign_ins_per_minute).unwrap_or(NonZeroU32::MIN);
    let doors = OpenApiRouter::new()
        .routes(routes!(sign_in::look_up))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::send_code))
        .routes(routes!(sign_in::sign_in_with_code))
        .routes(routes!(second_factors::sign_in_with_second_factor))
        .routes(routes!(invitations::look_at_invitation))
        .routes(routes!(invitations::accept_invitation))
        .routes(routes!(passkeys::ask_passkey))
        .routes(routes!(passkeys::sign_in_with_passkey))
        .route_layer(from_fn_with_state(RateLimit::per_minute(often), web::limit_rate));
    if settings.sample {
        return doors.routes(routes!(sample::list_sample_persons)).routes(routes!(sample::sign_in_as_sample));
    }
    doors
}

/// A request that says nothing more than that it is made: `{}`.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

async fn in_person(request: Request, next: Next) -> Response {
    let by_token =
        request.extensions().get::<Caller>().is_some_and(|caller| caller.strength == Strength::Token);
    if by_token {
        return Failure::from(Error::NotByToken).into_response();
    }
    next.run(request).await
}
