//! What can be done with the directory: check, change, tell.

use kernel::{Actor, ScopeId};

use crate::{
    Directory, Error, facts,
    model::{Affiliation, NewOrganisation, Organisation},
    rows,
};

impl Directory {
    /// Adds an organisation with its e-mail domains.
    ///
    /// # Errors
    /// A name or domain that names nothing; a domain that another organisation has; a parent that does not exist.
    pub async fn add_organisation(&self, actor: Actor, new: NewOrganisation) -> Result<ScopeId, Error> {
        let new = new.checked()?;
        if let Some(parent) = new.parent
            && !rows::organisation_exists(self.store.pool(), parent).await?
        {
            return Err(Error::NoSuchOrganisation);
        }
        let id = ScopeId::new();

        let mut tx = self.store.begin().await?;
        rows::insert_organisation(&mut tx, id, &new, self.store.clock().now()).await?;
        for (domain, population) in &new.domains {
            if !rows::insert_domain(&mut tx, id, domain, *population).await? {
                return Err(Error::DomainTaken { domain: domain.clone() });
            }
        }
        store::tell(&mut tx, &facts::organisation_added(actor, id, &new)).await?;
        tx.commit().await?;

        Ok(id)
    }

    /// Gives a person a place in an organisation.
    ///
    /// # Errors
    /// When the organisation does not exist.
    pub async fn affiliate(&self, actor: Actor, affiliation: Affiliation) -> Result<(), Error> {
        if !rows::organisation_exists(self.store.pool(), affiliation.organisation).await? {
            return Err(Error::NoSuchOrganisation);
        }

        let mut tx = self.store.begin().await?;
        rows::insert_affiliation(&mut tx, &affiliation).await?;
        store::tell(&mut tx, &facts::person_affiliated(actor, &affiliation)).await?;
        tx.commit().await?;

        Ok(())
    }

    /// Every organisation, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, Error> {
        Ok(rows::organisations(self.store.pool()).await?)
    }
}
