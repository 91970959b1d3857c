//! Appending without blocking the runtime: one batch is filled while another is sealed and written.

use std::sync::Arc;

use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::batch::Batch;
use crate::folder::Folder;
use crate::jobs::{Jobs, Kind, Place};
use crate::writer::Writer;
use crate::{Error, Result};

/// The only writer of an unfinished blob.
///
/// Dropped without a commit, it loses only what was not committed. Its methods may be cancelled at any await: what they
/// had begun goes on and is taken into account by the next call. After [`Error::Stopped`] open a new one.
pub struct Appender {
    folder: Arc<Folder>,
    jobs: Jobs,
    /// `None` while a job has them.
    work: Option<Box<Work>>,
    front: Option<Batch>,
    job: Option<JoinHandle<Done>>,
    offset: u64,
    committed: u64,
}

/// What a job takes along and brings back.
struct Work {
    folder: Arc<Folder>,
    writer: Writer,
    /// Full blocks that are to be written before anything else: a job failed to.
    pending: Option<Batch>,
    /// The batch being filled, for the jobs that need it.
    front: Option<Batch>,
    spare: Option<Batch>,
}

type Done = (Box<Work>, Result<()>);

impl Appender {
    pub(crate) fn new(folder: Arc<Folder>, jobs: Jobs, writer: Writer, partial: &[u8]) -> Self {
        let committed = writer.committed();
        let mut front = Batch::new(writer.cut(), &folder.buffers, writer.cut().block_of(committed));
        front.fill(partial);
        let work = Work { folder: Arc::clone(&folder), writer, pending: None, front: None, spare: None };
        Self {
            folder,
            jobs,
            work: Some(Box::new(work)),
            front: Some(front),
            job: None,
            offset: committed,
            committed,
        }
    }

    /// Bytes taken so far, committed or not.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Bytes that survive a crash.
    pub fn committed(&self) -> u64 {
        self.committed
    }

    /// Takes the bytes; most are on their way to the disk when it returns, none need be durable.
    ///
    /// On an error a beginning of them may have been taken: [`offset`](Self::offset) tells. After [`Error::Full`] the
    /// same appender goes on: write what was not taken, commit, or roll back.
    pub async fn write(&mut self, bytes: Bytes) -> Result<()> {
        let mut rest = &bytes[..];
        loop {
            if self.front.is_none() {
                self.settle().await?;
            }
            let front = self.front.as_mut().ok_or(Error::Stopped)?;
            let taken = front.fill(rest);
            self.offset = front.end();
            rest = &rest[taken..];
            if front.is_full() {
                self.hand_over().await?;
            }
            if rest.is_empty() {
                return Ok(());
            }
        }
    }

    /// Makes durable all that was taken, and returns how much that is. Only now may it be acknowledged.
    pub async fn commit(&mut self) -> Result<u64> {
        self.with_front(|work, front| work.writer.commit(&work.folder, front)).await?;
        Ok(self.committed)
    }

    /// Forgets what lies beyond `offset`, be it committed; the caller knows that nothing beyond was acknowledged, as
    /// after a checksum that did not match. Durable when it returns. [`Error::Range`] beyond what was taken.
    pub async fn rollback_to(&mut self, offset: u64) -> Result<()> {
        if offset > self.offset {
            return Err(Error::Range { length: self.offset });
        }
        // A batch that waits for room need not be written to be forgotten.
        let place = self.ready(Kind::Waiting).await?;
        self.start(place, true, move |work| {
            let mut front = work.front.take().ok_or(Error::Stopped)?;
            match work.pending.take() {
                Some(mut pending) if offset < front.start() && offset >= pending.start() => {
                    pending.truncate(offset);
                    front = pending;
                }
                pending if offset >= front.start() => work.pending = pending,
                _ => {}
            }
            let done = work.writer.rollback(&work.folder, &mut front, offset);
            work.front = Some(front);
            done
        })?;
        self.settle().await
    }

    /// Commits and seals the length, in one go: afterwards a byte more or less is [`Error::Corrupt`], and nothing can
    /// be added. After [`Error::Length`], when something else than `expected` was written, the appender goes on.
    pub async fn finish(&mut self, expected: u64) -> Result<()> {
        self.with_front(move |work, front| work.writer.finish(&work.folder, front, expected)).await
    }

    /// Lets a job write the full batch, and goes on with another.
    async fn hand_over(&mut self) -> Result<()> {
        let place = self.ready(Kind::Busy).await?;
        let work = self.work.as_mut().ok_or(Error::Stopped)?;
        if work.pending.is_some() {
            // The last one did not fit: only if it does now is there any sense in more.
            self.start(place, false, Work::flush_pending)?;
            self.settle().await?;
            return Box::pin(self.hand_over()).await;
        }
        let full = self.front.take().ok_or(Error::Stopped)?;
        let first = full.first() + full.full_blocks() as u64;
        let mut spare =
            work.spare.take().unwrap_or_else(|| Batch::new(work.writer.cut(), &self.folder.buffers, first));
        spare.restart(first);
        self.front = Some(spare);
        work.pending = Some(full);
        self.start(place, false, Work::flush_pending)
    }

    async fn with_front(
        &mut self,
        then: impl FnOnce(&mut Work, &mut Batch) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let place = self.ready(Kind::Waiting).await?;
        self.start(place, true, move |work| {
            work.flush_pending()?;
            let mut front = work.front.take().ok_or(Error::Stopped)?;
            let done = then(work, &mut front);
            work.front = Some(front);
            done
        })?;
        self.settle().await
    }

    /// Waits for the job under way and for a place for the next. That the last one failed is no reason to stop: what it
    /// could not write is pending, and whoever needs it written tries again.
    async fn ready(&mut self, kind: Kind) -> Result<Place> {
        let _ = self.settle().await;
        if self.work.is_none() || self.front.is_none() {
            return Err(Error::Stopped);
        }
        self.jobs.place(kind).await
    }

    fn start(
        &mut self,
        place: Place,
        with_front: bool,
        job: impl FnOnce(&mut Work) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let mut work = self.work.take().ok_or(Error::Stopped)?;
        if with_front {
            work.front = self.front.take();
        }
        self.job = Some(place.start(move || {
            let done = job(&mut work);
            (work, done)
        }));
        Ok(())
    }

    /// Takes back what the job under way has, if there is one.
    async fn settle(&mut self) -> Result<()> {
        let Some(job) = &mut self.job else { return Ok(()) };
        let joined = job.await;
        self.job = None;
        let (mut work, done) = joined.map_err(|_| Error::Stopped)?;
        if let Some(front) = work.front.take() {
            self.offset = front.end();
            self.front = Some(front);
        }
        self.committed = work.writer.committed();
        self.work = Some(work);
        done
    }
}

impl Work {
    fn flush_pending(&mut self) -> Result<()> {
        if let Some(pending) = &mut self.pending {
            self.writer.flush(&self.folder, pending)?;
            self.spare = self.pending.take();
        }
        Ok(())
    }
}
