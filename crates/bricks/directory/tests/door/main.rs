//! The directory through its doors, on a real database, with the real brick of persons below.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

mod absence;
mod groups;
mod house;
mod people;
mod privacy;
mod tree;
