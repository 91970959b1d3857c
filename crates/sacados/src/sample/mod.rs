//! The sample State: three ministries, forty agents, and one click to be any of them. On this machine only.

mod bureaux;
mod life;
mod parcels;
mod rows;
mod state;

use std::collections::HashMap;

use axum::Router;
use directory::{Affiliation, NewOrganisation};
use identity::NewPerson;
use kernel::{Actor, EmailAddress, Language, PersonId, ScopeId, Secret};
use sqlx::migrate::Migrator;
use store::Store;
use time::Duration;

use crate::{Failed, plan::Furniture, settings::Settings};

pub(crate) const SCHEMA: &str = "sample";

pub(crate) fn migrator() -> Migrator {
    sqlx::migrate!()
}

/// Signing in as anybody is for this machine only.
pub(crate) fn refuse_to_be_seen(settings: &Settings) -> Result<(), Failed> {
    let listen = settings.house.listen;
    if listen.ip().is_loopback() {
        return Ok(());
    }
    Err(Failed::new(format!(
        "a sample State lets anybody sign in as anybody: it listens on loopback only, and {listen} is not"
    )))
}

/// A sample State serves only the database it made, and nothing else serves that one.
pub(crate) async fn refuse_the_wrong_database(store: &Store, sample: bool) -> Result<(), Failed> {
    let marked = rows::is_marked(store.pool()).await.map_err(Failed::because)?;
    let used = rows::is_used(store.pool()).await.map_err(Failed::because)?;
    if sample && used && !marked {
        return Err(Failed::new("this database is not a sample State's: `serve --sample` will not touch it"));
    }
    if !sample && marked {
        return Err(Failed::new(
            "this database is a sample State's, where anybody is anybody: it is only served with --sample",
        ));
    }
    Ok(())
}

/// Says in the database that it is a sample State's.
pub(crate) async fn mark(store: &Store) -> Result<(), Failed> {
    rows::mark(store.pool(), store.clock().now()).await.map_err(Failed::because)
}

/// Fills the State once: organisations and persons by the rooms' own actions, parcels through the public API.
/// Killed in the middle, the next start goes on where it stopped.
pub(crate) async fn furnish(rooms: &Furniture, api: &Router) -> Result<(), Failed> {
    if rows::is_furnished(rooms.store.pool()).await.map_err(Failed::because)? {
        return Ok(());
    }
    let organisations = organisations(rooms).await?;
    for person in state::PERSONS {
        add_person(rooms, person, &organisations).await?;
    }
    let first = state::PERSONS.first().ok_or_else(|| Failed::new("the sample State is empty"))?;
    let administrator = find(rooms, first.address).await?;
    rooms.access.grant_role(Actor::System, administrator, access::Role::Administrator).await?;
    life::begin(rooms, api, &organisations).await?;
    parcels::send(rooms, api).await?;
    rows::set_furnished(rooms.store.pool()).await.map_err(Failed::because)
}

async fn organisations(rooms: &Furniture) -> Result<HashMap<String, ScopeId>, Failed> {
    let mut known: HashMap<String, ScopeId> =
        rooms.directory.organisations().await?.into_iter().map(|found| (found.name, found.id)).collect();
    for organisation in state::ORGANISATIONS {
        if known.contains_key(organisation.name) {
            continue;
        }
        let parent = organisation.parent.and_then(|name| known.get(name).copied());
        let domains =
            organisation.domains.iter().map(|(domain, population)| ((*domain).to_owned(), *population));
        let new = NewOrganisation {
            parent,
            name: organisation.name.to_owned(),
            acronym: organisation.acronym.map(ToOwned::to_owned),
            kind: organisation.kind.to_owned(),
            domains: domains.collect(),
        };
        let id = rooms.directory.add_organisation(Actor::System, new).await?;
        known.insert(organisation.name.to_owned(), id);
    }
    for (name, parent, acronym, kind) in bureaux::BUREAUX {
        if known.contains_key(*name) {
            continue;
        }
        let new = NewOrganisation {
            parent: known.get(*parent).copied(),
            name: (*name).to_owned(),
            acronym: Some((*acronym).to_owned()),
            kind: (*kind).to_owned(),
            domains: vec![],
        };
        let id = rooms.directory.add_organisation(Actor::System, new).await?;
        known.insert((*name).to_owned(), id);
    }
    Ok(known)
}

async fn add_person(
    rooms: &Furniture,
    person: &state::Person,
    organisations: &HashMap<String, ScopeId>,
) -> Result<(), Failed> {
    let address = address(person.address)?;
    if rooms.identity.find(&address).await?.is_some() {
        return Ok(());
    }
    let new = NewPerson {
        name: Some(person.name.to_owned()),
        address,
        language: Language::Fr,
        proven: true,
        password: Some(Secret::new(state::PASSWORD.to_owned())),
    };
    let id = rooms.identity.add_person(Actor::System, new).await?;
    let Some(organisation) = person.organisation.and_then(|name| organisations.get(name).copied()) else {
        return Ok(());
    };
    // A bureau of its own, or no more than a word beside the direction.
    let bureau = bureaux::BUREAUX
        .iter()
        .find(|(name, parent, ..)| person.unit == Some(*name) && person.organisation == Some(*parent))
        .and_then(|(name, ..)| organisations.get(*name).copied());
    let affiliation = Affiliation {
        person: id,
        organisation: bureau.unwrap_or(organisation),
        population: person.population,
        title: Some(person.title.to_owned()),
        unit: person.unit.filter(|_| bureau.is_none()).map(ToOwned::to_owned),
        since: rooms.store.clock().now() - Duration::days(400),
        until: None,
    };
    rooms.directory.affiliate(Actor::System, affiliation).await?;
    Ok(())
}

async fn find(rooms: &Furniture, text: &str) -> Result<PersonId, Failed> {
    let found = rooms.identity.find(&address(text)?).await?;
    found.ok_or_else(|| Failed::new(format!("the sample State has nobody at {text}")))
}

fn address(text: &str) -> Result<EmailAddress, Failed> {
    text.parse().map_err(|_| Failed::new(format!("{text} is no address")))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use kernel::ports::Population;

    use super::*;

    #[test]
    fn the_life_of_the_state_is_of_people_and_places_that_exist() {
        let place = |name: &str| {
            state::ORGANISATIONS.iter().any(|found| found.name == name)
                || bureaux::BUREAUX.iter().any(|(found, ..)| *found == name)
        };
        let somebody = |address: &str| state::PERSONS.iter().any(|person| person.address == address);
        for (name, parent, ..) in bureaux::BUREAUX {
            assert!(place(parent), "{parent}");
            assert!(state::PERSONS.iter().any(|person| person.unit == Some(*name)), "nobody works in {name}");
        }
        for (name, _, holder, _) in bureaux::FUNCTIONS {
            assert!(place(name) && holder.is_none_or(somebody), "{name}");
        }
        let away = [bureaux::AWAY.0, bureaux::AWAY.1, bureaux::PROTECTED];
        let people = bureaux::CORRESPONDENTS.iter().map(|(_, keeper)| *keeper).chain(away);
        for address in people.chain(bureaux::TEAM.2.iter().copied()) {
            assert!(somebody(address), "{address}");
        }
        assert!(bureaux::CORRESPONDENTS.iter().all(|(name, _)| place(name)));
        assert!(bureaux::MISSIONS.iter().all(|(name, ..)| place(name)));
    }

    #[test]
    fn the_state_is_as_promised() {
        let agents = state::PERSONS.iter().filter(|person| person.population == Population::Agent).count();
        let contractors =
            state::PERSONS.iter().filter(|person| person.population == Population::Contractor).count();
        let externals =
            state::PERSONS.iter().filter(|person| person.population == Population::External).count();
        let ministries = state::ORGANISATIONS.iter().filter(|found| found.kind == "ministry").count();
        assert_eq!((agents, contractors, externals, ministries), (40, 1, 1, 3));
    }

    #[test]
    fn everybody_has_an_address_of_their_own_and_a_place_that_exists() {
        let addresses: HashSet<_> =
            state::PERSONS.iter().map(|person| address(person.address).unwrap()).collect();
        assert_eq!(addresses.len(), state::PERSONS.len());
        for person in state::PERSONS {
            if let Some(name) = person.organisation {
                assert!(state::ORGANISATIONS.iter().any(|found| found.name == name), "{name}");
            }
        }
        for (place, organisation) in state::ORGANISATIONS.iter().enumerate() {
            if let Some(parent) = organisation.parent {
                assert!(state::ORGANISATIONS[..place].iter().any(|found| found.name == parent), "{parent}");
            }
        }
    }
}
