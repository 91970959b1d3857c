//! How this tool says no. The sentences people read are in `locales/`, by code.

use kernel::{Kind, Problem};
use serde_json::json;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("an entry needs a title")]
    Untitled,
    #[error("a title has {letters} letters at most")]
    TitleTooLong { letters: usize },
    #[error("no such entry, or none that the reader may see")]
    NoSuchEntry,
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Untitled => Self::plain(Kind::Invalid, "__tool__.untitled"),
            Error::TitleTooLong { letters } => {
                Self::new(Kind::Invalid, "__tool__.title_too_long", json!({ "letters": letters }))
            }
            Error::NoSuchEntry => Self::plain(Kind::NotFound, "__tool__.no_such_entry"),
            Error::Store(cause) => Self::internal(cause),
        }
    }
}
