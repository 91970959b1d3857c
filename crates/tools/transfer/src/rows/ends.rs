//! How parcels end: withdrawn, expired, forgotten.

use kernel::Id;
use sqlx::PgExecutor;
use store::{Error, Tx};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{ParcelId, State};

pub(crate) async fn end_parcel(
    tx: &mut Tx,
    id: ParcelId,
    state: State,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.parcels SET state = $2, ended_at = $3, updated_at = $3 WHERE id = $1")
        .bind(id.uuid())
        .bind(state.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Forgets a parcel whole. Its bytes must be doomed first.
pub(crate) async fn delete_parcel(tx: &mut Tx, id: ParcelId) -> Result<(), Error> {
    sqlx::query("DELETE FROM transfer.parcels WHERE id = $1")
        .bind(id.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Parcels in the making that nobody has touched since `before`, neither the words nor the files.
pub(crate) async fn idle_parcels(
    db: impl PgExecutor<'_>,
    state: State,
    before: OffsetDateTime,
    limit: i64,
) -> Result<Vec<ParcelId>, Error> {
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "SELECT p.id FROM transfer.parcels p
          WHERE p.state IN ('draft', 'waiting') AND p.state = $1 AND p.updated_at <= $2
            AND NOT EXISTS (SELECT FROM transfer.files f WHERE f.parcel = p.id AND f.touched_at > $2)
          ORDER BY p.updated_at LIMIT $3",
    )
    .bind(state.as_str())
    .bind(before)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(Id::from_uuid).collect())
}
