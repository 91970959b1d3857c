//! The token endpoint (RFC 6749 §3.2), and what tokens are worth.

mod assertion;
mod authenticate;
mod code;
mod introspection;
mod refresh;
mod revocation;
mod userinfo;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::Tx;
use web::ClientAddress;

pub(crate) use assertion::ALGORITHMS as ASSERTION_ALGORITHMS;
pub(crate) use introspection::Introspected;
pub(crate) use userinfo::UserInfo;

use crate::{
    Error, Provider,
    model::{
        Client, GRANT_CODE, GRANT_DEVICE, GRANT_REFRESH, GRANT_TYPES, Grant, OauthCode, Params, Refusal,
        Secret256, SecretKind, digest,
    },
    rows::{grants, tokens},
};

/// The machine that asks for tokens: where it is, and what its program says of itself, cut as sessions' browsers are.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    pub(crate) address: ClientAddress,
    pub(crate) user_agent: String,
}

/// RFC 6749 §5.1.
#[derive(Debug, Serialize)]
pub(crate) struct Issued {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    scope: String,
}

/// Tokens that are in the database, to be given once that commits.
pub(crate) struct Written {
    access: Secret256,
    refresh: Option<Secret256>,
    scopes: Vec<String>,
}

impl Provider {
    pub(crate) async fn token(
        &self,
        client: &Client,
        params: &Params,
        from: &Machine,
    ) -> Result<Issued, Refusal> {
        params.check()?;
        let grant_type = params.need("grant_type")?;
        if GRANT_TYPES.contains(&grant_type) && !client.may(grant_type) {
            return Err(Refusal::new(
                OauthCode::UnauthorizedClient,
                "this client is not registered for this grant",
            ));
        }
        match grant_type {
            GRANT_CODE => self.exchange_code(client, params, from).await,
            GRANT_REFRESH => self.refresh(client, params, from).await,
            GRANT_DEVICE => self.exchange_device(client, params, from).await,
            _ => Err(Refusal::new(OauthCode::UnsupportedGrantType, "this grant is not known here")),
        }
    }

    /// Writes new tokens of a grant.
    pub(crate) async fn write_tokens(
        &self,
        tx: &mut Tx,
        client: &Client,
        grant: &Grant,
        scopes: Vec<String>,
        from: &Machine,
    ) -> Result<Written, Error> {
        let (now, settings) = (self.now(), &self.inner.settings);
        let access = Secret256::draw(SecretKind::AccessToken)?;
        tokens::insert_access(tx, &access.digest(), grant.id, &scopes, now, now + settings.token()).await?;
        let mut refresh = None;
        if client.may(GRANT_REFRESH) {
            let drawn = Secret256::draw(SecretKind::RefreshToken)?;
            tokens::insert_refresh(tx, &drawn.digest(), grant.id, now, now + settings.idle()).await?;
            refresh = Some(drawn);
        }
        grants::note_used(tx, grant.id, from, now).await?;
        Ok(Written { access, refresh, scopes })
    }

    /// The answer with written tokens, after their commit: what its session or person no longer allows is not given.
    pub(crate) async fn hand_over(
        &self,
        client: &Client,
        grant: &Grant,
        written: Written,
        nonce: Option<&str>,
    ) -> Result<Issued, Refusal> {
        if !self.is_alive(grant).await? {
            return Err(Refusal::new(OauthCode::InvalidGrant, "the sign-in that gave this is over"));
        }
        let Written { access, refresh, scopes } = written;
        let id_token = if grant.has("openid") {
            Some(self.id_token(client, grant, access.expose(), nonce).await?)
        } else {
            None
        };
        Ok(Issued {
            access_token: access.expose().to_owned(),
            token_type: "Bearer",
            expires_in: self.inner.settings.token().whole_seconds(),
            refresh_token: refresh.map(|refresh| refresh.expose().to_owned()),
            id_token,
            scope: scopes.join(" "),
        })
    }

    /// OpenID Connect Core §2 and §3.1.3.6.
    async fn id_token(
        &self,
        client: &Client,
        grant: &Grant,
        access_token: &str,
        nonce: Option<&str>,
    ) -> Result<String, Error> {
        let now = self.now();
        let mut claims: Map<String, Value> = Map::new();
        if !grant.id_token_claims.is_empty() {
            let all = self.claims_of(grant, &grant.scopes).await?.unwrap_or_default();
            claims.extend(all.into_iter().filter(|(name, _)| grant.id_token_claims.contains(name)));
        }
        let half = &digest(access_token.as_bytes())[..16];
        let own = json!({
            "iss": self.issuer(),
            "sub": grant.person,
            "aud": client.client_id,
            "azp": client.client_id,
            "exp": (now + self.inner.settings.token()).unix_timestamp(),
            "iat": now.unix_timestamp(),
            "auth_time": grant.authenticated_at.unix_timestamp(),
            "acr": grant.acr,
            "amr": grant.amr,
            "at_hash": URL_SAFE_NO_PAD.encode(half),
            "sid": grant.session,
        });
        if let Value::Object(own) = own {
            claims.extend(own);
        }
        if let Some(nonce) = nonce {
            claims.insert("nonce".to_owned(), json!(nonce));
        }
        self.sign(client.is.id_token_signed_response_alg, "JWT", &claims).await
    }
}
