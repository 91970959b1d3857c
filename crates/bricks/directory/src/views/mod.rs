//! What the API says.

pub(crate) mod find;
pub(crate) mod groups;
pub(crate) mod imports;
pub(crate) mod organisations;
pub(crate) mod people;
pub(crate) mod suggestions;

use kernel::{PersonId, ScopeId};
use serde::Serialize;
use time::Date;

use crate::{
    entries::Entry,
    model::{
        organisation::day,
        privacy::{Field, Viewer, may_see},
        profile::initials,
    },
    rows::organisations::NameRow,
};

/// An organisation as it is named.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct OrganisationName {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ScopeId,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
}

impl From<&NameRow> for OrganisationName {
    fn from(row: &NameRow) -> Self {
        Self { id: row.id(), name: row.name.clone(), acronym: row.acronym.clone(), kind: row.kind.clone() }
    }
}

/// A person as they are named.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct PersonName {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) title: Option<String>,
}

impl From<&Entry> for PersonName {
    fn from(entry: &Entry) -> Self {
        let name = entry.name();
        Self { id: entry.id(), initials: initials(&name), name, title: entry.title() }
    }
}

/// A person in a list, and whether they are away today.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct PersonLine {
    #[serde(flatten)]
    pub(crate) person: PersonName,
    pub(crate) photo: bool,
    pub(crate) absence: Option<Away>,
}

/// Somebody is away today.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Away {
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) until: Date,
    /// Who stands in, today.
    pub(crate) deputy: Option<PersonName>,
}

impl PersonLine {
    pub(crate) fn new(viewer: &Viewer, entry: &Entry, today: Date) -> Self {
        let absence = entry.row.absence().filter(|absence| absence.is_on(today));
        let absence = absence.filter(|_| may_see(viewer, entry.subject(), Field::Absence));
        Self {
            person: entry.into(),
            photo: has_photo(viewer, entry),
            absence: absence.map(|absence| Away { until: absence.until, deputy: None }),
        }
    }
}

pub(crate) fn has_photo(viewer: &Viewer, entry: &Entry) -> bool {
    entry.row.photo_at.is_some() && may_see(viewer, entry.subject(), Field::Photo)
}
