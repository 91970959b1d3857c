//! What an entry is, and the rules it keeps. No database, no HTTP.

use kernel::{Id, PersonId, ScopeId};
use serde::Serialize;
use time::OffsetDateTime;

use crate::Error;

pub(crate) type EntryId = Id<Entry>;

#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Entry {
    pub(crate) id: EntryId,
    #[serde(skip)]
    pub(crate) scope: ScopeId,
    #[serde(skip)]
    pub(crate) owner: PersonId,
    pub(crate) title: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) written_at: OffsetDateTime,
}

impl Entry {
    /// In letters, as a reader counts them.
    pub(crate) const LONGEST_TITLE: usize = 200;

    pub(crate) fn new(owner: PersonId, title: &str, now: OffsetDateTime) -> Result<Self, Error> {
        let title = title.trim();
        if title.is_empty() {
            return Err(Error::Untitled);
        }
        if title.chars().count() > Self::LONGEST_TITLE {
            return Err(Error::TitleTooLong { letters: Self::LONGEST_TITLE });
        }
        Ok(Self { id: Id::new(), scope: ScopeId::new(), owner, title: title.to_owned(), written_at: now })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_a_title_of_two_hundred_letters_at_most() {
        let entry = |title: &str| Entry::new(Id::new(), title, OffsetDateTime::UNIX_EPOCH);

        assert_eq!(entry("  Budget ").unwrap().title, "Budget");
        assert!(entry(&"é".repeat(200)).is_ok());
        assert!(matches!(entry(&"é".repeat(201)), Err(Error::TitleTooLong { letters: 200 })));
        assert!(matches!(entry("   "), Err(Error::Untitled)));
    }
}
