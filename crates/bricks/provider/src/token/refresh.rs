//! A refresh token gives the next one, and is over (RFC 9700 §4.14.2).

use kernel::Actor;

use super::{Issued, Machine};
use crate::{
    Error, Provider, facts,
    model::{Client, OauthCode, Params, Refusal, Secret256, SecretKind, read_scopes},
    rows::{grants, tokens},
};

impl Provider {
    pub(super) async fn refresh(
        &self,
        client: &Client,
        params: &Params,
        from: &Machine,
    ) -> Result<Issued, Refusal> {
        let shown = params.need("refresh_token")?;
        let secret = Secret256::read(SecretKind::RefreshToken, shown).ok_or_else(no_such_token)?;
        let now = self.now();

        let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
        let token = tokens::hold_refresh(&mut tx, &secret).await?.ok_or_else(no_such_token)?;
        if token.client != client.id.uuid() || token.expires_at <= now {
            return Err(no_such_token());
        }
        let grant = grants::find(&mut *tx, token.grant()).await?.ok_or_else(no_such_token)?;
        let mut unused = None;
        if let Some(used_at) = token.used_at {
            // An answer that was lost on its way is asked for again for a moment; anything else is two who hold one token.
            if token.next_used || now - used_at > self.inner.settings.grace() {
                grants::end(&mut tx, grant.id, now).await?;
                let told = facts::grant_ended(Actor::System, grant.person, client.id, "reused_token");
                store::tell(&mut tx, &told).await?;
                tx.commit().await.map_err(Error::from)?;
                return Err(no_such_token());
            }
            unused = token.next.clone();
        }
        let scopes = match params.get("scope") {
            Some(asked) => read_scopes(asked, |scope| grant.has(scope))?,
            None => grant.scopes.clone(),
        };
        let written = self.write_tokens(&mut tx, client, &grant, scopes, from).await?;
        if let Some(next) = &written.refresh {
            tokens::use_refresh(&mut tx, &secret, &next.digest(), unused.as_deref(), now).await?;
        }
        tx.commit().await.map_err(Error::from)?;

        self.hand_over(client, &grant, written, None).await
    }
}

fn no_such_token() -> Refusal {
    Refusal::new(OauthCode::InvalidGrant, "this refresh token opens nothing")
}
