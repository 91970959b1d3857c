//! Requests that applications push before they send anybody (RFC 9126).

use serde::Serialize;

use super::own_redirect_uri;
use crate::{
    Error, Provider,
    model::{Asked, Client, OauthCode, Params, Refusal, Secret256, SecretKind, read_request},
    rows::requests::{self, NewRequest},
};

/// What the name of a pushed request begins with.
pub(crate) const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// RFC 9126 §2.2.
#[derive(Serialize)]
pub(crate) struct Pushed {
    request_uri: String,
    expires_in: i64,
}

impl Provider {
    /// Keeps a request of a client that said who it is, for as long as its person takes to arrive.
    pub(crate) async fn push_request(&self, client: &Client, params: Params) -> Result<Pushed, Refusal> {
        params.check()?;
        if params.get("request_uri").is_some() {
            return Err(Refusal::new(OauthCode::InvalidRequest, "request_uri is not pushed (RFC 9126 §2.1)"));
        }
        if params.get("client_id").is_some_and(|id| id != client.client_id) {
            return Err(Refusal::new(OauthCode::InvalidRequest, "client_id is another client's"));
        }
        let redirect_uri = own_redirect_uri(client, &params).map_err(|_| {
            Refusal::new(OauthCode::InvalidRequest, "redirect_uri is not one of this client's")
        })?;
        let asked = read_request(&params, client, redirect_uri)?;
        let request_uri = self.keep_pushed(client, &asked).await?;
        Ok(Pushed { request_uri, expires_in: self.inner.settings.pushed().whole_seconds() })
    }

    /// Keeps a request until its browser brings the name that is given back.
    pub(super) async fn keep_pushed(&self, client: &Client, asked: &Asked) -> Result<String, Error> {
        let secret = Secret256::draw(SecretKind::PushedRequest)?;
        let now = self.now();
        let request = NewRequest {
            secret: secret.digest(),
            client: client.id,
            pushed: true,
            asked,
            now,
            expires_at: now + self.inner.settings.pushed(),
        };
        requests::insert(self.pool(), &request).await?;
        Ok(format!("{PUSHED}{}", secret.expose()))
    }

    /// The pushed request that a browser brings; it opens once, and to its own client.
    pub(crate) async fn take_pushed(&self, client: &Client, request_uri: &str) -> Result<Asked, Error> {
        let secret = request_uri.strip_prefix(PUSHED);
        let secret = secret.and_then(|text| Secret256::read(SecretKind::PushedRequest, text));
        let secret = secret.ok_or(Error::RequestOver)?;
        let taken = requests::take_pushed(self.pool(), &secret, client.id, self.now()).await?;
        Ok(taken.ok_or(Error::RequestOver)?.asked)
    }
}
