//! The table of grants. The only file here that speaks SQL.

use kernel::{Id, PersonId, ScopeId, ports::Level};
use sqlx::PgExecutor;
use store::Tx;
use uuid::Uuid;

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

/// Takes back whatever a person holds on a scope; says whether they held anything.
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

/// Ends a scope: nobody holds anything on it any more.
///
/// # Errors
/// When the database does not answer.
pub async fn close(tx: &mut Tx, scope: ScopeId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM access.grants WHERE scope = $1").bind(scope.uuid()).execute(&mut **tx).await?;
    Ok(())
}

pub(crate) async fn level(
    db: impl PgExecutor<'_>,
    person: PersonId,
    scope: ScopeId,
) -> Result<Option<Level>, store::Error> {
    let level: Option<i16> =
        sqlx::query_scalar("SELECT level FROM access.grants WHERE person = $1 AND scope = $2")
            .bind(person.uuid())
            .bind(scope.uuid())
            .fetch_optional(db)
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
    scopes: &[ScopeId],
) -> Result<Vec<ScopeId>, store::Error> {
    let asked: Vec<Uuid> = scopes.iter().map(|scope| scope.uuid()).collect();
    let found: Vec<Uuid> =
        sqlx::query_scalar("SELECT scope FROM access.grants WHERE person = $1 AND scope = ANY($2)")
            .bind(person.uuid())
            .bind(asked)
            .fetch_all(db)
            .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}
