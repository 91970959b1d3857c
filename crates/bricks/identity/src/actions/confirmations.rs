//! Showing again who one is, for something that asks for it (RFC 9470's step-up).

use kernel::{Acr, Amr, EmailAddress, Secret};
use serde::Serialize;
use web::{Caller, Confirmation, Strength};

use crate::{
    Error, Identity,
    hashing::Verdict,
    model::{CodeId, Guess, Household, SecondFactor, Shown, typed},
    rows::{
        codes, factors,
        passwords::{self, Tried},
    },
};

/// How the caller may confirm who they are, what they most likely have at hand first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Ways {
    /// `passkey`, `totp`, `password`, `code` (mailed to the address), `recovery_code`, `provider` for who came by one, and
    /// `sample` in a sample State.
    pub(crate) ways: Vec<&'static str>,
    /// Where a code is mailed.
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
}

/// What was shown to confirm.
pub(crate) enum Confirming {
    Password(Secret<String>),
    Factor(SecondFactor),
    Code(CodeId, Guess),
    /// One click, by who came by one click.
    Sample,
}

impl Identity {
    /// Lets pass who showed lately who they are.
    pub(super) fn confirmed(&self, caller: &Caller) -> Result<(), Error> {
        caller.confirmed(Confirmation::KEYS, self.inner.store.clock().now()).map_err(Error::Unconfirmed)
    }

    pub(crate) async fn ways_to_confirm(&self, caller: &Caller) -> Result<Ways, Error> {
        let db = self.inner.store.pool();
        let record = self.persons(&[caller.person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let asked = self.second_factors(db, caller.person).await?;
        // Who asked for more than a password or a mailbox when signing in asks for it here too.
        let one_is_enough = !asked.are_asked();
        let has_password = one_is_enough && passwords::of_person(db, caller.person).await?.is_some();
        let possible = [
            ("sample", self.is_sample(caller)),
            ("passkey", asked.passkey),
            ("totp", asked.totp),
            ("password", has_password),
            ("code", one_is_enough && record.proven),
            ("recovery_code", asked.recovery_code),
            ("provider", caller.strength == Strength::Provider),
        ];
        let ways = possible.into_iter().filter_map(|(way, has)| has.then_some(way)).collect();
        Ok(Ways { ways, address: record.address })
    }

    /// How sure the house would be of the caller if they confirmed now, once for each way they have. What a ministry's
    /// provider would say is not known before it is asked, and promises nothing.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; when the database does not answer.
    pub async fn within_reach(&self, caller: &Caller) -> Result<Vec<Acr>, Error> {
        let (now, ways) = (self.inner.store.clock().now(), self.ways_to_confirm(caller).await?.ways);
        let again = |way: &str| match way {
            "passkey" => Some(Shown::by(Strength::Passkey, now)),
            "password" => Some(Shown::by(Strength::Password, now)),
            "code" => Some(Shown::by(Strength::Code, now)),
            "totp" | "recovery_code" => Some(alone(Amr::Totp, caller, now)),
            _ => None,
        };
        Ok(ways
            .into_iter()
            .filter_map(again)
            .map(|again| Shown::of(caller).confirmed_by(&again).acr)
            .collect())
    }

    /// # Errors
    /// [`Error::NotConfirmed`], [`Error::ConfirmByFactor`], or what is wrong with the code; too many tries are refused as when
    /// signing in.
    pub(crate) async fn confirm(
        &self,
        caller: &Caller,
        household: &Household,
        confirming: Confirming,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        match confirming {
            Confirming::Password(password) => {
                self.one_is_enough(caller).await?;
                self.check_own_password(caller, household, &password).await?;
                self.confirm_session(caller, &Shown::by(Strength::Password, now)).await
            }
            Confirming::Factor(factor) => {
                self.count_factor_try(caller.person, household).await?;
                let mut tx = self.inner.store.begin().await?;
                self.hold_active(&mut tx, caller.person).await?;
                let proven = self.use_factor(&mut tx, caller.person, &factor, now).await?;
                let proven = proven.ok_or(Error::NotConfirmed)?;
                factors::forget_tries(&mut tx, caller.person, household).await?;
                self.confirm_within(tx, caller, &alone(proven, caller, now)).await
            }
            Confirming::Code(id, guess) => {
                self.one_is_enough(caller).await?;
                let address = self.try_code(id, &guess).await?;
                if !self.addresses(caller.person).await?.contains(&address) {
                    return Err(Error::NotConfirmed);
                }
                let mut tx = self.inner.store.begin().await?;
                if !codes::use_up(&mut tx, id, now).await? {
                    return Err(Error::CodeExpired);
                }
                self.confirm_within(tx, caller, &Shown::by(Strength::Code, now)).await
            }
            Confirming::Sample if self.is_sample(caller) => {
                self.confirm_session(caller, &Shown::by(Strength::Sample, now)).await
            }
            Confirming::Sample => Err(Error::NotConfirmed),
        }
    }

    /// A password or a mailbox alone confirms only who has no second factor.
    async fn one_is_enough(&self, caller: &Caller) -> Result<(), Error> {
        let asked = self.second_factors(self.inner.store.pool(), caller.person).await?;
        if asked.are_asked() { Err(Error::ConfirmByFactor) } else { Ok(()) }
    }

    fn is_sample(&self, caller: &Caller) -> bool {
        self.inner.settings.sample && caller.strength == Strength::Sample
    }

    async fn check_own_password(
        &self,
        caller: &Caller,
        household: &Household,
        password: &Secret<String>,
    ) -> Result<(), Error> {
        let db = self.inner.store.pool();
        let record = self.persons(&[caller.person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let hash = passwords::of_person(db, caller.person).await?.ok_or(Error::NotConfirmed)?;
        self.count_try(Tried::Password, &record.address, household).await?;
        if self.inner.hashing.verify(household, typed(password), Some(&hash)).await? == Verdict::Wrong {
            return Err(Error::NotConfirmed);
        }
        Ok(passwords::forget_tries(db, Tried::Password, &record.address, household).await?)
    }
}

/// A second factor shown by who had shown a first one.
fn alone(factor: Amr, caller: &Caller, now: time::OffsetDateTime) -> Shown {
    let first = Shown::of(caller);
    // One click is no factor: nothing second can come after it.
    let shown = if first.strength == Strength::Sample { first } else { first.and(factor) };
    Shown { at: now, ..shown }
}
