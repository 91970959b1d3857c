//! Somebody whom a provider vouches for says who they are here. An address is never enough.

use identity::Opened;
use kernel::{Actor, EmailAddress, PersonId, Secret};
use serde::Serialize;
use time::OffsetDateTime;
use web::{Caller, Confirmation};

use super::{Choice, Holder, Visitor};
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
    /// Whether they may become a new person.
    may_create: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<Obstacle>,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// What keeps somebody from becoming a new person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HubObstacle)]
pub(crate) enum Obstacle {
    /// Somebody here has shown that the address is theirs.
    AddressTaken,
    /// The provider lets in who was invited, and nobody invited this address.
    NotInvited,
    /// The provider makes no persons.
    MayNotCreate,
}

impl From<Obstacle> for Error {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::AddressTaken => Self::AddressTaken,
            Obstacle::NotInvited => Self::NotInvited,
            Obstacle::MayNotCreate => Self::MayNotCreate,
        }
    }
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
        let obstacle = self.obstacle(&provider, &claims.address).await?;
        Ok(ArrivalView {
            provider: Choice::of(&provider),
            name: claims.name(),
            address: claims.address.clone(),
            organisation,
            may_create: obstacle.is_none(),
            obstacle,
            expires_at: newcomer.expires_at,
        })
    }

    /// They are nobody who is here already.
    pub(crate) async fn arrive_as_new(&self, visitor: Visitor) -> Result<Opened, Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        let claims = &newcomer.vouched.claims;
        let known = self.inner.identity.person_of_identity(&provider.issuer, &claims.subject).await?;
        let person = match (known, self.obstacle(&provider, &claims.address).await?) {
            // Asked twice, or cut short between being made and coming in: they are who they became.
            (Some(person), _) => person,
            (None, Some(obstacle)) => return Err(obstacle.into()),
            (None, None) => self.create(&provider, &newcomer.vouched, visitor.language).await?,
        };
        self.come_in(&provider, &newcomer, person, visitor).await
    }

    /// What keeps somebody at this address from becoming a new person.
    async fn obstacle(&self, provider: &Provider, address: &EmailAddress) -> Result<Option<Obstacle>, Error> {
        if self.holder(address).await? == Holder::Somebody {
            return Ok(Some(Obstacle::AddressTaken));
        }
        Ok(match provider.arrivals {
            Arrivals::Create => None,
            Arrivals::Invitation if self.inner.identity.is_invited(address).await? => None,
            Arrivals::Invitation => Some(Obstacle::NotInvited),
            Arrivals::Refuse => Some(Obstacle::MayNotCreate),
        })
    }

    /// They are whoever is signed in in this browser, as they showed a moment ago.
    pub(crate) async fn arrive_as_caller(&self, caller: &Caller, visitor: Visitor) -> Result<Opened, Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        caller.confirmed(Confirmation::KEYS, self.inner.store.clock().now()).map_err(Error::Port)?;
        self.link(caller.actor(), caller.person, &provider, &newcomer.vouched, false).await?;
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
        self.link(Actor::Person(person), person, &provider, &newcomer.vouched, false).await?;
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
