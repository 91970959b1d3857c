//! How this brick says no.

use kernel::{Kind, Problem};
use serde_json::json;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the directory is for agents")]
    AgentsOnly,
    #[error("an organisation needs a name of at most 200 characters")]
    BadName,
    #[error("the kind of an organisation is one word of small letters")]
    BadKind,
    #[error("{domain} is no e-mail domain")]
    BadDomain { domain: String },
    #[error("{domain} already belongs to an organisation")]
    DomainTaken { domain: String },
    #[error("neither a mail address nor a site")]
    BadContact,
    #[error("a SIRET has fourteen digits")]
    BadSiret,
    #[error("another organisation has this SIRET")]
    SiretTaken,
    #[error("only administrators set a SIRET")]
    SiretForAdministrators,
    #[error("only administrators give domains to organisations")]
    DomainsForAdministrators,
    #[error("no such organisation")]
    NoSuchOrganisation,
    #[error("this organisation is closed")]
    OrganisationClosed,
    #[error("this organisation closes on {until}")]
    OrganisationEnding { until: time::Date },
    #[error("an organisation does not go below itself")]
    Circle,
    #[error("{organisations} organisations are still open below it, and {people} people work there")]
    NotEmpty { organisations: i64, people: i64 },
    #[error("the days do not follow one another")]
    BadDays,
    #[error("not where a list of ours goes on")]
    BadCursor,
    #[error("no such person, or not one that the caller may know of")]
    NoSuchPerson,
    #[error("a function needs a title")]
    BadTitle,
    #[error("no such function")]
    NoSuchFunction,
    #[error("no such group, or not one that the caller may know of")]
    NoSuchGroup,
    #[error("only who owns a group changes it")]
    NotOwner,
    #[error("a group keeps one owner at least")]
    LastOwner,
    #[error("no such suggestion, or not the caller's to decide")]
    NoSuchSuggestion,
    #[error("this field cannot be corrected")]
    BadField,
    #[error("only its correspondents change this organisation")]
    NotCorrespondent,
    #[error("one does not name oneself correspondent")]
    NotOneself,
    #[error("{field} has {most} characters at most")]
    TooLong { field: &'static str, most: usize },
    #[error("{field} has {most} entries at most")]
    TooMany { field: &'static str, most: usize },
    #[error("not a telephone number")]
    BadTelephone,
    #[error("an absence lasts from a day to a later one, two years ahead at most")]
    BadAbsence,
    #[error("nobody stands in for themselves")]
    OwnDeputy,
    #[error("a photo is a PNG, a JPEG or a WebP of {most} bytes at most")]
    BadPhoto { most: usize },
    #[error("a photo has {megapixels} megapixels at most")]
    LargePhoto { megapixels: u64 },
    #[error("no photo")]
    NoPhoto,
    #[error("this person opened too many cards today")]
    TooManyCards { seconds: i64 },
    #[error("this person was shown too many people today")]
    TooManyPeople { seconds: i64 },
    #[error("this person asked by too many numbers today")]
    TooManyNumbers { seconds: i64 },
    #[error("no such import, or not the caller's")]
    NoSuchImport,
    #[error("the file cannot be read: {reason}")]
    BadFile { reason: &'static str },
    #[error("an import has {most} lines at most")]
    TooManyLines { most: u32 },
    #[error("this import was applied or refused already")]
    ImportOver,
    #[error("this import is being worked on")]
    ImportBusy,
    #[error("this import takes out, moves or renames {percent} % of what is there")]
    Brake { percent: u32, limit_percent: u32 },
    #[error("this import shakes {percent} % of what is there: somebody else than who read it applies it")]
    SecondPerson { percent: u32 },
    #[error("this import would leave the organisation without anybody")]
    Emptied,
    #[error("the index is being built")]
    IndexBuilding,
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("identity: {0}")]
    Identity(#[source] Problem),
    #[error("another room: {0}")]
    Port(#[source] Problem),
}

impl From<identity::Error> for Error {
    fn from(error: identity::Error) -> Self {
        Self::Identity(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{Conflict, Forbidden, Invalid, NotFound, TooLarge, TooManyRequests, Unavailable};
        match error {
            Error::AgentsOnly => Self::plain(Forbidden, "directory.agents_only"),
            Error::BadName => Self::plain(Invalid, "directory.bad_name"),
            Error::BadKind => Self::plain(Invalid, "directory.bad_kind"),
            Error::BadDomain { domain } => {
                Self::new(Invalid, "directory.bad_domain", json!({ "domain": domain }))
            }
            Error::DomainTaken { domain } => {
                Self::new(Conflict, "directory.domain_taken", json!({ "domain": domain }))
            }
            Error::BadContact => Self::plain(Invalid, "directory.bad_contact"),
            Error::BadSiret => Self::plain(Invalid, "directory.bad_siret"),
            Error::SiretTaken => Self::plain(Conflict, "directory.siret_taken"),
            Error::SiretForAdministrators => Self::plain(Forbidden, "directory.siret_administrators"),
            Error::DomainsForAdministrators => Self::plain(Forbidden, "directory.domains_administrators"),
            Error::NoSuchOrganisation => Self::plain(NotFound, "directory.no_such_organisation"),
            Error::OrganisationClosed => Self::plain(Conflict, "directory.organisation_closed"),
            Error::OrganisationEnding { until } => {
                Self::new(Conflict, "directory.organisation_ending", json!({ "until": until.to_string() }))
            }
            Error::Circle => Self::plain(Conflict, "directory.circle"),
            Error::NotEmpty { organisations, people } => Self::new(
                Conflict,
                "directory.not_empty",
                json!({ "organisations": organisations, "people": people }),
            ),
            Error::BadDays => Self::plain(Invalid, "directory.bad_days"),
            Error::BadCursor => Self::plain(Invalid, "directory.bad_cursor"),
            Error::NoSuchPerson => Self::plain(NotFound, "directory.no_such_person"),
            Error::BadTitle => Self::plain(Invalid, "directory.bad_title"),
            Error::NoSuchFunction => Self::plain(NotFound, "directory.no_such_function"),
            Error::NoSuchGroup => Self::plain(NotFound, "directory.no_such_group"),
            Error::NotOwner => Self::plain(Forbidden, "directory.not_owner"),
            Error::LastOwner => Self::plain(Conflict, "directory.last_owner"),
            Error::NoSuchSuggestion => Self::plain(NotFound, "directory.no_such_suggestion"),
            Error::BadField => Self::plain(Invalid, "directory.bad_field"),
            Error::NotCorrespondent => Self::plain(Forbidden, "directory.not_correspondent"),
            Error::NotOneself => Self::plain(Forbidden, "directory.not_oneself"),
            Error::TooLong { field, most } => {
                Self::new(Invalid, "directory.too_long", json!({ "field": field, "most": most }))
            }
            Error::TooMany { field, most } => {
                Self::new(Invalid, "directory.too_many", json!({ "field": field, "most": most }))
            }
            Error::BadTelephone => Self::plain(Invalid, "directory.bad_telephone"),
            Error::BadAbsence => Self::plain(Invalid, "directory.bad_absence"),
            Error::OwnDeputy => Self::plain(Invalid, "directory.own_deputy"),
            Error::BadPhoto { most } => {
                Self::new(Invalid, "directory.bad_photo", json!({ "mebibytes": most / (1024 * 1024) }))
            }
            Error::LargePhoto { megapixels } => {
                Self::new(Invalid, "directory.large_photo", json!({ "megapixels": megapixels }))
            }
            Error::NoPhoto => Self::plain(NotFound, "directory.no_photo"),
            Error::TooManyCards { seconds } => {
                Self::new(TooManyRequests, "directory.too_many_cards", json!({ "seconds": seconds }))
            }
            Error::TooManyPeople { seconds } => {
                Self::new(TooManyRequests, "directory.too_many_people", json!({ "seconds": seconds }))
            }
            Error::TooManyNumbers { seconds } => {
                Self::new(TooManyRequests, "directory.too_many_numbers", json!({ "seconds": seconds }))
            }
            Error::NoSuchImport => Self::plain(NotFound, "directory.no_such_import"),
            Error::BadFile { reason } => {
                Self::new(Invalid, "directory.bad_file", json!({ "reason": reason }))
            }
            Error::TooManyLines { most } => {
                Self::new(TooLarge, "directory.too_many_lines", json!({ "most": most }))
            }
            Error::ImportOver => Self::plain(Conflict, "directory.import_over"),
            Error::ImportBusy => Self::plain(Conflict, "directory.import_busy"),
            Error::Brake { percent, limit_percent } => Self::new(
                Conflict,
                "directory.brake",
                json!({ "percent": percent, "limit_percent": limit_percent }),
            ),
            Error::SecondPerson { percent } => {
                Self::new(Conflict, "directory.second_person", json!({ "percent": percent }))
            }
            Error::Emptied => Self::plain(Conflict, "directory.emptied"),
            Error::IndexBuilding => Self::plain(Unavailable, "directory.index_building"),
            Error::Store(cause) => Self::internal(cause),
            Error::Identity(problem) | Error::Port(problem) => problem,
        }
    }
}
