//! What this tool tells the house. Details hold ids, never an address: the trail is not a record of who writes to whom.

use kernel::{Actor, Card, Fact, Thing};
use serde_json::json;
use time::Date;

use crate::{
    actions::Taking,
    model::{Parcel, Recipient, RecipientId},
};

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

pub(crate) fn parcel_opened(parcel: &Parcel, recipient: &Recipient, actor: Actor) -> Fact {
    of(recipient.id, recipient.hidden, "transfer.parcel.opened", actor, parcel)
}

pub(crate) fn recipient_added(parcel: &Parcel, recipient: &Recipient, actor: Actor) -> Fact {
    of(recipient.id, recipient.hidden, "transfer.recipient.added", actor, parcel)
}

pub(crate) fn recipient_reminded(parcel: &Parcel, recipient: &Recipient, actor: Actor) -> Fact {
    of(recipient.id, recipient.hidden, "transfer.recipient.reminded", actor, parcel)
}

/// What became of the letter: the sender's page shows it.
pub(crate) fn recipient_written(parcel: &Parcel, recipient: &Recipient, mail: &str) -> Fact {
    let details = json!({ "recipient": recipient.id, "mail": mail });
    of(recipient.id, recipient.hidden, "transfer.recipient.written", Actor::System, parcel).with(details)
}

pub(crate) fn file_downloaded(parcel: &Parcel, taking: &Taking, actor: Actor) -> Fact {
    let details = json!({ "recipient": taking.recipient, "file": taking.file });
    of(taking.recipient, taking.hidden, "transfer.file.downloaded", actor, parcel).with(details)
}

/// What somebody did whom the sender may not know of goes to the trail alone: that something happened would betray them.
fn of(recipient: RecipientId, hidden: bool, action: &str, actor: Actor, parcel: &Parcel) -> Fact {
    let fact = told(action, actor, parcel).with(json!({ "recipient": recipient }));
    if hidden { Fact { scope: None, ..fact } } else { fact }
}

fn told(action: &str, actor: Actor, parcel: &Parcel) -> Fact {
    Fact::new(action, actor).on(parcel.scope).about(card(parcel))
}

/// The message is not part of the card: whoever reads the trail has no business reading letters.
fn card(parcel: &Parcel) -> Card {
    let thing = Thing::new("transfer", "parcel", parcel.id.uuid());
    Card { thing, title: parcel.label.clone(), text: String::new() }
}
