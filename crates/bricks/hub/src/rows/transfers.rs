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

/// One for each account: the newest request counts.
pub(crate) async fn insert(tx: &mut Tx, transfer: &Transfer) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM hub.transfers WHERE provider = $1 AND vouched->'claims'->>'subject' = $2")
        .bind(transfer.provider.uuid())
        .bind(&transfer.vouched.claims.subject)
        .execute(&mut **tx)
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
    Ok(())
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

pub(crate) async fn set_agreements(tx: &mut Tx, transfer: &Transfer) -> Result<(), store::Error> {
    sqlx::query("UPDATE hub.transfers SET old_agreed_by = $2, new_agreed_by = $3 WHERE id = $1")
        .bind(transfer.id.uuid())
        .bind(transfer.old_agreed_by.map(Id::uuid))
        .bind(transfer.new_agreed_by.map(Id::uuid))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: TransferId) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM hub.transfers WHERE id = $1").bind(id.uuid()).execute(&mut **tx).await?;
    Ok(())
}
