//! This brick behind its doors, with neighbours of two lines.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use async_trait::async_trait;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
    middleware::from_fn_with_state,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http_body_util::BodyExt;
use identity::{Identity, Neighbours, NewPerson, SealingKey, Settings};
use kernel::{
    Actor, EmailAddress, FixedClock, Language, PersonId, Problem, ScopeId, Secret,
    ports::{Employer, Level, People, Permissions, Population, Profile, Recognised},
};
use mail::{Brand, Mail, Templates};
use serde_json::{Value, json};
use store::Store;
use time::{Duration, macros::datetime};
use tower::ServiceExt;
use utoipa_axum::router::OpenApiRouter;
use web::Tool;

/// Where browsers are unless a test says otherwise.
const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
pub(crate) const PUBLIC_URL: &str = "https://sacados.exemple.fr";
pub(crate) const PASSWORD: &str = "le chat dort sous la table";

pub(crate) struct House {
    pub(crate) identity: Identity,
    pub(crate) store: Store,
    pub(crate) permissions: Arc<FakePermissions>,
    mail: Mail,
    clock: Arc<FixedClock>,
    router: Router,
    api: Value,
    /// Facts seen so far.
    told: AtomicI64,
}

/// Cheap hashes: what they cost is not what is tested here.
pub(crate) fn settings() -> Settings {
    Settings {
        hash_memory_kib: 64,
        hash_passes: 1,
        https: true,
        public_url: PUBLIC_URL.into(),
        house_name: "Sacados".into(),
        sealing_key: SealingKey::new(&Secret::new(vec![7; 32])).unwrap(),
        ..Settings::default()
    }
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(settings()).await
    }

    /// On one connection: a route that holds it and asks for another fails.
    pub(crate) async fn open_with(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(datetime!(2026-11-23 09:00 UTC)));
        let store = testkit::narrow_at(&schemas(), clock.clone()).await;
        Self::on(store, clock, settings)
    }

    /// With several connections, for what is asked at the same time.
    pub(crate) async fn wide(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(datetime!(2026-11-23 09:00 UTC)));
        let store = testkit::fresh_at(&schemas(), clock.clone()).await;
        Self::on(store, clock, settings)
    }

    /// Another node of the same house, with caches of its own.
    pub(crate) fn node(&self, settings: Settings) -> Self {
        Self::on(Store::new(self.store.pool().clone(), self.clock.clone()), self.clock.clone(), settings)
    }

    fn on(store: Store, clock: Arc<FixedClock>, settings: Settings) -> Self {
        let mut templates = Templates::new();
        identity::templates(&mut templates);
        let brand = Brand { name: "Sacados".into(), public_url: PUBLIC_URL.into() };
        let mail = Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
        // One that has no neighbours: each holding the other, neither would ever let go of the database.
        let alone = Identity::new(store.clone(), mail.clone(), settings.clone());
        let identity = Identity::new(store.clone(), mail.clone(), settings);
        let permissions = Arc::new(FakePermissions::default());
        let people = Arc::new(FakePeople(alone));
        identity.meet(Neighbours { people, permissions: permissions.clone() });

        let closed = identity.routes().layer(from_fn_with_state(identity.name(), web::signed_in));
        // Merged before they are nested: nesting twice under one prefix would describe only the second's paths.
        let api = OpenApiRouter::new().nest("/api/identity", identity.public_routes().merge(closed));
        // A tool that tokens may open.
        let elsewhere = OpenApiRouter::new()
            .route("/api/transfer/limits", axum::routing::get(async || "here"))
            .layer(from_fn_with_state("transfer", web::signed_in));
        let (router, api) = api.merge(elsewhere).split_for_parts();
        let gate = web::Gate { doorkeeper: Arc::new(identity.clone()), cookie: identity.cookie_name() };
        let router = router
            .layer(from_fn_with_state(gate, web::identify))
            .layer(from_fn_with_state(Some(PUBLIC_URL.to_owned()), web::same_site));
        let api = serde_json::to_value(api).unwrap();
        Self { identity, store, permissions, mail, clock, router, api, told: AtomicI64::new(0) }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// A browser somewhere else: of another household.
    pub(crate) fn stranger(&self, from: &str) -> Browser<'_> {
        Browser { from: from.parse().unwrap(), ..self.browser() }
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            house: self,
            cookie: None,
            second: None,
            bearer: None,
            basic: None,
            site: "same-origin",
            from: HOME,
            language: "fr",
            watched: true,
        }
    }

    /// An agent with a password.
    pub(crate) async fn agent(&self, address: &str, name: &str) -> PersonId {
        let password = Some(Secret::new(PASSWORD.to_owned()));
        let new = NewPerson {
            name: Some(name.to_owned()),
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password,
        };
        let person = self.identity.add_person(Actor::System, new).await.unwrap();
        self.note_facts().await;
        person
    }

    /// A browser in which an agent signed in with their password.
    pub(crate) async fn signed_in(&self, address: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let answer = browser.sign_in(address, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        browser
    }

    /// The letters that have left, newest first: whom to, subject, text.
    pub(crate) async fn letters(&self) -> Vec<(String, String, String)> {
        self.store.work_off(&*self.mail.worker()).await.unwrap();
        let mut letters = vec![];
        for line in self.mail.outbox_list(50).await.unwrap() {
            let letter = self.mail.outbox_message(line.id).await.unwrap().unwrap();
            letters.push((letter.to, letter.subject, letter.text));
        }
        letters
    }

    /// The newest code that was mailed to an address.
    pub(crate) async fn mailed_code(&self, address: &str) -> String {
        let letters = self.letters().await;
        let theirs = letters.iter().filter(|(to, ..)| to.contains(address));
        theirs.filter_map(|(_, _, text)| find_code(text)).next().expect("a code left")
    }

    /// What the letters to an address say of its account, newest first.
    pub(crate) async fn told_by_mail(&self, address: &str) -> Vec<String> {
        let letters = self.letters().await;
        let of_account = letters.into_iter().filter(|(to, subject, _)| {
            to.contains(address)
                && ["Votre compte", "Your Sacados account"].iter().any(|s| subject.starts_with(s))
        });
        of_account.map(|(_, _, text)| text).collect()
    }

    /// What the house does every so often.
    pub(crate) async fn run_routines(&self) {
        for routine in self.identity.routines() {
            routine.run().await.unwrap();
        }
    }

    /// What was told since last asked.
    pub(crate) async fn note_facts(&self) -> Vec<Value> {
        let facts: Vec<Value> = sqlx::query_scalar("SELECT body FROM house.facts ORDER BY id OFFSET $1")
            .bind(self.told.load(Ordering::Relaxed))
            .fetch_all(self.store.pool())
            .await
            .unwrap();
        self.told.fetch_add(i64::try_from(facts.len()).unwrap(), Ordering::Relaxed);
        facts
    }

    /// What the operation behind a request declares.
    fn tells(&self, method: &str, path: &str) -> Option<String> {
        let paths = self.api["paths"].as_object().unwrap();
        let fits = |template: &&String| {
            let (asked, template): (Vec<_>, Vec<_>) =
                (path.split('/').collect(), template.split('/').collect());
            asked.len() == template.len()
                && asked.iter().zip(&template).all(|(asked, part)| asked == part || part.starts_with('{'))
        };
        let operation = paths.keys().find(fits).map(|path| &paths[path][method.to_lowercase()])?;
        operation["x-tells"].as_str().map(str::to_owned)
    }
}

/// The key of the invitation in a letter.
pub(crate) fn key_in(text: &str) -> String {
    let start = format!("{PUBLIC_URL}/invitation/");
    let at = text.find(&start).expect("the letter has a link") + start.len();
    text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

pub(crate) fn code_in(text: &str) -> String {
    find_code(text).expect("the letter has a code")
}

fn find_code(text: &str) -> Option<String> {
    let is_code = |word: &&str| {
        word.len() == 9
            && word
                .char_indices()
                .all(|(at, c)| if at == 4 { c == '-' } else { c.is_ascii_uppercase() || c.is_ascii_digit() })
    };
    text.split_whitespace().find(is_code).map(str::to_owned)
}

pub(crate) struct Browser<'a> {
    house: &'a House,
    pub(crate) cookie: Option<String>,
    /// What it keeps while it owes a second factor.
    pub(crate) second: Option<String>,
    pub(crate) bearer: Option<String>,
    /// An address and the password of an application.
    pub(crate) basic: Option<(String, String)>,
    /// What it says of the page that asks (`Sec-Fetch-Site`).
    pub(crate) site: &'static str,
    from: IpAddr,
    pub(crate) language: &'static str,
    /// Whether what its requests tell is looked at. Of two at the same time nobody could say which told.
    pub(crate) watched: bool,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) headers: HeaderMap,
    /// The facts that the operation told.
    pub(crate) told: Vec<Value>,
}

impl Answer {
    /// The status and the code of a refusal.
    pub(crate) fn no(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["code"].as_str().unwrap_or("(none)"))
    }

    pub(crate) fn set_cookie(&self) -> &str {
        self.headers[header::SET_COOKIE].to_str().unwrap()
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.house.request(self, "GET", path, Value::Null).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.house.request(self, "DELETE", path, Value::Null).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        self.house.request(self, method, path, body).await
    }

    /// Signs in, and keeps the cookie as browsers do.
    pub(crate) async fn sign_in(&mut self, address: &str, password: &str) -> Answer {
        let shown = json!({ "address": address, "password": password });
        let answer = self.send("POST", "/sessions", shown).await;
        self.keep_cookie(&answer);
        answer
    }

    /// Asks for a code, says its id.
    pub(crate) async fn ask_code(&self, address: &str) -> String {
        let answer = self.send("POST", "/codes", json!({ "address": address })).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.body);
        answer.body["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn try_code(&mut self, id: &str, code: &str) -> Answer {
        let answer = self.send("POST", &format!("/codes/{id}/sessions"), json!({ "code": code })).await;
        self.keep_cookie(&answer);
        answer
    }

    /// Proves an address by a code.
    pub(crate) async fn come_by_code(&mut self, address: &str) -> Answer {
        let id = self.ask_code(address).await;
        let code = self.house.mailed_code(address).await;
        self.try_code(&id, &code).await
    }

    pub(crate) fn keep_cookie(&mut self, answer: &Answer) {
        if let Some(field) = answer.headers.get(header::SET_COOKIE) {
            let pair = field.to_str().unwrap().split(';').next().unwrap();
            let kept =
                if pair.starts_with("__Host-sacados-second=") { &mut self.second } else { &mut self.cookie };
            *kept = Some(pair.to_owned());
        }
    }

    /// Whether this browser is still signed in, and if so as whom.
    pub(crate) async fn who(&self) -> Option<String> {
        let answer = self.get("/me").await;
        (answer.status == StatusCode::OK)
            .then(|| answer.body["person"]["address"].as_str().unwrap().to_owned())
    }
}

impl House {
    async fn request(&self, browser: &Browser<'_>, method: &str, path: &str, body: Value) -> Answer {
        let path = if path.starts_with("/api/") { path.to_owned() } else { format!("/api/identity{path}") };
        let mut request = Request::builder()
            .method(method)
            .uri(&path)
            .header(header::USER_AGENT, "Firefox/150")
            .header(header::ACCEPT_LANGUAGE, browser.language);
        request = request.extension(web::ClientAddress(browser.from));
        for cookie in [&browser.cookie, &browser.second].into_iter().flatten() {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(token) = &browser.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some((address, password)) = &browser.basic {
            let pair = STANDARD.encode(format!("{address}:{password}"));
            request = request.header(header::AUTHORIZATION, format!("Basic {pair}"));
        }
        if !browser.site.is_empty() {
            request = request.header("sec-fetch-site", browser.site);
        }
        if !body.is_null() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        let mut answer = Answer { status: parts.status, body, headers: parts.headers, told: vec![] };
        if browser.watched {
            answer.told = self.note_facts().await;
            self.check_told(method, &path, &answer);
        }
        answer
    }

    /// A success tells what its operation declares, a refusal tells nothing. Whoever comes for the first time is told too.
    fn check_told(&self, method: &str, path: &str, answer: &Answer) {
        let told: Vec<&str> = answer.told.iter().map(|fact| fact["action"].as_str().unwrap()).collect();
        let aside = ["identity.person.added", "identity.invitation.accepted"];
        let told: Vec<&str> = told.into_iter().filter(|action| !aside.contains(action)).collect();
        let tells = self.tells(method, path).unwrap_or_default();
        // A sign-in half done tells nothing yet.
        let done = answer.status.is_success() && answer.status != StatusCode::ACCEPTED;
        if done && !tells.starts_with("nothing: ") && !tells.is_empty() {
            assert_eq!(told, [tells], "{method} {path}");
        } else {
            assert!(told.is_empty(), "{method} {path} {} told {told:?}", answer.status);
            assert!(answer.status.is_success() || answer.told.is_empty(), "{method} {path}: a refusal told");
        }
        let said = serde_json::to_string(&answer.told).unwrap();
        assert!(!said.contains('@'), "an address was told: {said}");
    }
}

/// Where somebody works is what their address says.
struct FakePeople(Identity);

fn standing(address: &EmailAddress) -> (Population, Option<Employer>) {
    let employer = || Employer {
        id: ScopeId::from_uuid(uuid::Uuid::from_u128(7)),
        name: "Ministère de la Culture".into(),
        acronym: Some("MC".into()),
        siret: None,
    };
    match address.domain() {
        "culture.exemple.fr" => (Population::Agent, Some(employer())),
        "presta.exemple.fr" => (Population::Contractor, Some(employer())),
        _ => (Population::External, None),
    }
}

#[async_trait]
impl People for FakePeople {
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
                title: Some("Cheffe de projet".into()),
                unit: Some("Service du numérique".into()),
                telephone: None,
            }
        };
        Ok(records.map(profile).collect())
    }

    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        let records = self.0.persons_by_address(addresses).await?;
        let recognised = addresses.iter().zip(records).map(|(address, record)| {
            let (population, organisation) = standing(address);
            Recognised {
                address: address.clone(),
                person: record.as_ref().map(|record| record.id),
                // An affiliation of a known person, which a lookup must not show.
                organisation: organisation.or_else(|| {
                    record.as_ref().and_then(|_| standing(&"a@culture.exemple.fr".parse().unwrap()).1)
                }),
                name: record.and_then(|record| record.name),
                population,
            }
        });
        Ok(recognised.collect())
    }

    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        Ok(self.0.ensure_persons(addresses).await?)
    }

    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        Ok(self.0.addresses(person).await?)
    }
}

#[derive(Default)]
pub(crate) struct FakePermissions {
    pub(crate) administrators: Mutex<Vec<PersonId>>,
}

#[async_trait]
impl Permissions for FakePermissions {
    async fn level(&self, _: PersonId, _: ScopeId) -> Result<Option<Level>, Problem> {
        Ok(None)
    }

    async fn readable(&self, _: PersonId, _: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
        Ok(vec![])
    }

    async fn administers(&self, person: PersonId) -> Result<bool, Problem> {
        Ok(self.administrators.lock().unwrap().contains(&person))
    }
}

fn schemas() -> [(&'static str, sqlx::migrate::Migrator); 2] {
    [(mail::SCHEMA, mail::migrator()), (identity::SCHEMA, Identity::migrator())]
}
