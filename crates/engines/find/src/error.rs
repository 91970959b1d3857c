//! How this engine says no.

/// Why the index could not do what it was asked. Nothing in here names a person.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Made by another version of the program: rebuild it ([`crate::Index::afresh`]).
    #[error("the index was made in another format ({found}, here {expected})")]
    OtherFormat { found: String, expected: String },
    /// Damaged, or not an index at all: rebuild it ([`crate::Index::afresh`]).
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// The folder holds something else; it is left as it is.
    #[error("the folder holds other files than an index")]
    NotAnIndex,
    /// Another process writes into this folder.
    #[error("another process writes into this index")]
    Taken,
    /// It is being rebuilt: try again once that is over.
    #[error("the index is being rebuilt")]
    Rebuilding,
    #[error("the index could not be read or written: {0}")]
    Io(String),
}
