//! The tables of this brick. The only files here that speak SQL.

pub(crate) mod attempts;
pub(crate) mod keys;
pub(crate) mod providers;
pub(crate) mod sessions;
pub(crate) mod transfers;
