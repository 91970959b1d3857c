//! Guests: made, prolonged and ended by the agent who answers for them; ended by the house when their last day is over.

use kernel::{Actor, EmailAddress, Language, PersonId, ports::Population};
use store::Tx;
use time::OffsetDateTime;
use web::Caller;

use super::invitations::Invited;
use crate::{
    Error, Identity, facts,
    model::{Guest, GuestId, NewGuest, is_agent, last_day},
    passes::pass,
    rows::{
        guests, persons,
        revocations::{self, Revoked},
        sessions, tokens,
    },
};

impl Identity {
    pub(crate) async fn guests(&self, caller: &Caller) -> Result<Vec<Guest>, Error> {
        self.may_answer_for_guests(caller).await?;
        let store = &self.inner.store;
        Ok(guests::of_sponsor(store.pool(), caller.person, store.clock().now()).await?)
    }

    /// Lets somebody in until a day, and writes to them.
    ///
    /// # Errors
    /// [`Error::GuestsByAgentsOnly`]; [`Error::NoGuest`] for who works here; [`Error::GuestAlready`];
    /// [`Error::TooManyGuests`], [`Error::TooManyInvitations`]; or what is wrong with what is given.
    pub(crate) async fn add_guest(
        &self,
        caller: &Caller,
        (address, name, reason, until): (EmailAddress, &str, &str, &str),
        language: Language,
    ) -> Result<Guest, Error> {
        let now = self.inner.store.clock().now();
        self.may_answer_for_guests(caller).await?;
        let new = NewGuest::new(address, name, reason, until, now)?;
        if is_agent(self.population(&new.address).await?) {
            return Err(Error::NoGuest);
        }
        let inviter = self.inviter(caller.person).await?;

        let mut tx = self.inner.store.begin().await?;
        let (person, own_standing) = self.take_in(&mut tx, caller, &new, language, now).await?;
        let (has, already) = guests::count(&mut tx, caller.person, person).await?;
        if already {
            return Err(Error::GuestAlready);
        }
        if has >= NewGuest::MOST {
            return Err(Error::TooManyGuests { most: NewGuest::MOST });
        }
        let id = GuestId::new();
        guests::insert(&mut tx, id, person, caller.person, &new, own_standing, now).await?;
        let guest = Some((id, new.until));
        let invited = Invited { address: &new.address, name: &new.name, guest, language };
        self.send_invitation(&mut tx, caller.person, &inviter, &invited).await?;
        store::tell(&mut tx, &facts::guest_invited(caller.person, person, id, new.until)).await?;
        tx.commit().await?;

        self.guest(caller, id).await
    }

    pub(crate) async fn prolong_guest(
        &self,
        caller: &Caller,
        id: GuestId,
        until: &str,
    ) -> Result<Guest, Error> {
        let now = self.inner.store.clock().now();
        self.may_answer_for_guests(caller).await?;
        let until = last_day(until, now)?;

        let mut tx = self.inner.store.begin().await?;
        if !guests::set_until(&mut tx, caller.person, id, until, now).await? {
            return Err(Error::NoSuchGuest);
        }
        let guest = guests::of_sponsor(&mut *tx, caller.person, now).await?;
        let guest = guest.into_iter().find(|guest| guest.id == id).ok_or(Error::NoSuchGuest)?;
        store::tell(&mut tx, &facts::guest_prolonged(caller.person, guest.person, id, until)).await?;
        tx.commit().await?;
        Ok(guest)
    }

    /// Over at once: sessions are closed, tokens withdrawn, and they do not come back in.
    pub(crate) async fn end_guest(&self, caller: &Caller, id: GuestId) -> Result<(), Error> {
        let ended = self.end_guest_of(caller.actor(), id, Some(caller.person)).await?;
        if ended { Ok(()) } else { Err(Error::NoSuchGuest) }
    }

    /// Ends those whose last day is over; says how many.
    pub(crate) async fn end_guests(&self) -> Result<usize, Error> {
        let due = guests::due(self.inner.store.pool(), self.inner.store.clock().now()).await?;
        let mut ended = 0;
        for id in due {
            ended += usize::from(self.end_guest_of(Actor::System, id, None).await?);
        }
        Ok(ended)
    }

    /// Who was here before they were a guest keeps what they had then: only what came after goes.
    async fn end_guest_of(
        &self,
        actor: Actor,
        id: GuestId,
        sponsor: Option<PersonId>,
    ) -> Result<bool, Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        let Some(ended) = guests::end(&mut tx, id, sponsor, now).await? else { return Ok(false) };
        let person = ended.person();
        let (mut closed, mut revoked) = (vec![], vec![]);
        // Somebody else may answer for them too.
        if !guests::is_current(&mut tx, person, now).await? {
            closed = sessions::close_all(&mut tx, person, None, now).await?;
            let since = ended.own_standing.then_some(ended.created_at);
            revoked = tokens::revoke_since(&mut tx, person, since, now).await?;
        }
        store::tell(&mut tx, &facts::guest_ended(actor, person, id, &closed, revoked.len())).await?;
        let news: Vec<Revoked> = closed.into_iter().map(pass).chain(revoked.into_iter().map(pass)).collect();
        revocations::revoke(&mut tx, &news, now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&news);
        Ok(true)
    }

    /// Turns away who was here only as somebody's guest, once nobody answers for them.
    pub(super) async fn not_over(
        &self,
        tx: &mut Tx,
        person: PersonId,
        population: Population,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        if !is_agent(population) && guests::is_over(tx, person, now).await? {
            return Err(Error::GuestOver);
        }
        Ok(())
    }

    /// The person of an address, made when nobody has it, and whether there was one before: who was written to, or came in
    /// by themselves, may go on to when this is over.
    async fn take_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        new: &NewGuest,
        language: Language,
        now: OffsetDateTime,
    ) -> Result<(PersonId, bool), Error> {
        let newcomer = persons::Newcomer { id: PersonId::new(), name: Some(&new.name), language };
        let made = persons::insert(tx, &[(&new.address, newcomer)], false, now).await?;
        for made in &made {
            store::tell(tx, &facts::person_added(caller.actor(), *made)).await?;
        }
        let held = persons::hold(tx, &new.address).await?.ok_or(Error::NoSuchPerson)?;
        if held.disabled {
            return Err(Error::Disabled);
        }
        let before = guests::had_own_standing(tx, held.person).await?;
        Ok((held.person, before.unwrap_or(made.is_empty())))
    }

    async fn guest(&self, caller: &Caller, id: GuestId) -> Result<Guest, Error> {
        let found = self.guests(caller).await?.into_iter().find(|guest| guest.id == id);
        found.ok_or(Error::NoSuchGuest)
    }

    /// Those who work for the State answer for guests; those under contract do not.
    async fn may_answer_for_guests(&self, caller: &Caller) -> Result<(), Error> {
        let profiles = self.neighbours()?.people.profiles(&[caller.person]).await.map_err(Error::Port)?;
        let agent = profiles.first().is_some_and(|profile| profile.population == Population::Agent);
        if agent { Ok(()) } else { Err(Error::GuestsByAgentsOnly) }
    }
}
