//! What an import would do, or did.

use serde::Serialize;
use time::OffsetDateTime;

use super::{OrganisationName, PersonName};
use crate::{
    model::import::{Brake, Fault, ImportId, ImportKind, Preview},
    rows::imports::ImportRow,
};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ImportView {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ImportId,
    pub(crate) kind: ImportKind,
    /// What it is limited to; nothing: the whole house.
    pub(crate) organisation: Option<OrganisationName>,
    /// `checking` while a large file is read, `checked`, `refused` or `applied`.
    pub(crate) state: String,
    pub(crate) added: u64,
    pub(crate) changed: u64,
    pub(crate) removed: u64,
    pub(crate) unchanged: u64,
    /// Among those changed: those that go to another organisation, and those that are called otherwise.
    pub(crate) moved: u64,
    pub(crate) renamed: u64,
    /// How many there were before.
    pub(crate) present: u64,
    /// How many imports have removed from this tree within a day.
    pub(crate) left_lately: u64,
    /// How many lines are passed over.
    pub(crate) faulty: u64,
    /// The first five hundred of what is wrong.
    pub(crate) faults: Vec<Fault>,
    /// Set when so many would be removed, moved or renamed that somebody must accept it expressly.
    pub(crate) brake: Option<Brake>,
    /// Whether that is more than half: then another correspondent than who read it, or an administrator, applies it.
    pub(crate) needs_another: bool,
    /// Why it was refused as a whole: `directory.emptied`.
    pub(crate) refusal: Option<String>,
    /// The first twenty changes.
    pub(crate) preview: Vec<Preview>,
    pub(crate) made_by: Option<PersonName>,
    #[serde(with = "time::serde::rfc3339")]
    #[schema(value_type = String, format = DateTime)]
    pub(crate) made_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) applied_at: Option<OffsetDateTime>,
}

impl ImportView {
    pub(crate) fn new(
        row: ImportRow,
        organisation: Option<OrganisationName>,
        made_by: Option<PersonName>,
    ) -> Self {
        let (id, kind) = (row.id(), row.kind());
        let report = row.report;
        Self {
            id,
            kind,
            organisation,
            state: row.state,
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            unchanged: report.unchanged,
            moved: report.moved,
            renamed: report.renamed,
            present: report.present,
            left_lately: report.left_lately,
            faulty: report.faulty,
            faults: report.faults,
            brake: report.brake,
            needs_another: report.needs_another,
            refusal: report.refusal,
            preview: report.preview,
            made_by,
            made_at: row.made_at,
            applied_at: row.applied_at,
        }
    }
}
