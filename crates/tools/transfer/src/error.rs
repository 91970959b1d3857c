//! How this tool says no. The sentences people read are in `locales/`, by code.

use kernel::{Kind, Problem};
use serde_json::{Value, json};
use time::Date;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such parcel, or none that the caller may see")]
    NoSuchParcel,
    #[error("no such file in this parcel")]
    NoSuchFile,
    #[error("no such recipient in this parcel")]
    NoSuchRecipient,
    #[error("the parcel is not a draft")]
    NotADraft,
    #[error("the parcel is not sent, or is over")]
    NotSent,
    #[error("the parcel was changed elsewhere in the meantime")]
    Changed,
    #[error("the parcel is over")]
    Over,
    #[error("a title has {most} characters at most")]
    TitleTooLong { most: usize },
    #[error("a message has {most} characters at most")]
    MessageTooLong { most: usize },
    #[error("not an e-mail address")]
    BadAddress { address: String },
    #[error("a parcel needs a recipient")]
    NoRecipient,
    #[error("{most} recipients at most")]
    TooManyRecipients { most: usize },
    #[error("no such team, or none that the caller may see")]
    NoSuchTeam,
    #[error("{most} teams at most")]
    TooManyTeams { most: usize },
    #[error("the team has ended, or the sender may see it no more")]
    TeamGone { name: String },
    #[error("nobody but the sender is in the team")]
    EmptyTeam { name: String },
    #[error("the recipient is in the team no more")]
    NotInTeam { address: String },
    #[error("whoever opens is in the team no more")]
    LeftTeam,
    #[error("somebody outside writes only to agents")]
    AgentsOnly { address: String },
    #[error("a parcel is not sent to its sender")]
    NotYourself { address: String },
    #[error("the sender is unknown or disabled")]
    SenderUnknown,
    #[error("a parcel needs a file")]
    NoFile,
    #[error("a parcel lasts until {first} at least")]
    EndsTooSoon { first: Date },
    #[error("a parcel lasts until {last} at most")]
    EndsTooLate { last: Date, days: u16 },
    #[error("a file cannot have this name")]
    BadName { name: String },
    #[error("a file has {most} bytes at most")]
    FileTooLarge { most: u64 },
    #[error("a parcel has {most} bytes at most")]
    ParcelTooLarge { most: u64 },
    #[error("a parcel has {most} files at most")]
    TooManyFiles { most: u32 },
    #[error("unsent parcels have {most} bytes at most")]
    TooMuchUnsent { most: u64 },
    #[error("a person has {most} parcels in the making at most")]
    TooManyDrafts { most: u32 },
    #[error("somebody who is no agent sends {most} parcels a day at most")]
    TooManySends { most: u32 },
    #[error("there is no room left for the bytes")]
    DiskFull,
    #[error("the recipient was reminded today already")]
    RemindedToday { address: String },
    #[error("the recipient has taken files already")]
    AlreadyDownloaded { address: String },
    #[error("the upload stands at {offset}")]
    WrongOffset { offset: u64 },
    #[error("the bytes go beyond the length that was announced")]
    BeyondLength,
    #[error("the checksum of the bytes is another")]
    ChecksumMismatch,
    #[error("the checksum does not read, or is of an unknown kind")]
    BadChecksum,
    #[error("the fields of the upload do not read: {field}")]
    BadUpload { field: &'static str },
    #[error("not application/offset+octet-stream")]
    NotAnOffsetStream,
    #[error("another version of tus")]
    OtherTus,
    #[error("the upload is being written by another request")]
    Busy,
    #[error("a newer request took the upload over")]
    TakenOver,
    #[error("no byte came for too long")]
    TooSlow,
    #[error("the request was cut before its end")]
    Cut,
    #[error("whoever began is signed in no more")]
    SignedOut,
    #[error("this is no place in a list")]
    BadCursor,
    #[error(transparent)]
    Blobs(blobs::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Elsewhere(Problem),
}

impl From<blobs::Error> for Error {
    fn from(error: blobs::Error) -> Self {
        match error {
            blobs::Error::Full => Self::DiskFull,
            blobs::Error::NoSuchBlob => Self::NoSuchFile,
            blobs::Error::Busy => Self::Busy,
            error => Self::Blobs(error),
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Elsewhere(problem)
    }
}

impl From<access::Error> for Error {
    fn from(error: access::Error) -> Self {
        Self::Elsewhere(error.into())
    }
}

impl From<mail::Error> for Error {
    fn from(error: mail::Error) -> Self {
        Self::Elsewhere(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{
            Conflict, Forbidden, Full, Gone, Invalid, NotFound, TooLarge, TooManyRequests, Unauthenticated,
            UnsupportedMediaType,
        };
        let (kind, code, params) = match error {
            Error::NoSuchParcel => (NotFound, "transfer.no_such_parcel", Value::Null),
            Error::NoSuchFile => (NotFound, "transfer.no_such_file", Value::Null),
            Error::NoSuchRecipient => (NotFound, "transfer.no_such_recipient", Value::Null),
            Error::NotADraft => (Conflict, "transfer.not_a_draft", Value::Null),
            Error::NotSent => (Conflict, "transfer.not_sent", Value::Null),
            Error::Changed => (Conflict, "transfer.changed", Value::Null),
            Error::Over => (Gone, "transfer.over", Value::Null),
            Error::TitleTooLong { most } => (Invalid, "transfer.title_too_long", json!({ "most": most })),
            Error::MessageTooLong { most } => (Invalid, "transfer.message_too_long", json!({ "most": most })),
            Error::BadAddress { address } => (Invalid, "transfer.bad_address", json!({ "address": address })),
            Error::NoRecipient => (Invalid, "transfer.no_recipient", Value::Null),
            Error::TooManyRecipients { most } => {
                (Invalid, "transfer.too_many_recipients", json!({ "most": most }))
            }
            Error::NoSuchTeam => (NotFound, "transfer.no_such_team", Value::Null),
            Error::TooManyTeams { most } => (Invalid, "transfer.too_many_teams", json!({ "most": most })),
            Error::TeamGone { name } => (Conflict, "transfer.team_gone", json!({ "name": name })),
            Error::EmptyTeam { name } => (Invalid, "transfer.empty_team", json!({ "name": name })),
            Error::NotInTeam { address } => (Conflict, "transfer.not_in_team", json!({ "address": address })),
            Error::LeftTeam => (Forbidden, "transfer.left_team", Value::Null),
            Error::AgentsOnly { address } => {
                (Forbidden, "transfer.agents_only", json!({ "address": address }))
            }
            Error::NotYourself { address } => {
                (Invalid, "transfer.not_yourself", json!({ "address": address }))
            }
            Error::SenderUnknown => (Forbidden, "transfer.sender_unknown", Value::Null),
            Error::NoFile => (Invalid, "transfer.no_file", Value::Null),
            Error::EndsTooSoon { first } => {
                (Invalid, "transfer.ends_too_soon", json!({ "first": first.to_string() }))
            }
            Error::EndsTooLate { last, days } => {
                (Invalid, "transfer.ends_too_late", json!({ "last": last.to_string(), "days": days }))
            }
            Error::BadName { name } => (Invalid, "transfer.bad_name", json!({ "name": name })),
            Error::FileTooLarge { most } => (TooLarge, "transfer.file_too_large", figure(most)),
            Error::ParcelTooLarge { most } => (TooLarge, "transfer.parcel_too_large", figure(most)),
            Error::TooManyFiles { most } => (TooLarge, "transfer.too_many_files", json!({ "most": most })),
            Error::TooMuchUnsent { most } => (TooLarge, "transfer.too_much_unsent", figure(most)),
            Error::TooManyDrafts { most } => (Conflict, "transfer.too_many_drafts", json!({ "most": most })),
            Error::TooManySends { most } => {
                (TooManyRequests, "transfer.too_many_sends", json!({ "most": most }))
            }
            Error::DiskFull => (Full, "transfer.disk_full", Value::Null),
            Error::RemindedToday { address } => {
                (Conflict, "transfer.reminded_today", json!({ "address": address }))
            }
            Error::AlreadyDownloaded { address } => {
                (Conflict, "transfer.already_downloaded", json!({ "address": address }))
            }
            Error::WrongOffset { offset } => (Conflict, "transfer.wrong_offset", json!({ "offset": offset })),
            Error::BeyondLength => (TooLarge, "transfer.beyond_length", Value::Null),
            Error::ChecksumMismatch => (Invalid, "transfer.checksum_mismatch", Value::Null),
            Error::BadChecksum => (Invalid, "transfer.bad_checksum", Value::Null),
            Error::BadUpload { field } => (Invalid, "transfer.bad_upload", json!({ "field": field })),
            Error::NotAnOffsetStream => (UnsupportedMediaType, "transfer.not_an_offset_stream", Value::Null),
            Error::OtherTus => (Invalid, "transfer.other_tus", Value::Null),
            Error::Busy => (Conflict, "transfer.busy", Value::Null),
            Error::TakenOver => (Conflict, "transfer.taken_over", Value::Null),
            Error::TooSlow => (Invalid, "transfer.too_slow", Value::Null),
            Error::Cut => (Invalid, "transfer.cut", Value::Null),
            // As the door says it to those who come without a session.
            Error::SignedOut => (Unauthenticated, "sign_in", Value::Null),
            Error::BadCursor => (Invalid, "transfer.bad_cursor", Value::Null),
            Error::Blobs(cause) => return Self::internal(cause),
            Error::Store(cause) => return Self::internal(cause),
            Error::Elsewhere(problem) => return problem,
        };
        Self::new(kind, code, params)
    }
}

/// A limit as people say it: in decimal gigabytes or megabytes.
fn figure(most: u64) -> Value {
    let (figure, unit) =
        if most >= 1_000_000_000 { (most / 1_000_000_000, "G") } else { (most / 1_000_000, "M") };
    json!({ "most": most, "figure": figure, "unit": unit })
}
