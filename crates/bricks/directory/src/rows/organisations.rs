//! Organisations, their tree and their domains.

use kernel::{Id, ScopeId, ports::Employer};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::{
    DomainPopulation, NamedOrganisation, NewOrganisation, Organisation, OwnDomain,
    organisation::{ChangedOrganisation, Contacts, Particulars},
    population,
};

#[derive(FromRow)]
struct OrganisationRow {
    id: Uuid,
    parent: Option<Uuid>,
    name: String,
    acronym: Option<String>,
    kind: String,
    domains: Vec<String>,
}

/// All that is kept of one organisation.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PageRow {
    path: Vec<Uuid>,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    telephone: Option<String>,
    address: Option<String>,
    mail: Option<String>,
    site: Option<String>,
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    successor: Option<Uuid>,
    pub(crate) source: String,
    pub(crate) updated_at: Option<OffsetDateTime>,
}

impl PageRow {
    /// From the root to itself.
    pub(crate) fn path(&self) -> Vec<ScopeId> {
        ids(self.path.clone())
    }

    pub(crate) fn successor(&self) -> Option<ScopeId> {
        self.successor.map(Id::from_uuid)
    }

    pub(crate) fn contacts(&self) -> Contacts {
        Contacts {
            telephone: self.telephone.clone(),
            address: self.address.clone(),
            mail: self.mail.clone(),
            site: self.site.clone(),
        }
    }
}

/// What lists and paths show of an organisation.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct NameRow {
    id: Uuid,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    siret: Option<String>,
}

impl NameRow {
    pub(crate) fn id(&self) -> ScopeId {
        Id::from_uuid(self.id)
    }

    /// For whom who stands at the end of this path works, under the SIRET of the nearest that has one.
    pub(crate) fn employer<'a>(&self, path: impl DoubleEndedIterator<Item = &'a Self>) -> Employer {
        let siret = path.rev().find_map(|name| name.siret.clone());
        Employer { id: self.id(), name: self.name.clone(), acronym: self.acronym.clone(), siret }
    }
}

/// An organisation right below another, with how many people stand in its tree.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct ChildRow {
    id: Uuid,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    pub(crate) people: i64,
}

impl ChildRow {
    pub(crate) fn id(&self) -> ScopeId {
        Id::from_uuid(self.id)
    }
}

/// What a domain says of the addresses at it.
#[derive(FromRow)]
pub(crate) struct DomainRow {
    pub(crate) domain: String,
    population: String,
    path: Vec<Uuid>,
}

impl DomainRow {
    pub(crate) fn population(&self) -> kernel::ports::Population {
        population(&self.population)
    }

    pub(crate) fn path(&self) -> Vec<ScopeId> {
        ids(self.path.clone())
    }
}

/// Names the lock under which organisations change places, one hand at a time: two moves together could make a circle.
const TREE: i64 = 0x5A_AD_03;

pub(crate) async fn lock_tree(tx: &mut Tx) -> Result<(), store::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(TREE).execute(&mut **tx).await.map(drop)
}

/// An organisation's path, which stays as it is until commit; with the last day of its life. `None`: no such one.
pub(crate) async fn hold_path(
    tx: &mut Tx,
    id: ScopeId,
) -> Result<Option<(Vec<ScopeId>, Option<Date>)>, store::Error> {
    let row: Option<(Vec<Uuid>, Option<Date>)> =
        sqlx::query_as("SELECT path, until FROM directory.organisations WHERE id = $1 FOR SHARE")
            .bind(id.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(|(path, until)| (ids(path), until)))
}

pub(crate) async fn path(db: impl PgExecutor<'_>, id: ScopeId) -> Result<Option<Vec<ScopeId>>, store::Error> {
    let path: Option<Vec<Uuid>> =
        sqlx::query_scalar("SELECT path FROM directory.organisations WHERE id = $1")
            .bind(id.uuid())
            .fetch_optional(db)
            .await?;
    Ok(path.map(ids))
}

/// `above`: the path of the parent, empty for a root.
pub(crate) async fn insert_organisation(
    tx: &mut Tx,
    id: ScopeId,
    above: &[ScopeId],
    new: &NewOrganisation,
    particulars: &Particulars,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let mut path = uuids(above);
    path.push(id.uuid());
    sqlx::query(
        "INSERT INTO directory.organisations
             (id, parent, path, name, acronym, kind, siret, missions, telephone, address, mail, site, since, added_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)",
    )
    .bind(id.uuid())
    .bind(above.last().map(|parent| parent.uuid()))
    .bind(path)
    .bind(&new.name)
    .bind(&new.acronym)
    .bind(&new.kind)
    .bind(&particulars.siret)
    .bind(&particulars.missions)
    .bind(&particulars.contacts.telephone)
    .bind(&particulars.contacts.address)
    .bind(&particulars.contacts.mail)
    .bind(&particulars.contacts.site)
    .bind(particulars.since)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Changes what is given; the parent is another statement's business.
pub(crate) async fn change(
    tx: &mut Tx,
    id: ScopeId,
    changed: &ChangedOrganisation,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let contacts = changed.contacts.clone().unwrap_or_default();
    sqlx::query(
        "UPDATE directory.organisations SET
             name = coalesce($2, name), acronym = nullif(coalesce($3, acronym), ''), kind = coalesce($4, kind),
             siret = nullif(coalesce($5, siret), ''), missions = nullif(coalesce($6, missions), ''),
             telephone = CASE WHEN $7 THEN $8 ELSE telephone END, address = CASE WHEN $7 THEN $9 ELSE address END,
             mail = CASE WHEN $7 THEN $10 ELSE mail END, site = CASE WHEN $7 THEN $11 ELSE site END,
             since = coalesce($12, since), updated_at = $13
          WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(&changed.name)
    .bind(&changed.acronym)
    .bind(&changed.kind)
    .bind(&changed.siret)
    .bind(&changed.missions)
    .bind(changed.contacts.is_some())
    .bind(contacts.telephone)
    .bind(contacts.address)
    .bind(contacts.mail)
    .bind(contacts.site)
    .bind(changed.since)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Puts an organisation, with all below it, under another. The caller holds the lock of the tree.
pub(crate) async fn move_below(
    tx: &mut Tx,
    id: ScopeId,
    old: &[ScopeId],
    above: &[ScopeId],
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.organisations
            SET path = $2::uuid[] || path[$3:], parent = CASE WHEN id = $1 THEN $4 ELSE parent END
          WHERE path @> ARRAY[$1]",
    )
    .bind(id.uuid())
    .bind(uuids(above))
    .bind(i32::try_from(old.len()).unwrap_or(i32::MAX))
    .bind(above.last().map(|parent| parent.uuid()))
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// How many organisations that are not closed stand below, and how many people in the organisation itself.
pub(crate) async fn what_is_left(
    tx: &mut Tx,
    id: ScopeId,
    day: Date,
    now: OffsetDateTime,
) -> Result<(i64, i64), store::Error> {
    sqlx::query_as(
        "SELECT (SELECT count(*) FROM directory.organisations
                  WHERE path @> ARRAY[$1] AND id <> $1 AND (until IS NULL OR until > $2)),
                (SELECT count(*) FROM directory.affiliations
                  WHERE organisation = $1 AND (until IS NULL OR until > $3))",
    )
    .bind(id.uuid())
    .bind(day)
    .bind(now)
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn close(
    tx: &mut Tx,
    id: ScopeId,
    until: Date,
    successor: Option<ScopeId>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.organisations SET until = $2, successor = $3, updated_at = $4 WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(until)
    .bind(successor.map(Id::uuid))
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
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

pub(crate) async fn delete_domains(tx: &mut Tx, organisation: ScopeId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.domains WHERE organisation = $1")
        .bind(organisation.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// In the order of the domains.
pub(crate) async fn domains_of(
    db: impl PgExecutor<'_>,
    organisation: ScopeId,
) -> Result<Vec<OwnDomain>, store::Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT domain, population FROM directory.domains WHERE organisation = $1 ORDER BY domain COLLATE \"C\"",
    )
    .bind(organisation.uuid())
    .fetch_all(db)
    .await?;
    let own = |(domain, population): (String, String)| OwnDomain {
        domain,
        population: match population.as_str() {
            "contractor" => DomainPopulation::Contractor,
            _ => DomainPopulation::Agent,
        },
    };
    Ok(rows.into_iter().map(own).collect())
}

pub(crate) async fn siret(tx: &mut Tx, id: ScopeId) -> Result<Option<String>, store::Error> {
    sqlx::query_scalar("SELECT siret FROM directory.organisations WHERE id = $1")
        .bind(id.uuid())
        .fetch_one(&mut **tx)
        .await
}

pub(crate) async fn page(db: impl PgExecutor<'_>, id: ScopeId) -> Result<Option<PageRow>, store::Error> {
    sqlx::query_as(
        "SELECT path, name, acronym, kind, siret, missions, telephone, address, mail, site, since, until, successor,
                source, updated_at
           FROM directory.organisations WHERE id = $1",
    )
    .bind(id.uuid())
    .fetch_optional(db)
    .await
}

/// Those right below an organisation (whose path has `depth` steps) that are open on a day, by name, at most 500.
pub(crate) async fn children(
    db: impl PgExecutor<'_>,
    id: ScopeId,
    depth: usize,
    day: Date,
) -> Result<Vec<ChildRow>, store::Error> {
    sqlx::query_as(
        "SELECT o.id, o.name, o.acronym, o.kind, coalesce(below.people, 0) AS people
           FROM directory.organisations o
           LEFT JOIN (SELECT path[$2] AS child, sum(people)::bigint AS people
                        FROM directory.organisations WHERE path @> ARRAY[$1] AND id <> $1 GROUP BY 1) below
                  ON below.child = o.id
          WHERE o.parent = $1 AND (o.until IS NULL OR o.until >= $3)
          ORDER BY o.name COLLATE \"fr-x-icu\" LIMIT 500",
    )
    .bind(id.uuid())
    .bind(i32::try_from(depth + 1).unwrap_or(i32::MAX))
    .bind(day)
    .fetch_all(db)
    .await
}

/// The people of a whole tree, as they were last counted.
pub(crate) async fn people_below(db: impl PgExecutor<'_>, id: ScopeId) -> Result<i64, store::Error> {
    sqlx::query_scalar(
        "SELECT coalesce(sum(people), 0)::bigint FROM directory.organisations WHERE path @> ARRAY[$1]",
    )
    .bind(id.uuid())
    .fetch_one(db)
    .await
}

pub(crate) async fn names(db: impl PgExecutor<'_>, wanted: &[ScopeId]) -> Result<Vec<NameRow>, store::Error> {
    sqlx::query_as("SELECT id, name, acronym, kind, siret FROM directory.organisations WHERE id = ANY($1)")
        .bind(uuids(wanted))
        .fetch_all(db)
        .await
}

/// By name; the nearest to the roots when there are more than five thousand.
pub(crate) async fn organisations(
    db: impl PgExecutor<'_>,
    day: Date,
) -> Result<Vec<Organisation>, store::Error> {
    let rows: Vec<OrganisationRow> = sqlx::query_as(
        "SELECT o.id, o.parent, o.name, o.acronym, o.kind,
                coalesce((SELECT array_agg(d.domain ORDER BY d.domain) FROM directory.domains d
                           WHERE d.organisation = o.id), '{}') AS domains
           FROM (SELECT * FROM directory.organisations WHERE until IS NULL OR until >= $1
                  ORDER BY cardinality(path), id LIMIT 5000) o
          ORDER BY o.name COLLATE \"fr-x-icu\"",
    )
    .bind(day)
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

pub(crate) async fn domains(
    db: impl PgExecutor<'_>,
    domains: &[&str],
) -> Result<Vec<DomainRow>, store::Error> {
    sqlx::query_as(
        "SELECT d.domain, d.population, o.path
           FROM directory.domains d JOIN directory.organisations o ON o.id = d.organisation
          WHERE d.domain = ANY($1)",
    )
    .bind(domains)
    .fetch_all(db)
    .await
}

/// Open organisations whose acronym is this text or whose name holds it, the nearest to a root first.
pub(crate) async fn search(
    db: impl PgExecutor<'_>,
    text: &str,
    day: Date,
    limit: i64,
) -> Result<Vec<ScopeId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM directory.organisations
          WHERE (until IS NULL OR until >= $2)
            AND (lower(acronym) = $1 OR strpos(lower(name COLLATE \"fr-x-icu\"), $1) > 0)
          ORDER BY lower(acronym) = $1 DESC NULLS LAST, cardinality(path), name COLLATE \"fr-x-icu\" LIMIT $3",
    )
    .bind(text.to_lowercase())
    .bind(day)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// What these organisations are called and where they stand; unknown ones are left out.
pub(crate) async fn named(
    db: impl PgExecutor<'_>,
    wanted: &[ScopeId],
    day: Date,
) -> Result<Vec<(ScopeId, NamedOrganisation)>, store::Error> {
    let rows: Vec<(Uuid, String, Vec<Uuid>, bool)> = sqlx::query_as(
        "SELECT id, name, path, coalesce(until < $2, false) FROM directory.organisations WHERE id = ANY($1)",
    )
    .bind(uuids(wanted))
    .bind(day)
    .fetch_all(db)
    .await?;
    let named =
        |(id, name, path, closed)| (Id::from_uuid(id), NamedOrganisation { name, path: ids(path), closed });
    Ok(rows.into_iter().map(named).collect())
}

/// The paths of these organisations.
pub(crate) async fn paths(
    db: impl PgExecutor<'_>,
    wanted: &[ScopeId],
) -> Result<Vec<(ScopeId, Vec<ScopeId>)>, store::Error> {
    let rows: Vec<(Uuid, Vec<Uuid>)> =
        sqlx::query_as("SELECT id, path FROM directory.organisations WHERE id = ANY($1)")
            .bind(uuids(wanted))
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|(id, path)| (Id::from_uuid(id), ids(path))).collect())
}
