//! The persons of a sample State, for whoever visits it.

use std::collections::HashMap;

use kernel::{EmailAddress, PersonId, ports::Profile};
use serde::Serialize;

use super::Workplace;
use crate::{
    Error, Identity,
    model::{display_name, initials},
};

/// Somebody one may be with one click.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SamplePerson {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) title: Option<String>,
    /// `agent`, `contractor` or `external`.
    #[schema(example = "agent")]
    pub(crate) population: &'static str,
    pub(crate) organisation: Option<Workplace>,
    pub(crate) unit: Option<String>,
}

impl Identity {
    const MOST_SAMPLES: i64 = 500;

    /// Those who have a name, by name: the others are addresses somebody wrote to.
    pub(crate) async fn sample_persons(&self) -> Result<Vec<SamplePerson>, Error> {
        if !self.inner.settings.sample {
            return Err(Error::NoSuchPerson);
        }
        let mut records = self.list("", Self::MOST_SAMPLES).await?;
        records.retain(|record| record.name.is_some() && !record.disabled);
        let ids: Vec<PersonId> = records.iter().map(|record| record.id).collect();
        let profiles = self.neighbours()?.people.profiles(&ids).await.map_err(Error::Port)?;
        let mut profiles: HashMap<PersonId, Profile> =
            profiles.into_iter().map(|profile| (profile.person, profile)).collect();
        Ok(ids.iter().filter_map(|id| profiles.remove(id)).map(sample).collect())
    }
}

fn sample(profile: Profile) -> SamplePerson {
    let name = display_name(profile.name.as_deref(), &profile.address);
    SamplePerson {
        id: profile.person,
        initials: initials(&name),
        name,
        address: profile.address,
        title: profile.title,
        population: profile.population.as_str(),
        organisation: profile.organisation.map(Workplace::from),
        unit: profile.unit,
    }
}
