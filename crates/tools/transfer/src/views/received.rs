//! What the holder of a link reads.

use kernel::Language;
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{day, hexadecimal};
use crate::model::{self, State};

/// A parcel as its recipient sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceivedParcel {
    pub(crate) id: Uuid,
    pub(crate) title: String,
    pub(crate) message: String,
    pub(crate) language: Language,
    pub(crate) sender: ReceivedSender,
    pub(crate) for_address: String,
    /// The team by whose membership it was received; null when the address was written.
    pub(crate) for_team: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) sent_at: OffsetDateTime,
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    pub(crate) ends_on: Date,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    /// Empty once the parcel is over.
    pub(crate) files: Vec<ReceivedFile>,
    pub(crate) size: u64,
    pub(crate) state: ReceivedState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReceivedState {
    Sent,
    Expired,
    Withdrawn,
}

impl ReceivedState {
    /// `None` for a parcel that has not left: nobody has received it.
    pub(crate) const fn of(state: State) -> Option<Self> {
        match state {
            State::Sent => Some(Self::Sent),
            State::Expired => Some(Self::Expired),
            State::Withdrawn => Some(Self::Withdrawn),
            State::Draft | State::Waiting => None,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceivedSender {
    /// What they call themselves: of somebody who is no agent, to be shown with the address.
    pub(crate) name: String,
    pub(crate) initials: String,
    pub(crate) address: String,
    pub(crate) organisation: Option<String>,
    pub(crate) agent: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReceivedFile {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) media_type: String,
    pub(crate) sha256: Option<String>,
}

impl ReceivedFile {
    pub(crate) fn of(file: model::File) -> Self {
        Self {
            id: file.id.uuid(),
            name: model::name_in(&file.path).to_owned(),
            sha256: file.sha256.as_deref().map(hexadecimal),
            path: file.path,
            size: file.size,
            media_type: file.media_type,
        }
    }
}
