//! What this brick tells the house. No scope: only the trail hears. Nobody is named but by their id.

use kernel::{Actor, Card, Fact, PersonId, Thing};
use serde_json::json;

use crate::model::{Provider, Side, Transfer};

pub(crate) fn provider_added(actor: Actor, provider: &Provider) -> Fact {
    told("hub.provider.added", actor, provider)
}

pub(crate) fn provider_changed(actor: Actor, provider: &Provider) -> Fact {
    told("hub.provider.changed", actor, provider)
}

/// Some of the sessions that it had opened are closed, since it is not trusted any more.
pub(crate) fn provider_emptied(actor: Actor, provider: &Provider) -> Fact {
    told("hub.provider.emptied", actor, provider)
}

pub(crate) fn provider_removed(actor: Actor, provider: &Provider) -> Fact {
    told("hub.provider.removed", actor, provider)
}

/// A provider said that somebody signed out there, of one sitting or, with `everywhere`, of all: then that person. `closed`
/// sessions of theirs ended here.
pub(crate) fn signed_out(provider: &Provider, closed: usize, everywhere: Option<PersonId>) -> Fact {
    let fact = told("hub.sign_out.received", Actor::System, provider);
    fact.with(json!({ "issuer": provider.issuer, "closed": closed, "everywhere": everywhere }))
}

pub(crate) fn transfer_asked(transfer: &Transfer) -> Fact {
    about("hub.transfer.asked", Actor::System, transfer)
}

pub(crate) fn transfer_agreed(actor: Actor, transfer: &Transfer, side: Side) -> Fact {
    let details = json!({ "person": transfer.person, "side": side, "done": transfer.is_agreed() });
    about("hub.transfer.agreed", actor, transfer).with(details)
}

pub(crate) fn transfer_refused(actor: Actor, transfer: &Transfer) -> Fact {
    about("hub.transfer.refused", actor, transfer)
}

fn told(action: &str, actor: Actor, provider: &Provider) -> Fact {
    let thing = Thing::new(crate::SCHEMA, "provider", provider.id.uuid());
    let details =
        json!({ "issuer": provider.issuer, "enabled": provider.enabled, "mandatory": provider.mandatory });
    let card = Card { thing, title: provider.name.clone(), text: String::new() };
    Fact::new(action, actor).about(card).with(details)
}

fn about(action: &str, actor: Actor, transfer: &Transfer) -> Fact {
    let thing = Thing::new(crate::SCHEMA, "transfer", transfer.id.uuid());
    let card = Card { thing, title: String::new(), text: String::new() };
    Fact::new(action, actor).about(card).with(json!({ "person": transfer.person }))
}
