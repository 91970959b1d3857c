//! How this engine says no.

use kernel::{Kind, Language, Problem};
use serde_json::json;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The settings contradict themselves, or the code brings a bad template: nothing can start.
    #[error("mail: {0}")]
    Settings(String),
    #[error("no letter is called {name} in {language}")]
    NoSuchTemplate { name: String, language: Language },
    /// It does not parse, or a parameter is missing. Never carries what the parameters hold.
    #[error("letter {name}: {reason}")]
    Template { name: String, reason: String },
    #[error("the mail relay cannot be used: {0}")]
    Relay(String),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::Relay(_) => Self::new(Kind::Unavailable, "mail.unavailable", json!({})).because(error),
            _ => Self::internal(error),
        }
    }
}
