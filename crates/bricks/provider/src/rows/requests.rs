//! What applications asked for, while their person signs in.

use kernel::Id;
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::model::{Asked, ClientId, Digest};

#[derive(FromRow)]
struct RequestRow {
    client: Uuid,
    asked: Json<Asked>,
    chosen_session: Option<Uuid>,
    created_at: OffsetDateTime,
    expires_at: OffsetDateTime,
}

/// A request that waits.
pub(crate) struct Waiting {
    pub(crate) client: ClientId,
    pub(crate) asked: Asked,
    pub(crate) chosen_session: Option<SessionId>,
    pub(crate) asked_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

impl RequestRow {
    fn waiting(self) -> Waiting {
        Waiting {
            client: Id::from_uuid(self.client),
            asked: self.asked.0,
            chosen_session: self.chosen_session.map(Id::from_uuid),
            asked_at: self.created_at,
            expires_at: self.expires_at,
        }
    }
}

/// What is kept of a request.
pub(crate) struct NewRequest<'a> {
    pub(crate) secret: Digest,
    pub(crate) client: ClientId,
    pub(crate) pushed: bool,
    pub(crate) asked: &'a Asked,
    pub(crate) now: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

pub(crate) async fn insert(db: impl PgExecutor<'_>, new: &NewRequest<'_>) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.requests (secret, client, pushed, asked, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.secret.as_slice())
    .bind(new.client.uuid())
    .bind(new.pushed)
    .bind(Json(new.asked))
    .bind(new.now)
    .bind(new.expires_at)
    .execute(db)
    .await
    .map(drop)
}

pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    now: OffsetDateTime,
) -> Result<Option<Waiting>, store::Error> {
    let row: Option<RequestRow> = sqlx::query_as(
        "SELECT client, asked, chosen_session, created_at, expires_at FROM provider.requests
          WHERE secret = $1 AND NOT pushed AND used_at IS NULL AND expires_at > $2",
    )
    .bind(secret.as_slice())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(RequestRow::waiting))
}

/// Takes a pushed request, once.
pub(crate) async fn take_pushed(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    client: ClientId,
    now: OffsetDateTime,
) -> Result<Option<Waiting>, store::Error> {
    let row: Option<RequestRow> = sqlx::query_as(
        "UPDATE provider.requests SET used_at = $3
          WHERE secret = $1 AND client = $2 AND pushed AND used_at IS NULL AND expires_at > $3
         RETURNING client, asked, chosen_session, created_at, expires_at",
    )
    .bind(secret.as_slice())
    .bind(client.uuid())
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(row.map(RequestRow::waiting))
}

/// Notes that the person of a session goes on with it.
pub(crate) async fn choose(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    session: SessionId,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE provider.requests SET chosen_session = $2 WHERE secret = $1")
        .bind(secret.as_slice())
        .bind(session.uuid())
        .execute(db)
        .await
        .map(drop)
}

/// Uses a request up; says whether it waited still.
pub(crate) async fn use_up(tx: &mut Tx, secret: &Digest, now: OffsetDateTime) -> Result<bool, store::Error> {
    let used = sqlx::query(
        "UPDATE provider.requests SET used_at = $2
          WHERE secret = $1 AND NOT pushed AND used_at IS NULL AND expires_at > $2",
    )
    .bind(secret.as_slice())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(used.rows_affected() == 1)
}
