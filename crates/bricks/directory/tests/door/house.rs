//! This brick, with identity below it and whoever administers said by the test.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use directory::{Affiliation, Directory, Error, NewOrganisation, Settings};
use identity::{Identity, NewPerson};
use kernel::{
    Actor, FixedClock, Language, PersonId, Problem, ScopeId,
    ports::{Level, People, Permissions, Population},
};
use serde_json::Value;
use store::Store;
use time::{Duration, OffsetDateTime, macros::datetime};
use tower::ServiceExt;
use web::{Caller, Tool};

/// A Thursday morning.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-26 09:12 UTC);

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) identity: Identity,
    pub(crate) directory: Directory,
    administrators: Arc<Administrators>,
    router: Router,
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

impl House {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    /// On one connection: a route that holds it and asks for another fails.
    pub(crate) async fn with(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(NOW));
        let store = testkit::narrow_at(&schemas(), clock.clone()).await;
        Self::built(store, clock, settings)
    }

    /// With several connections, for what is asked at the same time.
    pub(crate) async fn wide() -> Self {
        let clock = Arc::new(FixedClock::new(NOW));
        let store = testkit::fresh_at(&schemas(), clock.clone()).await;
        Self::built(store, clock, Settings::default())
    }

    fn built(store: Store, clock: Arc<FixedClock>, settings: Settings) -> Self {
        let mut templates = mail::Templates::new();
        identity::templates(&mut templates);
        let brand = mail::Brand { name: "Sacados".into(), public_url: "https://sac.exemple.fr".into() };
        let mail = mail::Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
        let identity = Identity::new(store.clone(), mail, identity::Settings::default());
        Self::on(store, clock, identity, settings, Arc::default())
    }

    fn on(
        store: Store,
        clock: Arc<FixedClock>,
        identity: Identity,
        settings: Settings,
        administrators: Arc<Administrators>,
    ) -> Self {
        let directory = Directory::with_settings(store.clone(), identity.clone(), settings);
        directory.meet(administrators.clone());
        let (router, _) = directory.routes().split_for_parts();
        Self { store, clock, identity, directory, administrators, router }
    }

    /// The same house after a restart.
    pub(crate) fn restarted(&self, settings: Settings) -> Self {
        Self::on(
            self.store.clone(),
            self.clock.clone(),
            self.identity.clone(),
            settings,
            self.administrators.clone(),
        )
    }

    pub(crate) async fn ministry(
        &self,
        name: &str,
        domains: &[(&str, Population)],
    ) -> Result<ScopeId, Error> {
        let domains =
            domains.iter().map(|(domain, population)| ((*domain).to_owned(), *population)).collect();
        let new = NewOrganisation {
            parent: None,
            name: name.into(),
            acronym: None,
            kind: "ministry".into(),
            domains,
        };
        self.directory.add_organisation(Actor::System, new).await
    }

    pub(crate) async fn below(&self, parent: ScopeId, name: &str, kind: &str) -> ScopeId {
        let new = NewOrganisation {
            parent: Some(parent),
            name: name.into(),
            acronym: None,
            kind: kind.into(),
            domains: vec![],
        };
        self.directory.add_organisation(Actor::System, new).await.unwrap()
    }

    pub(crate) async fn person(&self, address: &str) -> PersonId {
        self.named("Hélène Marchetti", address).await
    }

    pub(crate) async fn named(&self, name: &str, address: &str) -> PersonId {
        let new = NewPerson {
            name: Some(name.into()),
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password: None,
        };
        self.identity.add_person(Actor::System, new).await.unwrap()
    }

    pub(crate) async fn affiliate(
        &self,
        person: PersonId,
        organisation: ScopeId,
        population: Population,
        days: (i64, Option<i64>),
    ) {
        self.place(person, organisation, population, "Cheffe de projet", days).await;
    }

    async fn place(
        &self,
        person: PersonId,
        organisation: ScopeId,
        population: Population,
        title: &str,
        days: (i64, Option<i64>),
    ) {
        let affiliation = Affiliation {
            person,
            organisation,
            population,
            title: Some(title.into()),
            unit: None,
            since: NOW + Duration::days(days.0),
            until: days.1.map(|day| NOW + Duration::days(day)),
        };
        self.directory.affiliate(Actor::System, affiliation).await.unwrap();
    }

    /// Somebody who works in an organisation.
    pub(crate) async fn agent(
        &self,
        name: &str,
        address: &str,
        organisation: ScopeId,
        title: &str,
    ) -> PersonId {
        let person = self.named(name, address).await;
        self.place(person, organisation, Population::Agent, title, (-30, None)).await;
        person
    }

    pub(crate) fn administer(&self, person: PersonId) {
        self.administrators.0.lock().unwrap().push(person);
    }

    pub(crate) async fn appoint(&self, organisation: ScopeId, person: PersonId) {
        self.directory.appoint(Actor::System, organisation, person).await.unwrap();
    }

    pub(crate) async fn standing(&self, person: PersonId) -> (Population, Option<String>) {
        let profile = self.directory.profiles(&[person]).await.unwrap().remove(0);
        (profile.population, profile.organisation.map(|employer| employer.name))
    }

    /// Asks as somebody who signed in a moment ago.
    pub(crate) async fn ask(
        &self,
        person: PersonId,
        method: Method,
        path: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut caller = Caller::signed_in(person, self.clock_now() + Duration::hours(8));
        caller.authenticated_at = self.clock_now();
        self.ask_as(caller, method, path, "application/json", body.to_string()).await
    }

    /// Asks as somebody who signed in this morning.
    pub(crate) async fn ask_stale(
        &self,
        person: PersonId,
        method: Method,
        path: &str,
        body: Value,
    ) -> (StatusCode, Value) {
        let mut caller = Caller::signed_in(person, self.clock_now() + Duration::hours(8));
        caller.authenticated_at = self.clock_now() - Duration::hours(2);
        self.ask_as(caller, method, path, "application/json", body.to_string()).await
    }

    pub(crate) async fn ask_as(
        &self,
        caller: Caller,
        method: Method,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).header("content-type", kind);
        let request = request.extension(caller).body(body.into()).unwrap();
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    pub(crate) async fn get(&self, person: PersonId, path: &str) -> (StatusCode, Value) {
        self.ask(person, Method::GET, path, Value::Null).await
    }

    pub(crate) async fn put(&self, person: PersonId, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(person, Method::PUT, path, body).await
    }

    pub(crate) async fn post(&self, person: PersonId, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(person, Method::POST, path, body).await
    }

    pub(crate) async fn patch(&self, person: PersonId, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(person, Method::PATCH, path, body).await
    }

    pub(crate) async fn delete(&self, person: PersonId, path: &str, body: Value) -> (StatusCode, Value) {
        self.ask(person, Method::DELETE, path, body).await
    }

    pub(crate) async fn card(&self, reader: PersonId, person: PersonId) -> Value {
        let (status, card) = self.get(reader, &format!("/people/{person}")).await;
        assert_eq!(status, StatusCode::OK, "{card}");
        card
    }

    /// How often a fact was told.
    pub(crate) async fn told(&self, action: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM house.facts WHERE body->>'action' = $1")
            .bind(action)
            .fetch_one(self.store.pool())
            .await
            .unwrap()
    }

    pub(crate) fn clock_now(&self) -> OffsetDateTime {
        self.store.clock().now()
    }
}

fn schemas() -> [(&'static str, sqlx::migrate::Migrator); 3] {
    [
        (mail::SCHEMA, mail::migrator()),
        (identity::SCHEMA, Identity::migrator()),
        (directory::SCHEMA, Directory::migrator()),
    ]
}

pub(crate) fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}
