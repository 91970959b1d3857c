//! What persons let applications know.

use kernel::{Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::ClientId;

/// What a person was asked to let a client know, and agreed to.
pub(crate) async fn scopes(
    db: impl PgExecutor<'_>,
    person: PersonId,
    client: ClientId,
) -> Result<Option<Vec<String>>, store::Error> {
    sqlx::query_scalar("SELECT agreed FROM provider.consents WHERE person = $1 AND client = $2")
        .bind(person.uuid())
        .bind(client.uuid())
        .fetch_optional(db)
        .await
}

/// Adds to what a client was given before; `asked`: its person said yes to it, so that they are not asked again.
pub(crate) async fn add(
    tx: &mut Tx,
    person: PersonId,
    client: ClientId,
    scopes: &[String],
    asked: bool,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.consents AS c (id, person, client, scopes, agreed, given_at)
         VALUES ($1, $2, $3, $4, CASE WHEN $6 THEN $4 ELSE '{}' END, $5)
         ON CONFLICT (person, client) DO UPDATE
            SET scopes = ARRAY(SELECT DISTINCT unnest(c.scopes || EXCLUDED.scopes) ORDER BY 1),
                agreed = ARRAY(SELECT DISTINCT unnest(c.agreed || EXCLUDED.agreed) ORDER BY 1), given_at = $5",
    )
    .bind(Uuid::now_v7())
    .bind(person.uuid())
    .bind(client.uuid())
    .bind(scopes)
    .bind(now)
    .bind(asked)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// An application or a device that somebody signed in to.
#[derive(FromRow)]
pub(crate) struct ListedRow {
    pub(crate) id: Uuid,
    pub(crate) client: Uuid,
    pub(crate) client_name: String,
    pub(crate) client_uri: Option<String>,
    pub(crate) verified: bool,
    pub(crate) scopes: Vec<String>,
    pub(crate) device_id: Option<String>,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) last_used_at: Option<OffsetDateTime>,
    pub(crate) last_address: Option<String>,
    /// Of a device, what its program said of itself.
    pub(crate) user_agent: Option<String>,
}

/// A person's applications, and their devices one by one, newest first.
pub(crate) async fn list(db: impl PgExecutor<'_>, person: PersonId) -> Result<Vec<ListedRow>, store::Error> {
    sqlx::query_as(
        "SELECT n.id, c.id AS client, c.name AS client_name, c.uri AS client_uri, c.verified, n.scopes,
                NULL::text AS device_id, n.given_at AS created_at, used.last_used_at, NULL::text AS last_address,
                used.user_agent
           FROM provider.consents n JOIN provider.clients c ON c.id = n.client
                LEFT JOIN LATERAL (SELECT max(coalesce(g.last_used_at, g.created_at)) AS last_used_at,
                                          (array_agg(g.user_agent ORDER BY coalesce(g.last_used_at, g.created_at) DESC)
                                               FILTER (WHERE g.ended_at IS NULL))[1] AS user_agent
                                     FROM provider.grants g
                                    WHERE g.person = n.person AND g.client = n.client) used ON true
          WHERE n.person = $1
            AND NOT EXISTS (SELECT FROM provider.grants d WHERE d.person = n.person AND d.client = n.client
                               AND d.ended_at IS NULL AND d.device_id IS NOT NULL AND d.last_used_at IS NOT NULL)
          UNION ALL
         SELECT g.id, c.id, c.name, c.uri, c.verified, g.scopes, g.device_id, g.created_at, g.last_used_at, g.last_address,
                g.user_agent
           FROM provider.grants g JOIN provider.clients c ON c.id = g.client
          WHERE g.person = $1 AND g.ended_at IS NULL AND g.device_id IS NOT NULL AND g.last_used_at IS NOT NULL
          ORDER BY created_at DESC, id LIMIT 500",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await
}

/// Takes back what was agreed; says with which client.
pub(crate) async fn remove(
    tx: &mut Tx,
    person: PersonId,
    id: Uuid,
) -> Result<Option<ClientId>, store::Error> {
    let client: Option<Uuid> =
        sqlx::query_scalar("DELETE FROM provider.consents WHERE person = $1 AND id = $2 RETURNING client")
            .bind(person.uuid())
            .bind(id)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(client.map(Id::from_uuid))
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM provider.consents WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}
