//! Lengths around the borders of blocks, batches and fragments; ranges; who may append.

use aws_lc_rs::digest::{SHA256, digest};
use futures::TryStreamExt;

use super::{SMALL, Scratch, bytes, finished, read, read_all};
use crate::batch::BATCH;
use crate::{BlobId, Error};

fn lengths() -> Vec<u64> {
    let block = u64::from(SMALL);
    let batch = BATCH as u64 * block;
    let borders = [0, block, 2 * block, batch, batch + block, 2 * batch, 5 * batch];
    let mut lengths =
        borders.iter().flat_map(|border| border.saturating_sub(2)..border + 3).collect::<Vec<_>>();
    lengths.dedup();
    lengths
}

#[tokio::test]
async fn every_length_comes_back_finished() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    for len in lengths() {
        let id = finished(&blobs, len).await;

        let status = blobs.status(id).await.unwrap();
        assert_eq!((status.length, status.finished), (len, true));
        assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len));
        let verified = blobs.verify(id).await.unwrap();
        assert_eq!(&verified.sha256, digest(&SHA256, &bytes(0, len)).as_ref());
        assert_eq!((verified.length, verified.finished), (len, true));
        blobs.finish(id, len).await.unwrap();
        assert!(matches!(blobs.finish(id, len + 1).await, Err(Error::Length { .. })));
    }
}

#[tokio::test]
async fn every_length_comes_back_unfinished_after_one_commit_or_two() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    for len in lengths() {
        for first in [0, 1, len / 2, len.saturating_sub(1)] {
            let id = BlobId::random();
            blobs.create(id).await.unwrap();
            let mut appender = blobs.append(id).await.unwrap();
            let first = first.min(len);
            appender.write(bytes(0, first).into()).await.unwrap();
            assert_eq!(appender.commit().await.unwrap(), first);
            appender.write(bytes(first, len - first).into()).await.unwrap();
            assert_eq!(appender.commit().await.unwrap(), len);
            drop(appender);

            assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len), "{first} then {len}");
            let again = blobs.append(id).await.unwrap();
            assert_eq!((again.offset(), again.committed()), (len, len));
            drop(again);
            blobs.finish(id, len).await.unwrap();
            assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len));
            let left = std::fs::read_dir(blobs.folder.path(id, "blob").parent().unwrap()).unwrap();
            assert!(left.flatten().all(|entry| entry.file_name().to_str() != Some(&format!("{id}.tail"))));
        }
    }
}

#[tokio::test]
async fn single_bytes_are_committed_one_by_one() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let len = 3 * u64::from(SMALL) + 7;
    for at in 0..len {
        // Every seventh by an appender of its own.
        let mut appender = blobs.append(id).await.unwrap();
        for at in at..(at + 7).min(len) {
            if appender.offset() == at {
                appender.write(bytes(at, 1).into()).await.unwrap();
                assert_eq!(appender.commit().await.unwrap(), at + 1);
            }
        }
    }
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len));
    let tail = std::fs::metadata(blobs.folder.path(id, "tail")).unwrap().len();
    assert!(tail < 10_000, "the journal is merged as it grows, and takes {tail} bytes");
}

#[tokio::test]
async fn ranges_equal_slices() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let len = 9 * u64::from(SMALL) + 100;
    let whole = bytes(0, len);
    let unfinished = BlobId::random();
    blobs.create(unfinished).await.unwrap();
    let mut appender = blobs.append(unfinished).await.unwrap();
    appender.write(whole.clone().into()).await.unwrap();
    appender.commit().await.unwrap();
    appender.write(b"not durable yet".to_vec().into()).await.unwrap();

    for id in [unfinished, finished(&blobs, len).await] {
        for from in (0..=len).step_by(61).chain([255, 256, 257, 1023, 1024, 1025, len - 1, len]) {
            for to in (from..=len).step_by(97).chain([from, (from + 1).min(len), len]) {
                assert_eq!(read(&blobs, id, from, to).await.unwrap(), whole[from as usize..to as usize]);
            }
        }
        for (from, to) in [(0, len + 1), (len + 1, len + 1), (5, 4), (0, u64::MAX)] {
            let refused = blobs.read(id, from..to).await;
            assert!(matches!(refused, Err(Error::Range { length }) if length == len));
        }
    }
}

#[tokio::test]
async fn one_appends_at_a_time_and_none_once_finished() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    assert!(matches!(blobs.append(id).await, Err(Error::NoSuchBlob)));
    blobs.create(id).await.unwrap();
    assert!(matches!(blobs.create(id).await, Err(Error::Exists)));

    let appender = blobs.append(id).await.unwrap();
    assert!(matches!(blobs.append(id).await, Err(Error::Busy)));
    // Another store over the same folder stands for another process: the lock is the file's.
    assert!(matches!(scratch.blobs().append(id).await, Err(Error::Busy)));
    drop(appender);
    let mut appender = scratch.blobs().append(id).await.unwrap();
    appender.write(bytes(0, 10).into()).await.unwrap();
    assert!(matches!(appender.finish(11).await, Err(Error::Length { expected: 11, actual: 10 })));
    appender.finish(10).await.unwrap();
    assert!(matches!(appender.commit().await, Err(Error::Finished)));
    drop(appender);

    assert!(matches!(blobs.append(id).await, Err(Error::Finished)));
}

#[tokio::test]
async fn a_removed_blob_is_gone_for_all_but_open_streams() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = finished(&blobs, 10_000).await;
    let unfinished = BlobId::random();
    blobs.create(unfinished).await.unwrap();
    let mut appender = blobs.append(unfinished).await.unwrap();
    let listed = blobs.list().map_ok(|listed| listed.id).try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed.contains(&id) && listed.contains(&unfinished));

    let stream = blobs.read(id, 0..10_000).await.unwrap();
    for _ in 0..2 {
        blobs.remove(id).await.unwrap();
        blobs.remove(unfinished).await.unwrap();
    }

    assert!(matches!(blobs.status(id).await, Err(Error::NoSuchBlob)));
    assert_eq!(stream.try_collect::<Vec<_>>().await.unwrap().concat(), bytes(0, 10_000));
    appender.write(bytes(0, 5000).into()).await.unwrap();
    assert!(matches!(appender.commit().await, Err(Error::NoSuchBlob)));
    assert_eq!(blobs.list().try_collect::<Vec<_>>().await.unwrap(), []);
}
