//! The third ring: what is true of the house as a whole.

mod client;
mod curl;
mod description;
mod doors;
mod facts;
mod floors;
mod interop;
mod kill;
mod manifests;
mod program;
mod rooms;
mod rooms_of_a_test;
mod settings;
mod start;
