//! Accounts elsewhere: linked to one person, who may come by any of them. The rooms that talk to providers decide when.

use kernel::{Actor, PersonId};

use crate::{Error, Identity, LinkedIdentity, facts, model::Change, rows::identities};

impl Identity {
    /// Whose account this is.
    ///
    /// # Errors
    /// When the database does not answer; likewise below.
    pub async fn person_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>, Error> {
        Ok(identities::find(self.inner.store.pool(), issuer, subject).await?)
    }

    /// The accounts elsewhere of a person, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identities(&self, person: PersonId) -> Result<Vec<LinkedIdentity>, Error> {
        Ok(identities::of_person(self.inner.store.pool(), person).await?)
    }

    /// Lets a person come by an account elsewhere. The caller has made sure that it is theirs: signed in to both, or a
    /// transfer that was agreed. An address is never enough.
    ///
    /// # Errors
    /// [`Error::IdentityTaken`] when it is another person's.
    pub async fn link_identity(
        &self,
        actor: Actor,
        person: PersonId,
        issuer: &str,
        subject: &str,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if identities::insert(&mut tx, person, issuer, subject, now).await? {
            self.write_of(&mut tx, person, Change::IdentityLinked(issuer)).await?;
            store::tell(&mut tx, &facts::identity_linked(actor, person, issuer)).await?;
        } else if identities::find(&mut *tx, issuer, subject).await? != Some(person) {
            return Err(Error::IdentityTaken);
        }
        tx.commit().await?;
        Ok(())
    }

    /// A person no longer comes by this account.
    ///
    /// # Errors
    /// [`Error::NoSuchIdentity`].
    pub async fn unlink_identity(
        &self,
        actor: Actor,
        person: PersonId,
        issuer: &str,
        subject: &str,
    ) -> Result<(), Error> {
        let mut tx = self.inner.store.begin().await?;
        if !identities::delete(&mut tx, person, issuer, subject).await? {
            return Err(Error::NoSuchIdentity);
        }
        self.write_of(&mut tx, person, Change::IdentityUnlinked(issuer)).await?;
        store::tell(&mut tx, &facts::identity_unlinked(actor, person, issuer)).await?;
        tx.commit().await?;
        Ok(())
    }
}
