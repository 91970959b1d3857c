//! Tokens: what programs may do for a person.

use axum::http::StatusCode;
use identity::Settings;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;

use crate::{Answer, Browser, House, house::settings};

const HELENE: &str = "helene@culture.exemple.fr";
const ELSEWHERE: &str = "/api/transfer/limits";

async fn house() -> House {
    let house = House::open_with(Settings { revocation_milliseconds: 0, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

async fn create(browser: &Browser<'_>, scopes: &[&str], days: u32) -> Answer {
    browser.send("POST", "/tokens", json!({ "name": "Sauvegarde", "scopes": scopes, "days": days })).await
}

/// A program that shows a token.
fn program<'a>(house: &'a House, created: &Answer) -> Browser<'a> {
    let mut program = house.browser();
    program.bearer = Some(created.body["token"].as_str().unwrap().to_owned());
    program
}

#[tokio::test]
async fn a_token_is_shown_once_and_opens_its_tools() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"], 30).await;

    assert_eq!(created.status, StatusCode::CREATED);
    let secret = created.body["token"].as_str().unwrap();
    assert!(secret.starts_with("sac_") && secret.len() == 47);
    let (id, told) = (&created.body["id"], &created.told[0]);
    assert_eq!(told["details"], json!({ "token": id, "scopes": ["transfer"] }));
    assert!(!told.to_string().contains(secret));
    let listed = browser.get("/tokens").await.body;
    assert_eq!(
        listed,
        json!({ "tokens": [{
        "id": id, "kind": "token", "name": "Sauvegarde", "scopes": ["transfer"], "created_at": "2026-11-23T09:00:00Z",
        "expires_at": "2026-12-23T09:00:00Z", "last_used_at": null,
    }] })
    );

    let program = program(&house, &created);
    assert_eq!(program.get(ELSEWHERE).await.status, StatusCode::OK);
    let me = program.get("/me").await.body;
    assert_eq!(me["person"]["address"], HELENE);
    let session = &me["session"];
    assert_eq!((&session["id"], &session["strength"]), (id, &json!("token")));
    assert_eq!((&session["expires_at"], &session["acr"]), (&json!("2026-12-23T09:00:00Z"), &json!("eidas0")));
}

#[tokio::test]
async fn a_token_for_other_tools_does_not_open_this_one() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["chat"], 30).await;

    assert_eq!(program(&house, &created).get(ELSEWHERE).await.no(), (403, "web.token_elsewhere"));
}

#[tokio::test]
async fn a_token_does_not_manage_its_persons_keys() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"], 30).await;
    let program = program(&house, &created);

    let token = format!("/tokens/{}", created.body["id"].as_str().unwrap());
    for (method, path, body) in [
        ("PATCH", "/me", json!({ "name": "Quelqu’un d’autre" })),
        ("PUT", "/me/password", json!({ "new": "le chien dort sous la table" })),
        ("GET", "/sessions", Value::Null),
        ("DELETE", "/sessions/current", Value::Null),
        ("GET", "/tokens", Value::Null),
        ("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 1 })),
        ("DELETE", token.as_str(), Value::Null),
    ] {
        let answer = program.send(method, path, body).await;
        assert_eq!(answer.no(), (403, "identity.not_by_token"), "{method} {path}");
    }
    assert!(browser.who().await.is_some());
}

#[tokio::test]
async fn a_token_is_no_cookie_and_a_cookie_is_no_token() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"], 30).await;

    let mut program = house.browser();
    program.cookie = Some(format!("__Host-sacados={}", created.body["token"].as_str().unwrap()));
    assert!(program.who().await.is_none());
    program.cookie = None;
    program.bearer = Some(browser.cookie.as_ref().unwrap().split_once('=').unwrap().1.to_owned());
    assert!(program.who().await.is_none());
    program.bearer = Some(format!("sac_{}", "a".repeat(43)));
    assert!(program.who().await.is_none());
}

#[tokio::test]
async fn a_token_lives_as_long_as_was_asked() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"], 365).await;
    let program = program(&house, &created);

    house.advance(Duration::days(365) - Duration::SECOND);
    assert!(program.who().await.is_some(), "a token is quiet for as long as it likes");
    house.advance(Duration::SECOND);
    assert!(program.who().await.is_none());
    let browser = house.signed_in(HELENE).await;
    assert_eq!(browser.get("/tokens").await.body, json!({ "tokens": [] }));
    let gone = browser.delete(&format!("/tokens/{}", created.body["id"].as_str().unwrap())).await;
    assert_eq!(gone.no(), (404, "identity.no_such_token"));
}

#[tokio::test]
async fn a_token_withdrawn_opens_nothing_on_any_node() {
    let house = house().await;
    let other = house.node(Settings { revocation_milliseconds: 0, ..settings() });
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"], 30).await;
    other.note_facts().await;
    let (here, there) = (program(&house, &created), program(&other, &created));
    assert!(here.who().await.is_some() && there.who().await.is_some());

    let revoked = browser.delete(&format!("/tokens/{}", created.body["id"].as_str().unwrap())).await;
    other.note_facts().await;

    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    assert_eq!(revoked.told[0]["details"], json!({ "token": created.body["id"] }));
    assert!(here.who().await.is_none() && there.who().await.is_none());
}

#[tokio::test]
async fn anothers_token_does_not_exist() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"], 30).await;
    let hugo = house.signed_in("hugo@culture.exemple.fr").await;

    assert_eq!(hugo.get("/tokens").await.body, json!({ "tokens": [] }));
    let answer = hugo.delete(&format!("/tokens/{}", created.body["id"].as_str().unwrap())).await;
    assert_eq!(answer.no(), (404, "identity.no_such_token"));
    assert!(program(&house, &created).who().await.is_some());
}

#[tokio::test]
async fn a_suspended_persons_tokens_open_nothing() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"], 30).await;
    let program = program(&house, &created);
    assert!(program.who().await.is_some());
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();

    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;

    assert!(program.who().await.is_none());
}

#[tokio::test]
async fn a_token_withdrawn_by_a_suspension_stays_so_when_its_person_is_let_in_again() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"], 30).await;
    let program = program(&house, &created);
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();

    house.identity.disable(Actor::System, person).await.unwrap();
    let told = house.note_facts().await;
    house.identity.enable(Actor::System, person).await.unwrap();
    house.note_facts().await;

    assert_eq!(told[0]["details"]["closed"].as_array().unwrap().len(), 1);
    assert_eq!(told[0]["details"]["revoked_tokens"], 1);
    assert!(program.who().await.is_none());
    let browser = house.signed_in(HELENE).await;
    assert_eq!(browser.get("/tokens").await.body, json!({ "tokens": [] }));
    assert_eq!(create(&browser, &["transfer"], 30).await.status, StatusCode::CREATED, "a new one is made");
}

#[tokio::test]
async fn whoever_was_suspended_meanwhile_makes_no_token() {
    let house = House::open_with(Settings { revocation_milliseconds: 60_000, ..settings() }).await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    assert!(browser.who().await.is_some());
    // Another node suspended them, and this one has not heard of it.
    sqlx::query("UPDATE identity.persons SET disabled_at = now() WHERE id = $1")
        .bind(person.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();

    assert_eq!(create(&browser, &["transfer"], 30).await.no(), (403, "identity.disabled"));
}

#[tokio::test]
async fn when_a_token_was_used_is_written_once_a_minute() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"], 30).await;
    let program = program(&house, &created);
    let used = async || browser.get("/tokens").await.body["tokens"][0]["last_used_at"].clone();

    house.advance(Duration::seconds(10));
    program.get(ELSEWHERE).await;
    assert_eq!(used().await, "2026-11-23T09:00:10Z");
    house.advance(Duration::seconds(59));
    program.get(ELSEWHERE).await;
    assert_eq!(used().await, "2026-11-23T09:00:10Z");
    house.advance(Duration::seconds(1));
    program.get(ELSEWHERE).await;
    assert_eq!(used().await, "2026-11-23T09:01:10Z");
}

#[tokio::test]
async fn a_token_for_everything_or_for_ever_is_refused() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for scopes in [&[][..], &["identity"], &["*"]] {
        assert_eq!(create(&browser, scopes, 30).await.no(), (422, "identity.bad_scopes"));
    }
    for days in [0, 366] {
        assert_eq!(create(&browser, &["transfer"], days).await.no(), (422, "identity.bad_days"));
    }
    let unnamed = json!({ "name": " ", "scopes": ["transfer"], "days": 1 });
    assert_eq!(browser.send("POST", "/tokens", unnamed).await.no(), (422, "identity.bad_name"));
}

#[tokio::test]
async fn a_person_has_fifty_tokens_at_most() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for _ in 0..50 {
        assert_eq!(create(&browser, &["transfer"], 1).await.status, StatusCode::CREATED);
    }
    assert_eq!(create(&browser, &["transfer"], 1).await.no(), (409, "identity.too_many_tokens"));
}
