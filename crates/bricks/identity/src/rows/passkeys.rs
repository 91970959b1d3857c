//! Passkeys, and what authenticators were asked to sign.

use kernel::PersonId;
use serde_json::Value;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;
use web::SessionId;

use crate::model::{Challenge, ChallengeId, ListedPasskey, PasskeyId, Purpose};

pub(crate) async fn insert_challenge(
    db: impl PgExecutor<'_>,
    challenge: &Challenge,
    state: &Value,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.passkey_challenges (id, purpose, person, session, state, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(challenge.id.uuid())
    .bind(challenge.purpose.as_str())
    .bind(challenge.asked_by.map(|(person, _)| person.uuid()))
    .bind(challenge.asked_by.map(|(_, session)| session.uuid()))
    .bind(state)
    .bind(challenge.created_at)
    .bind(challenge.expires_at)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a challenge away, whoever answers and whatever: nobody answers it twice. `None` when it is over, or was asked for
/// something else or by somebody else.
pub(crate) async fn take_challenge(
    db: impl PgExecutor<'_>,
    id: ChallengeId,
    purpose: Purpose,
    asked_by: Option<(PersonId, SessionId)>,
    now: OffsetDateTime,
) -> Result<Option<Value>, store::Error> {
    sqlx::query_scalar(
        "DELETE FROM identity.passkey_challenges
          WHERE id = $1 AND purpose = $2 AND person IS NOT DISTINCT FROM $3 AND session IS NOT DISTINCT FROM $4
            AND expires_at > $5 RETURNING state",
    )
    .bind(id.uuid())
    .bind(purpose.as_str())
    .bind(asked_by.map(|(person, _)| person.uuid()))
    .bind(asked_by.map(|(_, session)| session.uuid()))
    .bind(now)
    .fetch_optional(db)
    .await
}

/// Whose passkey this is, and what is kept of it.
#[derive(FromRow)]
pub(crate) struct KeptPasskey {
    id: Uuid,
    person: Uuid,
    pub(crate) passkey: Value,
}

impl KeptPasskey {
    pub(crate) fn id(&self) -> PasskeyId {
        self.id.into()
    }

    pub(crate) fn person(&self) -> PersonId {
        self.person.into()
    }
}

/// A passkey by its credential, kept as it is until commit: two uses at the same time count one after the other.
pub(crate) async fn hold(tx: &mut Tx, credential: &[u8]) -> Result<Option<KeptPasskey>, store::Error> {
    sqlx::query_as("SELECT id, person, passkey FROM identity.passkeys WHERE credential_id = $1 FOR UPDATE")
        .bind(credential)
        .fetch_optional(&mut **tx)
        .await
}

/// What is kept of all the passkeys of a person.
pub(crate) async fn kept_of(db: impl PgExecutor<'_>, person: PersonId) -> Result<Vec<Value>, store::Error> {
    sqlx::query_scalar("SELECT passkey FROM identity.passkeys WHERE person = $1 ORDER BY created_at, id")
        .bind(person.uuid())
        .fetch_all(db)
        .await
}

/// Keeps a new passkey; `false` when somebody has its credential already.
pub(crate) async fn insert(
    tx: &mut Tx,
    person: PersonId,
    credential: &[u8],
    passkey: &Value,
    listed: &ListedPasskey,
) -> Result<bool, store::Error> {
    let made = sqlx::query(
        "INSERT INTO identity.passkeys (id, person, credential_id, passkey, name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING",
    )
    .bind(listed.id.uuid())
    .bind(person.uuid())
    .bind(credential)
    .bind(passkey)
    .bind(&listed.name)
    .bind(listed.created_at)
    .execute(&mut **tx)
    .await?;
    Ok(made.rows_affected() > 0)
}

pub(crate) async fn note_used(
    tx: &mut Tx,
    id: PasskeyId,
    passkey: &Value,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.passkeys SET passkey = $2, last_used_at = $3 WHERE id = $1")
        .bind(id.uuid())
        .bind(passkey)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    name: String,
    created_at: OffsetDateTime,
    last_used_at: Option<OffsetDateTime>,
}

impl ListedRow {
    fn listed(self) -> ListedPasskey {
        let Self { id, name, created_at, last_used_at } = self;
        ListedPasskey { id: id.into(), name, created_at, last_used_at }
    }
}

/// A person's passkeys, oldest first.
pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<ListedPasskey>, store::Error> {
    let rows: Vec<ListedRow> = sqlx::query_as(
        "SELECT id, name, created_at, last_used_at FROM identity.passkeys WHERE person = $1 ORDER BY created_at, id",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(ListedRow::listed).collect())
}

pub(crate) async fn rename(
    tx: &mut Tx,
    person: PersonId,
    id: PasskeyId,
    name: &str,
) -> Result<Option<ListedPasskey>, store::Error> {
    let row: Option<ListedRow> = sqlx::query_as(
        "UPDATE identity.passkeys SET name = $3 WHERE id = $1 AND person = $2
         RETURNING id, name, created_at, last_used_at",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(name)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(ListedRow::listed))
}

pub(crate) async fn delete(tx: &mut Tx, person: PersonId, id: PasskeyId) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM identity.passkeys WHERE id = $1 AND person = $2")
        .bind(id.uuid())
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

pub(crate) async fn delete_all(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM identity.passkeys WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
