//! Parcels.

use kernel::{Id, PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor};
use store::{Error, Tx};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::unknown;
use crate::model::{Parcel, ParcelId, State};

#[derive(FromRow)]
struct ParcelRow {
    id: Uuid,
    scope: Uuid,
    sender: Uuid,
    state: String,
    title: String,
    label: String,
    message: String,
    language: String,
    ends_on: Option<Date>,
    expires_at: Option<OffsetDateTime>,
    awaited: i32,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
    sent_at: Option<OffsetDateTime>,
    sender_name: String,
    sender_address: String,
    sender_organisation: Option<String>,
    sender_agent: bool,
}

impl TryFrom<ParcelRow> for Parcel {
    type Error = Error;

    fn try_from(row: ParcelRow) -> Result<Self, Error> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            scope: ScopeId::from_uuid(row.scope),
            sender: PersonId::from_uuid(row.sender),
            state: State::of(&row.state).ok_or_else(|| unknown("state"))?,
            title: row.title,
            label: row.label,
            message: row.message,
            language: row.language.parse().map_err(|_| unknown("language"))?,
            ends_on: row.ends_on,
            expires_at: row.expires_at,
            awaited: row.awaited,
            created_at: row.created_at,
            updated_at: row.updated_at,
            sent_at: row.sent_at,
            sender_name: row.sender_name,
            sender_address: row.sender_address,
            sender_organisation: row.sender_organisation,
            sender_agent: row.sender_agent,
        })
    }
}

macro_rules! select_parcel {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.scope, p.sender, p.state, p.title, p.message, p.language, p.ends_on, p.expires_at, p.awaited,
                    p.created_at, p.updated_at, p.sent_at, p.sender_name, p.sender_address, p.sender_organisation,
                    p.sender_agent,
                    coalesce(nullif(p.title, ''), (SELECT regexp_replace(f.path, '^.*/', '') FROM transfer.files f
                              WHERE f.parcel = p.id ORDER BY f.position LIMIT 1), '') AS label
               FROM transfer.parcels p ",
            $rest
        )
    };
}

pub(crate) async fn insert_parcel(tx: &mut Tx, parcel: &Parcel) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO transfer.parcels (id, scope, sender, state, title, message, language, ends_on, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(parcel.id.uuid())
    .bind(parcel.scope.uuid())
    .bind(parcel.sender.uuid())
    .bind(parcel.state.as_str())
    .bind(&parcel.title)
    .bind(&parcel.message)
    .bind(parcel.language.code())
    .bind(parcel.ends_on)
    .bind(parcel.created_at)
    .bind(parcel.updated_at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn find_parcel(db: impl PgExecutor<'_>, id: ParcelId) -> Result<Option<Parcel>, Error> {
    let row: Option<ParcelRow> =
        sqlx::query_as(select_parcel!("WHERE p.id = $1")).bind(id.uuid()).fetch_optional(db).await?;
    row.map(Parcel::try_from).transpose()
}

/// The same, held until the end of the transaction: every change of a parcel, its files or its recipients takes it
/// first, so that they happen one after the other.
pub(crate) async fn lock_parcel(tx: &mut Tx, id: ParcelId) -> Result<Option<Parcel>, Error> {
    let row: Option<ParcelRow> = sqlx::query_as(select_parcel!("WHERE p.id = $1 FOR NO KEY UPDATE OF p"))
        .bind(id.uuid())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(Parcel::try_from).transpose()
}

/// Held until the end of the transaction: what limits one person is counted by one request of theirs at a time. Taken
/// before the row of a parcel, never after.
pub(crate) async fn lock_sender(tx: &mut Tx, sender: PersonId) -> Result<(), Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind(format!("transfer/sender/{sender}"))
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Sent parcels past their end.
pub(crate) async fn expired_parcels(
    db: impl PgExecutor<'_>,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<ParcelId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM transfer.parcels WHERE state = 'sent' AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Sent parcels that end before `until` and of which somebody took nothing and had no last call.
pub(crate) async fn parcels_to_recall(
    db: impl PgExecutor<'_>,
    now: OffsetDateTime,
    until: OffsetDateTime,
    sent_before: OffsetDateTime,
    limit: i64,
) -> Result<Vec<ParcelId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT p.id FROM transfer.parcels p
          WHERE p.state = 'sent' AND p.expires_at > $1 AND p.expires_at <= $2 AND p.sent_at <= $3
            AND EXISTS (SELECT FROM transfer.recipients r
                         WHERE r.parcel = p.id AND NOT r.last_call
                           AND NOT EXISTS (SELECT FROM transfer.downloads d WHERE d.recipient = r.id))
          ORDER BY p.expires_at LIMIT $4",
    )
    .bind(now)
    .bind(until)
    .bind(sent_before)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}

/// Writes all that can change in a parcel, ended ones excepted.
pub(crate) async fn update_parcel(tx: &mut Tx, parcel: &Parcel) -> Result<(), Error> {
    sqlx::query(
        "UPDATE transfer.parcels SET state = $2, title = $3, message = $4, language = $5, ends_on = $6, expires_at = $7,
                awaited = $8, updated_at = $9, sent_at = $10, sender_name = $11, sender_address = $12,
                sender_organisation = $13, sender_agent = $14
          WHERE id = $1",
    )
    .bind(parcel.id.uuid())
    .bind(parcel.state.as_str())
    .bind(&parcel.title)
    .bind(&parcel.message)
    .bind(parcel.language.code())
    .bind(parcel.ends_on)
    .bind(parcel.expires_at)
    .bind(parcel.awaited)
    .bind(parcel.updated_at)
    .bind(parcel.sent_at)
    .bind(&parcel.sender_name)
    .bind(&parcel.sender_address)
    .bind(&parcel.sender_organisation)
    .bind(parcel.sender_agent)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn touch_parcel(tx: &mut Tx, id: ParcelId, now: OffsetDateTime) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.parcels SET updated_at = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Whether the files of a parcel can still be taken: asked every second by those who are taking them.
pub(crate) async fn is_live(
    db: impl PgExecutor<'_>,
    id: ParcelId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM transfer.parcels WHERE id = $1 AND state = 'sent' AND expires_at > $2)",
    )
    .bind(id.uuid())
    .bind(now)
    .fetch_one(db)
    .await
}

/// How many other parcels left a sender since a moment, or will when their files are there.
pub(crate) async fn sent_since(
    db: impl PgExecutor<'_>,
    sender: PersonId,
    but: ParcelId,
    since: OffsetDateTime,
) -> Result<i64, Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM transfer.parcels
          WHERE sender = $1 AND id <> $2 AND (state = 'waiting' OR sent_at > $3)",
    )
    .bind(sender.uuid())
    .bind(but.uuid())
    .bind(since)
    .fetch_one(db)
    .await
}

/// How many parcels somebody has in the making.
pub(crate) async fn open_parcels(db: impl PgExecutor<'_>, sender: PersonId) -> Result<i64, Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM transfer.parcels WHERE sender = $1 AND state IN ('draft', 'waiting')",
    )
    .bind(sender.uuid())
    .fetch_one(db)
    .await
}
