//! The `[hub]` section of the settings.

use serde::{Deserialize, Serialize};
use time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Seconds that a provider may take to answer.
    pub answer_seconds: u32,
    /// Seconds after which a provider is asked again how it is.
    pub probe_seconds: u32,
    /// Hours during which what a provider said of itself is believed while it does not answer.
    pub stale_hours: u32,
    /// Minutes during which somebody may be away at their provider.
    pub attempt_minutes: u32,
    /// Minutes during which somebody who came for the first time may say who they are.
    pub arrival_minutes: u32,
    /// Days after which a transfer to which not everybody agreed is forgotten.
    pub transfer_days: u32,
    /// What one household may ask of the sign-in page in a minute. A whole ministry may stand behind one address.
    pub sign_ins_per_minute: u32,
    /// Certificates (PEM) of an authority of your own, believed besides the machine's; "" = none.
    pub authority_file: String,
    /// Whether people reach us by HTTPS. Known from the public address.
    #[serde(skip)]
    pub https: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            answer_seconds: 10,
            probe_seconds: 60,
            stale_hours: 24,
            attempt_minutes: 10,
            arrival_minutes: 15,
            transfer_days: 14,
            sign_ins_per_minute: 300,
            authority_file: String::new(),
            https: true,
        }
    }
}

pub(crate) fn minutes(minutes: u32) -> Duration {
    Duration::minutes(minutes.into())
}
