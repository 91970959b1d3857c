//! Passwords, and how often they were tried.

use kernel::{EmailAddress, PersonId};
use sqlx::PgExecutor;
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// What a sign-in needs to know. The same statement finds it, or nothing, for every address.
pub(crate) struct Kept {
    pub(crate) person: PersonId,
    pub(crate) hash: String,
}

/// The password of whoever proved this address.
pub(crate) async fn of_address(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
) -> Result<Option<Kept>, store::Error> {
    let row: Option<(Uuid, String)> = sqlx::query_as(
        "SELECT w.person, w.hash FROM identity.addresses a JOIN identity.passwords w USING (person)
          WHERE a.address = $1 AND a.proven_at IS NOT NULL",
    )
    .bind(address.as_str())
    .fetch_optional(db)
    .await?;
    Ok(row.map(|(person, hash)| Kept { person: person.into(), hash }))
}

pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<String>, store::Error> {
    sqlx::query_scalar("SELECT hash FROM identity.passwords WHERE person = $1")
        .bind(person.uuid())
        .fetch_optional(db)
        .await
}

pub(crate) async fn set(
    tx: &mut Tx,
    person: PersonId,
    hash: &str,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.passwords (person, hash, changed_at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET hash = EXCLUDED.hash, changed_at = EXCLUDED.changed_at",
    )
    .bind(person.uuid())
    .bind(hash)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The same password under a better hash, unless it was changed meanwhile.
pub(crate) async fn rehash(
    db: impl PgExecutor<'_>,
    person: PersonId,
    from: &str,
    to: &str,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.passwords SET hash = $3 WHERE person = $1 AND hash = $2")
        .bind(person.uuid())
        .bind(from)
        .bind(to)
        .execute(db)
        .await?;
    Ok(())
}

/// Counts a try before it is made, so that a thousand at the same time are a thousand; says how many there were, and
/// since when. The count begins again once `window` is over.
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
    now: OffsetDateTime,
    window: Duration,
) -> Result<(i32, OffsetDateTime), store::Error> {
    sqlx::query_as(
        "INSERT INTO identity.password_tries AS t (address, tries, since) VALUES ($1, 1, $2)
         ON CONFLICT (address) DO UPDATE SET
            tries = CASE WHEN t.since <= $3 THEN 1 ELSE least(t.tries, 1000000) + 1 END,
            since = CASE WHEN t.since <= $3 THEN $2 ELSE t.since END
         RETURNING tries, since",
    )
    .bind(address.as_str())
    .bind(now)
    .bind(now - window)
    .fetch_one(db)
    .await
}

pub(crate) async fn forget_tries(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.password_tries WHERE address = $1")
        .bind(address.as_str())
        .execute(db)
        .await?;
    Ok(())
}
