//! Through the door: HTTP in, HTTP out, a real database each time. Every request is also checked against what its
//! operation says it tells.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod at_once;
mod codes;
mod house;
mod me;
mod passwords;
mod persons;
mod sample;
mod sessions;
mod tokens;

pub(crate) use at_once::join;
pub(crate) use house::{Answer, Browser, House};
