//! Writing where there is room, and saying so where there is none.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use crate::{Error, Result};

pub(crate) struct Room {
    folder: PathBuf,
    reserve: u64,
    /// A disk that fills up after so many bytes, for the tests.
    #[cfg(test)]
    pub(crate) left: std::sync::atomic::AtomicU64,
}

impl Room {
    pub(crate) fn new(folder: PathBuf, reserve: u64) -> Self {
        Self {
            folder,
            reserve,
            #[cfg(test)]
            left: std::sync::atomic::AtomicU64::new(u64::MAX),
        }
    }

    /// Bytes an unprivileged program could still write.
    pub(crate) fn free(&self) -> Result<u64> {
        let disk = rustix::fs::statvfs(&self.folder).map_err(std::io::Error::from)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    /// Refuses before anything is written when `bytes` more would eat into the reserve.
    pub(crate) fn check(&self, bytes: usize) -> Result<()> {
        if self.reserve > 0 && self.free()? < self.reserve.saturating_add(bytes as u64) {
            return Err(Error::Full);
        }
        Ok(())
    }

    pub(crate) fn write(&self, file: &File, bytes: &[u8], at: u64) -> Result<()> {
        #[cfg(test)]
        let bytes = {
            use std::sync::atomic::Ordering::SeqCst;
            let left = self.left.load(SeqCst);
            if left < bytes.len() as u64 {
                // As a real disk does: what fits is written, then it says no.
                file.write_all_at(&bytes[..left as usize], at)?;
                self.left.store(0, SeqCst);
                return Err(Error::Full);
            }
            self.left.fetch_sub(if left == u64::MAX { 0 } else { bytes.len() as u64 }, SeqCst);
            bytes
        };
        file.write_all_at(bytes, at)?;
        Ok(())
    }
}
