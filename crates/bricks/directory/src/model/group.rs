//! Teams and groups: people under one name, who hold rights together.

pub use kernel::GroupId;
use serde::{Deserialize, Serialize};

use super::profile::text;
use crate::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// Seen by every agent.
    Team,
    /// Seen by its members alone.
    Group,
}

impl GroupKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Group => "group",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        if text == "team" { Self::Team } else { Self::Group }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    Member,
    /// Decides who else is in it, and what it is called.
    Owner,
}

impl MemberRole {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        if text == "owner" { Self::Owner } else { Self::Member }
    }
}

pub(crate) fn checked_group_name(name: &str) -> Result<String, Error> {
    text("name", Some(name), 100)?.filter(|name| !name.contains('\n')).ok_or(Error::BadName)
}

pub(crate) fn checked_description(description: Option<&str>) -> Result<Option<String>, Error> {
    text("description", description, 1_000)
}
