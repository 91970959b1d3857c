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
            import_brake_percent: 10,
            import_max_bytes: 64 * 1024 * 1024,
            import_max_lines: 1_000_000,
        }
    }
}
