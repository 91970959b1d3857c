//! The tables of this brick. The only file here that speaks SQL.

use kernel::{EmailAddress, Id, PersonId, ScopeId, ports::Employer};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{Affiliation, NewOrganisation, Organisation, population};

#[derive(FromRow)]
struct OrganisationRow {
    id: Uuid,
    parent: Option<Uuid>,
    name: String,
    acronym: Option<String>,
    kind: String,
    domains: Vec<String>,
}

/// A person's place as it is today, with the organisation's name.
#[derive(FromRow)]
pub(crate) struct PlaceRow {
    person: Uuid,
    population: String,
    title: Option<String>,
    unit: Option<String>,
    organisation: Uuid,
    name: String,
    acronym: Option<String>,
    siret: Option<String>,
}

/// What a domain says of the addresses at it.
#[derive(FromRow)]
pub(crate) struct DomainRow {
    pub(crate) domain: String,
    population: String,
    organisation: Uuid,
    name: String,
    acronym: Option<String>,
    siret: Option<String>,
}

impl PlaceRow {
    pub(crate) fn person(&self) -> PersonId {
        Id::from_uuid(self.person)
    }

    pub(crate) fn population(&self) -> kernel::ports::Population {
        population(&self.population)
    }

    pub(crate) fn role(&self) -> (Option<String>, Option<String>) {
        (self.title.clone(), self.unit.clone())
    }

    pub(crate) fn employer(&self) -> Employer {
        Employer {
            id: Id::from_uuid(self.organisation),
            name: self.name.clone(),
            acronym: self.acronym.clone(),
            siret: self.siret.clone(),
        }
    }
}

impl DomainRow {
    pub(crate) fn population(&self) -> kernel::ports::Population {
        population(&self.population)
    }

    pub(crate) fn employer(&self) -> Employer {
        Employer {
            id: Id::from_uuid(self.organisation),
            name: self.name.clone(),
            acronym: self.acronym.clone(),
            siret: self.siret.clone(),
        }
    }
}

pub(crate) async fn insert_organisation(
    tx: &mut Tx,
    id: ScopeId,
    new: &NewOrganisation,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.organisations (id, parent, name, acronym, kind, added_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.uuid())
    .bind(new.parent.map(Id::uuid))
    .bind(&new.name)
    .bind(&new.acronym)
    .bind(&new.kind)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Says whether the domain was free.
pub(crate) async fn insert_domain(
    tx: &mut Tx,
    organisation: ScopeId,
    domain: &str,
    population: kernel::ports::Population,
) -> Result<bool, store::Error> {
    let added = sqlx::query(
        "INSERT INTO directory.domains (domain, organisation, population) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
    )
    .bind(domain)
    .bind(organisation.uuid())
    .bind(population.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() == 1)
}

pub(crate) async fn organisation_exists(db: impl PgExecutor<'_>, id: ScopeId) -> Result<bool, store::Error> {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM directory.organisations WHERE id = $1)")
        .bind(id.uuid())
        .fetch_one(db)
        .await
}

pub(crate) async fn organisations(db: impl PgExecutor<'_>) -> Result<Vec<Organisation>, store::Error> {
    let rows: Vec<OrganisationRow> = sqlx::query_as(
        "SELECT o.id, o.parent, o.name, o.acronym, o.kind,
                coalesce(array_agg(d.domain ORDER BY d.domain) FILTER (WHERE d.domain IS NOT NULL), '{}') AS domains
           FROM directory.organisations o LEFT JOIN directory.domains d ON d.organisation = o.id
          GROUP BY o.id ORDER BY o.name COLLATE \"fr-x-icu\" LIMIT 5000",
    )
    .fetch_all(db)
    .await?;
    let organisation = |row: OrganisationRow| Organisation {
        id: Id::from_uuid(row.id),
        parent: row.parent.map(Id::from_uuid),
        name: row.name,
        acronym: row.acronym,
        kind: row.kind,
        domains: row.domains,
    };
    Ok(rows.into_iter().map(organisation).collect())
}

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

/// Where each of these persons works today: the affiliation that began last wins.
pub(crate) async fn places(
    db: impl PgExecutor<'_>,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<Vec<PlaceRow>, store::Error> {
    let persons: Vec<Uuid> = persons.iter().map(|person| person.uuid()).collect();
    sqlx::query_as(
        "SELECT DISTINCT ON (a.person) a.person, a.population, a.title, a.unit, o.id AS organisation, o.name, o.acronym, o.siret
           FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
          WHERE a.person = ANY($1) AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)
          ORDER BY a.person, a.since DESC",
    )
    .bind(persons)
    .bind(now)
    .fetch_all(db)
    .await
}

pub(crate) async fn domains(
    db: impl PgExecutor<'_>,
    addresses: impl Iterator<Item = &EmailAddress>,
) -> Result<Vec<DomainRow>, store::Error> {
    let domains: Vec<String> = addresses.map(|address| address.domain().to_owned()).collect();
    sqlx::query_as(
        "SELECT d.domain, d.population, o.id AS organisation, o.name, o.acronym, o.siret
           FROM directory.domains d JOIN directory.organisations o ON o.id = d.organisation
          WHERE d.domain = ANY($1)",
    )
    .bind(domains)
    .fetch_all(db)
    .await
}
