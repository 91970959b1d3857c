//! A client gives a token back (RFC 7009); of a Matrix device, that signs it out.

use kernel::Actor;

use crate::{
    Error, Provider, facts,
    model::{Client, Grant, Params, Refusal, Secret256, SecretKind},
    rows::{grants, tokens},
};

impl Provider {
    /// What is not a token of this client's is no token: the answer is the same (RFC 7009 §2.2).
    pub(crate) async fn revoke(&self, client: &Client, params: &Params) -> Result<(), Refusal> {
        params.check()?;
        let token = params.need("token")?;
        let now = self.now();
        if let Some(secret) = Secret256::read(SecretKind::RefreshToken, token) {
            let found = tokens::find_refresh(self.pool(), &secret, now).await?;
            if let Some(live) = found.filter(|live| live.grant.client == client.id) {
                self.end_by_client(client, &live.grant).await?;
            }
        } else if let Some(secret) = Secret256::read(SecretKind::AccessToken, token) {
            let found = tokens::find_access(self.pool(), &secret, now).await?;
            let Some(live) = found.filter(|live| live.grant.client == client.id) else { return Ok(()) };
            if live.grant.device_id.is_some() {
                self.end_by_client(client, &live.grant).await?;
            } else {
                let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
                tokens::remove_access(&mut tx, &secret, client.id).await?;
                tx.commit().await.map_err(Error::from)?;
            }
        }
        Ok(())
    }

    async fn end_by_client(&self, client: &Client, grant: &Grant) -> Result<(), Error> {
        let mut tx = self.inner.store.begin().await?;
        if grants::end(&mut tx, grant.id, self.now()).await? {
            let told = facts::grant_ended(Actor::System, grant.person, client.id, "client");
            store::tell(&mut tx, &told).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
