//! Sending: now, or by itself when the last file has arrived.

use access::Principal;
use kernel::{
    PersonId,
    ports::{Level, Profile},
};
use store::Tx;
use web::Caller;

use super::teams::Departure;
use crate::{
    Error, Transfer, facts, jobs,
    model::{self, Parcel, ParcelId, Recipient, State},
    rows::{self, Event},
    views::ParcelView,
};

impl Transfer {
    /// Sends a parcel as soon as all its files have arrived, which may be at once.
    ///
    /// `awaited`: how many files it will have, when some have not been announced yet.
    pub(crate) async fn dispatch(
        &self,
        caller: &Caller,
        id: ParcelId,
        awaited: Option<u32>,
    ) -> Result<ParcelView, Error> {
        let person = caller.person;
        if awaited.is_some_and(|files| files > self.settings.max_files) {
            return Err(Error::TooManyFiles { most: self.settings.max_files });
        }
        let parcel = self.mine(person, id).await?;
        if parcel.state == State::Sent {
            return self.show(id).await;
        }
        if !parcel.state.is_open() {
            return Err(Error::NotADraft);
        }
        let sender = self.sender(person).await?;
        let recipients = rows::recipients(self.store.pool(), id).await?;
        let teams = rows::teams(self.store.pool(), id).await?;
        let members = self.members_to_reach(&sender, &teams).await?;
        let members: Vec<Recipient> =
            members.into_iter().filter(|one| !recipients.iter().any(|named| named.is_also(one))).collect();
        // As if whom the sender may not know of were not there.
        if recipients.is_empty() && members.iter().all(|one| one.hidden) {
            return Err(teams
                .first()
                .map_or(Error::NoRecipient, |team| Error::EmptyTeam { name: team.name.clone() }));
        }
        self.count_recipients(&sender, recipients.len() + members.len())?;
        self.may_send_outside(caller, &sender, &recipients)?;
        self.may_send_outside(caller, &sender, &members)?;
        // Before persons are made of recipients; what counts is counted again below, under the lock.
        self.count_sends(self.store.pool(), &sender, id).await?;
        let recipients = self.reach(&sender, recipients, parcel.language).await?;
        // Somebody may have left the administration since the draft was written.
        self.may_send_outside(caller, &sender, &recipients)?;

        let mut tx = self.store.begin().await?;
        rows::lock_sender(&mut tx, person).await?;
        let mut parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        if !parcel.state.is_open() {
            drop(tx);
            return if parcel.state == State::Sent { self.show(id).await } else { Err(Error::NotADraft) };
        }
        self.count_sends(&mut *tx, &sender, id).await?;
        let now = self.now();
        let (files, _) = rows::load(&mut *tx, id).await?;
        let awaited = awaited.map_or(parcel.awaited, |files| i32::try_from(files).unwrap_or(i32::MAX));
        if files == 0 && awaited == 0 {
            return Err(Error::NoFile);
        }
        // The day is looked at now, while there is somebody to choose another.
        let day = parcel.last_day(now, &self.settings);
        parcel.clone().end(day, now, &self.settings)?;
        let listed = rows::recipients(&mut *tx, id).await?;
        if listed.iter().map(|one| one.id).ne(recipients.iter().map(|one| one.id)) {
            return Err(Error::Changed);
        }
        if rows::teams(&mut *tx, id).await? != teams {
            return Err(Error::Changed);
        }

        for recipient in &recipients {
            rows::update_recipient(&mut tx, recipient).await?;
        }
        parcel.state = State::Waiting;
        parcel.awaited = awaited;
        parcel.updated_at = now;
        rows::update_parcel(&mut tx, &parcel).await?;
        self.send_if_ready(&mut tx, parcel, Departure { sender: Some(sender), members }).await?;
        tx.commit().await?;

        self.show(id).await
    }

    /// Takes a waiting parcel back to the drafts.
    pub(crate) async fn hold(&self, person: PersonId, id: ParcelId) -> Result<ParcelView, Error> {
        self.mine(person, id).await?;
        let mut tx = self.store.begin().await?;
        let mut parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        if !parcel.state.is_open() {
            return Err(Error::NotADraft);
        }

        back_to_draft(&mut parcel);
        parcel.updated_at = self.now();
        rows::update_parcel(&mut tx, &parcel).await?;
        tx.commit().await?;

        self.show(id).await
    }

    /// Sends a waiting parcel whose files have all arrived. The caller holds the parcel's lock, so that of two files
    /// that arrive together the second sees the first.
    ///
    /// `departure`: the sender and the teams as they are now, which may be days after it was asked for. Nothing leaves in the name
    /// of somebody who is disabled, nor of somebody who could no longer write to all these recipients, nor to nobody.
    pub(crate) async fn send_if_ready(
        &self,
        tx: &mut Tx,
        mut parcel: Parcel,
        departure: Departure,
    ) -> Result<(), Error> {
        if parcel.state != State::Waiting {
            return Ok(());
        }
        let files = rows::files(&mut **tx, parcel.id).await?;
        let awaited = usize::try_from(parcel.awaited).unwrap_or_default().max(1);
        if files.len() < awaited || files.iter().any(|file| !file.complete) {
            return Ok(());
        }
        let Departure { sender, members } = departure;
        let mut recipients = rows::recipients(&mut **tx, parcel.id).await?;
        let teams = rows::teams(&mut **tx, parcel.id).await?;
        let by_team = |one: &Recipient| teams.iter().any(|team| one.team == Some(team.id));
        let members: Vec<Recipient> = members
            .into_iter()
            .filter(|one| by_team(one) && !recipients.iter().any(|named| named.is_also(one)))
            .collect();
        let may_leave = |sender: &Profile| {
            let nobody = recipients.is_empty() && members.iter().all(|one| one.hidden);
            !nobody
                && self.count_recipients(sender, recipients.len() + members.len()).is_ok()
                && model::may_reach_all(sender.population, &recipients)
                && model::may_reach_all(sender.population, &members)
        };
        let Some(sender) = sender.filter(may_leave) else {
            back_to_draft(&mut parcel);
            rows::update_parcel(tx, &parcel).await?;
            return Ok(());
        };
        parcel.sign(sender);
        let now = self.now();
        match parcel.leave(&files, now, &self.settings) {
            Ok(()) => {}
            Err(Error::EndsTooSoon { .. } | Error::EndsTooLate { .. }) => {
                // The files took longer than the day that was chosen for the end: the sender chooses another.
                back_to_draft(&mut parcel);
                rows::update_parcel(tx, &parcel).await?;
                return Ok(());
            }
            Err(error) => return Err(error),
        }

        rows::update_parcel(tx, &parcel).await?;
        // Its title may have been empty when it was read, and its first file unknown.
        let parcel = rows::find_parcel(&mut **tx, parcel.id).await?.ok_or(Error::NoSuchParcel)?;
        for person in recipients.iter().filter_map(|recipient| recipient.person) {
            access::grant(tx, parcel.scope, person, Level::Read).await?;
        }
        for team in &teams {
            access::grant_to(tx, parcel.scope, Principal::Group(team.id), Level::Read).await?;
        }
        rows::insert_recipients(tx, parcel.id, &members).await?;
        recipients.extend(members);
        self.write_to(tx, &parcel, &files, &recipients, &teams).await?;
        if !teams.is_empty() {
            // Whoever came in since the members were read.
            store::enqueue(tx, jobs::gather(parcel.id)).await?;
        }
        rows::note_event(tx, parcel.id, now, Event::Sent).await?;
        store::tell(tx, &facts::parcel_sent(&parcel, files.len(), recipients.len())).await?;
        Ok(())
    }
}

pub(crate) fn back_to_draft(parcel: &mut Parcel) {
    parcel.state = State::Draft;
    parcel.awaited = 0;
}
