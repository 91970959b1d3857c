//! Bytes on their way in: taken as they come, made durable as they go, acknowledged only then.

use std::time::{Duration, Instant};

use axum::body::{Body, BodyDataStream};
use blobs::Appender;
use futures::StreamExt as _;
use kernel::Problem;
use tokio::time::MissedTickBehavior;
use tracing::Instrument as _;
use web::StillSignedIn;

use super::{fields::Checksum, turns::Turn};
use crate::{Error, Transfer, model::File, rows};

/// What a killed server may lose of an upload: so many bytes, or what came in so long.
const COMMIT_BYTES: u64 = 16 << 20;
const COMMIT_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked at whether the sender is still signed in.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How long another node, or a request that just ended, is given to let go of the blob.
const BUSY_TRIES: u32 = 20;
const BUSY_PAUSE: Duration = Duration::from_millis(100);

/// Bytes for a file, from an offset on.
pub(super) struct Arriving {
    pub(super) file: File,
    pub(super) from: u64,
    pub(super) checksum: Option<Checksum>,
    /// Whether whoever sends them may still.
    pub(super) still: Option<StillSignedIn>,
}

/// Who may interrupt bytes on their way in: a newer request, the end of a session.
struct Leave<'a> {
    turn: &'a Turn,
    still: Option<StillSignedIn>,
}

impl Transfer {
    /// Takes the body in, and says where the upload stands for good.
    ///
    /// The work is a task of its own: when the connection breaks, the server forgets the request, and what had arrived
    /// must still be kept.
    pub(super) async fn receive(&self, arriving: Arriving, body: Body) -> Result<u64, Error> {
        let turn = self.turns.take(arriving.file.id).await.ok_or(Error::Busy)?;
        let transfer = self.clone();
        let work = async move { transfer.take_in(arriving, body, turn).await };
        match tokio::spawn(work.in_current_span()).await {
            Ok(result) => result,
            Err(panic) => Err(Error::Elsewhere(Problem::internal(panic))),
        }
    }

    async fn take_in(&self, arriving: Arriving, body: Body, turn: Turn) -> Result<u64, Error> {
        let Arriving { file, from, checksum, still } = arriving;
        // The cache may be behind, and the parcel may have left since the file was read.
        let offset = self.offset(&file).await?;
        if offset != from {
            return Err(Error::WrongOffset { offset });
        }
        if offset == file.size {
            return match body.into_data_stream().next().await {
                Some(Ok(bytes)) if !bytes.is_empty() => Err(Error::BeyondLength),
                _ => Ok(offset),
            };
        }
        let mut appender = self.appender(&file).await?;
        let verified = checksum.is_some();
        let leave = Leave { turn: &turn, still };
        let poured = self.pour(&file, &mut appender, body.into_data_stream(), checksum, leave).await;

        match poured {
            // A part whose checksum cannot be told right is no part; nor is one of another file.
            Err(error) if verified || matches!(error, Error::BeyondLength) => {
                appender.rollback_to(from).await?;
                rows::note_received(self.store.pool(), file.id, from, self.now()).await?;
                Err(error)
            }
            Ok(()) if appender.offset() == file.size => {
                appender.finish(file.size).await?;
                drop(appender);
                self.complete(&file).await?;
                Ok(file.size)
            }
            poured => {
                // Even when the disk is full: what was taken before may well be kept.
                let kept = match appender.commit().await {
                    Ok(kept) => kept,
                    Err(blobs::Error::Full) => appender.committed(),
                    Err(error) => return Err(error.into()),
                };
                rows::note_received(self.store.pool(), file.id, kept, self.now()).await?;
                poured.map(|()| kept)
            }
        }
    }

    async fn pour(
        &self,
        file: &File,
        appender: &mut Appender,
        mut bytes: BodyDataStream,
        mut checksum: Option<Checksum>,
        leave: Leave<'_>,
    ) -> Result<(), Error> {
        let patience = Duration::from_secs(self.settings.upload_idle_seconds.max(1));
        let (mut committed, mut since) = (appender.offset(), Instant::now());
        let mut look_again = tokio::time::interval(LOOK_AGAIN);
        look_again.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The door has just looked.
        look_again.reset();
        let mut heard = tokio::time::Instant::now();
        loop {
            let next = tokio::select! {
                biased;
                () = leave.turn.wanted.cancelled() => return Err(Error::TakenOver),
                _ = look_again.tick() => match &leave.still {
                    Some(still) if !still.check().await => return Err(Error::SignedOut),
                    _ => continue,
                },
                next = bytes.next() => next,
                () = tokio::time::sleep_until(heard + patience) => return Err(Error::TooSlow),
            };
            let Some(chunk) = next else { break };
            let chunk = chunk.map_err(|_| Error::Cut)?;
            if chunk.len() as u64 > file.size - appender.offset() {
                return Err(Error::BeyondLength);
            }
            if let Some(checksum) = &mut checksum {
                checksum.update(&chunk);
            }
            appender.write(chunk).await?;
            // Bytes that a checksum still has to prove are not made durable before.
            let due = appender.offset() - committed >= COMMIT_BYTES || since.elapsed() >= COMMIT_EVERY;
            if due && checksum.is_none() {
                committed = appender.commit().await?;
                since = Instant::now();
                rows::note_received(self.store.pool(), file.id, committed, self.now()).await?;
            }
            heard = tokio::time::Instant::now();
        }
        checksum.map_or(Ok(()), Checksum::check)
    }

    async fn appender(&self, file: &File) -> Result<Appender, Error> {
        let blob = file.blob.ok_or(Error::NoSuchFile)?;
        for _ in 0..BUSY_TRIES {
            match self.blobs.append(blob).await {
                Err(blobs::Error::Busy) => tokio::time::sleep(BUSY_PAUSE).await,
                opened => return Ok(opened?),
            }
        }
        Err(Error::Busy)
    }
}
