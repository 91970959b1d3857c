//! What correspondents do with the tree they keep: open, change, move and close organisations.

use kernel::{Actor, ScopeId};
use time::Date;

use super::organisations::siret_taken;
use crate::{
    Directory, Error, facts,
    model::{
        NewOrganisation, days,
        organisation::{ChangedOrganisation, Particulars},
        privacy::Viewer,
    },
    rows::{organisations, places},
};

impl Directory {
    /// # Errors
    /// [`Error::NotCorrespondent`] for who keeps nothing above it; a root is opened by administrators.
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

        self.open_organisation(Actor::Person(viewer.person), new, particulars).await
    }

    /// # Errors
    /// [`Error::NotCorrespondent`], also for a new place that the caller does not keep, or out of a tree that somebody
    /// above keeps; [`Error::Circle`].
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
            if until.is_some_and(|until| until < days::day_of(now)) {
                return Err(Error::OrganisationClosed);
            }
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

    /// The tree an organisation is in, if the viewer keeps it.
    pub(crate) async fn kept(&self, viewer: &Viewer, id: ScopeId) -> Result<Vec<ScopeId>, Error> {
        let path = organisations::path(self.db(), id).await?.ok_or(Error::NoSuchOrganisation)?;
        if viewer.keeps(&path) { Ok(path) } else { Err(Error::NotCorrespondent) }
    }
}
