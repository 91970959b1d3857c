//! The mark of a sample State in its database. The only file here that speaks SQL.

use sqlx::PgPool;
use time::OffsetDateTime;

/// Whether a sample State made this database.
pub(super) async fn is_marked(pool: &PgPool) -> Result<bool, store::Error> {
    let known: bool =
        sqlx::query_scalar("SELECT to_regclass('sample.state') IS NOT NULL").fetch_one(pool).await?;
    if !known {
        return Ok(false);
    }
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM sample.state)").fetch_one(pool).await
}

/// Whether anybody has used this database.
pub(super) async fn is_used(pool: &PgPool) -> Result<bool, store::Error> {
    sqlx::query_scalar("SELECT to_regclass('identity._migrations') IS NOT NULL").fetch_one(pool).await
}

pub(super) async fn mark(pool: &PgPool, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("INSERT INTO sample.state (made_at) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(now)
        .execute(pool)
        .await
        .map(drop)
}

pub(super) async fn is_furnished(pool: &PgPool) -> Result<bool, store::Error> {
    sqlx::query_scalar("SELECT furnished FROM sample.state").fetch_one(pool).await
}

pub(super) async fn set_furnished(pool: &PgPool) -> Result<(), store::Error> {
    sqlx::query("UPDATE sample.state SET furnished = true").execute(pool).await.map(drop)
}
