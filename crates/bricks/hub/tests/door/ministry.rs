//! A ministry's provider on this machine: an honest one, unless a test says otherwise.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_lc_rs::{
    digest, hmac,
    rand::SystemRandom,
    rsa,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256},
};
use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use kernel::Clock;
use serde_json::{Map, Value, json};
use url::{Url, form_urlencoded};

pub(crate) const CLIENT: &str = "sacados";
pub(crate) const SECRET: &str = "un secret : entre nous";

/// What a place of the provider's does instead of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Slow,
    NotJson,
    Huge,
    Redirect,
    Broken,
}

/// Who signs a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    Es256,
    Rs256,
    /// A key that is the provider's and that it does not show.
    Unknown,
    /// A key that it shows only once it is asked again.
    Next,
    /// HMAC with a secret that the whole world has: the provider's public key.
    PublicKeyAsSecret,
    /// HMAC with the secret of the client.
    ClientSecret,
    Nobody,
}

type Tamper = Arc<dyn Fn(&mut Map<String, Value>, &mut Map<String, Value>) + Send + Sync>;

pub(crate) struct Manners {
    pub(crate) signer: Signer,
    /// Changes header and claims of ID tokens before they are signed.
    pub(crate) tamper: Option<Tamper>,
    /// Changes what userinfo says.
    pub(crate) userinfo: Option<Tamper>,
    pub(crate) userinfo_signer: Option<Signer>,
    pub(crate) troubles: HashMap<&'static str, Trouble>,
    /// Whether metadata promise that answers name their issuer (RFC 9207).
    pub(crate) names_itself: bool,
    pub(crate) metadata: Option<(&'static str, Value)>,
    pub(crate) next_key: bool,
    /// Gives tokens to whoever shows a code, whatever else is missing.
    pub(crate) careless: bool,
}

struct Code {
    claims: Map<String, Value>,
    nonce: Option<String>,
    challenge: Option<String>,
    redirect_uri: String,
}

struct Room {
    issuer: String,
    clock: Arc<dyn Clock>,
    manners: Mutex<Manners>,
    codes: Mutex<HashMap<String, Code>>,
    tokens: Mutex<HashMap<String, Map<String, Value>>>,
    /// Paths asked, in order.
    asked: Mutex<Vec<String>>,
    forms: Mutex<Vec<HashMap<String, String>>>,
    keys: Keys,
}

struct Keys {
    es256: EcdsaKeyPair,
    next: EcdsaKeyPair,
    unknown: EcdsaKeyPair,
    rs256: rsa::KeyPair,
}

#[derive(Clone)]
pub(crate) struct Ministry {
    room: Arc<Room>,
}

fn draw() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

impl Ministry {
    pub(crate) async fn open(clock: Arc<dyn Clock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let manners = Manners {
            signer: Signer::Es256,
            tamper: None,
            userinfo: None,
            userinfo_signer: Some(Signer::Es256),
            troubles: HashMap::new(),
            names_itself: true,
            metadata: None,
            next_key: false,
            careless: false,
        };
        let rs256 = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
        let keys = Keys { es256: draw(), next: draw(), unknown: draw(), rs256 };
        let room = Arc::new(Room {
            issuer,
            clock,
            manners: Mutex::new(manners),
            codes: Mutex::default(),
            tokens: Mutex::default(),
            asked: Mutex::default(),
            forms: Mutex::default(),
            keys,
        });
        let router = Router::new().fallback(any(answer)).with_state(Arc::clone(&room));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { room }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.room.issuer
    }

    pub(crate) fn manners(&self, change: impl FnOnce(&mut Manners)) {
        change(&mut self.room.manners.lock().unwrap());
    }

    pub(crate) fn tamper(
        &self,
        change: impl Fn(&mut Map<String, Value>, &mut Map<String, Value>) + Send + Sync + 'static,
    ) {
        self.manners(|manners| manners.tamper = Some(Arc::new(change)));
    }

    pub(crate) fn trouble(&self, place: &'static str, trouble: Trouble) {
        self.manners(|manners| {
            manners.troubles.insert(place, trouble);
        });
    }

    /// How often a place was asked.
    pub(crate) fn asked(&self, place: &str) -> usize {
        self.room.asked.lock().unwrap().iter().filter(|path| *path == place).count()
    }

    /// The last form that the token endpoint received.
    pub(crate) fn last_form(&self) -> HashMap<String, String> {
        self.room.forms.lock().unwrap().last().cloned().unwrap()
    }

    /// Somebody signs in there: what the browser brings back, as the address of the callback.
    pub(crate) fn sign_in(&self, departure: &Url, claims: &Value) -> Url {
        let asked: HashMap<String, String> = departure.query_pairs().into_owned().collect();
        let redirect_uri = asked["redirect_uri"].clone();
        let code = uuid::Uuid::new_v4().simple().to_string();
        let kept = Code {
            claims: claims.as_object().unwrap().clone(),
            nonce: asked.get("nonce").cloned(),
            challenge: asked.get("code_challenge").cloned(),
            redirect_uri: redirect_uri.clone(),
        };
        self.room.codes.lock().unwrap().insert(code.clone(), kept);
        let mut back = Url::parse(&redirect_uri).unwrap();
        back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked["state"]);
        if self.room.manners.lock().unwrap().names_itself {
            back.query_pairs_mut().append_pair("iss", &self.room.issuer);
        }
        back
    }

    /// A logout token as the standard has it, for `tamper` to spoil.
    pub(crate) fn logout_token(
        &self,
        (subject, sid): (Option<&str>, Option<&str>),
        signer: Signer,
        tamper: impl Fn(&mut Map<String, Value>, &mut Map<String, Value>),
    ) -> String {
        let now = self.room.clock.now().unix_timestamp();
        let mut header = json!({ "typ": "logout+jwt" });
        let mut claims = json!({
            "iss": self.room.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": uuid::Uuid::new_v4(),
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        for (name, value) in [("sub", subject), ("sid", sid)] {
            if let Some(value) = value {
                claims[name] = json!(value);
            }
        }
        tamper(header.as_object_mut().unwrap(), claims.as_object_mut().unwrap());
        self.room.sign(signer, &mut header, &claims)
    }
}

async fn answer(State(room): State<Arc<Room>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    room.asked.lock().unwrap().push(path.clone());
    let place = path.rsplit('/').next().unwrap_or_default().to_owned();
    let trouble = room.manners.lock().unwrap().troubles.get(place.as_str()).copied();
    match trouble {
        Some(Trouble::Slow) => tokio::time::sleep(Duration::from_secs(4)).await,
        Some(Trouble::NotJson) => return "<html>En maintenance</html>".into_response(),
        Some(Trouble::Huge) => return format!("{{\"x\":\"{}\"}}", "x".repeat(300 * 1024)).into_response(),
        Some(Trouble::Redirect) => {
            let location = format!("{}/elsewhere/{place}", room.issuer);
            return (StatusCode::FOUND, [(header::LOCATION, location)]).into_response();
        }
        Some(Trouble::Broken) => return StatusCode::BAD_GATEWAY.into_response(),
        None => {}
    }
    let headers = request.headers().clone();
    let body = axum::body::to_bytes(request.into_body(), 1 << 16).await.unwrap();
    match place.as_str() {
        "openid-configuration" => axum::Json(room.metadata()).into_response(),
        "jwks" => axum::Json(room.jwks()).into_response(),
        "token" => room.token(&headers, &body),
        "userinfo" => room.userinfo(&headers),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Room {
    fn metadata(&self) -> Value {
        let manners = self.manners.lock().unwrap();
        let at = |path: &str| format!("{}/{path}", self.issuer);
        let mut metadata = json!({
            "issuer": self.issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
            "userinfo_endpoint": at("userinfo"), "jwks_uri": at("jwks"), "end_session_endpoint": at("session/end"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256", "RS256"],
            "scopes_supported": ["openid", "email", "given_name", "usual_name", "siret", "organizational_unit"],
            "authorization_response_iss_parameter_supported": manners.names_itself,
        });
        if let Some((field, value)) = &manners.metadata {
            metadata[*field] = value.clone();
        }
        metadata
    }

    fn jwks(&self) -> Value {
        let mut keys = vec![ec_jwk("es256", &self.keys.es256), rsa_jwk("rs256", &self.keys.rs256)];
        if self.manners.lock().unwrap().next_key {
            keys.push(ec_jwk("next", &self.keys.next));
        }
        json!({ "keys": keys })
    }

    fn token(&self, headers: &HeaderMap, body: &Bytes) -> Response {
        let form: HashMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        self.forms.lock().unwrap().push(form.clone());
        let refuse =
            |error: &str| (StatusCode::BAD_REQUEST, axum::Json(json!({ "error": error }))).into_response();
        let manners = self.manners.lock().unwrap();
        if !manners.careless && !is_client(headers, &form) {
            return refuse("invalid_client");
        }
        // Once: a code that comes again is somebody else's copy.
        let Some(code) = self.codes.lock().unwrap().remove(&form["code"]) else {
            return refuse("invalid_grant");
        };
        let verifier = form.get("code_verifier").map(String::as_str).unwrap_or_default();
        let hashed = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
        if !manners.careless && (code.challenge != Some(hashed) || form["redirect_uri"] != code.redirect_uri)
        {
            return refuse("invalid_grant");
        }
        let now = self.clock.now().unix_timestamp();
        let mut claims =
            json!({ "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": code.nonce });
        for name in ["sub", "acr", "amr", "auth_time", "sid"] {
            if let Some(value) = code.claims.get(name) {
                claims[name] = value.clone();
            }
        }
        let mut header = json!({});
        if let Some(tamper) = &manners.tamper {
            tamper(header.as_object_mut().unwrap(), claims.as_object_mut().unwrap());
        }
        let id_token = self.sign(manners.signer, &mut header, &claims);
        let access_token = uuid::Uuid::new_v4().simple().to_string();
        self.tokens.lock().unwrap().insert(access_token.clone(), code.claims);
        let answer = json!({
            "access_token": access_token, "token_type": "Bearer", "expires_in": 60, "id_token": id_token,
        });
        axum::Json(answer).into_response()
    }

    fn userinfo(&self, headers: &HeaderMap) -> Response {
        let token =
            headers.get(header::AUTHORIZATION).and_then(|field| field.to_str().ok()).unwrap_or_default();
        let known = self.tokens.lock().unwrap().get(token.trim_start_matches("Bearer ")).cloned();
        let Some(mut claims) = known else { return StatusCode::UNAUTHORIZED.into_response() };
        let manners = self.manners.lock().unwrap();
        claims.insert("iss".into(), json!(self.issuer));
        claims.insert("aud".into(), json!(CLIENT));
        let mut header = json!({});
        if let Some(tamper) = &manners.userinfo {
            tamper(header.as_object_mut().unwrap(), &mut claims);
        }
        let Some(signer) = manners.userinfo_signer else { return axum::Json(claims).into_response() };
        let signed = self.sign(signer, &mut header, &Value::Object(claims));
        ([(header::CONTENT_TYPE, "application/jwt")], signed).into_response()
    }

    /// A token by hand, so that nothing that a library would refuse is missing.
    fn sign(&self, signer: Signer, head: &mut Value, claims: &Value) -> String {
        let (alg, kid) = match signer {
            Signer::Es256 => ("ES256", Some("es256")),
            Signer::Rs256 => ("RS256", Some("rs256")),
            Signer::Unknown => ("ES256", Some("unknown")),
            Signer::Next => ("ES256", Some("next")),
            Signer::PublicKeyAsSecret => ("HS256", Some("es256")),
            Signer::ClientSecret => ("HS256", None),
            Signer::Nobody => ("none", None),
        };
        let fields = head.as_object_mut().unwrap();
        fields.entry("alg").or_insert(json!(alg));
        if let Some(kid) = kid {
            fields.entry("kid").or_insert(json!(kid));
        }
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", encode(head), encode(claims));
        let random = SystemRandom::new();
        let ecdsa = |key: &EcdsaKeyPair| key.sign(&random, text.as_bytes()).unwrap().as_ref().to_vec();
        let hs256 = |secret: &[u8]| {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes()).as_ref().to_vec()
        };
        let signature = match signer {
            Signer::Es256 => ecdsa(&self.keys.es256),
            Signer::Unknown => ecdsa(&self.keys.unknown),
            Signer::Next => ecdsa(&self.keys.next),
            Signer::Rs256 => {
                let mut signature = vec![0; self.keys.rs256.public_modulus_len()];
                self.keys.rs256.sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).unwrap();
                signature
            }
            Signer::PublicKeyAsSecret => hs256(self.keys.es256.public_key().as_ref()),
            Signer::ClientSecret => hs256(SECRET.as_bytes()),
            Signer::Nobody => vec![],
        };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// By the header, by the form, or by an assertion that only has to be there: whose key signed it is `openidconnect`'s tests'.
fn is_client(headers: &HeaderMap, form: &HashMap<String, String>) -> bool {
    let field = headers.get(header::AUTHORIZATION).and_then(|field| field.to_str().ok());
    if let Some(basic) = field.and_then(|field| field.strip_prefix("Basic ")) {
        let pair = String::from_utf8(STANDARD.decode(basic).unwrap()).unwrap();
        let (id, secret) = pair.split_once(':').unwrap();
        let plain = |text: &str| {
            let pair = format!("x={text}");
            form_urlencoded::parse(pair.as_bytes()).next().unwrap().1.into_owned()
        };
        return plain(id) == CLIENT && plain(secret) == SECRET;
    }
    let is_us = form.get("client_id").map(String::as_str) == Some(CLIENT);
    is_us
        && (form.get("client_secret").map(String::as_str) == Some(SECRET)
            || form.contains_key("client_assertion"))
}

fn ec_jwk(kid: &str, key: &EcdsaKeyPair) -> Value {
    let point = key.public_key().as_ref();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "alg": "ES256",
        "x": part(&point[1..33]), "y": part(&point[33..65]),
    })
}

/// The two integers of a PKCS #1 public key.
fn rsa_jwk(kid: &str, key: &rsa::KeyPair) -> Value {
    let der = key.public_key().as_ref();
    let (n, rest) = integer(&der[4..]);
    let (e, _) = integer(rest);
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({ "kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": part(n), "e": part(e) })
}

/// A DER integer, without the zero that says that it is positive.
fn integer(der: &[u8]) -> (&[u8], &[u8]) {
    assert_eq!(der[0], 2);
    let (length, start) = match der[1] {
        short @ 0..=0x7f => (usize::from(short), 2),
        0x81 => (usize::from(der[2]), 3),
        _ => (usize::from(der[2]) << 8 | usize::from(der[3]), 4),
    };
    let (bytes, rest) = der[start..].split_at(length);
    (bytes.strip_prefix(&[0]).unwrap_or(bytes), rest)
}
