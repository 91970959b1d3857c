//! Many persons at once, within the change of the room that knows of them: imports of whole ministries.

use kernel::{Actor, PersonId};
use store::Tx;

use crate::{Error, Identity, NewPerson, PersonRecord, facts, model::checked_name, rows::bulk};

impl Identity {
    /// Makes persons, in the same order; `None` for an address that somebody has. Passwords are not looked at.
    ///
    /// # Errors
    /// [`Error::BadName`]; when the database does not answer.
    pub async fn add_persons(
        &self,
        tx: &mut Tx,
        actor: Actor,
        new: &[NewPerson],
    ) -> Result<Vec<Option<PersonId>>, Error> {
        let mut names = Vec::with_capacity(new.len());
        for person in new {
            names.push(person.name.as_deref().map(checked_name).transpose()?);
        }
        let newcomers: Vec<bulk::Newcomer<'_>> = new
            .iter()
            .zip(&names)
            .map(|(person, name)| bulk::Newcomer {
                id: PersonId::new(),
                address: &person.address,
                name: name.as_deref(),
                language: person.language,
                proven: person.proven,
            })
            .collect();

        let made = bulk::insert(tx, &newcomers, self.inner.store.clock().now()).await?;
        if !made.is_empty() {
            store::tell(tx, &facts::persons_added(actor, &made)).await?;
        }
        let made: std::collections::HashSet<PersonId> = made.into_iter().collect();
        Ok(newcomers.iter().map(|one| Some(one.id).filter(|id| made.contains(id))).collect())
    }

    /// Gives persons the names that their employer has for them.
    ///
    /// # Errors
    /// [`Error::BadName`]; when the database does not answer.
    pub async fn rename_persons(
        &self,
        tx: &mut Tx,
        actor: Actor,
        names: &[(PersonId, String)],
    ) -> Result<(), Error> {
        let mut checked = Vec::with_capacity(names.len());
        for (person, name) in names {
            checked.push((*person, checked_name(name)?));
        }
        if !checked.is_empty() {
            bulk::rename(tx, &checked).await?;
            let persons: Vec<PersonId> = checked.into_iter().map(|(person, _)| person).collect();
            store::tell(tx, &facts::persons_changed(actor, &persons)).await?;
        }
        Ok(())
    }

    /// Counts the persons again after many came, so that what follows is planned by how many there are now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_again(&self, tx: &mut Tx) -> Result<(), Error> {
        Ok(bulk::look_again(tx).await?)
    }

    /// Notes which part of a name is given, as an employer's records or a ministry's provider tell the two apart. What does
    /// not read, and what the name does not begin with, is passed over: the name is what counts. Told by whatever named them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_given_names(&self, tx: &mut Tx, given: &[(PersonId, String)]) -> Result<(), Error> {
        let checked = given.iter().filter_map(|(person, given)| Some((*person, checked_name(given).ok()?)));
        let checked: Vec<(PersonId, String)> = checked.collect();
        if !checked.is_empty() {
            bulk::note_given(tx, &checked).await?;
        }
        Ok(())
    }

    /// Every person there is, a page at a time, by id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn persons_after(
        &self,
        after: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<PersonRecord>, Error> {
        Ok(bulk::after(self.inner.store.pool(), after, limit).await?)
    }
}
