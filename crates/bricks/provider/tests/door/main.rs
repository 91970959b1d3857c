//! Through the door: HTTP in, HTTP out, a real database each time, with the real brick of persons below.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod app;
mod authorization;
mod clients;
mod codes;
mod devices;
mod ends;
mod house;
mod jwt;
mod keys;
mod matrix;
mod posts;
mod refreshing;
mod registration;
mod sign_outs;
mod step_up;
mod telling;

pub(crate) use app::App;
pub(crate) use house::{Answer, Browser, House, VERIFIER};
