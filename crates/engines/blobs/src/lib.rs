#![doc = include_str!("../README.md")]

mod appender;
mod batch;
mod error;
mod folder;
mod head;
mod id;
mod jobs;
mod key;
mod reader;
mod room;
mod seal;
mod tail;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use futures::stream::{self, BoxStream, StreamExt};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

pub use appender::Appender;
pub use error::{Error, Result};
pub use id::BlobId;
pub use key::MasterKey;
pub use reader::ByteStream;

use folder::Folder;
use head::Cut;
use jobs::{Jobs, Kind};

/// The bytes of a block, before sealing, of the blobs this program makes.
const BLOCK: u32 = 256 * 1024;

/// The store of large objects. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    folder: Arc<Folder>,
    jobs: Jobs,
}

/// What is known of a blob without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// The bytes that can be read: all of a finished blob, the durable ones of an unfinished one.
    pub length: u64,
    pub finished: bool,
    pub modified: SystemTime,
}

/// What a whole reading found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    pub sha256: [u8; 32],
    pub length: u64,
    pub finished: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: BlobId,
    pub modified: SystemTime,
}

impl Blobs {
    /// Opens a folder, made if absent (mode 0700). Blocks: meant for the start of the program.
    pub fn open_folder(path: impl Into<PathBuf>, keys: MasterKey) -> Result<Self> {
        Self::open(path.into(), keys, BLOCK, 0)
    }

    /// The same, refusing with [`Error::Full`] to write when fewer than `reserve` bytes would stay free on the disk.
    pub fn open_folder_with_reserve(path: impl Into<PathBuf>, keys: MasterKey, reserve: u64) -> Result<Self> {
        Self::open(path.into(), keys, BLOCK, reserve)
    }

    fn open(root: PathBuf, keys: MasterKey, block: u32, reserve: u64) -> Result<Self> {
        let folder = Folder::open(root, keys, Cut { block }, reserve)?;
        Ok(Self { folder: Arc::new(folder), jobs: Jobs::new() })
    }

    /// Makes an empty, unfinished blob; durable when it returns. [`Error::Exists`] if the id is taken.
    pub async fn create(&self, id: BlobId) -> Result<()> {
        self.wait(move |folder| folder.create(id)).await
    }

    /// Opens a blob for appending, for one at a time here and in all processes: else [`Error::Busy`].
    pub async fn append(&self, id: BlobId) -> Result<Appender> {
        let (writer, partial) = self.wait(move |folder| folder.append(id)).await?;
        Ok(Appender::new(Arc::clone(&self.folder), self.jobs.clone(), writer, &partial))
    }

    /// Seals the length of a blob. Done already with the same length is fine.
    pub async fn finish(&self, id: BlobId, expected: u64) -> Result<()> {
        match self.append(id).await {
            Ok(mut appender) => appender.finish(expected).await,
            Err(Error::Finished) => match self.status(id).await?.length {
                actual if actual == expected => Ok(()),
                actual => Err(Error::Length { expected, actual }),
            },
            Err(error) => Err(error),
        }
    }

    /// The bytes of a range. Of an unfinished blob, what is durable when it is called. [`Error::Range`] beyond.
    pub async fn read(&self, id: BlobId, range: Range<u64>) -> Result<ByteStream> {
        let looked = self.wait(move |folder| folder.look(id)).await?;
        ByteStream::new(looked, range, &self.folder, self.jobs.clone())
    }

    pub async fn status(&self, id: BlobId) -> Result<Status> {
        let looked = self.wait(move |folder| folder.look(id)).await?;
        Ok(Status { length: looked.length, finished: looked.finished, modified: looked.modified })
    }

    pub async fn length(&self, id: BlobId) -> Result<u64> {
        Ok(self.status(id).await?.length)
    }

    /// Reads it all, authenticates it all, and computes its digest.
    pub async fn verify(&self, id: BlobId) -> Result<Verified> {
        let looked = self.wait(move |folder| folder.look(id)).await?;
        reader::verify(looked, &self.folder, &self.jobs).await
    }

    /// Removes the blob and all that is left of it; absent is fine. Streams already open end as if nothing happened;
    /// an appender's next commit is [`Error::NoSuchBlob`].
    pub async fn remove(&self, id: BlobId) -> Result<()> {
        self.wait(move |folder| folder.remove(id)).await
    }

    /// Every id that takes room, in no order, with the time of its last change; also those of which a crash left only
    /// crumbs, so that a sweep removes them.
    pub fn list(&self) -> BoxStream<'static, Result<Listed>> {
        let (tell, hear) = mpsc::channel::<Result<Vec<Listed>>>(4);
        let folder = Arc::clone(&self.folder);
        // Started by the first poll, for a stream may be made outside the runtime and dropped unread.
        let start = move || {
            spawn_blocking(move || {
                if let Err(error) = folder.list(|found| tell.blocking_send(Ok(found)).is_ok()) {
                    let _ = tell.blocking_send(Err(error));
                }
            });
        };
        stream::unfold((Some(start), hear), |(start, mut hear)| async move {
            if let Some(start) = start {
                start();
            }
            let found = match hear.recv().await? {
                Ok(found) => found.into_iter().map(Ok).collect::<Vec<_>>(),
                Err(error) => vec![Err(error)],
            };
            Some((stream::iter(found), (None, hear)))
        })
        .flatten()
        .boxed()
    }

    /// Bytes that could still be written to the disk, the reserve included.
    pub async fn free_space(&self) -> Result<u64> {
        self.wait(|folder| folder.room.free()).await
    }

    async fn wait<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let folder = Arc::clone(&self.folder);
        self.jobs.run(Kind::Waiting, move || work(&folder)).await
    }
}

impl fmt::Debug for Blobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blobs").finish_non_exhaustive()
    }
}
