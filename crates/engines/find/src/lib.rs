#![doc = include_str!("../README.md")]

mod asked;
mod entry;
mod error;
mod expand;
mod fold;
mod folder;
mod index;
mod names;
mod rank;
mod segments;
mod sets;
mod sound;
#[cfg(test)]
mod sound_tests;
mod terms;

pub use entry::{Entry, Hit, Kind, Seen, Viewer};
pub use error::Error;
pub use index::{Index, Rebuild};
