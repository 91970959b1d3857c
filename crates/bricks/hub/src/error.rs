//! How this brick says no.

use kernel::{Kind, Problem};
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such provider, or it is not enabled")]
    NoSuchProvider,
    #[error("the provider does not answer: {reason}")]
    ProviderDown { name: String, reason: String },
    #[error("the provider answers what no provider should: {reason}")]
    ProviderWrong { name: String, reason: String },
    #[error("nobody left from here with this state, or it is over")]
    SignInOver,
    #[error("the answer came from another issuer than the one that was asked")]
    WrongIssuer,
    #[error("the provider says no: {reason}")]
    Refused { reason: String },
    #[error("a token cannot be believed: {0}")]
    BadToken(String),
    #[error("the provider does not say {claim}")]
    ClaimMissing { claim: &'static str },
    #[error("the provider may not speak of addresses at {domain}")]
    AddressNotOfProvider { domain: String },
    #[error("nobody comes in for the first time by this provider")]
    NotAwaited,
    #[error("nobody arrives in this browser, or no longer")]
    NoArrival,
    #[error("this provider makes no persons")]
    MayNotCreate,
    #[error("nobody invited this address")]
    NotInvited,
    #[error("somebody here has this address already")]
    AddressTaken,
    #[error("the account is another person's")]
    AnotherPerson,
    #[error("the provider did not ask again")]
    NotRecent,
    #[error("another site sent the browser here")]
    NotFromHere,
    #[error("this is the last way in")]
    LastWay,
    #[error("no such account elsewhere, or not the caller's")]
    NoSuchIdentity,
    #[error("no such transfer, or not of the caller's organisations")]
    NoSuchTransfer,
    #[error("nobody agrees to their own transfer")]
    OwnTransfer,
    #[error("two correspondents agree, one for each organisation")]
    TwoCorrespondents,
    #[error("within one tree an administrator is one of the two who agree")]
    NeedsAdministrator,
    #[error("the provider's organisation is not known here")]
    NoOrganisation,
    #[error("a comment has {most} characters at most")]
    CommentTooLong { most: usize },
    #[error("not an e-mail address")]
    BadAddress,
    #[error("a provider needs a {field} that makes sense")]
    BadProvider { field: &'static str },
    #[error("a provider with this issuer is there already")]
    IssuerTaken,
    #[error("this is for administrators")]
    NotAdministrator,
    #[error("the machine gives no random numbers")]
    NoChance,
    #[error("a sealed secret does not open")]
    Sealed,
    #[error("the client that talks to providers cannot be made: {0}")]
    Client(String),
    #[error("another room: {0}")]
    Port(#[source] Problem),
    #[error(transparent)]
    Mail(#[from] mail::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<identity::Error> for Error {
    fn from(error: identity::Error) -> Self {
        Self::Port(error.into())
    }
}

impl From<directory::Error> for Error {
    fn from(error: directory::Error) -> Self {
        Self::Port(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{Conflict, Forbidden, Gone, Invalid, NotFound, Unauthenticated, Unavailable};
        let (kind, code, params) = match &error {
            Error::NoSuchProvider => (NotFound, "hub.no_such_provider", Value::Null),
            Error::ProviderDown { name, .. } => (Unavailable, "hub.provider_down", json!({ "name": name })),
            Error::ProviderWrong { name, .. } => (Unavailable, "hub.provider_wrong", json!({ "name": name })),
            Error::SignInOver => (Gone, "hub.sign_in_over", Value::Null),
            Error::WrongIssuer => (Unauthenticated, "hub.wrong_issuer", Value::Null),
            Error::Refused { .. } => (Unauthenticated, "hub.refused_by_provider", Value::Null),
            Error::BadToken(_) => (Unauthenticated, "hub.bad_token", Value::Null),
            Error::ClaimMissing { claim } => (Forbidden, "hub.claim_missing", json!({ "claim": claim })),
            Error::AddressNotOfProvider { domain } => {
                (Forbidden, "hub.address_not_of_provider", json!({ "domain": domain }))
            }
            Error::NotAwaited => (Forbidden, "hub.not_awaited", Value::Null),
            Error::NoArrival => (NotFound, "hub.no_arrival", Value::Null),
            Error::MayNotCreate => (Conflict, "hub.may_not_create", Value::Null),
            Error::NotInvited => (Conflict, "hub.not_invited", Value::Null),
            Error::AddressTaken => (Conflict, "hub.address_taken", Value::Null),
            Error::AnotherPerson => (Conflict, "hub.another_person", Value::Null),
            Error::NotRecent => (Unauthenticated, "hub.not_recent", Value::Null),
            Error::NotFromHere => (Forbidden, "hub.not_from_here", Value::Null),
            Error::LastWay => (Conflict, "hub.last_way", Value::Null),
            Error::NoSuchIdentity => (NotFound, "hub.no_such_identity", Value::Null),
            Error::NoSuchTransfer => (NotFound, "hub.no_such_transfer", Value::Null),
            Error::OwnTransfer => (Forbidden, "hub.own_transfer", Value::Null),
            Error::TwoCorrespondents => (Conflict, "hub.two_correspondents", Value::Null),
            Error::NeedsAdministrator => (Forbidden, "hub.needs_administrator", Value::Null),
            Error::NoOrganisation => (Conflict, "hub.no_organisation", Value::Null),
            Error::CommentTooLong { most } => (Invalid, "hub.comment_too_long", json!({ "most": most })),
            Error::BadAddress => (Invalid, "hub.bad_address", Value::Null),
            Error::BadProvider { field } => (Invalid, "hub.bad_provider", json!({ "field": field })),
            Error::IssuerTaken => (Conflict, "hub.issuer_taken", Value::Null),
            Error::NotAdministrator => (Forbidden, "hub.not_administrator", Value::Null),
            Error::NoChance | Error::Sealed | Error::Client(_) | Error::Mail(_) | Error::Store(_) => {
                return Self::internal(error);
            }
            Error::Port(_) => {
                let Error::Port(problem) = error else { return Self::internal(error) };
                return problem;
            }
        };
        Self::new(kind, code, params).because(error)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Language, Sentences};

    use super::*;

    /// Every code this brick answers with has its sentences.
    #[test]
    fn every_no_is_said_in_both_languages() {
        let text = String::new;
        let errors = [
            Error::NoSuchProvider,
            Error::ProviderDown { name: "Culture".into(), reason: text() },
            Error::ProviderWrong { name: "Culture".into(), reason: text() },
            Error::SignInOver,
            Error::WrongIssuer,
            Error::Refused { reason: text() },
            Error::BadToken(text()),
            Error::ClaimMissing { claim: "email" },
            Error::AddressNotOfProvider { domain: "exemple.fr".into() },
            Error::NotAwaited,
            Error::NoArrival,
            Error::MayNotCreate,
            Error::NotInvited,
            Error::AddressTaken,
            Error::AnotherPerson,
            Error::NotRecent,
            Error::NotFromHere,
            Error::LastWay,
            Error::NoSuchIdentity,
            Error::NoSuchTransfer,
            Error::OwnTransfer,
            Error::TwoCorrespondents,
            Error::NeedsAdministrator,
            Error::NoOrganisation,
            Error::CommentTooLong { most: 500 },
            Error::BadAddress,
            Error::BadProvider { field: "issuer" },
            Error::IssuerTaken,
            Error::NotAdministrator,
        ];
        let mut sentences = Sentences::new();
        for (language, source) in crate::SENTENCES {
            sentences.add(*language, source).unwrap();
        }
        for error in errors {
            let problem = Problem::from(error);
            for language in Language::ALL {
                let sentence = sentences.say(language, problem.code, &problem.params);
                let sentence = sentence.unwrap_or_else(|| panic!("{} in {language}", problem.code));
                assert!(!sentence.contains(['{', '}']), "{sentence}");
            }
        }
    }
}
