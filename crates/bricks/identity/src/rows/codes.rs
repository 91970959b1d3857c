//! Codes: mailed, tried, used.

use kernel::{EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;

use crate::model::{CodeId, Household, MailedCode};

/// Makes those who ask from one household come one after the other until commit, and those who ask for one address.
/// Always in this order, so that nobody waits crosswise.
pub(crate) async fn queue_up(
    tx: &mut Tx,
    address: &EmailAddress,
    household: &Household,
) -> Result<(), store::Error> {
    for (whose, key) in [("household", household.as_str()), ("address", address.as_str())] {
        sqlx::query(
            "SELECT pg_advisory_xact_lock(hashtextextended('identity.codes/' || $1 || '/' || $2, 0))",
        )
        .bind(whose)
        .bind(key)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Which codes are counted together.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose<'a> {
    /// For an address, asked by a household.
    Theirs(&'a EmailAddress, &'a Household),
    Address(&'a EmailAddress),
    Household(&'a Household),
    /// Exact to within those that are being mailed right now: nobody queues up for the whole house.
    House,
}

/// When the `most`-th last code was mailed, if that was after `since`: the share is used up, and until then.
pub(crate) async fn used_up(
    tx: &mut Tx,
    whose: Whose<'_>,
    most: u32,
    since: OffsetDateTime,
) -> Result<Option<OffsetDateTime>, store::Error> {
    let older = i64::from(most.max(1)) - 1;
    let query = sqlx::query_scalar(match whose {
        Whose::Theirs(..) => {
            "SELECT created_at FROM identity.codes WHERE created_at > $1 AND address = $3 AND household = $4
              ORDER BY created_at DESC OFFSET $2 LIMIT 1"
        }
        Whose::Address(_) => {
            "SELECT created_at FROM identity.codes WHERE created_at > $1 AND address = $3
              ORDER BY created_at DESC OFFSET $2 LIMIT 1"
        }
        Whose::Household(_) => {
            "SELECT created_at FROM identity.codes WHERE created_at > $1 AND household = $3
              ORDER BY created_at DESC OFFSET $2 LIMIT 1"
        }
        Whose::House => {
            "SELECT created_at FROM identity.codes WHERE created_at > $1
              ORDER BY created_at DESC OFFSET $2 LIMIT 1"
        }
    });
    let query = query.bind(since).bind(older);
    let query = match whose {
        Whose::Theirs(address, household) => query.bind(address.as_str()).bind(household.as_str()),
        Whose::Address(address) => query.bind(address.as_str()),
        Whose::Household(household) => query.bind(household.as_str()),
        Whose::House => query,
    };
    query.fetch_optional(&mut **tx).await
}

pub(crate) async fn insert(
    tx: &mut Tx,
    code: &MailedCode,
    household: &Household,
    person: Option<PersonId>,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.codes (id, address, household, hash, created_at, expires_at, person)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(code.id.uuid())
    .bind(code.address.as_str())
    .bind(household.as_str())
    .bind(&code.hash[..])
    .bind(code.created_at)
    .bind(code.expires_at)
    .bind(person.map(PersonId::uuid))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A try that may be made.
#[derive(FromRow)]
pub(crate) struct Try {
    /// This one counted.
    pub(crate) tries: i32,
    /// What to compare with.
    pub(crate) hash: Vec<u8>,
    address: String,
}

impl Try {
    /// `None` when the address does not read, which no code here writes.
    pub(crate) fn address(&self) -> Option<EmailAddress> {
        self.address.parse().ok()
    }
}

/// Counts a try before it is made, so that a thousand at the same time are a thousand. `None` when no try is left, the
/// code expired or was used, or nobody asked; nor for anybody but who asked, when that was somebody.
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    id: CodeId,
    person: Option<PersonId>,
    most: i32,
    now: OffsetDateTime,
) -> Result<Option<Try>, store::Error> {
    sqlx::query_as(
        "UPDATE identity.codes SET tries = tries + 1
          WHERE id = $1 AND tries < $2 AND used_at IS NULL AND expires_at > $3
            AND person IS NOT DISTINCT FROM $4 RETURNING tries, hash, address",
    )
    .bind(id.uuid())
    .bind(most)
    .bind(now)
    .bind(person.map(PersonId::uuid))
    .fetch_optional(db)
    .await
}

/// Uses a code up; `false` when somebody was quicker.
pub(crate) async fn use_up(tx: &mut Tx, code: CodeId, now: OffsetDateTime) -> Result<bool, store::Error> {
    let used = sqlx::query(
        "UPDATE identity.codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(code.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(used.rows_affected() > 0)
}
