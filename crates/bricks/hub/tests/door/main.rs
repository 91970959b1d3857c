//! Through the door: HTTP in, HTTP out, a real database each time, and a ministry's provider that can misbehave.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod arrivals;
mod bindings;
mod house;
mod identities;
mod logout;
mod ministry;
mod peers;
mod providers;
mod sign_in;
mod tokens;
mod transfers;
mod way_out;

pub(crate) use house::{Answer, Browser, House};
pub(crate) use ministry::{Ministry, Signer, Trouble};
