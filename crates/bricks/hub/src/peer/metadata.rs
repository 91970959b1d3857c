//! What a provider says of itself: metadata (OpenID Connect Discovery 1.0) and keys (RFC 7517).

use openidconnect::{
    AdditionalProviderMetadata, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
    },
    http::{Request, Response, StatusCode, header},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use url::Url;

use super::{Http, http::NoAnswer};
use crate::{Error, model::is_reachable};

/// What is asked of metadata besides OpenID Connect Discovery's own fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct More {
    /// RFC 9207 §3: answers name their issuer.
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
    /// OpenID Connect RP-Initiated Logout 1.0 §2.1: where browsers sign out. Read when it is used, for nobody is kept out
    /// because it makes no sense.
    #[serde(default)]
    pub(crate) end_session_endpoint: Option<String>,
}

impl AdditionalProviderMetadata for More {}

pub(crate) type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

pub(crate) struct Fetched {
    pub(crate) metadata: Value,
    pub(crate) keys: Value,
}

/// Fetches both; what is returned has been read and makes sense.
///
/// # Errors
/// [`Error::ProviderDown`], [`Error::ProviderWrong`].
pub(crate) async fn fetch(http: &Http, name: &str, issuer: &str) -> Result<Fetched, Error> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let metadata: Value = fetch_json(http, name, &address).await?;
    let read = read(name, issuer, &metadata)?;
    let keys = fetch_keys(http, name, &read).await?;
    Ok(Fetched { metadata, keys })
}

/// # Errors
/// [`Error::ProviderDown`], [`Error::ProviderWrong`].
pub(crate) async fn fetch_keys(http: &Http, name: &str, metadata: &Metadata) -> Result<Value, Error> {
    let keys: Value = fetch_json(http, name, metadata.jwks_uri().as_str()).await?;
    read_keys(name, &keys)?;
    Ok(keys)
}

/// # Errors
/// [`Error::ProviderWrong`] when it is another issuer's, or names an address that nobody should be sent to.
pub(crate) fn read(name: &str, issuer: &str, metadata: &Value) -> Result<Metadata, Error> {
    let wrong = |reason: String| Error::ProviderWrong { name: name.to_owned(), reason };
    let metadata = Metadata::deserialize(metadata).map_err(|error| wrong(format!("metadata: {error}")))?;
    // OpenID Connect Discovery §4.3: exactly the one that was asked.
    if metadata.issuer().as_str() != issuer {
        return Err(wrong(format!("metadata of {}", metadata.issuer().as_str())));
    }
    let mut addresses: Vec<&Url> = vec![metadata.authorization_endpoint().url(), metadata.jwks_uri().url()];
    let token = metadata.token_endpoint().ok_or_else(|| wrong("no token endpoint".to_owned()))?;
    addresses.push(token.url());
    addresses.extend(metadata.userinfo_endpoint().map(|endpoint| endpoint.url()));
    match addresses.into_iter().find(|address| !is_reachable(address)) {
        Some(address) => Err(wrong(format!("an endpoint at {address}"))),
        None => Ok(metadata),
    }
}

/// # Errors
/// [`Error::ProviderWrong`] without one key that can be used.
pub(crate) fn read_keys(name: &str, keys: &Value) -> Result<CoreJsonWebKeySet, Error> {
    let wrong = |reason: String| Error::ProviderWrong { name: name.to_owned(), reason };
    let keys = CoreJsonWebKeySet::deserialize(keys).map_err(|error| wrong(format!("keys: {error}")))?;
    if keys.keys().is_empty() {
        return Err(wrong("no key".to_owned()));
    }
    Ok(keys)
}

async fn fetch_json<T: DeserializeOwned>(http: &Http, name: &str, address: &str) -> Result<T, Error> {
    let request = Request::get(address)
        .header(header::ACCEPT, "application/json")
        .body(vec![])
        .map_err(|error| Error::ProviderWrong { name: name.to_owned(), reason: error.to_string() })?;
    let answer = http.call(request).await.map_err(|error| down(name, &error))?;
    read_json(name, &answer)
}

/// Whether anybody answers where browsers are sent to sign in, whatever they answer.
///
/// # Errors
/// [`Error::ProviderDown`].
pub(crate) async fn answers(http: &Http, name: &str, metadata: &Metadata) -> Result<(), Error> {
    let request = Request::get(metadata.authorization_endpoint().url().as_str())
        .body(vec![])
        .map_err(|error| down(name, &error))?;
    match http.call(request).await {
        Ok(_) | Err(NoAnswer::TooLong) => Ok(()),
        Err(error) => Err(down(name, &error)),
    }
}

/// # Errors
/// [`Error::ProviderDown`] for a failure of theirs, [`Error::ProviderWrong`] for anything but JSON and 200.
pub(super) fn read_json<T: DeserializeOwned>(name: &str, answer: &Response<Vec<u8>>) -> Result<T, Error> {
    let status = answer.status();
    if status.is_server_error() {
        return Err(Error::ProviderDown { name: name.to_owned(), reason: format!("status {status}") });
    }
    let wrong = |reason: String| Error::ProviderWrong { name: name.to_owned(), reason };
    if status != StatusCode::OK {
        return Err(wrong(format!("status {status}")));
    }
    serde_json::from_slice(answer.body()).map_err(|error| wrong(error.to_string()))
}

/// Says why nobody answered, with all that caused it and no address: this is shown to administrators.
pub(super) fn down(name: &str, error: &dyn std::error::Error) -> Error {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        reason = format!("{reason}: {error}");
        cause = error.source();
    }
    Error::ProviderDown { name: name.to_owned(), reason: reason.chars().take(300).collect() }
}
