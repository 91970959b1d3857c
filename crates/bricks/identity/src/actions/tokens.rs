//! Personal access tokens, made, seen and withdrawn by their person.

use kernel::{PersonId, Secret};
use time::OffsetDateTime;
use web::Caller;

use crate::{
    Error, Identity, facts,
    model::{ApplicationSecret, Change, Digest, ListedToken, NewToken, TokenId, TokenKind, TokenSecret},
    passes::pass,
    rows::{revocations, tokens},
};

/// A token just made: the only time its secret is seen.
pub(crate) struct CreatedToken {
    pub(crate) secret: Secret<String>,
    pub(crate) token: ListedToken,
}

impl Identity {
    pub(crate) async fn tokens(&self, person: PersonId) -> Result<Vec<ListedToken>, Error> {
        let store = &self.inner.store;
        Ok(tokens::of_person(store.pool(), person, store.clock().now()).await?)
    }

    pub(crate) async fn create_token(
        &self,
        caller: &Caller,
        (kind, name, scopes, days): (TokenKind, &str, &[String], u32),
    ) -> Result<CreatedToken, Error> {
        let now: OffsetDateTime = self.inner.store.clock().now();
        self.confirmed(caller)?;
        let new = NewToken::new(kind, name, scopes, days, now)?;
        let id = TokenId::new();
        let (secret, digest) = drawn(kind)?;

        let mut tx = self.inner.store.begin().await?;
        // Whoever was suspended since they came to the door makes no key for the day they are let in again.
        let has = tokens::count(&mut tx, caller.person, now).await?.ok_or(Error::Disabled)?;
        if has >= NewToken::MOST {
            return Err(Error::TooManyTokens { most: NewToken::MOST });
        }
        tokens::insert(&mut tx, id, caller.person, &new, &digest, now).await?;
        self.write_of(&mut tx, caller.person, Change::TokenCreated(kind)).await?;
        store::tell(&mut tx, &facts::token_created(caller.person, id, &new)).await?;
        tx.commit().await?;

        let NewToken { kind, name, scopes, expires_at } = new;
        let token = ListedToken { id, kind, name, scopes, created_at: now, expires_at, last_used_at: None };
        Ok(CreatedToken { secret, token })
    }

    pub(crate) async fn revoke_token(&self, caller: &Caller, id: TokenId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if !tokens::revoke(&mut tx, caller.person, id, now).await? {
            return Err(Error::NoSuchToken);
        }
        store::tell(&mut tx, &facts::token_revoked(caller.person, id)).await?;
        revocations::revoke(&mut tx, &[pass(id)], now).await?;
        tx.commit().await?;

        self.inner.passes.forget(&[pass(id)]);
        Ok(())
    }
}

/// What is shown once, and what is kept of it.
fn drawn(kind: TokenKind) -> Result<(Secret<String>, Digest), Error> {
    Ok(match kind {
        TokenKind::Token => {
            let secret = TokenSecret::draw()?;
            (Secret::new(secret.expose().to_owned()), secret.digest())
        }
        TokenKind::ApplicationPassword => {
            let secret = ApplicationSecret::draw()?;
            (Secret::new(secret.expose().to_owned()), secret.digest())
        }
    })
}
