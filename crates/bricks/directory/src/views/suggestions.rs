//! What people say is wrong.

use serde::Serialize;
use time::OffsetDateTime;

use super::PersonName;
use crate::model::suggestion::{SuggestedField, SuggestionId};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Suggestions {
    /// Those that wait for the reader's decision, the oldest first.
    pub(crate) suggestions: Vec<SuggestionView>,
    /// Those that the reader made, the newest first.
    pub(crate) mine: Vec<SuggestionView>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SuggestionView {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: SuggestionId,
    /// Whose card it is about; nobody when the reader may no longer know of them.
    pub(crate) person: Option<PersonName>,
    pub(crate) field: SuggestedField,
    pub(crate) value: String,
    pub(crate) comment: Option<String>,
    pub(crate) by: Option<PersonName>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: OffsetDateTime,
    /// Whether it was accepted; nothing while it waits.
    pub(crate) accepted: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) decided_at: Option<OffsetDateTime>,
}
