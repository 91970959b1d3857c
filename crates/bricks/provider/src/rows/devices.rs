//! Devices that wait to be let in (RFC 8628).

use kernel::{Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::{ClientId, Digest, GrantId};

#[derive(FromRow)]
pub(crate) struct DeviceRow {
    client: Uuid,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) pause: i32,
    pub(crate) polled_at: Option<OffsetDateTime>,
    pub(crate) decided_at: Option<OffsetDateTime>,
    #[sqlx(rename = "grant")]
    grant_id: Option<Uuid>,
    pub(crate) used_at: Option<OffsetDateTime>,
}

impl DeviceRow {
    pub(crate) fn client(&self) -> ClientId {
        Id::from_uuid(self.client)
    }

    pub(crate) fn grant(&self) -> Option<GrantId> {
        self.grant_id.map(Id::from_uuid)
    }
}

/// Says whether the code was free.
pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    secret: &Digest,
    user_code: &str,
    client: ClientId,
    scopes: &[String],
    (now, expires_at): (OffsetDateTime, OffsetDateTime),
    pause: i32,
) -> Result<bool, store::Error> {
    let made = sqlx::query(
        "INSERT INTO provider.devices (secret, user_code, client, scopes, created_at, expires_at, pause)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_code) DO NOTHING",
    )
    .bind(secret.as_slice())
    .bind(user_code)
    .bind(client.uuid())
    .bind(scopes)
    .bind(now)
    .bind(expires_at)
    .bind(pause)
    .execute(db)
    .await?;
    Ok(made.rows_affected() == 1)
}

const COLUMNS: &str = "client, scopes, expires_at, pause, polled_at, decided_at, \"grant\", used_at";

/// A device that nobody answered yet, by the code on its screen.
pub(crate) async fn waiting(
    db: impl PgExecutor<'_>,
    user_code: &str,
    now: OffsetDateTime,
) -> Result<Option<DeviceRow>, store::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM provider.devices WHERE user_code = $1 AND decided_at IS NULL AND expires_at > $2"
    );
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(user_code).bind(now).fetch_optional(db).await
}

/// The device, held until commit.
pub(crate) async fn hold(tx: &mut Tx, secret: &Digest) -> Result<Option<DeviceRow>, store::Error> {
    let sql = format!("SELECT {COLUMNS} FROM provider.devices WHERE secret = $1 FOR UPDATE");
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(secret.as_slice()).fetch_optional(&mut **tx).await
}

/// Answers for a device; without a grant, no. Says whether it waited still.
pub(crate) async fn decide(
    tx: &mut Tx,
    user_code: &str,
    grant: Option<GrantId>,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let decided = sqlx::query(
        "UPDATE provider.devices SET decided_at = $3, \"grant\" = $2
          WHERE user_code = $1 AND decided_at IS NULL AND expires_at > $3",
    )
    .bind(user_code)
    .bind(grant.map(Id::uuid))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(decided.rows_affected() == 1)
}

/// Notes that a device asked, and how long it must wait from now on.
pub(crate) async fn note_polled(
    tx: &mut Tx,
    secret: &Digest,
    pause: i32,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE provider.devices SET polled_at = $3, pause = $2 WHERE secret = $1")
        .bind(secret.as_slice())
        .bind(pause)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn use_up(tx: &mut Tx, secret: &Digest, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("UPDATE provider.devices SET used_at = $2 WHERE secret = $1")
        .bind(secret.as_slice())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Counts that a person looked for a code; says how often within the window, and since when.
pub(crate) async fn count_try(
    db: impl PgExecutor<'_>,
    person: PersonId,
    window: Duration,
    now: OffsetDateTime,
) -> Result<(i32, OffsetDateTime), store::Error> {
    sqlx::query_as(
        "INSERT INTO provider.code_tries AS t (person, tries, since) VALUES ($1, 1, $2)
         ON CONFLICT (person) DO UPDATE
            SET tries = CASE WHEN t.since <= $3 THEN 1 ELSE t.tries + 1 END,
                since = CASE WHEN t.since <= $3 THEN $2 ELSE t.since END
         RETURNING tries, since",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(now - window)
    .fetch_one(db)
    .await
}
