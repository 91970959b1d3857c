//! What `identity` asks of the hub: who must come by their ministry, and how somebody leaves it.

use async_trait::async_trait;
use kernel::{
    EmailAddress, Problem,
    ports::{Gateways, WayOut},
};
use uuid::Uuid;

use crate::{Error, Hub, model::State, peer, rows};

#[async_trait]
impl Gateways for Hub {
    async fn mandatory(
        &self,
        addresses: &[EmailAddress],
        issuers: &[String],
    ) -> Result<Option<String>, Problem> {
        let domains: Vec<&str> = addresses.iter().map(EmailAddress::domain).collect();
        let found = rows::providers::mandatory(self.inner.store.pool(), &domains, issuers).await;
        found.map_err(Problem::internal)
    }

    async fn left_by(&self, address: &EmailAddress, issuers: &[String]) -> Result<Option<String>, Problem> {
        let found = rows::providers::left_by(self.inner.store.pool(), address.domain(), issuers).await;
        found.map_err(Problem::internal)
    }

    async fn way_out(&self, session: Uuid) -> Result<Option<WayOut>, Problem> {
        Ok(self.way_out_of(session).await?)
    }
}

impl Hub {
    /// By what the provider said of itself lately: nobody waits for it in order to sign out here, and nobody is sent to one
    /// that does not answer.
    async fn way_out_of(&self, session: Uuid) -> Result<Option<WayOut>, Error> {
        let db = self.inner.store.pool();
        let Some((provider, id_token)) = rows::sessions::find(db, session).await? else { return Ok(None) };
        let Some(provider) = rows::providers::find(db, provider).await? else { return Ok(None) };
        let Some(documents) = self.believed(&provider).filter(|_| provider.standing.up != Some(false)) else {
            return Ok(None);
        };
        let metadata = peer::read_metadata(&provider.name, &provider.issuer, &documents.metadata)?;
        let id_token = id_token.map(|kept| self.open_id_token(&kept)).transpose()?;
        let id_token = id_token.as_ref().map(|token| token.expose().as_str());
        let (back, state) = (self.signed_out_page(), State::draw()?);
        let url = peer::way_out(&metadata, &provider.client_id, id_token, &back, &state);
        Ok(url.map(|url| WayOut { name: provider.name, url: url.into() }))
    }
}
