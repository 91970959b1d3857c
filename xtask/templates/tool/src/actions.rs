//! What a person can do here: check, change, tell.

use kernel::PersonId;

use crate::{
    Error, __Tool__, facts,
    model::{Entry, EntryId},
    rows,
};

impl __Tool__ {
    pub(crate) async fn write_entry(&self, writer: PersonId, title: &str) -> Result<Entry, Error> {
        let entry = Entry::new(writer, title, self.store.clock().now())?;

        let mut tx = self.store.begin().await?;
        rows::insert_entry(&mut tx, &entry).await?;
        store::tell(&mut tx, &facts::entry_written(&entry)).await?;
        tx.commit().await?;

        Ok(entry)
    }

    pub(crate) async fn open_entry(&self, reader: PersonId, id: EntryId) -> Result<Entry, Error> {
        rows::find_entry(self.store.pool(), id)
            .await?
            .filter(|entry| entry.owner == reader)
            .ok_or(Error::NoSuchEntry)
    }
}
