//! The `[provider]` section of the settings.

use serde::{Deserialize, Serialize};
use time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Seconds in which an application exchanges its code.
    pub code_seconds: u32,
    /// Minutes in which a person signs in and agrees.
    pub request_minutes: u32,
    /// Seconds in which a pushed request is used.
    pub pushed_seconds: u32,
    /// Minutes during which an access token and an ID token are good.
    pub token_minutes: u32,
    /// Days without use after which what outlives a session ends.
    pub idle_days: u32,
    /// Seconds in which an application that lost an answer may use its last refresh token again.
    pub refresh_grace_seconds: u32,
    /// Minutes in which a person lets a device in.
    pub device_minutes: u32,
    /// Wrong codes of devices that a person may try in ten minutes.
    pub device_tries: u32,
    /// Days after which the keys that sign are changed.
    pub key_days: u32,
    /// Applications that one household may register by itself in an hour.
    pub registrations_per_hour: u32,
    /// Days after which one that nobody signed in to is forgotten.
    pub unused_registration_days: u32,
    /// What one household may ask of the pages of sign-in in a minute.
    pub pages_per_minute: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            code_seconds: 60,
            request_minutes: 10,
            pushed_seconds: 90,
            token_minutes: 5,
            idle_days: 90,
            refresh_grace_seconds: 30,
            device_minutes: 15,
            device_tries: 20,
            key_days: 90,
            registrations_per_hour: 20,
            unused_registration_days: 7,
            pages_per_minute: 600,
        }
    }
}

impl Settings {
    pub(crate) fn code(&self) -> Duration {
        Duration::seconds(self.code_seconds.into())
    }

    pub(crate) fn request(&self) -> Duration {
        Duration::minutes(self.request_minutes.into())
    }

    pub(crate) fn pushed(&self) -> Duration {
        Duration::seconds(self.pushed_seconds.into())
    }

    pub(crate) fn token(&self) -> Duration {
        Duration::minutes(self.token_minutes.into())
    }

    pub(crate) fn idle(&self) -> Duration {
        Duration::days(self.idle_days.into())
    }

    pub(crate) fn grace(&self) -> Duration {
        Duration::seconds(self.refresh_grace_seconds.into())
    }

    pub(crate) fn device(&self) -> Duration {
        Duration::minutes(self.device_minutes.into())
    }

    pub(crate) fn key(&self) -> Duration {
        Duration::days(self.key_days.max(2).into())
    }
}
