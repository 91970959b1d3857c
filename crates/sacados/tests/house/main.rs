//! The third ring: what is true of the house as a whole.

mod client;
mod description;
mod doors;
mod floors;
mod kill;
mod manifests;
mod program;
mod rooms;
mod rooms_of_a_test;
mod settings;
mod start;
