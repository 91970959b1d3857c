//! Taking back, and being cancelled.

use std::sync::atomic::Ordering::SeqCst;

use bytes::Bytes;
use futures::FutureExt;

use super::{Chance, SMALL, Scratch, bytes, read_all};
use crate::{BlobId, Error};

#[tokio::test]
async fn bytes_taken_back_are_gone_even_if_sealed_and_committed() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let block = u64::from(SMALL);
    for start in [0, 1, block - 1, block, block + 1, 4 * block, 5 * block + 17] {
        for wrong in [0, 1, block, 3 * block + 5, 9 * block] {
            for commits in [false, true] {
                let id = BlobId::random();
                blobs.create(id).await.unwrap();
                let mut appender = blobs.append(id).await.unwrap();
                appender.write(bytes(0, start).into()).await.unwrap();
                appender.commit().await.unwrap();
                for piece in vec![0xee; wrong as usize].chunks(700) {
                    appender.write(Bytes::copy_from_slice(piece)).await.unwrap();
                    if commits {
                        appender.commit().await.unwrap();
                    }
                }

                appender.rollback_to(start).await.unwrap();

                assert_eq!((appender.offset(), appender.committed()), (start, start));
                assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, start));
                let refused = appender.rollback_to(start + 1).await;
                assert!(matches!(refused, Err(Error::Range { length }) if length == start));
                if wrong % 2 == 0 {
                    drop(appender);
                    appender = blobs.append(id).await.unwrap();
                    assert_eq!(appender.offset(), start);
                }
                appender.write(bytes(start, 1000).into()).await.unwrap();
                appender.commit().await.unwrap();
                appender.write(bytes(start + 1000, 1000).into()).await.unwrap();
                appender.finish(start + 2000).await.unwrap();
                assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, start + 2000));
            }
        }
    }
}

#[tokio::test]
async fn a_blob_is_taken_back_to_nothing_and_written_again() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let mut appender = blobs.append(id).await.unwrap();
    for _ in 0..3 {
        appender.write(vec![0xee; 5000].into()).await.unwrap();
        appender.commit().await.unwrap();
        appender.rollback_to(3000).await.unwrap();
        appender.rollback_to(0).await.unwrap();
    }
    assert_eq!(blobs.length(id).await.unwrap(), 0);
    appender.write(bytes(0, 3001).into()).await.unwrap();
    appender.finish(3001).await.unwrap();
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, 3001));
}

/// A browser that goes away drops the future in the middle of anything.
#[tokio::test]
async fn a_cancelled_call_is_caught_up_by_the_next() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    for seed in 0..40 {
        let mut chance = Chance(seed);
        let id = BlobId::random();
        blobs.create(id).await.unwrap();
        let mut appender = blobs.append(id).await.unwrap();
        while appender.offset() < 20_000 {
            let from = appender.offset();
            let piece = Bytes::from(bytes(from, 1 + chance.below(3000)));
            match chance.below(4) {
                0 => drop(appender.commit().now_or_never()),
                1 => drop(appender.rollback_to(from - chance.below(from.min(900) + 1)).now_or_never()),
                2 => appender.write(piece).await.unwrap(),
                _ => drop(appender.write(piece).now_or_never()),
            }
            // A call that settles what went before: only now is the offset told for sure.
            if chance.below(2) == 0 {
                tokio::task::yield_now().await;
            }
            appender.commit().await.unwrap();
        }
        let len = appender.commit().await.unwrap();
        assert_eq!(len, appender.offset());
        appender.finish(len).await.unwrap();
        assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len), "seed {seed}");
    }
}

/// The journal's areas are written over in place: what an older run of entries left behind must not be read on.
#[tokio::test]
async fn an_older_run_of_the_journal_does_not_come_back() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let mut appender = blobs.append(id).await.unwrap();
    // A run of 100 and 50 bytes in one area, then one in the other, then one of 100 over the first.
    appender.write(vec![1; 130].into()).await.unwrap();
    appender.commit().await.unwrap();
    appender.rollback_to(100).await.unwrap();
    appender.write(vec![2; 50].into()).await.unwrap();
    appender.commit().await.unwrap();
    appender.rollback_to(120).await.unwrap();
    appender.rollback_to(100).await.unwrap();
    drop(appender);

    assert_eq!(blobs.append(id).await.unwrap().offset(), 100);
    assert_eq!(read_all(&blobs, id).await.unwrap(), vec![1; 100]);
}

#[tokio::test]
async fn bytes_taken_back_on_a_full_disk_do_not_mix_with_the_next() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    for more in [50, 90, 200] {
        let id = BlobId::random();
        blobs.create(id).await.unwrap();
        let mut appender = blobs.append(id).await.unwrap();
        appender.write(vec![1; 100].into()).await.unwrap();
        appender.commit().await.unwrap();

        blobs.folder.room.left.store(0, SeqCst);
        assert!(matches!(appender.rollback_to(50).await, Err(Error::Full)));
        blobs.folder.room.left.store(u64::MAX, SeqCst);

        assert_eq!((appender.offset(), appender.committed()), (50, 100));
        appender.write(vec![2; more].into()).await.unwrap();
        assert_eq!(appender.commit().await.unwrap(), 50 + more as u64);
        drop(appender);
        let expected = [vec![1; 50], vec![2; more]].concat();
        assert_eq!(read_all(&blobs, id).await.unwrap(), expected);
    }
}
