//! The third ring: what is true of the house as a whole.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

mod application;
mod authenticator;
mod client;
mod closing;
mod curl;
mod description;
mod doors;
mod facts;
mod facts_of_the_account;
mod facts_of_the_directory;
mod facts_of_the_hub;
mod floors;
mod interop;
mod kill;
mod manifests;
mod ministries;
mod program;
mod protected;
mod relying_party;
mod rooms;
mod rooms_of_a_test;
mod settings;
mod soak;
mod start;
mod teams;
