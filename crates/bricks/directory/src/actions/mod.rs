//! What can be done with the directory: check, change, tell.

pub(crate) mod absences;
pub(crate) mod cards;
pub(crate) mod correspondents;
pub(crate) mod find;
pub(crate) mod functions;
pub(crate) mod groups;
mod imports;
pub(crate) mod organisations;
pub(crate) mod profiles;
mod suggestions;
pub(crate) mod tree;
