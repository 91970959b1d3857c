//! What parcels, files and recipients are, and the rules they keep. No database, no HTTP.

mod days;
mod names;
mod words;

use kernel::{
    EmailAddress, GroupId, Id, Language, PersonId, ScopeId,
    ports::{Population, Profile},
};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

pub(crate) use days::{day_of, end_of};
pub(crate) use names::{FilePath, name_in};

use self::words::{one_line, paragraphs};
use crate::{Error, Settings};

pub(crate) type ParcelId = Id<Parcel>;
pub(crate) type FileId = Id<File>;
pub(crate) type RecipientId = Id<Recipient>;

pub(crate) const LONGEST_TITLE: usize = 200;
pub(crate) const LONGEST_MESSAGE: usize = 10_000;

/// The life of a parcel. Before it is sent it is its sender's alone; afterwards it only ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParcelState)]
pub(crate) enum State {
    Draft,
    /// Leaves by itself when its last file has arrived.
    Waiting,
    Sent,
    Expired,
    Withdrawn,
}

impl State {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub(crate) fn of(text: &str) -> Option<Self> {
        [Self::Draft, Self::Waiting, Self::Sent, Self::Expired, Self::Withdrawn]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    /// Whether files can still come and go.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Waiting)
    }

    pub(crate) fn draft(self) -> Result<(), Error> {
        if self == Self::Draft { Ok(()) } else { Err(Error::NotADraft) }
    }

    pub(crate) fn sent(self) -> Result<(), Error> {
        if self == Self::Sent { Ok(()) } else { Err(Error::NotSent) }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    pub(crate) id: ParcelId,
    pub(crate) scope: ScopeId,
    pub(crate) sender: PersonId,
    pub(crate) state: State,
    pub(crate) title: String,
    /// The title, else the name of the first file: what a list shows.
    pub(crate) label: String,
    pub(crate) message: String,
    pub(crate) language: Language,
    pub(crate) ends_on: Option<Date>,
    pub(crate) expires_at: Option<OffsetDateTime>,
    pub(crate) awaited: i32,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
    pub(crate) sent_at: Option<OffsetDateTime>,
    pub(crate) sender_name: String,
    pub(crate) sender_address: String,
    pub(crate) sender_organisation: Option<String>,
    pub(crate) sender_agent: bool,
}

impl Parcel {
    pub(crate) fn new(sender: PersonId, language: Language, now: OffsetDateTime) -> Self {
        Self {
            id: Id::new(),
            scope: ScopeId::new(),
            sender,
            state: State::Draft,
            title: String::new(),
            label: String::new(),
            message: String::new(),
            language,
            ends_on: None,
            expires_at: None,
            awaited: 0,
            created_at: now,
            updated_at: now,
            sent_at: None,
            sender_name: String::new(),
            sender_address: String::new(),
            sender_organisation: None,
            sender_agent: false,
        }
    }

    pub(crate) fn entitle(&mut self, title: &str) -> Result<(), Error> {
        let title = one_line(title);
        if title.chars().count() > LONGEST_TITLE {
            return Err(Error::TitleTooLong { most: LONGEST_TITLE });
        }
        self.title = title;
        Ok(())
    }

    pub(crate) fn say(&mut self, message: &str) -> Result<(), Error> {
        let message = paragraphs(message);
        if message.chars().count() > LONGEST_MESSAGE {
            return Err(Error::MessageTooLong { most: LONGEST_MESSAGE });
        }
        self.message = message;
        Ok(())
    }

    /// Chooses the last day. A draft ends after today; a sent parcel may end tonight, never in the past. The longest
    /// life counts from the day of sending.
    pub(crate) fn end(&mut self, day: Date, now: OffsetDateTime, settings: &Settings) -> Result<(), Error> {
        let today = day_of(now);
        let sent_on = self.sent_at.map_or(today, day_of);
        let first = after(sent_on, 1).max(today);
        let last = after(sent_on, settings.max_days);
        if day < first {
            return Err(Error::EndsTooSoon { first });
        }
        if day > last {
            return Err(Error::EndsTooLate { last, days: settings.max_days });
        }
        self.ends_on = Some(day);
        if self.state == State::Sent {
            self.expires_at = Some(end_of(day));
        }
        Ok(())
    }

    /// The last day, or what it would be if the parcel left now.
    pub(crate) fn last_day(&self, now: OffsetDateTime, settings: &Settings) -> Date {
        self.ends_on.unwrap_or_else(|| after(day_of(now), settings.default_days))
    }

    /// Puts the sender on it, as recipients will read them. The name is what the sender calls themselves.
    pub(crate) fn sign(&mut self, sender: Profile) {
        self.sender_agent = is_agent(sender.population);
        self.sender_name =
            sender.name.map_or_else(|| sender.address.local_part().to_owned(), |name| one_line(&name));
        self.sender_organisation = sender.organisation.map(|employer| employer.name);
        self.sender_address = sender.address.to_string();
    }

    /// Leaves: from now on recipients can take its files, until the end of its last day.
    pub(crate) fn leave(
        &mut self,
        files: &[File],
        now: OffsetDateTime,
        settings: &Settings,
    ) -> Result<(), Error> {
        if files.is_empty() || files.iter().any(|file| !file.complete) {
            return Err(Error::NoFile);
        }
        self.end(self.last_day(now, settings), now, settings)?;
        self.state = State::Sent;
        self.sent_at = Some(now);
        self.expires_at = self.ends_on.map(end_of);
        self.updated_at = now;
        Ok(())
    }

    /// Whether its files can be taken now.
    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        self.state == State::Sent && self.expires_at.is_some_and(|end| now < end)
    }

    /// What recipients are told of its state: the last minute before the sweep does not count.
    pub(crate) fn state_at(&self, now: OffsetDateTime) -> State {
        if self.state == State::Sent && !self.is_live(now) { State::Expired } else { self.state }
    }
}

/// So many days later; the calendar's own end is far away.
fn after(day: Date, days: u16) -> Date {
    day.saturating_add(Duration::days(i64::from(days)))
}

#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) id: FileId,
    pub(crate) parcel: ParcelId,
    pub(crate) blob: Option<blobs::BlobId>,
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) received: u64,
    pub(crate) complete: bool,
    pub(crate) media_type: String,
    pub(crate) sha256: Option<Vec<u8>>,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) touched_at: OffsetDateTime,
}

impl File {
    pub(crate) fn new(
        parcel: ParcelId,
        path: &FilePath,
        size: u64,
        declared: &str,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            id: Id::new(),
            parcel,
            blob: Some(blobs::BlobId::random()),
            path: path.as_str().to_owned(),
            size,
            received: 0,
            complete: false,
            media_type: media_type(declared),
            sha256: None,
            created_at: now,
            touched_at: now,
        }
    }

    /// When an upload that nobody continues is forgotten.
    pub(crate) fn upload_ends(&self, settings: &Settings) -> OffsetDateTime {
        self.touched_at + Duration::days(i64::from(settings.upload_days))
    }
}

/// The declared type when it has the shape of one (RFC 9110 §8.3.1, without parameters), else bytes.
fn media_type(declared: &str) -> String {
    let declared = declared.trim().to_ascii_lowercase();
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    match declared.split_once('/') {
        Some((kind, subtype)) if declared.len() <= 127 && token(kind) && token(subtype) => declared,
        _ => BYTES.to_owned(),
    }
}

pub(crate) const BYTES: &str = "application/octet-stream";

/// The type under which a file is given out: one that no browser runs, whatever was declared.
pub(crate) fn given_type(declared: &str) -> &str {
    const KNOWN: [&str; 14] = [
        "application/pdf",
        "application/zip",
        "application/gzip",
        "application/json",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "text/csv",
    ];
    let harmless = KNOWN.contains(&declared)
        || declared.starts_with("audio/")
        || declared.starts_with("video/")
        || (declared.starts_with("image/") && !declared.contains("xml") && !declared.contains("svg"))
        || declared == "text/plain";
    if harmless { declared } else { BYTES }
}

/// Somebody a parcel is for.
#[derive(Debug, Clone)]
pub(crate) struct Recipient {
    pub(crate) id: RecipientId,
    pub(crate) address: EmailAddress,
    pub(crate) person: Option<PersonId>,
    pub(crate) agent: bool,
    pub(crate) name: Option<String>,
    pub(crate) organisation: Option<String>,
    pub(crate) language: Language,
    pub(crate) mail: String,
    pub(crate) opened_at: Option<OffsetDateTime>,
    pub(crate) reminded_on: Option<Date>,
    /// By which team they are one, when nobody wrote their address: they read while they are in it.
    pub(crate) team: Option<GroupId>,
    /// Whether the sender may not know that they are one.
    pub(crate) hidden: bool,
    /// Whether the sender may not know at what address.
    pub(crate) address_hidden: bool,
}

impl Recipient {
    /// Whether somebody is this one already, at this address or another.
    pub(crate) fn is_also(&self, other: &Self) -> bool {
        self.address == other.address || (self.person.is_some() && self.person == other.person)
    }
}

/// A group or team that a parcel is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Team {
    pub(crate) id: GroupId,
    /// As it was called when it was chosen.
    pub(crate) name: String,
}

/// On the agents' side: who works for an administration, and who works under contract with an address that an
/// administration gave them. It answers for both.
pub(crate) const fn is_agent(population: Population) -> bool {
    matches!(population, Population::Agent | Population::Contractor)
}

/// Whether a sender may write to a recipient: one of both is an agent.
pub(crate) const fn may_reach(sender: Population, recipient: Population) -> bool {
    is_agent(sender) || is_agent(recipient)
}

/// The same for all the recipients of a parcel, as they were when it was given to send.
pub(crate) fn may_reach_all(sender: Population, recipients: &[Recipient]) -> bool {
    is_agent(sender) || recipients.iter().all(|recipient| recipient.agent)
}

/// What an avatar shows of a name: `Hélène Marchetti` is `HM`.
pub(crate) fn initials(name: &str) -> String {
    let mut words =
        name.split(|c: char| c.is_whitespace() || c == '.' || c == '-').filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
