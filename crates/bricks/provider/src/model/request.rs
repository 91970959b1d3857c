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
const LONGEST_HINT: usize = 320;
const LONGEST_TOKEN: usize = 8192;

/// How answers travel, which is read first: it says how to refuse the rest.
pub(crate) fn response_mode(params: &Params) -> Result<ResponseMode, Refusal> {
    match params.once("response_mode") {
        None | Some("query") => Ok(ResponseMode::Query),
        Some("fragment") => Ok(ResponseMode::Fragment),
        Some(_) => refuse(OauthCode::InvalidRequest, "response_mode is query or fragment"),
    }
}

/// Reads a request of a client whose `redirect_uri` was found to be its own.
///
/// # Errors
/// What the application is told by redirection.
pub(crate) fn read_request(params: &Params, client: &Client, redirect_uri: &str) -> Result<Asked, Refusal> {
    params.check()?;
    let response_mode = response_mode(params)?;
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

/// What the `claims` parameter asks for (OpenID Connect Core §5.5).
#[derive(Default)]
struct Claims {
    essential_acr: Option<Vec<Acr>>,
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
                Some(Value::Object(claims)) if claims.len() <= 32 => Ok(claims.keys().cloned().collect()),
                Some(_) => Err(bad()),
            }
        };
        let acr = &value["id_token"]["acr"];
        let essential_acr = (acr["essential"] == true).then(|| {
            let one = acr["value"].as_str().into_iter();
            let many = acr["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
            one.chain(many).take(32).filter_map(|acr| acr.parse().ok()).collect::<Vec<Acr>>()
        });
        let names_one = acr.get("value").is_some() || acr.get("values").is_some();
        Ok(Self {
            essential_acr: essential_acr.filter(|_| names_one),
            id_token: names("id_token")?,
            userinfo: names("userinfo")?,
        })
    }
}
