//! What persons, passwords, codes, sessions and tokens are, and the rules they keep. No database, no HTTP.

mod code;
mod household;
mod password;
mod person;
mod secret;
mod session;
mod token;

pub(crate) use code::{CodeId, Guess, MailedCode};
pub(crate) use household::Household;
pub(crate) use password::{acceptable, typed};
pub use person::{LinkedIdentity, NewPerson, PersonRecord};
pub(crate) use person::{checked_name, display_name, initials};
pub(crate) use secret::{SessionSecret, TokenSecret};
pub use session::Shown;
pub(crate) use session::{
    ListedSession, Pass, SessionLife, is_agent, short_user_agent, strength_code, strength_of,
};
pub(crate) use token::{ListedToken, NewToken, TokenId};
