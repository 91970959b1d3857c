//! What a token is worth now: looked up each time, so that over is over at once.

use kernel::PersonId;
use web::SessionId;

use crate::{
    Error, Provider,
    model::{Client, ClientId, Grant, Live, Secret256, SecretKind},
    rows::{clients, tokens},
};

/// Who is behind an access token, and what it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub person: PersonId,
    pub client_id: String,
    pub scopes: Vec<String>,
    /// The Matrix device that the token was given to.
    pub device_id: Option<String>,
    /// Names the sign-in that it came from: the same for every token of it.
    pub grant: uuid::Uuid,
    /// The session it came from, when it ends with it.
    pub session: Option<SessionId>,
}

impl Provider {
    /// Who is behind an access token; `None` for one that is unknown, expired or taken back, of a session that is over,
    /// or of a person who is suspended.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>, Error> {
        let Some(Live { grant, scopes, .. }) = self.live_access(token).await? else { return Ok(None) };
        Ok(Some(Bearer {
            person: grant.person,
            client_id: grant.client.to_string(),
            scopes,
            device_id: grant.device_id.clone(),
            grant: grant.id.uuid(),
            session: grant.dependent.then_some(grant.session),
        }))
    }

    pub(crate) async fn live_access(&self, token: &str) -> Result<Option<Live>, Error> {
        let Some(secret) = Secret256::read(SecretKind::AccessToken, token) else { return Ok(None) };
        let found = tokens::find_access(self.pool(), &secret, self.now()).await?;
        self.alive(found).await
    }

    pub(crate) async fn live_refresh(&self, token: &str) -> Result<Option<Live>, Error> {
        let Some(secret) = Secret256::read(SecretKind::RefreshToken, token) else { return Ok(None) };
        let found = tokens::find_refresh(self.pool(), &secret, self.now()).await?;
        self.alive(found).await
    }

    async fn alive(&self, found: Option<Live>) -> Result<Option<Live>, Error> {
        match found {
            Some(live) if self.is_alive(&live.grant).await? => Ok(Some(live)),
            _ => Ok(None),
        }
    }

    /// Whether what a grant depends on is there still: its person, and its session where it ends with it.
    pub(crate) async fn is_alive(&self, grant: &Grant) -> Result<bool, Error> {
        let identity = &self.inner.identity;
        if grant.dependent {
            // An open session is one of a person who is not suspended.
            return Ok(!identity.open_sessions(&[grant.session]).await?.is_empty());
        }
        let person = identity.persons(&[grant.person]).await?.pop();
        Ok(person.is_some_and(|person| !person.disabled))
    }

    pub(crate) async fn client(&self, id: ClientId) -> Result<Option<Client>, Error> {
        Ok(clients::find(self.pool(), id).await?)
    }

    /// The client of a public `client_id`.
    pub(crate) async fn client_named(&self, client_id: &str) -> Result<Option<Client>, Error> {
        // Only as we write it: one client has one name.
        let id = client_id.parse::<ClientId>().ok().filter(|id| id.to_string() == client_id);
        match id {
            Some(id) => self.client(id).await,
            None => Ok(None),
        }
    }
}
