//! Sessions. Their secrets are looked up by their digest, so that no comparison leaks them.

use kernel::{Acr, Amr, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::model::{ListedSession, Pass, Shown, strength_code, strength_of};

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    person: Uuid,
    strength: String,
    seen_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    acr: String,
    amr: Vec<String>,
    authenticated_at: OffsetDateTime,
    second_factor: bool,
}

impl SessionRow {
    fn pass(self) -> Pass {
        let strength = strength_of(&self.strength);
        let shown = Shown {
            strength,
            // What a row does not say counts as the weakest.
            acr: self.acr.parse().unwrap_or(Acr::Eidas0),
            amr: self.amr.iter().filter_map(|amr| Amr::of(amr)).collect(),
            at: self.authenticated_at,
        };
        Pass {
            id: self.id.into(),
            person: self.person.into(),
            strength,
            seen_at: self.seen_at,
            expires_at: self.expires_at,
            shown,
            second_factor: self.second_factor,
            scopes: None,
        }
    }
}

pub(super) fn words(amr: &[Amr]) -> Vec<&'static str> {
    amr.iter().map(|amr| amr.as_str()).collect()
}

pub(crate) async fn insert(
    tx: &mut Tx,
    pass: &Pass,
    secret: &[u8],
    user_agent: &str,
    issuer: Option<&str>,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.sessions (id, secret, person, strength, user_agent, created_at, seen_at, expires_at,
                                         acr, amr, authenticated_at, issuer)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)",
    )
    .bind(pass.id.uuid())
    .bind(secret)
    .bind(pass.person.uuid())
    .bind(strength_code(pass.strength))
    .bind(user_agent)
    .bind(pass.seen_at)
    .bind(pass.expires_at)
    .bind(pass.shown.acr.as_str())
    .bind(words(&pass.shown.amr))
    .bind(pass.shown.at)
    .bind(issuer)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The issuer of an open session, which whoever closes it waits for.
pub(crate) async fn hold(
    tx: &mut Tx,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<Option<Option<String>>, store::Error> {
    sqlx::query_scalar(
        "SELECT issuer FROM identity.sessions WHERE id = $1 AND closed_at IS NULL AND expires_at > $2 FOR SHARE",
    )
    .bind(id.uuid())
    .bind(now)
    .fetch_optional(&mut **tx)
    .await
}

/// The session of a secret, open, of a person who is not suspended. Where there are no passkeys, nobody's counts.
pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    secret: &[u8],
    passkeys_count: bool,
) -> Result<Option<Pass>, store::Error> {
    let row: Option<SessionRow> = sqlx::query_as(
        "SELECT s.id, s.person, s.strength, s.seen_at, s.expires_at, s.acr, s.amr, s.authenticated_at,
                s.strength <> 'sample' AND (
                    EXISTS (SELECT FROM identity.totps t WHERE t.person = s.person)
                    OR ($2 AND EXISTS (SELECT FROM identity.passkeys k WHERE k.person = s.person))
                ) AS second_factor
           FROM identity.sessions s JOIN identity.persons p ON p.id = s.person
          WHERE s.secret = $1 AND s.closed_at IS NULL AND p.disabled_at IS NULL",
    )
    .bind(secret)
    .bind(passkeys_count)
    .fetch_optional(db)
    .await?;
    Ok(row.map(SessionRow::pass))
}

/// Notes that the person of an open session showed again who they are; says whether it was open.
pub(crate) async fn strengthen(
    tx: &mut Tx,
    person: PersonId,
    id: SessionId,
    shown: &Shown,
) -> Result<bool, store::Error> {
    let changed = sqlx::query(
        "UPDATE identity.sessions SET acr = $3, amr = $4, authenticated_at = $5
          WHERE id = $1 AND person = $2 AND closed_at IS NULL AND expires_at > $5",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(shown.acr.as_str())
    .bind(words(&shown.amr))
    .bind(shown.at)
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// Closes open sessions, whosever they are; says which were, and whose.
pub(crate) async fn close_these(
    tx: &mut Tx,
    ids: &[SessionId],
    now: OffsetDateTime,
) -> Result<Vec<(SessionId, PersonId)>, store::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let closed: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "UPDATE identity.sessions SET closed_at = $2
          WHERE id = ANY($1) AND closed_at IS NULL AND expires_at > $2 RETURNING id, person",
    )
    .bind(ids)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(closed.into_iter().map(|(id, person)| (id.into(), person.into())).collect())
}

/// Which of these sessions are open, of persons who are not suspended.
pub(crate) async fn open_among(
    db: impl PgExecutor<'_>,
    ids: &[SessionId],
    now: OffsetDateTime,
    idle_since: OffsetDateTime,
) -> Result<Vec<SessionId>, store::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let open: Vec<Uuid> = sqlx::query_scalar(
        "SELECT s.id FROM identity.sessions s JOIN identity.persons p ON p.id = s.person
          WHERE s.id = ANY($1) AND s.closed_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 AND p.disabled_at IS NULL",
    )
    .bind(ids)
    .bind(now)
    .bind(idle_since)
    .fetch_all(db)
    .await?;
    Ok(open.into_iter().map(SessionId::from_uuid).collect())
}

/// The sessions of a person that were not closed.
pub(crate) async fn open_of(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<SessionId>, store::Error> {
    let open: Vec<Uuid> =
        sqlx::query_scalar("SELECT id FROM identity.sessions WHERE person = $1 AND closed_at IS NULL")
            .bind(person.uuid())
            .fetch_all(db)
            .await?;
    Ok(open.into_iter().map(SessionId::from_uuid).collect())
}

pub(crate) async fn note_seen(
    db: impl PgExecutor<'_>,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.sessions SET seen_at = greatest(seen_at, $2) WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn created_at(
    db: impl PgExecutor<'_>,
    id: SessionId,
) -> Result<Option<OffsetDateTime>, store::Error> {
    sqlx::query_scalar("SELECT created_at FROM identity.sessions WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(db)
        .await
}

/// A person's sessions that are still good, newest first.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
    current: SessionId,
    now: OffsetDateTime,
    idle_since: OffsetDateTime,
) -> Result<Vec<ListedSession>, store::Error> {
    type Row = (Uuid, String, OffsetDateTime, OffsetDateTime, OffsetDateTime, String);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, strength, created_at, seen_at, expires_at, user_agent FROM identity.sessions
          WHERE person = $1 AND closed_at IS NULL AND expires_at > $2 AND seen_at > $3
          ORDER BY created_at DESC, id DESC LIMIT 200",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(idle_since)
    .fetch_all(db)
    .await?;
    let listed = |(id, strength, created_at, last_seen_at, expires_at, user_agent): Row| ListedSession {
        id: id.into(),
        current: id == current.uuid(),
        strength: strength_of(&strength),
        created_at,
        last_seen_at,
        expires_at,
        user_agent,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// Closes one session of a person; says whether it was open.
pub(crate) async fn close(
    tx: &mut Tx,
    person: PersonId,
    id: SessionId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let closed = sqlx::query(
        "UPDATE identity.sessions SET closed_at = $3
          WHERE id = $1 AND person = $2 AND closed_at IS NULL AND expires_at > $3",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(closed.rows_affected() > 0)
}

/// Closes the sessions of a person, but perhaps one; says which.
pub(crate) async fn close_all(
    tx: &mut Tx,
    person: PersonId,
    but: Option<SessionId>,
    now: OffsetDateTime,
) -> Result<Vec<SessionId>, store::Error> {
    let closed: Vec<Uuid> = sqlx::query_scalar(
        "UPDATE identity.sessions SET closed_at = $3
          WHERE person = $1 AND id IS DISTINCT FROM $2 AND closed_at IS NULL RETURNING id",
    )
    .bind(person.uuid())
    .bind(but.map(SessionId::uuid))
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(closed.into_iter().map(SessionId::from_uuid).collect())
}
