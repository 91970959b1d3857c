//! What can be found, who looks, and what comes out.

use uuid::Uuid;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Person,
    Organisation,
    Function,
    Group,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Function, Self::Group];

    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Person => 0,
            Self::Organisation => 1,
            Self::Function => 2,
            Self::Group => 3,
        }
    }

    pub(crate) fn of_number(number: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| u64::from(kind.number()) == number)
    }
}

/// Who may find an entry by one of its values. What nobody may find by is simply not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seen {
    Everyone,
    /// Those under the same root organisation.
    Ministry,
    /// Those of the very same organisation.
    Unit,
}

/// One person, organisation, function or group, as it may be found.
///
/// Everything but `id` and `path` is read by whoever types: give only what any agent may find the entry by, and the
/// narrower values with their [`Seen`].
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: Uuid,
    pub kind: Kind,
    /// A person's given and family name as one text, and their usage name as another; an organisation's name, and its
    /// own acronym; a function's title; a group's name.
    pub names: Vec<String>,
    pub title: Option<String>,
    /// Titles of the functions held.
    pub functions: Vec<String>,
    pub skills: Vec<(String, Seen)>,
    /// Of the organisation it belongs to and of those above.
    pub acronyms: Vec<String>,
    /// As people write them: `01 42 75 80 00`, `+33 1 42 75 80 00`.
    pub telephones: Vec<(String, Seen)>,
    /// Mail addresses.
    pub addresses: Vec<String>,
    /// Organisations from the root to the one it belongs to (for an organisation: to itself).
    pub path: Vec<Uuid>,
    /// Among equal matches of its kind the heaviest comes first: heads before others. Up to 127.
    pub weight: u8,
}

/// Who looks: their organisations from the root to their own. Nearness is measured from there, and what only the same
/// ministry or unit may find by is matched against it.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    pub path: Vec<Uuid>,
}

/// One entry that fits what was typed. The higher the score the better; scores of two questions do not compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: Uuid,
    pub kind: Kind,
    pub score: f32,
}
