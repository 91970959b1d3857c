//! Who keeps which tree.

use kernel::{Actor, PersonId, ScopeId};

use crate::{
    Directory, Error, facts,
    model::privacy::Viewer,
    rows::{correspondents, organisations},
};

impl Directory {
    /// Whether a person keeps an organisation, by it or by what is above. `None`: this scope is no organisation.
    ///
    /// # Errors
    /// When the database does not answer; the caller must then refuse.
    pub async fn keeps(&self, person: PersonId, scope: ScopeId) -> Result<Option<bool>, Error> {
        Ok(correspondents::keeps(self.db(), person, scope).await?)
    }

    /// Those of these scopes that are organisations which a person keeps, by them or by what is above.
    ///
    /// # Errors
    /// When the database does not answer; likewise below.
    pub async fn kept_among(&self, person: PersonId, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Error> {
        Ok(correspondents::kept_among(self.db(), person, scopes).await?)
    }

    /// Those of these scopes that are organisations.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn which_are_organisations(&self, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Error> {
        Ok(self.names(scopes.iter().copied()).await?.into_keys().collect())
    }

    /// Names a correspondent: done by an administrator, or by who keeps what is above, never for oneself. Whoever stands in
    /// the tree keeps it for as long as they have a place there (`placing/outlived.rs`); somebody from outside, until they
    /// are dismissed.
    ///
    /// # Errors
    /// [`Error::NotCorrespondent`]; [`Error::NotOneself`]; [`Error::NoSuchPerson`].
    pub(crate) async fn name_correspondent(
        &self,
        viewer: &Viewer,
        organisation: ScopeId,
        person: PersonId,
    ) -> Result<(), Error> {
        self.may_name(viewer, organisation).await?;
        if person == viewer.person && !viewer.administers {
            return Err(Error::NotOneself);
        }
        let entry = self.meet_one(viewer, person).await?;
        if entry.population == kernel::ports::Population::External {
            return Err(Error::NoSuchPerson);
        }

        self.appoint(Actor::Person(viewer.person), organisation, person).await
    }

    /// Names a correspondent, whoever decided it: for the command line and sample States.
    ///
    /// # Errors
    /// When the organisation does not exist.
    pub async fn appoint(&self, actor: Actor, organisation: ScopeId, person: PersonId) -> Result<(), Error> {
        let now = self.store().clock().now();
        let entry = self.entries(&[person]).await?.remove(&person);

        let mut tx = self.store().begin().await?;
        let (path, _) =
            organisations::hold_path(&mut tx, organisation).await?.ok_or(Error::NoSuchOrganisation)?;
        let outside = !entry.is_some_and(|entry| entry.stands_under(&path));
        if correspondents::insert(&mut tx, organisation, person, outside, now).await? {
            store::tell(&mut tx, &facts::correspondent_named(actor, organisation, person)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn dismiss_correspondent(
        &self,
        viewer: &Viewer,
        organisation: ScopeId,
        person: PersonId,
    ) -> Result<(), Error> {
        self.may_name(viewer, organisation).await?;

        let mut tx = self.store().begin().await?;
        if !correspondents::delete(&mut tx, organisation, person).await? {
            return Err(Error::NoSuchPerson);
        }
        let actor = Actor::Person(viewer.person);
        store::tell(&mut tx, &facts::correspondent_dismissed(actor, organisation, person)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn may_name(&self, viewer: &Viewer, organisation: ScopeId) -> Result<(), Error> {
        let path = organisations::path(self.db(), organisation).await?.ok_or(Error::NoSuchOrganisation)?;
        // By what is above it: who keeps a tree does not decide who else does.
        let above = &path[..path.len() - 1];
        if viewer.keeps(above) { Ok(()) } else { Err(Error::NotCorrespondent) }
    }
}
