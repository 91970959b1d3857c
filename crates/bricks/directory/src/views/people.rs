//! The card of a person.

use kernel::PersonId;
use serde::Serialize;
use time::{Date, OffsetDateTime};

use super::{OrganisationName, PersonLine, PersonName};
use crate::model::{
    function::FunctionId,
    organisation::day,
    privacy::Visibility,
    profile::{Place, Presence, Telephone},
};

/// What a reader may see of a person: what is hidden from them is not there.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PersonCard {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: PersonId,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) usage_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) civility: Option<String>,
    pub(crate) initials: String,
    pub(crate) photo: bool,
    pub(crate) title: Option<String>,
    pub(crate) population: &'static str,
    /// For whom they work.
    pub(crate) organisation: Option<OrganisationName>,
    /// From the root of the tree to their own unit.
    pub(crate) path: Vec<OrganisationName>,
    pub(crate) unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) telephones: Option<Vec<Telephone>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) addresses: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) languages: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) skills: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    pub(crate) presence: Option<Presence>,
    /// Of today, or announced.
    pub(crate) absence: Option<AbsenceView>,
    pub(crate) functions: Vec<HeldFunction>,
    /// Who heads their unit, or the nearest one above.
    pub(crate) manager: Option<PersonLine>,
    /// Those who head the organisations from the root down to their unit.
    pub(crate) managers: Vec<PersonLine>,
    /// Who acts for them today.
    pub(crate) deputies: Vec<PersonName>,
    /// Of the same unit.
    pub(crate) colleagues: Vec<PersonLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) groups: Option<Vec<GroupName>>,
    /// For whom they act today.
    pub(crate) replaces: Vec<Replaced>,
    pub(crate) protected: bool,
    pub(crate) mine: bool,
    pub(crate) may_correct: bool,
    /// Whether the reader keeps their tree.
    pub(crate) may_edit: bool,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) updated_at: Option<OffsetDateTime>,
}

/// Somebody is away, or will be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AbsenceView {
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) from: Date,
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) until: Date,
    /// Whether it is today.
    pub(crate) today: bool,
    pub(crate) message: Option<String>,
    pub(crate) deputy: Option<PersonName>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct HeldFunction {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: FunctionId,
    pub(crate) title: String,
    pub(crate) heads: bool,
    pub(crate) organisation: Option<OrganisationName>,
}

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct GroupName {
    pub(crate) id: uuid::Uuid,
    pub(crate) name: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Replaced {
    #[serde(flatten)]
    pub(crate) person: PersonName,
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) until: Date,
}

/// One's own profile, whole, as it is to be edited.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MyProfile {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) usage_name: Option<String>,
    pub(crate) civility: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) organisation: Option<OrganisationName>,
    pub(crate) place: Place,
    pub(crate) telephones: Vec<Telephone>,
    pub(crate) languages: Vec<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) about: Option<String>,
    pub(crate) photo: bool,
    pub(crate) presence: Option<Presence>,
    pub(crate) absence: Option<AbsenceView>,
    #[schema(value_type = std::collections::HashMap<String, crate::model::privacy::Audience>)]
    pub(crate) visibility: Visibility,
    pub(crate) protected: bool,
    /// The organisations whose trees one keeps.
    pub(crate) keeps: Vec<OrganisationName>,
}
