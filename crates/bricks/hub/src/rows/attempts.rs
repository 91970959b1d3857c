//! Browsers on their way, and those who arrive for the first time.

use kernel::Id;
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{Attempt, Digest, LandingPlace, ProviderId, Purpose, Vouched};

#[derive(FromRow)]
struct AttemptRow {
    purpose: String,
    person: Option<Uuid>,
    session: Option<Uuid>,
    next: String,
    started_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

pub(crate) async fn insert(db: impl PgExecutor<'_>, attempt: &Attempt) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO hub.attempts (state, browser, provider, purpose, person, session, next, started_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(attempt.state)
    .bind(attempt.browser)
    .bind(attempt.provider.uuid())
    .bind(attempt.purpose.as_str())
    .bind(attempt.caller.map(|(person, _)| person.uuid()))
    .bind(attempt.caller.map(|(_, session)| session.uuid()))
    .bind(attempt.next.as_str())
    .bind(attempt.started_at)
    .bind(attempt.expires_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes an attempt, which is worth once: of this state, this browser and this provider, all three.
pub(crate) async fn take(
    db: impl PgExecutor<'_>,
    state: Digest,
    browser: Digest,
    provider: ProviderId,
    now: OffsetDateTime,
) -> Result<Option<Attempt>, store::Error> {
    let row: Option<AttemptRow> = sqlx::query_as(
        "DELETE FROM hub.attempts WHERE state = $1 AND browser = $2 AND provider = $3 AND expires_at > $4
         RETURNING purpose, person, session, next, started_at, expires_at",
    )
    .bind(state)
    .bind(browser)
    .bind(provider.uuid())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Attempt {
        state,
        browser,
        provider,
        purpose: Purpose::of(&row.purpose),
        caller: row.person.map(Id::from_uuid).zip(row.session.map(Id::from_uuid)),
        next: LandingPlace::read(Some(&row.next)),
        started_at: row.started_at,
        expires_at: row.expires_at,
    }))
}

/// Somebody whom a provider vouches for and whom nobody here is yet.
#[derive(Debug, Clone)]
pub(crate) struct Newcomer {
    pub(crate) provider: ProviderId,
    pub(crate) vouched: Vouched,
    pub(crate) next: LandingPlace,
    pub(crate) expires_at: OffsetDateTime,
}

#[derive(FromRow)]
struct NewcomerRow {
    provider: Uuid,
    vouched: Json<Vouched>,
    next: String,
    expires_at: OffsetDateTime,
}

/// The newest of a browser counts.
pub(crate) async fn keep_newcomer(
    db: impl PgExecutor<'_>,
    browser: Digest,
    newcomer: &Newcomer,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO hub.arrivals (browser, provider, vouched, next, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (browser) DO UPDATE SET provider = excluded.provider, vouched = excluded.vouched,
                next = excluded.next, expires_at = excluded.expires_at",
    )
    .bind(browser)
    .bind(newcomer.provider.uuid())
    .bind(Json(&newcomer.vouched))
    .bind(newcomer.next.as_str())
    .bind(newcomer.expires_at)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn newcomer(
    db: impl PgExecutor<'_>,
    browser: Digest,
    now: OffsetDateTime,
) -> Result<Option<Newcomer>, store::Error> {
    let row: Option<NewcomerRow> = sqlx::query_as(
        "SELECT provider, vouched, next, expires_at FROM hub.arrivals WHERE browser = $1 AND expires_at > $2",
    )
    .bind(browser)
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Newcomer {
        provider: Id::from_uuid(row.provider),
        vouched: row.vouched.0,
        next: LandingPlace::read(Some(&row.next)),
        expires_at: row.expires_at,
    }))
}

pub(crate) async fn forget_newcomer(db: impl PgExecutor<'_>, browser: Digest) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM hub.arrivals WHERE browser = $1").bind(browser).execute(db).await?;
    Ok(())
}

/// Deletes what is over; says how many rows that were.
pub(crate) async fn sweep(tx: &mut Tx, now: OffsetDateTime) -> Result<u64, store::Error> {
    let mut swept = 0;
    for over in [
        "DELETE FROM hub.attempts WHERE expires_at <= $1",
        "DELETE FROM hub.arrivals WHERE expires_at <= $1",
        "DELETE FROM hub.transfers WHERE expires_at <= $1",
        "DELETE FROM hub.logout_tokens WHERE until <= $1",
    ] {
        swept += sqlx::query(over).bind(now).execute(&mut **tx).await?.rows_affected();
    }
    Ok(swept)
}
