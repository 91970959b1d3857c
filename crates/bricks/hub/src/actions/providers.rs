//! Providers, as administrators set them up.

use kernel::{Acr, ScopeId};
use serde::Serialize;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use web::{Caller, Confirmation};

use crate::{
    Error, Hub, facts,
    model::{Arrivals, Changes, ClientAuth, NewProvider, Provider, ProviderId},
    rows,
};

/// A provider as administrators see it; its secret is never shown.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubProvider)]
pub(crate) struct ProviderView {
    id: ProviderId,
    name: String,
    issuer: String,
    client_id: String,
    client_auth: ClientAuth,
    has_secret: bool,
    domains: Vec<String>,
    extra_domains: Vec<String>,
    arrivals: Arrivals,
    mandatory: bool,
    acr_map: BTreeMap<String, Acr>,
    default_acr: Acr,
    organisation: Option<DefaultOrganisation>,
    enabled: bool,
    state: StateView,
    /// What the provider must be told of us.
    redirect_uri: String,
    backchannel_logout_uri: String,
    post_logout_redirect_uri: String,
    /// Our public keys, for `private_key_jwt`.
    jwks_uri: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubDefaultOrganisation)]
struct DefaultOrganisation {
    #[schema(value_type = uuid::Uuid)]
    id: ScopeId,
    name: String,
}

/// How a provider is: `up` is `null` before anybody asked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubProviderStanding)]
struct StateView {
    up: Option<bool>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<OffsetDateTime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// What came of asking a provider who it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubProviderTest)]
pub(crate) struct Tested {
    /// `ok`, or the code of what is wrong.
    discovery: &'static str,
    /// In the words of whoever looks after the network.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    keys: usize,
    /// Levels and scopes that it says it knows.
    acr_values: Vec<String>,
    scopes: Vec<String>,
}

impl Hub {
    pub(crate) async fn list_providers(&self, caller: &Caller) -> Result<Vec<ProviderView>, Error> {
        self.administers(caller).await?;
        let mut views = vec![];
        for provider in rows::providers::all(self.inner.store.pool()).await? {
            views.push(self.view(provider).await?);
        }
        Ok(views)
    }

    pub(crate) async fn show_provider(&self, caller: &Caller, id: ProviderId) -> Result<ProviderView, Error> {
        self.administers(caller).await?;
        let found = rows::providers::find(self.inner.store.pool(), id).await?;
        self.view(found.ok_or(Error::NoSuchProvider)?).await
    }

    pub(crate) async fn add_provider(
        &self,
        caller: &Caller,
        new: NewProvider,
    ) -> Result<ProviderView, Error> {
        self.may_change(caller).await?;
        let id = ProviderId::new();
        let sealed = self.seal_secret(id, new.client_secret.as_ref())?;
        let provider = Provider::new(new, sealed, id)?;
        self.check_organisation(provider.organisation).await?;

        let mut tx = self.inner.store.begin().await?;
        if !rows::providers::insert(&mut tx, &provider, self.inner.store.clock().now()).await? {
            return Err(Error::IssuerTaken);
        }
        store::tell(&mut tx, &facts::provider_added(caller.actor(), &provider)).await?;
        tx.commit().await?;

        // The first people of the ministry find it known; if it does not answer, that is seen on the page.
        let _ = self.refresh(&provider).await;
        self.show_provider(caller, id).await
    }

    /// Disabled, it lets nobody in, and whom it let in is signed out.
    pub(crate) async fn change_provider(
        &self,
        caller: &Caller,
        id: ProviderId,
        changes: Changes,
    ) -> Result<ProviderView, Error> {
        self.may_change(caller).await?;
        let sealed = self.seal_secret(id, changes.client_secret.as_ref())?;
        self.check_organisation(changes.organisation.flatten()).await?;

        let mut tx = self.inner.store.begin().await?;
        let found = rows::providers::hold(&mut tx, id).await?.ok_or(Error::NoSuchProvider)?;
        let issuer = found.issuer.clone();
        let provider = found.changed(changes, sealed)?;
        if !rows::providers::update(&mut tx, &provider, provider.issuer != issuer).await? {
            return Err(Error::IssuerTaken);
        }
        store::tell(&mut tx, &facts::provider_changed(caller.actor(), &provider)).await?;
        tx.commit().await?;

        if !provider.enabled {
            self.close_of_disabled(caller.actor()).await?;
        }

        if provider.enabled && provider.documents.is_none() {
            let _ = self.refresh(&provider).await;
        }
        self.show_provider(caller, id).await
    }

    /// Whom it let in is signed out. The accounts that persons have there stay theirs, for the day on which it comes back.
    pub(crate) async fn remove_provider(&self, caller: &Caller, id: ProviderId) -> Result<(), Error> {
        self.may_change(caller).await?;

        // Disabled first: what it had opened is found by it, and nobody comes in while that is being closed.
        let mut tx = self.inner.store.begin().await?;
        let mut provider = rows::providers::hold(&mut tx, id).await?.ok_or(Error::NoSuchProvider)?;
        if std::mem::replace(&mut provider.enabled, false) {
            rows::providers::disable(&mut tx, id).await?;
            store::tell(&mut tx, &facts::provider_changed(caller.actor(), &provider)).await?;
        }
        tx.commit().await?;
        self.close_of_disabled(caller.actor()).await?;

        let mut tx = self.inner.store.begin().await?;
        if !rows::providers::delete(&mut tx, id).await? {
            return Err(Error::NoSuchProvider);
        }
        store::tell(&mut tx, &facts::provider_removed(caller.actor(), &provider)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Asks a provider who it is, now; its standing is noted like at any other time.
    pub(crate) async fn test_provider(&self, caller: &Caller, id: ProviderId) -> Result<Tested, Error> {
        self.administers(caller).await?;
        let provider =
            rows::providers::find(self.inner.store.pool(), id).await?.ok_or(Error::NoSuchProvider)?;
        let fetched = match self.refresh(&provider).await {
            Ok(fetched) => fetched,
            Err(Error::ProviderDown { reason, .. }) => {
                return Ok(Tested::failed("hub.provider_down", reason));
            }
            Err(Error::ProviderWrong { reason, .. }) => {
                return Ok(Tested::failed("hub.provider_wrong", reason));
            }
            Err(error) => return Err(error),
        };
        let words = |name: &str| {
            let words = fetched.metadata[name].as_array().map(Vec::as_slice).unwrap_or_default();
            words.iter().filter_map(|word| word.as_str()).take(100).map(ToOwned::to_owned).collect()
        };
        Ok(Tested {
            discovery: "ok",
            reason: None,
            keys: fetched.keys["keys"].as_array().map_or(0, Vec::len),
            acr_values: words("acr_values_supported"),
            scopes: words("scopes_supported"),
        })
    }

    async fn view(&self, provider: Provider) -> Result<ProviderView, Error> {
        let organisation = match provider.organisation {
            Some(id) => self.organisation_named(id).await?.map(|(name, _)| DefaultOrganisation { id, name }),
            None => None,
        };
        let standing = provider.standing;
        Ok(ProviderView {
            redirect_uri: self.redirect_uri(provider.id),
            backchannel_logout_uri: self.backchannel_logout_uri(provider.id),
            post_logout_redirect_uri: self.signed_out_page(),
            jwks_uri: format!("{}/api/hub/keys", self.inner.origin),
            id: provider.id,
            name: provider.name,
            issuer: provider.issuer,
            client_id: provider.client_id,
            client_auth: provider.client_auth,
            has_secret: provider.sealed_secret.is_some(),
            domains: provider.domains,
            extra_domains: provider.extra_domains,
            arrivals: provider.arrivals,
            mandatory: provider.mandatory,
            acr_map: provider.acr_map,
            default_acr: provider.default_acr,
            organisation,
            enabled: provider.enabled,
            state: StateView { up: standing.up, since: standing.since, error: standing.error },
        })
    }

    async fn check_organisation(&self, organisation: Option<ScopeId>) -> Result<(), Error> {
        match organisation {
            Some(id) if self.organisation_named(id).await?.is_none() => {
                Err(Error::BadProvider { field: "organisation" })
            }
            _ => Ok(()),
        }
    }

    pub(crate) async fn administers(&self, caller: &Caller) -> Result<(), Error> {
        let administers = self.inner.permissions.administers(caller.person).await.map_err(Error::Port)?;
        if administers { Ok(()) } else { Err(Error::NotAdministrator) }
    }

    async fn may_change(&self, caller: &Caller) -> Result<(), Error> {
        self.administers(caller).await?;
        caller.confirmed(Confirmation::KEYS, self.inner.store.clock().now()).map_err(Error::Port)
    }
}

impl Tested {
    fn failed(discovery: &'static str, reason: String) -> Self {
        Self { discovery, reason: Some(reason), keys: 0, acr_values: vec![], scopes: vec![] }
    }
}
