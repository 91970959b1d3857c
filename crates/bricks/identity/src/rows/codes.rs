//! Codes: mailed, asked for, tried, used.

use kernel::EmailAddress;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::{CodeId, MailedCode, MailedCodeId};

/// Makes those who ask for a code of one address come one after the other, until commit.
pub(crate) async fn queue_up(tx: &mut Tx, address: &EmailAddress) -> Result<(), store::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('identity.code/' || $1, 0))")
        .bind(address.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What was mailed to an address lately.
#[derive(Debug, FromRow)]
pub(crate) struct Lately {
    pub(crate) in_the_hour: i64,
    pub(crate) last_at: Option<OffsetDateTime>,
}

pub(crate) async fn lately(
    tx: &mut Tx,
    address: &EmailAddress,
    now: OffsetDateTime,
) -> Result<Lately, store::Error> {
    sqlx::query_as(
        "SELECT count(*) AS in_the_hour, max(created_at) AS last_at FROM identity.mailed_codes
          WHERE address = $1 AND created_at > $2",
    )
    .bind(address.as_str())
    .bind(now - Duration::HOUR)
    .fetch_one(&mut **tx)
    .await
}

/// The newest code of an address that still opens.
pub(crate) async fn live(
    tx: &mut Tx,
    address: &EmailAddress,
    now: OffsetDateTime,
) -> Result<Option<(MailedCodeId, OffsetDateTime)>, store::Error> {
    let row: Option<(Uuid, OffsetDateTime)> = sqlx::query_as(
        "SELECT id, expires_at FROM identity.mailed_codes
          WHERE address = $1 AND used_at IS NULL AND expires_at > $2 AND tries < $3 ORDER BY created_at DESC LIMIT 1",
    )
    .bind(address.as_str())
    .bind(now)
    .bind(MailedCode::MOST_TRIES)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(id, expires_at)| (id.into(), expires_at)))
}

pub(crate) async fn insert(tx: &mut Tx, code: &MailedCode) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.mailed_codes (id, address, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(code.id.uuid())
    .bind(code.address.as_str())
    .bind(&code.hash[..])
    .bind(code.created_at)
    .bind(code.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn insert_request(
    tx: &mut Tx,
    id: CodeId,
    code: Option<MailedCodeId>,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.code_requests (id, code, created_at, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(id.uuid())
    .bind(code.map(MailedCodeId::uuid))
    .bind(now)
    .bind(expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A try that may be made.
#[derive(FromRow)]
pub(crate) struct Try {
    /// This one counted.
    pub(crate) tries: i32,
    code: Option<Uuid>,
    address: Option<String>,
    hash: Option<Vec<u8>>,
}

impl Try {
    /// What to compare with. For a request that got no code, a hash that nothing has.
    pub(crate) fn expected(&self) -> (MailedCodeId, &[u8]) {
        (self.code.unwrap_or_default().into(), self.hash.as_deref().unwrap_or(&[0; 32]))
    }

    pub(crate) fn address(&self) -> Option<EmailAddress> {
        self.address.as_deref()?.parse().ok()
    }
}

/// Counts a try before it is made. `None` when no try is left, the code expired or was used, or nobody asked.
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    id: CodeId,
    most: i32,
    now: OffsetDateTime,
) -> Result<Option<Try>, store::Error> {
    sqlx::query_as(
        "WITH asked AS (
             UPDATE identity.code_requests r SET tries = tries + 1
              WHERE r.id = $1 AND r.tries < $2 AND r.expires_at > $3
                AND (r.code IS NULL OR EXISTS (
                        SELECT FROM identity.mailed_codes c
                         WHERE c.id = r.code AND c.used_at IS NULL AND c.expires_at > $3 AND c.tries < $4))
             RETURNING r.code, r.tries
         ), counted AS (
             UPDATE identity.mailed_codes c SET tries = c.tries + 1 FROM asked WHERE c.id = asked.code
             RETURNING c.id, c.address, c.hash
         )
         SELECT asked.tries, counted.id AS code, counted.address, counted.hash FROM asked LEFT JOIN counted ON true",
    )
    .bind(id.uuid())
    .bind(most)
    .bind(now)
    .bind(MailedCode::MOST_TRIES)
    .fetch_optional(db)
    .await
}

/// Uses a code up; `false` when somebody was quicker.
pub(crate) async fn use_up(
    tx: &mut Tx,
    code: MailedCodeId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let used = sqlx::query(
        "UPDATE identity.mailed_codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(code.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(used.rows_affected() > 0)
}
