//! Functions: what correspondents charge people with.

use kernel::{Actor, PersonId, ScopeId};
use store::Tx;

use crate::{
    Directory, Error,
    entries::Entry,
    facts,
    model::{
        function::{FunctionId, checked_title, head_title},
        privacy::Viewer,
    },
    rows::{functions, organisations},
};

impl Directory {
    pub(crate) async fn add_function(
        &self,
        viewer: &Viewer,
        organisation: ScopeId,
        title: &str,
        heads: bool,
    ) -> Result<FunctionId, Error> {
        let title = checked_title(title)?;
        self.kept(viewer, organisation).await?;
        let (id, now) = (FunctionId::new(), self.store().clock().now());

        let mut tx = self.store().begin().await?;
        organisations::hold_path(&mut tx, organisation).await?.ok_or(Error::NoSuchOrganisation)?;
        if heads {
            functions::unhead(&mut tx, organisation).await?;
        }
        functions::insert(&mut tx, id, organisation, &title, heads, now).await?;
        let actor = Actor::Person(viewer.person);
        store::tell(&mut tx, &facts::function_added(actor, organisation, id, &title)).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(crate) async fn change_function(
        &self,
        viewer: &Viewer,
        id: FunctionId,
        title: Option<&str>,
        heads: Option<bool>,
    ) -> Result<(), Error> {
        let title = title.map(checked_title).transpose()?;

        let mut tx = self.store().begin().await?;
        let (organisation, _) = self.hold_function(&mut tx, viewer, id).await?;
        if heads == Some(true) {
            functions::unhead(&mut tx, organisation).await?;
        }
        functions::change(&mut tx, id, title.as_deref(), heads).await?;
        let holder = functions::holder(&mut tx, id).await?;
        let actor = Actor::Person(viewer.person);
        store::tell(&mut tx, &facts::function_changed(actor, organisation, id, holder)).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn end_function(&self, viewer: &Viewer, id: FunctionId) -> Result<(), Error> {
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        let (organisation, _) = self.hold_function(&mut tx, viewer, id).await?;
        let holder = functions::vacate(&mut tx, id, now).await?;
        functions::end(&mut tx, id, now).await?;
        let actor = Actor::Person(viewer.person);
        store::tell(&mut tx, &facts::function_ended(actor, organisation, id, holder)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a function to somebody, or leaves it vacant.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`] for whom the caller may not know of.
    pub(crate) async fn hand_function(
        &self,
        viewer: &Viewer,
        id: FunctionId,
        person: Option<PersonId>,
    ) -> Result<(), Error> {
        let holder = self.holder(viewer, person).await?;

        let mut tx = self.store().begin().await?;
        let (organisation, _) = self.hold_function(&mut tx, viewer, id).await?;
        self.install(&mut tx, viewer, organisation, id, holder.as_ref()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes somebody the head of an organisation; the function is made when there is none.
    pub(crate) async fn set_head(
        &self,
        viewer: &Viewer,
        organisation: ScopeId,
        person: Option<PersonId>,
    ) -> Result<(), Error> {
        self.kept(viewer, organisation).await?;
        let holder = self.holder(viewer, person).await?;
        let kind = organisations::page(self.db(), organisation).await?.ok_or(Error::NoSuchOrganisation)?.kind;
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        // Two who name a head at the same time would both make the function.
        organisations::lock_tree(&mut tx).await?;
        let id = match functions::hold_head(&mut tx, organisation).await? {
            Some(id) => id,
            None => {
                let id = FunctionId::new();
                functions::insert(&mut tx, id, organisation, head_title(&kind), true, now).await?;
                id
            }
        };
        self.install(&mut tx, viewer, organisation, id, holder.as_ref()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who is about to be charged with a function.
    async fn holder(&self, viewer: &Viewer, person: Option<PersonId>) -> Result<Option<Entry>, Error> {
        match person {
            Some(person) => Ok(Some(self.meet_one(viewer, person).await?)),
            None => Ok(None),
        }
    }

    async fn install(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        organisation: ScopeId,
        id: FunctionId,
        holder: Option<&Entry>,
    ) -> Result<(), Error> {
        let now = self.store().clock().now();
        let was = functions::vacate(tx, id, now).await?;
        if let Some(holder) = holder {
            let path = organisations::path(&mut **tx, organisation).await?.unwrap_or_default();
            functions::install(tx, id, holder.id(), !holder.stands_under(&path), now).await?;
        }
        let actor = Actor::Person(viewer.person);
        let fact = facts::function_handed(actor, organisation, id, was, holder.map(Entry::id));
        Ok(store::tell(tx, &fact).await?)
    }

    /// A function of a tree that the viewer keeps. One that they do not keep is as if there were none.
    async fn hold_function(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        id: FunctionId,
    ) -> Result<(ScopeId, bool), Error> {
        let held = functions::hold(tx, id).await?.ok_or(Error::NoSuchFunction)?;
        let path = organisations::path(&mut **tx, held.0).await?.ok_or(Error::NoSuchOrganisation)?;
        if viewer.keeps(&path) { Ok(held) } else { Err(Error::NotCorrespondent) }
    }
}
