//! Files, and their bytes that are doomed.

use blobs::BlobId;
use kernel::{Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::{Error, Tx};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{read, stored};
use crate::model::{File, FileId, FilePath, ParcelId};

#[derive(FromRow)]
struct FileRow {
    id: Uuid,
    parcel: Uuid,
    blob: Option<Uuid>,
    path: String,
    size: i64,
    received: i64,
    complete: bool,
    media_type: String,
    sha256: Option<Vec<u8>>,
    created_at: OffsetDateTime,
    touched_at: OffsetDateTime,
}

impl From<FileRow> for File {
    fn from(row: FileRow) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            parcel: Id::from_uuid(row.parcel),
            blob: row.blob.map(BlobId::from),
            path: row.path,
            size: read(row.size),
            received: read(row.received),
            complete: row.complete,
            media_type: row.media_type,
            sha256: row.sha256,
            created_at: row.created_at,
            touched_at: row.touched_at,
        }
    }
}

macro_rules! select_file {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.parcel, f.blob, f.path, f.size, f.received, f.complete, f.media_type, f.sha256, f.created_at,
                    f.touched_at
               FROM transfer.files f ",
            $rest
        )
    };
}

pub(crate) async fn insert_file(tx: &mut Tx, file: &File, folded: &str) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO transfer.files (id, parcel, blob, path, folded, size, media_type, created_at, touched_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(file.id.uuid())
    .bind(file.parcel.uuid())
    .bind(file.blob.map(|blob| blob.as_uuid()))
    .bind(&file.path)
    .bind(folded)
    .bind(stored(file.size))
    .bind(&file.media_type)
    .bind(file.created_at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// In the order in which they were announced.
pub(crate) async fn files(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<File>, Error> {
    let rows: Vec<FileRow> = sqlx::query_as(select_file!("WHERE f.parcel = $1 ORDER BY f.position"))
        .bind(parcel.uuid())
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(File::from).collect())
}

pub(crate) async fn find_file(
    db: impl PgExecutor<'_>,
    parcel: ParcelId,
    id: FileId,
) -> Result<Option<File>, Error> {
    let row: Option<FileRow> = sqlx::query_as(select_file!("WHERE f.parcel = $1 AND f.id = $2"))
        .bind(parcel.uuid())
        .bind(id.uuid())
        .fetch_optional(db)
        .await?;
    Ok(row.map(File::from))
}

/// How many files a parcel has, and how large they are together.
pub(crate) async fn load(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<(u64, u64), Error> {
    let (count, size): (i64, i64) = sqlx::query_as(
        "SELECT count(*), coalesce(sum(size), 0)::bigint FROM transfer.files WHERE parcel = $1",
    )
    .bind(parcel.uuid())
    .fetch_one(db)
    .await?;
    Ok((read(count), read(size)))
}

/// How large the unsent parcels of a sender are together.
pub(crate) async fn unsent(db: impl PgExecutor<'_>, sender: PersonId) -> Result<u64, Error> {
    let size: i64 = sqlx::query_scalar(
        "SELECT coalesce(sum(f.size), 0)::bigint FROM transfer.files f JOIN transfer.parcels p ON p.id = f.parcel
          WHERE p.sender = $1 AND p.state IN ('draft', 'waiting')",
    )
    .bind(sender.uuid())
    .fetch_one(db)
    .await?;
    Ok(read(size))
}

pub(crate) async fn is_path_taken(
    db: impl PgExecutor<'_>,
    parcel: ParcelId,
    path: &FilePath,
) -> Result<bool, Error> {
    // Neither is a file put where a folder stands, nor a folder where a file does.
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM transfer.files
                         WHERE parcel = $1 AND (folded = ANY ($3) OR folded = $2 OR starts_with(folded, $2 || '/')))",
    )
    .bind(parcel.uuid())
    .bind(path.folded())
    .bind(path.folded_folders())
    .fetch_one(db)
    .await
}

/// The paths of a parcel as they are compared.
pub(crate) async fn folded_paths(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<String>, Error> {
    sqlx::query_scalar("SELECT folded FROM transfer.files WHERE parcel = $1")
        .bind(parcel.uuid())
        .fetch_all(db)
        .await
}

/// Remembers how much of a file has arrived. Never of a complete one, which the sweep of idle uploads leaves alone.
pub(crate) async fn note_received(
    db: impl PgExecutor<'_>,
    id: FileId,
    received: u64,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.files SET received = $2, touched_at = $3 WHERE id = $1 AND NOT complete")
        .bind(id.uuid())
        .bind(stored(received))
        .bind(now)
        .execute(db)
        .await
        .map(drop)
}

/// Says whether it was not complete before.
pub(crate) async fn complete_file(tx: &mut Tx, id: FileId, now: OffsetDateTime) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE transfer.files SET complete = true, received = size, touched_at = $2 WHERE id = $1 AND NOT complete",
    )
    .bind(id.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The bytes behind a file, for the job that verifies them.
pub(crate) async fn blob_of(db: impl PgExecutor<'_>, id: FileId) -> Result<Option<BlobId>, Error> {
    let blob: Option<Option<Uuid>> = sqlx::query_scalar("SELECT blob FROM transfer.files WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(db)
        .await?;
    Ok(blob.flatten().map(BlobId::from))
}

pub(crate) async fn note_digest(db: impl PgExecutor<'_>, id: FileId, sha256: &[u8]) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.files SET sha256 = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(sha256)
        .execute(db)
        .await
        .map(drop)
}

/// Forgets a file; its bytes are doomed.
pub(crate) async fn delete_file(tx: &mut Tx, id: FileId) -> Result<bool, Error> {
    let gone = sqlx::query(
        "WITH gone AS (DELETE FROM transfer.files WHERE id = $1 RETURNING blob),
              doomed AS (INSERT INTO transfer.doomed (blob) SELECT blob FROM gone WHERE blob IS NOT NULL)
         SELECT FROM gone",
    )
    .bind(id.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(gone.is_some())
}

/// Dooms the bytes of a parcel; what was sent stays told.
pub(crate) async fn doom_files(tx: &mut Tx, parcel: ParcelId) -> Result<(), Error> {
    sqlx::query(
        "WITH doomed AS (INSERT INTO transfer.doomed (blob)
                         SELECT blob FROM transfer.files WHERE parcel = $1 AND blob IS NOT NULL)
         UPDATE transfer.files SET blob = NULL WHERE parcel = $1",
    )
    .bind(parcel.uuid())
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn doomed(db: impl PgExecutor<'_>, limit: i64) -> Result<Vec<BlobId>, Error> {
    let ids: Vec<Uuid> =
        sqlx::query_scalar("SELECT blob FROM transfer.doomed LIMIT $1").bind(limit).fetch_all(db).await?;
    Ok(ids.into_iter().map(BlobId::from).collect())
}

pub(crate) async fn forget_doomed(db: impl PgExecutor<'_>, blob: BlobId) -> Result<(), Error> {
    sqlx::query("DELETE FROM transfer.doomed WHERE blob = $1")
        .bind(blob.as_uuid())
        .execute(db)
        .await
        .map(drop)
}

/// Which of these blobs belong to no file and await no removal.
pub(crate) async fn orphans(db: impl PgExecutor<'_>, blobs: &[BlobId]) -> Result<Vec<BlobId>, Error> {
    let ids: Vec<Uuid> = blobs.iter().map(|blob| blob.as_uuid()).collect();
    let orphans: Vec<Uuid> = sqlx::query_scalar(
        "SELECT found FROM unnest($1::uuid[]) AS found
          WHERE NOT EXISTS (SELECT FROM transfer.files WHERE blob = found)",
    )
    .bind(ids)
    .fetch_all(db)
    .await?;
    Ok(orphans.into_iter().map(BlobId::from).collect())
}

/// Uploads that nobody has continued since `before`, with their parcel.
pub(crate) async fn idle_uploads(
    db: impl PgExecutor<'_>,
    before: OffsetDateTime,
    limit: i64,
) -> Result<Vec<(ParcelId, FileId)>, Error> {
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT parcel, id FROM transfer.files WHERE NOT complete AND touched_at <= $1 ORDER BY touched_at LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(parcel, file)| (Id::from_uuid(parcel), Id::from_uuid(file))).collect())
}

/// Every parcel somebody made, for the day they leave.
pub(crate) async fn parcels_of(db: impl PgExecutor<'_>, sender: PersonId) -> Result<Vec<ParcelId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM transfer.parcels WHERE sender = $1")
        .bind(sender.uuid())
        .fetch_all(db)
        .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}
