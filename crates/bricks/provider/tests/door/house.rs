//! This brick behind its doors, as the whole house opens them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
    middleware::from_fn_with_state,
};
use http_body_util::BodyExt;
use identity::{Identity, Neighbours, NewPerson};
use kernel::{
    Actor, EmailAddress, FixedClock, Language, PersonId, Problem, ScopeId, Secret,
    ports::{Employer, Level, People, Permissions, Population, Profile, Recognised},
};
use mail::{Brand, Mail, Templates};
use provider::{Means, Provider, Settings};
use serde_json::{Value, json};
use store::Store;
use time::{Duration, OffsetDateTime, macros::datetime};
use tower::ServiceExt;
use url::Url;
use utoipa_axum::router::OpenApiRouter;
use web::{Caller, Credential, Doorkeeper, Doors, Tool};

use crate::App;

pub(crate) const ISSUER: &str = "https://sac.exemple.fr";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct House {
    pub(crate) provider: Provider,
    pub(crate) identity: Identity,
    pub(crate) store: Store,
    clock: Arc<FixedClock>,
    administrators: Arc<Administrators>,
    router: Router,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(Settings::default()).await
    }

    pub(crate) async fn open_with(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(datetime!(2026-11-23 09:00 UTC)));
        let schemas = [
            (mail::SCHEMA, mail::migrator()),
            (identity::SCHEMA, Identity::migrator()),
            (provider::SCHEMA, Provider::migrator()),
        ];
        let store = testkit::fresh_at(&schemas, clock.clone()).await;
        let mut templates = Templates::new();
        identity::templates(&mut templates);
        let brand = Brand { name: "Sacados".into(), public_url: ISSUER.into() };
        let mail = Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
        let sample = identity::Settings { sample: true, ..identity::Settings::default() };
        let identity = Identity::new(store.clone(), mail, sample);
        let administrators = Arc::new(Administrators::default());
        let people = Arc::new(Ministry(identity.clone()));
        identity.meet(Neighbours { people: people.clone(), permissions: administrators.clone() });
        let means = Means {
            store: store.clone(),
            identity: identity.clone(),
            people,
            permissions: administrators.clone(),
            issuer: ISSUER.into(),
            seal: Secret::new(vec![7; 32]),
        };
        let provider = Provider::new(means, settings).unwrap();
        let router = router(&provider, &identity);
        Self { provider, identity, store, clock, administrators, router }
    }

    /// Another node of the same house, with a seal of its own.
    pub(crate) fn node(&self, seal: Secret<Vec<u8>>) -> Router {
        let means = Means {
            store: self.store.clone(),
            identity: self.identity.clone(),
            people: Arc::new(Ministry(self.identity.clone())),
            permissions: self.administrators.clone(),
            issuer: ISSUER.into(),
            seal,
        };
        router(&Provider::new(means, Settings::default()).unwrap(), &self.identity)
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.store.clock().now()
    }

    pub(crate) async fn person(&self, address: &str) -> PersonId {
        let new = NewPerson {
            name: Some("Hélène Marchetti".into()),
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password: None,
        };
        self.identity.add_person(Actor::System, new).await.unwrap()
    }

    /// A browser in which somebody has just signed in.
    pub(crate) async fn signed_in(&self, person: PersonId) -> Browser<'_> {
        let secret = self.identity.open_sample_session(person).await.unwrap();
        let cookie = format!("{}={}", self.identity.cookie_name(), secret.expose());
        Browser { house: self, cookie: Some(cookie), secret: Some(secret.expose().clone()) }
    }

    /// Likewise, by the provider of a ministry: as the hub opens it, which is tested there.
    pub(crate) async fn come_by(&self, issuer: &str, person: PersonId) -> Browser<'_> {
        let browser = self.signed_in(person).await;
        let noted = sqlx::query("UPDATE identity.sessions SET issuer = $2 WHERE id = $1")
            .bind(browser.caller().await.session.uuid())
            .bind(issuer)
            .execute(self.store.pool())
            .await
            .unwrap();
        assert_eq!(noted.rows_affected(), 1);
        browser
    }

    pub(crate) async fn helene(&self) -> Browser<'_> {
        let person = self.person("helene@culture.exemple.fr").await;
        self.signed_in(person).await
    }

    pub(crate) fn stranger(&self) -> Browser<'_> {
        Browser { house: self, cookie: None, secret: None }
    }

    pub(crate) async fn administrator(&self) -> Browser<'_> {
        let address: kernel::EmailAddress = "admin@culture.exemple.fr".parse().unwrap();
        let person = match self.identity.find(&address).await.unwrap() {
            Some(person) => person,
            None => self.person(address.as_str()).await,
        };
        self.administrators.0.lock().unwrap().push(person);
        self.signed_in(person).await
    }

    /// An application, with what is said of it beyond the usual.
    pub(crate) async fn app(&self, more: Value) -> App<'_> {
        let mut words = json!({ "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/retour"] });
        words.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.administrator().await.post("/api/provider/clients", &words).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        App {
            house: self,
            user_agent: "",
            id: answer.body["client_id"].as_str().unwrap().to_owned(),
            secret: answer.body["client_secret"].as_str().map(str::to_owned),
            redirect_uri: words["redirect_uris"][0].as_str().unwrap().to_owned(),
        }
    }

    /// One that people are not asked about.
    pub(crate) async fn trusted(&self) -> App<'_> {
        self.app(json!({ "trusted": true })).await
    }

    pub(crate) async fn told(&self) -> Vec<String> {
        sqlx::query_scalar(
            "SELECT body->>'action' FROM house.facts WHERE body->>'action' LIKE 'provider.%' ORDER BY id",
        )
        .fetch_all(self.store.pool())
        .await
        .unwrap()
    }

    /// Lets those who listen and work hear what happened.
    pub(crate) async fn settle(&self) {
        self.store.number_facts().await.unwrap();
        for listener in self.provider.listeners() {
            while self.store.read_out(&*listener).await.unwrap() > 0 {}
        }
        for worker in self.provider.workers() {
            self.store.work_off(&*worker).await.unwrap();
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body, text }
    }

    /// A program's form.
    pub(crate) async fn form(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.raw_form(path, body, authorization).await
    }

    pub(crate) async fn raw_form(&self, path: &str, body: String, authorization: Option<&str>) -> Answer {
        self.form_by(path, body, authorization, "").await
    }

    pub(crate) async fn form_by(
        &self,
        path: &str,
        body: String,
        authorization: Option<&str>,
        by: &str,
    ) -> Answer {
        let mut request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("user-agent", by);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn userinfo(&self, token: &str) -> Answer {
        let request = Request::get("/oauth2/userinfo").header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }
}

fn router(provider: &Provider, identity: &Identity) -> Router {
    let closed = provider.routes().layer(from_fn_with_state(provider.name(), web::signed_in));
    let api = OpenApiRouter::new().nest("/api/provider", provider.public_routes().merge(closed));
    let (mut doors, _) = api.split_for_parts();
    let mut any_origin = Router::new();
    for root in provider.roots() {
        match root.doors {
            Doors::AnyOrigin => any_origin = any_origin.nest(root.prefix, root.routes),
            _ => doors = doors.nest(root.prefix, root.routes),
        }
    }
    let gate = web::Gate { doorkeeper: Arc::new(identity.clone()), cookie: identity.cookie_name() };
    let doors = doors
        .layer(from_fn_with_state(gate, web::identify))
        .layer(from_fn_with_state(Some(ISSUER.to_owned()), web::same_site));
    doors.merge(any_origin.layer(web::any_origin()))
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Answer {
    /// The status and the code of a refusal, of the API's or of OAuth's.
    pub(crate) fn no(&self) -> (u16, &str) {
        let code = self.body["code"].as_str().or(self.body["error"].as_str());
        (self.status.as_u16(), code.unwrap_or("(none)"))
    }

    pub(crate) fn location(&self) -> Location {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        Location(self.headers["location"].to_str().unwrap().to_owned())
    }

    pub(crate) fn word(&self, name: &str) -> String {
        self.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.text)).to_owned()
    }
}

/// Where a browser is sent.
#[derive(Debug)]
pub(crate) struct Location(pub(crate) String);

impl Location {
    pub(crate) fn url(&self) -> Url {
        Url::parse(ISSUER).unwrap().join(&self.0).unwrap()
    }

    pub(crate) fn says(&self) -> BTreeMap<String, String> {
        let url = self.url();
        let text = url.fragment().or(url.query()).unwrap_or_default().to_owned();
        url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
    }

    pub(crate) fn get(&self, name: &str) -> String {
        self.says().remove(name).unwrap_or_default()
    }

    /// The id of the request whose page this is.
    pub(crate) fn request(&self) -> String {
        let id = self.0.strip_prefix("/connect/").unwrap_or_else(|| panic!("not a page: {}", self.0));
        assert!(!id.starts_with("problem"), "{id}");
        id.to_owned()
    }
}

pub(crate) struct Browser<'a> {
    house: &'a House,
    pub(crate) cookie: Option<String>,
    secret: Option<String>,
}

impl Browser<'_> {
    pub(crate) async fn caller(&self) -> Caller {
        let credential = Credential::Cookie(Secret::new(self.secret.clone().unwrap()));
        self.house.identity.who(credential).await.unwrap().unwrap()
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        request
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.house.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.house.send(self.request("DELETE", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(method, path).header("content-type", "application/json");
        self.house.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Navigates to the authorization endpoint.
    pub(crate) async fn authorize(&self, query: &[(&str, &str)]) -> Answer {
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        self.get(&format!("/oauth2/authorize?{query}")).await
    }

    pub(crate) async fn decide(&self, request: &str, allow: bool) -> Answer {
        self.post(&format!("/api/provider/requests/{request}/decisions"), &json!({ "allow": allow })).await
    }
}

#[derive(Default)]
struct Administrators(Mutex<Vec<PersonId>>);

#[async_trait]
impl Permissions for Administrators {
    async fn level(&self, _: PersonId, _: ScopeId) -> Result<Option<Level>, Problem> {
        Ok(None)
    }

    async fn readable(&self, _: PersonId, _: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
        Ok(vec![])
    }

    async fn administers(&self, person: PersonId) -> Result<bool, Problem> {
        Ok(self.0.lock().unwrap().contains(&person))
    }
}

/// Where somebody works is what their address says.
struct Ministry(Identity);

fn standing(address: &EmailAddress) -> (Population, Option<Employer>) {
    if address.domain() != "culture.exemple.fr" {
        return (Population::External, None);
    }
    let employer = Employer {
        id: ScopeId::from_uuid(uuid::Uuid::from_u128(7)),
        name: "Ministère de la Culture".into(),
        acronym: Some("MC".into()),
        siret: Some("11004601800013".into()),
    };
    (Population::Agent, Some(employer))
}

#[async_trait]
impl People for Ministry {
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem> {
        let records = self.0.persons(persons).await?.into_iter().filter(|record| !record.disabled);
        let profile = |record: identity::PersonRecord| {
            let (population, organisation) = standing(&record.address);
            Profile {
                person: record.id,
                name: record.name,
                given_name: record.given_name,
                address: record.address,
                language: record.language,
                population,
                organisation,
                title: None,
                unit: None,
                telephone: (population == Population::Agent).then(|| "01 42 75 00 17".to_owned()),
            }
        };
        Ok(records.map(profile).collect())
    }

    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        let recognised = |address: &EmailAddress| {
            let (population, organisation) = standing(address);
            Recognised { address: address.clone(), person: None, name: None, population, organisation }
        };
        Ok(addresses.iter().map(recognised).collect())
    }

    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        Ok(self.0.ensure_persons(addresses).await?)
    }

    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        Ok(self.0.addresses(person).await?)
    }
}
