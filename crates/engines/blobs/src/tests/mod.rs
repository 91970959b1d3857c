//! Scenarios: on real folders, with small blocks so that every border is near.

mod borders;
mod crash;
mod damage;
mod full;
mod keys;
mod kill;
mod together;
mod turns;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

use bytes::Bytes;
use futures::TryStreamExt;

use crate::{BlobId, Blobs, MasterKey, Result};

/// Small enough that a few thousand bytes make several batches.
pub(crate) const SMALL: u32 = 256;

/// A folder that goes away with the test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("sacados-blobs-{}-{nth}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn blobs(&self) -> Blobs {
        Blobs::open(self.0.join("blobs"), keys(), SMALL, 0).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// One key for the whole run: it is the blobs that are under test.
pub(crate) fn keys() -> MasterKey {
    static KEYS: OnceLock<MasterKey> = OnceLock::new();
    KEYS.get_or_init(|| {
        let scratch = Scratch::new();
        MasterKey::create_file(scratch.path().join("key")).unwrap()
    })
    .clone()
}

/// Chance that comes out the same for the same seed (`SplitMix64`).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `limit`, which is not zero.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(crate) fn bytes(&mut self, len: u64) -> Vec<u8> {
        (0..len).map(|_| self.next() as u8).collect()
    }
}

/// Bytes that differ everywhere, the same at each call.
pub(crate) fn bytes(from: u64, len: u64) -> Vec<u8> {
    (from..from + len).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect()
}

pub(crate) async fn read_all(blobs: &Blobs, id: BlobId) -> Result<Vec<u8>> {
    let length = blobs.length(id).await?;
    read(blobs, id, 0, length).await
}

pub(crate) async fn read(blobs: &Blobs, id: BlobId, from: u64, to: u64) -> Result<Vec<u8>> {
    let stream = blobs.read(id, from..to).await?;
    assert_eq!(stream.length(), to - from);
    let pieces = stream.try_collect::<Vec<Bytes>>().await?;
    Ok(pieces.concat())
}

/// A finished blob of `bytes(0, len)`.
pub(crate) async fn finished(blobs: &Blobs, len: u64) -> BlobId {
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let mut appender = blobs.append(id).await.unwrap();
    appender.write(bytes(0, len).into()).await.unwrap();
    appender.finish(len).await.unwrap();
    id
}
