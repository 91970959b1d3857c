//! How this engine says no.

use std::io;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such blob")]
    NoSuchBlob,
    #[error("a blob with this id exists already")]
    Exists,
    /// Someone, here or in another process, holds the blob's only appender.
    #[error("the blob is being appended to")]
    Busy,
    #[error("the blob is finished: nothing can be added")]
    Finished,
    /// No room, no quota, or less than the reserve left. Nothing was harmed: what was committed stands, and the
    /// appender goes on from its [`offset`](crate::Appender::offset) once there is room.
    #[error("the disk is full")]
    Full,
    /// What is stored is not what was written. `None`: the head, the tail or the length record.
    #[error("the stored bytes are damaged (block {block:?})")]
    Corrupt { block: Option<u64> },
    #[error("the blob holds {actual} bytes, not {expected}")]
    Length { expected: u64, actual: u64 },
    #[error("the range goes beyond the {length} bytes there are")]
    Range { length: u64 },
    #[error("the blob was sealed under a master key that was not given")]
    UnknownKey,
    #[error("the blob has format {0}, which this program cannot read")]
    UnknownFormat(u16),
    #[error("the master key cannot be used: {0}")]
    MasterKey(&'static str),
    /// The runtime ended, or a task of this engine panicked; open the blob again.
    #[error("the work was stopped")]
    Stopped,
    #[error("the storage failed")]
    Io(#[source] io::Error),
}

impl Error {
    pub(crate) const fn head() -> Self {
        Self::Corrupt { block: None }
    }

    pub(crate) const fn block(index: u64) -> Self {
        Self::Corrupt { block: Some(index) }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(error),
        }
    }
}
