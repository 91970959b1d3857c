//! What a tool asks to be written.

use kernel::{EmailAddress, Language};
use serde_json::Value;
use time::OffsetDateTime;

/// A letter to one person.
#[derive(Debug, Clone)]
pub struct Letter {
    /// `transfer.parcel_received`.
    pub template: &'static str,
    pub to: EmailAddress,
    pub language: Language,
    /// An object: what the template reads. Text from people is fine here, it is always escaped.
    pub params: Value,
    /// Names the letter for ever, `transfer.parcel_received/<recipient id>`: posted twice, it leaves once, and its
    /// `Message-ID` is the same at each attempt. Nobody sees it.
    pub key: String,
    /// After this it is not worth sending: a code that expired, a parcel that is gone.
    pub useful_until: Option<OffsetDateTime>,
    /// Where an answer goes, when somebody reads it.
    pub reply_to: Option<EmailAddress>,
    /// Told back to the listener of outcomes, as it is. Ids rather than names.
    pub about: Option<Value>,
}
