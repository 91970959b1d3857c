//! Who keeps which tree.

use kernel::{PersonId, ScopeId};
use sqlx::PgExecutor;
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ids, uuids};

/// The organisations whose trees a person keeps.
pub(crate) async fn kept_by(db: impl PgExecutor<'_>, person: PersonId) -> Result<Vec<ScopeId>, store::Error> {
    let kept: Vec<Uuid> =
        sqlx::query_scalar("SELECT organisation FROM directory.correspondents WHERE person = $1")
            .bind(person.uuid())
            .fetch_all(db)
            .await?;
    Ok(ids(kept))
}

/// Who is named for this very organisation, at most fifty.
pub(crate) async fn of(
    db: impl PgExecutor<'_>,
    organisation: ScopeId,
) -> Result<Vec<PersonId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT person FROM directory.correspondents WHERE organisation = $1 ORDER BY since, person LIMIT 50",
    )
    .bind(organisation.uuid())
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// Whether a scope is an organisation, and whether this person keeps it or anything above it. `None`: no organisation.
pub(crate) async fn keeps(
    db: impl PgExecutor<'_>,
    person: PersonId,
    scope: ScopeId,
) -> Result<Option<bool>, store::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM directory.correspondents c WHERE c.person = $1 AND c.organisation = ANY(o.path))
           FROM directory.organisations o WHERE o.id = $2",
    )
    .bind(person.uuid())
    .bind(scope.uuid())
    .fetch_optional(db)
    .await
}

pub(crate) async fn kept_among(
    db: impl PgExecutor<'_>,
    person: PersonId,
    scopes: &[ScopeId],
) -> Result<Vec<ScopeId>, store::Error> {
    let kept: Vec<Uuid> = sqlx::query_scalar(
        "SELECT o.id FROM directory.organisations o
          WHERE o.id = ANY($2)
            AND EXISTS (SELECT FROM directory.correspondents c WHERE c.person = $1 AND c.organisation = ANY(o.path))",
    )
    .bind(person.uuid())
    .bind(uuids(scopes))
    .fetch_all(db)
    .await?;
    Ok(ids(kept))
}

/// Says whether the person was not one already. `outside`: they do not stand in that tree.
pub(crate) async fn insert(
    tx: &mut Tx,
    organisation: ScopeId,
    person: PersonId,
    outside: bool,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let added = sqlx::query(
        "INSERT INTO directory.correspondents (organisation, person, since, outside) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(organisation.uuid())
    .bind(person.uuid())
    .bind(now)
    .bind(outside)
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() > 0)
}

pub(crate) async fn delete(
    tx: &mut Tx,
    organisation: ScopeId,
    person: PersonId,
) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM directory.correspondents WHERE organisation = $1 AND person = $2")
        .bind(organisation.uuid())
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}
