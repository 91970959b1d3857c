//! Sessions, seen and closed by their person.

use web::{Caller, SessionId};

use crate::{
    Error, Identity, facts,
    model::{ListedSession, SessionLife},
    passes::pass,
    rows::{revocations, sessions},
};

impl Identity {
    pub(crate) async fn sessions(&self, caller: &Caller) -> Result<Vec<ListedSession>, Error> {
        let store = &self.inner.store;
        let now = store.clock().now();
        let idle_since = now - SessionLife::new(&self.inner.settings).idle();
        Ok(sessions::of_person(store.pool(), caller.person, caller.session, now, idle_since).await?)
    }

    /// Over at once on this node, within a second on the others.
    pub(crate) async fn close_session(&self, caller: &Caller, id: SessionId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if !sessions::close(&mut tx, caller.person, id, now).await? {
            return Err(Error::NoSuchSession);
        }
        store::tell(&mut tx, &facts::session_closed(caller.person, id)).await?;
        revocations::revoke(&mut tx, &[pass(id)], now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&[pass(id)]);
        Ok(())
    }
}
