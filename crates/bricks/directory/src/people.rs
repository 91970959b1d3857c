//! Says who people are to the rooms that ask (`kernel::ports::People`).

use std::collections::HashMap;

use async_trait::async_trait;
use identity::PersonRecord;
use kernel::{
    EmailAddress, PersonId, Problem,
    ports::{Employer, People, Population, Profile, Recognised},
};

use crate::{
    Directory,
    rows::{self, DomainRow, PlaceRow},
};

/// Where somebody stands: by their affiliation, else by the domain of their address, else outside.
struct Standing {
    population: Population,
    employer: Option<Employer>,
    title: Option<String>,
    unit: Option<String>,
}

impl Standing {
    fn of(place: Option<&PlaceRow>, domain: Option<&DomainRow>) -> Self {
        if let Some(place) = place {
            let (title, unit) = place.role();
            return Self { population: place.population(), employer: Some(place.employer()), title, unit };
        }
        Self {
            population: domain.map_or(Population::External, DomainRow::population),
            employer: domain.map(DomainRow::employer),
            title: None,
            unit: None,
        }
    }
}

impl Directory {
    async fn places(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PlaceRow>, Problem> {
        let rows = rows::places(self.store.pool(), persons, self.store.clock().now()).await;
        let rows = rows.map_err(Problem::internal)?;
        Ok(rows.into_iter().map(|row| (row.person(), row)).collect())
    }

    async fn domains<'a>(
        &self,
        addresses: impl Iterator<Item = &'a EmailAddress>,
    ) -> Result<HashMap<String, DomainRow>, Problem> {
        let rows = rows::domains(self.store.pool(), addresses).await.map_err(Problem::internal)?;
        Ok(rows.into_iter().map(|row| (row.domain.clone(), row)).collect())
    }
}

#[async_trait]
impl People for Directory {
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem> {
        let mut records = self.identity.persons(persons).await?;
        records.retain(|record| !record.disabled);
        let places = self.places(persons).await?;
        let domains = self.domains(records.iter().map(|record| &record.address)).await?;
        let profile = |record: PersonRecord| {
            let standing = Standing::of(places.get(&record.id), domains.get(record.address.domain()));
            Profile {
                person: record.id,
                name: record.name,
                address: record.address,
                language: record.language,
                population: standing.population,
                organisation: standing.employer,
                title: standing.title,
                unit: standing.unit,
            }
        };
        Ok(records.into_iter().map(profile).collect())
    }

    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        let records = self.identity.persons_by_address(addresses).await?;
        let known: Vec<PersonId> = records.iter().flatten().map(|record| record.id).collect();
        let places = self.places(&known).await?;
        let domains = self.domains(addresses.iter()).await?;
        let recognised = addresses.iter().zip(records).map(|(address, record)| {
            let place = record.as_ref().and_then(|record| places.get(&record.id));
            let standing = Standing::of(place, domains.get(address.domain()));
            Recognised {
                address: address.clone(),
                person: record.as_ref().map(|record| record.id),
                name: record.and_then(|record| record.name),
                population: standing.population,
                organisation: standing.employer,
            }
        });
        Ok(recognised.collect())
    }

    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        Ok(self.identity.ensure_persons(addresses).await?)
    }

    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        Ok(self.identity.addresses(person).await?)
    }
}
