//! Blobs as files of a local folder: where they are, how they appear and disappear.
//!
//! `ROOT/abc/ID.blob` holds the head and the blocks, `ROOT/abc/ID.tail` the journal of an unfinished blob, `abc` being
//! the last three digits of the id. Appearing and disappearing happens under the lock of `ROOT/abc/.lock`.

use std::collections::HashMap;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::batch::Buffers;
use crate::head::{Cut, Ending, HEAD, Head, LENGTH_AT, LENGTH_RECORD};
use crate::room::Room;
use crate::tail::{self, Journal, Recovered};
use crate::writer::Writer;
use crate::{BlobId, Error, Listed, MasterKey, Result};

/// A reader may meet a writer in the middle of a change; it looks again before it cries damage.
const LOOKS: u32 = 5;

pub(crate) struct Folder {
    root: PathBuf,
    keys: MasterKey,
    cut: Cut,
    pub(crate) room: Room,
    pub(crate) buffers: Buffers,
}

/// A blob's file with its head read.
pub(crate) struct Opened {
    pub(crate) file: File,
    pub(crate) head: Head,
}

/// What can be read of a blob now.
pub(crate) struct Looked {
    pub(crate) opened: Opened,
    /// Bytes that can be read: all of a finished blob, the durable ones of an unfinished one.
    pub(crate) length: u64,
    pub(crate) finished: bool,
    pub(crate) modified: SystemTime,
    /// Of an unfinished blob, the bytes after the last block border.
    pub(crate) partial: Vec<u8>,
}

impl Folder {
    pub(crate) fn open(root: PathBuf, keys: MasterKey, cut: Cut, reserve: u64) -> Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(&root)?;
        Ok(Self { room: Room::new(root.clone(), reserve), buffers: Buffers::new(cut), root, keys, cut })
    }

    pub(crate) fn create(&self, id: BlobId) -> Result<()> {
        let folder = self.folder_of(id);
        match DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => sync_folder(&self.root)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        let _lock = lock_folder(&folder)?;
        let blob = self.path(id, "blob");
        if blob.try_exists()? {
            return Err(Error::Exists);
        }

        let (tail, staged) = (self.path(id, "tail"), self.path(id, "new"));
        let made = self.write_new(id, &tail, &staged).and_then(|()| Ok(fs::rename(&staged, &blob)?));
        if made.is_err() {
            // Whatever stays is overwritten by the next try, or told by `list` as an orphan.
            let _ = fs::remove_file(&staged);
            let _ = fs::remove_file(&tail);
        }
        made?;
        sync_folder(&folder)
    }

    fn write_new(&self, id: BlobId, tail: &Path, staged: &Path) -> Result<()> {
        let (head, bytes) = Head::new_file(id, self.cut, &self.keys)?;
        let journal = Journal::new_file(self.cut, &head.seal)?;
        self.room.check(bytes.len() + journal.len())?;
        for (path, bytes) in [(tail, &journal[..]), (staged, &bytes[..])] {
            let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
            self.room.write(&file, bytes, 0)?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Opens the blob for its only writer. The lock is the file's, so it holds between processes and ends with them.
    pub(crate) fn append(&self, id: BlobId) -> Result<(Writer, Vec<u8>)> {
        let file =
            OpenOptions::new().read(true).write(true).open(self.path(id, "blob")).map_err(missing_blob)?;
        lock(&file)?;
        let (opened, ending) = self.read_head(id, file)?;
        if let Ending::Finished(_) = ending {
            self.forget_tail(id, &opened.file)?;
            return Err(Error::Finished);
        }
        if opened.file.metadata()?.nlink() == 0 {
            return Err(Error::NoSuchBlob);
        }
        let path = self.path(id, "tail");
        let tail = OpenOptions::new().read(true).write(true).open(path).map_err(missing_tail)?;
        let recovered = self.read_tail(&opened, &tail)?;
        if ending == Ending::Torn {
            // The journal is still there, so the finishing was cut short and nobody was told of it.
            self.room.write(&opened.file, &[0; LENGTH_RECORD], LENGTH_AT)?;
            opened.file.sync_data()?;
        }
        Ok((Writer::new(id, opened, tail, &recovered), recovered.bytes))
    }

    pub(crate) fn look(&self, id: BlobId) -> Result<Looked> {
        let mut looked = self.look_once(id);
        for _ in 1..LOOKS {
            if !matches!(looked, Err(Error::Corrupt { .. })) {
                break;
            }
            thread::sleep(Duration::from_micros(300));
            looked = self.look_once(id);
        }
        looked
    }

    fn look_once(&self, id: BlobId) -> Result<Looked> {
        let (opened, ending) =
            self.read_head(id, File::open(self.path(id, "blob")).map_err(missing_blob)?)?;
        let about = opened.file.metadata()?;
        let mut modified = about.modified()?;

        if let Ending::Finished(length) = ending {
            if opened.head.cut.file_len(length) != Some(about.len()) {
                return Err(Error::head());
            }
            return Ok(Looked { opened, length, finished: true, modified, partial: Vec::new() });
        }
        let tail = File::open(self.path(id, "tail")).map_err(missing_tail)?;
        let recovered = self.read_tail(&opened, &tail)?;
        modified = modified.max(tail.metadata()?.modified()?);
        Ok(Looked { opened, length: recovered.end, finished: false, modified, partial: recovered.bytes })
    }

    /// Makes sure that a finished blob has no journal left, as an interrupted finishing leaves one.
    pub(crate) fn forget_tail(&self, id: BlobId, blob: &File) -> Result<()> {
        let path = self.path(id, "tail");
        if !path.try_exists()? {
            return Ok(());
        }
        let _lock = lock_folder(&self.folder_of(id))?;
        // Removed meanwhile, the journal there would be that of another blob of the same id.
        if blob.metadata()?.nlink() > 0 { unless_absent(fs::remove_file(path)) } else { Ok(()) }
    }

    pub(crate) fn remove(&self, id: BlobId) -> Result<()> {
        let folder = self.folder_of(id);
        if !folder.try_exists()? {
            return Ok(());
        }
        let _lock = lock_folder(&folder)?;
        for kind in ["blob", "tail", "new"] {
            unless_absent(fs::remove_file(self.path(id, kind)))?;
        }
        sync_folder(&folder)
    }

    /// Tells every id that has a file of any kind, folder by folder, until `tell` says to stop.
    pub(crate) fn list(&self, mut tell: impl FnMut(Vec<Listed>) -> bool) -> Result<()> {
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            let mut found = HashMap::<BlobId, SystemTime>::new();
            for entry in fs::read_dir(folder.path())? {
                let entry = entry?;
                let name = entry.file_name();
                let Some((id, kind)) = name.to_str().and_then(|name| name.split_once('.')) else { continue };
                let Ok(id) = id.parse::<BlobId>() else { continue };
                if !["blob", "tail", "new"].contains(&kind) {
                    continue;
                }
                // It may be gone since its name was read.
                let Ok(modified) = entry.metadata().and_then(|about| about.modified()) else { continue };
                found.entry(id).and_modify(|known| *known = modified.max(*known)).or_insert(modified);
            }
            let found = found.into_iter().map(|(id, modified)| Listed { id, modified }).collect::<Vec<_>>();
            if !found.is_empty() && !tell(found) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn read_head(&self, id: BlobId, file: File) -> Result<(Opened, Ending)> {
        let mut bytes = [0; HEAD];
        file.read_exact_at(&mut bytes, 0).map_err(cut_short)?;
        let (head, ending) = Head::read(id, &bytes, &self.keys)?;
        Ok((Opened { file, head }, ending))
    }

    fn read_tail(&self, opened: &Opened, tail: &File) -> Result<Recovered> {
        let cut = opened.head.cut;
        let mut bytes = Vec::new();
        tail.take(tail::max_len(cut)).read_to_end(&mut bytes)?;
        let recovered = tail::recover(cut, &opened.head.seal, &mut bytes)?;
        let present = opened.file.metadata()?.len().saturating_sub(HEAD as u64) / cut.sealed() as u64;
        if present < cut.block_of(recovered.end) {
            return Err(Error::block(present));
        }
        Ok(recovered)
    }

    fn folder_of(&self, id: BlobId) -> PathBuf {
        let [.., high, low] = *id.as_bytes();
        self.root.join(format!("{:03x}", (u16::from(high) << 8 | u16::from(low)) & 0xfff))
    }

    pub(crate) fn path(&self, id: BlobId, kind: &str) -> PathBuf {
        self.folder_of(id).join(format!("{id}.{kind}"))
    }
}

fn lock_folder(folder: &Path) -> Result<File> {
    let path = folder.join(".lock");
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    file.lock()?;
    Ok(file)
}

fn sync_folder(folder: &Path) -> Result<()> {
    Ok(File::open(folder)?.sync_all()?)
}

fn unless_absent(done: io::Result<()>) -> Result<()> {
    match done {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn missing_blob(error: io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound { Error::NoSuchBlob } else { error.into() }
}

fn missing_tail(error: io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound { Error::head() } else { error.into() }
}

fn cut_short(error: io::Error) -> Error {
    if error.kind() == ErrorKind::UnexpectedEof { Error::head() } else { error.into() }
}

/// Takes the lock of a file, or says that somebody else writes it. A program that is being started holds whatever is open here
/// until it runs (between fork(2) and execve(2)), locks that were just let go included: it is waited for.
fn lock(file: &File) -> Result<()> {
    const TRIES: u32 = 10;
    const PAUSE: Duration = Duration::from_millis(3);
    for _ in 1..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Ok(()) => return Ok(()),
        }
    }
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => Error::Busy,
        TryLockError::Error(error) => error.into(),
    })
}
