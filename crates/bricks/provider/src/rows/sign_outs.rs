//! Sign-outs that applications ask for, while their person says yes or no.

use kernel::Id;
use sqlx::{FromRow, PgExecutor};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{ClientId, Digest};

#[derive(FromRow)]
pub(crate) struct SignOutRow {
    client: Option<Uuid>,
    pub(crate) return_to: Option<String>,
}

impl SignOutRow {
    pub(crate) fn client(&self) -> Option<ClientId> {
        self.client.map(Id::from_uuid)
    }
}

pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    client: Option<ClientId>,
    return_to: Option<&str>,
    (now, expires_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.sign_outs (secret, client, return_to, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(secret.as_slice())
    .bind(client.map(Id::uuid))
    .bind(return_to)
    .bind(now)
    .bind(expires_at)
    .execute(db)
    .await
    .map(drop)
}

pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<SignOutRow>, store::Error> {
    sqlx::query_as(
        "SELECT client, return_to FROM provider.sign_outs WHERE secret = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await
}

pub(crate) async fn take(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<SignOutRow>, store::Error> {
    sqlx::query_as(
        "UPDATE provider.sign_outs SET used_at = $2 WHERE secret = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING client, return_to",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await
}
