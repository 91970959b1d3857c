//! What callers read of parcels: the shapes of the API.

mod lists;
mod received;

use std::collections::HashSet;

use kernel::{GroupId, Language, PersonId, ports::GroupCard};
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
    /// Groups and teams of the directory; they replace the list.
    #[schema(value_type = Option<Vec<Uuid>>)]
    pub(crate) teams: Option<Vec<GroupId>>,
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
    /// Those whom the sender may know of.
    pub(crate) recipients: Vec<RecipientView>,
    pub(crate) teams: Vec<TeamView>,
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
    /// Null of a member of a team who does not show it to the sender.
    pub(crate) address: Option<String>,
    /// The team by which they are a recipient; null when their address was written.
    pub(crate) team: Option<Uuid>,
    /// Whether they are in that team no more: the parcel opens for them no longer.
    pub(crate) left: bool,
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

/// A group or team that a parcel is for: whoever is in it receives it, while they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParcelTeam)]
pub(crate) struct TeamView {
    pub(crate) id: Uuid,
    /// As it was called when it was chosen.
    pub(crate) name: String,
    /// How many people everybody may count in it; null when the sender may see it no more.
    pub(crate) members: Option<u32>,
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
    pub(crate) teams: Vec<model::Team>,
    /// Those of the teams that the sender may see.
    pub(crate) seen: Vec<GroupCard>,
    /// Who is in the teams now.
    pub(crate) present: HashSet<PersonId>,
}

impl ParcelView {
    pub(crate) fn of(whole: Whole, now: OffsetDateTime, settings: &Settings) -> Self {
        let Whole { parcel, files, recipients, downloads, events, teams, seen, present } = whole;
        let hidden: HashSet<Uuid> =
            recipients.iter().filter(|one| one.hidden).map(|one| one.id.uuid()).collect();
        let ends_on = parcel.last_day(now, settings);
        let recipient = |recipient: model::Recipient| {
            let mine = downloads.iter().filter(|download| download.recipient == recipient.id.uuid());
            let downloads: Vec<DownloadView> = mine
                .map(|row| DownloadView { file: row.file, count: row.count, last_at: row.last_at })
                .collect();
            RecipientView {
                id: recipient.id.uuid(),
                left: recipient.team.is_some() && !recipient.person.is_some_and(|one| present.contains(&one)),
                team: recipient.team.map(kernel::Id::uuid),
                address: (!recipient.address_hidden).then(|| recipient.address.to_string()),
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
            recipients: recipients.into_iter().filter(|one| !one.hidden).map(recipient).collect(),
            teams: teams
                .into_iter()
                .map(|team| TeamView {
                    id: team.id.uuid(),
                    members: seen.iter().find(|card| card.id == team.id).map(|card| card.members),
                    name: team.name,
                })
                .collect(),
            events: events
                .into_iter()
                .filter(|row| !row.recipient.is_some_and(|one| hidden.contains(&one)))
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
