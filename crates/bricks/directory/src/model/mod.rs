//! What the directory keeps, and the rules it keeps it by. No database, no HTTP.

pub(crate) mod absence;
pub(crate) mod days;
pub(crate) mod function;
pub(crate) mod group;
pub(crate) mod import;
pub(crate) mod organisation;
pub(crate) mod photo;
pub(crate) mod privacy;
pub(crate) mod profile;
pub(crate) mod suggestion;

pub use group::{GroupId, GroupKind, MemberRole};
pub(crate) use organisation::population;
pub use organisation::{
    Affiliation, DomainPopulation, NamedOrganisation, NewOrganisation, Organisation, OwnDomain,
};
