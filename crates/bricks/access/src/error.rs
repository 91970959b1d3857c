//! How this brick says no.

use kernel::Problem;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("directory: {0}")]
    Directory(#[source] Problem),
}

impl From<directory::Error> for Error {
    fn from(error: directory::Error) -> Self {
        Self::Directory(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(cause) => Self::internal(cause),
            Error::Directory(problem) => problem,
        }
    }
}
