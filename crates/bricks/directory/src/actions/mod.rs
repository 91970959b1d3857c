//! What can be done with the directory: check, change, tell.

pub(crate) mod absences;
pub(crate) mod cards;
pub(crate) mod correspondents;
pub(crate) mod find;
pub(crate) mod functions;
pub(crate) mod groups;
pub(crate) mod organisations;
pub(crate) mod profiles;
pub(crate) mod tree;
