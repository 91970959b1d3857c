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
    /// `ambiguous`, `circle`, `not_empty`, `closed`, `for_administrators`.
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
}

impl Outcome {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// That an import takes away, moves or renames more than the house lets pass unasked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) struct Brake {
    /// Of those who were there a day ago: whom it removes, moves or renames, and whom imports have removed since.
    pub(crate) percent: u32,
    pub(crate) limit_percent: u32,
}

/// `None`: it may go on. Rounded up, so that nothing passes just below the limit.
pub(crate) fn brake(shaken: u64, present: u64, limit_percent: u32) -> Option<Brake> {
    if shaken == 0 || shaken * 100 <= u64::from(limit_percent) * present {
        return None;
    }
    Some(Brake { percent: percent(shaken, present), limit_percent })
}

fn percent(part: u64, whole: u64) -> u32 {
    u32::try_from((part * 100).div_ceil(whole.max(1))).unwrap_or(u32::MAX)
}

/// What an import would do, or did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Report {
    pub(crate) added: u64,
    pub(crate) changed: u64,
    pub(crate) removed: u64,
    pub(crate) unchanged: u64,
    /// Among those changed: who goes to another organisation, and who is called otherwise than by case and accents.
    pub(crate) moved: u64,
    pub(crate) renamed: u64,
    /// Moved, renamed or both.
    pub(crate) shaken: u64,
    /// How many there were before.
    pub(crate) present: u64,
    /// How many imports have removed from the tree within a day.
    pub(crate) left_lately: u64,
    pub(crate) faulty: u64,
    /// The first ones.
    pub(crate) faults: Vec<Fault>,
    pub(crate) preview: Vec<Preview>,
    pub(crate) brake: Option<Brake>,
    /// Whether it shakes more than half of the tree: then somebody else than who read it applies it.
    pub(crate) needs_another: bool,
    /// Why it was refused as a whole.
    pub(crate) refusal: Option<String>,
}

impl Report {
    pub(crate) const FAULTS: usize = 500;
    pub(crate) const PREVIEW: usize = 20;

    /// Says how much is taken away or changed, and whether that is too much.
    pub(crate) fn weigh(&mut self, limit_percent: u32) {
        // Ten times nine percent are ninety: what left a moment ago was there too.
        let before = self.present + self.left_lately;
        let weight = self.removed + self.shaken + self.left_lately;
        self.brake =
            if self.removed + self.shaken == 0 { None } else { brake(weight, before, limit_percent) };
        self.needs_another = self.brake.is_some() && weight * 2 > before;
        let emptied = self.present > 0 && self.removed == self.present;
        self.refusal = emptied.then(|| "directory.emptied".to_owned());
    }

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
            assert_eq!(brake(removed, present, 10).map(|brake| brake.percent), held, "{removed}/{present}");
        }
    }

    #[test]
    fn what_moves_is_renamed_or_left_a_moment_ago_weighs_too() {
        let weighed = |removed, shaken, left_lately| {
            let mut report = Report { removed, shaken, left_lately, present: 100, ..Report::default() };
            report.weigh(10);
            (report.brake.map(|brake| brake.percent), report.needs_another)
        };
        assert_eq!(weighed(5, 5, 0), (None, false));
        assert_eq!(weighed(5, 6, 0), (Some(11), false));
        assert_eq!(weighed(9, 0, 9), (Some(17), false), "nine percent, and nine again");
        assert_eq!(weighed(0, 0, 90), (None, false), "what does nothing is not held for what others did");
        assert_eq!(weighed(0, 51, 0), (Some(51), true));
        assert_eq!(weighed(25, 25, 0), (Some(50), false));
        assert_eq!(weighed(9, 0, 100), (Some(55), true));
    }
}
