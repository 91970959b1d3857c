//! What a token is worth, for whoever serves its bearer (RFC 7662; signed: RFC 9701).

use serde_json::{Value, json};

use crate::{
    Provider,
    model::{Client, Live, OauthCode, Params, Refusal},
};

pub(crate) enum Introspected {
    Json(Value),
    Signed(String),
}

impl Provider {
    /// Strangers learn nothing: a token is worth something to the client it was given to, and to servers of resources
    /// that somebody vouches for.
    pub(crate) async fn introspect(
        &self,
        client: &Client,
        params: &Params,
        signed: bool,
    ) -> Result<Introspected, Refusal> {
        params.check()?;
        if client.is_public() {
            return Err(Refusal::new(OauthCode::InvalidClient, "a client that proves who it is asks this"));
        }
        let token = params.need("token")?;
        let found = match self.live_access(token).await? {
            Some(live) => Some((live, true)),
            None => self.live_refresh(token).await?.map(|live| (live, false)),
        };
        let theirs = found.filter(|(live, access)| {
            live.grant.client == client.id || (*access && client.is.resource_server && client.is.verified)
        });
        let answer =
            theirs.map_or_else(|| json!({ "active": false }), |(live, access)| self.worth(&live, access));
        if !signed {
            return Ok(Introspected::Json(answer));
        }
        let claims = json!({
            "iss": self.issuer(),
            "aud": client.client_id,
            "iat": self.now().unix_timestamp(),
            "token_introspection": answer,
        });
        let alg = client.is.userinfo_signed_response_alg.unwrap_or(client.is.id_token_signed_response_alg);
        let token = self.sign(alg, "token-introspection+jwt", &claims).await?;
        Ok(Introspected::Signed(token))
    }

    fn worth(&self, live: &Live, access: bool) -> Value {
        let Live { grant, scopes, issued_at, expires_at } = live;
        let mut worth = json!({
            "active": true,
            "scope": scopes.join(" "),
            "client_id": grant.client,
            "token_type": if access { "Bearer" } else { "refresh_token" },
            "exp": expires_at.unix_timestamp(),
            "iat": issued_at.unix_timestamp(),
            "sub": grant.person,
            "aud": grant.client,
            "iss": self.issuer(),
            "acr": grant.acr,
            "auth_time": grant.authenticated_at.unix_timestamp(),
            "sid": grant.session,
        });
        if let Some(device) = &grant.device_id {
            worth["device_id"] = json!(device);
        }
        worth
    }
}
