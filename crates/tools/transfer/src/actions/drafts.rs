//! Parcels in the making: their sender's alone, so nothing is told.

use kernel::{PersonId, ports::Level};
use store::NewJob;

use crate::{
    Error, Transfer, jobs,
    model::{self, Parcel, ParcelId, State},
    rows::{self, Event},
    views::{NewParcel, ParcelView},
};

impl Transfer {
    pub(crate) async fn create_parcel(&self, person: PersonId, new: NewParcel) -> Result<ParcelView, Error> {
        let sender = self.sender(person).await?;
        let mut parcel = Parcel::new(person, sender.language, self.now());
        self.word(&mut parcel, &new)?;
        let recipients = match &new.recipients {
            Some(addresses) => self.recipients_for(&sender, addresses, parcel.language).await?,
            None => vec![],
        };
        let teams = match &new.teams {
            Some(ids) => self.teams_for(&sender, ids).await?,
            None => vec![],
        };

        let mut tx = self.store.begin().await?;
        rows::lock_sender(&mut tx, person).await?;
        let most = self.settings.max_drafts(model::is_agent(sender.population));
        if rows::open_parcels(&mut *tx, person).await? >= i64::from(most) {
            return Err(Error::TooManyDrafts { most });
        }
        rows::insert_parcel(&mut tx, &parcel).await?;
        rows::insert_recipients(&mut tx, parcel.id, &recipients).await?;
        rows::replace_teams(&mut tx, parcel.id, &teams).await?;
        access::grant(&mut tx, parcel.scope, person, Level::Manage).await?;
        tx.commit().await?;

        self.show(parcel.id).await
    }

    /// Changes a draft; of a sent parcel only its end can change, which is told.
    pub(crate) async fn change_parcel(
        &self,
        person: PersonId,
        id: ParcelId,
        new: NewParcel,
    ) -> Result<ParcelView, Error> {
        self.mine(person, id).await?;
        let sender = self.sender(person).await?;
        let recipients = match &new.recipients {
            Some(addresses) => {
                let language = new.language.unwrap_or(sender.language);
                Some(self.recipients_for(&sender, addresses, language).await?)
            }
            None => None,
        };
        let teams = match &new.teams {
            Some(ids) => Some(self.teams_for(&sender, ids).await?),
            None => None,
        };
        let mut tx = self.store.begin().await?;
        let mut parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        let end_only = new.title.is_none()
            && new.message.is_none()
            && new.language.is_none()
            && recipients.is_none()
            && teams.is_none();
        if end_only && parcel.state == State::Sent {
            drop(tx);
            return self.prolong(person, id, new).await;
        }
        parcel.state.draft()?;
        self.word(&mut parcel, &new)?;

        parcel.updated_at = self.now();
        rows::update_parcel(&mut tx, &parcel).await?;
        if let Some(recipients) = &recipients {
            rows::replace_recipients(&mut tx, id, recipients).await?;
        }
        if let Some(teams) = &teams {
            rows::replace_teams(&mut tx, id, teams).await?;
        }
        tx.commit().await?;

        self.show(id).await
    }

    async fn prolong(&self, person: PersonId, id: ParcelId, new: NewParcel) -> Result<ParcelView, Error> {
        let Some(day) = new.ends_on else { return self.show(id).await };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let mut parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        parcel.state_at(now).sent()?;
        let before = parcel.ends_on;
        parcel.end(day, now, &self.settings)?;

        if before != parcel.ends_on {
            parcel.updated_at = now;
            rows::update_parcel(&mut tx, &parcel).await?;
            rows::note_event(&mut tx, id, now, Event::Prolonged).await?;
            let actor = kernel::Actor::Person(person);
            store::tell(&mut tx, &crate::facts::parcel_prolonged(&parcel, actor, before)).await?;
        }
        tx.commit().await?;

        self.show(id).await
    }

    pub(crate) async fn delete_draft(&self, person: PersonId, id: ParcelId) -> Result<(), Error> {
        self.mine(person, id).await?;
        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        parcel.state.draft()?;

        self.erase(&mut tx, &parcel).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets a parcel, its rights and its bytes.
    pub(crate) async fn erase(&self, tx: &mut store::Tx, parcel: &Parcel) -> Result<(), Error> {
        rows::doom_files(tx, parcel.id).await?;
        rows::delete_parcel(tx, parcel.id).await?;
        access::close(tx, parcel.scope).await?;
        store::enqueue(tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        Ok(())
    }

    fn word(&self, parcel: &mut Parcel, new: &NewParcel) -> Result<(), Error> {
        if let Some(title) = &new.title {
            parcel.entitle(title)?;
        }
        if let Some(message) = &new.message {
            parcel.say(message)?;
        }
        if let Some(language) = new.language {
            parcel.language = language;
        }
        if let Some(day) = new.ends_on {
            parcel.end(day, self.now(), &self.settings)?;
        }
        Ok(())
    }
}
