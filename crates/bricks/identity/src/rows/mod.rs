//! The tables of this brick. The only files here that speak SQL.

pub(crate) mod accounts;
pub(crate) mod addresses;
pub(crate) mod bulk;
pub(crate) mod codes;
pub(crate) mod factors;
pub(crate) mod guests;
pub(crate) mod identities;
pub(crate) mod invitations;
pub(crate) mod letters;
pub(crate) mod passkeys;
pub(crate) mod passwords;
pub(crate) mod persons;
pub(crate) mod revocations;
pub(crate) mod sessions;
pub(crate) mod sweep;
pub(crate) mod tokens;
