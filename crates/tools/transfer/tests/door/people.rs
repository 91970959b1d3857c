//! People that are two lines each: their domain says where they belong.

use std::sync::Mutex;

use async_trait::async_trait;
use kernel::{
    EmailAddress, GroupId, Language, PersonId, Problem, ScopeId,
    ports::{Employer, GroupCard, Groups, Member, People, Population, Profile, Recognised},
};

/// Everybody there is, and what domains say of the others.
#[derive(Default)]
pub(crate) struct Someone {
    known: Mutex<Vec<Profile>>,
}

fn population(address: &EmailAddress) -> Population {
    match address.domain() {
        domain if domain.starts_with("presta.") => Population::Contractor,
        domain if domain.ends_with(".exemple.fr") => Population::Agent,
        _ => Population::External,
    }
}

fn employer(address: &EmailAddress) -> Option<Employer> {
    let name = if address.domain() == "ecologie.exemple.fr" {
        "Ministère de l’Écologie"
    } else {
        "Ministère de l’Intérieur"
    };
    (population(address) != Population::External).then(|| Employer {
        id: ScopeId::new(),
        name: name.to_owned(),
        acronym: None,
        siret: None,
    })
}

impl Someone {
    pub(crate) fn meet(&self, address: &str, name: Option<&str>, language: Language) -> PersonId {
        let address: EmailAddress = address.parse().unwrap();
        let person = PersonId::new();
        self.known.lock().unwrap().push(Profile {
            person,
            name: name.map(str::to_owned),
            given_name: None,
            title: None,
            unit: None,
            telephone: None,
            language,
            population: population(&address),
            organisation: employer(&address),
            address,
        });
        person
    }

    /// Who is disabled has no profile any more.
    pub(crate) fn disable(&self, person: PersonId) {
        self.known.lock().unwrap().retain(|profile| profile.person != person);
    }

    /// They leave the State and keep their address.
    pub(crate) fn move_outside(&self, person: PersonId) {
        for profile in self.known.lock().unwrap().iter_mut().filter(|profile| profile.person == person) {
            profile.population = Population::External;
            profile.organisation = None;
        }
    }

    fn find(&self, address: &EmailAddress) -> Option<Profile> {
        self.known.lock().unwrap().iter().find(|profile| profile.address == *address).cloned()
    }
}

#[async_trait]
impl People for Someone {
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem> {
        Ok(self.known.lock().unwrap().iter().filter(|one| persons.contains(&one.person)).cloned().collect())
    }

    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        let recognised = |address: &EmailAddress| {
            let known = self.find(address);
            Recognised {
                address: address.clone(),
                person: known.as_ref().map(|known| known.person),
                name: known.and_then(|known| known.name),
                population: population(address),
                organisation: employer(address),
            }
        };
        Ok(addresses.iter().map(recognised).collect())
    }

    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        let reach = |address: &EmailAddress| {
            self.find(address)
                .map_or_else(|| self.meet(address.as_str(), None, Language::Fr), |known| known.person)
        };
        Ok(addresses.iter().map(reach).collect())
    }

    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        let known = self.known.lock().unwrap();
        Ok(known.iter().filter(|one| one.person == person).map(|one| one.address.clone()).collect())
    }
}

/// A house where nobody has made a group: parcels for teams are tried with the whole of it (`crates/sacados/tests/house`).
pub(crate) struct NoGroups;

#[async_trait]
impl Groups for NoGroups {
    async fn seen(&self, _: PersonId, _: &[GroupId]) -> Result<Vec<GroupCard>, Problem> {
        Ok(vec![])
    }

    async fn members(&self, _: PersonId, _: GroupId) -> Result<Vec<Member>, Problem> {
        Ok(vec![])
    }

    async fn count_shown(&self, _: PersonId, _: GroupId) -> Result<(), Problem> {
        Ok(())
    }
}
