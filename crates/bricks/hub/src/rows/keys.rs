//! The keys of the house towards providers.

use serde_json::Value;
use sqlx::PgExecutor;
use store::Tx;
use time::OffsetDateTime;

/// The newest: its id and its sealed form.
pub(crate) async fn newest(db: impl PgExecutor<'_>) -> Result<Option<(String, Vec<u8>)>, store::Error> {
    sqlx::query_as("SELECT id, sealed FROM hub.keys ORDER BY made_at DESC, id DESC LIMIT 1")
        .fetch_optional(db)
        .await
}

/// What the world may see of them.
pub(crate) async fn public(db: impl PgExecutor<'_>) -> Result<Vec<Value>, store::Error> {
    sqlx::query_scalar("SELECT public FROM hub.keys ORDER BY made_at DESC, id DESC LIMIT 10")
        .fetch_all(db)
        .await
}

/// Those who make a key come one after the other, until commit.
pub(crate) async fn queue_up(tx: &mut Tx) -> Result<(), store::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('hub.keys', 0))").execute(&mut **tx).await?;
    Ok(())
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: &str,
    sealed: &[u8],
    public: &Value,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("INSERT INTO hub.keys (id, sealed, public, made_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(sealed)
        .bind(public)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
