//! The addresses of one person.

use kernel::{EmailAddress, PersonId};
use sqlx::PgExecutor;
use store::Tx;
use time::OffsetDateTime;

use crate::model::OwnAddress;

/// The main one first.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<OwnAddress>, store::Error> {
    let rows: Vec<(String, bool, bool)> = sqlx::query_as(
        "SELECT address, main, proven_at IS NOT NULL FROM identity.addresses WHERE person = $1 ORDER BY main DESC, address",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    let own = |(address, main, proven): (String, bool, bool)| {
        Some(OwnAddress { address: address.parse().ok()?, main, proven })
    };
    Ok(rows.into_iter().filter_map(own).collect())
}

/// Makes those who change the addresses of one person come one after the other until commit; the rows are the person's.
pub(crate) async fn hold(tx: &mut Tx, person: PersonId) -> Result<Vec<OwnAddress>, store::Error> {
    sqlx::query("SELECT FROM identity.persons WHERE id = $1 FOR NO KEY UPDATE")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    of_person(&mut **tx, person).await
}

/// Gives a person an address that they proved; `false` when somebody has it.
pub(crate) async fn insert(
    tx: &mut Tx,
    person: PersonId,
    address: &EmailAddress,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let taken = sqlx::query(
        "INSERT INTO identity.addresses (address, person, main, proven_at) VALUES ($1, $2, false, $3)
         ON CONFLICT (address) DO UPDATE SET proven_at = coalesce(addresses.proven_at, EXCLUDED.proven_at)
          WHERE addresses.person = EXCLUDED.person",
    )
    .bind(address.as_str())
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(taken.rows_affected() > 0)
}

/// Makes of one of a person's addresses the main one. Two statements: there is never a second main one.
pub(crate) async fn set_main(
    tx: &mut Tx,
    person: PersonId,
    address: &EmailAddress,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.addresses SET main = false WHERE person = $1 AND main")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE identity.addresses SET main = true WHERE person = $1 AND address = $2")
        .bind(person.uuid())
        .bind(address.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete(
    tx: &mut Tx,
    person: PersonId,
    address: &EmailAddress,
) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.addresses WHERE person = $1 AND address = $2 AND NOT main")
        .bind(person.uuid())
        .bind(address.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
