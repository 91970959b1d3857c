//! Sign-ins to applications, and all that came of them.

use kernel::{Acr, Amr, Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::{
    model::{ClientId, Grant, GrantId},
    token::Machine,
};

#[derive(FromRow)]
pub(crate) struct GrantRow {
    id: Uuid,
    client: Uuid,
    person: Uuid,
    scopes: Vec<String>,
    session: Uuid,
    dependent: bool,
    issuer: Option<String>,
    device_id: Option<String>,
    acr: String,
    amr: Vec<String>,
    authenticated_at: OffsetDateTime,
    id_token_claims: Vec<String>,
    userinfo_claims: Vec<String>,
    created_at: OffsetDateTime,
}

impl GrantRow {
    pub(crate) fn grant(self) -> Grant {
        Grant {
            id: self.id.into(),
            client: self.client.into(),
            person: self.person.into(),
            scopes: self.scopes,
            session: self.session.into(),
            dependent: self.dependent,
            issuer: self.issuer,
            device_id: self.device_id,
            acr: self.acr.parse().unwrap_or(Acr::Eidas0),
            amr: self.amr.iter().filter_map(|amr| Amr::of(amr)).collect(),
            authenticated_at: self.authenticated_at,
            id_token_claims: self.id_token_claims,
            userinfo_claims: self.userinfo_claims,
            created_at: self.created_at,
        }
    }
}

pub(crate) async fn insert(tx: &mut Tx, grant: &Grant) -> Result<(), store::Error> {
    let amr: Vec<&str> = grant.amr.iter().map(|amr| amr.as_str()).collect();
    sqlx::query(
        "INSERT INTO provider.grants (id, client, person, scopes, session, dependent, device_id, acr, amr,
                                      authenticated_at, id_token_claims, userinfo_claims, created_at, issuer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(grant.id.uuid())
    .bind(grant.client.uuid())
    .bind(grant.person.uuid())
    .bind(&grant.scopes)
    .bind(grant.session.uuid())
    .bind(grant.dependent)
    .bind(&grant.device_id)
    .bind(grant.acr.as_str())
    .bind(amr)
    .bind(grant.authenticated_at)
    .bind(&grant.id_token_claims)
    .bind(&grant.userinfo_claims)
    .bind(grant.created_at)
    .bind(&grant.issuer)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// A grant that was not ended.
pub(crate) async fn find(db: impl PgExecutor<'_>, id: GrantId) -> Result<Option<Grant>, store::Error> {
    let row: Option<GrantRow> = sqlx::query_as(
        "SELECT id, client, person, scopes, session, dependent, issuer, device_id, acr, amr, authenticated_at,
                id_token_claims, userinfo_claims, created_at
           FROM provider.grants WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(id.uuid())
    .fetch_optional(db)
    .await?;
    Ok(row.map(GrantRow::grant))
}

/// Notes that its application used it, once a minute; for a device also from where, and what its program says it is.
pub(crate) async fn note_used(
    tx: &mut Tx,
    id: GrantId,
    from: &Machine,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE provider.grants
            SET last_used_at = $2, last_address = CASE WHEN device_id IS NULL THEN NULL ELSE $3 END,
                user_agent = CASE WHEN device_id IS NULL AND user_agent IS NULL THEN NULL ELSE $4 END
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2 - interval '1 minute')",
    )
    .bind(id.uuid())
    .bind(now)
    .bind(from.address.0.to_string())
    .bind(&from.user_agent)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Notes that a grant is a machine's without a browser, by what its program says of itself.
pub(crate) async fn note_device(tx: &mut Tx, id: GrantId, user_agent: &str) -> Result<(), store::Error> {
    sqlx::query("UPDATE provider.grants SET user_agent = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(user_agent)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Ends one grant and every token of it; says whether it was alive.
pub(crate) async fn end(tx: &mut Tx, id: GrantId, now: OffsetDateTime) -> Result<bool, store::Error> {
    let ended = sqlx::query("UPDATE provider.grants SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .bind(id.uuid())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(ended.rows_affected() == 1)
}

/// Ends a grant of a person, by its id.
pub(crate) async fn end_own(
    tx: &mut Tx,
    person: PersonId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<Option<ClientId>, store::Error> {
    let client: Option<Uuid> = sqlx::query_scalar(
        "UPDATE provider.grants SET ended_at = $3 WHERE person = $1 AND id = $2 AND ended_at IS NULL RETURNING client",
    )
    .bind(person.uuid())
    .bind(id)
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(client.map(Id::from_uuid))
}

/// Ends all that a person gave a client.
pub(crate) async fn end_of_client(
    tx: &mut Tx,
    person: PersonId,
    client: ClientId,
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let ended = sqlx::query(
        "UPDATE provider.grants SET ended_at = $3 WHERE person = $1 AND client = $2 AND ended_at IS NULL",
    )
    .bind(person.uuid())
    .bind(client.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}

/// Ends what another sign-in of the same device gave: a device is one.
pub(crate) async fn end_other_of_device(
    tx: &mut Tx,
    grant: &Grant,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE provider.grants SET ended_at = $4
          WHERE person = $1 AND device_id = $2 AND id <> $3 AND ended_at IS NULL",
    )
    .bind(grant.person.uuid())
    .bind(&grant.device_id)
    .bind(grant.id.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Ends what depends on these sessions.
pub(crate) async fn end_of_sessions(
    tx: &mut Tx,
    sessions: &[SessionId],
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let sessions: Vec<Uuid> = sessions.iter().map(|session| session.uuid()).collect();
    let ended = sqlx::query(
        "UPDATE provider.grants SET ended_at = $2 WHERE session = ANY($1) AND dependent AND ended_at IS NULL",
    )
    .bind(sessions)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}

/// Ends everything of a person.
pub(crate) async fn end_of_person(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let ended =
        sqlx::query("UPDATE provider.grants SET ended_at = $2 WHERE person = $1 AND ended_at IS NULL")
            .bind(person.uuid())
            .bind(now)
            .execute(&mut **tx)
            .await?;
    Ok(ended.rows_affected())
}

/// Ends everything of the sessions that a provider opened, of everybody or of one person.
pub(crate) async fn end_of_issuer(
    tx: &mut Tx,
    issuer: &str,
    person: Option<PersonId>,
    now: OffsetDateTime,
) -> Result<u64, store::Error> {
    let ended = sqlx::query(
        "UPDATE provider.grants SET ended_at = $3
          WHERE issuer = $1 AND ($2::uuid IS NULL OR person = $2) AND ended_at IS NULL",
    )
    .bind(issuer)
    .bind(person.map(PersonId::uuid))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}

/// The clients that want to hear that these sessions are over, and of whom: (client, person, session).
pub(crate) async fn to_be_told(
    tx: &mut Tx,
    sessions: &[SessionId],
) -> Result<Vec<(Uuid, Uuid, Uuid)>, store::Error> {
    let sessions: Vec<Uuid> = sessions.iter().map(|session| session.uuid()).collect();
    sqlx::query_as(
        "SELECT DISTINCT g.client, g.person, g.session
           FROM provider.grants g JOIN provider.clients c ON c.id = g.client
          WHERE g.session = ANY($1) AND c.backchannel_logout_uri IS NOT NULL AND 'openid' = ANY(g.scopes)
            AND g.last_used_at IS NOT NULL",
    )
    .bind(sessions)
    .fetch_all(&mut **tx)
    .await
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM provider.grants WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM provider.code_tries WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}
