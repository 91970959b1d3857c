//! How somebody may come in, by the domain of their address alone.

use kernel::{EmailAddress, ports::People};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, Hub,
    model::{Provider, ProviderId},
    rows,
};

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubLookup)]
pub(crate) struct Lookup {
    organisation: Option<LookedUpOrganisation>,
    /// In the order in which they are shown; several providers are a choice.
    ways: Vec<Way>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubOrganisation)]
struct LookedUpOrganisation {
    name: String,
    acronym: Option<String>,
}

/// A way in.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = HubWay)]
pub(crate) enum Way {
    /// The provider of a ministry.
    Provider {
        id: ProviderId,
        name: String,
        state: State,
        /// Since when it has been so.
        #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>, format = DateTime)]
        since: Option<OffsetDateTime>,
    },
    /// An account of this house: a passkey, a password, a code.
    Local,
}

/// Whether a provider answers.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HubProviderState)]
pub(crate) enum State {
    Up,
    Down,
}

impl Hub {
    /// The same for known and unknown persons: only the domain is looked at.
    pub(crate) async fn look_up(&self, address: &str) -> Result<Lookup, Error> {
        let address: EmailAddress = address.parse().map_err(|_| Error::BadAddress)?;
        let providers = rows::providers::of_domain(self.inner.store.pool(), address.domain()).await?;

        let nobody = format!("{}@{}", Uuid::new_v4().simple(), address.domain());
        let nobody: EmailAddress = nobody.parse().map_err(|_| Error::BadAddress)?;
        let recognised = self.inner.directory.recognise(&[nobody]).await.map_err(Error::Port)?;
        let organisation = recognised.into_iter().next().and_then(|recognised| recognised.organisation);
        let organisation = organisation.map(|o| LookedUpOrganisation { name: o.name, acronym: o.acronym });

        let mandatory = providers.iter().any(|provider| provider.mandatory);
        let mut ways: Vec<Way> = providers.iter().map(way).collect();
        if !mandatory {
            ways.push(Way::Local);
        }
        Ok(Lookup { organisation, ways })
    }
}

fn way(provider: &Provider) -> Way {
    let state = if provider.standing.up == Some(false) { State::Down } else { State::Up };
    Way::Provider { id: provider.id, name: provider.name.clone(), state, since: provider.standing.since }
}
