//! An application that people sign in to, and the rules it keeps.

use kernel::{Acr, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::{
    address::{below, may_return_to, scheme_is_of, web_address},
    scope::{STANDARD, is_dynamic, is_matrix},
};
use crate::Error;

pub(crate) type ClientId = Id<Client>;

/// How a client proves who it is (RFC 7591 §2, OpenID Connect Core §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AuthMethod {
    ClientSecretBasic,
    ClientSecretPost,
    PrivateKeyJwt,
    /// A program that keeps no secret: PKCE answers for it.
    None,
}

impl AuthMethod {
    pub(crate) const ALL: [Self; 4] =
        [Self::ClientSecretBasic, Self::ClientSecretPost, Self::PrivateKeyJwt, Self::None];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }

    pub(crate) const fn has_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }
}

/// What the house signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub(crate) enum SigningAlg {
    ES256,
    RS256,
}

impl SigningAlg {
    pub(crate) const ALL: [Self; 2] = [Self::ES256, Self::RS256];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::ES256 => "ES256",
            Self::RS256 => "RS256",
        }
    }
}

/// Who let the client in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Registered {
    Admin,
    /// By itself (RFC 7591): nobody vouches for it.
    Dynamic,
}

/// A client, as administrators read it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Client {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: ClientId,
    /// What the application calls itself by: its id.
    pub(crate) client_id: String,
    #[serde(flatten)]
    pub(crate) is: NewClient,
    /// Whether it has a secret, for those that show one.
    pub(crate) has_secret: bool,
    pub(crate) registered: Registered,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) last_used_at: Option<OffsetDateTime>,
    #[serde(skip)]
    pub(crate) secret: Option<Vec<u8>>,
}

/// What is said of a client when it is added or changed.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewClient {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) uri: Option<String>,
    #[serde(default)]
    pub(crate) logo_uri: Option<String>,
    /// A program installed on a device: private schemes, and any port of this machine.
    #[serde(default)]
    pub(crate) native: bool,
    pub(crate) redirect_uris: Vec<String>,
    #[serde(default)]
    pub(crate) post_logout_redirect_uris: Vec<String>,
    #[serde(default)]
    pub(crate) backchannel_logout_uri: Option<String>,
    #[serde(default = "basic")]
    pub(crate) token_endpoint_auth_method: AuthMethod,
    /// A JWK Set (RFC 7517), for `private_key_jwt`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub(crate) jwks: Option<Value>,
    #[serde(default)]
    pub(crate) jwks_uri: Option<String>,
    /// `authorization_code`, `refresh_token`, `urn:ietf:params:oauth:grant-type:device_code`.
    #[serde(default = "usual_grants")]
    pub(crate) grant_types: Vec<String>,
    /// What it may ask for; empty: every scope that needs no leave.
    #[serde(default)]
    pub(crate) scopes: Vec<String>,
    /// Signed when there is one, JSON when there is none.
    #[serde(default)]
    pub(crate) userinfo_signed_response_alg: Option<SigningAlg>,
    #[serde(default = "usual_alg")]
    pub(crate) id_token_signed_response_alg: SigningAlg,
    /// No consent page: the house answers for it.
    #[serde(default)]
    pub(crate) trusted: bool,
    /// Somebody looked at it; people are told when nobody did.
    #[serde(default = "yes")]
    pub(crate) verified: bool,
    /// May ask what the tokens of other clients are worth (RFC 7662).
    #[serde(default)]
    pub(crate) resource_server: bool,
    /// Must push its requests (RFC 9126).
    #[serde(default)]
    pub(crate) require_pushed_authorization_requests: bool,
    /// Whoever signs in to it must be at least so sure.
    #[serde(default)]
    pub(crate) min_acr: Option<Acr>,
}

const fn basic() -> AuthMethod {
    AuthMethod::ClientSecretBasic
}

const fn usual_alg() -> SigningAlg {
    SigningAlg::ES256
}

const fn yes() -> bool {
    true
}

fn usual_grants() -> Vec<String> {
    vec![GRANT_CODE.to_owned(), GRANT_REFRESH.to_owned()]
}

pub(crate) const GRANT_CODE: &str = "authorization_code";
pub(crate) const GRANT_REFRESH: &str = "refresh_token";
pub(crate) const GRANT_DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const GRANT_TYPES: [&str; 3] = [GRANT_CODE, GRANT_REFRESH, GRANT_DEVICE];

/// Of each list.
const MOST: usize = 20;
const LONGEST_JWKS: usize = 16 * 1024;

impl Client {
    pub(crate) fn is_public(&self) -> bool {
        self.is.token_endpoint_auth_method == AuthMethod::None
    }

    pub(crate) fn may(&self, grant_type: &str) -> bool {
        self.is.grant_types.iter().any(|known| known == grant_type)
    }

    /// Whether it may ask for this scope.
    pub(crate) fn may_ask(&self, scope: &str) -> bool {
        let listed = self.is.scopes.iter().any(|known| known == scope)
            || (is_matrix(scope) && self.is.scopes.iter().any(|known| is_matrix(known)));
        if self.registered == Registered::Dynamic {
            return is_dynamic(scope);
        }
        if self.is.scopes.is_empty() { STANDARD.contains(&scope) || is_matrix(scope) } else { listed }
    }
}

impl NewClient {
    /// The rules that every client keeps, whoever adds it.
    ///
    /// # Errors
    /// [`Error::BadClient`], with the field.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        let bad = |field: &'static str| Err(Error::BadClient { field });
        self.name = match clean_name(&self.name) {
            Some(name) => name,
            None => return bad("name"),
        };
        let addresses = [
            ("uri", &self.uri),
            ("logo_uri", &self.logo_uri),
            ("backchannel_logout_uri", &self.backchannel_logout_uri),
            ("jwks_uri", &self.jwks_uri),
        ];
        for (field, address) in addresses {
            if address.as_deref().is_some_and(|address| web_address(address).is_none()) {
                return bad(field);
            }
        }
        let native = self.native;
        let returns =
            |uris: &[String]| uris.len() <= MOST && uris.iter().all(|uri| may_return_to(uri, native));
        if !returns(&self.redirect_uris) {
            return bad("redirect_uris");
        }
        if !returns(&self.post_logout_redirect_uris) {
            return bad("post_logout_redirect_uris");
        }
        let grants = &self.grant_types;
        if grants.is_empty() || grants.iter().any(|grant| !GRANT_TYPES.contains(&grant.as_str())) {
            return bad("grant_types");
        }
        if grants.iter().any(|grant| grant == GRANT_CODE) && self.redirect_uris.is_empty() {
            return bad("redirect_uris");
        }
        let one_line = |scope: &String| {
            !scope.is_empty() && scope.len() <= 255 && scope.bytes().all(|b| b.is_ascii_graphic())
        };
        if self.scopes.len() > 64 || !self.scopes.iter().all(one_line) {
            return bad("scopes");
        }
        self.check_keys()?;
        // What anybody can copy is not the house's to answer for.
        if self.token_endpoint_auth_method == AuthMethod::None && self.resource_server {
            return bad("resource_server");
        }
        Ok(self)
    }

    fn check_keys(&self) -> Result<(), Error> {
        let keyed = self.token_endpoint_auth_method == AuthMethod::PrivateKeyJwt;
        if keyed && self.jwks.is_none() && self.jwks_uri.is_none() {
            return Err(Error::BadClient { field: "jwks" });
        }
        let Some(jwks) = &self.jwks else { return Ok(()) };
        let text = jwks.to_string();
        // PostgreSQL keeps no U+0000.
        let reads = text.len() <= LONGEST_JWKS && !text.replace(r"\\", "").contains(r"\u0000")
            && serde_json::from_value::<jsonwebtoken::jwk::JwkSet>(jwks.clone())
                .is_ok_and(|set| !set.keys.is_empty() && set.keys.len() <= MOST)
            // A private key here is a mistake, and a leak.
            && jwks["keys"].as_array().is_some_and(|keys| {
                keys.iter().all(|key| key.get("d").is_none() && key["kty"].as_str() != Some("oct"))
            });
        if reads { Ok(()) } else { Err(Error::BadClient { field: "jwks" }) }
    }
}

/// A name that cannot pass for something else: one line, without characters that hide or turn text around.
pub(crate) fn clean_name(name: &str) -> Option<String> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}')
    };
    let clean: String = name.chars().take(400).filter(|c| !hidden(*c)).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    (!clean.is_empty() && clean.chars().count() <= 100).then_some(clean)
}

/// What a client says of itself when nobody vouches for it (RFC 7591 §2). Unknown fields are passed over, as the RFC asks.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Registration {
    pub(crate) client_name: Option<String>,
    pub(crate) client_uri: Option<String>,
    pub(crate) logo_uri: Option<String>,
    pub(crate) tos_uri: Option<String>,
    pub(crate) policy_uri: Option<String>,
    pub(crate) application_type: Option<String>,
    #[serde(default)]
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) token_endpoint_auth_method: Option<String>,
    pub(crate) grant_types: Option<Vec<String>>,
    pub(crate) response_types: Option<Vec<String>>,
    pub(crate) jwks: Option<Value>,
    pub(crate) jwks_uri: Option<String>,
    pub(crate) id_token_signed_response_alg: Option<String>,
}

/// What is wrong with a registration.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    RedirectUri(&'static str),
    Metadata(&'static str),
}

impl Registration {
    /// The rules of the Matrix specification (§ Client registration): a page of its own over https, and every other
    /// address on the same host.
    pub(crate) fn checked(self) -> Result<NewClient, Unfit> {
        use Unfit::{Metadata, RedirectUri};
        let uri = self.client_uri.as_deref().and_then(web_address).filter(|uri| uri.scheme() == "https");
        let uri = uri.ok_or(Metadata("client_uri must be an https address"))?;
        let host = uri.host_str().ok_or(Metadata("client_uri must be an https address"))?.to_owned();
        for other in [&self.logo_uri, &self.tos_uri, &self.policy_uri].into_iter().flatten() {
            let fits = web_address(other).is_some_and(|other| {
                other.scheme() == "https" && other.host_str().is_some_and(|name| below(&host, name))
            });
            if !fits {
                return Err(Metadata(
                    "logo_uri, tos_uri and policy_uri must be https addresses below the host of client_uri",
                ));
            }
        }
        let native = match self.application_type.as_deref() {
            None | Some("web") => false,
            Some("native") => true,
            Some(_) => return Err(Metadata("application_type is web or native")),
        };
        if self.redirect_uris.is_empty() || self.redirect_uris.len() > MOST {
            return Err(RedirectUri("one to twenty redirect_uris"));
        }
        for redirect in &self.redirect_uris {
            if !returns_home(redirect, native, &host) {
                return Err(RedirectUri(
                    "a redirect_uri is neither below client_uri's host nor this device's own",
                ));
            }
        }
        if self.response_types.is_some_and(|types| types != ["code"]) {
            return Err(Metadata("response_types is code"));
        }
        let method = self.token_endpoint_auth_method.as_deref().unwrap_or("client_secret_basic");
        let method = AuthMethod::ALL.into_iter().find(|known| known.as_str() == method);
        let method = method.ok_or(Metadata("token_endpoint_auth_method is not known here"))?;
        if self.jwks_uri.is_some() {
            return Err(Metadata("jwks_uri is for clients that somebody vouches for: send jwks"));
        }
        let alg = match self.id_token_signed_response_alg.as_deref() {
            None => SigningAlg::ES256,
            Some(alg) => SigningAlg::ALL
                .into_iter()
                .find(|known| known.as_str() == alg)
                .ok_or(Metadata("id_token_signed_response_alg is not known here"))?,
        };
        let grant_types = self.grant_types.unwrap_or_else(usual_grants);
        let new = NewClient {
            name: self.client_name.unwrap_or_else(|| host.clone()),
            uri: self.client_uri,
            logo_uri: self.logo_uri,
            native,
            redirect_uris: self.redirect_uris,
            post_logout_redirect_uris: vec![],
            backchannel_logout_uri: None,
            token_endpoint_auth_method: method,
            jwks: self.jwks,
            jwks_uri: None,
            grant_types,
            scopes: vec![],
            userinfo_signed_response_alg: None,
            id_token_signed_response_alg: alg,
            trusted: false,
            verified: false,
            resource_server: false,
            require_pushed_authorization_requests: false,
            min_acr: None,
        };
        new.checked().map_err(|_| Metadata("client_name, grant_types or jwks do not read"))
    }
}

fn returns_home(redirect: &str, native: bool, host: &str) -> bool {
    if !may_return_to(redirect, native) {
        return false;
    }
    let Ok(url) = url::Url::parse(redirect) else { return false };
    match url.scheme() {
        "https" => url.host_str().is_some_and(|name| below(host, name)),
        "http" => native,
        scheme => native && scheme_is_of(scheme, host),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(change: impl FnOnce(&mut Value)) -> Result<NewClient, Unfit> {
        let mut words = json!({
            "client_name": "Élément", "client_uri": "https://app.exemple.fr", "application_type": "native",
            "redirect_uris": ["https://app.exemple.fr/retour", "fr.exemple.app:/retour", "http://127.0.0.1/"],
            "token_endpoint_auth_method": "none",
        });
        change(&mut words);
        serde_json::from_value::<Registration>(words).unwrap().checked()
    }

    #[test]
    fn who_registers_alone_stays_at_home() {
        let client = said(|_| {}).unwrap();
        assert!(!client.verified && !client.trusted && client.scopes.is_empty());
        for redirect in [
            "https://mal.exemple/retour",
            "https://app.exemple.fr.mal.exemple/",
            "com.mal:/retour",
            "http://192.0.2.1/",
            "javascript:alert(1)",
        ] {
            let refused = said(|words| words["redirect_uris"] = json!([redirect]));
            assert!(matches!(refused, Err(Unfit::RedirectUri(_))), "{redirect}");
        }
        assert!(said(|words| words["application_type"] = json!("web")).is_err());
        for (field, value) in [
            ("client_uri", json!("http://app.exemple.fr")),
            ("client_uri", Value::Null),
            ("logo_uri", json!("https://mal.exemple/logo.png")),
            ("jwks_uri", json!("https://app.exemple.fr/jwks")),
            ("grant_types", json!(["password"])),
            ("token_endpoint_auth_method", json!("client_secret_jwt")),
            ("id_token_signed_response_alg", json!("none")),
            ("client_name", json!("\u{202e}")),
            ("response_types", json!(["token"])),
        ] {
            let refused = said(|words| words[field] = value.clone());
            assert!(matches!(refused, Err(Unfit::Metadata(_))), "{field} {value}");
        }
    }

    #[test]
    fn a_name_cannot_pass_for_something_else() {
        assert_eq!(clean_name("  Mes\u{202e} outils\n ").as_deref(), Some("Mes outils"));
        assert_eq!(clean_name("\u{200b}"), None);
        assert_eq!(clean_name(&"a".repeat(101)), None);
    }
}

#[cfg(test)]
mod games {
    use serde_json::json;

    use super::*;

    /// Whatever was said, a client that is taken is one that may be kept.
    fn may_be_kept(client: &NewClient) {
        assert_eq!(clean_name(&client.name).as_ref(), Some(&client.name));
        let uris = client.redirect_uris.iter().chain(&client.post_logout_redirect_uris);
        assert!(client.redirect_uris.len() <= MOST && client.post_logout_redirect_uris.len() <= MOST);
        for uri in uris {
            assert!(may_return_to(uri, client.native), "{uri}");
            assert!(axum::http::HeaderValue::from_str(uri).is_ok(), "{uri}");
        }
        assert!(client.grant_types.iter().all(|grant| GRANT_TYPES.contains(&grant.as_str())));
        assert!(client.jwks.as_ref().is_none_or(|jwks| jwks.to_string().len() <= LONGEST_JWKS));
        let others = [&client.uri, &client.logo_uri, &client.backchannel_logout_uri, &client.jwks_uri];
        assert!(others.into_iter().flatten().all(|uri| web_address(uri).is_some()));
        let kept = serde_json::to_string(client).unwrap();
        assert!(!crate::games::has_nul(&kept), "PostgreSQL keeps no such character: {kept}");
    }

    const KEY: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"un","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;

    #[test]
    fn whoever_registers_is_refused_or_may_be_kept() {
        let key: Value = serde_json::from_str(KEY).unwrap();
        let samples = [
            json!({ "client_name": "Élément", "client_uri": "https://app.exemple.fr", "application_type": "native",
                    "redirect_uris": ["https://app.exemple.fr/retour", "fr.exemple.app:/retour", "http://127.0.0.1/"],
                    "token_endpoint_auth_method": "none", "logo_uri": "https://app.exemple.fr/logo.png" }),
            json!({ "client_uri": "https://app.exemple.fr/", "redirect_uris": ["https://app.exemple.fr/retour"],
                    "token_endpoint_auth_method": "private_key_jwt", "jwks": key, "response_types": ["code"],
                    "grant_types": ["authorization_code", "refresh_token"], "id_token_signed_response_alg": "RS256" }),
        ];
        let samples = samples.map(|sample| sample.to_string());
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        crate::games::play(&samples, |sent| {
            let Ok(said) = serde_json::from_slice::<Registration>(sent) else { return };
            let Ok(client) = said.checked() else { return };
            may_be_kept(&client);
            assert!(
                !client.trusted && !client.verified && !client.resource_server && client.jwks_uri.is_none()
            );
        });
    }

    #[test]
    fn what_an_administrator_says_is_refused_or_may_be_kept() {
        let key: Value = serde_json::from_str(KEY).unwrap();
        let samples = [
            json!({ "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/retour"], "scopes": ["openid"],
                    "backchannel_logout_uri": "https://agenda.exemple.fr/fin", "min_acr": "eidas1-mfa" }),
            json!({ "name": "Agenda", "redirect_uris": ["fr.exemple.agenda:/retour"], "native": true,
                    "token_endpoint_auth_method": "private_key_jwt", "jwks": key }),
        ];
        let samples = samples.map(|sample| sample.to_string());
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        crate::games::play(&samples, |sent| {
            let Ok(said) = serde_json::from_slice::<NewClient>(sent) else { return };
            if let Ok(client) = said.checked() {
                may_be_kept(&client);
            }
        });
    }
}
