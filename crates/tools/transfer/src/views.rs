//! What callers read of parcels: the shapes of the API.

mod lists;
mod received;

use kernel::Language;
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) use lists::*;
pub(crate) use received::*;

use crate::{
    Settings,
    model::{self, State},
    rows,
};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// What this caller may send.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransferLimits {
    pub(crate) max_parcel_bytes: u64,
    pub(crate) max_file_bytes: u64,
    pub(crate) max_recipients: usize,
    pub(crate) max_files: u32,
    pub(crate) max_days: u16,
    pub(crate) default_days: u16,
}

/// What a draft can be told; what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewParcel {
    pub(crate) title: Option<String>,
    pub(crate) message: Option<String>,
    /// The last day on which it can be downloaded, in Europe/Paris.
    #[serde(with = "day::option")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) ends_on: Option<Date>,
    /// Addresses; they replace the list.
    pub(crate) recipients: Option<Vec<String>>,
    pub(crate) language: Option<Language>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addresses {
    pub(crate) addresses: Vec<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecipientIds {
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) recipients: Vec<model::RecipientId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecipientKind)]
pub(crate) enum Kind {
    Agent,
    External,
}

impl Kind {
    pub(crate) const fn of(agent: bool) -> Self {
        if agent { Self::Agent } else { Self::External }
    }
}

/// A parcel as its sender sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Parcel)]
pub(crate) struct ParcelView {
    pub(crate) id: Uuid,
    pub(crate) state: State,
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) language: Language,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) updated_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) sent_at: Option<OffsetDateTime>,
    /// The last day on which it can be downloaded, in Europe/Paris.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) ends_on: Date,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) size: u64,
    /// How many files the sender said it will have; 0 when they did not say.
    pub(crate) awaited: u32,
    pub(crate) files: Vec<FileView>,
    pub(crate) recipients: Vec<RecipientView>,
    /// The newest 500, oldest first.
    pub(crate) events: Vec<EventView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParcelFile)]
pub(crate) struct FileView {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) size: u64,
    /// Bytes acknowledged.
    pub(crate) received: u64,
    pub(crate) complete: bool,
    pub(crate) media_type: String,
    /// In hexadecimal; null until it has been computed.
    pub(crate) sha256: Option<String>,
    pub(crate) upload_url: String,
    /// When the upload is forgotten if nobody continues it.
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) expires_at: Option<OffsetDateTime>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recipient)]
pub(crate) struct RecipientView {
    pub(crate) id: Uuid,
    pub(crate) address: String,
    pub(crate) name: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) organisation: Option<String>,
    pub(crate) mail: MailState,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) opened_at: Option<OffsetDateTime>,
    pub(crate) downloads: Vec<DownloadView>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) last_at: Option<OffsetDateTime>,
}

/// What became of the letter to a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MailState {
    Waiting,
    Sent,
    /// The relay could not be reached in all the time there was.
    Failed,
    /// The relay refused it for good.
    Bounced,
}

impl MailState {
    fn of(text: &str) -> Self {
        match text {
            "sent" => Self::Sent,
            "failed" => Self::Failed,
            "bounced" => Self::Bounced,
            _ => Self::Waiting,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParcelEventKind)]
pub(crate) enum EventKind {
    Sent,
    Opened,
    Downloaded,
    Reminded,
    Prolonged,
    RecipientAdded,
    Withdrawn,
    Expired,
}

impl EventKind {
    /// `None` for what a later release may have written.
    fn of(text: &str) -> Option<Self> {
        serde_json::from_value(text.into()).ok()
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Download)]
pub(crate) struct DownloadView {
    pub(crate) file: Uuid,
    pub(crate) count: i32,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) last_at: OffsetDateTime,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParcelEvent)]
pub(crate) struct EventView {
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    pub(crate) kind: EventKind,
    pub(crate) recipient: Option<Uuid>,
    pub(crate) file: Option<Uuid>,
}

/// All there is to show of a parcel.
pub(crate) struct Whole {
    pub(crate) parcel: model::Parcel,
    pub(crate) files: Vec<model::File>,
    pub(crate) recipients: Vec<model::Recipient>,
    pub(crate) downloads: Vec<rows::DownloadRow>,
    pub(crate) events: Vec<rows::EventRow>,
}

impl ParcelView {
    pub(crate) fn of(whole: Whole, now: OffsetDateTime, settings: &Settings) -> Self {
        let Whole { parcel, files, recipients, downloads, events } = whole;
        let ends_on = parcel.last_day(now, settings);
        let recipient = |recipient: model::Recipient| {
            let mine = downloads.iter().filter(|download| download.recipient == recipient.id.uuid());
            let downloads: Vec<DownloadView> = mine
                .map(|row| DownloadView { file: row.file, count: row.count, last_at: row.last_at })
                .collect();
            RecipientView {
                id: recipient.id.uuid(),
                address: recipient.address.to_string(),
                name: recipient.name,
                kind: Kind::of(recipient.agent),
                organisation: recipient.organisation,
                mail: MailState::of(&recipient.mail),
                opened_at: recipient.opened_at,
                last_at: downloads.iter().map(|download| download.last_at).max(),
                downloads,
            }
        };
        Self {
            id: parcel.id.uuid(),
            state: parcel.state,
            ends_on,
            expires_at: parcel.expires_at.unwrap_or_else(|| model::end_of(ends_on)),
            created_at: parcel.created_at,
            updated_at: parcel.updated_at,
            sent_at: parcel.sent_at,
            language: parcel.language,
            awaited: u32::try_from(parcel.awaited).unwrap_or_default(),
            size: files.iter().map(|file| file.size).sum(),
            files: files.into_iter().map(|file| FileView::of(file, settings)).collect(),
            recipients: recipients.into_iter().map(recipient).collect(),
            events: events
                .into_iter()
                .filter_map(|row| {
                    let kind = EventKind::of(&row.kind)?;
                    Some(EventView { at: row.at, kind, recipient: row.recipient, file: row.file })
                })
                .collect(),
            title: parcel.title,
            message: parcel.message,
        }
    }
}

impl FileView {
    fn of(file: model::File, settings: &Settings) -> Self {
        Self {
            id: file.id.uuid(),
            name: model::name_in(&file.path).to_owned(),
            upload_url: upload_url(file.parcel, file.id),
            expires_at: (!file.complete).then(|| file.upload_ends(settings)),
            sha256: file.sha256.as_deref().map(hexadecimal),
            path: file.path,
            size: file.size,
            received: file.received,
            complete: file.complete,
            media_type: file.media_type,
        }
    }
}

/// Where an upload is continued.
pub(crate) fn upload_url(parcel: model::ParcelId, file: model::FileId) -> String {
    format!("{}/{parcel}/{file}", crate::TUS)
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
