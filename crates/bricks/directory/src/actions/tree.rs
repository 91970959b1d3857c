//! What correspondents do with the tree they keep: open, change, move and close organisations.

use kernel::{Actor, ScopeId};
use time::Date;

use super::organisations::siret_taken;
use crate::{
    Directory, Error, facts,
    model::{
        NewOrganisation, OwnDomain, days,
        organisation::{ChangedOrganisation, Particulars, checked_domains, takes_in},
        privacy::Viewer,
    },
    rows::{organisations, places},
};

impl Directory {
    /// # Errors
    /// [`Error::NotCorrespondent`] for who keeps nothing above it; a root is opened by administrators.
    /// [`Error::SiretForAdministrators`].
    pub(crate) async fn open_below(
        &self,
        viewer: &Viewer,
        new: NewOrganisation,
        particulars: Particulars,
    ) -> Result<ScopeId, Error> {
        let path = match new.parent {
            Some(parent) => organisations::path(self.db(), parent).await?.ok_or(Error::NoSuchOrganisation)?,
            None => vec![],
        };
        if !viewer.keeps(&path) {
            return Err(Error::NotCorrespondent);
        }

        if particulars.siret.is_some() && !viewer.administers {
            return Err(Error::SiretForAdministrators);
        }

        self.open_organisation(Actor::Person(viewer.person), new, particulars).await
    }

    /// # Errors
    /// [`Error::NotCorrespondent`], also for a new place that the caller does not keep, or out of a tree that somebody
    /// above keeps; [`Error::Circle`]; [`Error::SiretForAdministrators`] for a SIRET that is not the one it has.
    pub(crate) async fn change_organisation(
        &self,
        viewer: &Viewer,
        id: ScopeId,
        changed: ChangedOrganisation,
    ) -> Result<(), Error> {
        let changed = changed.checked()?;
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        organisations::lock_tree(&mut tx).await?;
        let (path, _) = organisations::hold_path(&mut tx, id).await?.ok_or(Error::NoSuchOrganisation)?;
        if !viewer.keeps(&path) {
            return Err(Error::NotCorrespondent);
        }
        // It decides where people work who come by a ministry's provider.
        if let Some(siret) = &changed.siret
            && !viewer.administers
            && *siret != organisations::siret(&mut tx, id).await?.unwrap_or_default()
        {
            return Err(Error::SiretForAdministrators);
        }
        let above = &path[..path.len() - 1];
        if let Some(parent) = changed.parent.filter(|parent| above.last() != Some(parent)) {
            let (target, until) =
                organisations::hold_path(&mut tx, parent).await?.ok_or(Error::NoSuchOrganisation)?;
            // What one keeps stays below what one keeps: both places must be in it.
            if !viewer.keeps(&target) || !viewer.keeps(above) {
                return Err(Error::NotCorrespondent);
            }
            if target.contains(&id) {
                return Err(Error::Circle);
            }
            takes_in(until, days::day_of(now))?;
            organisations::move_below(&mut tx, id, &path, &target).await?;
        }
        organisations::change(&mut tx, id, &changed, now).await.map_err(siret_taken)?;
        store::tell(&mut tx, &facts::organisation_changed(Actor::Person(viewer.person), id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends an organisation on a day. Those who work there go to the successor.
    ///
    /// # Errors
    /// [`Error::NotEmpty`] while something stands below it, or somebody works there and there is no successor.
    pub(crate) async fn close_organisation(
        &self,
        viewer: &Viewer,
        id: ScopeId,
        until: Date,
        successor: Option<ScopeId>,
    ) -> Result<(), Error> {
        let now = self.store().clock().now();
        let today = days::day_of(now);
        if until.year() > today.year() + 10 || until.year() < 1800 || successor == Some(id) {
            return Err(Error::BadDays);
        }
        let ends = days::end_of(until).max(now);

        let mut tx = self.store().begin().await?;
        organisations::lock_tree(&mut tx).await?;
        let (path, closed) = organisations::hold_path(&mut tx, id).await?.ok_or(Error::NoSuchOrganisation)?;
        if !viewer.keeps(&path) {
            return Err(Error::NotCorrespondent);
        }
        if closed.is_some_and(|closed| closed < today) {
            return Err(Error::OrganisationClosed);
        }
        let (below, people) = organisations::what_is_left(&mut tx, id, until, ends).await?;
        if below > 0 || (people > 0 && successor.is_none()) {
            return Err(Error::NotEmpty { organisations: below, people });
        }
        if let Some(successor) = successor {
            let (target, over) =
                organisations::hold_path(&mut tx, successor).await?.ok_or(Error::NoSuchOrganisation)?;
            if !viewer.keeps(&target) {
                return Err(Error::NotCorrespondent);
            }
            if over.is_some_and(|over| over <= until) {
                return Err(Error::OrganisationClosed);
            }
            places::hand_over(&mut tx, id, successor, ends).await?;
            places::recount(&mut tx, &[id, successor], now).await?;
        }
        organisations::close(&mut tx, id, until, successor, now).await?;
        store::tell(&mut tx, &facts::organisation_closed(Actor::Person(viewer.person), id, successor))
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an organisation the e-mail domains that say who works there, in place of those it had. Says which left and which
    /// came in the fact. Whoever works somewhere by their domain alone follows.
    ///
    /// # Errors
    /// [`Error::DomainsForAdministrators`]; [`Error::DomainTaken`] when another organisation has one; [`Error::TooMany`].
    pub(crate) async fn set_domains(
        &self,
        viewer: &Viewer,
        id: ScopeId,
        domains: Vec<OwnDomain>,
    ) -> Result<(), Error> {
        if !viewer.administers {
            return Err(Error::DomainsForAdministrators);
        }
        self.give_domains(Actor::Person(viewer.person), id, domains).await
    }

    /// The same, whoever decided it: for the command line.
    ///
    /// # Errors
    /// [`Error::NoSuchOrganisation`]; [`Error::BadDomain`]; [`Error::DomainTaken`]; [`Error::TooMany`].
    pub async fn give_domains(
        &self,
        actor: Actor,
        id: ScopeId,
        domains: Vec<OwnDomain>,
    ) -> Result<(), Error> {
        let domains = checked_domains(domains)?;

        let mut tx = self.store().begin().await?;
        // Two who give domains at the same time come one after the other.
        organisations::lock_tree(&mut tx).await?;
        organisations::hold_path(&mut tx, id).await?.ok_or(Error::NoSuchOrganisation)?;
        let before = organisations::domains_of(&mut *tx, id).await?;
        if before == domains {
            return Ok(());
        }
        organisations::delete_domains(&mut tx, id).await?;
        for own in &domains {
            if !organisations::insert_domain(&mut tx, id, &own.domain, own.population.into()).await? {
                return Err(Error::DomainTaken { domain: own.domain.clone() });
            }
        }
        store::tell(&mut tx, &facts::domains_given(actor, id, &domains)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The domains of an organisation, with the population of each.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn domains_of(&self, id: ScopeId) -> Result<Vec<OwnDomain>, Error> {
        Ok(organisations::domains_of(self.db(), id).await?)
    }

    /// The tree an organisation is in, if the viewer keeps it.
    pub(crate) async fn kept(&self, viewer: &Viewer, id: ScopeId) -> Result<Vec<ScopeId>, Error> {
        let path = organisations::path(self.db(), id).await?.ok_or(Error::NoSuchOrganisation)?;
        if viewer.keeps(&path) { Ok(path) } else { Err(Error::NotCorrespondent) }
    }
}
