//! Through the door: the trail is written once, read by administrators only, and never changed.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

use std::sync::Arc;

use async_trait::async_trait;
use audit::Audit;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use kernel::{
    Actor, Card, EmailAddress, Fact, Language, PersonId, Problem, ScopeId, Thing,
    ports::{Level, People, Permissions, Population, Profile, Recognised},
};
use serde_json::{Value, json};
use store::Store;
use time::OffsetDateTime;
use tower::ServiceExt;
use uuid::Uuid;
use web::{Caller, Tool};

/// Everybody is called Hélène, and one person administers.
struct Helene(PersonId);

#[async_trait]
impl People for Helene {
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem> {
        let profile = |person: &PersonId| Profile {
            person: *person,
            name: Some("Hélène".into()),
            given_name: None,
            address: "helene@exemple.fr".parse().unwrap(),
            language: Language::Fr,
            population: Population::Agent,
            organisation: None,
            title: None,
            unit: None,
            telephone: None,
        };
        Ok(persons.iter().map(profile).collect())
    }
    async fn recognise(&self, _: &[EmailAddress]) -> Result<Vec<Recognised>, Problem> {
        Ok(vec![])
    }
    async fn reach(&self, _: &[EmailAddress]) -> Result<Vec<PersonId>, Problem> {
        Ok(vec![])
    }
    async fn addresses(&self, _: PersonId) -> Result<Vec<EmailAddress>, Problem> {
        Ok(vec![])
    }
}

#[async_trait]
impl Permissions for Helene {
    async fn level(&self, _: PersonId, _: ScopeId) -> Result<Option<Level>, Problem> {
        Ok(None)
    }
    async fn readable(&self, _: PersonId, _: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
        Ok(vec![])
    }
    async fn administers(&self, person: PersonId) -> Result<bool, Problem> {
        Ok(person == self.0)
    }
}

struct House {
    store: Store,
    audit: Audit,
    administrator: PersonId,
}

impl House {
    async fn new() -> Self {
        let store = testkit::fresh(&[(audit::SCHEMA, Audit::migrator())]).await;
        let administrator = PersonId::new();
        let ports = Arc::new(Helene(administrator));
        Self { audit: Audit::new(store.clone(), ports.clone(), ports), store, administrator }
    }

    async fn tell(&self, action: &str, title: &str) {
        let card = Card {
            thing: Thing::new("test", "thing", Uuid::now_v7()),
            title: title.into(),
            text: String::new(),
        };
        let fact = Fact::new(action, Actor::Person(PersonId::new())).about(card).with(json!({ "n": 1 }));
        let mut tx = self.store.begin().await.unwrap();
        store::tell(&mut tx, &fact).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn hear(&self) {
        self.store.number_facts().await.unwrap();
        while self.store.read_out(&self.audit).await.unwrap() > 0 {}
    }

    async fn read(&self, person: PersonId, query: &str) -> (u16, Value) {
        let (router, _): (Router, _) = self.audit.routes().split_for_parts();
        let request = Request::get(format!("/facts{query}"))
            .extension(Caller::signed_in(person, OffsetDateTime::UNIX_EPOCH))
            .body(Body::empty())
            .unwrap();
        let Ok(response) = router.oneshot(request).await;
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }
}

#[tokio::test]
async fn an_administrator_reads_what_happened_newest_first() {
    let house = House::new().await;
    house.tell("test.thing.made", "Un").await;
    house.tell("test.thing.shared", "Deux").await;
    house.hear().await;

    let (status, page) = house.read(house.administrator, "").await;

    assert_eq!(status, 200);
    assert_eq!(page["facts"][0]["action"], "test.thing.shared");
    assert_eq!(page["facts"][0]["actor"]["name"], "Hélène");
    assert_eq!((&page["facts"][1]["title"], &page["facts"][1]["details"]["n"]), (&json!("Un"), &json!(1)));
    assert_eq!(page["next"], Value::Null);
}

#[tokio::test]
async fn nobody_else_reads_it() {
    let house = House::new().await;
    house.tell("test.thing.made", "Un").await;
    house.hear().await;

    let (status, problem) = house.read(PersonId::new(), "").await;

    assert_eq!((status, &problem["code"]), (403, &json!("audit.not_administrator")));
    assert!(!problem.to_string().contains("Un"));
}

#[tokio::test]
async fn the_trail_is_read_page_by_page_and_by_kind() {
    let house = House::new().await;
    for number in 0..5 {
        house
            .tell(if number % 2 == 0 { "test.thing.made" } else { "other.thing.made" }, &number.to_string())
            .await;
    }
    house.hear().await;

    let (_, first) = house.read(house.administrator, "?limit=2").await;
    let (_, second) = house.read(house.administrator, &format!("?limit=2&before={}", first["next"])).await;
    let (_, kind) = house.read(house.administrator, "?action=other.").await;

    let titles = |page: &Value| {
        page["facts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fact| fact["title"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(&first), ["4", "3"]);
    assert_eq!(titles(&second), ["2", "1"]);
    assert_eq!(titles(&kind), ["3", "1"]);
    assert_eq!(house.read(house.administrator, "?limit=-4").await.0, 200);
    assert_eq!(house.read(house.administrator, "?before=abc").await.0, 422);
}

#[tokio::test]
async fn a_fact_heard_twice_is_written_once() {
    let house = House::new().await;
    house.tell("test.thing.made", "Un").await;
    house.hear().await;
    sqlx::query("DELETE FROM house.bookmarks").execute(house.store.pool()).await.unwrap();
    house.hear().await;

    let (_, page) = house.read(house.administrator, "").await;
    assert_eq!(page["facts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_written_stays_as_it_was_written() {
    let house = House::new().await;
    house.tell("test.thing.made", "Un").await;
    house.hear().await;

    for change in ["UPDATE audit.trail SET title = 'Deux'", "DELETE FROM audit.trail", "TRUNCATE audit.trail"]
    {
        let refused = sqlx::query(sqlx::AssertSqlSafe(change)).execute(house.store.pool()).await;
        assert!(refused.is_err_and(|error| error.to_string().contains("only ever added to")), "{change}");
    }
}
