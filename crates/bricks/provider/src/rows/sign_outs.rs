//! Sign-outs that applications ask for, while their browser comes back or their person says yes or no.

use kernel::Id;
use sqlx::{FromRow, PgExecutor};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{AskedSignOut, Digest};

#[derive(FromRow)]
struct SignOutRow {
    client: Option<Uuid>,
    session: Option<Uuid>,
    return_to: Option<String>,
}

impl SignOutRow {
    fn asked(self) -> AskedSignOut {
        let Self { client, session, return_to } = self;
        AskedSignOut { client: client.map(Id::from_uuid), session, return_to }
    }
}

pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    asked: &AskedSignOut,
    (now, expires_at): (OffsetDateTime, OffsetDateTime),
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.sign_outs (secret, client, session, return_to, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(secret.as_slice())
    .bind(asked.client.map(Id::uuid))
    .bind(asked.session)
    .bind(&asked.return_to)
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
) -> Result<Option<AskedSignOut>, store::Error> {
    let row: Option<SignOutRow> = sqlx::query_as(
        "SELECT client, session, return_to FROM provider.sign_outs
          WHERE secret = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(SignOutRow::asked))
}

pub(crate) async fn take(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<AskedSignOut>, store::Error> {
    let row: Option<SignOutRow> = sqlx::query_as(
        "UPDATE provider.sign_outs SET used_at = $2 WHERE secret = $1 AND used_at IS NULL AND expires_at > $2
         RETURNING client, session, return_to",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(SignOutRow::asked))
}
