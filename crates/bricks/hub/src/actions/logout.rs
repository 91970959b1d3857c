//! A provider says that somebody signed out there (OpenID Connect Back-Channel Logout 1.0): they are signed out here.

use std::collections::BTreeSet;

use kernel::Actor;
use time::{Duration, OffsetDateTime};
use web::SessionId;

use crate::{
    Error, Hub, facts,
    model::ProviderId,
    peer::read_logout_token,
    rows::{self, sessions},
};

/// How many sessions are looked at, or closed, at once.
const AT_ONCE: i64 = 1000;

impl Hub {
    /// Honours a logout token, once: a second time it changes nothing and is refused.
    ///
    /// # Errors
    /// [`Error::BadToken`] for one that is not what it should be.
    pub(crate) async fn sign_out(&self, id: ProviderId, token: &str) -> Result<(), Error> {
        // Also of a provider that signs nobody in any more: whom it let in, it may still sign out.
        let found = rows::providers::find(self.inner.store.pool(), id).await?;
        let provider = found.ok_or(Error::NoSuchProvider)?;
        let mut exchange = self.exchange(&provider).await?;
        let mut keys = std::mem::take(&mut exchange.keys);
        self.keys_for(&provider, &exchange.metadata, &mut keys, token).await?;
        let now = self.inner.store.clock().now();
        let said = read_logout_token(token, &keys, &provider.issuer, &provider.client_id, now)?;
        let (subject, sid) = (said.subject.as_deref(), said.sid.as_deref());
        let over = sessions::signed_out(self.inner.store.pool(), provider.id, subject, sid).await?;
        // Without a `sid` it is about all of the person's sessions there, and about what outlived those that are over.
        let everywhere = match (subject, sid) {
            (Some(subject), None) => {
                self.inner.identity.person_of_identity(&provider.issuer, subject).await?
            }
            _ => None,
        };

        // The token is used up first, so that its copy closes nothing; killed in between, the provider's next try does all of it.
        let mut tx = self.inner.store.begin().await?;
        if !sessions::note_logout(&mut tx, provider.id, &said.jti, said.until).await? {
            return Err(Error::BadToken("a logout token that was honoured already".to_owned()));
        }
        let closed = self.inner.identity.close_sessions_within(&mut tx, Actor::System, &over).await?;
        sessions::delete(&mut *tx, &over).await?;
        store::tell(&mut tx, &facts::signed_out(&provider, closed.len(), everywhere)).await?;
        tx.commit().await?;
        self.inner.identity.closed(&closed);
        Ok(())
    }

    /// Closes the sessions that providers opened which are enabled no longer; none opens by them any more. In parts, so that a
    /// whole ministry holds nobody up. Killed before the end, the routine closes the rest.
    pub(crate) async fn close_of_disabled(&self, actor: Actor) -> Result<(), Error> {
        loop {
            let some = sessions::of_disabled(self.inner.store.pool(), AT_ONCE).await?;
            if some.is_empty() {
                return Ok(());
            }
            let over: Vec<SessionId> = some.iter().map(|(session, _)| *session).collect();
            let providers: BTreeSet<ProviderId> = some.iter().map(|(_, provider)| *provider).collect();

            let mut tx = self.inner.store.begin().await?;
            let closed = self.inner.identity.close_sessions_within(&mut tx, actor, &over).await?;
            sessions::delete(&mut *tx, &over).await?;
            for id in providers {
                if let Some(provider) = rows::providers::find(&mut *tx, id).await? {
                    store::tell(&mut tx, &facts::provider_emptied(actor, &provider)).await?;
                }
            }
            tx.commit().await?;
            self.inner.identity.closed(&closed);
        }
    }

    /// Deletes what is over; says how many rows that were.
    pub(crate) async fn sweep(&self) -> Result<u64, Error> {
        let now = self.inner.store.clock().now();
        let mut tx = self.inner.store.begin().await?;
        let mut swept = rows::attempts::sweep(&mut tx, now).await?;
        tx.commit().await?;

        let mut after: Option<(OffsetDateTime, SessionId)> = None;
        loop {
            let db = self.inner.store.pool();
            let some = sessions::older_than(db, now - Duration::hours(1), after, AT_ONCE).await?;
            let Some((last, at)) = some.last().copied() else { return Ok(swept) };
            let ids: Vec<SessionId> = some.iter().map(|(session, _)| *session).collect();
            let open = self.inner.identity.open_sessions(&ids).await?;
            let over: Vec<SessionId> = ids.into_iter().filter(|session| !open.contains(session)).collect();
            swept += sessions::delete(db, &over).await?;
            after = Some((at, last));
        }
    }
}
