//! The `[mail]` section of the settings.

use std::{path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The relay letters leave by. Without one, they stay in the local outbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp: Option<Smtp>,
    /// `Sacados <ne-pas-repondre@example.fr>`. Empty: the brand's name, and `ne-pas-repondre@` the host of the public
    /// address.
    pub from: String,
    /// Where answers go when a letter does not say. Empty: nowhere in particular.
    pub reply_to: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    /// Empty: the relay asks for no name.
    pub username: String,
    /// The file that holds the password, and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Certificates (PEM) of an authority of your own, trusted beside those of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority_file: Option<PathBuf>,
    /// Seconds one letter may take, from the connection to the relay's answer.
    pub timeout: u64,
    /// Letters given to the relay at the same time.
    pub connections: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// In clear: for a relay on the same machine or a network of its own.
    None,
    /// Starts in clear and must move to TLS (RFC 3207); port 587.
    #[default]
    Starttls,
    /// TLS from the first byte (RFC 8314); port 465.
    Tls,
}

impl Default for Smtp {
    fn default() -> Self {
        Self {
            host: "localhost".to_owned(),
            port: 587,
            tls: Tls::Starttls,
            username: String::new(),
            password_file: None,
            authority_file: None,
            timeout: 30,
            connections: 4,
        }
    }
}

impl Smtp {
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout.max(1))
    }
}
