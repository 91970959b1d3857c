//! What can be done here: check, change, tell.

mod bulk;
mod codes;
mod identities;
mod me;
mod persons;
mod sample;
mod sessions;
mod sign_in;
mod tokens;

pub(crate) use me::{Lookup, Me, Workplace};
pub(crate) use sample::SamplePerson;
pub use sign_in::{Arrival, Opened};

use kernel::EmailAddress;

use crate::Error;

/// An address as somebody typed it.
pub(crate) fn address(text: &str) -> Result<EmailAddress, Error> {
    text.parse().map_err(|_| Error::BadAddress)
}
