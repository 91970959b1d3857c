//! Sessions. Their secrets are looked up by their digest, so that no comparison leaks them.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::model::{ListedSession, Pass, strength_code, strength_of};

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    person: Uuid,
    strength: String,
    seen_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

pub(crate) async fn insert(
    tx: &mut Tx,
    pass: &Pass,
    secret: &[u8],
    user_agent: &str,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.sessions (id, secret, person, strength, user_agent, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
    )
    .bind(pass.id.uuid())
    .bind(secret)
    .bind(pass.person.uuid())
    .bind(strength_code(pass.strength))
    .bind(user_agent)
    .bind(pass.seen_at)
    .bind(pass.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The session of a secret, open, of a person who is not suspended.
pub(crate) async fn find(db: impl PgExecutor<'_>, secret: &[u8]) -> Result<Option<Pass>, store::Error> {
    let row: Option<SessionRow> = sqlx::query_as(
        "SELECT s.id, s.person, s.strength, s.seen_at, s.expires_at
           FROM identity.sessions s JOIN identity.persons p ON p.id = s.person
          WHERE s.secret = $1 AND s.closed_at IS NULL AND p.disabled_at IS NULL",
    )
    .bind(secret)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Pass {
        id: row.id.into(),
        person: row.person.into(),
        strength: strength_of(&row.strength),
        seen_at: row.seen_at,
        expires_at: row.expires_at,
        scopes: None,
    }))
}

pub(crate) async fn note_seen(
    db: impl PgExecutor<'_>,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.sessions SET seen_at = greatest(seen_at, $2) WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn created_at(
    db: impl PgExecutor<'_>,
    id: SessionId,
) -> Result<Option<OffsetDateTime>, store::Error> {
    sqlx::query_scalar("SELECT created_at FROM identity.sessions WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(db)
        .await
}

/// A person's sessions that are still good, newest first.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
    current: SessionId,
    now: OffsetDateTime,
    idle_since: OffsetDateTime,
) -> Result<Vec<ListedSession>, store::Error> {
    type Row = (Uuid, String, OffsetDateTime, OffsetDateTime, OffsetDateTime, String);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, strength, created_at, seen_at, expires_at, user_agent FROM identity.sessions
          WHERE person = $1 AND closed_at IS NULL AND expires_at > $2 AND seen_at > $3
          ORDER BY created_at DESC, id DESC LIMIT 200",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(idle_since)
    .fetch_all(db)
    .await?;
    let listed = |(id, strength, created_at, last_seen_at, expires_at, user_agent): Row| ListedSession {
        id: id.into(),
        current: id == current.uuid(),
        strength: strength_of(&strength),
        created_at,
        last_seen_at,
        expires_at,
        user_agent,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Closes one session of a person; says whether it was open.
pub(crate) async fn close(
    tx: &mut Tx,
    person: PersonId,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let closed = sqlx::query(
        "UPDATE identity.sessions SET closed_at = $3
          WHERE id = $1 AND person = $2 AND closed_at IS NULL AND expires_at > $3",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(closed.rows_affected() > 0)
}

/// Closes the sessions of a person, but perhaps one; says which.
pub(crate) async fn close_all(
    tx: &mut Tx,
    person: PersonId,
    but: Option<SessionId>,
    now: OffsetDateTime,
) -> Result<Vec<SessionId>, store::Error> {
    let closed: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE identity.sessions SET closed_at = $3
          WHERE person = $1 AND id IS DISTINCT FROM $2 AND closed_at IS NULL RETURNING id",
    )
    .bind(person.uuid())
    .bind(but.map(SessionId::uuid))
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(closed.into_iter().map(SessionId::from_uuid).collect())
}
