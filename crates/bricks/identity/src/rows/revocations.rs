//! What must no longer be believed, in an order every node can follow.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

/// Who or what is no longer believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Revoked {
    /// Every session and token of a person.
    Person(PersonId),
    /// One session or token.
    Pass(Uuid),
}

#[derive(Debug, FromRow)]
pub(crate) struct Revocation {
    pub(crate) number: i64,
    pub(crate) person: Option<Uuid>,
    pub(crate) pass: Option<Uuid>,
}

/// Call it last in a transaction: until commit, whoever revokes anything else waits.
pub(crate) async fn revoke(
    tx: &mut Tx,
    revoked: &[Revoked],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    if revoked.is_empty() {
        return Ok(());
    }
    let (persons, passes): (Vec<Option<Uuid>>, Vec<Option<Uuid>>) = revoked
        .iter()
        .map(|revoked| match revoked {
            Revoked::Person(person) => (Some(person.uuid()), None),
            Revoked::Pass(pass) => (None, Some(*pass)),
        })
        .unzip();
    sqlx::query(
        "WITH counter AS (
             UPDATE identity.revocation_counter SET last = last + cardinality($1) RETURNING last - cardinality($1) AS before
         )
         INSERT INTO identity.revocations (number, person, pass, at)
         SELECT before + place, person, pass, $3
           FROM counter, unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS new (person, pass, place)",
    )
    .bind(persons)
    .bind(passes)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn last(db: impl PgExecutor<'_>) -> Result<i64, store::Error> {
    sqlx::query_scalar("SELECT last FROM identity.revocation_counter").fetch_one(db).await
}

pub(crate) async fn after(db: impl PgExecutor<'_>, number: i64) -> Result<Vec<Revocation>, store::Error> {
    sqlx::query_as("SELECT number, person, pass FROM identity.revocations WHERE number > $1 ORDER BY number")
        .bind(number)
        .fetch_all(db)
        .await
}
