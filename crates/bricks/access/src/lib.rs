#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod rows;

use store::Store;

pub use error::Error;
pub use rows::{close, grant, revoke};

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
}

impl Access {
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }
}
