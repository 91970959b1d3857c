//! When persons were written to about their account.

use kernel::PersonId;
use store::Tx;
use time::OffsetDateTime;

/// Notes that somebody is written to now; `false` when they were `most` times since `since`.
pub(crate) async fn note(
    tx: &mut Tx,
    person: PersonId,
    most: i64,
    since: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let noted = sqlx::query(
        "INSERT INTO identity.account_letters (person, at)
         SELECT $1, $4 WHERE $2 > (SELECT count(*) FROM identity.account_letters WHERE person = $1 AND at > $3)",
    )
    .bind(person.uuid())
    .bind(most)
    .bind(since)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(noted.rows_affected() > 0)
}
