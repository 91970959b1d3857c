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
    #[error("this person comes in by the provider of their ministry")]
    ComeByProvider { name: String },
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
    #[error("no such address, or not the caller's")]
    NoSuchAddress,
    #[error("this address was not proven yet")]
    AddressNotProven,
    #[error("the main address stays, and the last one that is proven")]
    MainAddress,
    #[error("a person has {most} addresses at most")]
    TooManyAddresses { most: usize },
    #[error("only agents answer for guests")]
    GuestsByAgentsOnly,
    #[error("somebody who works here is nobody's guest")]
    NoGuest,
    #[error("this person is the caller's guest already")]
    GuestAlready,
    #[error("no such guest, or not the caller's, or ended")]
    NoSuchGuest,
    #[error("an agent answers for {most} guests at most")]
    TooManyGuests { most: i64 },
    #[error("nobody answers for this guest any more")]
    GuestOver,
    #[error("a reason is a sentence of {most} characters at most")]
    BadReason { most: usize },
    #[error("a last day is one of the {most} to come")]
    BadLastDay { most: i64 },
    #[error("only administrators invite")]
    NotAdministrator,
    #[error("nobody sends more than {most} invitations a day")]
    TooManyInvitations { most: i64 },
    #[error("no such invitation, or not the caller's")]
    NoSuchInvitation,
    #[error("this invitation opens nothing")]
    InvitationOver,
    #[error("this person has a password already, or shows more than one")]
    HasPassword,
    #[error("no such person")]
    NoSuchPerson,
    #[error("administrators do not do this to their own account")]
    OwnAccount,
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
    #[error("this must be confirmed first: {0}")]
    Unconfirmed(#[source] Problem),
    #[error("this is not the second factor, or it was used")]
    WrongSecondFactor { tries_left: i32 },
    #[error("this sign-in is over, or began in another browser")]
    SecondFactorExpired,
    #[error("too many second factors were tried for this person")]
    TooManyFactorTries { wait: Duration },
    #[error("no telephone is being set up")]
    NoTotpBegun,
    #[error("this is not what the new telephone computes")]
    WrongTotp,
    #[error("no second factor is asked of this person")]
    NoTotp,
    #[error("not a recovery code of this address")]
    WrongRecoveryCode,
    #[error("what was shown does not confirm who this is")]
    NotConfirmed,
    #[error("whoever has a second factor confirms by one")]
    ConfirmByFactor,
    #[error("the main address of who is linked to this provider is one of its own")]
    MinistryAddress { name: String },
    #[error("one thing at a time confirms who this is")]
    BadConfirmation,
    #[error("this is not the passkey that was asked")]
    WrongPasskey,
    #[error("this passkey was asked too long ago, or answered")]
    PasskeyExpired,
    #[error("somebody has this passkey already")]
    PasskeyTaken,
    #[error("no such passkey, or not the caller's")]
    NoSuchPasskey,
    #[error("a person has {most} passkeys at most")]
    TooManyPasskeys { most: usize },
    #[error("the public address has no name that passkeys could be bound to")]
    NoPasskeysHere,
    #[error("too many passwords are being hashed")]
    Busy,
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    #[error("the machine gives no random numbers")]
    NoChance,
    #[error("a secret could not be sealed, or opened")]
    Seal,
    #[error("a one-time password could not be computed: {0}")]
    Totp(String),
    #[error("WebAuthn: {0}")]
    WebAuthn(#[source] webauthn_rs::prelude::WebauthnError),
    #[error("what was kept does not read: {0}")]
    Kept(#[source] serde_json::Error),
    #[error("no picture of a code: {0}")]
    Picture(String),
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
            Error::ComeByProvider { name } => {
                (Forbidden, "identity.come_by_provider", json!({ "name": name }))
            }
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
            Error::NoSuchAddress => (NotFound, "identity.no_such_address", Value::Null),
            Error::AddressNotProven => (Conflict, "identity.address_not_proven", Value::Null),
            Error::MainAddress => (Conflict, "identity.main_address", Value::Null),
            Error::TooManyAddresses { most } => {
                (Conflict, "identity.too_many_addresses", json!({ "most": most }))
            }
            Error::GuestsByAgentsOnly => (Forbidden, "identity.guests_by_agents_only", Value::Null),
            Error::NoGuest => (Conflict, "identity.no_guest", Value::Null),
            Error::GuestAlready => (Conflict, "identity.guest_already", Value::Null),
            Error::NoSuchGuest => (NotFound, "identity.no_such_guest", Value::Null),
            Error::TooManyGuests { most } => (Conflict, "identity.too_many_guests", json!({ "most": most })),
            Error::GuestOver => (Forbidden, "identity.guest_over", Value::Null),
            Error::BadReason { most } => (Invalid, "identity.bad_reason", json!({ "most": most })),
            Error::BadLastDay { most } => (Invalid, "identity.bad_last_day", json!({ "most": most })),
            Error::NotAdministrator => (Forbidden, "identity.not_administrator", Value::Null),
            Error::TooManyInvitations { most } => {
                (TooManyRequests, "identity.too_many_invitations", json!({ "most": most, "seconds": 86_400 }))
            }
            Error::NoSuchInvitation => (NotFound, "identity.no_such_invitation", Value::Null),
            Error::InvitationOver => (Gone, "identity.invitation_over", Value::Null),
            Error::HasPassword => (Conflict, "identity.has_password", Value::Null),
            Error::NoSuchPerson => (NotFound, "identity.no_such_person", Value::Null),
            Error::OwnAccount => (Conflict, "identity.own_account", Value::Null),
            Error::IdentityTaken => (Conflict, "identity.identity_taken", Value::Null),
            Error::NoSuchIdentity => (NotFound, "identity.no_such_identity", Value::Null),
            Error::NoSuchSession => (NotFound, "identity.no_such_session", Value::Null),
            Error::NoSuchToken => (NotFound, "identity.no_such_token", Value::Null),
            Error::BadScopes => (Invalid, "identity.bad_scopes", Value::Null),
            Error::BadDays { most } => (Invalid, "identity.bad_days", json!({ "most": most })),
            Error::TooManyTokens { most } => (Conflict, "identity.too_many_tokens", json!({ "most": most })),
            Error::NotByToken => (Forbidden, "identity.not_by_token", Value::Null),
            Error::Busy => (Unavailable, "identity.busy", Value::Null),
            Error::WrongSecondFactor { tries_left } => {
                (Unauthenticated, "identity.wrong_second_factor", json!({ "tries_left": tries_left }))
            }
            Error::SecondFactorExpired => (Gone, "identity.second_factor_expired", Value::Null),
            Error::TooManyFactorTries { wait } => {
                (TooManyRequests, "identity.too_many_factor_tries", patience(wait))
            }
            Error::NoTotpBegun => (Conflict, "identity.no_totp_begun", Value::Null),
            Error::WrongTotp => (Invalid, "identity.wrong_totp", Value::Null),
            Error::NoTotp => (NotFound, "identity.no_totp", Value::Null),
            Error::WrongRecoveryCode => (Unauthenticated, "identity.wrong_recovery_code", Value::Null),
            Error::NotConfirmed => (Forbidden, "identity.not_confirmed", Value::Null),
            Error::ConfirmByFactor => (Forbidden, "identity.confirm_by_factor", Value::Null),
            Error::MinistryAddress { name } => {
                (Conflict, "identity.ministry_address", json!({ "name": name }))
            }
            Error::BadConfirmation => (Invalid, "identity.bad_confirmation", Value::Null),
            Error::WrongPasskey => (Unauthenticated, "identity.wrong_passkey", Value::Null),
            Error::PasskeyExpired => (Gone, "identity.passkey_expired", Value::Null),
            Error::PasskeyTaken => (Conflict, "identity.passkey_taken", Value::Null),
            Error::NoSuchPasskey => (NotFound, "identity.no_such_passkey", Value::Null),
            Error::TooManyPasskeys { most } => {
                (Conflict, "identity.too_many_passkeys", json!({ "most": most }))
            }
            Error::NoPasskeysHere => (Conflict, "identity.no_passkeys_here", Value::Null),
            Error::Port(problem) | Error::Unconfirmed(problem) => return problem,
            error @ (Error::Hash(_)
            | Error::NoChance
            | Error::Seal
            | Error::Totp(_)
            | Error::WebAuthn(_)
            | Error::Kept(_)
            | Error::Picture(_)
            | Error::Alone
            | Error::Mail(_)
            | Error::Store(_)) => return Self::internal(error),
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
            Error::ComeByProvider { name: "Culture".into() },
            Error::WrongPassword,
            Error::PasswordTooShort { least: 12 },
            Error::PasswordTooLong { most: 256 },
            Error::PasswordIsYou,
            Error::PasswordTooCommon,
            Error::BadName,
            Error::BadAddress,
            Error::AddressTaken,
            Error::NoSuchAddress,
            Error::AddressNotProven,
            Error::MainAddress,
            Error::TooManyAddresses { most: 10 },
            Error::GuestsByAgentsOnly,
            Error::NoGuest,
            Error::GuestAlready,
            Error::NoSuchGuest,
            Error::TooManyGuests { most: 200 },
            Error::GuestOver,
            Error::BadReason { most: 500 },
            Error::BadLastDay { most: 365 },
            Error::NotAdministrator,
            Error::TooManyInvitations { most: 100 },
            Error::NoSuchInvitation,
            Error::InvitationOver,
            Error::HasPassword,
            Error::NoSuchPerson,
            Error::OwnAccount,
            Error::NoSuchSession,
            Error::NoSuchToken,
            Error::BadScopes,
            Error::BadDays { most: 365 },
            Error::TooManyTokens { most: 50 },
            Error::NotByToken,
            Error::Busy,
            Error::WrongSecondFactor { tries_left: 2 },
            Error::SecondFactorExpired,
            Error::TooManyFactorTries { wait: Duration::minutes(3) },
            Error::NoTotpBegun,
            Error::WrongTotp,
            Error::NoTotp,
            Error::WrongRecoveryCode,
            Error::NotConfirmed,
            Error::ConfirmByFactor,
            Error::MinistryAddress { name: "Culture".into() },
            Error::BadConfirmation,
            Error::WrongPasskey,
            Error::PasskeyExpired,
            Error::PasskeyTaken,
            Error::NoSuchPasskey,
            Error::TooManyPasskeys { most: 20 },
            Error::NoPasskeysHere,
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
