//! The directory through its doors, on a real database, with the real brick of persons below.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

mod absence;
mod budget;
mod domains;
mod found;
mod groups;
mod house;
mod imports;
mod imports_held;
mod index;
mod outlived;
mod people;
mod privacy;
mod suggestions;
mod tree;
