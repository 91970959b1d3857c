//! What this brick tells the house.

use kernel::{Actor, Card, Fact, PersonId, Thing};

use crate::Role;

pub(crate) fn role_granted(actor: Actor, person: PersonId, role: Role) -> Fact {
    Fact::new("access.role.granted", actor).about(card(person, role))
}

pub(crate) fn role_revoked(actor: Actor, person: PersonId, role: Role) -> Fact {
    Fact::new("access.role.revoked", actor).about(card(person, role))
}

fn card(person: PersonId, role: Role) -> Card {
    Card {
        thing: Thing::new("identity", "person", person.uuid()),
        title: role.as_str().to_owned(),
        text: String::new(),
    }
}
