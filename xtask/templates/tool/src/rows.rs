//! The tables of this tool. The only file here that speaks SQL.

use kernel::Id;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{Entry, EntryId};

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    scope: Uuid,
    owner: Uuid,
    title: String,
    written_at: OffsetDateTime,
}

impl From<EntryRow> for Entry {
    fn from(row: EntryRow) -> Self {
        Self {
            id: Id::from_uuid(row.id),
            scope: Id::from_uuid(row.scope),
            owner: Id::from_uuid(row.owner),
            title: row.title,
            written_at: row.written_at,
        }
    }
}

pub(crate) async fn insert_entry(tx: &mut Tx, entry: &Entry) -> Result<(), store::Error> {
    sqlx::query("INSERT INTO __tool__.entries (id, scope, owner, title, written_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(entry.id.uuid())
        .bind(entry.scope.uuid())
        .bind(entry.owner.uuid())
        .bind(&entry.title)
        .bind(entry.written_at)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(crate) async fn find_entry(db: impl PgExecutor<'_>, id: EntryId) -> Result<Option<Entry>, store::Error> {
    let row: Option<EntryRow> =
        sqlx::query_as("SELECT id, scope, owner, title, written_at FROM __tool__.entries WHERE id = $1")
            .bind(id.uuid())
            .fetch_optional(db)
            .await?;
    Ok(row.map(Entry::from))
}
