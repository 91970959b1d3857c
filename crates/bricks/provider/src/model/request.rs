//! What an application asks for at the authorization endpoint (OpenID Connect Core §3.1.2.1).

use kernel::Acr;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Client, OauthCode, Params, Refusal, read_scopes};

/// A request that reads, as it is kept while its person signs in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) redirect_uri: String,
    pub(crate) response_mode: ResponseMode,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// Of PKCE, by S256.
    pub(crate) challenge: Option<String>,
    pub(crate) prompts: Vec<Prompt>,
    pub(crate) max_age: Option<i64>,
    /// One of these is needed; those that we do not know are not among them.
    pub(crate) essential_acr: Option<Vec<Acr>>,
    /// One of these would be good, the first ones most.
    #[serde(default)]
    pub(crate) wished_acr: Vec<Acr>,
    /// Claims asked for by name, beyond those of the scopes.
    pub(crate) id_token_claims: Vec<String>,
    pub(crate) userinfo_claims: Vec<String>,
    pub(crate) login_hint: Option<String>,
    pub(crate) idp_hint: Option<String>,
    /// Whom the application believes to be there.
    pub(crate) id_token_hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    /// OAuth 2.0 Form Post Response Mode 1.0.
    FormPost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Prompt {
    None,
    Login,
    Consent,
    SelectAccount,
}

/// Longest values, in bytes.
const LONGEST_STATE: usize = 4096;
const LONGEST_CLAIMS: usize = 4096;
const LONGEST_CLAIM: usize = 100;
const LONGEST_HINT: usize = 320;
const LONGEST_TOKEN: usize = 8192;

/// Claims asked for by name, in each place.
const MOST_CLAIMS: usize = 32;

/// How answers travel, which is read first: it says how to refuse the rest.
pub(crate) fn response_mode(params: &Params, redirect_uri: &str) -> Result<ResponseMode, Refusal> {
    match params.once("response_mode") {
        None | Some("query") => Ok(ResponseMode::Query),
        Some("fragment") => Ok(ResponseMode::Fragment),
        // An application's private scheme (RFC 8252 §7.1) opens a program, which takes no form.
        Some("form_post") if redirect_uri.starts_with("https://") || redirect_uri.starts_with("http://") => {
            Ok(ResponseMode::FormPost)
        }
        Some("form_post") => refuse(OauthCode::InvalidRequest, "form_post goes to a web address"),
        Some(_) => refuse(OauthCode::InvalidRequest, "response_mode is query, fragment or form_post"),
    }
}

/// Reads a request of a client whose `redirect_uri` was found to be its own.
///
/// # Errors
/// What the application is told by redirection.
pub(crate) fn read_request(params: &Params, client: &Client, redirect_uri: &str) -> Result<Asked, Refusal> {
    params.check()?;
    let response_mode = response_mode(params, redirect_uri)?;
    if params.get("request").is_some() {
        return refuse(OauthCode::RequestNotSupported, "push the request instead (RFC 9126)");
    }
    if params.get("registration").is_some() {
        return refuse(OauthCode::RegistrationNotSupported, "register first (RFC 7591)");
    }
    if params.need("response_type")? != "code" {
        return refuse(OauthCode::UnsupportedResponseType, "response_type is code");
    }
    if !client.may(super::client::GRANT_CODE) {
        return refuse(OauthCode::UnauthorizedClient, "this client is not registered for authorization_code");
    }
    let scopes = read_scopes(params.need("scope")?, |scope| client.may_ask(scope))?;
    if scopes.is_empty() {
        return refuse(OauthCode::InvalidScope, "nothing is asked for");
    }
    let claims = Claims::read(params.get("claims"))?;
    Ok(Asked {
        redirect_uri: redirect_uri.to_owned(),
        response_mode,
        scopes,
        state: text(params, "state", LONGEST_STATE)?,
        nonce: text(params, "nonce", 1024)?,
        challenge: challenge(params, client)?,
        prompts: prompts(params)?,
        max_age: max_age(params)?,
        wished_acr: wished_acr(params, &claims)?,
        essential_acr: claims.essential_acr,
        id_token_claims: claims.id_token,
        userinfo_claims: claims.userinfo,
        login_hint: text(params, "login_hint", LONGEST_HINT)?,
        idp_hint: text(params, "idp_hint", LONGEST_HINT)?,
        id_token_hint: text(params, "id_token_hint", LONGEST_TOKEN)?,
    })
}

fn refuse<T>(code: OauthCode, why: &str) -> Result<T, Refusal> {
    Err(Refusal::new(code, why))
}

fn text(params: &Params, name: &'static str, longest: usize) -> Result<Option<String>, Refusal> {
    match params.get(name) {
        Some(value) if value.len() > longest || value.chars().any(char::is_control) => {
            Err(Refusal::new(OauthCode::InvalidRequest, format!("{name} does not read")))
        }
        value => Ok(value.map(str::to_owned)),
    }
}

/// RFC 7636 §4.3, S256 only. Who keeps no secret cannot do without.
fn challenge(params: &Params, client: &Client) -> Result<Option<String>, Refusal> {
    let method = params.get("code_challenge_method");
    match params.get("code_challenge") {
        None if method.is_some() => refuse(OauthCode::InvalidRequest, "code_challenge is missing"),
        None if client.is_public() => {
            refuse(OauthCode::InvalidRequest, "code_challenge is needed (RFC 7636)")
        }
        None => Ok(None),
        Some(_) if method != Some("S256") => {
            refuse(OauthCode::InvalidRequest, "code_challenge_method must be S256")
        }
        // A SHA-256 in base64url.
        Some(challenge)
            if challenge.len() == 43
                && challenge.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) =>
        {
            Ok(Some(challenge.to_owned()))
        }
        Some(_) => refuse(OauthCode::InvalidRequest, "code_challenge does not read"),
    }
}

fn prompts(params: &Params) -> Result<Vec<Prompt>, Refusal> {
    let mut prompts = vec![];
    for word in params.get("prompt").unwrap_or_default().split(' ').filter(|word| !word.is_empty()) {
        let prompt = match word {
            "none" => Prompt::None,
            "login" => Prompt::Login,
            "consent" => Prompt::Consent,
            "select_account" => Prompt::SelectAccount,
            // Initiating User Registration via OpenID Connect: whoever has no account finds one at the same page.
            "create" => Prompt::Login,
            _ => return refuse(OauthCode::InvalidRequest, "prompt does not read"),
        };
        if !prompts.contains(&prompt) {
            prompts.push(prompt);
        }
    }
    if prompts.contains(&Prompt::None) && prompts.len() > 1 {
        return refuse(OauthCode::InvalidRequest, "prompt=none stands alone");
    }
    Ok(prompts)
}

fn max_age(params: &Params) -> Result<Option<i64>, Refusal> {
    match params.get("max_age").map(str::parse::<u32>) {
        None => Ok(None),
        Some(Ok(seconds)) => Ok(Some(seconds.into())),
        Some(Err(_)) => refuse(OauthCode::InvalidRequest, "max_age is a number of seconds"),
    }
}

/// `acr_values`, and an `acr` that is asked for by its values without being essential, which says the same
/// (Core §5.5.1.1). Those that we do not know are passed over.
fn wished_acr(params: &Params, claims: &Claims) -> Result<Vec<Acr>, Refusal> {
    let values = text(params, "acr_values", LONGEST_CLAIMS)?.unwrap_or_default();
    let said = values.split(' ').filter_map(|acr| acr.parse().ok());
    let mut wished: Vec<Acr> = vec![];
    for acr in said.chain(claims.wished_acr.iter().copied()) {
        if !wished.contains(&acr) {
            wished.push(acr);
        }
    }
    Ok(wished)
}

/// Whether a claim may have this name. Those that we do not know are passed over (Core §5.5), and so is what cannot be kept.
fn is_claim(name: &str) -> bool {
    (1..=LONGEST_CLAIM).contains(&name.len()) && !name.chars().any(char::is_control)
}

/// What the `claims` parameter asks for (OpenID Connect Core §5.5).
#[derive(Default)]
struct Claims {
    essential_acr: Option<Vec<Acr>>,
    wished_acr: Vec<Acr>,
    id_token: Vec<String>,
    userinfo: Vec<String>,
}

impl Claims {
    fn read(text: Option<&str>) -> Result<Self, Refusal> {
        let Some(text) = text else { return Ok(Self::default()) };
        let bad = || Refusal::new(OauthCode::InvalidRequest, "claims does not read");
        if text.len() > LONGEST_CLAIMS {
            return Err(bad());
        }
        let value: Value = serde_json::from_str(text).map_err(|_| bad())?;
        let asked = value.as_object().ok_or_else(bad)?;
        let names = |part: &str| -> Result<Vec<String>, Refusal> {
            match asked.get(part) {
                None | Some(Value::Null) => Ok(vec![]),
                Some(Value::Object(claims)) if claims.len() <= MOST_CLAIMS => {
                    Ok(claims.keys().filter(|name| is_claim(name)).cloned().collect())
                }
                Some(_) => Err(bad()),
            }
        };
        let acr = &value["id_token"]["acr"];
        let one = acr["value"].as_str().into_iter();
        let many = acr["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let named: Vec<Acr> = one.chain(many).take(32).filter_map(|acr| acr.parse().ok()).collect();
        let names_one = acr.get("value").is_some() || acr.get("values").is_some();
        let (essential_acr, wished_acr) =
            if acr["essential"] == true { (names_one.then_some(named), vec![]) } else { (None, named) };
        Ok(Self { essential_acr, wished_acr, id_token: names("id_token")?, userinfo: names("userinfo")? })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_essential_is_no_wish_and_what_is_wished_is_not_essential() {
        let read = |claims: Value| Claims::read(Some(&claims.to_string())).unwrap();
        let essential = read(json!({ "id_token": { "acr": { "essential": true, "value": "eidas2" } } }));
        assert_eq!((essential.essential_acr, essential.wished_acr), (Some(vec![Acr::Eidas2]), vec![]));
        let wished = read(json!({ "id_token": { "acr": { "values": ["loa4", "eidas2"] } } }));
        assert_eq!((wished.essential_acr, wished.wished_acr), (None, vec![Acr::Eidas2]));
        let unknown = read(json!({ "id_token": { "acr": { "essential": true, "value": "loa4" } } }));
        assert_eq!(unknown.essential_acr, Some(vec![]), "which nothing can meet");
        let any = read(json!({ "id_token": { "acr": { "essential": true } } }));
        assert_eq!(any.essential_acr, None, "one is always said");
    }
}

#[cfg(test)]
mod games {
    use serde_json::json;

    use super::*;
    use crate::games::{client, has_nul, play};

    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn query(more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("response_type", "code"), ("scope", "openid email"), ("state", "état")] {
            query.append_pair(name, value);
        }
        query.append_pair("code_challenge", CHALLENGE).append_pair("code_challenge_method", "S256");
        query.extend_pairs(more).finish()
    }

    fn keeps_its_limits(asked: &Asked) {
        let short =
            |text: &Option<String>, longest: usize| text.as_ref().is_none_or(|text| text.len() <= longest);
        assert!((1..=32).contains(&asked.scopes.len()));
        assert!(short(&asked.state, LONGEST_STATE) && short(&asked.nonce, 1024));
        assert!(short(&asked.login_hint, LONGEST_HINT) && short(&asked.idp_hint, LONGEST_HINT));
        assert!(short(&asked.id_token_hint, LONGEST_TOKEN));
        assert!(asked.challenge.as_ref().is_none_or(|challenge| challenge.len() == 43));
        assert!(
            asked.prompts.len() <= 4 && asked.max_age.is_none_or(|age| (0..=u32::MAX.into()).contains(&age))
        );
        assert!(!asked.prompts.contains(&Prompt::None) || asked.prompts.len() == 1);
        assert!(asked.wished_acr.len() <= Acr::ALL.len());
        assert!(asked.essential_acr.as_ref().is_none_or(|acr| acr.len() <= 32));
        assert!(asked.id_token_claims.len() <= 32 && asked.userinfo_claims.len() <= 32);
        // It is kept as JSON, and read again when its person is back.
        let kept = serde_json::to_string(asked).unwrap();
        serde_json::from_str::<Asked>(&kept).unwrap();
        assert!(!has_nul(&kept), "PostgreSQL keeps no such character: {kept}");
    }

    #[test]
    fn a_request_is_refused_or_keeps_its_limits() {
        let claims =
            json!({ "id_token": { "acr": { "essential": true, "values": ["eidas1-mfa"] } } }).to_string();
        let samples = [
            query(&[("prompt", "login consent"), ("max_age", "3600"), ("response_mode", "form_post")]),
            query(&[("claims", &claims), ("acr_values", "eidas1-mfa eidas2"), ("prompt", "none")]),
            query(&[
                ("nonce", "n"),
                ("login_hint", "a@b.fr"),
                ("idp_hint", "culture"),
                ("id_token_hint", "a.b.c"),
            ]),
            query(&[("request", "a.b.c")]),
            query(&[("registration", "{}")]),
        ];
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        let clients = [client(&json!({})), client(&json!({ "token_endpoint_auth_method": "none" }))];
        let mut read = 0;
        play(&samples, |sent| {
            let params = Params::read(sent);
            for client in &clients {
                if let Ok(asked) = read_request(&params, client, "https://agenda.exemple.fr/retour") {
                    keeps_its_limits(&asked);
                    assert!(!client.is_public() || asked.challenge.is_some());
                    read += 1;
                }
            }
        });
        assert!(read > 0, "no game left a request that reads: they are too hard to prove anything");
    }

    #[test]
    fn claims_are_refused_or_keep_their_limits() {
        let samples = [
            json!({ "id_token": { "acr": { "essential": true, "value": "eidas2" }, "auth_time": null } }),
            json!({ "id_token": { "acr": { "values": ["eidas1", "eidas1-mfa", 1, null] } }, "userinfo": null }),
            json!({ "userinfo": { "given_name": { "essential": true }, "siret": null }, "id_token": {} }),
            json!({ "id_token": { "acr": "eidas1" } }),
            json!([{ "id_token": null }]),
            json!({ "id_token": { "a\0b": null }, "userinfo": { "\u{202e}": null } }),
        ];
        let samples = samples.map(|sample| sample.to_string());
        let samples: Vec<&str> = samples.iter().map(String::as_str).collect();
        play(&samples, |sent| {
            let text = String::from_utf8_lossy(sent);
            let Ok(claims) = Claims::read(Some(&text)) else { return };
            assert!(claims.id_token.iter().chain(&claims.userinfo).all(|name| is_claim(name)));
            assert!(text.len() <= LONGEST_CLAIMS);
            assert!(
                claims.id_token.len() <= 32 && claims.userinfo.len() <= 32 && claims.wished_acr.len() <= 32
            );
            assert!(claims.essential_acr.is_none_or(|acr| acr.len() <= 32));
        });
        let deep = format!("{{\"id_token\":{}", "[".repeat(4_000));
        assert!(Claims::read(Some(&deep)).is_err());
    }
}
