//! Persons and their addresses.

use kernel::{EmailAddress, Language, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::PersonRecord;

#[derive(FromRow)]
pub(crate) struct PersonRow {
    id: Uuid,
    name: Option<String>,
    given_name: Option<String>,
    address: String,
    language: String,
    proven: bool,
    disabled: bool,
}

impl PersonRow {
    /// `None` when the main address does not read, which no code here writes.
    pub(crate) fn record(self) -> Option<PersonRecord> {
        Some(PersonRecord {
            id: self.id.into(),
            given_name: self.given_name.filter(|given| begins_with(self.name.as_deref(), given)),
            name: self.name,
            address: self.address.parse().ok()?,
            language: self.language.parse().unwrap_or_default(),
            proven: self.proven,
            disabled: self.disabled,
        })
    }
}

/// Whether a name begins with this given name, and goes on.
fn begins_with(name: Option<&str>, given: &str) -> bool {
    name.and_then(|name| name.strip_prefix(given)).is_some_and(|rest| rest.starts_with(' '))
}

pub(crate) async fn by_ids(
    db: impl PgExecutor<'_>,
    ids: &[PersonId],
) -> Result<Vec<PersonRecord>, store::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<PersonRow> = sqlx::query_as(
        "SELECT p.id, p.name, p.given_name, a.address, p.language, a.proven_at IS NOT NULL AS proven, p.disabled_at IS NOT NULL AS disabled
           FROM identity.persons p JOIN identity.addresses a ON a.person = p.id AND a.main
          WHERE p.id = ANY($1)",
    )
    .bind(ids)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(PersonRow::record).collect())
}

/// The persons behind addresses, main or not, each with the address that was asked.
pub(crate) async fn by_addresses(
    db: impl PgExecutor<'_>,
    addresses: &[EmailAddress],
) -> Result<Vec<(String, PersonRecord)>, store::Error> {
    #[derive(FromRow)]
    struct Asked {
        asked: String,
        #[sqlx(flatten)]
        person: PersonRow,
    }
    let rows: Vec<Asked> = sqlx::query_as(
        "SELECT asked.address AS asked, p.id, p.name, p.given_name, a.address, p.language,
                a.proven_at IS NOT NULL AS proven, p.disabled_at IS NOT NULL AS disabled
           FROM identity.addresses asked
           JOIN identity.persons p ON p.id = asked.person
           JOIN identity.addresses a ON a.person = p.id AND a.main
          WHERE asked.address = ANY($1)",
    )
    .bind(texts(addresses))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.asked, row.person.record()?))).collect())
}

/// Persons whose name or main address contains a text, by name.
pub(crate) async fn search(
    db: impl PgExecutor<'_>,
    text: &str,
    limit: i64,
) -> Result<Vec<PersonRecord>, store::Error> {
    let rows: Vec<PersonRow> = sqlx::query_as(
        "SELECT p.id, p.name, p.given_name, a.address, p.language, a.proven_at IS NOT NULL AS proven, p.disabled_at IS NOT NULL AS disabled
           FROM identity.persons p JOIN identity.addresses a ON a.person = p.id AND a.main
          WHERE strpos(lower(p.name COLLATE \"fr-x-icu\"), $1) > 0 OR strpos(a.address, $1) > 0
          ORDER BY p.name COLLATE \"fr-x-icu\" NULLS LAST, a.address LIMIT $2",
    )
    .bind(text.to_lowercase())
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(PersonRow::record).collect())
}

/// The person of one address.
pub(crate) async fn of_address(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
) -> Result<Option<PersonId>, store::Error> {
    let person: Option<Uuid> = sqlx::query_scalar("SELECT person FROM identity.addresses WHERE address = $1")
        .bind(address.as_str())
        .fetch_optional(db)
        .await?;
    Ok(person.map(PersonId::from_uuid))
}

pub(crate) async fn proven_addresses(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<EmailAddress>, store::Error> {
    let addresses: Vec<String> = sqlx::query_scalar(
        "SELECT address FROM identity.addresses WHERE person = $1 AND proven_at IS NOT NULL ORDER BY main DESC, address",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    Ok(addresses.into_iter().filter_map(|address| address.parse().ok()).collect())
}

/// A person about to be written.
pub(crate) struct Newcomer<'a> {
    pub(crate) id: PersonId,
    pub(crate) name: Option<&'a str>,
    pub(crate) language: Language,
}

/// Takes free addresses, one for each newcomer, and makes the persons of those taken. Two who come at the same time
/// wait for one another here; the second finds the address taken. Says who was made.
pub(crate) async fn insert(
    tx: &mut Tx,
    newcomers: &[(&EmailAddress, Newcomer<'_>)],
    proven: bool,
    now: OffsetDateTime,
) -> Result<Vec<PersonId>, store::Error> {
    let addresses: Vec<&str> = newcomers.iter().map(|(address, _)| address.as_str()).collect();
    let ids: Vec<Uuid> = newcomers.iter().map(|(_, newcomer)| newcomer.id.uuid()).collect();
    // Always in the same order, so that two batches do not wait for one another crosswise.
    let made: Vec<Uuid> = sqlx::query_scalar(
        "INSERT INTO identity.addresses (address, person, main, proven_at)
         SELECT address, person, true, CASE WHEN $3 THEN $4::timestamptz END
           FROM unnest($1::text[], $2::uuid[]) AS new (address, person) ORDER BY address COLLATE \"C\"
         ON CONFLICT (address) DO NOTHING RETURNING person",
    )
    .bind(addresses)
    .bind(ids)
    .bind(proven)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    for (_, newcomer) in newcomers.iter().filter(|(_, newcomer)| made.contains(&newcomer.id.uuid())) {
        sqlx::query("INSERT INTO identity.persons (id, name, language, created_at) VALUES ($1, $2, $3, $4)")
            .bind(newcomer.id.uuid())
            .bind(newcomer.name)
            .bind(newcomer.language.code())
            .bind(now)
            .execute(&mut **tx)
            .await?;
    }
    Ok(made.into_iter().map(PersonId::from_uuid).collect())
}

/// A person whose row is kept as it is until commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) person: PersonId,
    pub(crate) disabled: bool,
    /// Whether the address that was asked is proven.
    pub(crate) proven: bool,
}

pub(crate) async fn hold(tx: &mut Tx, address: &EmailAddress) -> Result<Option<Held>, store::Error> {
    let row: Option<(Uuid, bool, bool)> = sqlx::query_as(
        "SELECT p.id, p.disabled_at IS NOT NULL, a.proven_at IS NOT NULL
           FROM identity.addresses a JOIN identity.persons p ON p.id = a.person
          WHERE a.address = $1 FOR SHARE OF p",
    )
    .bind(address.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(person, disabled, proven)| Held { person: person.into(), disabled, proven }))
}

/// Keeps a person's row as it is until commit, and says whether they are suspended; `None`: no such person.
pub(crate) async fn hold_person(tx: &mut Tx, person: PersonId) -> Result<Option<bool>, store::Error> {
    sqlx::query_scalar("SELECT disabled_at IS NOT NULL FROM identity.persons WHERE id = $1 FOR SHARE")
        .bind(person.uuid())
        .fetch_optional(&mut **tx)
        .await
}

pub(crate) async fn prove(
    tx: &mut Tx,
    address: &EmailAddress,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.addresses SET proven_at = $2 WHERE address = $1 AND proven_at IS NULL")
        .bind(address.as_str())
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Changes what is given; says whether there is such a person.
pub(crate) async fn change(
    tx: &mut Tx,
    person: PersonId,
    name: Option<&str>,
    language: Option<Language>,
) -> Result<bool, store::Error> {
    let changed = sqlx::query(
        "UPDATE identity.persons SET name = coalesce($2, name), language = coalesce($3, language) WHERE id = $1",
    )
    .bind(person.uuid())
    .bind(name)
    .bind(language.map(Language::code))
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// Suspends a person, or ends it; says whether that changed anything. `None`: no such person.
pub(crate) async fn set_disabled(
    tx: &mut Tx,
    person: PersonId,
    disabled_at: Option<OffsetDateTime>,
) -> Result<Option<bool>, store::Error> {
    let was: Option<bool> =
        sqlx::query_scalar("SELECT disabled_at IS NOT NULL FROM identity.persons WHERE id = $1 FOR UPDATE")
            .bind(person.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    if was.is_some_and(|was| was != disabled_at.is_some()) {
        sqlx::query("UPDATE identity.persons SET disabled_at = $2 WHERE id = $1")
            .bind(person.uuid())
            .bind(disabled_at)
            .execute(&mut **tx)
            .await?;
    }
    Ok(was.map(|was| was != disabled_at.is_some()))
}

/// Erases a person and all that is theirs here; says whether there was one.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<bool, store::Error> {
    for sql in [
        "DELETE FROM identity.codes WHERE address IN (SELECT address FROM identity.addresses WHERE person = $1)",
        "DELETE FROM identity.invitations WHERE address IN (SELECT address FROM identity.addresses WHERE person = $1)",
        "DELETE FROM identity.password_tries WHERE address IN (SELECT address FROM identity.addresses WHERE person = $1)",
    ] {
        sqlx::query(sql).bind(person.uuid()).execute(&mut **tx).await?;
    }
    let gone = sqlx::query("DELETE FROM identity.persons WHERE id = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

fn texts(addresses: &[EmailAddress]) -> Vec<&str> {
    addresses.iter().map(EmailAddress::as_str).collect()
}
