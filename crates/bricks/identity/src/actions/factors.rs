//! Second factors: set up, taken away, and shown when signing in.

use kernel::{EmailAddress, PersonId, Secret};
use store::Tx;
use time::{Duration, OffsetDateTime};
use web::Caller;

use super::Opened;
use crate::{
    Error, Identity, facts,
    model::{
        Change, Digest, Household, Owed, OwedId, RecoveryCode, SecondFactor, Shown, TotpSecret, TotpSetUp,
        recovery_hash,
    },
    rows::{
        factors,
        passwords::{self, Tried},
        persons,
        revocations::{self, Revoked},
    },
    settings::minutes,
};

use super::Arrival;

impl Identity {
    /// How long a telephone may take to be set up.
    const SET_UP_WITHIN: Duration = Duration::minutes(30);

    /// A secret for a telephone. It asks for nothing until a code of it was shown.
    pub(crate) async fn begin_totp(&self, caller: &Caller) -> Result<TotpSetUp, Error> {
        let now = self.inner.store.clock().now();
        self.confirmed(caller)?;
        let record = self.persons(&[caller.person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let secret = TotpSecret::draw()?;
        let shown = secret.set_up(&self.inner.settings.house_name, &record.address)?;
        let sealed = self.inner.settings.sealing_key.seal(caller.person, secret.bytes())?;

        let mut tx = self.inner.store.begin().await?;
        factors::set_candidate(&mut tx, caller.person, &sealed, now).await?;
        tx.commit().await?;
        Ok(shown)
    }

    /// A code of the new telephone: from now on it is asked for. The first time, recovery codes are made.
    ///
    /// # Errors
    /// [`Error::NoTotpBegun`], [`Error::WrongTotp`], [`Error::TooManyFactorTries`].
    pub(crate) async fn finish_totp(
        &self,
        caller: &Caller,
        household: &Household,
        typed: &Secret<String>,
    ) -> Result<Option<Vec<RecoveryCode>>, Error> {
        let now = self.inner.store.clock().now();
        self.confirmed(caller)?;
        self.count_factor_try(caller.person, household).await?;
        let db = self.inner.store.pool();
        let sealed = factors::candidate(db, caller.person, now - Self::SET_UP_WITHIN).await?;
        let sealed = sealed.ok_or(Error::NoTotpBegun)?;
        let secret = self.inner.settings.sealing_key.open(caller.person, &sealed)?;
        let step = TotpSecret::of(secret).step_of(typed.expose(), now)?.ok_or(Error::WrongTotp)?;

        let mut tx = self.inner.store.begin().await?;
        self.hold_active(&mut tx, caller.person).await?;
        if !factors::promote(&mut tx, caller.person, &sealed, step, now).await? {
            return Err(Error::NoTotpBegun);
        }
        factors::forget_tries(&mut tx, caller.person, household).await?;
        let codes = make_missing_recovery_codes(&mut tx, caller.person, now).await?;
        self.write_of(&mut tx, caller.person, Change::TotpEnabled).await?;
        store::tell(&mut tx, &facts::totp_enabled(caller.person)).await?;
        self.commit_factors(tx, caller.person).await?;
        Ok(codes)
    }

    pub(crate) async fn remove_totp(&self, caller: &Caller) -> Result<(), Error> {
        self.confirmed(caller)?;

        let mut tx = self.inner.store.begin().await?;
        if !factors::remove_totp(&mut tx, caller.person).await? {
            return Err(Error::NoTotp);
        }
        self.write_of(&mut tx, caller.person, Change::TotpDisabled).await?;
        store::tell(&mut tx, &facts::totp_disabled(caller.person)).await?;
        self.commit_factors(tx, caller.person).await
    }

    /// Every node looks again whether a person has a second factor: what is grave asks for it, or no longer does.
    pub(super) async fn commit_factors(&self, mut tx: Tx, person: PersonId) -> Result<(), Error> {
        let theirs = [Revoked::Person(person)];
        revocations::revoke(&mut tx, &theirs, self.inner.store.clock().now()).await?;
        tx.commit().await?;

        self.inner.passes.forget(&theirs);
        Ok(())
    }

    /// Ten new codes; those before open nothing any more.
    pub(crate) async fn replace_recovery_codes(&self, caller: &Caller) -> Result<Vec<RecoveryCode>, Error> {
        let now = self.inner.store.clock().now();
        self.confirmed(caller)?;

        let mut tx = self.inner.store.begin().await?;
        self.hold_active(&mut tx, caller.person).await?;
        let codes = make_recovery_codes(&mut tx, caller.person, now).await?;
        self.write_of(&mut tx, caller.person, Change::RecoveryCodesMade).await?;
        store::tell(&mut tx, &facts::recovery_codes_made(caller.person)).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// The second half of signing in, by the browser that did the first.
    ///
    /// # Errors
    /// [`Error::SecondFactorExpired`], [`Error::WrongSecondFactor`], [`Error::TooManyFactorTries`], [`Error::Disabled`].
    pub(crate) async fn sign_in_with_second_factor(
        &self,
        id: OwedId,
        browser: Option<Digest>,
        factor: &SecondFactor,
        arrival: Arrival,
    ) -> Result<Opened, Error> {
        let now = self.inner.store.clock().now();
        let browser = browser.ok_or(Error::SecondFactorExpired)?;
        let tried = factors::try_owed(self.inner.store.pool(), id, &browser, Owed::TRIES, now).await?;
        let (owed, tries) = tried.ok_or(Error::SecondFactorExpired)?;
        self.count_factor_try(owed.person, &arrival.household).await?;
        let population = self.population(&owed.address).await?;
        self.may_come_so(Some(owed.person), &owed.address, owed.shown.strength).await?;

        let mut tx = self.inner.store.begin().await?;
        self.hold_active(&mut tx, owed.person).await?;
        let proven = self.use_factor(&mut tx, owed.person, factor, now).await?;
        let proven = proven.ok_or(Error::WrongSecondFactor { tries_left: (Owed::TRIES - tries).max(0) })?;
        if !factors::settle(&mut tx, id).await? {
            return Err(Error::SecondFactorExpired);
        }
        factors::forget_tries(&mut tx, owed.person, &arrival.household).await?;
        let shown = Shown { at: now, ..owed.shown.and(proven) };
        self.enter(tx, owed.person, population, shown, arrival, None).await
    }

    /// Whose recovery code this is, which is used up: for somebody who lost every other way. The same answer for an address
    /// that nobody has.
    ///
    /// # Errors
    /// [`Error::WrongRecoveryCode`], [`Error::TooManyTries`], [`Error::Disabled`].
    pub async fn redeem_recovery_code(
        &self,
        address: &EmailAddress,
        code: &Secret<String>,
        arrival: &Arrival,
    ) -> Result<PersonId, Error> {
        let now = self.inner.store.clock().now();
        self.count_try(Tried::RecoveryCode, address, &arrival.household).await?;

        let mut tx = self.inner.store.begin().await?;
        let held = persons::hold(&mut tx, address).await?.filter(|held| held.proven);
        // Nobody's code is looked for as somebody's is.
        let person = held.map_or_else(PersonId::new, |held| held.person);
        let hash = recovery_hash(person, code.expose());
        if !factors::use_recovery_code(&mut tx, person, &hash, now).await? {
            return Err(Error::WrongRecoveryCode);
        }
        self.hold_active(&mut tx, person).await?;
        store::tell(&mut tx, &facts::recovery_code_used(person)).await?;
        tx.commit().await?;

        let db = self.inner.store.pool();
        passwords::forget_tries(db, Tried::RecoveryCode, address, &arrival.household).await?;
        Ok(person)
    }

    /// Uses up a second factor; says by what it proves, `None` when it is wrong or was used.
    pub(super) async fn use_factor(
        &self,
        tx: &mut Tx,
        person: PersonId,
        factor: &SecondFactor,
        now: OffsetDateTime,
    ) -> Result<Option<kernel::Amr>, Error> {
        match factor {
            SecondFactor::Totp(typed) => {
                let Some(kept) = factors::totp_of(&mut **tx, person).await? else { return Ok(None) };
                let secret = self.inner.settings.sealing_key.open(person, &kept.secret)?;
                let Some(step) = TotpSecret::of(secret).step_of(typed.expose(), now)? else {
                    return Ok(None);
                };
                Ok(factors::accept_step(tx, person, step).await?.then_some(kernel::Amr::Totp))
            }
            SecondFactor::RecoveryCode(typed) => {
                let hash = recovery_hash(person, typed.expose());
                let used = factors::use_recovery_code(tx, person, &hash, now).await?;
                Ok(used.then_some(kernel::Amr::Mfa))
            }
        }
    }

    /// # Errors
    /// [`Error::TooManyFactorTries`].
    pub(super) async fn count_factor_try(
        &self,
        person: PersonId,
        household: &Household,
    ) -> Result<(), Error> {
        let (store, settings) = (&self.inner.store, &self.inner.settings);
        let (now, window) = (store.clock().now(), minutes(settings.factor_tries_minutes));
        let most = i64::from(settings.factor_tries);
        let tries = factors::count_try(store.pool(), person, household, most, now, window).await?;
        tries
            .over(most, settings.person_factor_tries.into())
            .map_or(Ok(()), |since| Err(Error::TooManyFactorTries { wait: since + window - now }))
    }

    /// Keeps a person as they are until commit.
    ///
    /// # Errors
    /// [`Error::Disabled`], [`Error::NoSuchPerson`].
    pub(super) async fn hold_active(&self, tx: &mut Tx, person: PersonId) -> Result<(), Error> {
        if persons::hold_person(tx, person).await?.ok_or(Error::NoSuchPerson)? {
            return Err(Error::Disabled);
        }
        Ok(())
    }
}

/// Ten codes for who has none left: whoever has a second factor must find a way in on the day it is lost.
pub(super) async fn make_missing_recovery_codes(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Option<Vec<RecoveryCode>>, Error> {
    let left = factors::recovery_codes(&mut **tx, person).await?.map_or(0, |(left, _)| left);
    if left == 0 { make_recovery_codes(tx, person, now).await.map(Some) } else { Ok(None) }
}

async fn make_recovery_codes(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<RecoveryCode>, Error> {
    let codes = (0..RecoveryCode::MANY).map(|_| RecoveryCode::draw()).collect::<Result<Vec<_>, _>>()?;
    let hashes: Vec<Digest> = codes.iter().map(|code| code.hash(person)).collect();
    factors::set_recovery_codes(tx, person, &hashes, now).await?;
    Ok(codes)
}
