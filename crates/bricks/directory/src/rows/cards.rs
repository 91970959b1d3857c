//! How many cards somebody opened today, and how much else they were shown.

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

/// What a reader was shown on a day.
#[derive(Debug, Clone, Default, FromRow)]
pub(crate) struct SheetRow {
    pub(crate) cards: i32,
    /// About how many different people.
    pub(crate) people: i32,
    /// The marks by which they are counted.
    pub(crate) shown: Option<Vec<u8>>,
    /// Questions by the digits of a number.
    pub(crate) numbers: i32,
    /// Whether something was refused them, and those who keep their tree were told.
    pub(crate) refused: bool,
}

pub(crate) async fn sheet(
    db: impl PgExecutor<'_>,
    reader: PersonId,
    day: Date,
) -> Result<Option<SheetRow>, store::Error> {
    sqlx::query_as(
        "SELECT cards, people, shown, numbers, refused_at IS NOT NULL AS refused
           FROM directory.card_days WHERE reader = $1 AND day = $2",
    )
    .bind(reader.uuid())
    .bind(day)
    .fetch_optional(db)
    .await
}

/// The same, held until commit so that two requests never count as one.
pub(crate) async fn hold_sheet(tx: &mut Tx, reader: PersonId, day: Date) -> Result<SheetRow, store::Error> {
    sqlx::query_as(
        "INSERT INTO directory.card_days AS d (reader, day, cards) VALUES ($1, $2, 0)
         ON CONFLICT (reader, day) DO UPDATE SET cards = d.cards
         RETURNING cards, people, shown, numbers, refused_at IS NOT NULL AS refused",
    )
    .bind(reader.uuid())
    .bind(day)
    .fetch_one(&mut **tx)
    .await
}

/// Keeps all but the cards, which are counted as they are opened.
pub(crate) async fn keep_sheet(
    tx: &mut Tx,
    reader: PersonId,
    day: Date,
    sheet: &SheetRow,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.card_days SET people = $3, shown = $4, numbers = $5,
                refused_at = CASE WHEN $6 THEN coalesce(refused_at, $7) ELSE refused_at END
          WHERE reader = $1 AND day = $2",
    )
    .bind(reader.uuid())
    .bind(day)
    .bind(sheet.people)
    .bind(&sheet.shown)
    .bind(sheet.numbers)
    .bind(sheet.refused)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
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

/// Somebody who would have been shown more than a day allows.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct AlertRow {
    reader: Uuid,
    pub(crate) day: Date,
    pub(crate) cards: i32,
    pub(crate) people: i32,
    pub(crate) numbers: i32,
    pub(crate) refused_at: OffsetDateTime,
}

impl AlertRow {
    pub(crate) fn reader(&self) -> PersonId {
        Id::from_uuid(self.reader)
    }
}

/// The newest first, those before one of them: of all readers, or of those who may stand in these trees. Who is placed
/// nowhere may: where their address puts them is not known here.
pub(crate) async fn alerts(
    db: impl PgExecutor<'_>,
    trees: Option<&[ScopeId]>,
    before: Option<&AlertRow>,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<AlertRow>, store::Error> {
    sqlx::query_as(
        "SELECT d.reader, d.day, d.cards, d.people, d.numbers, d.refused_at
           FROM directory.card_days d
           LEFT JOIN LATERAL (
                SELECT bool_or(o.path && $1) AS within
                  FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
                 WHERE a.person = d.reader AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)) placed ON true
          WHERE d.refused_at IS NOT NULL
            AND ($1::uuid[] IS NULL OR coalesce(placed.within, true))
            AND ($3::timestamptz IS NULL OR (d.refused_at, d.reader) < ($3, $4))
          ORDER BY d.refused_at DESC, d.reader DESC LIMIT $5",
    )
    .bind(trees.map(uuids))
    .bind(now)
    .bind(before.map(|row| row.refused_at))
    .bind(before.map(|row| row.reader))
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Forgets which cards were opened before a day; that somebody was refused is kept for a month.
pub(crate) async fn sweep(db: &sqlx::PgPool, day: Date) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.cards_opened WHERE day < $1").bind(day).execute(db).await?;
    sqlx::query("DELETE FROM directory.card_days WHERE day < $1 AND (refused_at IS NULL OR day < $1 - 30)")
        .bind(day)
        .execute(db)
        .await?;
    sqlx::query("UPDATE directory.card_days SET shown = NULL WHERE day < $1 AND shown IS NOT NULL")
        .bind(day)
        .execute(db)
        .await
        .map(drop)
}
