//! The `[directory]` section of the settings.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where each node keeps what is found while typing: in its data `folder`, which is there again at once after a restart,
    /// or in `memory`.
    pub index: Where,
    /// Cards of different people that one person may open in a day; beyond, the correspondents are alerted.
    pub cards_per_day: u32,
    /// About how many different people one person may be shown in a day by answers, pages of services, groups and photos. A
    /// search typed letter by letter shows some fifty: enough for a day at a switchboard, far less than a ministry. Beyond,
    /// nobody is shown until tomorrow and the correspondents are alerted.
    pub people_per_day: u32,
    /// Questions by the digits of a number (four or more) that one person may ask in a day, each keystroke being one:
    /// trying digits one after the other would give everybody's number. Beyond, the correspondents are alerted.
    pub numbers_per_day: u32,
    /// Percent of an organisation's people that an import may take out, move or rename before somebody must say that it is meant.
    pub import_brake_percent: u32,
    /// Bytes of one file that is imported.
    pub import_max_bytes: usize,
    /// Lines of one file that is imported.
    pub import_max_lines: u32,
}

/// Where an index is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    Folder,
    Memory,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            index: Where::Folder,
            cards_per_day: 300,
            people_per_day: 20_000,
            numbers_per_day: 500,
            import_brake_percent: 10,
            import_max_bytes: 64 * 1024 * 1024,
            import_max_lines: 1_000_000,
        }
    }
}
