//! Applications that register by themselves (RFC 7591): for Matrix, marked as vouched for by nobody.

use kernel::Actor;
use serde_json::{Value, json};
use web::ClientAddress;

use crate::{
    Error, Provider, facts,
    model::{OauthCode, Refusal, Registered, Registration, Unfit},
    rows::clients,
};

impl Provider {
    pub(crate) async fn register(&self, said: Registration, from: ClientAddress) -> Result<Value, Refusal> {
        if self.inner.registrations.count(from).is_err() {
            return Err(Refusal::new(
                OauthCode::TooManyRequests,
                "too many registrations from here: come back later",
            ));
        }
        let is = said.checked().map_err(|unfit| match unfit {
            Unfit::RedirectUri(why) => Refusal::new(OauthCode::InvalidRedirectUri, why),
            Unfit::Metadata(why) => Refusal::new(OauthCode::InvalidClientMetadata, why),
        })?;
        let (client, secret) = self.made(is, Registered::Dynamic)?;

        let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
        clients::insert(&mut tx, &client).await?;
        store::tell(&mut tx, &facts::client_added(Actor::System, &client)).await?;
        tx.commit().await.map_err(Error::from)?;

        let is = &client.is;
        let mut answer = json!({
            "client_id": client.client_id,
            "client_id_issued_at": client.created_at.unix_timestamp(),
            "client_name": is.name,
            "client_uri": is.uri,
            "application_type": if is.native { "native" } else { "web" },
            "redirect_uris": is.redirect_uris,
            "token_endpoint_auth_method": is.token_endpoint_auth_method,
            "grant_types": is.grant_types,
            "response_types": ["code"],
            "id_token_signed_response_alg": is.id_token_signed_response_alg,
        });
        if let Some(logo) = &is.logo_uri {
            answer["logo_uri"] = json!(logo);
        }
        if let Some(jwks) = &is.jwks {
            answer["jwks"] = jwks.clone();
        }
        if let Some(secret) = secret {
            answer["client_secret"] = json!(secret.expose());
            answer["client_secret_expires_at"] = json!(0);
        }
        Ok(answer)
    }
}
