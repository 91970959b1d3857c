//! Second factors: what telephones compute, recovery codes, and who still owes one.

use kernel::{Acr, Amr, EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::{Household, Owed, OwedId, SecondFactors, Shown, strength_code, strength_of};

use super::{passwords::Tries, sessions::words};

/// A telephone's secret, sealed, and the last step that was accepted.
#[derive(Debug, FromRow)]
pub(crate) struct KeptTotp {
    pub(crate) secret: Vec<u8>,
    pub(crate) since: OffsetDateTime,
}

pub(crate) async fn totp_of(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<KeptTotp>, store::Error> {
    sqlx::query_as("SELECT secret, since FROM identity.totps WHERE person = $1")
        .bind(person.uuid())
        .fetch_optional(db)
        .await
}

/// What a person set up beyond a password and a mailbox.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<SecondFactors, store::Error> {
    let (passkey, totp, recovery_code): (bool, bool, bool) = sqlx::query_as(
        "SELECT EXISTS (SELECT FROM identity.passkeys WHERE person = $1),
                EXISTS (SELECT FROM identity.totps WHERE person = $1),
                EXISTS (SELECT FROM identity.recovery_codes WHERE person = $1 AND used_at IS NULL)",
    )
    .bind(person.uuid())
    .fetch_one(db)
    .await?;
    Ok(SecondFactors { passkey, totp, recovery_code })
}

/// Accepts the code of a step; `false` when it, or a later one, was accepted before.
pub(crate) async fn accept_step(tx: &mut Tx, person: PersonId, step: i64) -> Result<bool, store::Error> {
    let accepted =
        sqlx::query("UPDATE identity.totps SET last_step = $2 WHERE person = $1 AND last_step < $2")
            .bind(person.uuid())
            .bind(step)
            .execute(&mut **tx)
            .await?;
    Ok(accepted.rows_affected() > 0)
}

pub(crate) async fn set_candidate(
    tx: &mut Tx,
    person: PersonId,
    secret: &[u8],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.totp_candidates (person, secret, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET secret = EXCLUDED.secret, created_at = EXCLUDED.created_at",
    )
    .bind(person.uuid())
    .bind(secret)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn candidate(
    db: impl PgExecutor<'_>,
    person: PersonId,
    after: OffsetDateTime,
) -> Result<Option<Vec<u8>>, store::Error> {
    sqlx::query_scalar("SELECT secret FROM identity.totp_candidates WHERE person = $1 AND created_at > $2")
        .bind(person.uuid())
        .bind(after)
        .fetch_optional(db)
        .await
}

/// Makes of the candidate what opens; `false` when there is another one by now.
pub(crate) async fn promote(
    tx: &mut Tx,
    person: PersonId,
    secret: &[u8],
    step: i64,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM identity.totp_candidates WHERE person = $1 AND secret = $2")
        .bind(person.uuid())
        .bind(secret)
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO identity.totps (person, secret, since, last_step) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person) DO UPDATE
            SET secret = EXCLUDED.secret, since = EXCLUDED.since, last_step = EXCLUDED.last_step",
    )
    .bind(person.uuid())
    .bind(secret)
    .bind(now)
    .bind(step)
    .execute(&mut **tx)
    .await?;
    Ok(true)
}

/// Asks for no second factor any more; says whether one was asked for. The recovery codes stay: they prove more than that.
pub(crate) async fn remove_totp(tx: &mut Tx, person: PersonId) -> Result<bool, store::Error> {
    for sql in [
        "DELETE FROM identity.totp_candidates WHERE person = $1",
        "DELETE FROM identity.second_factors WHERE person = $1",
    ] {
        sqlx::query(sql).bind(person.uuid()).execute(&mut **tx).await?;
    }
    let gone = sqlx::query("DELETE FROM identity.totps WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

/// Replaces the recovery codes of a person.
pub(crate) async fn set_recovery_codes(
    tx: &mut Tx,
    person: PersonId,
    hashes: &[[u8; 32]],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.recovery_codes WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    let hashes: Vec<&[u8]> = hashes.iter().map(|hash| &hash[..]).collect();
    sqlx::query(
        "INSERT INTO identity.recovery_codes (person, hash, made_at) SELECT $1, hash, $3 FROM unnest($2::bytea[]) AS h (hash)",
    )
    .bind(person.uuid())
    .bind(hashes)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many recovery codes a person has left, and since when; `None` without any made.
pub(crate) async fn recovery_codes(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<(i64, OffsetDateTime)>, store::Error> {
    let (left, made_at): (i64, Option<OffsetDateTime>) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE used_at IS NULL), max(made_at) FROM identity.recovery_codes WHERE person = $1",
    )
    .bind(person.uuid())
    .fetch_one(db)
    .await?;
    Ok(made_at.map(|made_at| (left, made_at)))
}

/// Uses a recovery code up; `false` when it is none of theirs, or was used.
pub(crate) async fn use_recovery_code(
    tx: &mut Tx,
    person: PersonId,
    hash: &[u8],
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let used = sqlx::query(
        "UPDATE identity.recovery_codes SET used_at = $3 WHERE person = $1 AND hash = $2 AND used_at IS NULL",
    )
    .bind(person.uuid())
    .bind(hash)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(used.rows_affected() > 0)
}

/// Counts a try before it is made; see [`super::passwords::count_try`].
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    person: PersonId,
    household: &Household,
    most: i64,
    now: OffsetDateTime,
    window: Duration,
) -> Result<Tries, store::Error> {
    sqlx::query_as(
        "WITH here AS (
             INSERT INTO identity.factor_tries AS t (person, household, tries, since) VALUES ($1, $2, 1, $3)
             ON CONFLICT (person, household) DO UPDATE SET
                tries = CASE WHEN t.since <= $4 THEN 1 ELSE least(t.tries, 1000000) + 1 END,
                since = CASE WHEN t.since <= $4 THEN $3 ELSE t.since END
             RETURNING tries::bigint AS tries, since
         )
         SELECT here.tries AS here, here.since AS here_since,
                elsewhere.tries AS elsewhere, elsewhere.since AS elsewhere_since
           FROM here, (
             SELECT coalesce(sum(least(tries, $5)), 0)::bigint AS tries, min(since) AS since
               FROM identity.factor_tries WHERE person = $1 AND household <> $2 AND since > $4
         ) elsewhere",
    )
    .bind(person.uuid())
    .bind(household.as_str())
    .bind(now)
    .bind(now - window)
    .bind(most)
    .fetch_one(db)
    .await
}

/// Forgets what a household tried before it was right.
pub(crate) async fn forget_tries(
    tx: &mut Tx,
    person: PersonId,
    household: &Household,
) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.factor_tries WHERE person = $1 AND household = $2")
        .bind(person.uuid())
        .bind(household.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that somebody showed a first factor. Whoever began too often loses the oldest beginnings.
pub(crate) async fn insert_owed(tx: &mut Tx, owed: &Owed, browser: &[u8]) -> Result<(), store::Error> {
    sqlx::query(
        "DELETE FROM identity.second_factors WHERE id IN (
             SELECT id FROM identity.second_factors WHERE person = $1 ORDER BY created_at DESC OFFSET 19)",
    )
    .bind(owed.person.uuid())
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO identity.second_factors (id, browser, person, address, strength, acr, amr, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(owed.id.uuid())
    .bind(browser)
    .bind(owed.person.uuid())
    .bind(owed.address.as_str())
    .bind(strength_code(owed.shown.strength))
    .bind(owed.shown.acr.as_str())
    .bind(words(&owed.shown.amr))
    .bind(owed.shown.at)
    .bind(owed.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Counts a try at a second factor before it is made. `None` when it is over, was never begun, or by another browser.
pub(crate) async fn try_owed(
    db: impl PgExecutor<'_>,
    id: OwedId,
    browser: &[u8],
    most: i32,
    now: OffsetDateTime,
) -> Result<Option<(Owed, i32)>, store::Error> {
    #[derive(FromRow)]
    struct Row {
        person: Uuid,
        address: String,
        strength: String,
        acr: String,
        amr: Vec<String>,
        created_at: OffsetDateTime,
        expires_at: OffsetDateTime,
        tries: i32,
    }
    let row: Option<Row> = sqlx::query_as(
        "UPDATE identity.second_factors SET tries = tries + 1
          WHERE id = $1 AND browser = $2 AND tries < $3 AND expires_at > $4
          RETURNING person, address, strength, acr, amr, created_at, expires_at, tries",
    )
    .bind(id.uuid())
    .bind(browser)
    .bind(most)
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        let address: EmailAddress = row.address.parse().ok()?;
        let shown = Shown {
            strength: strength_of(&row.strength),
            acr: row.acr.parse().unwrap_or(Acr::Eidas0),
            amr: row.amr.iter().filter_map(|amr| Amr::of(amr)).collect(),
            at: row.created_at,
        };
        let owed = Owed { id, person: row.person.into(), address, shown, expires_at: row.expires_at };
        Some((owed, row.tries))
    }))
}

/// Settles it; `false` when somebody was quicker.
pub(crate) async fn settle(tx: &mut Tx, id: OwedId) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM identity.second_factors WHERE id = $1")
        .bind(id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}
