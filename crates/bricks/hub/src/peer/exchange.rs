//! The authorization code flow (OpenID Connect Core §3.1), with PKCE (RFC 7636) and the issuer in the answer (RFC 9207).

use std::time::SystemTime;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{EmailAddress, Secret};
use openidconnect::{
    AccessToken, AdditionalClaims, AuthType, AuthUrl, AuthenticationFlow, AuthorizationCode, Client,
    ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointNotSet, EndpointSet, IdTokenFields,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RequestTokenError, Scope, StandardErrorResponse, StandardTokenResponse, TokenUrl,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
    http::{Request, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};
use url::Url;

use super::{
    Http, Metadata,
    assertion::ClientKey,
    metadata::{self, down},
    tokens::{self, LEEWAY},
};
use crate::{
    Error,
    model::{Claims, ClientAuth, LONGEST_SUBJECT, Provider, Vouched, read_acr, read_amr},
};

/// How old an ID token may be when it comes from the token endpoint.
const OLDEST_ID_TOKEN: Duration = Duration::minutes(10);
/// What is asked for: ProConnect's names of scopes, which are those of claims.
const SCOPES: [&str; 10] = [
    "email",
    "profile",
    "given_name",
    "usual_name",
    "uid",
    "siret",
    "organizational_unit",
    "belonging_population",
    "phone",
    "acr",
];

/// What an ID token says besides the standard's own claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct More {
    sid: Option<String>,
}

impl AdditionalClaims for More {}

type TokenFields = IdTokenFields<
    More,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Party = Client<
    More,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<TokenFields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// One provider, with what it said of itself, ready to be talked to.
pub(crate) struct Exchange<'a> {
    pub(crate) http: &'a Http,
    pub(crate) provider: &'a Provider,
    pub(crate) metadata: Metadata,
    /// Its keys, as it gave them.
    pub(crate) keys: Value,
    /// What shows that it is us.
    pub(crate) secret: Option<Secret<Vec<u8>>>,
    pub(crate) client_key: Option<ClientKey>,
    pub(crate) redirect_uri: String,
    pub(crate) now: OffsetDateTime,
}

/// What came back with the browser.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Returned {
    pub(crate) code: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) error: Option<String>,
}

impl Exchange<'_> {
    /// Where the browser goes.
    ///
    /// # Errors
    /// [`Error::ProviderWrong`] when its metadata cannot be used.
    pub(crate) fn departure(
        &self,
        (state, nonce, verifier): (&str, String, String),
        login_hint: Option<&EmailAddress>,
        again: bool,
    ) -> Result<Url, Error> {
        let party = self.party()?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
        let state = state.to_owned();
        let mut request = party
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(challenge);
        for scope in self.scopes() {
            request = request.add_scope(Scope::new(scope));
        }
        if let Some(hint) = login_hint {
            request = request.add_extra_param("login_hint", hint.as_str());
        }
        if again {
            request = request.add_prompt(CoreAuthPrompt::Login).add_extra_param("max_age", "0");
        }
        Ok(request.url().0)
    }

    /// What the provider supports of what we would like to know; a provider that lists nothing is asked for the standard's.
    fn scopes(&self) -> Vec<String> {
        let Some(supported) = self.metadata.scopes_supported() else {
            return ["email", "profile"].map(ToOwned::to_owned).to_vec();
        };
        let supported: Vec<&str> = supported.iter().map(|scope| scope.as_str()).collect();
        SCOPES.into_iter().filter(|scope| supported.contains(scope)).map(ToOwned::to_owned).collect()
    }

    /// Whether what came back came from this provider (RFC 9207 §2.4): an answer may not be another's.
    ///
    /// # Errors
    /// [`Error::WrongIssuer`].
    pub(crate) fn check_issuer(&self, returned: &Returned) -> Result<(), Error> {
        let named = self.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match &returned.iss {
            Some(issuer) if *issuer == self.provider.issuer => Ok(()),
            None if !named => Ok(()),
            _ => Err(Error::WrongIssuer),
        }
    }

    /// Whom the tokens vouch for.
    ///
    /// # Errors
    /// [`Error::ProviderDown`], [`Error::BadToken`], [`Error::ClaimMissing`].
    pub(crate) async fn vouched(&self, redeemed: &Redeemed, nonce: String) -> Result<Vouched, Error> {
        let told = self.verified(&redeemed.id_token, nonce)?;
        let mut claims = told.payload;
        if let Some(userinfo) = self.userinfo(&redeemed.access_token).await? {
            // OpenID Connect Core §5.3.2: of somebody else, it must not be used.
            if userinfo.get("sub") != claims.get("sub") {
                return Err(Error::BadToken("the userinfo of somebody else".to_owned()));
            }
            claims.extend(userinfo);
        }
        Ok(Vouched {
            claims: Claims::read(&claims)?,
            acr: told.acr,
            amr: told.amr,
            at: told.at,
            said_when: told.said_when,
            sid: told.sid,
            sealed_id_token: None,
        })
    }

    /// Exchanges a code, once and with what only this browser has (PKCE).
    ///
    /// # Errors
    /// [`Error::ProviderDown`], [`Error::ProviderWrong`], [`Error::Refused`].
    pub(crate) async fn redeem(&self, code: &str, verifier: String) -> Result<Redeemed, Error> {
        let party = self.party()?;
        let mut request = party
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier));
        if let Some(key) = &self.client_key {
            let endpoint =
                self.metadata.token_endpoint().map(|endpoint| endpoint.as_str()).unwrap_or_default();
            let assertion = key.assertion(&self.provider.client_id, endpoint, self.now)?;
            request = request
                .add_extra_param(
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                )
                .add_extra_param("client_assertion", assertion);
        }
        let http = self.http.as_function();
        let answer = request.request_async(&http).await.map_err(|error| match error {
            RequestTokenError::Request(no_answer) => down(&self.provider.name, &no_answer),
            RequestTokenError::ServerResponse(said) => {
                Error::Refused { reason: format!("token endpoint: {}", said.error()) }
            }
            RequestTokenError::Parse(error, _) => self.wrong(format!("token endpoint: {error}")),
            RequestTokenError::Other(reason) => self.wrong(format!("token endpoint: {reason}")),
        })?;
        let id_token =
            answer.extra_fields().id_token().ok_or_else(|| self.wrong("no ID token".to_owned()))?;
        Ok(Redeemed { id_token: id_token.clone(), access_token: answer.access_token().clone() })
    }

    /// OpenID Connect Core §3.1.3.7.
    fn verified(&self, id_token: &IdToken, nonce: String) -> Result<Told, Error> {
        let bad = |reason: String| Error::BadToken(reason);
        let now = self.now;
        let party = self.party()?;
        let verifier = party
            .id_token_verifier()
            .set_allowed_algs([
                CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            ])
            .set_other_audience_verifier_fn(|_| true)
            .set_time_fn(move || SystemTime::from(now - LEEWAY).into())
            .set_issue_time_verifier_fn(move |at| {
                let fresh = (now - OLDEST_ID_TOKEN).unix_timestamp()..=(now + LEEWAY).unix_timestamp();
                if fresh.contains(&at.timestamp()) {
                    return Ok(());
                }
                Err("issued too long ago, or in the future".to_owned())
            });
        let claims =
            id_token.claims(&verifier, &Nonce::new(nonce)).map_err(|error| bad(error.to_string()))?;
        // Several audiences: it must say that it was made for us (steps 4 and 5).
        let party = claims.authorized_party().map(|party| party.as_str());
        if party.is_some_and(|party| party != self.provider.client_id)
            || (party.is_none() && claims.audiences().len() > 1)
        {
            return Err(bad("made for another party".to_owned()));
        }
        let at = claims.auth_time().and_then(|at| OffsetDateTime::from_unix_timestamp(at.timestamp()).ok());
        let amr: Vec<String> = claims
            .auth_method_refs()
            .map(|methods| methods.iter().map(|method| method.as_str().to_owned()).collect())
            .unwrap_or_default();
        let acr = claims.auth_context_ref().map(|acr| acr.as_str());
        let sid = claims.additional_claims().sid.clone();
        Ok(Told {
            acr: read_acr(acr, &self.provider.acr_map, self.provider.default_acr),
            amr: read_amr(&amr),
            at: at.map_or(now, |at| at.min(now)),
            said_when: at.is_some(),
            sid: sid.filter(|sid| !sid.is_empty() && sid.len() <= LONGEST_SUBJECT),
            payload: payload(&id_token.to_string())?,
        })
    }

    /// What the provider says of the person, as JSON or as a signed statement (OpenID Connect Core §5.3.2). `None` when it
    /// has no such place: the ID token said all.
    async fn userinfo(&self, token: &AccessToken) -> Result<Option<Map<String, Value>>, Error> {
        let Some(endpoint) = self.metadata.userinfo_endpoint() else { return Ok(None) };
        let request = Request::get(endpoint.as_str())
            .header(header::ACCEPT, "application/jwt, application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", token.secret()))
            .body(vec![])
            .map_err(|error| self.wrong(error.to_string()))?;
        let answer = self.http.call(request).await.map_err(|error| down(&self.provider.name, &error))?;
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if answer.status() != StatusCode::OK || !kind.eq_ignore_ascii_case("application/jwt") {
            return metadata::read_json(&self.provider.name, &answer).map(Some);
        }
        let token = std::str::from_utf8(answer.body()).map_err(|error| self.wrong(error.to_string()))?;
        let (_, claims) = tokens::verify(token.trim(), &self.keys)?;
        // "SHOULD" be there; of another issuer or for another client, it is not ours to read.
        let issuer = claims.get("iss").is_none_or(|issuer| *issuer == self.provider.issuer);
        let audience = !claims.contains_key("aud") || tokens::is_for(&claims, &self.provider.client_id);
        if issuer && audience {
            Ok(Some(claims))
        } else {
            Err(Error::BadToken("a userinfo for others".to_owned()))
        }
    }

    fn party(&self) -> Result<Party, Error> {
        let provider = self.provider;
        let wrong = |error: url::ParseError| self.wrong(error.to_string());
        let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(wrong)?;
        let keys: CoreJsonWebKeySet = metadata::read_keys(&provider.name, &self.keys)?;
        let token =
            self.metadata.token_endpoint().ok_or_else(|| self.wrong("no token endpoint".to_owned()))?;
        let auth = AuthUrl::from_url(self.metadata.authorization_endpoint().url().clone());
        let mut party = Client::new(ClientId::new(provider.client_id.clone()), issuer, keys)
            .set_redirect_uri(RedirectUrl::new(self.redirect_uri.clone()).map_err(wrong)?)
            .set_auth_type(match provider.client_auth {
                ClientAuth::ClientSecretBasic => AuthType::BasicAuth,
                ClientAuth::ClientSecretPost | ClientAuth::PrivateKeyJwt => AuthType::RequestBody,
            })
            .set_auth_uri(auth)
            .set_token_uri(TokenUrl::from_url(token.url().clone()));
        if let Some(secret) = &self.secret {
            let secret = String::from_utf8(secret.expose().clone()).map_err(|_| Error::Sealed)?;
            party = party.set_client_secret(ClientSecret::new(secret));
        }
        Ok(party)
    }

    fn wrong(&self, reason: String) -> Error {
        Error::ProviderWrong { name: self.provider.name.clone(), reason }
    }
}

pub(super) type IdToken =
    openidconnect::IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// What a code was worth. Nothing of it is believed yet.
pub(crate) struct Redeemed {
    id_token: IdToken,
    access_token: AccessToken,
}

impl Redeemed {
    pub(crate) fn id_token(&self) -> String {
        self.id_token.to_string()
    }
}

/// What a verified ID token said.
struct Told {
    acr: kernel::Acr,
    amr: Vec<kernel::Amr>,
    at: OffsetDateTime,
    said_when: bool,
    sid: Option<String>,
    payload: Map<String, Value>,
}

/// The claims of a token that was verified, as they stand.
fn payload(token: &str) -> Result<Map<String, Value>, Error> {
    let part = token.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|error| Error::BadToken(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| Error::BadToken(error.to_string()))
}
