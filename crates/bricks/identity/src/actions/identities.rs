//! Accounts elsewhere: linked to one person, who may come by any of them. The rooms that talk to providers decide when.

use kernel::{Actor, EmailAddress, PersonId};
use store::Tx;

use super::persons::make_or_adopt;
use crate::{
    Error, Identity, LinkedIdentity, NewPerson, VouchedAddress, facts,
    model::{Change, checked_name, may_add},
    rows::{addresses, guests, identities, invitations},
};

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

    /// Lets a person come by an account elsewhere, `(issuer, subject)`. The caller has made sure that it is theirs: signed in
    /// to both, or a transfer that was agreed. An address is never enough.
    ///
    /// The address that comes with the account becomes theirs too, proven, unless somebody has it: then it stays where it is,
    /// also when they were only written to, for what they were sent is found by it. Doing it twice is doing it once.
    ///
    /// # Errors
    /// [`Error::IdentityTaken`] when the account is another person's.
    pub async fn link_identity(
        &self,
        actor: Actor,
        person: PersonId,
        (issuer, subject): (&str, &str),
        address: Option<VouchedAddress<'_>>,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if identities::insert(&mut tx, person, issuer, subject, now).await? {
            self.write_of(&mut tx, person, Change::IdentityLinked(issuer)).await?;
            store::tell(&mut tx, &facts::identity_linked(actor, person, issuer)).await?;
        } else if identities::find(&mut *tx, issuer, subject).await? != Some(person) {
            return Err(Error::IdentityTaken);
        }
        if let Some(vouched) = address {
            self.add_vouched(&mut tx, actor, person, vouched).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Adds somebody who comes by an account elsewhere for the first time, in one piece: there is never a person without the
    /// account by which they came. Somebody who was only written to until now becomes this person, and the invitations that
    /// were sent to their address are accepted; with `only_invited`, there must be one.
    ///
    /// # Errors
    /// [`Error::AddressTaken`], [`Error::IdentityTaken`], [`Error::InvitationOver`] without an invitation, [`Error::BadName`].
    pub async fn add_person_with_identity(
        &self,
        new: NewPerson,
        (issuer, subject): (&str, &str),
        only_invited: bool,
    ) -> Result<PersonId, Error> {
        let name = new.name.as_deref().map(checked_name).transpose()?;
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        let (person, made) = make_or_adopt(&mut tx, &new, name.as_deref(), now).await?;
        let actor = Actor::Person(person);
        store::tell(&mut tx, &facts::person_made_or_adopted(actor, person, made)).await?;
        if !identities::insert(&mut tx, person, issuer, subject, now).await? {
            return Err(Error::IdentityTaken);
        }
        store::tell(&mut tx, &facts::identity_linked(actor, person, issuer)).await?;
        let invited = self.accept_all(&mut tx, person, &new.address).await?;
        if only_invited && !invited {
            return Err(Error::InvitationOver);
        }
        tx.commit().await?;
        Ok(person)
    }

    /// Whether somebody at this address was invited, and did not come yet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_invited(&self, address: &EmailAddress) -> Result<bool, Error> {
        let store = &self.inner.store;
        Ok(!invitations::open_for(store.pool(), address, store.clock().now()).await?.is_empty())
    }

    /// Accepts what was sent to somebody's address; says whether anything was.
    async fn accept_all(&self, tx: &mut Tx, person: PersonId, address: &EmailAddress) -> Result<bool, Error> {
        let now = self.inner.store.clock().now();
        let mut invited = false;
        for (id, as_guest) in invitations::open_for(&mut **tx, address, now).await? {
            if invitations::accept(tx, id, now).await? {
                store::tell(tx, &facts::invitation_accepted(person, id)).await?;
                if !as_guest {
                    guests::give_own_standing(tx, person).await?;
                }
                invited = true;
            }
        }
        Ok(invited)
    }

    async fn add_vouched(
        &self,
        tx: &mut Tx,
        actor: Actor,
        person: PersonId,
        VouchedAddress { address, becomes_main }: VouchedAddress<'_>,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let has = addresses::hold(tx, person).await?;
        let own = has.iter().find(|own| own.address == *address);
        if own.is_none_or(|own| !own.proven) {
            // Who has as many as anybody may keeps those: nobody is kept out of an account for it.
            if may_add(&has, address).is_err() || !addresses::insert(tx, person, address, now).await? {
                return Ok(());
            }
            store::tell(tx, &facts::address_added(actor, person)).await?;
        }
        if becomes_main && own.is_none_or(|own| !own.main) {
            addresses::set_main(tx, person, address).await?;
            store::tell(tx, &facts::main_address_chosen(actor, person)).await?;
        }
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
