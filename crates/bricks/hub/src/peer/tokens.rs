//! Signed statements of a provider other than ID tokens: userinfo (OpenID Connect Core §5.3.2) and logout tokens
//! (OpenID Connect Back-Channel Logout 1.0).

use jsonwebtoken::{
    Algorithm, DecodingKey, Header, Validation,
    jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use crate::{Error, model::LONGEST_SUBJECT};

/// How far the clocks of providers may be from ours.
pub(super) const LEEWAY: Duration = Duration::minutes(1);
/// How old a logout token may be: it is sent at once.
const OLDEST_LOGOUT: Duration = Duration::minutes(10);
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Signatures with a provider's own key only: never none, never a secret that both sides know.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];

/// Who is signed out, by whom.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LogoutToken {
    pub(crate) jti: String,
    pub(crate) subject: Option<String>,
    pub(crate) sid: Option<String>,
    /// After which the same token is refused for its age alone.
    pub(crate) until: OffsetDateTime,
}

/// Whether a token is signed with a key that these do not name: perhaps a newer one.
pub(crate) fn names_unknown_key(token: &str, keys: &Value) -> bool {
    let Ok(header) = jsonwebtoken::decode_header(token) else { return false };
    let known = |kid: &str| {
        let keys = keys["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
        keys.iter().any(|key| key["kid"].as_str() == Some(kid))
    };
    ALGORITHMS.contains(&header.alg) && header.kid.as_deref().is_some_and(|kid| !known(kid))
}

/// The claims of a token that one of these keys signed.
///
/// # Errors
/// [`Error::BadToken`].
pub(super) fn verify(token: &str, keys: &Value) -> Result<(Header, Map<String, Value>), Error> {
    let bad = |reason: &str| Error::BadToken(reason.to_owned());
    let header = jsonwebtoken::decode_header(token).map_err(|error| bad(&error.to_string()))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(bad("an algorithm that is not allowed"));
    }
    // A key that we cannot read is passed over, like those of other kinds.
    let keys = keys["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
    let keys = JwkSet { keys: keys.iter().filter_map(|key| Jwk::deserialize(key).ok()).collect() };
    let fitting: Vec<&Jwk> = keys.keys.iter().filter(|key| fits(key, &header)).collect();
    let [key] = fitting.as_slice() else { return Err(bad("no key, or several, for this signature")) };
    let key = DecodingKey::from_jwk(key).map_err(|error| bad(&error.to_string()))?;

    // Times, issuer and audience are looked at by our own clock, below.
    let mut signature = Validation::new(header.alg);
    signature.required_spec_claims.clear();
    signature.validate_exp = false;
    signature.validate_aud = false;
    let decoded = jsonwebtoken::decode::<Map<String, Value>>(token, &key, &signature);
    Ok((header, decoded.map_err(|error| bad(&error.to_string()))?.claims))
}

fn fits(key: &Jwk, header: &Header) -> bool {
    let named = match (&header.kid, &key.common.key_id) {
        (Some(asked), Some(kid)) => asked == kid,
        (Some(_), None) => false,
        (None, _) => true,
    };
    let for_signing = !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
    let algorithm = matches!(
        (key.common.key_algorithm, header.alg),
        (None, _)
            | (Some(KeyAlgorithm::RS256), Algorithm::RS256)
            | (Some(KeyAlgorithm::ES256), Algorithm::ES256)
    );
    named && for_signing && algorithm
}

/// # Errors
/// [`Error::BadToken`] with what is wrong.
pub(crate) fn read_logout_token(
    token: &str,
    keys: &Value,
    issuer: &str,
    client_id: &str,
    now: OffsetDateTime,
) -> Result<LogoutToken, Error> {
    let bad = |reason: &str| Error::BadToken(reason.to_owned());
    let (header, claims) = verify(token, keys)?;

    let kind = header.typ.as_deref().unwrap_or("logout+jwt").to_ascii_lowercase();
    // Providers older than the final text say JWT, or nothing.
    if !["logout+jwt", "application/logout+jwt", "jwt"].contains(&kind.as_str()) {
        return Err(bad("not a logout token by its type"));
    }
    if claims.get("iss").and_then(Value::as_str) != Some(issuer) {
        return Err(bad("another issuer"));
    }
    if !is_for(&claims, client_id) {
        return Err(bad("another audience"));
    }
    let at = seconds(&claims, "iat").ok_or(bad("no iat"))?;
    if at > now + LEEWAY || at < now - OLDEST_LOGOUT {
        return Err(bad("too old, or of the future"));
    }
    if seconds(&claims, "exp").is_some_and(|expires| now >= expires + LEEWAY) {
        return Err(bad("expired"));
    }
    if !claims.get("events").is_some_and(|events| events[LOGOUT_EVENT].is_object()) {
        return Err(bad("no event of logout"));
    }
    if claims.contains_key("nonce") {
        return Err(bad("a nonce: this is an ID token"));
    }
    let text = |name: &str| {
        let text = claims.get(name).and_then(Value::as_str)?;
        (!text.is_empty() && text.len() <= LONGEST_SUBJECT).then(|| text.to_owned())
    };
    let (subject, sid) = (text("sub"), text("sid"));
    if subject.is_none() && sid.is_none() {
        return Err(bad("neither sub nor sid"));
    }
    let jti = text("jti").ok_or(bad("no jti"))?;
    Ok(LogoutToken { jti, subject, sid, until: at + OLDEST_LOGOUT + LEEWAY })
}

pub(super) fn is_for(claims: &Map<String, Value>, client_id: &str) -> bool {
    match claims.get("aud") {
        Some(Value::String(audience)) => audience == client_id,
        Some(Value::Array(audiences)) => audiences.iter().any(|audience| audience == client_id),
        _ => false,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a NumericDate may have a fraction (RFC 7519 §2), which is dropped"
)]
fn seconds(claims: &Map<String, Value>, name: &str) -> Option<OffsetDateTime> {
    let number = claims.get(name)?;
    let whole = number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds as i64))?;
    OffsetDateTime::from_unix_timestamp(whole).ok()
}
