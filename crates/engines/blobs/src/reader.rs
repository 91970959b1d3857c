//! Reading: ranges as a stream of blocks, and the digest of the whole.

use std::collections::VecDeque;
use std::fmt;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Polling, Poll};

use aws_lc_rs::digest::{self, SHA256};
use bytes::Bytes;
use futures::stream::{self, BoxStream, Stream, StreamExt};
use tokio::task::JoinHandle;

use crate::batch::{BATCH, Buffers};
use crate::folder::{Folder, Looked};
use crate::jobs::{Jobs, Kind, Place};
use crate::seal::{Context, NONCE, OVERHEAD};
use crate::{Error, Result, Verified};

/// The bytes of a range, in pieces of a block at most. It holds a few blocks at a time, and reads ahead by as many.
///
/// Every piece is authentic when it is given; damage further on ends the stream with [`Error::Corrupt`].
pub struct ByteStream {
    pieces: BoxStream<'static, Result<Bytes>>,
    length: u64,
}

impl ByteStream {
    pub(crate) fn new(looked: Looked, range: Range<u64>, folder: &Folder, jobs: Jobs) -> Result<Self> {
        if range.start > range.end || range.end > looked.length {
            return Err(Error::Range { length: looked.length });
        }
        let length = range.end - range.start;
        let source = Arc::new(Source { looked, buffers: folder.buffers.clone() });
        let reading = Reading { source, jobs, range, ready: VecDeque::new(), ahead: None };
        Ok(Self { pieces: stream::unfold(reading, Reading::next).boxed(), length })
    }

    /// How many bytes the whole stream gives.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, polling: &mut Polling<'_>) -> Poll<Option<Self::Item>> {
        self.pieces.as_mut().poll_next(polling)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteStream({} bytes)", self.length)
    }
}

struct Reading {
    source: Arc<Source>,
    jobs: Jobs,
    /// What no job was asked for yet.
    range: Range<u64>,
    ready: VecDeque<Bytes>,
    ahead: Option<JoinHandle<Result<VecDeque<Bytes>>>>,
}

impl Reading {
    async fn next(mut self) -> Option<(Result<Bytes>, Self)> {
        while self.ready.is_empty() {
            let job = match self.ahead.take() {
                Some(job) => job,
                None if self.range.is_empty() => return None,
                None => match self.jobs.place(Kind::Busy).await {
                    Ok(place) => self.ask(place),
                    Err(error) => return Some((Err(error), self.ended())),
                },
            };
            match job.await.unwrap_or(Err(Error::Stopped)) {
                Ok(pieces) => self.ready = pieces,
                Err(error) => return Some((Err(error), self.ended())),
            }
            // Ahead only if there is a place at once: what is ready must not wait for what is not.
            if !self.range.is_empty()
                && let Some(place) = self.jobs.free_place()
            {
                self.ahead = Some(self.ask(place));
            }
        }
        let piece = self.ready.pop_front()?;
        Some((Ok(piece), self))
    }

    fn ask(&mut self, place: Place) -> JoinHandle<Result<VecDeque<Bytes>>> {
        let part = self.source.first_part(&self.range);
        self.range.start = part.end;
        let source = Arc::clone(&self.source);
        place.start(move || source.read(part))
    }

    fn ended(mut self) -> Self {
        self.range.start = self.range.end;
        self.ready.clear();
        self.ahead = None;
        self
    }
}

struct Source {
    looked: Looked,
    buffers: Buffers,
}

impl Source {
    /// The beginning of a range that one call reads: a batch of blocks at most.
    fn first_part(&self, range: &Range<u64>) -> Range<u64> {
        let cut = self.looked.opened.head.cut;
        let last = cut.block_of(range.start) + BATCH as u64;
        range.start..range.end.min(cut.start_of(last))
    }

    /// Reads and opens the blocks of a part, in place.
    fn read(&self, part: Range<u64>) -> Result<VecDeque<Bytes>> {
        let Looked { opened, length, finished, partial, .. } = &self.looked;
        let cut = opened.head.cut;
        let on_disk = if *finished { *length } else { length - partial.len() as u64 };
        let mut pieces = VecDeque::with_capacity(BATCH + 1);

        let stored = part.start..part.end.min(on_disk);
        if !stored.is_empty() {
            let first = cut.block_of(stored.start);
            let count = (cut.block_of(stored.end - 1) - first + 1) as usize;
            let len_of = |index: u64| (on_disk - cut.start_of(index)).min(u64::from(cut.block)) as usize;
            let sealed = (count - 1) * cut.sealed() + len_of(first + count as u64 - 1) + OVERHEAD;
            let mut buffer = self.buffers.take(sealed);
            let bytes = &mut buffer.as_mut()[..sealed];
            opened.file.read_exact_at(bytes, cut.position(first)).map_err(|error| {
                let short = error.kind() == std::io::ErrorKind::UnexpectedEof;
                if short { Error::block(first) } else { error.into() }
            })?;
            for (nth, frame) in bytes.chunks_mut(cut.sealed()).enumerate() {
                let index = first + nth as u64;
                let len = frame.len() - OVERHEAD;
                let context = Context::Block { index, len: len as u32, short: len < cut.plain() };
                opened.head.seal.open(context, frame).ok_or(Error::block(index))?;
            }
            let buffer = Bytes::from_owner(buffer);
            for nth in 0..count {
                let start = cut.start_of(first + nth as u64);
                let end = start + len_of(first + nth as u64) as u64;
                let at = |offset: u64| nth * cut.sealed() + NONCE + (offset - start) as usize;
                pieces.push_back(buffer.slice(at(stored.start.max(start))..at(stored.end.min(end))));
            }
        }
        if part.end > on_disk {
            let from = (part.start.max(on_disk) - on_disk) as usize;
            pieces.push_back(Bytes::copy_from_slice(&partial[from..(part.end - on_disk) as usize]));
        }
        Ok(pieces)
    }
}

/// Reads it all once.
pub(crate) async fn verify(looked: Looked, folder: &Folder, jobs: &Jobs) -> Result<Verified> {
    let (length, finished) = (looked.length, looked.finished);
    let source = Arc::new(Source { looked, buffers: folder.buffers.clone() });
    let mut digest = digest::Context::new(&SHA256);
    let mut left = 0..length;
    while !left.is_empty() {
        let source = Arc::clone(&source);
        (digest, left) = jobs
            .run(Kind::Busy, move || {
                // Several batches at a time: the digest costs more than the change of thread.
                for _ in 0..8 {
                    let part = source.first_part(&left);
                    left.start = part.end;
                    if part.is_empty() {
                        break;
                    }
                    for piece in source.read(part)? {
                        digest.update(&piece);
                    }
                }
                Ok((digest, left))
            })
            .await?;
    }
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest.finish().as_ref());
    Ok(Verified { sha256, length, finished })
}
