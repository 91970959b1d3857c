//! What this tool does later: digests, removals, the passing of time, the fate of letters.

use std::time::Duration;

use async_trait::async_trait;
use blobs::BlobId;
use futures::StreamExt as _;
use kernel::{GroupId, Problem};
use mail::Outcomes;
use serde_json::json;
use store::{Job, Listener, NewJob, Routine, Told, Tx, Worker};

use crate::{
    Error, Transfer, letters,
    model::{FileId, ParcelId},
    rows,
};

/// Reads a complete file once more, proves that its bytes are whole, and keeps their digest.
pub(crate) const HASH: &str = "transfer.hash";
/// Removes bytes that nobody may read any more.
pub(crate) const REMOVE: &str = "transfer.remove";

/// Writes to those who came into the teams of a parcel since it left.
const GATHER: &str = "transfer.gather";

pub(crate) fn gather(parcel: ParcelId) -> NewJob {
    NewJob::new(GATHER, json!({ "parcel": parcel })).key(parcel.to_string())
}

pub(crate) struct Gather(pub(crate) Transfer);

#[async_trait]
impl Worker for Gather {
    fn queue(&self) -> &'static str {
        GATHER
    }

    async fn work(&self, job: &Job) -> Result<(), Problem> {
        let Some(parcel) = job.payload["parcel"].as_str().and_then(|id| id.parse::<ParcelId>().ok()) else {
            return Err(Problem::plain(kernel::Kind::Invalid, "transfer.no_such_parcel"));
        };
        Ok(self.0.gather(parcel).await?)
    }
}

/// Hears that somebody came into a team: what was sent to it is for them too.
pub(crate) struct Newcomers(pub(crate) Transfer);

#[async_trait]
impl Listener for Newcomers {
    fn name(&self) -> &'static str {
        "transfer.newcomers"
    }

    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        for Told { fact, .. } in told {
            if fact.action != "directory.member.put" {
                continue;
            }
            let Some(card) = &fact.card else { continue };
            let team = GroupId::from_uuid(card.thing.id);
            for parcel in rows::live_parcels_for(tx, team, self.0.now()).await.map_err(Error::from)? {
                store::enqueue(tx, gather(parcel)).await.map_err(Error::from)?;
            }
        }
        Ok(())
    }
}

pub(crate) struct Hash(pub(crate) Transfer);

#[async_trait]
impl Worker for Hash {
    fn queue(&self) -> &'static str {
        HASH
    }

    async fn work(&self, job: &Job) -> Result<(), Problem> {
        let Some(file) = job.payload["file"].as_str().and_then(|id| id.parse::<FileId>().ok()) else {
            return Err(Problem::plain(kernel::Kind::Invalid, "transfer.no_such_file"));
        };
        let pool = self.0.store.pool();
        let Some(blob) = rows::blob_of(pool, file).await.map_err(Error::from)? else { return Ok(()) };
        match self.0.blobs.verify(blob).await {
            Ok(verified) => Ok(rows::note_digest(pool, file, &verified.sha256).await.map_err(Error::from)?),
            // Withdrawn meanwhile.
            Err(blobs::Error::NoSuchBlob) => Ok(()),
            Err(error) => {
                tracing::error!(file = %file, %error, "the bytes of file {file} could not be verified");
                Err(Error::from(error).into())
            }
        }
    }
}

pub(crate) struct Remove(pub(crate) Transfer);

#[async_trait]
impl Worker for Remove {
    fn queue(&self) -> &'static str {
        REMOVE
    }

    fn concurrency(&self) -> usize {
        1
    }

    async fn work(&self, _: &Job) -> Result<(), Problem> {
        let pool = self.0.store.pool();
        loop {
            let doomed = rows::doomed(pool, 500).await.map_err(Error::from)?;
            if doomed.is_empty() {
                return Ok(());
            }
            for blob in doomed {
                self.0.blobs.remove(blob).await.map_err(Error::from)?;
                rows::forget_doomed(pool, blob).await.map_err(Error::from)?;
            }
        }
    }
}

/// Each minute: the ends, the reminders before them, what nobody continues.
pub(crate) struct Tide(pub(crate) Transfer);

#[async_trait]
impl Routine for Tide {
    fn name(&self) -> &'static str {
        "transfer.tide"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self) -> Result<(), Problem> {
        self.0.expire_parcels().await?;
        self.0.recall_recipients().await?;
        self.0.forget_the_unfinished().await?;
        Ok(())
    }
}

/// Each day: bytes that belong to no file, as a crash between two steps can leave. The folder is this tool's alone.
pub(crate) struct Sweep(pub(crate) Transfer);

impl Sweep {
    /// A blob is made just before the row of its file.
    const OLD_ENOUGH: time::Duration = time::Duration::DAY;
    const BATCH: usize = 500;

    async fn sweep(&self, blobs: &[BlobId]) -> Result<(), Error> {
        for blob in rows::orphans(self.0.store.pool(), blobs).await? {
            tracing::info!(blob = %blob, "bytes {blob} belong to no file and are removed");
            self.0.blobs.remove(blob).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl Routine for Sweep {
    fn name(&self) -> &'static str {
        "transfer.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(24 * 3600)
    }

    async fn run(&self) -> Result<(), Problem> {
        let before = self.0.now() - Self::OLD_ENOUGH;
        let mut listed = self.0.blobs.list();
        let mut batch = Vec::with_capacity(Self::BATCH);
        while let Some(found) = listed.next().await {
            let found = found.map_err(Error::from)?;
            if time::OffsetDateTime::from(found.modified) > before {
                continue;
            }
            batch.push(found.id);
            if batch.len() == Self::BATCH {
                self.sweep(&batch).await?;
                batch.clear();
            }
        }
        self.sweep(&batch).await?;
        Ok(())
    }
}

/// Hears what became of letters, for the sender's page.
pub(crate) struct Fate(pub(crate) Transfer);

#[async_trait]
impl Outcomes for Fate {
    async fn delivered(&self, template: &str, about: &serde_json::Value) -> Result<(), Problem> {
        self.note(template, about, "sent").await
    }

    async fn refused(&self, template: &str, about: &serde_json::Value, reason: &str) -> Result<(), Problem> {
        let mail = if reason == "mail.refused" { "bounced" } else { "failed" };
        self.note(template, about, mail).await
    }
}

impl Fate {
    async fn note(
        &self,
        template: &str,
        about: &serde_json::Value,
        mail: &'static str,
    ) -> Result<(), Problem> {
        if template == letters::RECEIVED {
            self.0.note_mail(about, mail).await?;
        }
        Ok(())
    }
}
