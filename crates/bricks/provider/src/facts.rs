//! What this brick tells the house. Nothing here has a scope: only the trail hears. Persons and clients are named by
//! their ids; no secret, token or address is told.

use kernel::{Actor, Card, Fact, PersonId, Thing};
use serde_json::json;

use crate::model::{Client, ClientId, Grant, SigningAlg};

pub(crate) fn client_added(actor: Actor, client: &Client) -> Fact {
    about("provider.client.added", actor, client.id).with(json!({ "registered": client.registered }))
}

pub(crate) fn client_changed(actor: Actor, client: ClientId) -> Fact {
    about("provider.client.changed", actor, client)
}

/// It has a new secret.
pub(crate) fn client_renewed(actor: Actor, client: ClientId) -> Fact {
    about("provider.client.renewed", actor, client)
}

pub(crate) fn client_removed(actor: Actor, client: ClientId) -> Fact {
    about("provider.client.removed", actor, client)
}

/// Somebody signed in to an application, or let a device in.
pub(crate) fn grant_given(grant: &Grant) -> Fact {
    let details = json!({
        "person": grant.person, "grant": grant.id, "session": grant.session, "scopes": grant.scopes, "acr": grant.acr,
    });
    about("provider.grant.given", Actor::Person(grant.person), grant.client).with(details)
}

/// Somebody said no.
pub(crate) fn grant_refused(person: PersonId, client: ClientId) -> Fact {
    about("provider.grant.refused", Actor::Person(person), client)
}

/// What somebody gave an application is taken back. `why`: `person`, `client`, `reused_code`, `reused_token`.
pub(crate) fn grant_ended(actor: Actor, person: PersonId, client: ClientId, why: &str) -> Fact {
    about("provider.grant.ended", actor, client).with(json!({ "person": person, "why": why }))
}

pub(crate) fn key_made(kid: &str, alg: SigningAlg) -> Fact {
    Fact::new("provider.key.made", Actor::System).with(json!({ "kid": kid, "alg": alg }))
}

fn about(action: &str, actor: Actor, client: ClientId) -> Fact {
    let thing = Thing::new(crate::SCHEMA, "client", client.uuid());
    Fact::new(action, actor).about(Card { thing, title: String::new(), text: String::new() })
}
