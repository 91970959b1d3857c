//! Codes and tokens, by their digests, so that no comparison leaks them.

use kernel::Id;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::grants::GrantRow;
use crate::model::{Digest, GrantId, Live};

#[derive(FromRow)]
pub(crate) struct CodeRow {
    #[sqlx(rename = "grant")]
    grant_id: Uuid,
    pub(crate) client: Uuid,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) used_at: Option<OffsetDateTime>,
}

impl CodeRow {
    pub(crate) fn grant(&self) -> GrantId {
        Id::from_uuid(self.grant_id)
    }
}

/// What a code is bound to.
pub(crate) struct NewCode<'a> {
    pub(crate) secret: Digest,
    pub(crate) grant: GrantId,
    pub(crate) redirect_uri: &'a str,
    pub(crate) challenge: Option<&'a str>,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) expires_at: OffsetDateTime,
}

pub(crate) async fn insert_code(tx: &mut Tx, code: &NewCode<'_>) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.codes (secret, \"grant\", redirect_uri, challenge, nonce, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(code.secret.as_slice())
    .bind(code.grant.uuid())
    .bind(code.redirect_uri)
    .bind(code.challenge)
    .bind(code.nonce)
    .bind(code.expires_at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The code, held until commit: of two who show it at once, the second one waits and finds it used.
pub(crate) async fn hold_code(tx: &mut Tx, secret: &Digest) -> Result<Option<CodeRow>, store::Error> {
    sqlx::query_as(
        "SELECT c.\"grant\", g.client, c.redirect_uri, c.challenge, c.nonce, c.expires_at, c.used_at
           FROM provider.codes c JOIN provider.grants g ON g.id = c.\"grant\"
          WHERE c.secret = $1 FOR UPDATE OF c",
    )
    .bind(secret.as_slice())
    .fetch_optional(&mut **tx)
    .await
}

pub(crate) async fn use_code(tx: &mut Tx, secret: &Digest, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("UPDATE provider.codes SET used_at = $2 WHERE secret = $1")
        .bind(secret.as_slice())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn insert_access(
    tx: &mut Tx,
    secret: &Digest,
    grant: GrantId,
    scopes: &[String],
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.access_tokens (secret, \"grant\", scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(secret.as_slice())
    .bind(grant.uuid())
    .bind(scopes)
    .bind(now)
    .bind(expires_at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn insert_refresh(
    tx: &mut Tx,
    secret: &Digest,
    grant: GrantId,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.refresh_tokens (secret, \"grant\", created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(secret.as_slice())
    .bind(grant.uuid())
    .bind(now)
    .bind(expires_at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

#[derive(FromRow)]
struct LiveRow {
    #[sqlx(flatten)]
    grant: GrantRow,
    token_scopes: Vec<String>,
    issued_at: OffsetDateTime,
    token_expires_at: OffsetDateTime,
}

/// An access token that has not expired, of a grant that was not ended.
pub(crate) async fn find_access(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<Live>, store::Error> {
    let row: Option<LiveRow> = sqlx::query_as(
        "SELECT g.id, g.client, g.person, g.scopes, g.session, g.dependent, g.issuer, g.device_id, g.acr, g.amr,
                g.authenticated_at, g.id_token_claims, g.userinfo_claims, g.created_at,
                t.scopes AS token_scopes, t.created_at AS issued_at, t.expires_at AS token_expires_at
           FROM provider.access_tokens t JOIN provider.grants g ON g.id = t.\"grant\"
          WHERE t.secret = $1 AND t.expires_at > $2 AND g.ended_at IS NULL",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(live))
}

/// A refresh token that was not used, likewise.
pub(crate) async fn find_refresh(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<Live>, store::Error> {
    let row: Option<LiveRow> = sqlx::query_as(
        "SELECT g.id, g.client, g.person, g.scopes, g.session, g.dependent, g.issuer, g.device_id, g.acr, g.amr,
                g.authenticated_at, g.id_token_claims, g.userinfo_claims, g.created_at,
                g.scopes AS token_scopes, t.created_at AS issued_at, t.expires_at AS token_expires_at
           FROM provider.refresh_tokens t JOIN provider.grants g ON g.id = t.\"grant\"
          WHERE t.secret = $1 AND t.expires_at > $2 AND t.used_at IS NULL AND g.ended_at IS NULL",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(live))
}

fn live(row: LiveRow) -> Live {
    Live {
        grant: row.grant.grant(),
        scopes: row.token_scopes,
        issued_at: row.issued_at,
        expires_at: row.token_expires_at,
    }
}

#[derive(FromRow)]
pub(crate) struct RefreshRow {
    #[sqlx(rename = "grant")]
    grant_id: Uuid,
    pub(crate) client: Uuid,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) used_at: Option<OffsetDateTime>,
    /// Whether the one that it gave was used.
    pub(crate) next_used: bool,
    pub(crate) next: Option<Vec<u8>>,
}

impl RefreshRow {
    pub(crate) fn grant(&self) -> GrantId {
        Id::from_uuid(self.grant_id)
    }
}

/// The refresh token, held until commit, together with its whole family: what is used is used once.
pub(crate) async fn hold_refresh(tx: &mut Tx, secret: &Digest) -> Result<Option<RefreshRow>, store::Error> {
    sqlx::query("SELECT FROM provider.grants WHERE id = (SELECT \"grant\" FROM provider.refresh_tokens WHERE secret = $1) FOR UPDATE")
        .bind(secret.as_slice())
        .execute(&mut **tx)
        .await?;
    sqlx::query_as(
        "SELECT t.\"grant\", g.client, t.expires_at, t.used_at, t.next,
                t.next IS NULL OR NOT EXISTS (SELECT FROM provider.refresh_tokens n
                                               WHERE n.secret = t.next AND n.used_at IS NULL) AS next_used
           FROM provider.refresh_tokens t JOIN provider.grants g ON g.id = t.\"grant\"
          WHERE t.secret = $1",
    )
    .bind(secret.as_slice())
    .fetch_optional(&mut **tx)
    .await
}

/// Notes that a refresh token gave the next one. The one it gave before and nobody used counts as used: it was lost on its
/// way, so whoever shows it all the same is somebody else.
pub(crate) async fn use_refresh(
    tx: &mut Tx,
    secret: &Digest,
    next: &Digest,
    unused: Option<&[u8]>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    if let Some(unused) = unused {
        sqlx::query("UPDATE provider.refresh_tokens SET used_at = $2 WHERE secret = $1")
            .bind(unused)
            .bind(now)
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query(
        "UPDATE provider.refresh_tokens SET used_at = coalesce(used_at, $3), next = $2 WHERE secret = $1",
    )
    .bind(secret.as_slice())
    .bind(next.as_slice())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Revokes one access token, of this client.
pub(crate) async fn remove_access(
    tx: &mut Tx,
    secret: &Digest,
    client: crate::model::ClientId,
) -> Result<bool, store::Error> {
    let gone = sqlx::query(
        "DELETE FROM provider.access_tokens t USING provider.grants g
          WHERE t.secret = $1 AND g.id = t.\"grant\" AND g.client = $2",
    )
    .bind(secret.as_slice())
    .bind(client.uuid())
    .execute(&mut **tx)
    .await?;
    Ok(gone.rows_affected() == 1)
}
