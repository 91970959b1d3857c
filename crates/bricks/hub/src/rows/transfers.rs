//! Transfers that wait for two agreements.

use kernel::{Id, ScopeId};
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{Transfer, TransferId, Vouched};

#[derive(FromRow)]
struct TransferRow {
    id: Uuid,
    provider: Uuid,
    vouched: Json<Vouched>,
    person: Uuid,
    old_organisation: Uuid,
    new_organisation: Uuid,
    comment: String,
    asked_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    old_agreed_by: Option<Uuid>,
    new_agreed_by: Option<Uuid>,
}

impl From<TransferRow> for Transfer {
    fn from(row: TransferRow) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            provider: Id::from_uuid(row.provider),
            vouched: row.vouched.0,
            person: Id::from_uuid(row.person),
            old_organisation: Id::from_uuid(row.old_organisation),
            new_organisation: Id::from_uuid(row.new_organisation),
            comment: row.comment,
            asked_at: row.asked_at,
            expires_at: row.expires_at,
            old_agreed_by: row.old_agreed_by.map(Id::from_uuid),
            new_agreed_by: row.new_agreed_by.map(Id::from_uuid),
        }
    }
}

/// One for each account: the newest request counts. Says whether it was asked for the same person since an instant.
pub(crate) async fn replace(
    tx: &mut Tx,
    transfer: &Transfer,
    since: OffsetDateTime,
) -> Result<bool, store::Error> {
    let before: Vec<(Uuid, OffsetDateTime)> = sqlx::query_as(
        "DELETE FROM hub.transfers WHERE provider = $1 AND vouched->'claims'->>'subject' = $2 RETURNING person, asked_at",
    )
    .bind(transfer.provider.uuid())
    .bind(&transfer.vouched.claims.subject)
    .fetch_all(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO hub.transfers (id, provider, vouched, person, old_organisation, new_organisation, comment, asked_at,
                expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(transfer.id.uuid())
    .bind(transfer.provider.uuid())
    .bind(Json(&transfer.vouched))
    .bind(transfer.person.uuid())
    .bind(transfer.old_organisation.uuid())
    .bind(transfer.new_organisation.uuid())
    .bind(&transfer.comment)
    .bind(transfer.asked_at)
    .bind(transfer.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(before.iter().any(|(person, asked_at)| *person == transfer.person.uuid() && *asked_at > since))
}

/// The organisations that transfers are waited for in.
pub(crate) async fn organisations(
    db: impl PgExecutor<'_>,
    now: OffsetDateTime,
) -> Result<Vec<ScopeId>, store::Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT old_organisation FROM hub.transfers WHERE expires_at > $1
          UNION SELECT new_organisation FROM hub.transfers WHERE expires_at > $1",
    )
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// Those that concern any of these organisations, or any at all; oldest first.
pub(crate) async fn of_organisations(
    db: impl PgExecutor<'_>,
    organisations: Option<&[ScopeId]>,
    now: OffsetDateTime,
) -> Result<Vec<Transfer>, store::Error> {
    let named: Option<Vec<Uuid>> =
        organisations.map(|scopes| scopes.iter().map(|scope| scope.uuid()).collect());
    let rows: Vec<TransferRow> = sqlx::query_as(
        "SELECT * FROM hub.transfers
          WHERE expires_at > $2 AND ($1::uuid[] IS NULL OR old_organisation = ANY($1) OR new_organisation = ANY($1))
          ORDER BY asked_at, id LIMIT 200",
    )
    .bind(named)
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    id: TransferId,
    now: OffsetDateTime,
) -> Result<Option<Transfer>, store::Error> {
    let row: Option<TransferRow> =
        sqlx::query_as("SELECT * FROM hub.transfers WHERE id = $1 AND expires_at > $2")
            .bind(id.uuid())
            .bind(now)
            .fetch_optional(db)
            .await?;
    Ok(row.map(Into::into))
}

/// One, held until commit.
pub(crate) async fn hold(
    tx: &mut Tx,
    id: TransferId,
    now: OffsetDateTime,
) -> Result<Option<Transfer>, store::Error> {
    let row: Option<TransferRow> =
        sqlx::query_as("SELECT * FROM hub.transfers WHERE id = $1 AND expires_at > $2 FOR UPDATE")
            .bind(id.uuid())
            .bind(now)
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(Into::into))
}

pub(crate) async fn set_agreements(db: impl PgExecutor<'_>, transfer: &Transfer) -> Result<(), store::Error> {
    sqlx::query("UPDATE hub.transfers SET old_agreed_by = $2, new_agreed_by = $3 WHERE id = $1")
        .bind(transfer.id.uuid())
        .bind(transfer.old_agreed_by.map(Id::uuid))
        .bind(transfer.new_agreed_by.map(Id::uuid))
        .execute(db)
        .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: TransferId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM hub.transfers WHERE id = $1").bind(id.uuid()).execute(&mut **tx).await?;
    Ok(())
}
