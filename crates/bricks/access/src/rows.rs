//! The tables of grants. The only file here that speaks SQL.

use directory::GroupId;
use kernel::{Id, PersonId, ScopeId, ports::Level};
use sqlx::PgExecutor;
use store::Tx;
use uuid::Uuid;

use crate::Principal;

/// Gives a person at least this level on a scope; a stronger one they had stays.
///
/// # Errors
/// When the database does not answer.
pub async fn grant(tx: &mut Tx, scope: ScopeId, person: PersonId, level: Level) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO access.grants (scope, person, level) VALUES ($1, $2, $3)
         ON CONFLICT (scope, person) DO UPDATE SET level = greatest(access.grants.level, excluded.level)",
    )
    .bind(scope.uuid())
    .bind(person.uuid())
    .bind(level as i16)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Gives a person or a group at least this level on a scope; a stronger one they had stays.
///
/// # Errors
/// When the database does not answer.
pub async fn grant_to(
    tx: &mut Tx,
    scope: ScopeId,
    principal: Principal,
    level: Level,
) -> Result<(), store::Error> {
    let group = match principal {
        Principal::Person(person) => return grant(tx, scope, person, level).await,
        Principal::Group(group) => group,
    };
    sqlx::query(
        "INSERT INTO access.group_grants AS g (scope, \"group\", level) VALUES ($1, $2, $3)
         ON CONFLICT (scope, \"group\") DO UPDATE SET level = greatest(g.level, excluded.level)",
    )
    .bind(scope.uuid())
    .bind(group.uuid())
    .bind(level as i16)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes back whatever a person holds on a scope by themselves; says whether they held anything.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(tx: &mut Tx, scope: ScopeId, person: PersonId) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM access.grants WHERE scope = $1 AND person = $2")
        .bind(scope.uuid())
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

/// Takes back whatever a person or a group holds on a scope; says whether they held anything.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_from(tx: &mut Tx, scope: ScopeId, principal: Principal) -> Result<bool, store::Error> {
    let group = match principal {
        Principal::Person(person) => return revoke(tx, scope, person).await,
        Principal::Group(group) => group,
    };
    let gone = sqlx::query("DELETE FROM access.group_grants WHERE scope = $1 AND \"group\" = $2")
        .bind(scope.uuid())
        .bind(group.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

/// Ends a scope: nobody holds anything on it any more.
///
/// # Errors
/// When the database does not answer.
pub async fn close(tx: &mut Tx, scope: ScopeId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM access.grants WHERE scope = $1").bind(scope.uuid()).execute(&mut **tx).await?;
    sqlx::query("DELETE FROM access.group_grants WHERE scope = $1")
        .bind(scope.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The strongest level that a person, or one of these groups, holds on a scope.
pub(crate) async fn level(
    db: impl PgExecutor<'_>,
    person: PersonId,
    groups: &[GroupId],
    scope: ScopeId,
) -> Result<Option<Level>, store::Error> {
    let level: Option<i16> = sqlx::query_scalar(
        "SELECT max(level) FROM (
             SELECT level FROM access.grants WHERE person = $1 AND scope = $2
             UNION ALL
             SELECT level FROM access.group_grants WHERE \"group\" = ANY($3) AND scope = $2) held",
    )
    .bind(person.uuid())
    .bind(scope.uuid())
    .bind(uuids(groups))
    .fetch_one(db)
    .await?;
    Ok(level.map(|level| match level {
        30.. => Level::Manage,
        20.. => Level::Write,
        _ => Level::Read,
    }))
}

pub(crate) async fn readable(
    db: impl PgExecutor<'_>,
    person: PersonId,
    groups: &[GroupId],
    scopes: &[ScopeId],
) -> Result<Vec<ScopeId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT scope FROM access.grants WHERE person = $1 AND scope = ANY($2)
         UNION
         SELECT scope FROM access.group_grants WHERE \"group\" = ANY($3) AND scope = ANY($2)",
    )
    .bind(person.uuid())
    .bind(uuids(scopes))
    .bind(uuids(groups))
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

fn uuids<T>(ids: &[Id<T>]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}
