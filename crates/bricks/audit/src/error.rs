//! How this brick says no.

use kernel::{Kind, Problem};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("only an administrator reads the trail")]
    NotAdministrator,
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("a port did not answer: {0}")]
    Port(#[source] Problem),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotAdministrator => Self::plain(Kind::Forbidden, "audit.not_administrator"),
            Error::Store(cause) => Self::internal(cause),
            Error::Port(problem) => problem,
        }
    }
}
