//! What can be asked here: may they, and who administers.

use async_trait::async_trait;
use kernel::{
    Actor, PersonId, Problem, ScopeId,
    ports::{INSTALLATION, Level, Permissions},
};

use crate::{Access, Error, Role, facts, rows};

impl Access {
    /// Whether a person may do on a scope what needs this level. The one place where rights are decided.
    ///
    /// # Errors
    /// When the database does not answer; the caller must then refuse.
    pub async fn decide(&self, person: PersonId, needed: Level, scope: ScopeId) -> Result<bool, Error> {
        Ok(self.held(person, scope).await?.is_some_and(|held| held >= needed))
    }

    /// The strongest of what a person holds on a scope by themselves, by their groups, and by keeping the organisation
    /// that it is.
    async fn held(&self, person: PersonId, scope: ScopeId) -> Result<Option<Level>, Error> {
        let groups = self.groups(person).await?;
        let granted = rows::level(self.store.pool(), person, &groups, scope).await?;
        if granted == Some(Level::Manage) || scope == INSTALLATION {
            return Ok(granted);
        }
        let Some(directory) = &self.directory else { return Ok(granted) };
        let Some(keeps) = directory.keeps(person, scope).await? else { return Ok(granted) };
        // An organisation: those who keep it or what is above it, and those who administer the house, manage it.
        let manages = keeps
            || rows::level(self.store.pool(), person, &groups, INSTALLATION).await? == Some(Level::Manage);
        Ok(if manages { Some(Level::Manage) } else { granted })
    }

    async fn groups(&self, person: PersonId) -> Result<Vec<directory::GroupId>, Error> {
        match &self.directory {
            Some(directory) => Ok(directory.groups_of(person).await?),
            None => Ok(vec![]),
        }
    }

    /// Makes a person an administrator of the house.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn grant_role(&self, actor: Actor, person: PersonId, role: Role) -> Result<(), Error> {
        let Role::Administrator = role;
        let mut tx = self.store.begin().await?;
        rows::grant(&mut tx, INSTALLATION, person, Level::Manage).await?;
        store::tell(&mut tx, &facts::role_granted(actor, person, role)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a role back; says whether the person had it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revoke_role(&self, actor: Actor, person: PersonId, role: Role) -> Result<bool, Error> {
        let Role::Administrator = role;
        let mut tx = self.store.begin().await?;
        let had_it = rows::revoke(&mut tx, INSTALLATION, person).await?;
        if had_it {
            store::tell(&mut tx, &facts::role_revoked(actor, person, role)).await?;
        }
        tx.commit().await?;
        Ok(had_it)
    }
}

#[async_trait]
impl Permissions for Access {
    async fn level(&self, person: PersonId, scope: ScopeId) -> Result<Option<Level>, Problem> {
        Ok(self.held(person, scope).await?)
    }

    async fn readable(&self, person: PersonId, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
        let groups = self.groups(person).await?;
        let mut readable =
            rows::readable(self.store.pool(), person, &groups, scopes).await.map_err(Problem::internal)?;
        let Some(directory) = &self.directory else { return Ok(readable) };
        let kept = if self.administers(person).await? {
            directory.which_are_organisations(scopes).await?
        } else {
            directory.kept_among(person, scopes).await?
        };
        readable.extend(kept);
        readable.sort_unstable();
        readable.dedup();
        Ok(readable)
    }

    async fn administers(&self, person: PersonId) -> Result<bool, Problem> {
        Ok(self.decide(person, Level::Manage, INSTALLATION).await?)
    }
}
