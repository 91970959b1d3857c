//! The only writer of an unfinished blob: blocks, commits, taking back, finishing. It blocks; see `appender`.
//!
//! The order that makes it safe to be killed anywhere: blocks are durable before the journal says so; the journal is
//! durable before anybody is told; what the journal does not say is not there, and is overwritten.

use std::fs::File;
use std::os::unix::fs::{FileExt, MetadataExt};

use tracing::debug;

use crate::batch::Batch;
use crate::folder::{Folder, Opened};
use crate::head::LENGTH_AT;
use crate::seal::Context;
use crate::tail::{Journal, Recovered};
use crate::{BlobId, Error, Result};

pub(crate) struct Writer {
    id: BlobId,
    opened: Opened,
    tail: File,
    journal: Journal,
    committed: u64,
    /// Blocks were written since the file was last synchronised.
    unsynced: bool,
    /// After a failed synchronisation nobody knows what the disk holds: only opening again tells.
    broken: bool,
    finished: bool,
}

impl Writer {
    pub(crate) fn new(id: BlobId, opened: Opened, tail: File, recovered: &Recovered) -> Self {
        let (journal, committed) = (recovered.journal, recovered.end);
        Self { id, opened, tail, journal, committed, unsynced: false, broken: false, finished: false }
    }

    pub(crate) fn committed(&self) -> u64 {
        self.committed
    }

    pub(crate) fn cut(&self) -> crate::head::Cut {
        self.opened.head.cut
    }

    /// Seals and writes the full blocks of a batch, which keeps the rest. On an error it keeps all.
    pub(crate) fn flush(&mut self, folder: &Folder, batch: &mut Batch) -> Result<()> {
        let (cut, count) = (self.cut(), batch.full_blocks());
        if count == 0 {
            return Ok(());
        }
        self.check()?;
        folder.room.check(count * cut.sealed())?;
        let first = batch.first();
        for nth in 0..count {
            let sealed =
                self.opened.head.seal.seal(full(first, nth, cut.block), batch.frame(nth, cut.plain()));
            self.broken |= sealed.is_err();
            sealed?;
        }
        let written = folder.room.write(&self.opened.file, batch.sealed_blocks(count), cut.position(first));
        if let Err(error) = written {
            for nth in 0..count {
                let frame = batch.frame(nth, cut.plain());
                self.broken |= self.opened.head.seal.open(full(first, nth, cut.block), frame).is_none();
            }
            return Err(error);
        }
        self.unsynced = true;
        batch.shift();
        Ok(())
    }

    /// Makes durable what was flushed and the partial block in `batch`; that is then all there is.
    pub(crate) fn commit(&mut self, folder: &Folder, batch: &mut Batch) -> Result<()> {
        self.flush(folder, batch)?;
        self.check()?;
        if batch.end() == self.committed && !self.journal.is_stale() {
            return Ok(());
        }
        if self.opened.file.metadata()?.nlink() == 0 {
            return Err(Error::NoSuchBlob);
        }
        if self.unsynced {
            self.sync(|writer| &writer.opened.file)?;
            self.unsynced = false;
        }
        let (cut, seal) = (self.cut(), &self.opened.head.seal);
        folder.room.check(batch.partial().len())?;
        let journal =
            self.journal.add(cut, seal, batch.start(), batch.partial(), &self.tail, &folder.room)?;
        self.sync(|writer| &writer.tail)?;

        self.journal = journal;
        self.committed = batch.end();
        if let Err(error) = self.journal.hint(&self.opened.head.seal, &self.tail, &folder.room) {
            debug!(blob.id = %self.id, cause = %error, "a hint of the journal was not written");
        }
        Ok(())
    }

    /// Forgets what lies beyond `offset`: `front` is what follows the flushed blocks, and will be what follows
    /// `offset`'s last block border.
    pub(crate) fn rollback(&mut self, folder: &Folder, front: &mut Batch, offset: u64) -> Result<()> {
        self.check()?;
        if offset < self.committed {
            // Even if the rest fails: what the journal holds is no beginning of what will be written.
            self.journal.take_back();
        }
        if offset >= front.start() {
            front.truncate(offset);
        } else {
            self.load_block(front, offset)?;
        }
        if offset >= self.committed {
            return Ok(());
        }
        self.commit(folder, front)?;
        // Only to give the room back: what is cut is already forgotten.
        self.opened.file.set_len(self.cut().position(front.first()))?;
        Ok(())
    }

    fn load_block(&mut self, front: &mut Batch, offset: u64) -> Result<()> {
        let cut = self.cut();
        let index = cut.block_of(offset);
        front.restart(index);
        if cut.within(offset) == 0 {
            return Ok(());
        }
        let mut frame = vec![0; cut.sealed()];
        let loaded = self
            .opened
            .file
            .read_exact_at(&mut frame, cut.position(index))
            .map_err(Error::from)
            .and_then(|()| {
                self.opened.head.seal.open(full(index, 0, cut.block), &mut frame).ok_or(Error::block(index))
            });
        // Without the block, the batch would stand for bytes it does not have.
        self.broken |= loaded.is_err();
        front.fill(&loaded?[..cut.within(offset)]);
        Ok(())
    }

    /// Writes the last block and the length record. Afterwards nothing can be added.
    pub(crate) fn finish(&mut self, folder: &Folder, batch: &mut Batch, expected: u64) -> Result<()> {
        self.check()?;
        if batch.end() != expected {
            return Err(Error::Length { expected, actual: batch.end() });
        }
        self.flush(folder, batch)?;
        if self.opened.file.metadata()?.nlink() == 0 {
            return Err(Error::NoSuchBlob);
        }

        let cut = self.cut();
        let rest = batch.partial().len();
        let context = Context::Block { index: batch.first(), len: rest as u32, short: true };
        if rest > 0 {
            folder.room.check(rest)?;
            self.opened.head.seal.seal(context, batch.frame(0, rest))?;
            let at = cut.position(batch.first());
            let written = folder.room.write(&self.opened.file, batch.frame(0, rest), at);
            self.broken |= self.opened.head.seal.open(context, batch.frame(0, rest)).is_none();
            written?;
        }
        let len = cut.file_len(expected).ok_or(Error::Length { expected, actual: batch.end() })?;
        self.opened.file.set_len(len)?;
        self.sync(|writer| &writer.opened.file)?;

        let record = self.opened.head.length_record(expected)?;
        // Past this point an error leaves unknown whether the blob is finished.
        let recorded = folder.room.write(&self.opened.file, &record, LENGTH_AT);
        self.broken |= recorded.is_err();
        recorded?;
        self.sync(|writer| &writer.opened.file)?;
        self.finished = true;
        if let Err(error) = folder.forget_tail(self.id, &self.opened.file) {
            debug!(blob.id = %self.id, cause = %error, "the journal of a finished blob stays for now");
        }
        Ok(())
    }

    fn sync(&mut self, file: impl Fn(&Self) -> &File) -> Result<()> {
        let synced = file(self).sync_data();
        self.broken |= synced.is_err();
        Ok(synced?)
    }

    fn check(&self) -> Result<()> {
        match (self.finished, self.broken) {
            (true, _) => Err(Error::Finished),
            (false, true) => Err(Error::Stopped),
            (false, false) => Ok(()),
        }
    }
}

fn full(first: u64, nth: usize, len: u32) -> Context<'static> {
    Context::Block { index: first + nth as u64, len, short: false }
}
