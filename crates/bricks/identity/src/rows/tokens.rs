//! Personal access tokens.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::{SessionId, Strength};

use crate::model::{ListedToken, NewToken, Pass, Shown, TokenId};

pub(crate) async fn insert(
    tx: &mut Tx,
    id: TokenId,
    person: PersonId,
    token: &NewToken,
    secret: &[u8],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.tokens (id, secret, person, name, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.uuid())
    .bind(secret)
    .bind(person.uuid())
    .bind(&token.name)
    .bind(&token.scopes)
    .bind(now)
    .bind(token.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many a person has; `None` for who is suspended. Those who make one wait for each other until commit, and so do
/// those who suspend.
pub(crate) async fn count(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Option<i64>, store::Error> {
    let held =
        sqlx::query("SELECT FROM identity.persons WHERE id = $1 AND disabled_at IS NULL FOR NO KEY UPDATE")
            .bind(person.uuid())
            .execute(&mut **tx)
            .await?;
    if held.rows_affected() == 0 {
        return Ok(None);
    }
    sqlx::query_scalar(
        "SELECT count(*) FROM identity.tokens WHERE person = $1 AND revoked_at IS NULL AND expires_at > $2",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_one(&mut **tx)
    .await
    .map(Some)
}

/// The token of a secret, not withdrawn, of a person who is not suspended.
pub(crate) async fn find(db: impl PgExecutor<'_>, secret: &[u8]) -> Result<Option<Pass>, store::Error> {
    #[derive(FromRow)]
    struct TokenRow {
        id: Uuid,
        person: Uuid,
        scopes: Vec<String>,
        last_used_at: Option<OffsetDateTime>,
        expires_at: OffsetDateTime,
    }
    let row: Option<TokenRow> = sqlx::query_as(
        "SELECT t.id, t.person, t.scopes, t.last_used_at, t.expires_at
           FROM identity.tokens t JOIN identity.persons p ON p.id = t.person
          WHERE t.secret = $1 AND t.revoked_at IS NULL AND p.disabled_at IS NULL",
    )
    .bind(secret)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Pass {
        id: SessionId::from_uuid(row.id),
        person: row.person.into(),
        strength: Strength::Token,
        seen_at: row.last_used_at.unwrap_or(OffsetDateTime::UNIX_EPOCH),
        expires_at: row.expires_at,
        shown: Shown::by(Strength::Token, row.last_used_at.unwrap_or(OffsetDateTime::UNIX_EPOCH)),
        scopes: Some(row.scopes),
    }))
}

pub(crate) async fn note_used(
    db: impl PgExecutor<'_>,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.tokens SET last_used_at = greatest(last_used_at, $2) WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// A person's tokens that are still good, newest first.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<ListedToken>, store::Error> {
    type Row = (Uuid, String, Vec<String>, OffsetDateTime, OffsetDateTime, Option<OffsetDateTime>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, name, scopes, created_at, expires_at, last_used_at FROM identity.tokens
          WHERE person = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    let listed = |(id, name, scopes, created_at, expires_at, last_used_at): Row| ListedToken {
        id: id.into(),
        name,
        scopes,
        created_at,
        expires_at,
        last_used_at,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Withdraws a token of a person; says whether it was good.
pub(crate) async fn revoke(
    tx: &mut Tx,
    person: PersonId,
    id: TokenId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let revoked = sqlx::query(
        "UPDATE identity.tokens SET revoked_at = $3
          WHERE id = $1 AND person = $2 AND revoked_at IS NULL AND expires_at > $3",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(revoked.rows_affected() > 0)
}

/// Withdraws all the tokens of a person; says how many were good.
pub(crate) async fn revoke_all(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let revoked = sqlx::query(
        "UPDATE identity.tokens SET revoked_at = $2 WHERE person = $1 AND revoked_at IS NULL AND expires_at > $2",
    )
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(revoked.rows_affected())
}
