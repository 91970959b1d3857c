//! Who somebody is here, and where they work.

use directory::Place;
use identity::{Opened, Shown};
use kernel::{Actor, PersonId, ScopeId};
use web::Strength;

use crate::{
    Error, Hub,
    model::{Provider, Vouched},
    rows::{self, sessions::ProvidedSession},
};

impl Hub {
    /// Opens a session for somebody whom a provider vouches for, and remembers by which session of the provider's.
    pub(crate) async fn open_session(
        &self,
        provider: &Provider,
        vouched: &Vouched,
        person: PersonId,
        arrival: identity::Arrival,
    ) -> Result<Opened, Error> {
        self.place(provider, vouched, person).await?;
        let subject = vouched.claims.subject.as_str();
        let account = (provider.issuer.as_str(), subject);
        let identity = &self.inner.identity;
        let opened = identity.open_session_for(person, account, shown(vouched), arrival).await?;

        let provided = ProvidedSession {
            session: opened.session(),
            person,
            provider: provider.id,
            subject,
            sid: vouched.sid.as_deref(),
            sealed_id_token: vouched.sealed_id_token.as_deref(),
        };
        let now = self.inner.store.clock().now();
        let kept = rows::sessions::insert(self.inner.store.pool(), &provided, now).await;
        if !matches!(kept, Ok(true)) {
            // A session that its ministry could not close is none, and neither is one of a ministry that is no longer here.
            identity.close_sessions(Actor::System, &[opened.session()]).await?;
        }
        if kept? { Ok(opened) } else { Err(Error::NoSuchProvider) }
    }

    /// Puts somebody in the directory where their provider says they work, and notes which part of their name it calls given.
    pub(crate) async fn place(
        &self,
        provider: &Provider,
        vouched: &Vouched,
        person: PersonId,
    ) -> Result<(), Error> {
        if let Some(given) = &vouched.claims.given_name {
            let mut tx = self.inner.store.begin().await?;
            self.inner.identity.note_given_names(&mut tx, &[(person, given.clone())]).await?;
            tx.commit().await?;
        }
        let Some(organisation) = self.organisation_of(provider, vouched).await? else { return Ok(()) };
        let place = Place {
            organisation,
            population: vouched.claims.population(),
            unit: vouched.claims.unit.clone(),
            title: None,
            source: format!("provider:{}", provider.id),
        };
        match self.inner.directory.place(Actor::System, person, &place).await {
            Ok(_) => Ok(()),
            // The provider's default organisation is gone: whoever comes is not to blame.
            Err(directory::Error::NoSuchOrganisation | directory::Error::OrganisationClosed) => {
                tracing::warn!(provider.id = %provider.id, "a provider's organisation is not there any more");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The organisation that the SIRET names, else the provider's own. A provider speaks for the tree of its organisation (for
    /// one that has none, of the organisation that has the domain of the address) and for no other: what it says of another
    /// ministry's establishments would make its people that ministry's.
    pub(crate) async fn organisation_of(
        &self,
        provider: &Provider,
        vouched: &Vouched,
    ) -> Result<Option<ScopeId>, Error> {
        let directory = &self.inner.directory;
        if let Some(siret) = &vouched.claims.siret {
            let top = match provider.organisation {
                Some(own) => Some(own),
                None => directory.organisation_of_domain(&vouched.claims.address).await?,
            };
            if let Some(top) = top
                && let Some(found) = directory.organisation_by_siret(siret, top).await?
            {
                return Ok(Some(found));
            }
        }
        Ok(provider.organisation)
    }

    pub(crate) async fn forget_person(&self, person: PersonId) -> Result<(), Error> {
        let mut tx = self.inner.store.begin().await?;
        rows::sessions::forget_person(&mut tx, person).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What a provider's word is worth here.
pub(crate) fn shown(vouched: &Vouched) -> Shown {
    Shown { strength: Strength::Provider, acr: vouched.acr, amr: vouched.amr.clone(), at: vouched.at }
}
