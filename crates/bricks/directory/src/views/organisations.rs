//! The page of an organisation.

use kernel::ScopeId;
use serde::Serialize;
use time::{Date, OffsetDateTime};

use super::{OrganisationName, PersonLine, PersonName};
use crate::model::{
    OwnDomain,
    function::FunctionId,
    organisation::{Contacts, optional_day},
};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OrganisationPage {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ScopeId,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    pub(crate) contacts: Contacts,
    /// From the root to the one above it.
    pub(crate) path: Vec<OrganisationName>,
    pub(crate) children: Vec<Child>,
    pub(crate) head: Option<PersonLine>,
    pub(crate) functions: Vec<Function>,
    /// Those who work right here, by name; the rest after `people_next`.
    pub(crate) people: Vec<PersonLine>,
    /// What to give as `people_after` for those who follow.
    pub(crate) people_next: Option<String>,
    /// Those of the whole tree.
    pub(crate) people_total: i64,
    /// The first and the last day of its life.
    #[serde(with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) since: Option<Date>,
    #[serde(with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) until: Option<Date>,
    pub(crate) closed: bool,
    pub(crate) successor: Option<OrganisationName>,
    pub(crate) correspondents: Vec<PersonName>,
    pub(crate) source: String,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) updated_at: Option<OffsetDateTime>,
    /// Whether the reader keeps this tree.
    pub(crate) may_edit: bool,
    /// Whether the reader names its correspondents.
    pub(crate) may_name: bool,
    /// Whether the reader sets its SIRET.
    pub(crate) may_set_siret: bool,
    /// Its e-mail domains, for administrators, who change them.
    pub(crate) domains: Option<Vec<OwnDomain>>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Child {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ScopeId,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: String,
    pub(crate) head: Option<PersonName>,
    /// Those of its whole tree.
    pub(crate) people: i64,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Function {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: FunctionId,
    pub(crate) title: String,
    /// Whether its holder is the head.
    pub(crate) heads: bool,
    /// Nobody when it is vacant.
    pub(crate) holder: Option<PersonLine>,
}
