//! What a sender can still do with a parcel that has left.

use kernel::{Actor, PersonId, ports::Level};
use store::NewJob;
use web::Caller;

use crate::{
    Error, Transfer, facts, jobs,
    model::{ParcelId, Recipient, RecipientId, State, day_of},
    rows::{self, Event},
    views::ParcelView,
};

impl Transfer {
    /// Ends a parcel now: its links open nothing any more, downloads under way stop, its bytes are removed.
    pub(crate) async fn withdraw(&self, person: PersonId, id: ParcelId) -> Result<ParcelView, Error> {
        self.mine(person, id).await?;
        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        if parcel.state == State::Withdrawn {
            drop(tx);
            return self.show(id).await;
        }
        parcel.state.sent()?;

        rows::end_parcel(&mut tx, id, State::Withdrawn, self.now()).await?;
        rows::doom_files(&mut tx, id).await?;
        store::enqueue(&mut tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        rows::note_event(&mut tx, id, self.now(), Event::Withdrawn).await?;
        store::tell(&mut tx, &facts::parcel_withdrawn(&parcel, Actor::Person(person))).await?;
        tx.commit().await?;

        self.show(id).await
    }

    /// Adds recipients to a sent parcel. Those it already has are passed over.
    pub(crate) async fn add_recipients(
        &self,
        caller: &Caller,
        id: ParcelId,
        addresses: &[String],
    ) -> Result<ParcelView, Error> {
        let person = caller.person;
        let parcel = self.mine(person, id).await?;
        parcel.state_at(self.now()).sent()?;
        let sender = self.sender(person).await?;
        let listed = rows::recipients(self.store.pool(), id).await?;
        let asked = self.recipients_for(&sender, addresses, parcel.language).await?;
        // Who is in it by a team only is made a recipient by name.
        let is_new = |one: &Recipient, listed: &[Recipient]| {
            !listed.iter().any(|old| old.address == one.address && old.team.is_none())
        };
        let asked: Vec<Recipient> = asked.into_iter().filter(|one| is_new(one, &listed)).collect();
        self.count_recipients(&sender, listed.len() + asked.len())?;
        self.may_send_outside(caller, &sender, &asked)?;
        let asked = self.reach(&sender, asked, parcel.language).await?;

        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        let now = self.now();
        parcel.state_at(now).sent()?;
        // Looked at again under the lock: the same list may have been added twice at once.
        let listed = rows::recipients(&mut *tx, id).await?;
        let asked: Vec<Recipient> = asked.into_iter().filter(|one| is_new(one, &listed)).collect();
        // What was kept of a member who is hidden would betray them to whoever tries addresses: they begin anew.
        let by_team = |one: &Recipient| listed.iter().find(|old| old.is_also(one) && old.team.is_some());
        let anew: Vec<RecipientId> = asked
            .iter()
            .filter_map(|one| by_team(one).filter(|old| old.hidden || old.address_hidden))
            .map(|old| old.id)
            .collect();
        let (named, new): (Vec<Recipient>, Vec<Recipient>) = asked
            .into_iter()
            .map(|one| by_team(&one).filter(|old| !anew.contains(&old.id)).cloned().unwrap_or(one))
            .partition(|one| one.team.is_some());
        self.count_recipients(&sender, listed.len() + new.len())?;
        let files = rows::files(&mut *tx, id).await?;

        rows::delete_recipients(&mut tx, &anew).await?;
        rows::insert_recipients(&mut tx, id, &new).await?;
        rows::touch_parcel(&mut tx, id, now).await?;
        self.write_to(&mut tx, &parcel, &files, &new, &[]).await?;
        for recipient in &named {
            rows::write_by_name(&mut tx, recipient.id).await?;
        }
        for recipient in named.iter().chain(&new) {
            if let Some(person) = recipient.person {
                access::grant(&mut tx, parcel.scope, person, Level::Read).await?;
            }
            rows::note_event(&mut tx, id, now, Event::RecipientAdded(recipient.id)).await?;
            store::tell(&mut tx, &facts::recipient_added(&parcel, recipient, Actor::Person(person))).await?;
        }
        tx.commit().await?;

        self.show(id).await
    }

    /// Reminds recipients who have taken nothing, each once a day at most. All of them or none.
    pub(crate) async fn remind(
        &self,
        person: PersonId,
        id: ParcelId,
        recipients: &[RecipientId],
    ) -> Result<ParcelView, Error> {
        let parcel = self.mine(person, id).await?;
        let still_there = self.still_there(&parcel).await?;
        let now = self.now();
        let today = day_of(now);
        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        parcel.state_at(now).sent()?;
        let listed = rows::recipients(&mut *tx, id).await?;
        let listed: Vec<Recipient> = listed.into_iter().filter(|one| !one.hidden).collect();
        let idle = rows::without_downloads(&mut tx, id).await?;
        let mut chosen: Vec<&Recipient> = vec![];
        for wanted in recipients {
            let recipient = listed.iter().find(|one| one.id == *wanted).ok_or(Error::NoSuchRecipient)?;
            // Of a member of a team, the sender may know the name alone.
            let address = || match &recipient.name {
                Some(name) if recipient.address_hidden => name.clone(),
                _ => recipient.address.to_string(),
            };
            if !still_there(recipient) {
                return Err(Error::NotInTeam { address: address() });
            }
            if !idle.iter().any(|one| one.id == *wanted) {
                return Err(Error::AlreadyDownloaded { address: address() });
            }
            if recipient.reminded_on == Some(today) {
                return Err(Error::RemindedToday { address: address() });
            }
            if !chosen.iter().any(|one| one.id == *wanted) {
                chosen.push(recipient);
            }
        }
        let files = rows::files(&mut *tx, id).await?;

        for recipient in chosen {
            rows::note_reminder(&mut tx, recipient.id, today, false).await?;
            self.remind_by_mail(&mut tx, &parcel, &files, recipient, today).await?;
            rows::note_event(&mut tx, id, now, Event::Reminded(recipient.id)).await?;
            store::tell(&mut tx, &facts::recipient_reminded(&parcel, recipient, Actor::Person(person)))
                .await?;
        }
        tx.commit().await?;

        self.show(id).await
    }
}
