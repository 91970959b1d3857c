//! Files about people and organisations: how they are read, and what is wrong with their lines.

pub(crate) mod columns;
pub(crate) mod dila;
pub(crate) mod organisations;
pub(crate) mod people;
pub(crate) mod table;

use kernel::Id;
use serde::{Deserialize, Serialize};

pub(crate) type ImportId = Id<Import>;
pub(crate) enum Import {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportKind {
    /// CSV: who works in the tree.
    People,
    /// CSV: what the tree is made of.
    Organisations,
    /// The national reference of the administration as DILA publishes it, in JSON.
    Dila,
}

impl ImportKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organisations => "organisations",
            Self::Dila => "dila",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        match text {
            "people" => Self::People,
            "dila" => Self::Dila,
            _ => Self::Organisations,
        }
    }
}

/// Something wrong with one line, which is passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Fault {
    /// As an editor counts them: the header is line 1. For JSON, the place in the list.
    pub(crate) line: u32,
    pub(crate) column: Option<String>,
    /// `missing`, `bad_value`, `too_long`, `duplicate`, `conflict`, `outside`, `foreign_domain`, `no_such_organisation`,
    /// `ambiguous`, `circle`, `not_empty`.
    pub(crate) code: String,
    pub(crate) value: Option<String>,
}

impl Fault {
    pub(crate) fn new(line: u32, column: &str, code: &str, value: Option<&str>) -> Self {
        let value = value.map(|value| value.chars().take(100).collect());
        let column = Some(column.to_owned()).filter(|column| !column.is_empty());
        Self { line, column, code: code.to_owned(), value }
    }
}

/// What comes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Added,
    Changed,
    Unchanged,
    Fault,
}

impl Outcome {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Fault => "fault",
        }
    }
}

/// How much of what is there an import may take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Brake {
    pub(crate) removed_percent: u32,
    pub(crate) limit_percent: u32,
}

/// `None`: it may go on. Rounded up, so that nothing passes just below the limit.
pub(crate) fn brake(removed: u64, present: u64, limit_percent: u32) -> Option<Brake> {
    if removed == 0 || removed * 100 <= u64::from(limit_percent) * present {
        return None;
    }
    let removed_percent = u32::try_from((removed * 100).div_ceil(present.max(1))).unwrap_or(100);
    Some(Brake { removed_percent, limit_percent })
}

/// What an import would do, or did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    pub(crate) added: u64,
    pub(crate) changed: u64,
    pub(crate) removed: u64,
    pub(crate) unchanged: u64,
    /// How many there were before.
    pub(crate) present: u64,
    pub(crate) faulty: u64,
    /// The first ones.
    pub(crate) faults: Vec<Fault>,
    pub(crate) preview: Vec<Preview>,
    pub(crate) brake: Option<Brake>,
    /// Why it was refused as a whole.
    pub(crate) refusal: Option<String>,
}

impl Report {
    pub(crate) const FAULTS: usize = 500;
    pub(crate) const PREVIEW: usize = 20;

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.faulty += 1;
        if self.faults.len() < Self::FAULTS {
            self.faults.push(fault);
        }
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Fault => {}
        }
    }

    pub(crate) fn show(&mut self, line: u32, outcome: &str, name: &str, changes: Vec<String>) {
        if self.preview.len() < Self::PREVIEW {
            self.preview.push(Preview {
                line: Some(line).filter(|line| *line > 0),
                outcome: outcome.to_owned(),
                name: name.to_owned(),
                changes,
            });
        }
    }
}

/// One of the first lines that do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Preview {
    /// Nothing for who is removed by not being there.
    pub(crate) line: Option<u32>,
    /// `added`, `changed` or `removed`.
    pub(crate) outcome: String,
    pub(crate) name: String,
    /// The columns that change.
    pub(crate) changes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_brake_holds_beyond_its_limit_and_not_before() {
        for (removed, present, held) in [
            (0, 0, None),
            (0, 100, None),
            (10, 100, None),
            (11, 100, Some(11)),
            (101, 1_000, Some(11)),
            (1, 3, Some(34)),
            (300_000, 300_000, Some(100)),
        ] {
            assert_eq!(
                brake(removed, present, 10).map(|brake| brake.removed_percent),
                held,
                "{removed}/{present}"
            );
        }
    }
}
