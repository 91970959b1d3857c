//! How many cards somebody opened today.

use kernel::{Id, PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::uuids;

pub(crate) async fn is_open(
    db: impl PgExecutor<'_>,
    reader: PersonId,
    day: Date,
    person: PersonId,
) -> Result<bool, store::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM directory.cards_opened WHERE reader = $1 AND day = $2 AND person = $3)",
    )
    .bind(reader.uuid())
    .bind(day)
    .bind(person.uuid())
    .fetch_one(db)
    .await
}

/// How many cards a reader has opened today, held until commit so that two requests never count as one; and whether
/// they were refused one already.
pub(crate) async fn hold(tx: &mut Tx, reader: PersonId, day: Date) -> Result<(i32, bool), store::Error> {
    sqlx::query_as(
        "INSERT INTO directory.card_days AS d (reader, day, cards) VALUES ($1, $2, 0)
         ON CONFLICT (reader, day) DO UPDATE SET cards = d.cards
         RETURNING cards, refused_at IS NOT NULL",
    )
    .bind(reader.uuid())
    .bind(day)
    .fetch_one(&mut **tx)
    .await
}

/// Notes a card; counts it if it is the first time today.
pub(crate) async fn open(
    tx: &mut Tx,
    reader: PersonId,
    day: Date,
    person: PersonId,
) -> Result<(), store::Error> {
    sqlx::query(
        "WITH opened AS (INSERT INTO directory.cards_opened (reader, day, person) VALUES ($1, $2, $3)
                         ON CONFLICT DO NOTHING RETURNING 1)
         UPDATE directory.card_days SET cards = cards + 1
          WHERE reader = $1 AND day = $2 AND EXISTS (SELECT FROM opened)",
    )
    .bind(reader.uuid())
    .bind(day)
    .bind(person.uuid())
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn refuse(
    tx: &mut Tx,
    reader: PersonId,
    day: Date,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.card_days SET refused_at = $3 WHERE reader = $1 AND day = $2")
        .bind(reader.uuid())
        .bind(day)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Somebody who would have opened more cards than a day allows.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct AlertRow {
    reader: Uuid,
    pub(crate) day: Date,
    pub(crate) cards: i32,
    pub(crate) refused_at: OffsetDateTime,
}

impl AlertRow {
    pub(crate) fn reader(&self) -> PersonId {
        Id::from_uuid(self.reader)
    }
}

/// The newest first, at most a hundred; of all readers, or of those placed in these trees.
pub(crate) async fn alerts(
    db: impl PgExecutor<'_>,
    trees: Option<&[ScopeId]>,
    now: OffsetDateTime,
) -> Result<Vec<AlertRow>, store::Error> {
    sqlx::query_as(
        "SELECT d.reader, d.day, d.cards, d.refused_at FROM directory.card_days d
          WHERE d.refused_at IS NOT NULL
            AND ($1::uuid[] IS NULL OR EXISTS (
                SELECT FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
                 WHERE a.person = d.reader AND a.since <= $2 AND (a.until IS NULL OR a.until > $2) AND o.path && $1))
          ORDER BY d.refused_at DESC LIMIT 100",
    )
    .bind(trees.map(uuids))
    .bind(now)
    .fetch_all(db)
    .await
}

/// Forgets which cards were opened before a day; that somebody was refused is kept for a month.
pub(crate) async fn sweep(db: &sqlx::PgPool, day: Date) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.cards_opened WHERE day < $1").bind(day).execute(db).await?;
    sqlx::query("DELETE FROM directory.card_days WHERE day < $1 AND (refused_at IS NULL OR day < $1 - 30)")
        .bind(day)
        .execute(db)
        .await
        .map(drop)
}
