//! Persons, for the bricks above and the command line.

use std::collections::HashMap;

use kernel::{Actor, EmailAddress, Language, PersonId, Secret};
use store::Tx;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::{
    Error, Identity, NewPerson, PersonRecord, facts,
    model::{Change, acceptable, checked_name},
    rows::{
        factors, passkeys, passwords, persons,
        revocations::{self, Revoked},
        sessions, tokens,
    },
};

impl Identity {
    /// What is known of persons, in no order; unknown ones are left out.
    ///
    /// # Errors
    /// When the database does not answer; likewise below.
    pub async fn persons(&self, ids: &[PersonId]) -> Result<Vec<PersonRecord>, Error> {
        Ok(persons::by_ids(self.inner.store.pool(), ids).await?)
    }

    /// The same, within the change of another room: whoever holds a connection asks for no other.
    ///
    /// # Errors
    /// When the database does not answer; likewise below.
    pub async fn persons_within(&self, tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<PersonRecord>, Error> {
        Ok(persons::by_ids(&mut **tx, ids).await?)
    }

    /// The persons behind addresses, proven or not, in the same order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn persons_by_address(
        &self,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Option<PersonRecord>>, Error> {
        let found = persons::by_addresses(self.inner.store.pool(), addresses).await?;
        Ok(in_order(addresses, found))
    }

    /// The same, within the change of another room.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn persons_by_address_within(
        &self,
        tx: &mut Tx,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Option<PersonRecord>>, Error> {
        let found = persons::by_addresses(&mut **tx, addresses).await?;
        Ok(in_order(addresses, found))
    }

    /// The persons behind addresses, in the same order. One is made, without a name and unproven, for an address that
    /// nobody has.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ensure_persons(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Error> {
        let found = self.persons_by_address(addresses).await?;
        if !found.iter().any(Option::is_none) {
            return Ok(found.into_iter().flatten().map(|record| record.id).collect());
        }
        let mut missing: Vec<&EmailAddress> = addresses
            .iter()
            .zip(&found)
            .filter(|(_, found)| found.is_none())
            .map(|(address, _)| address)
            .collect();
        missing.sort_unstable();
        missing.dedup();
        let newcomer = |address| {
            (address, persons::Newcomer { id: PersonId::new(), name: None, language: Language::default() })
        };
        let newcomers: Vec<_> = missing.into_iter().map(newcomer).collect();

        let mut tx = self.inner.store.begin().await?;
        for made in persons::insert(&mut tx, &newcomers, false, self.inner.store.clock().now()).await? {
            store::tell(&mut tx, &facts::person_added(Actor::System, made)).await?;
        }
        tx.commit().await?;

        let found = self.persons_by_address(addresses).await?;
        found.into_iter().map(|record| record.map(|record| record.id).ok_or(Error::NoSuchPerson)).collect()
    }

    /// The proven addresses of a person, the main one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Error> {
        Ok(persons::proven_addresses(self.inner.store.pool(), person).await?)
    }

    /// The person behind an address, proven or not.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, address: &EmailAddress) -> Result<Option<PersonId>, Error> {
        Ok(persons::of_address(self.inner.store.pool(), address).await?)
    }

    /// Persons whose name or main address contains `text`, by name, at most `limit`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, text: &str, limit: i64) -> Result<Vec<PersonRecord>, Error> {
        Ok(persons::search(self.inner.store.pool(), text.trim(), limit).await?)
    }

    /// Adds a person. Somebody who was only written to until now, and never came, becomes this person.
    ///
    /// # Errors
    /// [`Error::AddressTaken`], [`Error::BadName`], or what is wrong with the password.
    pub async fn add_person(&self, actor: Actor, new: NewPerson) -> Result<PersonId, Error> {
        let name = new.name.as_deref().map(checked_name).transpose()?;
        let hash = self.hashed(new.password.as_ref(), &new.address, name.as_deref()).await?;
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        let (person, made) = make_or_adopt(&mut tx, &new, name.as_deref(), now).await?;
        if let Some(hash) = hash {
            passwords::set(&mut tx, person, &hash, now).await?;
        }
        store::tell(&mut tx, &facts::person_made_or_adopted(actor, person, made)).await?;
        tx.commit().await?;

        Ok(person)
    }

    /// Gives a person a password, which closes all their sessions.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`], or what is wrong with the password.
    pub async fn set_password(
        &self,
        actor: Actor,
        person: PersonId,
        password: Secret<String>,
    ) -> Result<(), Error> {
        let record = self.persons(&[person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let new = acceptable(&password, &record.address, record.name.as_deref())?;
        let hash = self.inner.hashing.hash(None, new).await?;

        self.replace_password(actor, person, &hash, None).await
    }

    /// Suspends a person: their sessions are closed, their tokens are withdrawn, they cannot come back in.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`].
    pub async fn disable(&self, actor: Actor, person: PersonId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if persons::set_disabled(&mut tx, person, Some(now)).await?.ok_or(Error::NoSuchPerson)? {
            let closed = sessions::close_all(&mut tx, person, None, now).await?;
            let revoked = tokens::revoke_all(&mut tx, person, now).await?;
            store::tell(&mut tx, &facts::person_disabled(actor, person, &closed, revoked)).await?;
            revocations::revoke(&mut tx, &[Revoked::Person(person)], now).await?;
        }
        tx.commit().await?;

        self.inner.passes.forget(&[Revoked::Person(person)]);
        Ok(())
    }

    /// Takes away a person's second factor, recovery codes and passkeys, for who lost them all; their sessions are closed.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`].
    pub async fn forget_factors(&self, actor: Actor, person: PersonId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        persons::hold_person(&mut tx, person).await?.ok_or(Error::NoSuchPerson)?;
        factors::remove_totp(&mut tx, person).await?;
        factors::set_recovery_codes(&mut tx, person, &[], now).await?;
        passkeys::delete_all(&mut tx, person).await?;
        let closed = sessions::close_all(&mut tx, person, None, now).await?;
        self.write_of(&mut tx, person, Change::FactorsForgotten).await?;
        store::tell(&mut tx, &facts::factors_forgotten(actor, person, &closed)).await?;
        self.commit_factors(tx, person).await
    }

    /// Lets a person in again. Sessions stay closed and tokens withdrawn: what was suspected is not handed back.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`].
    pub async fn enable(&self, actor: Actor, person: PersonId) -> Result<(), Error> {
        let mut tx = self.inner.store.begin().await?;
        if persons::set_disabled(&mut tx, person, None).await?.ok_or(Error::NoSuchPerson)? {
            store::tell(&mut tx, &facts::person_enabled(actor, person)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn forget_person(&self, person: PersonId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if persons::erase(&mut tx, person).await? {
            store::tell(&mut tx, &facts::person_forgotten(person)).await?;
            revocations::revoke(&mut tx, &[Revoked::Person(person)], now).await?;
        }
        tx.commit().await?;

        self.inner.passes.forget(&[Revoked::Person(person)]);
        Ok(())
    }

    async fn hashed(
        &self,
        password: Option<&Secret<String>>,
        address: &EmailAddress,
        name: Option<&str>,
    ) -> Result<Option<String>, Error> {
        let Some(password) = password else { return Ok(None) };
        let password: Zeroizing<String> = acceptable(password, address, name)?;
        self.inner.hashing.hash(None, password).await.map(Some)
    }
}

fn in_order(addresses: &[EmailAddress], found: Vec<(String, PersonRecord)>) -> Vec<Option<PersonRecord>> {
    let found: HashMap<String, PersonRecord> = found.into_iter().collect();
    addresses.iter().map(|address| found.get(address.as_str()).cloned()).collect()
}

/// The person of a new address, and whether they were made now: whoever was only written to becomes this person.
pub(super) async fn make_or_adopt(
    tx: &mut Tx,
    new: &NewPerson,
    name: Option<&str>,
    now: OffsetDateTime,
) -> Result<(PersonId, bool), Error> {
    let newcomer = persons::Newcomer { id: PersonId::new(), name, language: new.language };
    match persons::insert(tx, &[(&new.address, newcomer)], new.proven, now).await?.pop() {
        Some(person) => Ok((person, true)),
        None => Ok((adopt(tx, new, name, now).await?, false)),
    }
}

/// Makes a person of whoever was only written to.
async fn adopt(
    tx: &mut Tx,
    new: &NewPerson,
    name: Option<&str>,
    now: OffsetDateTime,
) -> Result<PersonId, Error> {
    let held = persons::hold(tx, &new.address).await?;
    let held = held.filter(|held| !held.proven && !held.disabled).ok_or(Error::AddressTaken)?;
    persons::change(tx, held.person, name, Some(new.language)).await?;
    if new.proven {
        persons::prove(tx, &new.address, now).await?;
    }
    Ok(held.person)
}
