//! What people say is wrong on each other's cards.

use kernel::{Id, PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::uuids;
use crate::model::suggestion::{SuggestedField, SuggestionId};

#[derive(Debug, Clone, FromRow)]
pub(crate) struct SuggestionRow {
    id: Uuid,
    person: Uuid,
    field: String,
    pub(crate) value: String,
    pub(crate) comment: Option<String>,
    suggested_by: Uuid,
    pub(crate) suggested_at: OffsetDateTime,
    pub(crate) decided_at: Option<OffsetDateTime>,
    pub(crate) accepted: Option<bool>,
}

impl SuggestionRow {
    pub(crate) fn id(&self) -> SuggestionId {
        Id::from_uuid(self.id)
    }

    pub(crate) fn person(&self) -> PersonId {
        Id::from_uuid(self.person)
    }

    pub(crate) fn by(&self) -> PersonId {
        Id::from_uuid(self.suggested_by)
    }

    pub(crate) fn field(&self) -> SuggestedField {
        SuggestedField::read(&self.field)
    }
}

pub(crate) struct NewSuggestion<'a> {
    pub(crate) id: SuggestionId,
    pub(crate) person: PersonId,
    pub(crate) field: SuggestedField,
    pub(crate) value: &'a str,
    pub(crate) comment: Option<&'a str>,
    pub(crate) by: PersonId,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    new: &NewSuggestion<'_>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.suggestions (id, person, field, value, comment, suggested_by, suggested_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.uuid())
    .bind(new.person.uuid())
    .bind(new.field.as_str())
    .bind(new.value)
    .bind(new.comment)
    .bind(new.by.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// How many of somebody's suggestions wait.
pub(crate) async fn waiting_of(tx: &mut Tx, person: PersonId) -> Result<i64, store::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM directory.suggestions WHERE suggested_by = $1 AND decided_at IS NULL",
    )
    .bind(person.uuid())
    .fetch_one(&mut **tx)
    .await
}

/// Those that wait, the oldest first, those after one of them: all, or about people who may stand in these trees. Who is
/// placed nowhere may: where their address puts them is not known here.
pub(crate) async fn waiting(
    db: impl PgExecutor<'_>,
    trees: Option<&[ScopeId]>,
    after: Option<&SuggestionRow>,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<SuggestionRow>, store::Error> {
    sqlx::query_as(
        "SELECT s.id, s.person, s.field, s.value, s.comment, s.suggested_by, s.suggested_at, s.decided_at, s.accepted
           FROM directory.suggestions s
           LEFT JOIN LATERAL (
                SELECT bool_or(o.path && $1) AS within
                  FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
                 WHERE a.person = s.person AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)) placed ON true
          WHERE s.decided_at IS NULL
            AND ($1::uuid[] IS NULL OR coalesce(placed.within, true))
            AND ($3::timestamptz IS NULL OR (s.suggested_at, s.id) > ($3, $4))
          ORDER BY s.suggested_at, s.id LIMIT $5",
    )
    .bind(trees.map(uuids))
    .bind(now)
    .bind(after.map(|row| row.suggested_at))
    .bind(after.map(|row| row.id))
    .bind(limit)
    .fetch_all(db)
    .await
}

/// What somebody suggested, the newest first.
pub(crate) async fn made_by(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<SuggestionRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, person, field, value, comment, suggested_by, suggested_at, decided_at, accepted
           FROM directory.suggestions WHERE suggested_by = $1 ORDER BY suggested_at DESC, id LIMIT 50",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await
}

/// One that waits, kept as it is until commit.
pub(crate) async fn hold(tx: &mut Tx, id: SuggestionId) -> Result<Option<SuggestionRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, person, field, value, comment, suggested_by, suggested_at, decided_at, accepted
           FROM directory.suggestions WHERE id = $1 AND decided_at IS NULL FOR UPDATE",
    )
    .bind(id.uuid())
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn decide(
    tx: &mut Tx,
    id: SuggestionId,
    by: PersonId,
    accepted: bool,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.suggestions SET decided_by = $2, accepted = $3, decided_at = $4 WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(by.uuid())
    .bind(accepted)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Forgets those decided a year before.
pub(crate) async fn sweep(db: impl PgExecutor<'_>, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.suggestions WHERE decided_at < $1")
        .bind(now - Duration::days(365))
        .execute(db)
        .await
        .map(drop)
}
