//! Through the door: HTTP in, HTTP out, a real database each time. Every request is also checked against what its
//! operation says it tells.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod accounts;
mod addresses;
mod application_passwords;
mod at_once;
mod codes;
mod confirmations;
mod cross_site;
mod guests;
mod house;
mod identities;
mod invitations;
mod letters;
mod me;
mod ministries;
mod passkeys;
mod passwords;
mod persons;
mod sample;
mod second_factors;
mod sessions;
mod soak;
mod telephone;
mod tokens;

pub(crate) use at_once::join;
pub(crate) use house::{Answer, Browser, House};
pub(crate) use telephone::Telephone;
