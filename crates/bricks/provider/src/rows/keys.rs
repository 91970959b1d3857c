//! The keys that sign.

use serde_json::Value;
use sqlx::{FromRow, PgPool};
use store::Tx;
use time::OffsetDateTime;

use crate::model::SigningAlg;

#[derive(FromRow)]
pub(crate) struct KeyRow {
    pub(crate) kid: String,
    pub(crate) alg: String,
    pub(crate) sealed: Vec<u8>,
    pub(crate) public: Value,
    pub(crate) signs_from: OffsetDateTime,
    pub(crate) signs_until: OffsetDateTime,
    pub(crate) published_until: OffsetDateTime,
}

/// Names the lock under which keys are made, one hand at a time.
const MAKING: i64 = 0x5A_0C;

pub(crate) async fn lock(tx: &mut Tx) -> Result<(), store::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(MAKING).execute(&mut **tx).await.map(drop)
}

pub(crate) async fn published(db: &PgPool, now: OffsetDateTime) -> Result<Vec<KeyRow>, store::Error> {
    sqlx::query_as(
        "SELECT kid, alg, sealed, public, signs_from, signs_until, published_until FROM provider.keys
          WHERE published_until > $1 ORDER BY signs_from, kid LIMIT 32",
    )
    .bind(now)
    .fetch_all(db)
    .await
}

/// Until when the last key of an algorithm signs.
pub(crate) async fn last_of(tx: &mut Tx, alg: SigningAlg) -> Result<Option<OffsetDateTime>, store::Error> {
    sqlx::query_scalar("SELECT max(signs_until) FROM provider.keys WHERE alg = $1")
        .bind(alg.as_str())
        .fetch_one(&mut **tx)
        .await
}

pub(crate) async fn insert(tx: &mut Tx, key: &KeyRow) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.keys (kid, alg, sealed, public, signs_from, signs_until, published_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&key.kid)
    .bind(&key.alg)
    .bind(&key.sealed)
    .bind(&key.public)
    .bind(key.signs_from)
    .bind(key.signs_until)
    .bind(key.published_until)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn forget_old(tx: &mut Tx, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM provider.keys WHERE published_until < $1")
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}
