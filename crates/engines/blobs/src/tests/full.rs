//! A disk that fills up: by injection, so that it runs everywhere; and a real one, where one can be mounted.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering::SeqCst;

use bytes::Bytes;

use super::{SMALL, Scratch, bytes, keys, read_all};
use crate::{Appender, BlobId, Blobs, Error};

/// Writes `bytes(offset, ..)` up to `len`, committing every `every` bytes; returns the last commit's answer.
async fn fill(appender: &mut Appender, len: u64, every: u64) -> Result<u64, Error> {
    while appender.offset() < len {
        let from = appender.offset();
        let to = ((from / every + 1) * every).min(len);
        appender.write(Bytes::from(bytes(from, to - from))).await?;
        if to.is_multiple_of(every) {
            appender.commit().await?;
        }
    }
    appender.commit().await
}

#[tokio::test]
async fn a_full_disk_harms_nothing_and_the_append_goes_on() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let (room, len) = (&blobs.folder.room.left, 15 * u64::from(SMALL) + 30);
    let mut refused = 0;
    for (left, every) in (0..9000).step_by(131).zip([90, 700, 5000].into_iter().cycle()) {
        let id = BlobId::random();
        blobs.create(id).await.unwrap();
        let mut appender = blobs.append(id).await.unwrap();

        room.store(left, SeqCst);
        let filled = fill(&mut appender, len, every).await;

        // What was committed is there, and is all there is; the appender knows it.
        match filled {
            Ok(_) => assert!(left > len),
            Err(Error::Full) => refused += 1,
            Err(error) => panic!("{error}"),
        }
        assert_eq!(blobs.length(id).await.unwrap(), appender.committed());
        assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, appender.committed()));

        // Again with no room at all, then with room; by the same appender, or by another.
        room.store(0, SeqCst);
        if appender.offset() < len {
            assert!(matches!(appender.write(bytes(appender.offset(), 5000).into()).await, Err(Error::Full)));
        }
        if left % 2 == 0 {
            let committed = appender.committed();
            drop(appender);
            appender = blobs.append(id).await.unwrap();
            assert_eq!(appender.offset(), committed);
        } else if left % 3 == 0 && appender.committed() > 0 {
            let _ = appender.rollback_to(appender.committed() - 1).await;
        }
        room.store(u64::MAX, SeqCst);
        if appender.offset() > len {
            appender.rollback_to(len).await.unwrap();
        }
        assert_eq!(fill(&mut appender, len, every).await.unwrap(), len);
        room.store(left % 300, SeqCst);
        let finished = appender.finish(len).await;
        room.store(u64::MAX, SeqCst);
        if let Err(error) = finished {
            // Torn in the middle of the length record, only opening again tells.
            assert!(matches!(error, Error::Full), "{error}");
            drop(appender);
            blobs.finish(id, len).await.unwrap();
        }
        assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len), "room for {left}");
        assert!(blobs.verify(id).await.unwrap().finished);
    }
    assert!(refused > 20, "only {refused} were refused");
}

#[tokio::test]
async fn a_blob_that_cannot_be_made_leaves_nothing() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    for left in 0..400 {
        blobs.folder.room.left.store(left, SeqCst);
        if blobs.create(id).await.is_ok() {
            assert!(left > 300);
            return;
        }
        assert!(matches!(blobs.status(id).await, Err(Error::NoSuchBlob)));
        assert!(!blobs.folder.path(id, "tail").exists() && !blobs.folder.path(id, "new").exists());
    }
    panic!("there never was enough room");
}

#[tokio::test]
async fn the_reserve_is_kept_free() {
    let scratch = Scratch::new();
    let path = scratch.path().join("blobs");
    let id = BlobId::random();
    let free = scratch.blobs().free_space().await.unwrap();
    assert!(free > 0);
    scratch.blobs().create(id).await.unwrap();

    let strict = Blobs::open_folder_with_reserve(&path, keys(), u64::MAX).unwrap();

    assert!(matches!(strict.create(BlobId::random()).await, Err(Error::Full)));
    let mut appender = strict.append(id).await.unwrap();
    appender.write(bytes(0, 10).into()).await.unwrap();
    assert!(matches!(appender.commit().await, Err(Error::Full)));
    drop(appender);
    let generous = Blobs::open_folder_with_reserve(&path, keys(), 1).unwrap();
    let mut appender = generous.append(id).await.unwrap();
    appender.write(bytes(0, 10).into()).await.unwrap();
    assert_eq!(appender.commit().await.unwrap(), 10);
}

/// A small file system in memory, unmounted with the test.
struct Mounted(PathBuf);

impl Mounted {
    fn new(path: &Path) -> Option<Self> {
        std::fs::create_dir_all(path).unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(path).output();
        done.is_ok_and(|done| done.status.success()).then(|| Self(path.to_owned()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_disk_that_is_really_full_says_so() {
    let scratch = Scratch::new();
    let Some(disk) = Mounted::new(&scratch.path().join("disk")) else {
        eprintln!("not run: only the superuser mounts a small disk (the injected one was tried)");
        return;
    };
    let blobs = Blobs::open_folder(disk.0.join("blobs"), keys()).unwrap();
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let ballast = disk.0.join("ballast");
    std::fs::write(&ballast, vec![0; 1 << 20]).unwrap();
    let mut appender = blobs.append(id).await.unwrap();

    let len = 2_500_000;
    let refused = fill(&mut appender, len, 300_000).await;

    assert!(matches!(refused, Err(Error::Full)), "{refused:?}");
    let committed = appender.committed();
    assert!(committed >= 300_000 && committed < len);
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, committed));
    std::fs::remove_file(&ballast).unwrap();
    fill(&mut appender, len, 5_000_000).await.unwrap();
    appender.finish(len).await.unwrap();
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len));
}
