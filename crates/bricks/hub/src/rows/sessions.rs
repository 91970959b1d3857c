//! The sessions that providers opened, and the logout tokens that were honoured.

use kernel::{Id, PersonId};
use sqlx::PgExecutor;
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::model::ProviderId;

/// A session opened by a provider.
#[derive(Debug)]
pub(crate) struct ProvidedSession<'a> {
    pub(crate) session: SessionId,
    pub(crate) person: PersonId,
    pub(crate) provider: ProviderId,
    pub(crate) subject: &'a str,
    pub(crate) sid: Option<&'a str>,
    pub(crate) sealed_id_token: Option<&'a str>,
}

/// Says whether the provider is still there, and enabled: whoever disables it waits for this, or this for them.
pub(crate) async fn insert(
    db: impl PgExecutor<'_>,
    opened: &ProvidedSession<'_>,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let kept = sqlx::query(
        "INSERT INTO hub.sessions (session, person, provider, subject, sid, sealed_id_token, opened_at)
         SELECT $1, $2, p.id, $4, $5, $6, $7 FROM hub.providers p WHERE p.id = $3 AND p.enabled FOR SHARE",
    )
    .bind(opened.session.uuid())
    .bind(opened.person.uuid())
    .bind(opened.provider.uuid())
    .bind(opened.subject)
    .bind(opened.sid)
    .bind(opened.sealed_id_token)
    .bind(now)
    .execute(db)
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// By which provider a session was opened, and the sealed ID token that it gave; `None` when none opened it.
pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    session: Uuid,
) -> Result<Option<(ProviderId, Option<String>)>, store::Error> {
    let row: Option<(Uuid, Option<String>)> =
        sqlx::query_as("SELECT provider, sealed_id_token FROM hub.sessions WHERE session = $1")
            .bind(session)
            .fetch_optional(db)
            .await?;
    Ok(row.map(|(provider, token)| (Id::from_uuid(provider), token)))
}

/// Some of the sessions that providers opened which are enabled no longer, and which opened each.
pub(crate) async fn of_disabled(
    db: impl PgExecutor<'_>,
    limit: i64,
) -> Result<Vec<(SessionId, ProviderId)>, store::Error> {
    let found: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT s.session, s.provider FROM hub.sessions s JOIN hub.providers p ON p.id = s.provider WHERE NOT p.enabled LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(|(session, provider)| (session.into(), provider.into())).collect())
}

/// The sessions that a logout token is about: those of its `sid` when it names one, and of its subject; a `sid` and a
/// subject must both be right.
pub(crate) async fn signed_out(
    db: impl PgExecutor<'_>,
    provider: ProviderId,
    subject: Option<&str>,
    sid: Option<&str>,
) -> Result<Vec<SessionId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT session FROM hub.sessions
          WHERE provider = $1 AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR sid = $3)
            AND ($2::text IS NOT NULL OR $3::text IS NOT NULL)",
    )
    .bind(provider.uuid())
    .bind(subject)
    .bind(sid)
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

pub(crate) async fn delete(db: impl PgExecutor<'_>, sessions: &[SessionId]) -> Result<u64, store::Error> {
    let sessions: Vec<Uuid> = sessions.iter().map(|session| session.uuid()).collect();
    let gone =
        sqlx::query("DELETE FROM hub.sessions WHERE session = ANY($1)").bind(sessions).execute(db).await?;
    Ok(gone.rows_affected())
}

/// Sessions opened before a time, after one, oldest first.
pub(crate) async fn older_than(
    db: impl PgExecutor<'_>,
    before: OffsetDateTime,
    after: Option<(OffsetDateTime, SessionId)>,
    limit: i64,
) -> Result<Vec<(SessionId, OffsetDateTime)>, store::Error> {
    let (after, last) = after.unwrap_or((OffsetDateTime::UNIX_EPOCH, Id::from_uuid(Uuid::nil())));
    let found: Vec<(Uuid, OffsetDateTime)> = sqlx::query_as(
        "SELECT session, opened_at FROM hub.sessions
          WHERE opened_at < $1 AND (opened_at, session) > ($2, $3) ORDER BY opened_at, session LIMIT $4",
    )
    .bind(before)
    .bind(after)
    .bind(last.uuid())
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(|(session, at)| (Id::from_uuid(session), at)).collect())
}

/// Notes a logout token; says whether it is new.
pub(crate) async fn note_logout(
    tx: &mut Tx,
    provider: ProviderId,
    jti: &str,
    until: OffsetDateTime,
) -> Result<bool, store::Error> {
    let noted = sqlx::query(
        "INSERT INTO hub.logout_tokens (provider, jti, until) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(provider.uuid())
    .bind(jti)
    .bind(until)
    .execute(&mut **tx)
    .await?;
    Ok(noted.rows_affected() > 0)
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    for theirs in [
        "DELETE FROM hub.sessions WHERE person = $1",
        "DELETE FROM hub.transfers WHERE person = $1",
        "DELETE FROM hub.attempts WHERE person = $1",
    ] {
        sqlx::query(theirs).bind(person.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}
