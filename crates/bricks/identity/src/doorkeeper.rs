//! Knows who is behind a cookie or a token, normally without a look into the database.

use async_trait::async_trait;
use kernel::Problem;
use web::{Caller, Credential, Doorkeeper, Strength};

use crate::{
    Error, Identity,
    model::{Pass, SessionLife, SessionSecret, TokenSecret},
    rows::{sessions, tokens},
};

#[derive(Clone, Copy)]
enum Kind {
    Session,
    Token,
}

#[async_trait]
impl Doorkeeper for Identity {
    async fn who(&self, credential: Credential) -> Result<Option<Caller>, Problem> {
        let Some((kind, secret)) = read(&credential) else { return Ok(None) };
        let pass = self.check(kind, &secret).await?;
        if let Some(pass) = &pass {
            self.note(kind, &secret, pass).await?;
        }
        Ok(pass.map(caller))
    }

    /// A page that stays open asks this for hours: it must not keep awake the session of somebody who has left.
    async fn still(&self, credential: Credential) -> Result<bool, Problem> {
        let Some((kind, secret)) = read(&credential) else { return Ok(false) };
        Ok(self.check(kind, &secret).await?.is_some())
    }
}

/// `None` for what we cannot have given.
fn read(credential: &Credential) -> Option<(Kind, [u8; 32])> {
    match credential {
        Credential::Cookie(cookie) => Some((Kind::Session, SessionSecret::read(cookie.expose())?)),
        Credential::Bearer(token) => Some((Kind::Token, TokenSecret::read(token.expose())?)),
    }
}

impl Identity {
    async fn check(&self, kind: Kind, secret: &[u8; 32]) -> Result<Option<Pass>, Error> {
        let inner = &self.inner;
        let (now, life) = (inner.store.clock().now(), SessionLife::new(&inner.settings));
        let good = |pass: &Pass| !SessionLife::is_over(pass, now) && !life.is_idle(pass, now);

        let heard = inner.passes.refresh(inner.store.pool()).await?;
        // One that seems idle may have come to another node.
        let mut pass = inner.passes.find(secret).filter(good);
        if pass.is_none() {
            pass = self.read_pass(kind, secret).await?.filter(good);
            match &pass {
                Some(pass) => inner.passes.remember(*secret, pass.clone(), heard),
                None => inner.passes.forget_one(secret),
            }
        }
        Ok(pass)
    }

    async fn read_pass(&self, kind: Kind, secret: &[u8; 32]) -> Result<Option<Pass>, Error> {
        let db = self.inner.store.pool();
        let found = match kind {
            Kind::Session => sessions::find(db, secret).await,
            Kind::Token => tokens::find(db, secret).await,
        };
        Ok(found?)
    }

    /// Notes that somebody came, once a minute.
    async fn note(&self, kind: Kind, secret: &[u8; 32], pass: &Pass) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        if !SessionLife::should_note(pass, now) {
            return Ok(());
        }
        // First here, so that requests that come together write once.
        self.inner.passes.note_seen(secret, now);
        let db = self.inner.store.pool();
        match kind {
            Kind::Session => sessions::note_seen(db, pass.id, now).await?,
            Kind::Token => tokens::note_used(db, pass.id, now).await?,
        }
        Ok(())
    }
}

/// A token opens its tools, and here only what says who it stands for: the routes see to the rest.
fn caller(pass: Pass) -> Caller {
    let confined_to = pass.scopes.map(|mut scopes| {
        scopes.push(crate::SCHEMA.to_owned());
        scopes
    });
    debug_assert_eq!(confined_to.is_some(), pass.strength == Strength::Token);
    Caller {
        person: pass.person,
        session: pass.id,
        strength: pass.strength,
        expires_at: pass.expires_at,
        authenticated_at: pass.shown.at,
        acr: pass.shown.acr,
        amr: pass.shown.amr,
        confined_to,
    }
}
