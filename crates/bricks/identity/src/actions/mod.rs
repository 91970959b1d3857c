//! What can be done here: check, change, tell.

mod accounts;
mod addresses;
mod bulk;
mod codes;
mod confirmations;
mod factors;
mod guests;
mod identities;
mod invitations;
mod letters;
mod me;
mod own_factors;
mod passkeys;
mod persons;
mod sample;
mod sessions;
mod sign_in;
mod tokens;

pub(crate) use accounts::{Account, AccountLine};
pub(crate) use codes::CodeSent;
pub(crate) use confirmations::{Confirming, Ways};
pub(crate) use invitations::OpenInvitation;
pub(crate) use me::{Lookup, Me, Workplace};
pub(crate) use own_factors::{Factors, QrCode};
pub(crate) use passkeys::Asked;
pub(crate) use sample::SamplePerson;
pub use sessions::ClosedSessions;
pub(crate) use sign_in::Entry;
pub use sign_in::{Arrival, Opened};

use kernel::EmailAddress;

use crate::Error;

/// An address as somebody typed it.
pub(crate) fn address(text: &str) -> Result<EmailAddress, Error> {
    text.parse().map_err(|_| Error::BadAddress)
}
