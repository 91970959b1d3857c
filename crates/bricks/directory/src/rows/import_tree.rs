//! Many organisations at once.

use kernel::{Id, ScopeId};
use serde::Serialize;
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::{import::organisations::Present, organisation::Contacts};

#[derive(FromRow)]
struct PresentRow {
    id: Uuid,
    parent: Option<Uuid>,
    external_id: Option<String>,
    name: String,
    acronym: Option<String>,
    kind: String,
    siret: Option<String>,
    missions: Option<String>,
    telephone: Option<String>,
    address: Option<String>,
    mail: Option<String>,
    site: Option<String>,
    closed: bool,
    ending: bool,
}

/// All organisations of a tree, closed ones too. Only the names that this source gave count.
pub(crate) async fn present(
    tx: &mut Tx,
    top: Option<ScopeId>,
    source: &str,
    today: Date,
) -> Result<Vec<Present>, store::Error> {
    let rows: Vec<PresentRow> = sqlx::query_as(
        "SELECT id, parent, CASE WHEN source = $2 THEN external_id END AS external_id, name, acronym, kind, siret, missions,
                telephone, address, mail, site, coalesce(until < $3, false) AS closed, until IS NOT NULL AS ending
           FROM directory.organisations WHERE $1::uuid IS NULL OR path @> ARRAY[$1]",
    )
    .bind(top.map(Id::uuid))
    .bind(source)
    .bind(today)
    .fetch_all(&mut **tx)
    .await?;
    let present = |row: PresentRow| Present {
        id: Id::from_uuid(row.id),
        parent: row.parent.map(Id::from_uuid),
        uid: row.external_id,
        name: row.name,
        acronym: row.acronym,
        kind: row.kind,
        siret: row.siret,
        missions: row.missions,
        contacts: Contacts { telephone: row.telephone, address: row.address, mail: row.mail, site: row.site },
        closed: row.closed,
        ending: row.ending,
    };
    Ok(rows.into_iter().map(present).collect())
}

/// One organisation as it is to be written; the path ends with itself.
#[derive(Debug, Serialize)]
pub(crate) struct WrittenOrganisation<'a> {
    pub(crate) id: Uuid,
    pub(crate) path: Vec<Uuid>,
    pub(crate) external_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) acronym: Option<&'a str>,
    pub(crate) kind: Option<&'a str>,
    pub(crate) siret: Option<&'a str>,
    pub(crate) missions: Option<&'a str>,
    pub(crate) telephone: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
    pub(crate) mail: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
}

const RECORD: &str =
    "id uuid, path uuid[], external_id text, name text, acronym text, kind text, siret text, missions text,
    telephone text, address text, mail text, site text";

/// Parents come in the same statement as their children, or before.
pub(crate) async fn insert(
    tx: &mut Tx,
    organisations: &[WrittenOrganisation<'_>],
    source: &str,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let sql = format!(
        "INSERT INTO directory.organisations (id, parent, path, name, acronym, kind, siret, missions, telephone, address,
                mail, site, external_id, source, added_at, updated_at)
         SELECT id, path[cardinality(path) - 1], path, name, acronym, coalesce(kind, 'service'), siret, missions, telephone,
                address, mail, site, external_id, $2, $3, $3
           FROM jsonb_to_recordset($1) AS new ({RECORD})"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Json(organisations))
        .bind(source)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Changes what the file speaks of; an organisation that was closed is open again.
pub(crate) async fn change(
    tx: &mut Tx,
    organisations: &[WrittenOrganisation<'_>],
    columns: &[String],
    source: &str,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let sql = format!(
        "UPDATE directory.organisations o SET
                name = new.name, kind = coalesce(new.kind, o.kind),
                acronym = CASE WHEN 'acronym' = ANY($2) THEN new.acronym ELSE o.acronym END,
                siret = CASE WHEN 'siret' = ANY($2) THEN new.siret ELSE o.siret END,
                missions = CASE WHEN 'missions' = ANY($2) THEN new.missions ELSE o.missions END,
                telephone = CASE WHEN 'telephone' = ANY($2) THEN new.telephone ELSE o.telephone END,
                address = CASE WHEN 'address' = ANY($2) THEN new.address ELSE o.address END,
                mail = CASE WHEN 'mail' = ANY($2) THEN new.mail ELSE o.mail END,
                site = CASE WHEN 'site' = ANY($2) THEN new.site ELSE o.site END,
                external_id = new.external_id, source = $3, until = NULL, successor = NULL, updated_at = $4
           FROM jsonb_to_recordset($1) AS new ({RECORD}) WHERE o.id = new.id"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Json(organisations))
        .bind(columns)
        .bind(source)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Which of these organisations still hold people, or others that are not of them.
pub(crate) async fn still_used(
    tx: &mut Tx,
    organisations: &[ScopeId],
    today: Date,
    now: OffsetDateTime,
) -> Result<Vec<ScopeId>, store::Error> {
    let used: Vec<Uuid> = sqlx::query_scalar(
        "SELECT o.id FROM directory.organisations o
          WHERE o.id = ANY($1)
            AND (EXISTS (SELECT FROM directory.affiliations a WHERE a.organisation = o.id
                            AND a.since <= $3 AND (a.until IS NULL OR a.until > $3))
              OR EXISTS (SELECT FROM directory.organisations c WHERE c.parent = o.id AND c.id <> ALL($1)
                            AND (c.until IS NULL OR c.until >= $2)))",
    )
    .bind(uuids(organisations))
    .bind(today)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids(used))
}

pub(crate) async fn close(
    tx: &mut Tx,
    organisations: &[ScopeId],
    until: Date,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.organisations SET until = $2, updated_at = $3 WHERE id = ANY($1)")
        .bind(uuids(organisations))
        .bind(until)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// All of a tree that are open, with what a file may call them.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct CalledRow {
    id: Uuid,
    pub(crate) external_id: Option<String>,
    pub(crate) siret: Option<String>,
    pub(crate) acronym: Option<String>,
    pub(crate) name: String,
}

impl CalledRow {
    pub(crate) fn id(&self) -> ScopeId {
        Id::from_uuid(self.id)
    }
}

pub(crate) async fn called(
    db: impl PgExecutor<'_>,
    top: Option<ScopeId>,
    today: Date,
) -> Result<Vec<CalledRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, external_id, siret, acronym, name FROM directory.organisations
          WHERE ($1::uuid IS NULL OR path @> ARRAY[$1]) AND (until IS NULL OR until >= $2)",
    )
    .bind(top.map(Id::uuid))
    .bind(today)
    .fetch_all(db)
    .await
}

/// Every domain with the path of its organisation.
pub(crate) async fn domains(db: impl PgExecutor<'_>) -> Result<Vec<(String, Vec<ScopeId>)>, store::Error> {
    let rows: Vec<(String, Vec<Uuid>)> = sqlx::query_as(
        "SELECT d.domain, o.path FROM directory.domains d JOIN directory.organisations o ON o.id = d.organisation",
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(domain, path)| (domain, ids(path))).collect())
}
