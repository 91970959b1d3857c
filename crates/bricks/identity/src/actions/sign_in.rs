//! Signing in: every way ends in a new session.

use std::net::Ipv4Addr;

use kernel::{Actor, EmailAddress, Language, PersonId, Secret, ports::Population};
use sqlx::PgExecutor;
use store::Tx;
use time::{Duration, OffsetDateTime};
use web::{Caller, ClientAddress, SessionId, Strength};

use super::Me;
use crate::{
    Error, Identity, facts,
    hashing::Verdict,
    model::{
        CodeId, Guess, Household, Owed, Pass, SecondFactors, SessionLife, SessionSecret, Shown,
        short_user_agent, typed,
    },
    passes::pass,
    rows::{
        addresses, codes, factors, identities,
        passwords::{self, Tried},
        persons, revocations, sessions,
    },
    settings::minutes,
};

/// How somebody comes to the door. An extractor of axum's: read from the request.
pub struct Arrival {
    pub(crate) household: Household,
    pub(crate) user_agent: String,
    pub(crate) language: Language,
    /// Who this browser was until now.
    pub(crate) present: Option<Caller>,
}

/// A session just opened, and what its cookie is to hold.
pub struct Opened {
    pub(crate) me: Me,
    pub(crate) secret: SessionSecret,
    pub(crate) lasts: Duration,
}

impl Opened {
    pub fn session(&self) -> SessionId {
        self.me.session.id
    }

    pub fn person(&self) -> PersonId {
        self.me.person.id
    }
}

/// What came of showing who one is.
pub(crate) enum Entry {
    Opened(Opened),
    /// A second factor is owed, by the browser that keeps this secret; and by what it may be shown.
    Owes(Owed, SessionSecret, Vec<&'static str>),
}

/// What was shown for it.
#[derive(Clone, Copy)]
pub(super) enum Proof {
    Password,
    /// The code mailed to the address, not used up yet.
    Code(CodeId),
    Sample,
}

impl Identity {
    /// The same statements and the same hash for an address nobody has.
    pub(crate) async fn sign_in(
        &self,
        address: &EmailAddress,
        password: &Secret<String>,
        arrival: Arrival,
    ) -> Result<Entry, Error> {
        self.count_try(Tried::Password, address, &arrival.household).await?;
        let db = self.inner.store.pool();
        let kept = passwords::of_address(db, address).await?;
        let hash = kept.as_ref().map(|kept| kept.hash.as_str());
        let password = typed(password);
        let verdict = self.inner.hashing.verify(&arrival.household, password.clone(), hash).await?;
        let kept = kept.filter(|_| verdict != Verdict::Wrong).ok_or(Error::WrongCredentials)?;

        if verdict == Verdict::RightAndOld {
            let better = self.inner.hashing.hash(Some(&arrival.household), password).await?;
            passwords::rehash(db, kept.person, &kept.hash, &better).await?;
        }
        passwords::forget_tries(db, Tried::Password, address, &arrival.household).await?;
        self.open_session(address, Proof::Password, arrival).await
    }

    /// Whoever reads the mailbox of an address is its person; an address nobody had becomes somebody's.
    pub(crate) async fn sign_in_with_code(
        &self,
        id: CodeId,
        guess: &Guess,
        arrival: Arrival,
    ) -> Result<Entry, Error> {
        let address = self.try_code(id, guess).await?;
        self.open_session(&address, Proof::Code(id), arrival).await
    }

    /// The address that a mailed code proves. The code is not used up yet.
    ///
    /// # Errors
    /// [`Error::CodeExpired`], [`Error::WrongCode`].
    pub(super) async fn try_code(&self, id: CodeId, guess: &Guess) -> Result<EmailAddress, Error> {
        self.try_code_for(None, id, guess).await
    }

    pub(super) async fn try_code_for(
        &self,
        person: Option<PersonId>,
        id: CodeId,
        guess: &Guess,
    ) -> Result<EmailAddress, Error> {
        let (store, most, now) = (&self.inner.store, self.code_tries(), self.inner.store.clock().now());
        let tried = codes::count_try(store.pool(), id, person, most, now).await?.ok_or(Error::CodeExpired)?;
        let address = tried.address().filter(|_| guess.opens(id, &tried.hash));
        address.ok_or(Error::WrongCode { tries_left: (most - tried.tries).max(0) })
    }

    /// One click, in a sample State only.
    pub(crate) async fn sign_in_as_sample(
        &self,
        person: PersonId,
        arrival: Arrival,
    ) -> Result<Opened, Error> {
        if !self.inner.settings.sample {
            return Err(Error::NoSuchPerson);
        }
        let record = self.persons(&[person]).await?.pop().ok_or(Error::NoSuchPerson)?;

        match self.open_session(&record.address, Proof::Sample, arrival).await? {
            Entry::Opened(opened) => Ok(opened),
            Entry::Owes(..) => Err(Error::NoSuchPerson),
        }
    }

    /// Opens a session as one click does, and gives what its cookie holds: for journeys through a sample State.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`], also outside a sample State; [`Error::Disabled`].
    pub async fn open_sample_session(&self, person: PersonId) -> Result<Secret<String>, Error> {
        let arrival = Arrival {
            household: ClientAddress(Ipv4Addr::LOCALHOST.into()).into(),
            user_agent: String::new(),
            language: Language::default(),
            present: None,
        };
        Ok(self.sign_in_as_sample(person, arrival).await?.secret.into_inner())
    }

    /// A household that tries too often waits before those elsewhere do: a stranger's tries are their own.
    ///
    /// # Errors
    /// [`Error::TooManyTries`], for known and unknown addresses alike.
    pub(crate) async fn count_try(
        &self,
        tried: Tried,
        address: &EmailAddress,
        household: &Household,
    ) -> Result<(), Error> {
        let (store, settings) = (&self.inner.store, &self.inner.settings);
        let (now, window) = (store.clock().now(), minutes(settings.password_tries_minutes));
        let most = i64::from(settings.password_tries);
        let whose = (address, household);
        let tries = passwords::count_try(store.pool(), tried, whose, most, now, window).await?;
        let since = tries.over(most, settings.address_password_tries.into());
        since.map_or(Ok(()), |since| Err(Error::TooManyTries { wait: since + window - now }))
    }

    async fn open_session(
        &self,
        address: &EmailAddress,
        proof: Proof,
        arrival: Arrival,
    ) -> Result<Entry, Error> {
        let population = self.population(address).await?;
        self.may_come_so(None, address, proof.strength()).await?;
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        let person = self.admit(&mut tx, address, proof, arrival.language, now).await?;
        let shown = Shown::by(proof.strength(), now);
        self.open_or_ask(tx, person, address, population, shown, arrival).await
    }

    /// Opens a session, unless its person chose that one factor is not enough. The caller has asked
    /// [`may_come_so`](Self::may_come_so) before it began.
    pub(super) async fn open_or_ask(
        &self,
        mut tx: Tx,
        person: PersonId,
        address: &EmailAddress,
        population: Population,
        shown: Shown,
        arrival: Arrival,
    ) -> Result<Entry, Error> {
        self.not_over(&mut tx, person, population).await?;
        let alone_is_enough = matches!(shown.strength, Strength::Sample | Strength::Passkey);
        let asked = self.second_factors(&mut *tx, person).await?;
        if alone_is_enough || !asked.are_asked() {
            return Ok(Entry::Opened(self.enter(tx, person, population, shown, arrival, None).await?));
        }
        let now = self.inner.store.clock().now();
        let (owed, secret) = (Owed::after(person, address.clone(), shown, now), SessionSecret::draw()?);
        factors::insert_owed(&mut tx, &owed, &secret.digest()).await?;
        tx.commit().await?;
        Ok(Entry::Owes(owed, secret, asked.ways()))
    }

    /// What a person set up beyond a password and a mailbox. Where there are no passkeys, nobody's counts.
    pub(super) async fn second_factors(
        &self,
        db: impl PgExecutor<'_>,
        person: PersonId,
    ) -> Result<SecondFactors, Error> {
        let has = factors::of_person(db, person).await?;
        Ok(SecondFactors { passkey: has.passkey && self.inner.relying_party.is_some(), ..has })
    }

    /// Opens a session for a person whom somebody we trust says this is: a ministry's provider, by the account
    /// `(issuer, subject)` linked to them.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::Disabled`].
    pub async fn open_session_for(
        &self,
        person: PersonId,
        (issuer, subject): (&str, &str),
        shown: Shown,
        arrival: Arrival,
    ) -> Result<Opened, Error> {
        let record = self.persons(&[person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let population = self.population(&record.address).await?;

        let mut tx = self.inner.store.begin().await?;
        let disabled = persons::hold_person(&mut tx, person).await?.ok_or(Error::NoSuchPerson)?;
        if disabled {
            return Err(Error::Disabled);
        }
        identities::note_used(&mut tx, issuer, subject, self.inner.store.clock().now()).await?;
        self.enter(tx, person, population, shown, arrival, Some(issuer)).await
    }

    /// A new session, in place of the one that this browser had, opened by the provider of this issuer or by the house itself. The caller has asked [`may_come_so`](Self::may_come_so)
    /// before it began.
    pub(super) async fn enter(
        &self,
        mut tx: Tx,
        person: PersonId,
        population: Population,
        shown: Shown,
        arrival: Arrival,
        issuer: Option<&str>,
    ) -> Result<Opened, Error> {
        self.not_over(&mut tx, person, population).await?;
        let now = self.inner.store.clock().now();
        let expires_at = SessionLife::end(&self.inner.settings, population, now);
        let secret = SessionSecret::draw()?;
        let replaces = arrival.present.filter(|present| present.strength != Strength::Token);
        let opened = Pass {
            id: SessionId::new(),
            person,
            strength: shown.strength,
            seen_at: now,
            expires_at,
            shown,
            // Read with the session, when it is next shown: nothing asks for it here.
            second_factor: false,
            scopes: None,
        };
        let shown = opened.shown.clone();
        let user_agent = short_user_agent(&arrival.user_agent);
        sessions::insert(&mut tx, &opened, &secret.digest(), &user_agent, issuer).await?;
        let mut closed = vec![];
        if let Some(before) = &replaces
            && sessions::close(&mut tx, before.person, before.session, now).await?
        {
            closed.push(pass(before.session));
        }
        let replaces = replaces.map(|before| before.session);
        store::tell(&mut tx, &facts::session_opened(person, opened.id, opened.strength, replaces)).await?;
        revocations::revoke(&mut tx, &closed, now).await?;
        tx.commit().await?;
        self.inner.passes.forget(&closed);

        let me = self.me(person, opened.id, &shown, expires_at).await?;
        Ok(Opened { me, secret, lasts: expires_at - now })
    }

    /// Whose ministry wants them to come by its own provider does not come by an account of the house, whichever of their
    /// addresses they came by, and whichever is the main one. Without a person, whoever has the address. Asked before a
    /// transaction begins: another room answers.
    pub(super) async fn may_come_so(
        &self,
        person: Option<PersonId>,
        address: &EmailAddress,
        strength: Strength,
    ) -> Result<(), Error> {
        let local = matches!(strength, Strength::Password | Strength::Code | Strength::Passkey);
        let Some(gateways) = self.inner.gateways.get().filter(|_| local) else { return Ok(()) };
        let person = match person {
            Some(person) => Some(person),
            None => {
                let found = self.persons_by_address(std::slice::from_ref(address)).await?.pop();
                found.flatten().map(|record| record.id)
            }
        };
        let db = self.inner.store.pool();
        let (theirs, issuers) = match person {
            Some(person) => (addresses::of_person(db, person).await?, identities::issuers(db, person).await?),
            None => (vec![], vec![]),
        };
        let theirs = theirs.into_iter().filter(|own| own.proven || own.main).map(|own| own.address);
        let mut theirs: Vec<EmailAddress> = theirs.collect();
        if theirs.is_empty() {
            theirs.push(address.clone());
        }
        match gateways.mandatory(&theirs, &issuers).await.map_err(Error::Port)? {
            Some(name) => Err(Error::ComeByProvider { name }),
            None => Ok(()),
        }
    }

    /// The person who comes in, made when a code proves an address that nobody has.
    pub(super) async fn admit(
        &self,
        tx: &mut Tx,
        address: &EmailAddress,
        proof: Proof,
        language: Language,
        now: OffsetDateTime,
    ) -> Result<PersonId, Error> {
        if let Proof::Code(code) = proof
            && !codes::use_up(tx, code, now).await?
        {
            return Err(Error::CodeExpired);
        }
        let mut held = persons::hold(tx, address).await?;
        if held.is_none() && matches!(proof, Proof::Code(_)) {
            let newcomer = persons::Newcomer { id: PersonId::new(), name: None, language };
            for made in persons::insert(tx, &[(address, newcomer)], true, now).await? {
                store::tell(tx, &facts::person_added(Actor::Person(made), made)).await?;
            }
            held = persons::hold(tx, address).await?;
        }
        let held = held.ok_or(Error::NoSuchPerson)?;
        if held.disabled {
            return Err(Error::Disabled);
        }
        if !held.proven && matches!(proof, Proof::Code(_)) {
            persons::prove(tx, address, now).await?;
        }
        Ok(held.person)
    }

    pub(super) async fn population(&self, address: &EmailAddress) -> Result<Population, Error> {
        let asked = std::slice::from_ref(address);
        let recognised = self.neighbours()?.people.recognise(asked).await.map_err(Error::Port)?;
        Ok(recognised.first().map_or(Population::External, |recognised| recognised.population))
    }

    fn code_tries(&self) -> i32 {
        i32::try_from(self.inner.settings.code_tries).unwrap_or(i32::MAX)
    }
}

impl Proof {
    const fn strength(self) -> Strength {
        match self {
            Self::Password => Strength::Password,
            Self::Code(_) => Strength::Code,
            Self::Sample => Strength::Sample,
        }
    }
}
