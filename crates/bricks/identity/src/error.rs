//! How this brick says no.

use kernel::{Kind, Problem};
use serde_json::{Value, json};
use time::Duration;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Also said of an address that nobody has.
    #[error("the address and the password do not go together")]
    WrongCredentials,
    #[error("too many passwords were tried for this address")]
    TooManyTries { wait: Duration },
    #[error("a code was mailed to this address just now")]
    CodeJustSent { wait: Duration },
    #[error("this address was mailed too many codes")]
    TooManyCodes { wait: Duration },
    #[error("too many codes were asked for by this household, or by all")]
    ManyCodesAsked { wait: Duration },
    #[error("this is not the code that was mailed")]
    WrongCode { tries_left: i32 },
    #[error("this code opens nothing any more")]
    CodeExpired,
    #[error("this person's access is suspended")]
    Disabled,
    #[error("this is not the present password")]
    WrongPassword,
    #[error("a password has {least} characters at least")]
    PasswordTooShort { least: usize },
    #[error("a password has {most} bytes at most")]
    PasswordTooLong { most: usize },
    #[error("this password is the person's name or address")]
    PasswordIsYou,
    #[error("this password is among the first that everybody tries")]
    PasswordTooCommon,
    #[error("a name is one line of a hundred characters at most")]
    BadName,
    #[error("not an e-mail address")]
    BadAddress,
    #[error("somebody has this address already")]
    AddressTaken,
    #[error("no such person")]
    NoSuchPerson,
    #[error("this account elsewhere is another person's")]
    IdentityTaken,
    #[error("no such account elsewhere, or not this person's")]
    NoSuchIdentity,
    #[error("no such session, or not the caller's")]
    NoSuchSession,
    #[error("no such token, or not the caller's")]
    NoSuchToken,
    #[error("a token opens one tool at least, and never this brick")]
    BadScopes,
    #[error("a token lives {most} days at most")]
    BadDays { most: u32 },
    #[error("a person has {most} tokens at most")]
    TooManyTokens { most: i64 },
    #[error("a program does not manage its person's keys")]
    NotByToken,
    #[error("too many passwords are being hashed")]
    Busy,
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    #[error("the machine gives no random numbers")]
    NoChance,
    #[error("this brick has not met its neighbours")]
    Alone,
    #[error("another room: {0}")]
    Port(#[source] Problem),
    #[error(transparent)]
    Mail(#[from] mail::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{
            Conflict, Forbidden, Gone, Invalid, NotFound, TooManyRequests, Unauthenticated, Unavailable,
        };
        let (kind, code, params) = match error {
            Error::WrongCredentials => (Unauthenticated, "identity.wrong_credentials", Value::Null),
            Error::TooManyTries { wait } => (TooManyRequests, "identity.too_many_tries", patience(wait)),
            Error::CodeJustSent { wait } => (TooManyRequests, "identity.code_just_sent", patience(wait)),
            Error::TooManyCodes { wait } => (TooManyRequests, "identity.too_many_codes", patience(wait)),
            Error::ManyCodesAsked { wait } => (TooManyRequests, "identity.many_codes_asked", patience(wait)),
            Error::WrongCode { tries_left } => {
                (Unauthenticated, "identity.wrong_code", json!({ "tries_left": tries_left }))
            }
            Error::CodeExpired => (Gone, "identity.code_expired", Value::Null),
            Error::Disabled => (Forbidden, "identity.disabled", Value::Null),
            Error::WrongPassword => (Forbidden, "identity.wrong_password", Value::Null),
            Error::PasswordTooShort { least } => {
                (Invalid, "identity.password_too_short", json!({ "least": least }))
            }
            Error::PasswordTooLong { most } => {
                (Invalid, "identity.password_too_long", json!({ "most": most }))
            }
            Error::PasswordIsYou => (Invalid, "identity.password_is_you", Value::Null),
            Error::PasswordTooCommon => (Invalid, "identity.password_too_common", Value::Null),
            Error::BadName => (Invalid, "identity.bad_name", Value::Null),
            Error::BadAddress => (Invalid, "identity.bad_address", Value::Null),
            Error::AddressTaken => (Conflict, "identity.address_taken", Value::Null),
            Error::NoSuchPerson => (NotFound, "identity.no_such_person", Value::Null),
            Error::IdentityTaken => (Conflict, "identity.identity_taken", Value::Null),
            Error::NoSuchIdentity => (NotFound, "identity.no_such_identity", Value::Null),
            Error::NoSuchSession => (NotFound, "identity.no_such_session", Value::Null),
            Error::NoSuchToken => (NotFound, "identity.no_such_token", Value::Null),
            Error::BadScopes => (Invalid, "identity.bad_scopes", Value::Null),
            Error::BadDays { most } => (Invalid, "identity.bad_days", json!({ "most": most })),
            Error::TooManyTokens { most } => (Conflict, "identity.too_many_tokens", json!({ "most": most })),
            Error::NotByToken => (Forbidden, "identity.not_by_token", Value::Null),
            Error::Busy => (Unavailable, "identity.busy", Value::Null),
            Error::Port(problem) => return problem,
            error @ (Error::Hash(_) | Error::NoChance | Error::Alone | Error::Mail(_) | Error::Store(_)) => {
                return Self::internal(error);
            }
        };
        Self::new(kind, code, params)
    }
}

/// How long to wait, never less than it takes.
fn patience(wait: Duration) -> Value {
    let seconds = wait.whole_seconds().max(0) + 1;
    json!({ "seconds": seconds, "minutes": (seconds + 59) / 60 })
}

/// Every code this brick answers with; a test proves that each has its sentences.
#[cfg(test)]
mod tests {
    use kernel::{Language, Sentences};

    use super::*;

    #[test]
    fn every_no_is_said_in_both_languages() {
        let errors = [
            Error::WrongCredentials,
            Error::TooManyTries { wait: Duration::minutes(3) },
            Error::CodeJustSent { wait: Duration::seconds(20) },
            Error::TooManyCodes { wait: Duration::minutes(3) },
            Error::ManyCodesAsked { wait: Duration::minutes(3) },
            Error::WrongCode { tries_left: 2 },
            Error::CodeExpired,
            Error::Disabled,
            Error::WrongPassword,
            Error::PasswordTooShort { least: 12 },
            Error::PasswordTooLong { most: 256 },
            Error::PasswordIsYou,
            Error::PasswordTooCommon,
            Error::BadName,
            Error::BadAddress,
            Error::AddressTaken,
            Error::NoSuchPerson,
            Error::NoSuchSession,
            Error::NoSuchToken,
            Error::BadScopes,
            Error::BadDays { most: 365 },
            Error::TooManyTokens { most: 50 },
            Error::NotByToken,
            Error::Busy,
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

    #[test]
    fn whoever_must_wait_is_told_for_how_long() {
        let problem = Problem::from(Error::TooManyTries { wait: Duration::seconds(61) });
        assert_eq!(problem.params, json!({ "seconds": 62, "minutes": 2 }));
    }
}
