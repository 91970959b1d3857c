//! The `[directory]` section of the settings.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Cards of different people that one person may open in a day; beyond, the correspondents are alerted.
    pub cards_per_day: u32,
    /// Percent of an organisation's people that an import may take out of it before somebody must say that it is meant.
    pub import_brake_percent: u32,
    /// Bytes of one file that is imported.
    pub import_max_bytes: usize,
    /// Lines of one file that is imported.
    pub import_max_lines: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cards_per_day: 300,
            import_brake_percent: 10,
            import_max_bytes: 64 * 1024 * 1024,
            import_max_lines: 1_000_000,
        }
    }
}
