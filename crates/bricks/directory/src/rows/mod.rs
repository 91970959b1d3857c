//! The tables of this brick. Nothing else here speaks SQL.

pub(crate) mod absences;
pub(crate) mod cards;
pub(crate) mod correspondents;
pub(crate) mod forgotten;
pub(crate) mod functions;
pub(crate) mod groups;
pub(crate) mod import_tree;
pub(crate) mod imports;
pub(crate) mod index;
pub(crate) mod organisations;
pub(crate) mod outlived;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod suggestions;

use kernel::Id;
use uuid::Uuid;

pub(crate) fn uuids<T>(ids: &[Id<T>]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

pub(crate) fn ids<T>(uuids: Vec<Uuid>) -> Vec<Id<T>> {
    uuids.into_iter().map(Id::from_uuid).collect()
}
