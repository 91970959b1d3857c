//! What this brick tells the house. Nothing here has a scope: only the trail hears. Persons are named by their id, and
//! no address is told, so that erasing a person is enough to forget them.

use kernel::{Actor, Card, Fact, PersonId, Thing};
use serde_json::json;
use time::Date;
use web::{SessionId, Strength};

use crate::model::{GuestId, InvitationId, NewToken, PasskeyId, Shown, TokenId};

pub(crate) fn person_added(actor: Actor, person: PersonId) -> Fact {
    told("identity.person.added", actor, person)
}

/// Many at once: an import. One fact for all of them, which names each.
pub(crate) fn persons_added(actor: Actor, persons: &[PersonId]) -> Fact {
    Fact::new("identity.persons.added", actor).with(json!({ "persons": persons }))
}

pub(crate) fn persons_changed(actor: Actor, persons: &[PersonId]) -> Fact {
    Fact::new("identity.persons.changed", actor).with(json!({ "persons": persons }))
}

/// Somebody new, or somebody who was only written to until now.
pub(crate) fn person_made_or_adopted(actor: Actor, person: PersonId, made: bool) -> Fact {
    if made { person_added(actor, person) } else { person_changed(actor, person) }
}

pub(crate) fn person_changed(actor: Actor, person: PersonId) -> Fact {
    told("identity.person.changed", actor, person)
}

/// `closed` and `revoked_tokens`: the sessions and the tokens that this ended. Every fact that ends sessions names them as
/// `closed`, so that whoever lent something for as long as they lasted takes it back.
pub(crate) fn person_disabled(actor: Actor, person: PersonId, closed: &[SessionId], revoked: u64) -> Fact {
    let details = json!({ "closed": closed, "revoked_tokens": revoked });
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
    let closed: Vec<SessionId> = replaces.into_iter().collect();
    let details = json!({ "session": session, "strength": strength, "replaces": replaces, "closed": closed });
    told("identity.session.opened", Actor::Person(person), person).with(details)
}

pub(crate) fn session_closed(actor: Actor, person: PersonId, closed: &[SessionId]) -> Fact {
    told("identity.session.closed", actor, person).with(json!({ "closed": closed }))
}

/// Its person showed again who they are.
pub(crate) fn session_confirmed(person: PersonId, session: SessionId, shown: &Shown) -> Fact {
    let details = json!({ "session": session, "strength": shown.strength, "acr": shown.acr });
    told("identity.session.confirmed", Actor::Person(person), person).with(details)
}

/// A second factor is asked of this person from now on.
pub(crate) fn totp_enabled(person: PersonId) -> Fact {
    told("identity.totp.enabled", Actor::Person(person), person)
}

pub(crate) fn address_added(actor: Actor, person: PersonId) -> Fact {
    told("identity.address.added", actor, person)
}

pub(crate) fn main_address_chosen(actor: Actor, person: PersonId) -> Fact {
    told("identity.address.main_chosen", actor, person)
}

pub(crate) fn address_removed(person: PersonId) -> Fact {
    told("identity.address.removed", Actor::Person(person), person)
}

pub(crate) fn totp_disabled(person: PersonId) -> Fact {
    told("identity.totp.disabled", Actor::Person(person), person)
}

pub(crate) fn recovery_codes_made(person: PersonId) -> Fact {
    told("identity.recovery_codes.made", Actor::Person(person), person)
}

pub(crate) fn recovery_code_used(person: PersonId) -> Fact {
    told("identity.recovery_code.used", Actor::Person(person), person)
}

pub(crate) fn passkey_added(person: PersonId, id: PasskeyId) -> Fact {
    told("identity.passkey.added", Actor::Person(person), person).with(json!({ "passkey": id }))
}

pub(crate) fn passkey_renamed(person: PersonId, id: PasskeyId) -> Fact {
    told("identity.passkey.renamed", Actor::Person(person), person).with(json!({ "passkey": id }))
}

pub(crate) fn passkey_removed(person: PersonId, id: PasskeyId) -> Fact {
    told("identity.passkey.removed", Actor::Person(person), person).with(json!({ "passkey": id }))
}

/// Whoever runs the house took away a second factor, recovery codes and passkeys; `closed`: the sessions that this closed.
pub(crate) fn factors_forgotten(actor: Actor, person: PersonId, closed: &[SessionId]) -> Fact {
    told("identity.factors.forgotten", actor, person).with(json!({ "closed": closed }))
}

/// The account elsewhere is named by its issuer alone: its subject is a secret between them and us.
pub(crate) fn identity_linked(actor: Actor, person: PersonId, issuer: &str) -> Fact {
    told("identity.identity.linked", actor, person).with(json!({ "issuer": issuer }))
}

pub(crate) fn identity_unlinked(actor: Actor, person: PersonId, issuer: &str) -> Fact {
    told("identity.identity.unlinked", actor, person).with(json!({ "issuer": issuer }))
}

/// `closed`: the sessions that this closed.
pub(crate) fn password_changed(actor: Actor, person: PersonId, closed: &[SessionId]) -> Fact {
    told("identity.password.changed", actor, person).with(json!({ "closed": closed }))
}

pub(crate) fn invitation_sent(by: PersonId, id: InvitationId) -> Fact {
    told("identity.invitation.sent", Actor::Person(by), by).with(json!({ "invitation": id }))
}

pub(crate) fn invitation_withdrawn(by: PersonId, id: InvitationId) -> Fact {
    told("identity.invitation.withdrawn", Actor::Person(by), by).with(json!({ "invitation": id }))
}

pub(crate) fn invitation_accepted(person: PersonId, id: InvitationId) -> Fact {
    told("identity.invitation.accepted", Actor::Person(person), person).with(json!({ "invitation": id }))
}

/// Somebody from outside, until a day, for whom `sponsor` answers.
pub(crate) fn guest_invited(sponsor: PersonId, guest: PersonId, id: GuestId, until: Date) -> Fact {
    let details = json!({ "guest": id, "until": until.to_string() });
    told("identity.guest.invited", Actor::Person(sponsor), guest).with(details)
}

pub(crate) fn guest_prolonged(sponsor: PersonId, guest: PersonId, id: GuestId, until: Date) -> Fact {
    let details = json!({ "guest": id, "until": until.to_string() });
    told("identity.guest.prolonged", Actor::Person(sponsor), guest).with(details)
}

pub(crate) fn guest_ended(
    actor: Actor,
    person: PersonId,
    id: GuestId,
    closed: &[SessionId],
    revoked: usize,
) -> Fact {
    let details = json!({ "guest": id, "closed": closed, "revoked_tokens": revoked });
    told("identity.guest.ended", actor, person).with(details)
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
