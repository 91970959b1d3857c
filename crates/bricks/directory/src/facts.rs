//! What this brick tells the house.

use kernel::{Actor, Card, Fact, ScopeId, Thing};
use serde_json::json;

use crate::model::{Affiliation, NewOrganisation};

pub(crate) fn organisation_added(actor: Actor, id: ScopeId, organisation: &NewOrganisation) -> Fact {
    let card = Card {
        thing: Thing::new("directory", "organisation", id.uuid()),
        title: organisation.name.clone(),
        text: organisation.acronym.clone().unwrap_or_default(),
    };
    Fact::new("directory.organisation.added", actor).about(card)
}

pub(crate) fn person_affiliated(actor: Actor, affiliation: &Affiliation) -> Fact {
    let card = Card {
        thing: Thing::new("identity", "person", affiliation.person.uuid()),
        title: String::new(),
        text: String::new(),
    };
    Fact::new("directory.person.affiliated", actor).about(card).with(json!({
        "organisation": affiliation.organisation,
        "population": affiliation.population.as_str(),
    }))
}
