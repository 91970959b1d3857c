//! What a person can do here: check, change, tell.

mod boxes;
mod dispatch;
mod drafts;
mod ends;
mod received;
mod recipients;
mod sent;
mod teams;
mod uploads;

use kernel::{
    GroupId, PersonId,
    ports::{Level, Profile},
};

pub(crate) use received::{Given, Taking};
pub(crate) use uploads::NewFile;

use crate::{
    Error, Transfer,
    model::{self, Parcel, ParcelId},
    rows,
    views::{ParcelView, TransferLimits, Whole},
};

impl Transfer {
    /// What this caller may send.
    pub(crate) async fn limits(&self, person: PersonId) -> Result<TransferLimits, Error> {
        let sender = self.sender(person).await?;
        let settings = &self.settings;
        Ok(TransferLimits {
            max_parcel_bytes: settings.max_parcel_bytes,
            max_file_bytes: settings.max_file_bytes.min(settings.max_parcel_bytes),
            max_recipients: settings.max_recipients(model::is_agent(sender.population)),
            max_files: settings.max_files,
            max_days: settings.max_days,
            default_days: settings.default_days,
        })
    }

    /// A parcel, for who may manage it; to the others it does not exist.
    pub(crate) async fn mine(&self, person: PersonId, id: ParcelId) -> Result<Parcel, Error> {
        let parcel = rows::find_parcel(self.store.pool(), id).await?.ok_or(Error::NoSuchParcel)?;
        if self.access.decide(person, Level::Manage, parcel.scope).await? {
            Ok(parcel)
        } else {
            Err(Error::NoSuchParcel)
        }
    }

    pub(crate) async fn open_parcel(&self, person: PersonId, id: ParcelId) -> Result<ParcelView, Error> {
        let parcel = self.mine(person, id).await?;
        self.show(parcel.id).await
    }

    /// A parcel as it is now, for somebody who was found to be allowed.
    pub(crate) async fn show(&self, id: ParcelId) -> Result<ParcelView, Error> {
        let pool = self.store.pool();
        let parcel = rows::find_parcel(pool, id).await?.ok_or(Error::NoSuchParcel)?;
        let teams = rows::teams(pool, id).await?;
        let ids: Vec<GroupId> = teams.iter().map(|team| team.id).collect();
        let whole = Whole {
            seen: self.groups.seen(parcel.sender, &ids).await?,
            present: self.present(&parcel, &teams).await?,
            teams,
            files: rows::files(pool, id).await?,
            recipients: rows::recipients(pool, id).await?,
            downloads: rows::downloads(pool, id).await?,
            events: rows::events(pool, id).await?,
            parcel,
        };
        Ok(ParcelView::of(whole, self.now(), &self.settings))
    }

    /// The profile of somebody who sends. A disabled person has none any more.
    pub(crate) async fn sender(&self, person: PersonId) -> Result<Profile, Error> {
        self.people.profiles(&[person]).await?.pop().ok_or(Error::SenderUnknown)
    }
}
