//! What this brick tells the house. Persons are named by their id alone, so that a protected one is not named at all.
//! What is said of an organisation is for those who keep it; the rest is for the trail.

use kernel::{Actor, Card, Fact, PersonId, ScopeId, Thing};
use serde_json::{Value, json};

use crate::model::{
    Affiliation, GroupId, GroupKind, MemberRole, NewOrganisation, OwnDomain,
    absence::Absence,
    function::FunctionId,
    import::{ImportId, Report},
    suggestion::{SuggestedField, SuggestionId},
};

pub(crate) fn organisation_added(actor: Actor, id: ScopeId, organisation: &NewOrganisation) -> Fact {
    let card = Card {
        thing: Thing::new("directory", "organisation", id.uuid()),
        title: organisation.name.clone(),
        text: organisation.acronym.clone().unwrap_or_default(),
    };
    Fact::new("directory.organisation.added", actor).on(id).about(card)
}

pub(crate) fn organisation_changed(actor: Actor, id: ScopeId) -> Fact {
    of_organisation("directory.organisation.changed", actor, id)
}

/// The domains that it has from now on, with what their addresses say: `contractor` for whom is under contract.
pub(crate) fn domains_given(actor: Actor, id: ScopeId, domains: &[OwnDomain]) -> Fact {
    of_organisation("directory.domains.given", actor, id).with(json!({ "domains": domains }))
}

pub(crate) fn organisation_closed(actor: Actor, id: ScopeId, successor: Option<ScopeId>) -> Fact {
    of_organisation("directory.organisation.closed", actor, id).with(json!({ "successor": successor }))
}

pub(crate) fn function_added(actor: Actor, organisation: ScopeId, id: FunctionId, title: &str) -> Fact {
    of_function("directory.function.added", actor, organisation, id, title)
}

pub(crate) fn function_changed(
    actor: Actor,
    organisation: ScopeId,
    id: FunctionId,
    holder: Option<PersonId>,
) -> Fact {
    of_function("directory.function.changed", actor, organisation, id, "")
        .with(json!({ "organisation": organisation, "holder": holder }))
}

pub(crate) fn function_ended(
    actor: Actor,
    organisation: ScopeId,
    id: FunctionId,
    holder: Option<PersonId>,
) -> Fact {
    of_function("directory.function.ended", actor, organisation, id, "")
        .with(json!({ "organisation": organisation, "holder": holder }))
}

pub(crate) fn function_handed(
    actor: Actor,
    organisation: ScopeId,
    id: FunctionId,
    from: Option<PersonId>,
    to: Option<PersonId>,
) -> Fact {
    of_function("directory.function.handed", actor, organisation, id, "")
        .with(json!({ "organisation": organisation, "from": from, "to": to }))
}

pub(crate) fn correspondent_named(actor: Actor, organisation: ScopeId, person: PersonId) -> Fact {
    of_organisation("directory.correspondent.named", actor, organisation).with(json!({ "person": person }))
}

pub(crate) fn correspondent_dismissed(actor: Actor, organisation: ScopeId, person: PersonId) -> Fact {
    of_organisation("directory.correspondent.dismissed", actor, organisation)
        .with(json!({ "person": person }))
}

pub(crate) fn person_affiliated(actor: Actor, affiliation: &Affiliation) -> Fact {
    of_person("directory.person.affiliated", actor, affiliation.person).with(json!({
        "organisation": affiliation.organisation,
        "population": affiliation.population.as_str(),
    }))
}

pub(crate) fn profile_changed(actor: Actor, person: PersonId) -> Fact {
    of_person("directory.profile.changed", actor, person)
}

pub(crate) fn protection_set(actor: Actor, person: PersonId, protected: bool) -> Fact {
    of_person("directory.protection.set", actor, person).with(json!({ "protected": protected }))
}

pub(crate) fn person_forgotten(person: PersonId) -> Fact {
    of_person("directory.person.forgotten", Actor::System, person)
}

pub(crate) fn absence_set(person: PersonId, absence: &Absence) -> Fact {
    of_person("directory.absence.set", Actor::Person(person), person).with(json!({
        "from": absence.from.to_string(),
        "until": absence.until.to_string(),
        "deputy": absence.deputy,
    }))
}

pub(crate) fn absence_ended(person: PersonId) -> Fact {
    of_person("directory.absence.ended", Actor::Person(person), person)
}

/// Somebody would have been shown more than a day allows: perhaps they copy the directory. Cards opened, different people
/// shown (about), questions by digits.
pub(crate) fn budget_exceeded(reader: PersonId, cards: i32, people: i32, numbers: i32) -> Fact {
    of_person("directory.budget.exceeded", Actor::Person(reader), reader)
        .with(json!({ "cards": cards, "people": people, "numbers": numbers }))
}

pub(crate) fn group_made(actor: Actor, id: GroupId, kind: GroupKind) -> Fact {
    of_group("directory.group.made", actor, id).with(json!({ "kind": kind }))
}

pub(crate) fn group_changed(actor: Actor, id: GroupId) -> Fact {
    of_group("directory.group.changed", actor, id)
}

pub(crate) fn group_ended(actor: Actor, id: GroupId) -> Fact {
    of_group("directory.group.ended", actor, id)
}

pub(crate) fn member_put(actor: Actor, id: GroupId, person: PersonId, role: MemberRole) -> Fact {
    of_group("directory.member.put", actor, id).with(json!({ "person": person, "role": role }))
}

pub(crate) fn member_removed(actor: Actor, id: GroupId, person: PersonId) -> Fact {
    of_group("directory.member.removed", actor, id).with(json!({ "person": person }))
}

pub(crate) fn correction_suggested(
    actor: Actor,
    id: SuggestionId,
    person: PersonId,
    field: SuggestedField,
) -> Fact {
    of_suggestion("directory.correction.suggested", actor, id)
        .with(json!({ "person": person, "field": field }))
}

/// `by`: who suggested it, and is told.
pub(crate) fn correction_decided(
    actor: Actor,
    id: SuggestionId,
    person: PersonId,
    by: PersonId,
    accepted: bool,
) -> Fact {
    of_suggestion("directory.correction.decided", actor, id)
        .with(json!({ "person": person, "by": by, "accepted": accepted }))
}

fn of_suggestion(action: &str, actor: Actor, id: SuggestionId) -> Fact {
    let thing = Thing::new("directory", "suggestion", id.uuid());
    Fact::new(action, actor).about(Card { thing, title: String::new(), text: String::new() })
}

pub(crate) fn import_checked(actor: Actor, id: ImportId, top: Option<ScopeId>, report: &Report) -> Fact {
    of_import("directory.import.checked", actor, id, top, report)
}

pub(crate) fn import_applied(actor: Actor, id: ImportId, top: Option<ScopeId>, report: &Report) -> Fact {
    of_import("directory.import.applied", actor, id, top, report)
}

/// A day has come on which these people come or go.
pub(crate) fn people_turned(persons: &[PersonId]) -> Fact {
    Fact::new("directory.people.turned", Actor::System).with(json!({ "persons": persons }))
}

/// The last day of these organisations is over.
pub(crate) fn organisations_turned(organisations: &[ScopeId]) -> Fact {
    Fact::new("directory.organisations.turned", Actor::System).with(json!({ "organisations": organisations }))
}

/// Some of those whom an import touches: one fact for many, which names each.
pub(crate) fn people_imported(actor: Actor, id: ImportId, persons: &[PersonId]) -> Fact {
    Fact::new("directory.people.imported", actor).with(json!({ "import": id, "persons": persons }))
}

pub(crate) fn organisations_imported(actor: Actor, id: ImportId, organisations: &[ScopeId]) -> Fact {
    Fact::new("directory.organisations.imported", actor)
        .with(json!({ "import": id, "organisations": organisations }))
}

fn of_import(action: &str, actor: Actor, id: ImportId, top: Option<ScopeId>, report: &Report) -> Fact {
    let thing = Thing::new("directory", "import", id.uuid());
    let fact = Fact::new(action, actor)
        .about(Card { thing, title: String::new(), text: String::new() })
        .with(json!({
            "organisation": top,
            "added": report.added,
            "changed": report.changed,
            "removed": report.removed,
            "faulty": report.faulty,
        }));
    match top {
        Some(top) => fact.on(top),
        None => fact,
    }
}

fn of_group(action: &str, actor: Actor, id: GroupId) -> Fact {
    let thing = Thing::new("directory", "group", id.uuid());
    Fact::new(action, actor).about(Card { thing, title: String::new(), text: String::new() })
}

fn of_organisation(action: &str, actor: Actor, id: ScopeId) -> Fact {
    let thing = Thing::new("directory", "organisation", id.uuid());
    Fact::new(action, actor).on(id).about(Card { thing, title: String::new(), text: String::new() })
}

fn of_function(action: &str, actor: Actor, organisation: ScopeId, id: FunctionId, title: &str) -> Fact {
    let thing = Thing::new("directory", "function", id.uuid());
    Fact::new(action, actor)
        .on(organisation)
        .about(Card { thing, title: title.to_owned(), text: String::new() })
        .with(json!({ "organisation": organisation }))
}

pub(crate) fn of_person(action: &str, actor: Actor, person: PersonId) -> Fact {
    let thing = Thing::new("identity", "person", person.uuid());
    Fact::new(action, actor)
        .about(Card { thing, title: String::new(), text: String::new() })
        .with(Value::Null)
}
