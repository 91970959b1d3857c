//! The `[transfer]` section of the settings.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Bytes of one parcel, all files together.
    pub max_parcel_bytes: u64,
    /// Bytes of one file.
    pub max_file_bytes: u64,
    pub max_files: u32,
    /// Bytes that one person's unsent parcels may hold together.
    pub max_unsent_bytes: u64,
    /// Parcels that an agent may have in the making at once.
    pub max_drafts_agent: u32,
    /// Parcels that anybody else may have in the making at once.
    pub max_drafts_external: u32,
    /// Parcels that somebody who is no agent may send in 24 hours.
    pub max_sends_external: u32,
    /// Whether an agent who sends outside the administration shows again who they are, when that was a while ago.
    pub confirm_external: bool,
    /// Recipients of a parcel sent by an agent.
    pub max_recipients_agent: u32,
    /// Recipients of a parcel sent by anybody else.
    pub max_recipients_external: u32,
    /// Days a parcel can be kept at most, counted from the day it is sent.
    pub max_days: u16,
    /// Days it is kept when the sender says nothing.
    pub default_days: u16,
    /// Days after which an upload that nobody continues is forgotten.
    pub upload_days: u16,
    /// Days after which a draft that nobody touches is forgotten, with its files.
    pub draft_days: u16,
    /// Days before the end when those who took nothing are reminded; 0 for never.
    pub reminder_days: u16,
    /// Seconds an upload may stay silent before its connection is closed; what arrived is kept.
    pub upload_idle_seconds: u64,
    /// Seconds a downloader may take nothing before the connection is closed; they can resume.
    pub download_idle_seconds: u64,
    /// What one household (an IPv4 address or an IPv6 /64) may ask of received parcels in a second. A whole ministry
    /// may stand behind one address.
    pub received_per_second: u32,
    /// The same, all at once.
    pub received_burst: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            max_parcel_bytes: 20_000_000_000,
            max_file_bytes: 20_000_000_000,
            max_files: 2_000,
            max_unsent_bytes: 40_000_000_000,
            max_drafts_agent: 100,
            max_drafts_external: 20,
            max_sends_external: 10,
            confirm_external: false,
            max_recipients_agent: 100,
            max_recipients_external: 10,
            max_days: 60,
            default_days: 30,
            upload_days: 7,
            draft_days: 30,
            reminder_days: 2,
            upload_idle_seconds: 60,
            download_idle_seconds: 120,
            received_per_second: 50,
            received_burst: 500,
        }
    }
}

impl Settings {
    pub(crate) const fn max_drafts(&self, agent: bool) -> u32 {
        if agent { self.max_drafts_agent } else { self.max_drafts_external }
    }

    pub(crate) fn max_recipients(&self, agent: bool) -> usize {
        (if agent { self.max_recipients_agent } else { self.max_recipients_external }) as usize
    }
}
