//! The accounts elsewhere of whoever is signed in.

use identity::LinkedIdentity;
use kernel::EmailAddress;
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;
use web::{Caller, Confirmation};

use crate::{
    Error, Hub,
    model::{Provider, ProviderId, digest},
    rows,
};

/// A provider, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HubProviderChoice)]
pub(crate) struct Choice {
    pub(crate) id: ProviderId,
    pub(crate) name: String,
}

impl Choice {
    pub(crate) fn of(provider: &Provider) -> Self {
        Self { id: provider.id, name: provider.name.clone() }
    }
}

/// An account elsewhere by which a person comes.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubIdentity)]
pub(crate) struct LinkedAccount {
    id: Uuid,
    /// `null` for a provider that is not here any more.
    provider: Option<Choice>,
    issuer: String,
    #[serde(with = "time::serde::rfc3339")]
    linked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<OffsetDateTime>,
}

impl Hub {
    pub(crate) async fn linked(&self, caller: &Caller) -> Result<Vec<LinkedAccount>, Error> {
        let providers = rows::providers::all(self.inner.store.pool()).await?;
        let linked = self.inner.identity.identities(caller.person).await?;
        let account = |linked: LinkedIdentity| LinkedAccount {
            id: named(&linked),
            provider: providers.iter().find(|known| known.issuer == linked.issuer).map(Choice::of),
            issuer: linked.issuer,
            linked_at: linked.linked_at,
            last_used_at: linked.last_used_at,
        };
        Ok(linked.into_iter().map(account).collect())
    }

    /// Never the last way in: another account must remain, or the account of the house, which is closed to who has any address
    /// where a provider is the only way.
    pub(crate) async fn unlink(&self, caller: &Caller, id: Uuid) -> Result<(), Error> {
        let db = self.inner.store.pool();
        let linked = self.inner.identity.identities(caller.person).await?;
        let (going, staying): (Vec<_>, Vec<_>) = linked.into_iter().partition(|linked| named(linked) == id);
        let going = going.into_iter().next().ok_or(Error::NoSuchIdentity)?;
        caller.confirmed(Confirmation::KEYS, self.inner.store.clock().now()).map_err(Error::Port)?;
        let enabled: Vec<Provider> =
            rows::providers::all(db).await?.into_iter().filter(|provider| provider.enabled).collect();
        let by_another =
            staying.iter().any(|linked| enabled.iter().any(|known| known.issuer == linked.issuer));
        let addresses = self.inner.identity.addresses(caller.person).await?;
        let by_address =
            !addresses.is_empty() && addresses.iter().all(|address| has_local_way(&enabled, address));
        if !by_another && !by_address {
            return Err(Error::LastWay);
        }
        self.inner
            .identity
            .unlink_identity(caller.actor(), caller.person, &going.issuer, &going.subject)
            .await?;
        Ok(())
    }

    /// The providers that one may link.
    pub(crate) async fn choices(&self) -> Result<Vec<Choice>, Error> {
        let providers = rows::providers::all(self.inner.store.pool()).await?;
        Ok(providers.iter().filter(|provider| provider.enabled).map(Choice::of).collect())
    }
}

/// Whether somebody at this address may come by an account of the house.
fn has_local_way(enabled: &[Provider], address: &EmailAddress) -> bool {
    !enabled
        .iter()
        .any(|known| known.mandatory && known.domains.iter().any(|domain| domain == address.domain()))
}

/// An account elsewhere has no id of its own, and its subject is nobody's business: its id is made of both.
fn named(linked: &LinkedIdentity) -> Uuid {
    let digest = digest(&[b"identity", linked.issuer.as_bytes(), &[0], linked.subject.as_bytes()]);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
