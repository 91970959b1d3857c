//! Who works where: affiliations, and how many people each organisation has.

use kernel::{PersonId, ScopeId};
use sqlx::PgExecutor;
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::Affiliation;

pub(crate) async fn insert_affiliation(tx: &mut Tx, affiliation: &Affiliation) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.affiliations (id, person, organisation, population, title, unit, since, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Uuid::now_v7())
    .bind(affiliation.person.uuid())
    .bind(affiliation.organisation.uuid())
    .bind(affiliation.population.as_str())
    .bind(&affiliation.title)
    .bind(&affiliation.unit)
    .bind(affiliation.since)
    .bind(affiliation.until)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends what somebody has today in an organisation; says whether they had anything.
pub(crate) async fn end(
    tx: &mut Tx,
    person: PersonId,
    organisation: ScopeId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let ended = sqlx::query(
        "UPDATE directory.affiliations SET until = $3
          WHERE person = $1 AND organisation = $2 AND since < $3 AND (until IS NULL OR until > $3)",
    )
    .bind(person.uuid())
    .bind(organisation.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected() > 0)
}

/// From an instant on, who works in an organisation works in another.
pub(crate) async fn hand_over(
    tx: &mut Tx,
    from: ScopeId,
    to: ScopeId,
    at: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "WITH ended AS (
             UPDATE directory.affiliations SET until = $3
              WHERE organisation = $1 AND since < $3 AND (until IS NULL OR until > $3)
              RETURNING person, population, title, unit, source)
         INSERT INTO directory.affiliations (id, person, organisation, population, title, unit, since, source)
         SELECT gen_random_uuid(), person, $2, population, title, unit, $3, source FROM ended",
    )
    .bind(from.uuid())
    .bind(to.uuid())
    .bind(at)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Organisations whose last day is over and where people still stand, placed there after it was decided; each with its
/// successor. A thousand at most.
pub(crate) async fn left_behind(
    tx: &mut Tx,
    today: Date,
    now: OffsetDateTime,
) -> Result<Vec<(ScopeId, ScopeId)>, store::Error> {
    let found: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT o.id, o.successor FROM directory.organisations o
          WHERE o.until < $1 AND o.successor IS NOT NULL
            AND EXISTS (SELECT FROM directory.affiliations a
                         WHERE a.organisation = o.id AND a.since < $2 AND (a.until IS NULL OR a.until > $2))
          LIMIT 1000",
    )
    .bind(today)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(found.into_iter().map(|(closed, successor)| (closed.into(), successor.into())).collect())
}

/// Counts again the people of these organisations. Protected persons do not count.
pub(crate) async fn recount(
    tx: &mut Tx,
    organisations: &[ScopeId],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.organisations o SET people = coalesce(counted.people, 0)
           FROM unnest($1::uuid[]) AS asked (id)
           LEFT JOIN LATERAL (
                SELECT count(DISTINCT a.person)::integer AS people FROM directory.affiliations a
                 WHERE a.organisation = asked.id AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)
                   AND NOT EXISTS (SELECT FROM directory.people p WHERE p.person = a.person AND p.protected)) counted ON true
          WHERE o.id = asked.id",
    )
    .bind(uuids(organisations))
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Who came or went by themselves, and where, between two instants.
pub(crate) async fn turned(
    db: impl PgExecutor<'_>,
    after: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<(Vec<ScopeId>, Vec<PersonId>), store::Error> {
    // What began or ended when it was written has been counted and told already.
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT organisation, person FROM directory.affiliations WHERE since > $1 AND since <= $2
         UNION SELECT organisation, person FROM directory.affiliations WHERE until > $1 AND until <= $2",
    )
    .bind(after)
    .bind(until)
    .fetch_all(db)
    .await?;
    let (mut organisations, mut persons): (Vec<Uuid>, Vec<Uuid>) = rows.into_iter().unzip();
    for list in [&mut organisations, &mut persons] {
        list.sort_unstable();
        list.dedup();
    }
    Ok((ids(organisations), ids(persons)))
}

/// Whose last day was this one or a later one, and is over.
pub(crate) async fn closed_since(
    db: impl PgExecutor<'_>,
    first: Date,
    today: Date,
) -> Result<Vec<ScopeId>, store::Error> {
    let found: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM directory.organisations WHERE until >= $1 AND until < $2")
            .bind(first)
            .bind(today)
            .fetch_all(db)
            .await?;
    Ok(ids(found))
}

/// Where somebody has a place today.
pub(crate) async fn organisations_of(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<ScopeId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT DISTINCT organisation FROM directory.affiliations
          WHERE person = $1 AND since <= $2 AND (until IS NULL OR until > $2)",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// Those who work right in an organisation today, by name, after a place in the list. `hidden`: protected persons too.
pub(crate) async fn people_in(
    db: impl PgExecutor<'_>,
    organisation: ScopeId,
    hidden: bool,
    after: Option<&(String, Uuid)>,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<(PersonId, String)>, store::Error> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT DISTINCT p.person, p.sort_name
           FROM directory.affiliations a JOIN directory.people p ON p.person = a.person
          WHERE a.organisation = $1 AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)
            AND ($3 OR NOT p.protected)
            AND ($4::text IS NULL OR (p.sort_name, p.person) > ($4, $5))
          ORDER BY p.sort_name, p.person LIMIT $6",
    )
    .bind(organisation.uuid())
    .bind(now)
    .bind(hidden)
    .bind(after.map(|(name, _)| name.as_str()))
    .bind(after.map(|(_, person)| *person))
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(person, name)| (PersonId::from_uuid(person), name)).collect())
}
