//! What administrators see of an account: no secret, and nothing of what its person does.

use kernel::{EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use time::OffsetDateTime;

#[derive(FromRow)]
pub(crate) struct AccountRow {
    pub(crate) created_at: OffsetDateTime,
    pub(crate) disabled_at: Option<OffsetDateTime>,
    /// Of the sessions that are remembered.
    pub(crate) seen_at: Option<OffsetDateTime>,
    pub(crate) sessions: i64,
    pub(crate) tokens: i64,
    pub(crate) password: bool,
    pub(crate) totp: bool,
    pub(crate) passkeys: i64,
    pub(crate) recovery_codes: i64,
}

pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
    idle_since: OffsetDateTime,
) -> Result<Option<AccountRow>, store::Error> {
    sqlx::query_as(
        "SELECT p.created_at, p.disabled_at,
                (SELECT max(seen_at) FROM identity.sessions WHERE person = p.id) AS seen_at,
                (SELECT count(*) FROM identity.sessions
                  WHERE person = p.id AND closed_at IS NULL AND expires_at > $2 AND seen_at > $3) AS sessions,
                (SELECT count(*) FROM identity.tokens
                  WHERE person = p.id AND revoked_at IS NULL AND expires_at > $2) AS tokens,
                EXISTS (SELECT FROM identity.passwords WHERE person = p.id) AS password,
                EXISTS (SELECT FROM identity.totps WHERE person = p.id) AS totp,
                (SELECT count(*) FROM identity.passkeys WHERE person = p.id) AS passkeys,
                (SELECT count(*) FROM identity.recovery_codes
                  WHERE person = p.id AND used_at IS NULL) AS recovery_codes
           FROM identity.persons p WHERE p.id = $1",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(idle_since)
    .fetch_optional(db)
    .await
}

/// All the addresses of a person, the main one first, and whether each is proven.
pub(crate) async fn addresses(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<(EmailAddress, bool)>, store::Error> {
    let rows: Vec<(String, bool)> = sqlx::query_as(
        "SELECT address, proven_at IS NOT NULL FROM identity.addresses WHERE person = $1 ORDER BY main DESC, address",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(|(address, proven)| Some((address.parse().ok()?, proven))).collect())
}
