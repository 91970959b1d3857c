//! To a provider and back.

use identity::{NewPerson, Opened, VouchedAddress};
use kernel::{Actor, EmailAddress, Language, PersonId};
use time::Duration;
use url::Url;
use web::{Caller, Confirmation};

use super::persons::shown;
use crate::{
    Error, Hub,
    model::{Arrivals, Attempt, BrowserSecret, LandingPlace, Provider, ProviderId, Purpose, State, Vouched},
    peer::{self, Returned},
    rows::{self, attempts::Newcomer},
    settings::minutes,
};

/// How far the clocks of providers may be from ours.
const LEEWAY: Duration = Duration::minutes(1);

/// Why somebody goes, and from where.
pub(crate) struct Trip<'a> {
    pub(crate) purpose: Purpose,
    /// Whoever is signed in, for a purpose that concerns them.
    pub(crate) caller: Option<&'a Caller>,
    pub(crate) next: LandingPlace,
    pub(crate) login_hint: Option<EmailAddress>,
    /// What the browser has of us already.
    pub(crate) browser: Option<BrowserSecret>,
}

/// Who stands at the door.
pub(crate) struct Visitor {
    pub(crate) browser: Option<BrowserSecret>,
    pub(crate) caller: Option<Caller>,
    pub(crate) language: Language,
    pub(crate) arrival: identity::Arrival,
}

/// Where the browser goes, and the secret it keeps.
pub(crate) struct Departure {
    pub(crate) location: Url,
    pub(crate) browser: BrowserSecret,
}

/// Where the browser lands.
pub(crate) enum Landing {
    SignedIn {
        opened: Box<Opened>,
        next: LandingPlace,
    },
    /// The first time: they say who they are here.
    Arrived,
    /// The same session as before, linked or confirmed.
    Back {
        next: LandingPlace,
    },
}

/// Why it could not land, and where that is said.
pub(crate) struct Missed {
    pub(crate) error: Error,
    /// For who was signed in before.
    pub(crate) next: Option<LandingPlace>,
}

impl From<Error> for Missed {
    fn from(error: Error) -> Self {
        Self { error, next: None }
    }
}

/// Who has an address here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    Nobody,
    /// Somebody who never came: they were written to, or are in a file of their ministry's.
    WrittenTo,
    /// Somebody who has shown that it is theirs, or was suspended.
    Somebody,
}

impl Hub {
    /// Sends a browser to a provider. A change to whoever is signed in is theirs to begin, lately shown.
    pub(crate) async fn depart(&self, id: ProviderId, trip: Trip<'_>) -> Result<Departure, Error> {
        let provider = self.provider(id).await?;
        let now = self.inner.store.clock().now();
        if let (Purpose::Link, Some(caller)) = (trip.purpose, trip.caller) {
            caller.confirmed(Confirmation::KEYS, now).map_err(Error::Port)?;
        }
        let exchange = self.exchange(&provider).await?;
        // One that lately said nothing may be gone altogether: nobody is sent to an address where no one answers.
        if provider.standing.up == Some(false) {
            self.note_use(
                &provider,
                peer::answers(&self.inner.http, &provider.name, &exchange.metadata).await,
            )
            .await?;
        }
        let browser = trip.browser.map_or_else(BrowserSecret::draw, Ok)?;
        let state = State::draw()?;
        let bound = (state.expose(), browser.nonce(&state), browser.verifier(&state));
        let again = trip.purpose == Purpose::Confirm;
        let location = exchange.departure(bound, trip.login_hint.as_ref(), again)?;

        let attempt = Attempt {
            state: state.digest(),
            browser: browser.digest(),
            provider: provider.id,
            purpose: trip.purpose,
            caller: trip.caller.map(|caller| (caller.person, caller.session)),
            next: trip.next,
            started_at: now,
            expires_at: now + minutes(self.inner.settings.attempt_minutes),
        };
        rows::attempts::insert(self.inner.store.pool(), &attempt).await?;
        Ok(Departure { location, browser })
    }

    /// Takes a browser back. Only the one that left, once, with what it left with, and from the provider it was sent to.
    pub(crate) async fn land(
        &self,
        id: ProviderId,
        returned: Returned,
        visitor: Visitor,
    ) -> Result<Landing, Missed> {
        let provider = self.provider(id).await?;
        let state = returned.state.as_deref().and_then(State::read).ok_or(Error::SignInOver)?;
        let browser = visitor.browser.clone().ok_or(Error::SignInOver)?;
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        let attempt = rows::attempts::take(db, state.digest(), browser.digest(), provider.id, now).await;
        let attempt = attempt.map_err(Error::from)?.ok_or(Error::SignInOver)?;

        let vouched = self.hear_out(&provider, returned, &browser, &state).await;
        let landed = match vouched {
            Ok(vouched) => self.admit(&provider, vouched, &attempt, &browser, visitor).await,
            Err(error) => Err(error),
        };
        let next = (attempt.purpose != Purpose::SignIn).then_some(attempt.next);
        landed.map_err(|error| Missed { error, next })
    }

    /// Whom the provider vouches for.
    async fn hear_out(
        &self,
        provider: &Provider,
        returned: Returned,
        browser: &BrowserSecret,
        state: &State,
    ) -> Result<Vouched, Error> {
        let mut exchange = self.exchange(provider).await?;
        exchange.check_issuer(&returned)?;
        if let Some(reason) = returned.error {
            return Err(Error::Refused { reason: reason.chars().take(100).collect() });
        }
        let code =
            returned.code.filter(|code| !code.is_empty() && code.len() <= 2048).ok_or(Error::SignInOver)?;
        let redeemed = self.note_use(provider, exchange.redeem(&code, browser.verifier(state)).await).await?;
        let mut keys = std::mem::take(&mut exchange.keys);
        self.keys_for(provider, &exchange.metadata, &mut keys, &redeemed.id_token()).await?;
        exchange.keys = keys;
        let mut vouched =
            self.note_use(provider, exchange.vouched(&redeemed, browser.nonce(state)).await).await?;
        vouched.sealed_id_token = self.seal_id_token(&redeemed.id_token())?;
        if !provider.answers_for(&vouched.claims.address) {
            return Err(Error::AddressNotOfProvider { domain: vouched.claims.address.domain().to_owned() });
        }
        Ok(vouched)
    }

    async fn admit(
        &self,
        provider: &Provider,
        vouched: Vouched,
        attempt: &Attempt,
        browser: &BrowserSecret,
        visitor: Visitor,
    ) -> Result<Landing, Error> {
        let subject = vouched.claims.subject.as_str();
        let known = self.inner.identity.person_of_identity(&provider.issuer, subject).await?;
        let next = attempt.next.clone();
        if attempt.purpose == Purpose::SignIn {
            let person = match known {
                Some(person) => Some(person),
                None => self.known_at_once(provider, &vouched, visitor.language).await?,
            };
            if let Some(person) = person {
                let opened = self.open_session(provider, &vouched, person, visitor.arrival).await?;
                return Ok(Landing::SignedIn { opened: Box::new(opened), next });
            }
            self.keep_newcomer(provider, vouched, attempt, browser).await?;
            return Ok(Landing::Arrived);
        }
        // The very session that left, and nobody else's.
        let caller = visitor.caller.filter(|caller| attempt.caller == Some((caller.person, caller.session)));
        let caller = caller.ok_or(Error::SignInOver)?;
        match (attempt.purpose, known) {
            (Purpose::Confirm, known) => {
                if known != Some(caller.person) {
                    return Err(Error::AnotherPerson);
                }
                // One that does not say when may have asked nothing (OpenID Connect Core §3.1.3.7, step 12).
                if !vouched.said_when || vouched.at < attempt.started_at - LEEWAY {
                    return Err(Error::NotRecent);
                }
                self.inner.identity.confirm_session(&caller, &shown(&vouched)).await?;
            }
            (_, Some(person)) if person != caller.person => return Err(Error::AnotherPerson),
            (_, known) => {
                if known.is_none() {
                    self.link(caller.actor(), caller.person, provider, &vouched, false).await?;
                }
            }
        }
        Ok(Landing::Back { next })
    }

    /// Who somebody new is without being asked, when the provider may say so: whoever was only written to at their address
    /// becomes this person, as if they had come by a code. Where nobody has the address they are asked first, for they may be
    /// here already under the address of another ministry.
    async fn known_at_once(
        &self,
        provider: &Provider,
        vouched: &Vouched,
        language: Language,
    ) -> Result<Option<PersonId>, Error> {
        match provider.arrivals {
            Arrivals::Refuse => Err(Error::NotAwaited),
            Arrivals::Invitation => Ok(None),
            Arrivals::Create => match self.holder(&vouched.claims.address).await? {
                Holder::WrittenTo => self.create(provider, vouched, language).await.map(Some),
                Holder::Nobody | Holder::Somebody => Ok(None),
            },
        }
    }

    /// Who has an address here.
    pub(crate) async fn holder(&self, address: &EmailAddress) -> Result<Holder, Error> {
        let found = self.inner.identity.persons_by_address(std::slice::from_ref(address)).await?;
        let Some(record) = found.into_iter().next().flatten() else { return Ok(Holder::Nobody) };
        let came =
            record.proven || record.disabled || !self.inner.identity.identities(record.id).await?.is_empty();
        Ok(if came { Holder::Somebody } else { Holder::WrittenTo })
    }

    /// Makes a person of somebody new. They are put where they work when their session opens, like at each of their visits.
    pub(crate) async fn create(
        &self,
        provider: &Provider,
        vouched: &Vouched,
        language: Language,
    ) -> Result<PersonId, Error> {
        let claims = &vouched.claims;
        let new = NewPerson {
            name: claims.name(),
            address: claims.address.clone(),
            language,
            proven: true,
            password: None,
        };
        let account = (provider.issuer.as_str(), claims.subject.as_str());
        let only_invited = provider.arrivals == Arrivals::Invitation;
        let added = self.inner.identity.add_person_with_identity(new, account, only_invited).await;
        added.map_err(|error| match error {
            identity::Error::AddressTaken => Error::AddressTaken,
            identity::Error::IdentityTaken => Error::AnotherPerson,
            identity::Error::InvitationOver => Error::NotInvited,
            error => error.into(),
        })
    }

    /// Lets a person come by the account that a provider vouches for, gives them its address, and puts them where they work.
    pub(crate) async fn link(
        &self,
        actor: Actor,
        person: PersonId,
        provider: &Provider,
        vouched: &Vouched,
        becomes_main: bool,
    ) -> Result<(), Error> {
        let account = (provider.issuer.as_str(), vouched.claims.subject.as_str());
        let address = &vouched.claims.address;
        // It may have lost the domain since it spoke.
        let address = provider.answers_for(address).then_some(VouchedAddress { address, becomes_main });
        let linked = self.inner.identity.link_identity(actor, person, account, address).await;
        linked.map_err(|error| match error {
            identity::Error::IdentityTaken => Error::AnotherPerson,
            error => error.into(),
        })?;
        self.place(provider, vouched, person).await
    }

    async fn keep_newcomer(
        &self,
        provider: &Provider,
        vouched: Vouched,
        attempt: &Attempt,
        browser: &BrowserSecret,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let newcomer = Newcomer {
            provider: provider.id,
            vouched,
            next: attempt.next.clone(),
            expires_at: now + minutes(self.inner.settings.arrival_minutes),
        };
        rows::attempts::keep_newcomer(self.inner.store.pool(), browser.digest(), &newcomer).await?;
        Ok(())
    }
}
