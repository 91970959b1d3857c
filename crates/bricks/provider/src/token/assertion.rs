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
        let (header, named) = read(assertion).ok_or_else(unknown)?;
        let client = self.client_named(&named).await?.ok_or_else(unknown)?;
        if client.is.token_endpoint_auth_method != AuthMethod::PrivateKeyJwt {
            return Err(unknown());
        }
        let claims = self.signed_by(&client, assertion, &header).await?.ok_or_else(unknown)?;
        let now = self.now();
        let meant = meant_for(self.issuer(), &claims, &client.client_id, now);
        let (jti, expires_at) = meant.ok_or_else(unknown)?;
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
}

/// How an assertion is signed, and whom it names, before anything of it is believed.
fn read(assertion: &str) -> Option<(Header, String)> {
    let header = jsonwebtoken::decode_header(assertion).ok()?;
    if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return None;
    }
    let says = jsonwebtoken::dangerous::insecure_decode_claims::<Value>(assertion).ok()?;
    Some((header, says["sub"].as_str()?.to_owned()))
}

/// RFC 7523 §3: from the client, about itself, for this issuer, now, once: its `jti`, and until when to remember it.
fn meant_for(
    issuer: &str,
    claims: &Value,
    client_id: &str,
    now: OffsetDateTime,
) -> Option<(String, OffsetDateTime)> {
    let is = |name: &str| claims[name].as_str() == Some(client_id);
    let ours = [issuer.to_owned(), format!("{issuer}/oauth2/token"), format!("{issuer}/oauth2/par")];
    let for_us = match &claims["aud"] {
        Value::String(audience) => ours.contains(audience),
        Value::Array(audiences) => {
            audiences.iter().filter_map(Value::as_str).any(|audience| ours.iter().any(|our| our == audience))
        }
        _ => false,
    };
    let at = |name: &str| OffsetDateTime::from_unix_timestamp(claims[name].as_i64()?).ok();
    let expires_at = at("exp")?;
    let begun = |name: &str| claims.get(name).is_none() || at(name).is_some_and(|time| time <= now + LEEWAY);
    let in_time =
        expires_at > now - LEEWAY && expires_at <= now + LONGEST_LIFE && begun("nbf") && begun("iat");
    let reads = |jti: &&str| (1..=256).contains(&jti.len()) && !jti.chars().any(char::is_control);
    let jti = claims["jti"].as_str().filter(reads)?;
    (is("iss") && is("sub") && for_us && in_time).then(|| (jti.to_owned(), expires_at))
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

#[cfg(test)]
mod games {
    use aws_lc_rs::{rand::SystemRandom, signature};
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    use serde_json::json;
    use signature::KeyPair;
    use time::macros::datetime;

    use super::*;
    use crate::games::play;

    const NOW: OffsetDateTime = datetime!(2026-11-23 09:00 UTC);
    const ISSUER: &str = "https://sac.exemple.fr";

    fn claims() -> Value {
        json!({
            "iss": "un-client", "sub": "un-client", "aud": [ISSUER], "jti": "une-fois",
            "exp": (NOW + Duration::minutes(1)).unix_timestamp(), "iat": NOW.unix_timestamp(),
        })
    }

    /// An assertion that is good, and the keys that say so.
    fn signed() -> (String, JwkSet) {
        let algorithm = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = signature::EcdsaKeyPair::generate(algorithm).unwrap();
        let point = pair.public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|half| URL_SAFE_NO_PAD.encode(half));
        let keys = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "un", "x": x, "y": y }] });
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": "un" });
        let [header, claims] = [header, claims()].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        let assertion = format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
        (assertion, serde_json::from_value(keys).unwrap())
    }

    #[test]
    fn no_assertion_that_was_touched_is_believed() {
        let (good, keys) = signed();
        let none =
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), good.split('.').nth(1).unwrap());
        let (header, named) = read(&good).unwrap();
        assert_eq!(named, "un-client");
        assert!(verified(&keys, &good, &header).is_some());
        assert!(read(&none).is_none());

        play(&[&good, &none], |sent| {
            let Ok(text) = std::str::from_utf8(sent) else { return };
            let Some((header, _)) = read(text) else { return };
            assert!(ALGORITHMS.contains(&header.alg) && header.crit.is_none());
            assert!(verified(&keys, text, &header).is_none() || text == good, "{text}");
        });
    }

    #[test]
    fn what_an_assertion_says_is_for_us_now_and_once_or_nothing() {
        let sample = claims().to_string();
        let far =
            json!({ "iss": "un-client", "sub": "un-client", "aud": ISSUER, "jti": "j", "exp": i64::MAX });
        let past =
            json!({ "iss": "un-client", "sub": "un-client", "aud": ISSUER, "jti": "j", "exp": i64::MIN });
        play(&[&sample, &far.to_string(), &past.to_string()], |sent| {
            let Ok(claims) = serde_json::from_slice::<Value>(sent) else { return };
            let Some((jti, expires_at)) = meant_for(ISSUER, &claims, "un-client", NOW) else { return };
            assert!((1..=256).contains(&jti.len()) && !jti.contains('\0'));
            assert!(expires_at > NOW - LEEWAY && expires_at <= NOW + LONGEST_LIFE);
            assert_eq!((&claims["iss"], &claims["sub"]), (&json!("un-client"), &json!("un-client")));
        });
        assert!(meant_for(ISSUER, &claims(), "un-client", NOW).is_some());
        assert!(meant_for(ISSUER, &claims(), "un-autre", NOW).is_none());
        assert!(meant_for(ISSUER, &claims(), "un-client", NOW + Duration::minutes(3)).is_none());
    }
}
