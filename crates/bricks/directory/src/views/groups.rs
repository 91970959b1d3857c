//! Teams and groups.

use serde::Serialize;
use time::{Date, OffsetDateTime};

use super::PersonLine;
use crate::model::{GroupId, GroupKind, MemberRole, organisation::optional_day};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupLine {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: GroupId,
    pub(crate) kind: GroupKind,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) members: i64,
    /// What the reader is in it.
    pub(crate) role: Option<MemberRole>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupPage {
    #[serde(flatten)]
    pub(crate) group: GroupLine,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub(crate) made_at: OffsetDateTime,
    /// Owners first.
    pub(crate) people: Vec<Member>,
    /// Whether the reader owns it.
    pub(crate) may_edit: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Member {
    #[serde(flatten)]
    pub(crate) person: PersonLine,
    pub(crate) role: MemberRole,
    /// The last day they are in it.
    #[serde(with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) until: Option<Date>,
}
