//! Blocks on their way to or from the disk, in buffers that are used again.

use std::sync::{Arc, Mutex, PoisonError};

use crate::head::Cut;
use crate::seal::NONCE;

/// Blocks written or read in one call: large enough to make the call cheap, small enough for many at once.
pub(crate) const BATCH: usize = 4;
const KEPT: usize = 32;

/// Buffers of one batch each. Fresh ones are zero pages the system lends only when they are touched.
#[derive(Clone)]
pub(crate) struct Buffers {
    len: usize,
    idle: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Buffers {
    pub(crate) fn new(cut: Cut) -> Self {
        Self { len: BATCH * cut.sealed(), idle: Arc::default() }
    }

    /// At least `len` bytes, of whatever content.
    pub(crate) fn take(&self, len: usize) -> Buffer {
        let idle = (len <= self.len).then(|| self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop());
        let bytes = idle.flatten().unwrap_or_else(|| vec![0; len.max(self.len)]);
        Buffer { bytes, home: self.clone() }
    }
}

pub(crate) struct Buffer {
    bytes: Vec<u8>,
    home: Buffers,
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsMut<[u8]> for Buffer {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut idle = self.home.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if self.bytes.len() == self.home.len && idle.len() < KEPT {
            idle.push(std::mem::take(&mut self.bytes));
        }
    }
}

/// Plain blocks laid out as they will be on the disk, each with room for its nonce and tag. Only the last is partial.
pub(crate) struct Batch {
    cut: Cut,
    buffer: Buffer,
    first: u64,
    filled: usize,
}

impl Batch {
    pub(crate) fn new(cut: Cut, buffers: &Buffers, first: u64) -> Self {
        Self { cut, buffer: buffers.take(BATCH * cut.sealed()), first, filled: 0 }
    }

    /// Takes what fits of `bytes`; returns how much that was.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        while !rest.is_empty() && !self.is_full() {
            let within = self.filled % self.cut.plain();
            let at = self.filled / self.cut.plain() * self.cut.sealed() + NONCE + within;
            let (now, later) = rest.split_at(rest.len().min(self.cut.plain() - within));
            self.buffer.as_mut()[at..at + now.len()].copy_from_slice(now);
            self.filled += now.len();
            rest = later;
        }
        bytes.len() - rest.len()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.filled == BATCH * self.cut.plain()
    }

    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    pub(crate) fn start(&self) -> u64 {
        self.cut.start_of(self.first)
    }

    pub(crate) fn end(&self) -> u64 {
        self.start() + self.filled as u64
    }

    pub(crate) fn full_blocks(&self) -> usize {
        self.filled / self.cut.plain()
    }

    /// The room of block `nth` on the disk, when it is to hold `len` bytes.
    pub(crate) fn frame(&mut self, nth: usize, len: usize) -> &mut [u8] {
        let at = nth * self.cut.sealed();
        &mut self.buffer.as_mut()[at..at + len + crate::seal::OVERHEAD]
    }

    pub(crate) fn sealed_blocks(&self, count: usize) -> &[u8] {
        &self.buffer.as_ref()[..count * self.cut.sealed()]
    }

    /// The bytes after the last block border. Meaningful once the full blocks are gone.
    pub(crate) fn partial(&self) -> &[u8] {
        debug_assert!(self.full_blocks() == 0);
        &self.buffer.as_ref()[NONCE..NONCE + self.filled]
    }

    /// Forgets the full blocks: they are on the disk.
    pub(crate) fn shift(&mut self) {
        let full = self.full_blocks();
        let rest = self.filled % self.cut.plain();
        if rest > 0 {
            let at = full * self.cut.sealed() + NONCE;
            self.buffer.as_mut().copy_within(at..at + rest, NONCE);
        }
        self.first += full as u64;
        self.filled = rest;
    }

    /// Forgets what lies beyond `offset`, which must not lie before the start.
    pub(crate) fn truncate(&mut self, offset: u64) {
        let keep = offset.saturating_sub(self.start());
        self.filled = self.filled.min(usize::try_from(keep).unwrap_or(usize::MAX));
    }

    /// Starts again at a block.
    pub(crate) fn restart(&mut self, first: u64) {
        self.first = first;
        self.filled = 0;
    }
}
