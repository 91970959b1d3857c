//! The hub behind its doors, on the bricks it stands on, and browsers that keep cookies.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use access::{Access, Role};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
    middleware::from_fn_with_state,
};
use directory::{Affiliation, Directory, NewOrganisation};
use http_body_util::BodyExt;
use hub::{Hub, Means, Settings};
use identity::{Identity, Neighbours, NewPerson};
use kernel::{
    Actor, Clock, EmailAddress, FixedClock, Language, PersonId, ScopeId, Secret,
    ports::{People, Permissions, Population},
};
use mail::{Brand, Mail, Templates};
use serde_json::{Value, json};
use store::Store;
use time::{Duration, macros::datetime};
use tower::ServiceExt;
use url::Url;
use utoipa_axum::router::OpenApiRouter;
use web::Tool;

use crate::ministry::{CLIENT, Ministry, SECRET};

pub(crate) const ORIGIN: &str = "https://sacados.exemple.fr";
pub(crate) const PASSWORD: &str = "le chat dort sous la table";

pub(crate) struct House {
    pub(crate) hub: Hub,
    pub(crate) identity: Identity,
    pub(crate) directory: Directory,
    pub(crate) access: Access,
    pub(crate) store: Store,
    pub(crate) clock: Arc<FixedClock>,
    mail: Mail,
    router: Router,
    api: Value,
    told: AtomicI64,
}

pub(crate) fn settings() -> Settings {
    Settings { answer_seconds: 1, sign_ins_per_minute: 10_000, ..Settings::default() }
}

impl House {
    pub(crate) async fn open() -> Self {
        let clock = Arc::new(FixedClock::new(datetime!(2026-11-23 09:00 UTC)));
        let schemas = [
            (mail::SCHEMA, mail::migrator()),
            (identity::SCHEMA, Identity::migrator()),
            (directory::SCHEMA, Directory::migrator()),
            (access::SCHEMA, Access::migrator()),
            (hub::SCHEMA, Hub::migrator()),
        ];
        // On one connection: a route that holds it and asks for another fails.
        let store = testkit::narrow_at(&schemas, clock.clone()).await;
        let mut templates = Templates::new();
        identity::templates(&mut templates);
        hub::templates(&mut templates);
        let brand = Brand { name: "Sacados".into(), public_url: ORIGIN.into() };
        let mail = Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
        let cheap = identity::Settings {
            hash_memory_kib: 64,
            hash_passes: 1,
            public_url: ORIGIN.into(),
            ..Default::default()
        };
        let identity = Identity::new(store.clone(), mail.clone(), cheap);
        let directory = Directory::new(store.clone(), identity.clone());
        let access = Access::new(store.clone());
        let permissions: Arc<dyn Permissions> = Arc::new(access.clone());
        let people: Arc<dyn People> = Arc::new(directory.clone());
        identity.meet(Neighbours { people, permissions: permissions.clone() });
        let means = Means {
            store: store.clone(),
            mail: mail.clone(),
            identity: identity.clone(),
            directory: directory.clone(),
            permissions,
            key: Secret::new(vec![7; 32]),
            origin: ORIGIN.into(),
        };
        let hub = Hub::new(means, settings()).unwrap();
        identity.heed(Arc::new(hub.clone()));

        let mut api = OpenApiRouter::new();
        for tool in [&hub as &dyn Tool, &identity] {
            let closed = tool.routes().layer(from_fn_with_state(tool.name(), web::signed_in));
            api = api.nest(&format!("/api/{}", tool.name()), tool.public_routes().merge(closed));
        }
        let gate = web::Gate { doorkeeper: Arc::new(identity.clone()), cookie: identity.cookie_name() };
        let (router, api) = api.split_for_parts();
        let api = serde_json::to_value(api).unwrap();
        let router = router
            .layer(from_fn_with_state(gate, web::identify))
            .layer(from_fn_with_state(Some(ORIGIN.to_owned()), web::same_site));
        Self { hub, identity, directory, access, store, clock, mail, router, api, told: AtomicI64::new(0) }
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser { house: self, jar: BTreeMap::new() }
    }

    pub(crate) async fn organisation(
        &self,
        name: &str,
        parent: Option<ScopeId>,
        domain: Option<&str>,
    ) -> ScopeId {
        let new = NewOrganisation {
            parent,
            name: name.into(),
            acronym: None,
            kind: "ministry".into(),
            domains: domain.map(|domain| (domain.to_owned(), Population::Agent)).into_iter().collect(),
        };
        self.directory.add_organisation(Actor::System, new).await.unwrap()
    }

    pub(crate) async fn set_siret(&self, organisation: ScopeId, siret: &str) {
        sqlx::query("UPDATE directory.organisations SET siret = $2 WHERE id = $1")
            .bind(organisation.uuid())
            .bind(siret)
            .execute(self.store.pool())
            .await
            .unwrap();
    }

    /// Somebody with a password and a proven address.
    pub(crate) async fn person(&self, address: &str, name: &str) -> PersonId {
        let new = NewPerson {
            name: Some(name.into()),
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password: Some(Secret::new(PASSWORD.into())),
        };
        self.identity.add_person(Actor::System, new).await.unwrap()
    }

    pub(crate) async fn works_at(&self, person: PersonId, organisation: ScopeId) {
        let affiliation = Affiliation {
            person,
            organisation,
            population: Population::Agent,
            title: None,
            unit: None,
            since: self.clock.now() - Duration::days(100),
            until: None,
        };
        self.directory.affiliate(Actor::System, affiliation).await.unwrap();
    }

    /// Makes somebody the correspondent of an organisation and of what is below it.
    pub(crate) async fn keeps(&self, person: PersonId, organisation: ScopeId) {
        self.directory.appoint(Actor::System, organisation, person).await.unwrap();
    }

    /// An administrator, signed in a moment ago.
    pub(crate) async fn administrator(&self) -> Browser<'_> {
        let address = "camille.aubry@sacados.exemple.fr";
        let person = match self.identity.find(&address.parse().unwrap()).await.unwrap() {
            Some(person) => person,
            None => self.person(address, "Camille Aubry").await,
        };
        self.access.grant_role(Actor::System, person, Role::Administrator).await.unwrap();
        self.signed_in(address).await
    }

    pub(crate) async fn signed_in(&self, address: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let shown = json!({ "address": address, "password": PASSWORD });
        let answer = browser.send("POST", "/api/identity/sessions", shown).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        browser
    }

    /// The description of a ministry's provider, for administrators to add.
    pub(crate) fn described(ministry: &Ministry) -> Value {
        json!({
            "name": "Ministère de la Culture", "issuer": ministry.issuer(), "client_id": CLIENT,
            "client_auth": "client_secret_post", "client_secret": SECRET, "domains": ["culture.exemple.fr"],
            "arrivals": "create",
        })
    }

    /// Adds a ministry's provider, with changes to its description; says its id.
    pub(crate) async fn provider(&self, ministry: &Ministry, changes: Value) -> String {
        let mut described = Self::described(ministry);
        for (field, value) in changes.as_object().into_iter().flatten() {
            described[field] = value.clone();
        }
        let answer = self.administrator().await.send("POST", "/api/hub/providers", described).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        answer.body["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn find(&self, address: &str) -> Option<PersonId> {
        let address: EmailAddress = address.parse().unwrap();
        self.identity.find(&address).await.unwrap()
    }

    /// Where the directory says that somebody works: the organisation and the unit.
    pub(crate) async fn workplace(&self, person: PersonId) -> Option<(String, Option<String>)> {
        let profile = self.directory.profiles(&[person]).await.unwrap().pop().unwrap();
        profile.organisation.map(|organisation| (organisation.name, profile.unit))
    }

    /// The letters that have left: whom to, and their text.
    pub(crate) async fn letters(&self) -> Vec<(String, String)> {
        self.store.work_off(&*self.mail.worker()).await.unwrap();
        let mut letters = vec![];
        for line in self.mail.outbox_list(50).await.unwrap() {
            let letter = self.mail.outbox_message(line.id).await.unwrap().unwrap();
            letters.push((letter.to, letter.text));
        }
        letters
    }

    /// The actions told since last asked.
    pub(crate) async fn told(&self) -> Vec<String> {
        let facts: Vec<Value> = sqlx::query_scalar("SELECT body FROM house.facts ORDER BY id OFFSET $1")
            .bind(self.told.load(Ordering::Relaxed))
            .fetch_all(self.store.pool())
            .await
            .unwrap();
        self.told.fetch_add(i64::try_from(facts.len()).unwrap(), Ordering::Relaxed);
        let said = serde_json::to_string(&facts).unwrap();
        assert!(!said.contains('@'), "an address was told: {said}");
        facts.iter().map(|fact| fact["action"].as_str().unwrap().to_owned()).collect()
    }
}

/// Claims of somebody as ministries write them.
pub(crate) fn nadia() -> Value {
    json!({
        "sub": "nadia-1", "email": "nadia.ferrand@culture.exemple.fr", "given_name": "Nadia", "usual_name": "Ferrand",
        "organizational_unit": "SG/DNUM", "belonging_population": "agent", "acr": "eidas1", "amr": ["pwd"],
        "sid": "sid-1",
    })
}

pub(crate) struct Browser<'a> {
    house: &'a House,
    pub(crate) jar: BTreeMap<String, String>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The status and the code of a refusal.
    pub(crate) fn no(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["code"].as_str().unwrap_or("(none)"))
    }

    /// Where the browser is sent.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// What went wrong, as the page is told.
    pub(crate) fn problem(&self) -> String {
        let page = Url::parse(ORIGIN).unwrap().join(self.location()).unwrap();
        let found = page.query_pairs().find(|(name, _)| name == "problem");
        found.map(|(_, code)| code.into_owned()).unwrap_or_default()
    }
}

impl Browser<'_> {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.request("GET", path, Value::Null, "same-origin").await
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, body: Value) -> Answer {
        self.request(method, path, body, "same-origin").await
    }

    /// As a page of another site would make the browser ask.
    pub(crate) async fn get_from_elsewhere(&mut self, path: &str) -> Answer {
        self.request("GET", path, Value::Null, "cross-site").await
    }

    /// Leaves for a provider.
    pub(crate) async fn depart(&mut self, provider: &str, next: &str) -> Url {
        let answer = self.get(&format!("/api/hub/providers/{provider}/sign-in?next={next}")).await;
        Url::parse(answer.location()).unwrap_or_else(|_| panic!("not sent away: {}", answer.location()))
    }

    /// Comes back from a provider, as it sends browsers.
    pub(crate) async fn come_back(&mut self, back: &Url) -> Answer {
        assert_eq!(back.origin().ascii_serialization(), ORIGIN);
        let path = format!("{}?{}", back.path(), back.query().unwrap_or_default());
        self.get_from_elsewhere(&path).await
    }

    /// There and back.
    pub(crate) async fn sign_in(&mut self, ministry: &Ministry, provider: &str, claims: &Value) -> Answer {
        let departure = self.depart(provider, "/transfer").await;
        self.come_back(&ministry.sign_in(&departure, claims)).await
    }

    /// There and back; whoever is asked whether they are new here says that they are. Says where the provider's answer led.
    pub(crate) async fn come(&mut self, ministry: &Ministry, provider: &str, claims: &Value) -> Answer {
        let landed = self.sign_in(ministry, provider, claims).await;
        if landed.location() == "/sign-in/arrival" {
            let answer = self.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        }
        landed
    }

    /// Whether this browser is signed in, and if so as whom.
    pub(crate) async fn who(&mut self) -> Option<String> {
        let answer = self.get("/api/identity/me").await;
        let address = answer.body["person"]["address"].as_str().map(ToOwned::to_owned);
        address.filter(|_| answer.status == StatusCode::OK)
    }

    async fn request(&mut self, method: &str, path: &str, body: Value, site: &str) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::USER_AGENT, "Firefox/150")
            .header(header::ACCEPT_LANGUAGE, "fr")
            .header("sec-fetch-site", site);
        if !self.jar.is_empty() {
            let cookies: Vec<String> =
                self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if !body.is_null() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let before = self.house.facts().await;
        let response = self.house.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        self.house.check_told(method, path, parts.status, before).await;
        for field in parts.headers.get_all(header::SET_COOKIE) {
            let pair = field.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.jar.insert(name.to_owned(), value.to_owned());
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl House {
    async fn facts(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM house.facts").fetch_one(self.store.pool()).await.unwrap()
    }

    /// A success tells what its operation declares; a refusal, or what declares nothing, tells nothing.
    async fn check_told(&self, method: &str, path: &str, status: StatusCode, before: i64) {
        let told: Vec<String> =
            sqlx::query_scalar("SELECT body->>'action' FROM house.facts ORDER BY id OFFSET $1")
                .bind(before)
                .fetch_all(self.store.pool())
                .await
                .unwrap();
        let tells = self.tells(method, path);
        let declared: Vec<&str> = tells.split(", ").collect();
        // Who is unknown is not said: a transfer that nobody can agree to is not asked.
        let silent = tells.starts_with("nothing: ") || path.ends_with("/transfers");
        if status.is_success() && !silent {
            for fact in declared {
                assert!(
                    told.iter().any(|told| told == fact),
                    "{method} {path} was to tell {fact}, and told {told:?}"
                );
            }
        } else if !(path.contains("/callback") || path.ends_with("/transfers")) {
            assert!(told.is_empty(), "{method} {path} {status} told {told:?}");
        }
    }

    /// What the operation behind a request declares.
    fn tells(&self, method: &str, path: &str) -> String {
        let path = path.split('?').next().unwrap();
        let fits = |template: &&String| {
            let (asked, template): (Vec<_>, Vec<_>) =
                (path.split('/').collect(), template.split('/').collect());
            asked.len() == template.len()
                && asked.iter().zip(&template).all(|(asked, part)| asked == part || part.starts_with('{'))
        };
        let paths = self.api["paths"].as_object().unwrap();
        // A word that stands in the path wins over a part that may be anything.
        let found = paths.keys().filter(fits).min_by_key(|path| path.matches('{').count());
        let operation = found.map(|found| &paths[found][method.to_lowercase()]);
        let tells = operation.and_then(|operation| operation["x-tells"].as_str());
        tells.unwrap_or_else(|| panic!("{method} {path} does not say what it tells")).to_owned()
    }

    /// What a provider posts behind the browser's back.
    pub(crate) async fn post_form(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }
}
