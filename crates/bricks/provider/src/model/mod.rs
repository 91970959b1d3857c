//! What things are and the rules they keep: pure.

mod address;
mod client;
mod device;
mod grant;
mod need;
mod params;
mod phone;
mod refusal;
mod request;
mod scope;
mod secret;
mod sign_out;

pub(crate) use address::{has_plain_host, redirect_fits};
pub(crate) use client::{
    AuthMethod, Client, ClientId, GRANT_CODE, GRANT_DEVICE, GRANT_REFRESH, GRANT_TYPES, NewClient,
    Registered, Registration, SigningAlg, Unfit,
};
pub(crate) use device::device_name;
pub(crate) use grant::{Grant, GrantId, Live};
pub(crate) use need::{Need, Situation, need, said_acr, unmet};
pub(crate) use params::Params;
pub(crate) use phone::phone_number;
pub(crate) use refusal::{OauthCode, Refusal};
pub(crate) use request::{Asked, Prompt, ResponseMode, read_request, response_mode};
pub(crate) use scope::{STANDARD, device_of, is_lasting, read_scopes};
pub(crate) use secret::{Digest, Kind as SecretKind, Secret256, digest, read_user_code, same, user_code};
pub(crate) use sign_out::AskedSignOut;
