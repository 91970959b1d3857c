//! What is found while typing.

use kernel::{PersonId, ScopeId};
use serde::Serialize;

use super::{Away, OrganisationName, PersonName};
use crate::model::{function::FunctionId, profile::Presence};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Hits {
    pub(crate) hits: Vec<Hit>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Hit {
    Person(PersonHit),
    Organisation(OrganisationHit),
    Function(FunctionHit),
    Group(GroupHit),
}

impl Hit {
    /// Whom it shows.
    pub(crate) fn persons(&self) -> Vec<PersonId> {
        match self {
            Self::Person(hit) => {
                let deputy = hit.absence.iter().filter_map(|away| away.deputy.as_ref());
                deputy.map(|deputy| deputy.id).chain([hit.id]).collect()
            }
            Self::Function(hit) => hit.holder.iter().map(|holder| holder.id).collect(),
            Self::Organisation(_) | Self::Group(_) => vec![],
        }
    }
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PersonHit {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) photo: bool,
    pub(crate) title: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) organisation: Option<OrganisationName>,
    pub(crate) population: &'static str,
    pub(crate) presence: Option<Presence>,
    pub(crate) absence: Option<Away>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OrganisationHit {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ScopeId,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    #[serde(rename = "organisation_kind")]
    pub(crate) of_kind: String,
    /// From the root to the one above it.
    pub(crate) path: Vec<OrganisationName>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct FunctionHit {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: FunctionId,
    pub(crate) title: String,
    pub(crate) organisation: OrganisationName,
    pub(crate) holder: Option<PersonName>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupHit {
    pub(crate) id: uuid::Uuid,
    pub(crate) name: String,
    pub(crate) members: i64,
}
