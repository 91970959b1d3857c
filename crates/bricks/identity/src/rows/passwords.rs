//! Passwords, and how often they were tried.

use kernel::{EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::Household;

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

pub(crate) async fn changed_at(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<OffsetDateTime>, store::Error> {
    sqlx::query_scalar("SELECT changed_at FROM identity.passwords WHERE person = $1")
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

/// What is tried with an address. Each is counted on its own: who uses up the tries of one leaves the others open.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tried {
    Password,
    RecoveryCode,
    ApplicationPassword,
}

impl Tried {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::RecoveryCode => "recovery_code",
            Self::ApplicationPassword => "application_password",
        }
    }
}

/// How often something was tried for an address, or a person, lately.
#[derive(Debug, FromRow)]
pub(crate) struct Tries {
    /// From the household that tries now, this one counted.
    pub(crate) here: i64,
    pub(crate) here_since: OffsetDateTime,
    /// From all others.
    pub(crate) elsewhere: i64,
    pub(crate) elsewhere_since: Option<OffsetDateTime>,
}

impl Tries {
    /// Since when a share is used up, if one is: what the household may try, or what all may.
    pub(crate) fn over(&self, household: i64, all: i64) -> Option<OffsetDateTime> {
        if self.here > household {
            Some(self.here_since)
        } else if self.here + self.elsewhere > all {
            self.elsewhere_since
        } else {
            None
        }
    }
}

/// Counts a try before it is made, so that a thousand at the same time are a thousand. A household's count begins again
/// once `window` is over; of what it tries beyond `most`, which is refused, nothing counts elsewhere. Of tries at the very
/// same moment from several households each may miss the others'.
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    tried: Tried,
    (address, household): (&EmailAddress, &Household),
    most: i64,
    now: OffsetDateTime,
    window: Duration,
) -> Result<Tries, store::Error> {
    sqlx::query_as(
        "WITH here AS (
             INSERT INTO identity.password_tries AS t (address, kind, household, tries, since)
             VALUES ($1, $6, $2, 1, $3)
             ON CONFLICT (address, kind, household) DO UPDATE SET
                tries = CASE WHEN t.since <= $4 THEN 1 ELSE least(t.tries, 1000000) + 1 END,
                since = CASE WHEN t.since <= $4 THEN $3 ELSE t.since END
             RETURNING tries::bigint AS tries, since
         )
         SELECT here.tries AS here, here.since AS here_since,
                elsewhere.tries AS elsewhere, elsewhere.since AS elsewhere_since
           FROM here, (
             SELECT coalesce(sum(least(tries, $5)), 0)::bigint AS tries, min(since) AS since
               FROM identity.password_tries
              WHERE address = $1 AND kind = $6 AND household <> $2 AND since > $4
         ) elsewhere",
    )
    .bind(address.as_str())
    .bind(household.as_str())
    .bind(now)
    .bind(now - window)
    .bind(most)
    .bind(tried.as_str())
    .fetch_one(db)
    .await
}

/// Forgets what a household tried before it was right. What others try goes on being counted.
pub(crate) async fn forget_tries(
    db: impl PgExecutor<'_>,
    tried: Tried,
    address: &EmailAddress,
    household: &Household,
) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.password_tries WHERE address = $1 AND kind = $3 AND household = $2")
        .bind(address.as_str())
        .bind(household.as_str())
        .bind(tried.as_str())
        .execute(db)
        .await?;
    Ok(())
}
