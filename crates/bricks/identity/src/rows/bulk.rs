//! Many persons in one statement.

use kernel::{EmailAddress, Language, PersonId};
use sqlx::PgExecutor;
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::persons;
use crate::model::PersonRecord;

/// A person about to be written.
pub(crate) struct Newcomer<'a> {
    pub(crate) id: PersonId,
    pub(crate) address: &'a EmailAddress,
    pub(crate) name: Option<&'a str>,
    pub(crate) language: Language,
    pub(crate) proven: bool,
}

/// Takes the addresses that are free and makes their persons; says who was made.
pub(crate) async fn insert(
    tx: &mut Tx,
    newcomers: &[Newcomer<'_>],
    now: OffsetDateTime,
) -> Result<Vec<PersonId>, store::Error> {
    let ids: Vec<Uuid> = newcomers.iter().map(|one| one.id.uuid()).collect();
    let addresses: Vec<&str> = newcomers.iter().map(|one| one.address.as_str()).collect();
    let names: Vec<Option<&str>> = newcomers.iter().map(|one| one.name).collect();
    let languages: Vec<&str> = newcomers.iter().map(|one| one.language.code()).collect();
    let proven: Vec<bool> = newcomers.iter().map(|one| one.proven).collect();
    // Always in the same order, so that two batches do not wait for one another crosswise.
    let made: Vec<Uuid> = sqlx::query_scalar(
        "WITH new AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[])
                          AS new (id, address, name, language, proven)),
              taken AS (INSERT INTO identity.addresses (address, person, main, proven_at)
                        SELECT address, id, true, CASE WHEN proven THEN $6::timestamptz END FROM new
                         ORDER BY address COLLATE \"C\"
                        ON CONFLICT (address) DO NOTHING RETURNING person)
         INSERT INTO identity.persons (id, name, language, created_at)
         SELECT new.id, new.name, new.language, $6 FROM new JOIN taken ON taken.person = new.id RETURNING id",
    )
    .bind(ids)
    .bind(addresses)
    .bind(names)
    .bind(languages)
    .bind(proven)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(made.into_iter().map(PersonId::from_uuid).collect())
}

pub(crate) async fn rename(tx: &mut Tx, names: &[(PersonId, String)]) -> Result<(), store::Error> {
    let (ids, names): (Vec<Uuid>, Vec<&str>) =
        names.iter().map(|(person, name)| (person.uuid(), name.as_str())).unzip();
    sqlx::query(
        "UPDATE identity.persons p SET name = new.name
           FROM unnest($1::uuid[], $2::text[]) AS new (id, name) WHERE p.id = new.id",
    )
    .bind(ids)
    .bind(names)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn look_again(tx: &mut Tx) -> Result<(), store::Error> {
    sqlx::query("ANALYZE identity.persons, identity.addresses").execute(&mut **tx).await.map(drop)
}

/// Which parts of names are given; what a name does not begin with is not noted.
pub(crate) async fn note_given(tx: &mut Tx, given: &[(PersonId, String)]) -> Result<(), store::Error> {
    let (ids, given): (Vec<Uuid>, Vec<&str>) =
        given.iter().map(|(person, given)| (person.uuid(), given.as_str())).unzip();
    sqlx::query(
        "UPDATE identity.persons p SET given_name = new.given
           FROM unnest($1::uuid[], $2::text[]) AS new (id, given)
          WHERE p.id = new.id AND starts_with(p.name, new.given || ' ') AND p.given_name IS DISTINCT FROM new.given",
    )
    .bind(ids)
    .bind(given)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn after(
    db: impl PgExecutor<'_>,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<PersonRecord>, store::Error> {
    let rows: Vec<persons::PersonRow> = sqlx::query_as(
        "SELECT p.id, p.name, p.given_name, a.address, p.language, a.proven_at IS NOT NULL AS proven, p.disabled_at IS NOT NULL AS disabled
           FROM identity.persons p JOIN identity.addresses a ON a.person = p.id AND a.main
          WHERE $1::uuid IS NULL OR p.id > $1 ORDER BY p.id LIMIT $2",
    )
    .bind(after.map(PersonId::uuid))
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(persons::PersonRow::record).collect())
}
