//! Personal access tokens.

use kernel::{EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::{SessionId, Strength};

use crate::model::{ListedToken, NewToken, Pass, Shown, TokenId, TokenKind};

pub(crate) async fn insert(
    tx: &mut Tx,
    id: TokenId,
    person: PersonId,
    token: &NewToken,
    secret: &[u8],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.tokens (id, secret, person, name, scopes, created_at, expires_at, kind)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.uuid())
    .bind(secret)
    .bind(person.uuid())
    .bind(&token.name)
    .bind(&token.scopes)
    .bind(now)
    .bind(token.expires_at)
    .bind(token.kind.as_str())
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

#[derive(FromRow)]
struct TokenRow {
    id: Uuid,
    person: Uuid,
    scopes: Vec<String>,
    last_used_at: Option<OffsetDateTime>,
    expires_at: OffsetDateTime,
}

impl TokenRow {
    fn pass(self) -> Pass {
        let used_at = self.last_used_at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
        Pass {
            id: SessionId::from_uuid(self.id),
            person: self.person.into(),
            strength: Strength::Token,
            seen_at: used_at,
            expires_at: self.expires_at,
            shown: Shown::by(Strength::Token, used_at),
            second_factor: false,
            scopes: Some(self.scopes),
        }
    }
}

/// The token of a secret, not withdrawn, of a person who is not suspended.
pub(crate) async fn find(db: impl PgExecutor<'_>, secret: &[u8]) -> Result<Option<Pass>, store::Error> {
    let row: Option<TokenRow> = sqlx::query_as(
        "SELECT t.id, t.person, t.scopes, t.last_used_at, t.expires_at
           FROM identity.tokens t JOIN identity.persons p ON p.id = t.person
          WHERE t.secret = $1 AND t.kind = 'token' AND t.revoked_at IS NULL AND p.disabled_at IS NULL",
    )
    .bind(secret)
    .fetch_optional(db)
    .await?;
    Ok(row.map(TokenRow::pass))
}

/// The application password of a secret, shown with a proven address of its person.
pub(crate) async fn find_password(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
    secret: &[u8],
) -> Result<Option<Pass>, store::Error> {
    let row: Option<TokenRow> = sqlx::query_as(
        "SELECT t.id, t.person, t.scopes, t.last_used_at, t.expires_at
           FROM identity.tokens t JOIN identity.persons p ON p.id = t.person
           JOIN identity.addresses a ON a.person = t.person AND a.address = $2 AND a.proven_at IS NOT NULL
          WHERE t.secret = $1 AND t.kind = 'application_password' AND t.revoked_at IS NULL AND p.disabled_at IS NULL",
    )
    .bind(secret)
    .bind(address.as_str())
    .fetch_optional(db)
    .await?;
    Ok(row.map(TokenRow::pass))
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
    type Row = (Uuid, String, String, Vec<String>, OffsetDateTime, OffsetDateTime, Option<OffsetDateTime>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, kind, name, scopes, created_at, expires_at, last_used_at FROM identity.tokens
          WHERE person = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    let listed = |(id, kind, name, scopes, created_at, expires_at, last_used_at): Row| ListedToken {
        id: id.into(),
        kind: TokenKind::of(&kind),
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

/// Withdraws the tokens that a person made since a moment, or all; says which were good.
pub(crate) async fn revoke_since(
    tx: &mut Tx,
    person: PersonId,
    since: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<Vec<TokenId>, store::Error> {
    let revoked: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE identity.tokens SET revoked_at = $2
          WHERE person = $1 AND revoked_at IS NULL AND expires_at > $2 AND ($3::timestamptz IS NULL OR created_at >= $3)
          RETURNING id",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(since)
    .fetch_all(&mut **tx)
    .await?;
    Ok(revoked.into_iter().map(TokenId::from_uuid).collect())
}
