//! Files coming in: announced, continued, completed, removed.

use kernel::PersonId;
use serde_json::json;
use store::NewJob;

use crate::{
    Error, Transfer, jobs,
    model::{File, FileId, FilePath, Parcel, ParcelId},
    rows,
};

/// A file as its sender announces it.
#[derive(Debug)]
pub(crate) struct NewFile {
    pub(crate) path: FilePath,
    pub(crate) size: u64,
    pub(crate) media_type: String,
}

impl Transfer {
    /// Makes room for a file in a parcel that has not left. A name already there takes a number.
    pub(crate) async fn announce_file(
        &self,
        person: PersonId,
        id: ParcelId,
        new: &NewFile,
    ) -> Result<File, Error> {
        if new.size > self.settings.max_file_bytes {
            return Err(Error::FileTooLarge { most: self.settings.max_file_bytes });
        }
        let sender = self.open_for_uploads(person, id).await?.sender;
        let mut file = File::new(id, &new.path, new.size, &new.media_type, self.now());
        let blob = file.blob.ok_or(Error::NoSuchFile)?;
        // Before the row: should it never be written, the sweep finds bytes that belong to no file.
        self.blobs.create(blob).await?;
        if let Err(refused) = self.place_file(&mut file, sender, new).await {
            self.blobs.remove(blob).await?;
            return Err(refused);
        }

        if file.size == 0 {
            self.complete(&file).await?;
            file.complete = true;
        }
        Ok(file)
    }

    async fn place_file(&self, file: &mut File, sender: PersonId, new: &NewFile) -> Result<(), Error> {
        let id = file.parcel;
        let mut tx = self.store.begin().await?;
        // Files of several parcels that arrive together must not pass the limit together.
        rows::lock_sender(&mut tx, sender).await?;
        let parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        if !parcel.state.is_open() {
            return Err(Error::NotADraft);
        }
        let (count, size) = rows::load(&mut *tx, id).await?;
        if count >= u64::from(self.settings.max_files) {
            return Err(Error::TooManyFiles { most: self.settings.max_files });
        }
        if size.saturating_add(new.size) > self.settings.max_parcel_bytes {
            return Err(Error::ParcelTooLarge { most: self.settings.max_parcel_bytes });
        }
        let unsent = rows::unsent(&mut *tx, sender).await?;
        if unsent.saturating_add(new.size) > self.settings.max_unsent_bytes {
            return Err(Error::TooMuchUnsent { most: self.settings.max_unsent_bytes });
        }
        let path = if rows::is_path_taken(&mut *tx, id, &new.path).await? {
            new.path.beside(&rows::folded_paths(&mut *tx, id).await?)
        } else {
            new.path.clone()
        };

        path.as_str().clone_into(&mut file.path);
        rows::insert_file(&mut tx, file, &path.folded()).await?;
        rows::touch_parcel(&mut tx, id, self.now()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A file of one's own parcel, as long as the parcel has not left.
    pub(crate) async fn my_upload(
        &self,
        person: PersonId,
        id: ParcelId,
        file: FileId,
    ) -> Result<File, Error> {
        self.open_for_uploads(person, id).await?;
        rows::find_file(self.store.pool(), id, file).await?.ok_or(Error::NoSuchFile)
    }

    /// The same, also once the parcel has left: where the upload of a file stands can always be asked.
    pub(crate) async fn my_file(&self, person: PersonId, id: ParcelId, file: FileId) -> Result<File, Error> {
        self.mine(person, id).await?;
        rows::find_file(self.store.pool(), id, file).await?.ok_or(Error::NoSuchFile)
    }

    /// How much of a file has arrived for good. The blob knows; a file whose last byte had arrived when the house was
    /// stopped is completed here.
    pub(crate) async fn offset(&self, file: &File) -> Result<u64, Error> {
        if file.complete {
            return Ok(file.size);
        }
        let status = self.blobs.status(file.blob.ok_or(Error::NoSuchFile)?).await?;
        if status.length >= file.size {
            self.complete(file).await?;
            return Ok(file.size);
        }
        rows::note_received(self.store.pool(), file.id, status.length, self.now()).await?;
        Ok(status.length)
    }

    /// Every byte has arrived: seals the file, and sends the parcel if it waited for nothing else.
    pub(crate) async fn complete(&self, file: &File) -> Result<(), Error> {
        self.blobs.finish(file.blob.ok_or(Error::NoSuchFile)?, file.size).await?;
        let departure = self.departure(file.parcel).await?;

        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, file.parcel).await?.ok_or(Error::NoSuchParcel)?;
        if rows::complete_file(&mut tx, file.id, self.now()).await? {
            let job = NewJob::new(jobs::HASH, json!({ "file": file.id })).key(file.id.to_string());
            store::enqueue(&mut tx, job).await?;
            self.send_if_ready(&mut tx, parcel, departure).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The file of a creation whose first bytes were refused: as if it had never been announced. Its client was told, and
    /// will announce it again; a parcel that waits goes on waiting for it.
    pub(crate) async fn forget_announcement(&self, file: &File) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        let parcel = rows::lock_parcel(&mut tx, file.parcel).await?.ok_or(Error::NoSuchParcel)?;
        if !parcel.state.is_open() {
            return Err(Error::NotADraft);
        }

        rows::delete_file(&mut tx, file.id).await?;
        store::enqueue(&mut tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a file out of a parcel that has not left: its sender does without. If the parcel waited only for it, it
    /// leaves.
    pub(crate) async fn remove_file(
        &self,
        person: PersonId,
        id: ParcelId,
        file: FileId,
    ) -> Result<(), Error> {
        self.mine(person, id).await?;
        let departure = self.departure(id).await?;
        let mut tx = self.store.begin().await?;
        let mut parcel = rows::lock_parcel(&mut tx, id).await?.ok_or(Error::NoSuchParcel)?;
        if !parcel.state.is_open() {
            return Err(Error::NotADraft);
        }
        rows::find_file(&mut *tx, id, file).await?.ok_or(Error::NoSuchFile)?;

        rows::delete_file(&mut tx, file).await?;
        parcel.awaited = (parcel.awaited - 1).max(0);
        parcel.updated_at = self.now();
        rows::update_parcel(&mut tx, &parcel).await?;
        store::enqueue(&mut tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        self.send_if_ready(&mut tx, parcel, departure).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn open_for_uploads(&self, person: PersonId, id: ParcelId) -> Result<Parcel, Error> {
        let parcel = self.mine(person, id).await?;
        if parcel.state.is_open() { Ok(parcel) } else { Err(Error::NotADraft) }
    }
}
