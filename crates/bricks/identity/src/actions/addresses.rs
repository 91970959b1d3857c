//! The caller's addresses: proven by a code, chosen, removed.

use kernel::{EmailAddress, Language, PersonId};
use web::Caller;

use super::codes::CodeSent;
use crate::{
    Error, Identity, facts,
    model::{Change, CodeId, Guess, Household, OwnAddress, may_add, may_be_main, may_remove},
    rows::{
        addresses, codes, identities,
        revocations::{self, Revoked},
    },
};

impl Identity {
    pub(crate) async fn own_addresses(&self, caller: &Caller) -> Result<Vec<OwnAddress>, Error> {
        Ok(addresses::of_person(self.inner.store.pool(), caller.person).await?)
    }

    /// Mails a code that proves an address to be the caller's too. Nothing is said of whether anybody has it.
    ///
    /// # Errors
    /// [`Error::TooManyAddresses`], and those of a code.
    pub(crate) async fn begin_address(
        &self,
        caller: &Caller,
        address: EmailAddress,
        household: &Household,
        language: Language,
    ) -> Result<CodeSent, Error> {
        self.confirmed(caller)?;
        may_add(&self.own_addresses(caller).await?, &address)?;
        self.send_code_for(Some(caller.person), address, household, language).await
    }

    /// # Errors
    /// [`Error::AddressTaken`], and those of a code.
    pub(crate) async fn prove_address(
        &self,
        caller: &Caller,
        id: CodeId,
        guess: &Guess,
    ) -> Result<OwnAddress, Error> {
        let now = self.inner.store.clock().now();
        let address = self.try_code_for(Some(caller.person), id, guess).await?;

        let mut tx = self.inner.store.begin().await?;
        if !codes::use_up(&mut tx, id, now).await? {
            return Err(Error::CodeExpired);
        }
        self.hold_active(&mut tx, caller.person).await?;
        let has = addresses::hold(&mut tx, caller.person).await?;
        may_add(&has, &address)?;
        if !addresses::insert(&mut tx, caller.person, &address, now).await? {
            return Err(Error::AddressTaken);
        }
        self.write_of(&mut tx, caller.person, Change::AddressAdded(&address)).await?;
        store::tell(&mut tx, &facts::address_added(caller.actor(), caller.person)).await?;
        tx.commit().await?;

        let main = has.iter().any(|own| own.main && own.address == address);
        Ok(OwnAddress { address, main, proven: true })
    }

    /// Written to the main address of before as well: whoever lost an account must not lose the news of it.
    ///
    /// # Errors
    /// [`Error::NoSuchAddress`], [`Error::AddressNotProven`], [`Error::MinistryAddress`].
    pub(crate) async fn choose_main_address(
        &self,
        caller: &Caller,
        address: &EmailAddress,
    ) -> Result<(), Error> {
        self.confirmed(caller)?;
        self.stays_with_ministry(caller.person, address).await?;

        let mut tx = self.inner.store.begin().await?;
        let has = addresses::hold(&mut tx, caller.person).await?;
        may_be_main(&has, address)?;
        addresses::set_main(&mut tx, caller.person, address).await?;
        let before = has.iter().find(|own| own.main && own.proven && own.address != *address);
        let before = before.map(|own| &own.address);
        let change = Change::MainAddressChosen(address);
        self.write_of_to(&mut tx, caller.person, change, before).await?;
        store::tell(&mut tx, &facts::main_address_chosen(caller.actor(), caller.person)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whose ministry wants them to come by its provider keeps an address of it as the main one: by that address the house
    /// knows that they work there.
    async fn stays_with_ministry(&self, person: PersonId, address: &EmailAddress) -> Result<(), Error> {
        let Some(gateways) = self.inner.gateways.get() else { return Ok(()) };
        let issuers = identities::issuers(self.inner.store.pool(), person).await?;
        match gateways.left_by(address, &issuers).await.map_err(Error::Port)? {
            Some(name) => Err(Error::MinistryAddress { name }),
            None => Ok(()),
        }
    }

    pub(crate) async fn remove_address(&self, caller: &Caller, address: &EmailAddress) -> Result<(), Error> {
        self.confirmed(caller)?;

        let mut tx = self.inner.store.begin().await?;
        may_remove(&addresses::hold(&mut tx, caller.person).await?, address)?;
        addresses::delete(&mut tx, caller.person, address).await?;
        self.write_of(&mut tx, caller.person, Change::AddressRemoved(address)).await?;
        store::tell(&mut tx, &facts::address_removed(caller.person)).await?;
        // A password of an application opens with an address: every node looks again whether it still is theirs.
        let theirs = [Revoked::Person(caller.person)];
        revocations::revoke(&mut tx, &theirs, self.inner.store.clock().now()).await?;
        tx.commit().await?;

        self.inner.passes.forget(&theirs);
        Ok(())
    }
}
