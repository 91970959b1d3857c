//! What this tool tells the house. Details hold ids, never an address: the trail is not a record of who writes to whom.

use kernel::{Actor, Card, Fact, Thing};
use serde_json::json;
use time::Date;

use crate::model::{FileId, Parcel, RecipientId};

pub(crate) fn parcel_sent(parcel: &Parcel, files: usize, recipients: usize) -> Fact {
    let details = json!({ "files": files, "recipients": recipients });
    told("transfer.parcel.sent", Actor::Person(parcel.sender), parcel).with(details)
}

/// Also said of a parcel whose end comes sooner.
pub(crate) fn parcel_prolonged(parcel: &Parcel, actor: Actor, before: Option<Date>) -> Fact {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let details = json!({ "from": day(before), "to": day(parcel.ends_on) });
    told("transfer.parcel.prolonged", actor, parcel).with(details)
}

pub(crate) fn parcel_withdrawn(parcel: &Parcel, actor: Actor) -> Fact {
    told("transfer.parcel.withdrawn", actor, parcel)
}

pub(crate) fn parcel_expired(parcel: &Parcel) -> Fact {
    told("transfer.parcel.expired", Actor::System, parcel)
}

pub(crate) fn parcel_opened(parcel: &Parcel, recipient: RecipientId, actor: Actor) -> Fact {
    told("transfer.parcel.opened", actor, parcel).with(json!({ "recipient": recipient }))
}

pub(crate) fn recipient_added(parcel: &Parcel, recipient: RecipientId, actor: Actor) -> Fact {
    told("transfer.recipient.added", actor, parcel).with(json!({ "recipient": recipient }))
}

pub(crate) fn recipient_reminded(parcel: &Parcel, recipient: RecipientId, actor: Actor) -> Fact {
    told("transfer.recipient.reminded", actor, parcel).with(json!({ "recipient": recipient }))
}

/// What became of the letter: the sender's page shows it.
pub(crate) fn recipient_written(parcel: &Parcel, recipient: RecipientId, mail: &str) -> Fact {
    let details = json!({ "recipient": recipient, "mail": mail });
    told("transfer.recipient.written", Actor::System, parcel).with(details)
}

pub(crate) fn file_downloaded(parcel: &Parcel, recipient: RecipientId, file: FileId, actor: Actor) -> Fact {
    told("transfer.file.downloaded", actor, parcel).with(json!({ "recipient": recipient, "file": file }))
}

fn told(action: &str, actor: Actor, parcel: &Parcel) -> Fact {
    Fact::new(action, actor).on(parcel.scope).about(card(parcel))
}

/// The message is not part of the card: whoever reads the trail has no business reading letters.
fn card(parcel: &Parcel) -> Card {
    let thing = Thing::new("transfer", "parcel", parcel.id.uuid());
    Card { thing, title: parcel.label.clone(), text: String::new() }
}
