//! The settings: `sacados.default.toml` ← `sacados.toml` ← `SACADOS__SECTION__NAME` in the environment.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use config::{Config, Environment, File, FileFormat};
use serde::{Deserialize, Serialize};

use crate::Failed;

/// Every setting with its default: the manual.
pub const DEFAULTS: &str = include_str!("../../../sacados.default.toml");

/// How this installation is set up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub house: House,
    pub database: Database,
    pub server: web::ServerSettings,
    pub limits: Limits,
    pub mail: mail::Settings,
    pub identity: identity::Settings,
    pub directory: directory::Settings,
    pub hub: hub::Settings,
    pub provider: provider::Settings,
    pub transfer: transfer::Settings,
}

/// The `[house]` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    pub name: String,
    pub public_url: String,
    pub listen: SocketAddr,
    pub admin_listen: String,
    pub data: PathBuf,
    pub node: String,
    pub secrets: PathBuf,
    pub reserve_mib: u64,
    pub log: String,
    pub log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// The `[database]` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Empty: a private PostgreSQL is started under the data folder.
    pub url_file: String,
    pub connections: u32,
    pub account: String,
    pub binaries: String,
    pub shared_buffers: String,
}

/// The `[limits]` section: how often one household may ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub requests_per_second: std::num::NonZeroU32,
    pub burst: std::num::NonZeroU32,
    pub body_kib: usize,
    pub request_seconds: u64,
}

impl Settings {
    /// Reads the settings; `file` must exist when it is named, `sacados.toml` in the current folder need not.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self, Failed> {
        let own = match file {
            Some(path) => File::from(path).format(FileFormat::Toml).required(true),
            None => File::new("sacados.toml", FileFormat::Toml).required(false),
        };
        let environment =
            Environment::with_prefix("SACADOS").prefix_separator("__").separator("__").try_parsing(true);
        let read = Config::builder()
            .add_source(File::from_str(DEFAULTS, FileFormat::Toml))
            .add_source(own)
            .add_source(environment)
            .build()
            .and_then(Config::try_deserialize::<Self>);
        read.map_err(|error| Failed::new(format!("the settings do not read: {error}")))
    }

    pub(crate) fn is_https(&self) -> bool {
        self.house.public_url.starts_with("https://")
    }

    /// The public address without a final slash, which is also our origin.
    pub(crate) fn origin(&self) -> String {
        self.house.public_url.trim_end_matches('/').to_owned()
    }

    pub(crate) fn secret(&self, name: &str) -> PathBuf {
        let folder = &self.house.secrets;
        if folder.as_os_str().is_empty() {
            self.house.data.join("secrets").join(name)
        } else {
            folder.join(name)
        }
    }

    /// What cannot work, in one sentence each.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = vec![];
        let url = &self.house.public_url;
        if !url.starts_with("https://") && !url.starts_with("http://") {
            complaints.push(format!("house.public_url must begin with https:// (it is “{url}”)"));
        } else if url.trim_end_matches('/').split_once("://").is_some_and(|(_, host)| host.contains('/')) {
            complaints.push(format!("house.public_url must be an address without a path (it is “{url}”)"));
        }
        if let Some(host) = url.strip_prefix("http://")
            && !(is_this_machine(host) && self.house.listen.ip().is_loopback())
        {
            complaints.push(format!(
                "house.public_url is not https and this is not for this machine alone: sign-in would cross the network \
                 in clear (it is “{url}”)"
            ));
        }
        if !self.house.admin_listen.is_empty() && self.house.admin_listen.parse::<SocketAddr>().is_err() {
            complaints
                .push(format!("house.admin_listen is no address (it is “{}”)", self.house.admin_listen));
        }
        if self.database.connections < 8 {
            complaints.push("database.connections must be 8 at least".to_owned());
        }
        complaints
    }
}

/// Whether a host, perhaps with a port, is the machine itself: the one place where https is not needed.
fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('/');
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
