//! The tables of this brick. The only files here that speak SQL.

pub(crate) mod clients;
pub(crate) mod consents;
pub(crate) mod devices;
pub(crate) mod grants;
pub(crate) mod keys;
pub(crate) mod requests;
pub(crate) mod sign_outs;
pub(crate) mod sweep;
pub(crate) mod tokens;
