//! Says who people are to the rooms that ask (`kernel::ports::People`).

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use kernel::{
    EmailAddress, PersonId, Problem,
    ports::{People, Population, Profile, Recognised},
};

use crate::{
    Directory, Error,
    entries::Entry,
    model::organisation::is_unit,
    rows::organisations::{self, DomainRow},
};

impl Directory {
    pub(crate) async fn domains<'a>(
        &self,
        addresses: impl Iterator<Item = &'a EmailAddress>,
    ) -> Result<HashMap<String, DomainRow>, Error> {
        let domains: HashSet<&str> = addresses.map(EmailAddress::domain).collect();
        if domains.is_empty() {
            return Ok(HashMap::new());
        }
        let domains: Vec<&str> = domains.into_iter().collect();
        Ok(by_domain(organisations::domains(self.db(), &domains).await?))
    }
}

pub(crate) fn by_domain(rows: Vec<DomainRow>) -> HashMap<String, DomainRow> {
    rows.into_iter().map(|row| (row.domain.clone(), row)).collect()
}

#[async_trait]
impl People for Directory {
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem> {
        let mut entries = self.entries(persons).await?;
        entries.retain(|_, entry| !entry.record.disabled);
        let profile = |entry: Entry| Profile {
            organisation: entry.as_employer(),
            title: entry.title(),
            unit: entry.unit(),
            telephone: entry.telephone_for_agents(),
            name: entry.row.usage_name.clone().or_else(|| entry.record.name.clone()),
            given_name: entry.record.given_name.clone(),
            population: entry.population,
            person: entry.record.id,
            address: entry.record.address,
            language: entry.record.language,
        };
        Ok(entries.into_values().map(profile).collect())
    }

    /// An address says nothing of a protected person that its domain does not say of anybody.
    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        let records = self.inner.identity.persons_by_address(addresses).await?;
        let known: Vec<PersonId> = records.iter().flatten().map(|record| record.id).collect();
        let entries = self.entries(&known).await?;
        let domains = self.domains(addresses.iter()).await?;
        let ids: HashSet<_> = domains.values().flat_map(DomainRow::path).collect();
        let names = self.names(ids).await?;
        let recognised = addresses.iter().zip(records).map(|(address, record)| {
            let entry = record.and_then(|record| entries.get(&record.id));
            let entry = entry.filter(|entry| !entry.row.protected);
            let domain = domains.get(address.domain());
            let placed = entry.filter(|entry| entry.row.population().is_some());
            let at = domain.and_then(|domain| {
                let path: Vec<_> = domain.path().iter().filter_map(|id| names.get(id)).collect();
                let employer = path.iter().rev().find(|name| !is_unit(&name.kind));
                employer.map(|name| name.employer(path.iter().copied()))
            });
            Recognised {
                address: address.clone(),
                person: entry.map(Entry::id),
                name: entry.and_then(|entry| entry.row.usage_name.clone().or(entry.record.name.clone())),
                population: placed
                    .map(|entry| entry.population)
                    .or(domain.map(DomainRow::population))
                    .unwrap_or(Population::External),
                organisation: placed.map_or(at, Entry::as_employer),
            }
        });
        Ok(recognised.collect())
    }

    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        Ok(self.inner.identity.ensure_persons(addresses).await?)
    }

    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        Ok(self.inner.identity.addresses(person).await?)
    }
}
