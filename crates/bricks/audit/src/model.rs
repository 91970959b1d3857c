//! What a reader of the trail sees.

use kernel::Thing;
use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

/// One thing that happened.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AuditEntry)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) told_at: OffsetDateTime,
    pub(crate) action: String,
    pub(crate) actor: EntryActor,
    pub(crate) thing: Option<Thing>,
    pub(crate) title: Option<String>,
    #[schema(value_type = Object)]
    pub(crate) details: Value,
}

/// Who did it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AuditActor)]
pub(crate) struct EntryActor {
    /// `person`, `application` or `system`.
    pub(crate) kind: String,
    pub(crate) id: Option<Uuid>,
    pub(crate) name: Option<String>,
}

/// Some entries, newest first, and where the next ones begin.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AuditPage)]
pub(crate) struct Page {
    pub(crate) facts: Vec<Entry>,
    pub(crate) next: Option<i64>,
}
