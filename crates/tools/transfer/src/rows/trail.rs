//! Downloads and events: what the sender's page tells.

use kernel::Id;
use sqlx::{FromRow, PgExecutor};
use store::{Error, Tx};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{FileId, ParcelId, RecipientId};

#[derive(FromRow)]
pub(crate) struct DownloadRow {
    pub(crate) recipient: Uuid,
    pub(crate) file: Uuid,
    pub(crate) count: i32,
    pub(crate) last_at: OffsetDateTime,
}

pub(crate) async fn note_download(
    tx: &mut Tx,
    recipient: RecipientId,
    file: FileId,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO transfer.downloads AS d (recipient, file, count, last_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (recipient, file) DO UPDATE SET count = d.count + 1, last_at = greatest(d.last_at, EXCLUDED.last_at)",
    )
    .bind(recipient.uuid())
    .bind(file.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// A recipient is given the first bytes of a file.
pub(crate) async fn note_begun(
    db: impl PgExecutor<'_>,
    recipient: RecipientId,
    file: FileId,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO transfer.begun (recipient, file) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(recipient.uuid())
        .bind(file.uuid())
        .execute(db)
        .await
        .map(drop)
}

/// Whether they were, since they last had the whole file.
pub(crate) async fn has_begun(
    db: impl PgExecutor<'_>,
    recipient: RecipientId,
    file: FileId,
) -> Result<bool, Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM transfer.begun WHERE recipient = $1 AND file = $2)")
        .bind(recipient.uuid())
        .bind(file.uuid())
        .fetch_one(db)
        .await
}

/// They have the last ones too.
pub(crate) async fn forget_begun(tx: &mut Tx, recipient: RecipientId, file: FileId) -> Result<(), Error> {
    sqlx::query("DELETE FROM transfer.begun WHERE recipient = $1 AND file = $2")
        .bind(recipient.uuid())
        .bind(file.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn downloads(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<DownloadRow>, Error> {
    sqlx::query_as(
        "SELECT d.recipient, d.file, d.count, d.last_at
           FROM transfer.recipients r JOIN transfer.downloads d ON d.recipient = r.id JOIN transfer.files f ON f.id = d.file
          WHERE r.parcel = $1 ORDER BY r.position, f.position",
    )
    .bind(parcel.uuid())
    .fetch_all(db)
    .await
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Event {
    Sent,
    Opened(RecipientId),
    Downloaded(RecipientId, FileId),
    Reminded(RecipientId),
    Prolonged,
    RecipientAdded(RecipientId),
    Withdrawn,
    Expired,
}

impl Event {
    const fn parts(self) -> (&'static str, Option<RecipientId>, Option<FileId>) {
        match self {
            Self::Sent => ("sent", None, None),
            Self::Opened(recipient) => ("opened", Some(recipient), None),
            Self::Downloaded(recipient, file) => ("downloaded", Some(recipient), Some(file)),
            Self::Reminded(recipient) => ("reminded", Some(recipient), None),
            Self::Prolonged => ("prolonged", None, None),
            Self::RecipientAdded(recipient) => ("recipient_added", Some(recipient), None),
            Self::Withdrawn => ("withdrawn", None, None),
            Self::Expired => ("expired", None, None),
        }
    }
}

pub(crate) async fn note_event(
    tx: &mut Tx,
    parcel: ParcelId,
    at: OffsetDateTime,
    event: Event,
) -> Result<(), Error> {
    let (kind, recipient, file) = event.parts();
    sqlx::query("INSERT INTO transfer.events (parcel, at, kind, recipient, file) VALUES ($1, $2, $3, $4, $5)")
        .bind(parcel.uuid())
        .bind(at)
        .bind(kind)
        .bind(recipient.map(Id::uuid))
        .bind(file.map(Id::uuid))
        .execute(&mut **tx)
        .await
        .map(drop)
}

#[derive(FromRow)]
pub(crate) struct EventRow {
    pub(crate) at: OffsetDateTime,
    pub(crate) kind: String,
    pub(crate) recipient: Option<Uuid>,
    pub(crate) file: Option<Uuid>,
}

/// The newest events of a parcel, oldest first. One recipient can make many: the page does not show thousands.
pub(crate) async fn events(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<EventRow>, Error> {
    sqlx::query_as(
        "SELECT at, kind, recipient, file FROM (
             SELECT number, at, kind, recipient, file FROM transfer.events
              WHERE parcel = $1 ORDER BY number DESC LIMIT 500) newest
          ORDER BY number",
    )
    .bind(parcel.uuid())
    .fetch_all(db)
    .await
}
