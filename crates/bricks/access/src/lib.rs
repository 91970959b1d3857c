#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod rows;

use directory::{Directory, GroupId};
use kernel::PersonId;
use store::Store;

pub use error::Error;
pub use rows::{close, grant, grant_to, revoke, revoke_from};

/// The schema of this brick.
pub const SCHEMA: &str = "access";

/// What only some persons may do in the whole house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Sees the audit trail and what went wrong; decides who else does.
    Administrator,
}

impl Role {
    pub const ALL: [Self; 1] = [Self::Administrator];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
        }
    }
}

#[derive(Clone)]
pub struct Access {
    store: Store,
    directory: Option<Directory>,
}

/// Who can hold a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal {
    Person(PersonId),
    /// Whoever is in it, while they are.
    Group(GroupId),
}

impl Access {
    pub fn new(store: Store) -> Self {
        Self { store, directory: None }
    }

    /// Counts with the directory too: what somebody's groups hold they hold, and who keeps an organisation manages it.
    #[must_use]
    pub fn knowing(mut self, directory: Directory) -> Self {
        self.directory = Some(directory);
        self
    }

    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }
}
