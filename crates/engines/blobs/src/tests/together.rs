//! Many at once.

use futures::future::join_all;

use super::{SMALL, Scratch, bytes, keys, read_all};
use crate::{BlobId, Blobs, Error};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_append_and_read_at_once_without_mixing() {
    let scratch = Scratch::new();
    // Ordinary blocks, so that buffers are really shared.
    let blobs = Blobs::open_folder(scratch.path().join("blobs"), keys()).unwrap();
    let one = |nth: u64| {
        let blobs = blobs.clone();
        tokio::spawn(async move {
            let id = BlobId::random();
            let content = bytes(nth * 1_000_003, 700_000 + nth * 30_011);
            blobs.create(id).await.unwrap();
            let mut appender = blobs.append(id).await.unwrap();
            for (piece, at) in content.chunks(100_003).zip(0_u64..) {
                appender.write(piece.to_vec().into()).await.unwrap();
                if at % 3 == nth % 3 {
                    let durable = appender.commit().await.unwrap();
                    assert_eq!(read_all(&blobs, id).await.unwrap(), content[..durable as usize]);
                }
            }
            appender.finish(content.len() as u64).await.unwrap();
            assert_eq!(read_all(&blobs, id).await.unwrap(), content);
        })
    };
    for done in join_all((0..24).map(one)).await {
        done.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_beside_a_writer_sees_only_what_was_committed() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let writer = tokio::spawn({
        let blobs = blobs.clone();
        async move {
            let mut appender = blobs.append(id).await.unwrap();
            for step in 0..400_u64 {
                let from = appender.offset();
                appender.write(bytes(from, step * 37 % (3 * u64::from(SMALL))).into()).await.unwrap();
                appender.commit().await.unwrap();
            }
            let len = appender.offset();
            appender.finish(len).await.unwrap();
            len
        }
    });

    let (mut seen, mut reads) = (0, 0);
    loop {
        let status = blobs.status(id).await.unwrap();
        assert!(status.length >= seen, "{} after {seen}", status.length);
        seen = status.length;
        let content = read_all(&blobs, id).await.unwrap();
        assert_eq!(content, bytes(0, content.len() as u64));
        assert!(content.len() as u64 >= seen);
        reads += 1;
        if status.finished {
            break;
        }
    }
    assert_eq!(writer.await.unwrap(), seen);
    assert!(reads > 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_who_create_or_append_one_wins() {
    let scratch = Scratch::new();
    let id = BlobId::random();
    let stores = (0..16).map(|_| scratch.blobs()).collect::<Vec<_>>();

    let made = join_all(stores.iter().map(|blobs| blobs.create(id))).await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
    assert!(made.iter().all(|made| matches!(made, Ok(()) | Err(Error::Exists))));

    let opened = join_all(stores.iter().map(|blobs| blobs.append(id))).await;
    assert_eq!(opened.iter().filter(|opened| opened.is_ok()).count(), 1);
    assert!(opened.iter().all(|opened| matches!(opened, Ok(_) | Err(Error::Busy))));
}
