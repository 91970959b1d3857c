//! What the index is made of.

use kernel::{PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor, PgPool};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};

/// An organisation or a function, with the path of the organisation it is or belongs to.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PathRow {
    pub(crate) id: Uuid,
    pub(crate) path: Vec<Uuid>,
    pub(crate) title: String,
    pub(crate) acronym: Option<String>,
    pub(crate) telephone: Option<String>,
}

pub(crate) async fn organisations_after(
    db: impl PgExecutor<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, store::Error> {
    sqlx::query_scalar(
        "SELECT id FROM directory.organisations WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await
}

pub(crate) async fn functions_after(
    db: impl PgExecutor<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, store::Error> {
    sqlx::query_scalar(
        "SELECT id FROM directory.functions WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await
}

pub(crate) async fn groups_after(
    db: impl PgExecutor<'_>,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Uuid>, store::Error> {
    sqlx::query_scalar(
        "SELECT id FROM directory.groups WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await
}

/// Those of these organisations that are not closed.
pub(crate) async fn open_organisations(
    db: impl PgExecutor<'_>,
    wanted: &[Uuid],
    today: Date,
) -> Result<Vec<PathRow>, store::Error> {
    sqlx::query_as(
        "SELECT id, path, name AS title, acronym, telephone FROM directory.organisations
          WHERE id = ANY($1) AND (until IS NULL OR until >= $2)",
    )
    .bind(wanted)
    .bind(today)
    .fetch_all(db)
    .await
}

/// Those of these functions that last.
pub(crate) async fn open_functions(
    db: impl PgExecutor<'_>,
    wanted: &[Uuid],
) -> Result<Vec<PathRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, o.path, f.title, NULL::text AS acronym, NULL::text AS telephone
           FROM directory.functions f JOIN directory.organisations o ON o.id = f.organisation
          WHERE f.id = ANY($1) AND f.until IS NULL",
    )
    .bind(wanted)
    .fetch_all(db)
    .await
}

/// Those of these groups that every agent sees.
pub(crate) async fn teams(
    db: impl PgExecutor<'_>,
    wanted: &[Uuid],
) -> Result<Vec<(Uuid, String)>, store::Error> {
    sqlx::query_as(
        "SELECT id, name FROM directory.groups WHERE id = ANY($1) AND kind = 'team' AND ended_at IS NULL",
    )
    .bind(wanted)
    .fetch_all(db)
    .await
}

/// All that stands in some trees.
pub(crate) struct Below {
    pub(crate) organisations: Vec<Uuid>,
    pub(crate) functions: Vec<Uuid>,
    pub(crate) persons: Vec<Uuid>,
}

pub(crate) async fn below(db: &PgPool, trees: &[Uuid], now: OffsetDateTime) -> Result<Below, store::Error> {
    let organisations: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM directory.organisations WHERE path && $1")
            .bind(trees)
            .fetch_all(db)
            .await?;
    let functions = sqlx::query_scalar("SELECT id FROM directory.functions WHERE organisation = ANY($1)")
        .bind(&organisations)
        .fetch_all(db)
        .await?;
    let persons = sqlx::query_scalar(
        "SELECT DISTINCT person FROM directory.affiliations
          WHERE organisation = ANY($1) AND (until IS NULL OR until > $2)",
    )
    .bind(&organisations)
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(Below { organisations, functions, persons })
}

/// The protected persons whom somebody may know of: themselves, and those who may stand in these trees (of all without a
/// list). Who is placed nowhere may: where their address puts them is not known here.
pub(crate) async fn protected(
    db: impl PgExecutor<'_>,
    viewer: PersonId,
    trees: Option<&[ScopeId]>,
    now: OffsetDateTime,
) -> Result<Vec<PersonId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT p.person FROM directory.people p
          WHERE p.protected AND (p.person = $1 OR $2::uuid[] IS NULL OR (cardinality($2) > 0 AND coalesce((
                SELECT bool_or(o.path && $2)
                  FROM directory.affiliations a JOIN directory.organisations o ON o.id = a.organisation
                 WHERE a.person = p.person AND a.since <= $3 AND (a.until IS NULL OR a.until > $3)), true)))
          LIMIT 1000",
    )
    .bind(viewer.uuid())
    .bind(trees.map(uuids))
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// The groups that somebody is in and others do not see.
pub(crate) async fn private_groups(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<(Uuid, String)>, store::Error> {
    sqlx::query_as(
        "SELECT g.id, g.name FROM directory.memberships m JOIN directory.groups g ON g.id = m.group_id
          WHERE m.person = $1 AND (m.until IS NULL OR m.until > $2) AND g.ended_at IS NULL AND g.kind = 'group'
          ORDER BY g.name, g.id LIMIT 500",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_all(db)
    .await
}
