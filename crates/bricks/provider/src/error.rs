//! How this brick says no to people. To programs it speaks OAuth: see `model/refusal.rs`.

use kernel::{Kind, Problem};
use serde_json::{Value, json};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no application is known by this name")]
    UnknownClient,
    #[error("the address to return to is not the application's")]
    BadRedirectUri,
    #[error("the address to return to after signing out is not the application's")]
    BadPostLogoutRedirectUri,
    #[error("the ID token that was shown is not ours, or not this application's")]
    BadHint,
    #[error("this request is over, or never was")]
    RequestOver,
    #[error("what the application asks for cannot be met here")]
    Unmet,
    #[error("no such device, or it was answered already")]
    NoSuchCode,
    #[error("too many codes of devices were tried")]
    TooManyCodes { seconds: i64 },
    #[error("no such application signed in to, or not the caller's")]
    NoSuchGrant,
    #[error("no such client")]
    NoSuchClient,
    #[error("{field} of the client does not read")]
    BadClient { field: &'static str },
    #[error("only administrators manage applications")]
    NotAdministrator,
    #[error("a program does not decide for its person")]
    NotByToken,
    #[error("{0}")]
    Confirm(#[source] Problem),
    #[error("the machine gives no random numbers")]
    NoChance,
    #[error("a key: {0}")]
    Key(String),
    #[error("another room: {0}")]
    Port(#[source] Problem),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<identity::Error> for Error {
    fn from(error: identity::Error) -> Self {
        Self::Port(error.into())
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Port(problem)
    }
}

impl From<jsonwebtoken::errors::Error> for Error {
    fn from(error: jsonwebtoken::errors::Error) -> Self {
        Self::Key(error.to_string())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{Forbidden, Gone, Invalid, NotFound, TooManyRequests};
        let (kind, code, params) = match error {
            Error::UnknownClient => (NotFound, "provider.unknown_client", Value::Null),
            Error::BadRedirectUri => (Invalid, "provider.bad_redirect_uri", Value::Null),
            Error::BadPostLogoutRedirectUri => {
                (Invalid, "provider.bad_post_logout_redirect_uri", Value::Null)
            }
            Error::BadHint => (Invalid, "provider.bad_hint", Value::Null),
            Error::RequestOver => (Gone, "provider.request_over", Value::Null),
            Error::Unmet => (Forbidden, "provider.unmet", Value::Null),
            Error::NoSuchCode => (NotFound, "provider.no_such_code", Value::Null),
            Error::TooManyCodes { seconds } => (
                TooManyRequests,
                "provider.too_many_codes",
                json!({ "seconds": seconds, "minutes": (seconds + 59) / 60 }),
            ),
            Error::NoSuchGrant => (NotFound, "provider.no_such_grant", Value::Null),
            Error::NoSuchClient => (NotFound, "provider.no_such_client", Value::Null),
            Error::BadClient { field } => (Invalid, "provider.bad_client", json!({ "field": field })),
            Error::NotAdministrator => (Forbidden, "provider.not_administrator", Value::Null),
            Error::NotByToken => (Forbidden, "provider.not_by_token", Value::Null),
            Error::Confirm(problem) | Error::Port(problem) => return problem,
            error @ (Error::NoChance | Error::Key(_) | Error::Store(_)) => return Self::internal(error),
        };
        Self::new(kind, code, params)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Language, Sentences};

    use super::*;

    #[test]
    fn every_no_is_said_in_both_languages() {
        let errors = [
            Error::UnknownClient,
            Error::BadRedirectUri,
            Error::BadPostLogoutRedirectUri,
            Error::BadHint,
            Error::RequestOver,
            Error::Unmet,
            Error::NoSuchCode,
            Error::TooManyCodes { seconds: 61 },
            Error::NoSuchGrant,
            Error::NoSuchClient,
            Error::BadClient { field: "name" },
            Error::NotAdministrator,
            Error::NotByToken,
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
