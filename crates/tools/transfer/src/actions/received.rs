//! Receiving: opening a parcel by its key, taking its files.

use std::ops::Range;

use blobs::ByteStream;
use kernel::{Actor, PersonId};

use crate::{
    Error, Transfer, facts,
    model::{self, File, FileId, Parcel, ParcelId, Recipient, RecipientId},
    rows::{self, Event},
    views::{ReceivedFile, ReceivedParcel, ReceivedSender, ReceivedState},
};

/// A file that may be given out, and to whom.
pub(crate) struct Given {
    pub(crate) file: File,
    /// The recipient whose download counts; none for the sender's own.
    pub(crate) taking: Option<Taking>,
}

/// A recipient taking a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taking {
    pub(crate) parcel: ParcelId,
    pub(crate) recipient: RecipientId,
    pub(crate) person: Option<PersonId>,
    pub(crate) file: FileId,
    /// Whether it goes on only as long as they are in a team.
    pub(crate) by_team: bool,
    /// Whether the sender may not know of it.
    pub(crate) hidden: bool,
}

impl Transfer {
    /// What a key opens. The first time is told.
    pub(crate) async fn open_received(&self, key: &str) -> Result<ReceivedParcel, Error> {
        let (parcel, recipient) = self.behind(key).await?;
        let now = self.now();
        let state = ReceivedState::of(parcel.state_at(now)).ok_or(Error::NoSuchParcel)?;
        let (Some(sent_at), Some(ends_on), Some(expires_at)) =
            (parcel.sent_at, parcel.ends_on, parcel.expires_at)
        else {
            return Err(Error::NoSuchParcel);
        };
        let files = rows::files(self.store.pool(), parcel.id).await?;
        let teams = rows::teams(self.store.pool(), parcel.id).await?;
        let size = files.iter().map(|file| file.size).sum();

        if state == ReceivedState::Sent && recipient.opened_at.is_none() {
            self.note_opened(&parcel, &recipient).await?;
        }

        Ok(ReceivedParcel {
            id: parcel.id.uuid(),
            language: parcel.language,
            sender: ReceivedSender {
                initials: model::initials(&parcel.sender_name),
                name: parcel.sender_name,
                address: parcel.sender_address,
                organisation: parcel.sender_organisation,
                agent: parcel.sender_agent,
            },
            for_team: recipient
                .team
                .and_then(|id| teams.into_iter().find(|team| team.id == id))
                .map(|team| team.name),
            for_address: recipient.address.to_string(),
            files: if state == ReceivedState::Sent {
                files.into_iter().map(ReceivedFile::of).collect()
            } else {
                vec![]
            },
            title: parcel.title,
            message: parcel.message,
            sent_at,
            ends_on,
            expires_at,
            size,
            state,
        })
    }

    /// A file that the holder of a key may take now.
    pub(crate) async fn take(&self, key: &str, file: FileId) -> Result<Given, Error> {
        let (parcel, recipient) = self.behind(key).await?;
        if !parcel.is_live(self.now()) {
            return Err(Error::Over);
        }
        let file = rows::find_file(self.store.pool(), parcel.id, file).await?.ok_or(Error::NoSuchFile)?;
        let taking = Taking {
            parcel: parcel.id,
            recipient: recipient.id,
            person: recipient.person,
            file: file.id,
            by_team: recipient.team.is_some(),
            hidden: recipient.hidden,
        };
        Ok(Given { file, taking: Some(taking) })
    }

    /// A file of one's own parcel, sent or not.
    pub(crate) async fn take_mine(
        &self,
        person: PersonId,
        id: ParcelId,
        file: FileId,
    ) -> Result<Given, Error> {
        let parcel = self.mine(person, id).await?;
        let file = rows::find_file(self.store.pool(), parcel.id, file)
            .await?
            .filter(|file| file.complete)
            .ok_or(Error::NoSuchFile)?;
        if file.blob.is_none() { Err(Error::Over) } else { Ok(Given { file, taking: None }) }
    }

    pub(crate) async fn bytes(&self, file: &File, range: Range<u64>) -> Result<ByteStream, Error> {
        let blob = file.blob.ok_or(Error::Over)?;
        match self.blobs.read(blob, range).await {
            // Withdrawn between two looks.
            Err(blobs::Error::NoSuchBlob) => Err(Error::Over),
            read => Ok(read?),
        }
    }

    /// Whether a download under way may go on.
    pub(crate) async fn may_go_on(&self, taking: Taking) -> Result<bool, Error> {
        let pool = self.store.pool();
        if !rows::is_live(pool, taking.parcel, self.now()).await? {
            return Ok(false);
        }
        if !taking.by_team {
            return Ok(true);
        }
        let Some((parcel, recipient)) = rows::find_recipient(pool, taking.recipient).await? else {
            return Ok(false);
        };
        let Some(parcel) = rows::find_parcel(pool, parcel).await? else { return Ok(false) };
        self.may_read(&parcel, &recipient).await
    }

    /// The first bytes of a file are given: whoever comes back for the rest will have the whole.
    pub(crate) async fn note_begun(&self, taking: Taking) -> Result<(), Error> {
        Ok(rows::note_begun(self.store.pool(), taking.recipient, taking.file).await?)
    }

    /// Whether somebody was given the first bytes of a file since they last had the whole of it.
    pub(crate) async fn has_begun(&self, taking: Taking) -> Result<bool, Error> {
        Ok(rows::has_begun(self.store.pool(), taking.recipient, taking.file).await?)
    }

    /// A file was given to its last byte, by an answer that began with the first or by one that went on from such an
    /// answer. Somebody who looks at the end only has not taken it.
    pub(crate) async fn note_taken(&self, taking: Taking) -> Result<(), Error> {
        let Taking { parcel, recipient, person, file, .. } = taking;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        rows::forget_begun(&mut tx, recipient, file).await?;
        let parcel = rows::find_parcel(&mut *tx, parcel).await?.ok_or(Error::NoSuchParcel)?;

        rows::note_download(&mut tx, recipient, file, now).await?;
        rows::note_event(&mut tx, parcel.id, now, Event::Downloaded(recipient, file)).await?;
        store::tell(&mut tx, &facts::file_downloaded(&parcel, &taking, actor(person))).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn note_opened(&self, parcel: &Parcel, recipient: &Recipient) -> Result<(), Error> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if rows::note_opened(&mut tx, recipient.id, now).await? {
            rows::note_event(&mut tx, parcel.id, now, Event::Opened(recipient.id)).await?;
            store::tell(&mut tx, &facts::parcel_opened(parcel, recipient, actor(recipient.person))).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The sent parcel and the recipient behind a key; a key that is not ours and one whose parcel never left are alike. A key that was
    /// given to the member of a team opens as long as they are in it.
    async fn behind(&self, key: &str) -> Result<(Parcel, Recipient), Error> {
        let recipient = self.links.read(key).ok_or(Error::NoSuchParcel)?;
        let (parcel, recipient) =
            rows::find_recipient(self.store.pool(), recipient).await?.ok_or(Error::NoSuchParcel)?;
        let parcel = rows::find_parcel(self.store.pool(), parcel).await?.ok_or(Error::NoSuchParcel)?;
        if parcel.state.is_open() {
            return Err(Error::NoSuchParcel);
        }
        if self.may_read(&parcel, &recipient).await? { Ok((parcel, recipient)) } else { Err(Error::LeftTeam) }
    }
}

/// Whoever holds the link acts for the person it was sent to.
fn actor(person: Option<PersonId>) -> Actor {
    person.map_or(Actor::System, Actor::Person)
}
