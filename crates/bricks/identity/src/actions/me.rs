//! The caller, as they see themselves.

use kernel::{
    Acr, Actor, Amr, EmailAddress, Language, PersonId, ScopeId, Secret,
    ports::{Employer, Profile},
};
use serde::Serialize;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use web::{Caller, SessionId, Strength};

use crate::{
    Error, Identity, PersonRecord, facts,
    hashing::Verdict,
    model::{Change, Household, Shown, acceptable, checked_name, display_name, initials, is_agent, typed},
    passes::pass,
    rows::{
        passwords::{self, Tried},
        persons, revocations, sessions,
    },
};

/// Who is signed in, and how.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Me {
    pub(crate) person: Myself,
    /// Whether they work for the State, under contract or not.
    pub(crate) agent: bool,
    /// `agent`, `contractor` or `external`.
    #[schema(example = "agent")]
    pub(crate) population: &'static str,
    pub(crate) organisation: Option<Workplace>,
    /// `administrator`, or none.
    pub(crate) roles: Vec<&'static str>,
    pub(crate) session: MySession,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Myself {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) initials: String,
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) language: Language,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Workplace {
    pub(crate) id: ScopeId,
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct MySession {
    /// Of the session, or of the token.
    pub(crate) id: SessionId,
    pub(crate) strength: Strength,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    /// How sure the house is of them.
    pub(crate) acr: Acr,
    /// By what they showed it.
    pub(crate) amr: Vec<Amr>,
    /// When they last did.
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) authenticated_at: OffsetDateTime,
}

/// What the domain of an address says.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Lookup {
    pub(crate) organisation: Option<LookedUpOrganisation>,
    /// How one may sign in: `password`, `code`.
    pub(crate) ways: [&'static str; 2],
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LookedUpOrganisation {
    pub(crate) name: String,
    pub(crate) acronym: Option<String>,
}

impl From<Employer> for Workplace {
    fn from(employer: Employer) -> Self {
        Self { id: employer.id, name: employer.name, acronym: employer.acronym }
    }
}

impl Identity {
    /// Signed in by a code or a passkey so lately, one may choose a password without the old one: that is how a forgotten
    /// password is replaced.
    const FRESH: Duration = Duration::minutes(15);

    pub(crate) async fn show_me(&self, caller: &Caller) -> Result<Me, Error> {
        self.me(caller.person, caller.session, &Shown::of(caller), caller.expires_at).await
    }

    pub(crate) async fn me(
        &self,
        person: PersonId,
        session: SessionId,
        shown: &Shown,
        expires_at: OffsetDateTime,
    ) -> Result<Me, Error> {
        let neighbours = self.neighbours()?;
        let profile = neighbours.people.profiles(&[person]).await.map_err(Error::Port)?.pop();
        let Profile { name, address, language, population, organisation, .. } =
            profile.ok_or(Error::NoSuchPerson)?;
        let administers = neighbours.permissions.administers(person).await.map_err(Error::Port)?;
        let name = display_name(name.as_deref(), &address);
        Ok(Me {
            person: Myself { id: person, initials: initials(&name), name, address, language },
            agent: is_agent(population),
            population: population.as_str(),
            organisation: organisation.map(Workplace::from),
            roles: if administers { vec!["administrator"] } else { vec![] },
            session: MySession {
                id: session,
                strength: shown.strength,
                expires_at,
                acr: shown.acr,
                amr: shown.amr.clone(),
                authenticated_at: shown.at,
            },
        })
    }

    pub(crate) async fn change_me(
        &self,
        caller: &Caller,
        name: Option<&str>,
        language: Option<Language>,
    ) -> Result<Me, Error> {
        let name = name.map(checked_name).transpose()?;

        let mut tx = self.inner.store.begin().await?;
        if !persons::change(&mut tx, caller.person, name.as_deref(), language).await? {
            return Err(Error::NoSuchPerson);
        }
        store::tell(&mut tx, &facts::person_changed(caller.actor(), caller.person)).await?;
        tx.commit().await?;

        self.show_me(caller).await
    }

    /// A new password closes every other session of its person.
    pub(crate) async fn change_password(
        &self,
        caller: &Caller,
        household: &Household,
        current: Option<&Secret<String>>,
        new: &Secret<String>,
    ) -> Result<(), Error> {
        let record = self.persons(&[caller.person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let new = acceptable(new, &record.address, record.name.as_deref())?;
        self.check_current(caller, household, &record, current).await?;
        let hash = self.inner.hashing.hash(Some(household), new).await?;

        self.replace_password(caller.actor(), caller.person, &hash, Some(caller.session)).await
    }

    async fn check_current(
        &self,
        caller: &Caller,
        household: &Household,
        record: &PersonRecord,
        current: Option<&Secret<String>>,
    ) -> Result<(), Error> {
        let db = self.inner.store.pool();
        let Some(hash) = passwords::of_person(db, caller.person).await? else { return Ok(()) };
        if let Some(current) = current {
            self.count_try(Tried::Password, &record.address, household).await?;
            if self.inner.hashing.verify(household, typed(current), Some(&hash)).await? == Verdict::Wrong {
                return Err(Error::WrongPassword);
            }
            return Ok(passwords::forget_tries(db, Tried::Password, &record.address, household).await?);
        }
        let opened_at = sessions::created_at(db, caller.session).await?;
        let fresh = opened_at.is_some_and(|at| self.inner.store.clock().now() - at < Self::FRESH);
        // Who owes a second factor has shown it by now; a passkey is worth both.
        let by_more = matches!(caller.strength, Strength::Code | Strength::Passkey);
        if by_more && fresh { Ok(()) } else { Err(Error::WrongPassword) }
    }

    pub(super) async fn replace_password(
        &self,
        actor: Actor,
        person: PersonId,
        hash: &str,
        but: Option<SessionId>,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        passwords::set(&mut tx, person, hash, now).await?;
        let closed = sessions::close_all(&mut tx, person, but, now).await?;
        self.write_of(&mut tx, person, Change::PasswordChanged).await?;
        store::tell(&mut tx, &facts::password_changed(actor, person, &closed)).await?;
        let closed: Vec<_> = closed.into_iter().map(pass).collect();
        revocations::revoke(&mut tx, &closed, now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&closed);
        Ok(())
    }

    /// Asks about an address of the same domain that nobody can have: the answer says nothing of persons.
    pub(crate) async fn look_up(&self, address: &EmailAddress) -> Result<Lookup, Error> {
        let nobody = super::address(&format!("{}@{}", Uuid::new_v4().simple(), address.domain()))?;
        let recognised = self.neighbours()?.people.recognise(&[nobody]).await.map_err(Error::Port)?;
        let organisation = recognised.into_iter().next().and_then(|recognised| recognised.organisation);
        let organisation = organisation.map(|o| LookedUpOrganisation { name: o.name, acronym: o.acronym });
        Ok(Lookup { organisation, ways: ["password", "code"] })
    }
}
