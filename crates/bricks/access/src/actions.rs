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
        Ok(rows::level(self.store.pool(), person, scope).await?.is_some_and(|held| held >= needed))
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
        rows::level(self.store.pool(), person, scope).await.map_err(Problem::internal)
    }

    async fn readable(&self, person: PersonId, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
        rows::readable(self.store.pool(), person, scopes).await.map_err(Problem::internal)
    }

    async fn administers(&self, person: PersonId) -> Result<bool, Problem> {
        Ok(self.decide(person, Level::Manage, INSTALLATION).await?)
    }
}
