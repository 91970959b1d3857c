//! The affiliations that providers begin and end.

use kernel::{Id, PersonId, ScopeId};
use sqlx::PgExecutor;
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Place;

/// An organisation of a tree that is open on a day.
pub(super) async fn organisation_by_siret(
    db: impl PgExecutor<'_>,
    siret: &str,
    top: ScopeId,
    day: Date,
) -> Result<Option<ScopeId>, store::Error> {
    let found: Option<Uuid> = sqlx::query_scalar(
        "SELECT id FROM directory.organisations
          WHERE siret = $1 AND $2 = ANY(path) AND (until IS NULL OR until >= $3)",
    )
    .bind(siret)
    .bind(top.uuid())
    .bind(day)
    .fetch_optional(db)
    .await?;
    Ok(found.map(Id::from_uuid))
}

/// Those who place one person come one after the other, until commit.
pub(super) async fn queue_up(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('directory.placing/' || $1::text, 0))")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether the house knows from elsewhere that a person works today in an organisation, or in a part of it.
pub(super) async fn is_placed_by_others(
    db: impl PgExecutor<'_>,
    person: PersonId,
    organisation: ScopeId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
                         WHERE a.person = $1 AND o.path @> ARRAY[$2] AND a.source NOT LIKE 'provider:%'
                           AND a.since <= $3 AND (a.until IS NULL OR a.until > $3))",
    )
    .bind(person.uuid())
    .bind(organisation.uuid())
    .bind(now)
    .fetch_one(db)
    .await
}

/// Ends what providers said and is no longer so; says where. What began at this very moment never was.
pub(super) async fn end_others(
    tx: &mut Tx,
    person: PersonId,
    kept: Option<&Place>,
    now: OffsetDateTime,
) -> Result<Vec<ScopeId>, store::Error> {
    let mut ended: Vec<Uuid> = sqlx::query_scalar(
        "DELETE FROM directory.affiliations
          WHERE person = $1 AND source LIKE 'provider:%' AND since >= $2
            AND ($3::uuid IS NULL OR (organisation, population, unit, title) IS DISTINCT FROM ($3, $4, $5, $6))
          RETURNING organisation",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(kept.map(|place| place.organisation.uuid()))
    .bind(kept.map(|place| place.population.as_str()))
    .bind(kept.and_then(|place| place.unit.clone()))
    .bind(kept.and_then(|place| place.title.clone()))
    .fetch_all(&mut **tx)
    .await?;
    let until_now: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE directory.affiliations SET until = $2
          WHERE person = $1 AND source LIKE 'provider:%' AND since < $2 AND (until IS NULL OR until > $2)
            AND ($3::uuid IS NULL OR (organisation, population, unit, title) IS DISTINCT FROM ($3, $4, $5, $6))
          RETURNING organisation",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(kept.map(|place| place.organisation.uuid()))
    .bind(kept.map(|place| place.population.as_str()))
    .bind(kept.and_then(|place| place.unit.clone()))
    .bind(kept.and_then(|place| place.title.clone()))
    .fetch_all(&mut **tx)
    .await?;
    ended.extend(until_now);
    Ok(ended.into_iter().map(Id::from_uuid).collect())
}

/// Begins a place unless it goes on already; says whether it began.
pub(super) async fn begin(
    tx: &mut Tx,
    person: PersonId,
    place: &Place,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let begun = sqlx::query(
        "INSERT INTO directory.affiliations (id, person, organisation, population, title, unit, since, source)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8
          WHERE NOT EXISTS (SELECT FROM directory.affiliations
                             WHERE person = $2 AND source LIKE 'provider:%' AND (until IS NULL OR until > $7)
                               AND (organisation, population, unit, title) IS NOT DISTINCT FROM ($3, $4, $6, $5))",
    )
    .bind(Uuid::now_v7())
    .bind(person.uuid())
    .bind(place.organisation.uuid())
    .bind(place.population.as_str())
    .bind(&place.title)
    .bind(&place.unit)
    .bind(now)
    .bind(&place.source)
    .execute(&mut **tx)
    .await?;
    Ok(begun.rows_affected() > 0)
}
