//! A client that signs who it is (RFC 7523 §3, OpenID Connect Core §9 `private_key_jwt`).

use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation,
    jwk::{Jwk, JwkSet, PublicKeyUse},
};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::authenticate::unknown;
use crate::{
    Error, Provider,
    model::{AuthMethod, Client, Refusal},
    rows::clients,
};

/// What we take: no `none`, and nothing where both sides hold one secret.
pub(crate) const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::EdDSA,
];

/// How far clocks may be apart.
const LEEWAY: Duration = Duration::minutes(1);
/// The longest that an assertion may say it is good for.
const LONGEST_LIFE: Duration = Duration::hours(1);

impl Provider {
    /// The client that signed an assertion meant for us, shown for the first time.
    pub(super) async fn client_of_assertion(&self, assertion: &str) -> Result<Client, Refusal> {
        let header = jsonwebtoken::decode_header(assertion).map_err(|_| unknown())?;
        if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
            return Err(unknown());
        }
        let says =
            jsonwebtoken::dangerous::insecure_decode_claims::<Value>(assertion).map_err(|_| unknown())?;
        let named = says["sub"].as_str().ok_or_else(unknown)?;
        let client = self.client_named(named).await?.ok_or_else(unknown)?;
        if client.is.token_endpoint_auth_method != AuthMethod::PrivateKeyJwt {
            return Err(unknown());
        }
        let claims = self.signed_by(&client, assertion, &header).await?.ok_or_else(unknown)?;
        let now = self.now();
        let (jti, expires_at) = self.meant_for_us(&claims, &client, now).ok_or_else(unknown)?;
        if !clients::show_assertion(self.pool(), client.id, &jti, expires_at).await.map_err(Error::from)? {
            return Err(unknown());
        }
        Ok(client)
    }

    async fn signed_by(
        &self,
        client: &Client,
        assertion: &str,
        header: &Header,
    ) -> Result<Option<Value>, Refusal> {
        if let Some(jwks) = &client.is.jwks {
            let keys: JwkSet = serde_json::from_value(jwks.clone()).map_err(|_| unknown())?;
            return Ok(verified(&keys, assertion, header));
        }
        let Some(address) = &client.is.jwks_uri else { return Ok(None) };
        for unknown_key in [false, true] {
            let read = self.inner.egress.keys(address, unknown_key, self.now()).await;
            let keys = read.map_err(|error| Refusal { cause: Some(Box::new(error)), ..unknown() })?;
            if let Some(claims) = verified(&keys, assertion, header) {
                return Ok(Some(claims));
            }
        }
        Ok(None)
    }

    /// RFC 7523 §3: from the client, about itself, for us, now, once.
    fn meant_for_us(
        &self,
        claims: &Value,
        client: &Client,
        now: OffsetDateTime,
    ) -> Option<(String, OffsetDateTime)> {
        let is = |name: &str| claims[name].as_str() == Some(client.client_id.as_str());
        let ours = [
            self.issuer().to_owned(),
            format!("{}/oauth2/token", self.issuer()),
            format!("{}/oauth2/par", self.issuer()),
        ];
        let for_us = match &claims["aud"] {
            Value::String(audience) => ours.contains(audience),
            Value::Array(audiences) => audiences
                .iter()
                .filter_map(Value::as_str)
                .any(|audience| ours.iter().any(|our| our == audience)),
            _ => false,
        };
        let at = |name: &str| OffsetDateTime::from_unix_timestamp(claims[name].as_i64()?).ok();
        let expires_at = at("exp")?;
        let begun =
            |name: &str| claims.get(name).is_none() || at(name).is_some_and(|time| time <= now + LEEWAY);
        let in_time =
            expires_at > now - LEEWAY && expires_at <= now + LONGEST_LIFE && begun("nbf") && begun("iat");
        let jti = claims["jti"].as_str().filter(|jti| !jti.is_empty() && jti.len() <= 256)?;
        (is("iss") && is("sub") && for_us && in_time).then(|| (jti.to_owned(), expires_at))
    }
}

/// What an assertion says, when one of these keys signed it by an algorithm that is its own.
fn verified(keys: &JwkSet, assertion: &str, header: &Header) -> Option<Value> {
    let named = |key: &&Jwk| header.kid.is_none() || key.common.key_id == header.kid;
    let signs = |key: &&Jwk| {
        !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption))
            && key.common.key_algorithm.is_none_or(|alg| alg.to_string() == format!("{:?}", header.alg))
    };
    let mut rules = Validation::new(header.alg);
    // Looked at by the clock of the house, afterwards.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    keys.keys.iter().filter(named).filter(signs).take(20).find_map(|key| {
        let key = DecodingKey::from_jwk(key).ok()?;
        jsonwebtoken::decode::<Value>(assertion, &key, &rules).ok().map(|token| token.claims)
    })
}
