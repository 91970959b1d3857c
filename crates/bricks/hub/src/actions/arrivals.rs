//! Somebody whom a provider vouches for says who they are here. An address is never enough.

use identity::Opened;
use kernel::{Actor, EmailAddress, PersonId, Secret};
use serde::Serialize;
use time::OffsetDateTime;
use web::{Caller, Confirmation};

use super::{Choice, Visitor};
use crate::{
    Error, Hub,
    model::{Arrivals, BrowserSecret, Provider},
    rows::{self, attempts::Newcomer},
};

/// Whom their provider says that they are, and what they may do.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubArrival)]
pub(crate) struct ArrivalView {
    provider: Choice,
    name: Option<String>,
    #[schema(value_type = String)]
    address: EmailAddress,
    /// Where they would work.
    organisation: Option<String>,
    /// Whether they may become a new person: nobody here has their address, and the provider may.
    may_create: bool,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

impl Hub {
    pub(crate) async fn show_arrival(&self, browser: Option<&BrowserSecret>) -> Result<ArrivalView, Error> {
        let (provider, newcomer) = self.newcomer(browser).await?;
        let organisation = self.organisation_of(&provider, &newcomer.vouched).await?;
        let organisation = match organisation {
            Some(id) => self.organisation_named(id).await?.map(|(name, _)| name),
            None => None,
        };
        let claims = &newcomer.vouched.claims;
        let may_create = provider.arrivals == Arrivals::Create && !self.is_taken(&claims.address).await?;
        Ok(ArrivalView {
            provider: Choice::of(&provider),
            name: claims.name(),
            address: claims.address.clone(),
            organisation,
            may_create,
            expires_at: newcomer.expires_at,
        })
    }

    /// They are nobody who is here already.
    pub(crate) async fn arrive_as_new(&self, visitor: Visitor) -> Result<Opened, Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        if provider.arrivals != Arrivals::Create {
            return Err(Error::MayNotCreate);
        }
        if self.is_taken(&newcomer.vouched.claims.address).await? {
            return Err(Error::AddressTaken);
        }
        let person = self.create(&provider, &newcomer.vouched, visitor.language).await?;
        self.come_in(&provider, &newcomer, person, visitor).await
    }

    /// They are whoever is signed in in this browser, as they showed a moment ago.
    pub(crate) async fn arrive_as_caller(&self, caller: &Caller, visitor: Visitor) -> Result<Opened, Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        caller.confirmed(Confirmation::KEYS, self.inner.store.clock().now()).map_err(Error::Port)?;
        self.link(caller.actor(), caller.person, &provider, &newcomer.vouched).await?;
        self.come_in(&provider, &newcomer, caller.person, visitor).await
    }

    /// They prove by a recovery code that they are who had this address here until now. Told by `identity` as a code used up.
    pub(crate) async fn arrive_by_recovery(
        &self,
        address: &str,
        code: &Secret<String>,
        visitor: Visitor,
    ) -> Result<Opened, Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        let address: EmailAddress = address.parse().map_err(|_| Error::BadAddress)?;
        let person = self.inner.identity.redeem_recovery_code(&address, code, &visitor.arrival).await?;
        self.link(Actor::Person(person), person, &provider, &newcomer.vouched).await?;
        self.come_in(&provider, &newcomer, person, visitor).await
    }

    async fn come_in(
        &self,
        provider: &Provider,
        newcomer: &Newcomer,
        person: PersonId,
        visitor: Visitor,
    ) -> Result<Opened, Error> {
        let browser = visitor.browser.as_ref().map(BrowserSecret::digest);
        let opened = self.open_session(provider, &newcomer.vouched, person, visitor.arrival).await?;
        if let Some(browser) = browser {
            rows::attempts::forget_newcomer(self.inner.store.pool(), browser).await?;
        }
        Ok(opened)
    }

    /// Who arrives in this browser, and by which provider.
    pub(crate) async fn newcomer(
        &self,
        browser: Option<&BrowserSecret>,
    ) -> Result<(Provider, Newcomer), Error> {
        let browser = browser.ok_or(Error::NoArrival)?;
        let now = self.inner.store.clock().now();
        let found = rows::attempts::newcomer(self.inner.store.pool(), browser.digest(), now).await?;
        let newcomer = found.ok_or(Error::NoArrival)?;
        let provider = self.provider(newcomer.provider).await.map_err(|_| Error::NoArrival)?;
        Ok((provider, newcomer))
    }
}
