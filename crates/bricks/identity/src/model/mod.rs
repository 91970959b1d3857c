//! What persons, passwords, codes, sessions, tokens and keys are, and the rules they keep. No database, no HTTP.

mod address;
mod change;
mod code;
mod guest;
mod household;
mod passkey;
mod password;
mod person;
mod recovery;
mod sealed;
mod second_factor;
mod secret;
mod session;
mod token;
mod totp;

pub(crate) use address::{OwnAddress, may_add, may_be_main, may_remove};
pub(crate) use change::Change;
pub(crate) use code::{CodeId, Guess, MailedCode};
pub(crate) use guest::{
    Guest, GuestId, GuestState, Invitation, InvitationId, InvitationKey, NewGuest, last_day, over_at,
};
pub(crate) use household::Household;
pub(crate) use passkey::{
    Challenge, ChallengeId, ListedPasskey, MOST_PASSKEYS, PasskeyId, Purpose, relying_party,
};
pub(crate) use password::{acceptable, typed};
pub use person::{LinkedIdentity, NewPerson, PersonRecord, VouchedAddress};
pub(crate) use person::{checked_name, display_name, initials};
pub(crate) use recovery::{RecoveryCode, hash as recovery_hash};
pub use sealed::SealingKey;
pub(crate) use second_factor::{Owed, OwedId, SecondFactor, SecondFactors};
pub(crate) use secret::{ApplicationSecret, Digest, SessionSecret, TokenSecret, digest};
pub(crate) use session::{ListedSession, Pass, SessionLife, is_agent, strength_code, strength_of};
pub use session::{Shown, short_user_agent};
pub(crate) use token::{ListedToken, NewToken, TokenId, TokenKind};
pub(crate) use totp::{TotpSecret, TotpSetUp};
