//! What this brick tells the house. Nothing here has a scope: only the trail hears. Persons are named by their id, and
//! no address is told, so that erasing a person is enough to forget them.

use kernel::{Actor, Card, Fact, PersonId, Thing};
use serde_json::json;
use web::{SessionId, Strength};

use crate::model::{NewToken, TokenId};

pub(crate) fn person_added(actor: Actor, person: PersonId) -> Fact {
    told("identity.person.added", actor, person)
}

pub(crate) fn person_changed(actor: Actor, person: PersonId) -> Fact {
    told("identity.person.changed", actor, person)
}

/// `closed` and `revoked`: the sessions and the tokens that this ended.
pub(crate) fn person_disabled(actor: Actor, person: PersonId, closed: usize, revoked: u64) -> Fact {
    let details = json!({ "closed_sessions": closed, "revoked_tokens": revoked });
    told("identity.person.disabled", actor, person).with(details)
}

pub(crate) fn person_enabled(actor: Actor, person: PersonId) -> Fact {
    told("identity.person.enabled", actor, person)
}

pub(crate) fn person_forgotten(person: PersonId) -> Fact {
    told("identity.person.forgotten", Actor::System, person)
}

/// `replaces`: the session that the same browser had until then.
pub(crate) fn session_opened(
    person: PersonId,
    session: SessionId,
    strength: Strength,
    replaces: Option<SessionId>,
) -> Fact {
    let details = json!({ "session": session, "strength": strength, "replaces": replaces });
    told("identity.session.opened", Actor::Person(person), person).with(details)
}

pub(crate) fn session_closed(person: PersonId, session: SessionId) -> Fact {
    told("identity.session.closed", Actor::Person(person), person).with(json!({ "session": session }))
}

/// `closed`: the sessions that this closed.
pub(crate) fn password_changed(actor: Actor, person: PersonId, closed: usize) -> Fact {
    told("identity.password.changed", actor, person).with(json!({ "closed_sessions": closed }))
}

pub(crate) fn token_created(person: PersonId, id: TokenId, token: &NewToken) -> Fact {
    let details = json!({ "token": id, "scopes": token.scopes });
    told("identity.token.created", Actor::Person(person), person).with(details)
}

pub(crate) fn token_revoked(person: PersonId, id: TokenId) -> Fact {
    told("identity.token.revoked", Actor::Person(person), person).with(json!({ "token": id }))
}

fn told(action: &str, actor: Actor, person: PersonId) -> Fact {
    let thing = Thing::new(crate::SCHEMA, "person", person.uuid());
    Fact::new(action, actor).about(Card { thing, title: String::new(), text: String::new() })
}
