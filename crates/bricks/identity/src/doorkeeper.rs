//! Knows who is behind a cookie or a token, normally without a look into the database.

use async_trait::async_trait;
use kernel::{EmailAddress, Problem};
use web::{Caller, Credential, Doorkeeper, Strength};

use crate::{
    Error, Identity,
    model::{ApplicationSecret, Digest, Household, Pass, SessionLife, SessionSecret, TokenSecret, digest},
    rows::{
        passwords::{self, Tried},
        sessions, tokens,
    },
};

/// What is shown, as it is looked for: nothing of it opens anything any more.
enum Asked {
    Session(Digest),
    Token(Digest),
    /// An application's password, which could be guessed: it is counted.
    Password {
        address: EmailAddress,
        secret: Digest,
        household: Household,
    },
}

impl Asked {
    /// `None` for what we cannot have given.
    fn read(credential: &Credential) -> Option<Self> {
        Some(match credential {
            Credential::Cookie(cookie) => Self::Session(SessionSecret::read(cookie.expose())?),
            Credential::Bearer(token) => Self::Token(TokenSecret::read(token.expose())?),
            Credential::Basic { address, password, from } => Self::Password {
                address: address.parse().ok()?,
                secret: ApplicationSecret::read(password.expose())?,
                household: (*from).into(),
            },
        })
    }

    /// Under which it is remembered. A password opens with an address only.
    fn key(&self) -> Digest {
        match self {
            Self::Session(secret) | Self::Token(secret) => *secret,
            Self::Password { address, secret, .. } => digest(&[secret, address.as_str().as_bytes()]),
        }
    }
}

#[async_trait]
impl Doorkeeper for Identity {
    async fn who(&self, credential: Credential) -> Result<Option<Caller>, Problem> {
        let Some(asked) = Asked::read(&credential) else { return Ok(None) };
        let pass = self.check(&asked).await?;
        if let Some(pass) = &pass {
            self.note(&asked, pass).await?;
        }
        Ok(pass.map(caller))
    }

    /// A page that stays open asks this for hours: it must not keep awake the session of somebody who has left.
    async fn still(&self, credential: Credential) -> Result<bool, Problem> {
        let Some(asked) = Asked::read(&credential) else { return Ok(false) };
        Ok(self.check(&asked).await?.is_some())
    }
}

impl Identity {
    async fn check(&self, asked: &Asked) -> Result<Option<Pass>, Error> {
        let inner = &self.inner;
        let (now, life) = (inner.store.clock().now(), SessionLife::new(&inner.settings));
        let good = |pass: &Pass| !SessionLife::is_over(pass, now) && !life.is_idle(pass, now);

        let heard = inner.passes.refresh(inner.store.pool()).await?;
        let key = asked.key();
        // One that seems idle may have come to another node.
        let mut pass = inner.passes.find(&key).filter(good);
        if pass.is_none() {
            pass = self.read_pass(asked).await?.filter(good);
            match &pass {
                Some(pass) => inner.passes.remember(key, pass.clone(), heard),
                None => inner.passes.forget_one(&key),
            }
        }
        Ok(pass)
    }

    async fn read_pass(&self, asked: &Asked) -> Result<Option<Pass>, Error> {
        let db = self.inner.store.pool();
        Ok(match asked {
            Asked::Session(secret) => sessions::find(db, secret, self.inner.relying_party.is_some()).await?,
            Asked::Token(secret) => tokens::find(db, secret).await?,
            Asked::Password { address, secret, household } => {
                self.count_try(Tried::ApplicationPassword, address, household).await?;
                let found = tokens::find_password(db, address, secret).await?;
                if found.is_some() {
                    passwords::forget_tries(db, Tried::ApplicationPassword, address, household).await?;
                }
                found
            }
        })
    }

    /// Notes that somebody came, once a minute.
    async fn note(&self, asked: &Asked, pass: &Pass) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        if !SessionLife::should_note(pass, now) {
            return Ok(());
        }
        // First here, so that requests that come together write once.
        self.inner.passes.note_seen(&asked.key(), now);
        let db = self.inner.store.pool();
        match asked {
            Asked::Session(_) => sessions::note_seen(db, pass.id, now).await?,
            Asked::Token(_) | Asked::Password { .. } => tokens::note_used(db, pass.id, now).await?,
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
        second_factor: pass.second_factor,
        confined_to,
    }
}
