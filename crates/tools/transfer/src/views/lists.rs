//! Boxes, and addresses looked at before sending.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Kind;
use crate::{
    Settings,
    links::Links,
    model::{self, State},
    rows,
};

/// A page of a box.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParcelPage {
    pub(crate) parcels: Vec<ParcelRow>,
    /// What to give as `before` for the next page.
    pub(crate) next: Option<String>,
    pub(crate) counts: ParcelCounts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParcelCounts {
    pub(crate) sent: i64,
    /// Received, alive, never opened.
    pub(crate) received_new: i64,
    pub(crate) drafts: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParcelRow {
    pub(crate) id: Uuid,
    pub(crate) state: State,
    pub(crate) title: String,
    /// Of a received parcel.
    pub(crate) sender: Option<RowSender>,
    /// The first three of those whose address was written.
    pub(crate) recipients: Vec<RowRecipient>,
    /// Names of the groups and teams that it is for.
    pub(crate) teams: Vec<String>,
    pub(crate) recipients_total: i64,
    pub(crate) externals: i64,
    pub(crate) files_total: i64,
    pub(crate) size: i64,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) sent_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) updated_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    /// How many recipients took at least one file.
    pub(crate) downloaded_by: i64,
    /// Whether the caller opened it, of a received parcel.
    pub(crate) opened: bool,
    /// Of a received parcel: opens `/r/<key>`.
    pub(crate) key: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowSender {
    /// What they call themselves: of somebody who is no agent, to be shown with the address.
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) agent: bool,
    pub(crate) organisation: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowRecipient {
    pub(crate) name: Option<String>,
    pub(crate) address: String,
    pub(crate) kind: Kind,
}

impl ParcelRow {
    /// Somebody who received a parcel learns nothing of whom else it was for.
    pub(crate) fn of(
        row: rows::BoxRow,
        links: &Links,
        now: OffsetDateTime,
        settings: &Settings,
    ) -> Option<Self> {
        let received = row.me.is_some();
        let state = State::of(&row.state)?;
        let over = state == State::Sent && row.expires_at.is_some_and(|end| end <= now);
        let planned = || {
            let today = model::day_of(now);
            row.ends_on
                .unwrap_or_else(|| today.saturating_add(time::Duration::days(settings.default_days.into())))
        };
        let recipient = |one: rows::BoxRecipient| RowRecipient {
            name: one.name,
            address: one.address,
            kind: Kind::of(one.agent),
        };
        Some(Self {
            id: row.id,
            state: if over { State::Expired } else { state },
            sender: received.then_some(RowSender {
                name: row.sender_name,
                address: row.sender_address,
                agent: row.sender_agent,
                organisation: row.sender_organisation,
            }),
            recipients: if received { vec![] } else { row.recipients.0.into_iter().map(recipient).collect() },
            teams: if received { vec![] } else { row.teams },
            recipients_total: if received { 1 } else { row.recipients_total },
            externals: if received { 0 } else { row.externals },
            files_total: row.files_total,
            size: row.size,
            sent_at: row.sent_at,
            updated_at: row.updated_at,
            expires_at: row.expires_at.unwrap_or_else(|| model::end_of(planned())),
            downloaded_by: if received { 0 } else { row.downloaded_by },
            opened: row.opened,
            key: row.me.map(|me| links.key(me.into())),
            title: row.title,
        })
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressChecks {
    /// One for each address, in the same order.
    pub(crate) recipients: Vec<AddressCheck>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressCheck {
    pub(crate) address: String,
    pub(crate) kind: Kind,
    pub(crate) name: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) allowed: bool,
    /// The code of the refusal.
    pub(crate) reason: Option<&'static str>,
}
