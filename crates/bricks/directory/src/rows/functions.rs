//! Functions and who holds them.

use kernel::{Id, PersonId, ScopeId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::function::FunctionId;

/// A function with whoever holds it today.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct FunctionRow {
    id: Uuid,
    organisation: Uuid,
    pub(crate) title: String,
    pub(crate) heads: bool,
    holder: Option<Uuid>,
}

impl FunctionRow {
    pub(crate) fn id(&self) -> FunctionId {
        Id::from_uuid(self.id)
    }

    pub(crate) fn organisation(&self) -> ScopeId {
        Id::from_uuid(self.organisation)
    }

    pub(crate) fn holder(&self) -> Option<PersonId> {
        self.holder.map(Id::from_uuid)
    }
}

/// The functions of an organisation, the head's first, at most two hundred.
pub(crate) async fn of_organisation(
    db: impl PgExecutor<'_>,
    organisation: ScopeId,
) -> Result<Vec<FunctionRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, f.organisation, f.title, f.heads, h.person AS holder
           FROM directory.functions f LEFT JOIN directory.holders h ON h.function = f.id AND h.until IS NULL
          WHERE f.organisation = $1 AND f.until IS NULL
          ORDER BY f.heads DESC, f.title COLLATE \"fr-x-icu\", f.id LIMIT 200",
    )
    .bind(organisation.uuid())
    .fetch_all(db)
    .await
}

pub(crate) async fn of_person(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<FunctionRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, f.organisation, f.title, f.heads, h.person AS holder
           FROM directory.holders h JOIN directory.functions f ON f.id = h.function
          WHERE h.person = $1 AND h.until IS NULL AND f.until IS NULL
          ORDER BY f.heads DESC, f.title COLLATE \"fr-x-icu\" LIMIT 50",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await
}

/// Every function that these persons hold.
pub(crate) async fn of_persons(
    db: impl PgExecutor<'_>,
    persons: &[PersonId],
) -> Result<Vec<FunctionRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, f.organisation, f.title, f.heads, h.person AS holder
           FROM directory.holders h JOIN directory.functions f ON f.id = h.function
          WHERE h.person = ANY($1) AND h.until IS NULL AND f.until IS NULL",
    )
    .bind(uuids(persons))
    .fetch_all(db)
    .await
}

/// Who holds a function.
pub(crate) async fn holder(tx: &mut Tx, id: FunctionId) -> Result<Option<PersonId>, store::Error> {
    let holder: Option<Uuid> =
        sqlx::query_scalar("SELECT person FROM directory.holders WHERE function = $1 AND until IS NULL")
            .bind(id.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(holder.map(Id::from_uuid))
}

/// The functions that head these organisations, where there is one.
pub(crate) async fn heads(
    db: impl PgExecutor<'_>,
    organisations: &[ScopeId],
) -> Result<Vec<FunctionRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, f.organisation, f.title, f.heads, h.person AS holder
           FROM directory.functions f JOIN directory.holders h ON h.function = f.id AND h.until IS NULL
          WHERE f.organisation = ANY($1) AND f.heads AND f.until IS NULL",
    )
    .bind(uuids(organisations))
    .fetch_all(db)
    .await
}

/// These functions, in no order.
pub(crate) async fn by_ids(
    db: impl PgExecutor<'_>,
    functions: &[FunctionId],
) -> Result<Vec<FunctionRow>, store::Error> {
    sqlx::query_as(
        "SELECT f.id, f.organisation, f.title, f.heads, h.person AS holder
           FROM directory.functions f LEFT JOIN directory.holders h ON h.function = f.id AND h.until IS NULL
          WHERE f.id = ANY($1) AND f.until IS NULL",
    )
    .bind(uuids(functions))
    .fetch_all(db)
    .await
}

/// Functions whose title holds a text.
pub(crate) async fn search(
    db: impl PgExecutor<'_>,
    text: &str,
    limit: i64,
) -> Result<Vec<FunctionId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM directory.functions
          WHERE until IS NULL AND strpos(lower(title COLLATE \"fr-x-icu\"), $1) > 0
          ORDER BY title COLLATE \"fr-x-icu\", id LIMIT $2",
    )
    .bind(text.to_lowercase())
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(ids(found))
}

/// A function that lasts, kept as it is until commit: its organisation, and whether it heads it.
pub(crate) async fn hold(tx: &mut Tx, id: FunctionId) -> Result<Option<(ScopeId, bool)>, store::Error> {
    let row: Option<(Uuid, bool)> = sqlx::query_as(
        "SELECT organisation, heads FROM directory.functions WHERE id = $1 AND until IS NULL FOR UPDATE",
    )
    .bind(id.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|(organisation, heads)| (Id::from_uuid(organisation), heads)))
}

/// The function that heads an organisation, kept as it is until commit.
pub(crate) async fn hold_head(
    tx: &mut Tx,
    organisation: ScopeId,
) -> Result<Option<FunctionId>, store::Error> {
    let found: Option<Uuid> = sqlx::query_scalar(
        "SELECT id FROM directory.functions WHERE organisation = $1 AND heads AND until IS NULL FOR UPDATE",
    )
    .bind(organisation.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.map(Id::from_uuid))
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: FunctionId,
    organisation: ScopeId,
    title: &str,
    heads: bool,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.functions (id, organisation, title, heads, since) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(id.uuid())
    .bind(organisation.uuid())
    .bind(title)
    .bind(heads)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn change(
    tx: &mut Tx,
    id: FunctionId,
    title: Option<&str>,
    heads: Option<bool>,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.functions SET title = coalesce($2, title), heads = coalesce($3, heads) WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(title)
    .bind(heads)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// At most one function heads an organisation: the others of it no longer do.
pub(crate) async fn unhead(tx: &mut Tx, organisation: ScopeId) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.functions SET heads = false WHERE organisation = $1 AND heads AND until IS NULL",
    )
    .bind(organisation.uuid())
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn end(tx: &mut Tx, id: FunctionId, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.functions SET until = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Whoever holds a function no longer does; says who it was.
pub(crate) async fn vacate(
    tx: &mut Tx,
    id: FunctionId,
    now: OffsetDateTime,
) -> Result<Option<PersonId>, store::Error> {
    let was: Option<Uuid> = sqlx::query_scalar(
        "UPDATE directory.holders SET until = $2 WHERE function = $1 AND until IS NULL RETURNING person",
    )
    .bind(id.uuid())
    .bind(now)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(was.map(Id::from_uuid))
}

/// `outside`: they do not stand in the tree of the function.
pub(crate) async fn install(
    tx: &mut Tx,
    id: FunctionId,
    person: PersonId,
    outside: bool,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.holders (id, function, person, outside, since) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(Uuid::now_v7())
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(outside)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}
