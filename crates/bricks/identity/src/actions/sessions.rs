//! Sessions, seen and closed by their person.

use std::collections::BTreeMap;

use kernel::{Actor, PersonId, ports::WayOut};
use store::Tx;
use web::{Caller, SessionId};

use crate::{
    Error, Identity, facts,
    model::{ListedSession, SessionLife, Shown},
    passes::pass,
    rows::{
        revocations::{self, Revoked},
        sessions,
    },
};

/// Sessions that are closed once the change in which they are is committed.
#[must_use = "this node lets them in until it is told that they are closed"]
pub struct ClosedSessions(Vec<Revoked>);

impl ClosedSessions {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Identity {
    pub(crate) async fn sessions(&self, caller: &Caller) -> Result<Vec<ListedSession>, Error> {
        let store = &self.inner.store;
        let now = store.clock().now();
        let idle_since = now - SessionLife::new(&self.inner.settings).idle();
        Ok(sessions::of_person(store.pool(), caller.person, caller.session, now, idle_since).await?)
    }

    /// Over at once on this node, within a second on the others. Says where the browser goes to be signed out of its ministry
    /// too, for the session that asks.
    pub(crate) async fn close_session(
        &self,
        caller: &Caller,
        id: SessionId,
    ) -> Result<Option<WayOut>, Error> {
        let now = self.inner.store.clock().now();
        let way_out = if id == caller.session { self.way_out(id).await } else { None };

        let mut tx = self.inner.store.begin().await?;
        if !sessions::close(&mut tx, caller.person, id, now).await? {
            return Err(Error::NoSuchSession);
        }
        store::tell(&mut tx, &facts::session_closed(caller.actor(), caller.person, &[id])).await?;
        revocations::revoke(&mut tx, &[pass(id)], now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&[pass(id)]);
        Ok(way_out)
    }

    /// Nobody stays signed in because a gateway does not know the way.
    async fn way_out(&self, session: SessionId) -> Option<WayOut> {
        let gateways = self.inner.gateways.get()?;
        gateways.way_out(session.uuid()).await.unwrap_or_else(|problem| {
            tracing::warn!(code = problem.code, cause = ?problem.cause, "no way out of a ministry is known");
            None
        })
    }

    /// Closes sessions, whosever they are: a provider says that they are over. Says how many were open.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close_sessions(&self, actor: Actor, ids: &[SessionId]) -> Result<usize, Error> {
        let mut tx = self.inner.store.begin().await?;
        let closed = self.close_sessions_within(&mut tx, actor, ids).await?;
        tx.commit().await?;
        Ok(self.closed(&closed))
    }

    /// The same, within the change of another room, which says [`closed`](Self::closed) once it is committed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close_sessions_within(
        &self,
        tx: &mut Tx,
        actor: Actor,
        ids: &[SessionId],
    ) -> Result<ClosedSessions, Error> {
        let now = self.inner.store.clock().now();
        let closed = sessions::close_these(tx, ids, now).await?;
        let mut by_person: BTreeMap<PersonId, Vec<SessionId>> = BTreeMap::new();
        for (id, person) in &closed {
            by_person.entry(*person).or_default().push(*id);
        }
        for (person, ids) in &by_person {
            store::tell(tx, &facts::session_closed(actor, *person, ids)).await?;
        }
        let revoked: Vec<_> = closed.iter().map(|(id, _)| pass(*id)).collect();
        revocations::revoke(tx, &revoked, now).await?;
        Ok(ClosedSessions(revoked))
    }

    /// Sessions whose closing is committed open nothing on this node any more; says how many they are.
    pub fn closed(&self, closed: &ClosedSessions) -> usize {
        self.inner.passes.forget(&closed.0);
        closed.0.len()
    }

    /// Holds a session open until commit, so that what is given by it comes before its end or not at all; says by the provider of
    /// which issuer it was opened, if by any. `None` when it is over.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_session(
        &self,
        tx: &mut Tx,
        session: SessionId,
    ) -> Result<Option<Option<String>>, Error> {
        Ok(sessions::hold(tx, session, self.inner.store.clock().now()).await?)
    }

    /// Which of these sessions are open: not closed, not too old, not idle, of a person who is not suspended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_sessions(&self, ids: &[SessionId]) -> Result<Vec<SessionId>, Error> {
        let store = &self.inner.store;
        let now = store.clock().now();
        let idle_since = now - SessionLife::new(&self.inner.settings).idle();
        Ok(sessions::open_among(store.pool(), ids, now, idle_since).await?)
    }

    /// Notes that whoever is behind a session showed again who they are.
    ///
    /// # Errors
    /// [`Error::NoSuchSession`] when it is over.
    pub async fn confirm_session(&self, caller: &Caller, shown: &Shown) -> Result<(), Error> {
        let tx = self.inner.store.begin().await?;
        self.confirm_within(tx, caller, shown).await
    }

    /// Likewise, in the transaction in which something was used up for it. What was shown before is never taken away.
    pub(super) async fn confirm_within(
        &self,
        mut tx: Tx,
        caller: &Caller,
        again: &Shown,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let shown = Shown::of(caller).confirmed_by(again);
        if !sessions::strengthen(&mut tx, caller.person, caller.session, &shown).await? {
            return Err(Error::NoSuchSession);
        }
        store::tell(&mut tx, &facts::session_confirmed(caller.person, caller.session, &shown)).await?;
        // Every node reads the session again.
        revocations::revoke(&mut tx, &[pass(caller.session)], now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&[pass(caller.session)]);
        Ok(())
    }
}
