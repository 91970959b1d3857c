//! Accounts elsewhere by which persons come.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::LinkedIdentity;

#[derive(FromRow)]
struct IdentityRow {
    issuer: String,
    subject: String,
    linked_at: OffsetDateTime,
    last_used_at: Option<OffsetDateTime>,
}

/// The person of an account elsewhere, and whether they are suspended.
pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    issuer: &str,
    subject: &str,
) -> Result<Option<PersonId>, store::Error> {
    let person: Option<Uuid> =
        sqlx::query_scalar("SELECT person FROM identity.identities WHERE issuer = $1 AND subject = $2")
            .bind(issuer)
            .bind(subject)
            .fetch_optional(db)
            .await?;
    Ok(person.map(PersonId::from_uuid))
}

/// Says whether it was free.
pub(crate) async fn insert(
    tx: &mut Tx,
    person: PersonId,
    issuer: &str,
    subject: &str,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let linked = sqlx::query(
        "INSERT INTO identity.identities (issuer, subject, person, linked_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(issuer)
    .bind(subject)
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(linked.rows_affected() > 0)
}

/// Says whether there was one.
pub(crate) async fn delete(
    tx: &mut Tx,
    person: PersonId,
    issuer: &str,
    subject: &str,
) -> Result<bool, store::Error> {
    let gone =
        sqlx::query("DELETE FROM identity.identities WHERE person = $1 AND issuer = $2 AND subject = $3")
            .bind(person.uuid())
            .bind(issuer)
            .bind(subject)
            .execute(&mut **tx)
            .await?;
    Ok(gone.rows_affected() > 0)
}

pub(crate) async fn note_used(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.identities SET last_used_at = $3 WHERE issuer = $1 AND subject = $2")
        .bind(issuer)
        .bind(subject)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Of the accounts elsewhere of a person.
pub(crate) async fn issuers(db: impl PgExecutor<'_>, person: PersonId) -> Result<Vec<String>, store::Error> {
    sqlx::query_scalar("SELECT DISTINCT issuer FROM identity.identities WHERE person = $1")
        .bind(person.uuid())
        .fetch_all(db)
        .await
}

pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<LinkedIdentity>, store::Error> {
    let rows: Vec<IdentityRow> = sqlx::query_as(
        "SELECT issuer, subject, linked_at, last_used_at FROM identity.identities WHERE person = $1 ORDER BY linked_at",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    let linked = |row: IdentityRow| LinkedIdentity {
        issuer: row.issuer,
        subject: row.subject,
        linked_at: row.linked_at,
        last_used_at: row.last_used_at,
    };
    Ok(rows.into_iter().map(linked).collect())
}
