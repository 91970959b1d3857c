//! What this tool tells the house; the card of each thing.

use kernel::{Actor, Card, Fact, Thing};

use crate::model::Entry;

pub(crate) fn entry_written(entry: &Entry) -> Fact {
    Fact::new("__tool__.entry.written", Actor::Person(entry.owner)).on(entry.scope).about(card(entry))
}

fn card(entry: &Entry) -> Card {
    let thing = Thing::new("__tool__", "entry", entry.id.uuid());
    Card { thing, title: entry.title.clone(), text: String::new() }
}
