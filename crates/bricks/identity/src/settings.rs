//! The `[identity]` section of the settings.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::SealingKey;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Minutes after which agents and contractors sign in again, whatever they do.
    pub agent_session_minutes: u32,
    /// Minutes without a gesture after which they do.
    pub agent_idle_minutes: u32,
    /// Minutes after which everybody else signs in again.
    pub external_session_minutes: u32,
    /// Minutes during which a mailed code opens.
    pub code_minutes: u32,
    /// Tries at a code before it is dead.
    pub code_tries: u32,
    /// Seconds between two codes that one household (an IPv4 address or an IPv6 /64) has mailed to one address, at least.
    pub code_pause_seconds: u32,
    /// Codes that one household has mailed to one address in an hour, at most.
    pub codes_per_hour: u32,
    /// Codes mailed to one address in an hour, whoever asks.
    pub address_codes_per_hour: u32,
    /// Codes that one household has mailed, to whomever, in a minute. A whole ministry may stand behind one address:
    /// whoever runs the house raises this and the next to what its mornings need.
    pub household_codes_per_minute: u32,
    /// And in an hour.
    pub household_codes_per_hour: u32,
    /// Codes mailed in a minute, whoever asks, to whomever: beyond, relays would take us for a source of spam.
    pub house_codes_per_minute: u32,
    /// Wrong passwords from one household for one address before it has to wait.
    pub password_tries: u32,
    /// Wrong passwords for one address, from wherever, before everybody has to wait.
    pub address_password_tries: u32,
    /// Minutes over which both are counted.
    pub password_tries_minutes: u32,
    /// Wrong second factors from one household for one person before it has to wait.
    pub factor_tries: u32,
    /// Wrong second factors for one person, from wherever, before everybody has to wait.
    pub person_factor_tries: u32,
    /// Minutes over which both are counted.
    pub factor_tries_minutes: u32,
    /// What one household may ask of the sign-in page in a minute. A whole ministry may stand behind one address.
    pub sign_ins_per_minute: u32,
    /// Argon2id: memory in KiB, passes and lanes of one hash. OWASP asks for 19,456, 2 and 1 at least.
    pub hash_memory_kib: u32,
    pub hash_passes: u32,
    pub hash_lanes: u32,
    /// Passwords hashed at the same time; the others wait, and the rest of the house does not notice.
    pub hashes_at_once: u32,
    /// Milliseconds after which a node asks again which sessions were closed elsewhere.
    pub revocation_milliseconds: u32,
    /// Whether one click signs in as anybody. For sample States; no file can say it.
    #[serde(skip)]
    pub sample: bool,
    /// Whether people reach us by HTTPS. Known from the public address.
    #[serde(skip)]
    pub https: bool,
    /// The public address, to which passkeys are bound, and the house's name as telephones show it.
    #[serde(skip)]
    pub public_url: String,
    #[serde(skip)]
    pub house_name: String,
    /// What second factors are sealed under. From a file.
    #[serde(skip)]
    pub sealing_key: SealingKey,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            agent_session_minutes: 12 * 60,
            agent_idle_minutes: 4 * 60,
            external_session_minutes: 30,
            code_minutes: 20,
            code_tries: 5,
            code_pause_seconds: 30,
            codes_per_hour: 5,
            address_codes_per_hour: 30,
            household_codes_per_minute: 20,
            household_codes_per_hour: 100,
            house_codes_per_minute: 600,
            password_tries: 10,
            address_password_tries: 100,
            password_tries_minutes: 15,
            factor_tries: 10,
            person_factor_tries: 20,
            factor_tries_minutes: 60,
            sign_ins_per_minute: 300,
            hash_memory_kib: 19_456,
            hash_passes: 2,
            hash_lanes: 1,
            hashes_at_once: 2,
            revocation_milliseconds: 500,
            sample: false,
            https: true,
            public_url: String::new(),
            house_name: String::new(),
            sealing_key: SealingKey::default(),
        }
    }
}

impl Settings {
    /// How long a node trusts what it knows of sessions without an answer from the database.
    pub(crate) fn trust(&self) -> Duration {
        self.poll() * 2
    }

    pub(crate) fn poll(&self) -> Duration {
        Duration::from_millis(self.revocation_milliseconds.into())
    }
}

pub(crate) fn minutes(minutes: u32) -> time::Duration {
    time::Duration::minutes(minutes.into())
}
