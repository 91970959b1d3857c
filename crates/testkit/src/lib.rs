//! What tests of every room share. A dev-dependency only.

mod database;

pub use database::*;
