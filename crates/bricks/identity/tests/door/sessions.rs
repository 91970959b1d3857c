//! Sessions: opened, seen, over.

use axum::http::StatusCode;
use identity::Settings;
use kernel::{Actor, Secret};
use serde_json::{Value, json};
use time::Duration;
use web::{Credential, Doorkeeper};

use crate::{
    Browser, House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const HUGO: &str = "hugo@presta.exemple.fr";

async fn house() -> House {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house.agent(HUGO, "Hugo Petit").await;
    house
}

async fn ids(browser: &Browser<'_>) -> Vec<String> {
    let answer = browser.get("/sessions").await;
    let sessions = answer.body["sessions"].as_array().unwrap().clone();
    sessions.iter().map(|session| session["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn closed_doors_open_to_nobody_without_a_session() {
    let house = house().await;
    let mut stranger = house.browser();
    let whole = format!("__Host-sacados={}", "a".repeat(43));
    for cookie in [None, Some("__Host-sacados="), Some("__Host-sacados=x"), Some("sacados=x"), Some(&whole)] {
        stranger.cookie = cookie.map(str::to_owned);
        for (method, path) in [
            ("GET", "/me"),
            ("PATCH", "/me"),
            ("PUT", "/me/password"),
            ("GET", "/sessions"),
            ("DELETE", "/sessions/current"),
            ("GET", "/tokens"),
            ("POST", "/tokens"),
            ("DELETE", "/tokens/00000000-0000-0000-0000-000000000001"),
        ] {
            let answer = stranger.send(method, path, Value::Null).await;
            assert_eq!(answer.no(), (401, "sign_in"), "{method} {path} {cookie:?}");
        }
    }
}

#[tokio::test]
async fn a_session_is_over_after_twelve_hours_whatever_one_does() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for _ in 0..11 {
        house.advance(Duration::hours(1));
        assert!(browser.who().await.is_some());
    }
    house.advance(Duration::hours(1) - Duration::SECOND);
    assert!(browser.who().await.is_some());
    house.advance(Duration::SECOND);
    assert!(browser.who().await.is_none());
}

#[tokio::test]
async fn a_contractor_has_an_agents_day() {
    let house = house().await;
    let browser = house.signed_in(HUGO).await;
    let me = browser.get("/me").await.body;
    assert_eq!((&me["population"], &me["agent"]), (&json!("contractor"), &json!(true)));
    assert_eq!(me["session"]["expires_at"], "2026-11-23T21:00:00Z");
}

#[tokio::test]
async fn a_session_nobody_uses_for_four_hours_is_over() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    house.advance(Duration::hours(4) - Duration::SECOND);
    assert!(browser.who().await.is_some());
    house.advance(Duration::hours(4));
    assert!(browser.who().await.is_none());
    assert!(ids(&house.signed_in(HELENE).await).await.len() == 1, "the list does not show it either");
}

#[tokio::test]
async fn a_page_that_stays_open_does_not_keep_its_session_awake() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    assert!(browser.who().await.is_some());
    let secret = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let still = async || house.identity.still(Credential::Cookie(Secret::new(secret.clone()))).await.unwrap();

    for _ in 0..7 {
        house.advance(Duration::minutes(30));
        assert!(still().await);
    }
    house.advance(Duration::minutes(30));
    assert!(!still().await, "four hours without a gesture");
    assert!(browser.who().await.is_none());
    assert!(!house.identity.still(Credential::Bearer(Secret::new("sac_".into()))).await.unwrap());
}

#[tokio::test]
async fn a_gesture_on_one_node_counts_on_the_others() {
    let house = house().await;
    let mut browser = house.signed_in(HELENE).await;
    let other = house.node(settings());
    other.note_facts().await;
    assert!(browser.who().await.is_some());
    let mut elsewhere = other.browser();
    elsewhere.cookie = browser.cookie.take();
    browser.cookie.clone_from(&elsewhere.cookie);

    house.advance(Duration::hours(3));
    assert!(elsewhere.who().await.is_some());
    house.advance(Duration::hours(3));
    assert!(browser.who().await.is_some(), "six hours without a gesture here, three in the house");
}

#[tokio::test]
async fn a_session_check_normally_asks_the_database_nothing() {
    let house = House::open_with(Settings { revocation_milliseconds: 60_000, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    assert!(browser.who().await.is_some());
    let cookie = browser.cookie.clone().unwrap();
    let secret = cookie.split_once('=').unwrap().1.to_owned();

    house.store.pool().close().await;

    for _ in 0..100 {
        let caller = house.identity.who(Credential::Cookie(Secret::new(secret.clone()))).await.unwrap();
        assert!(caller.is_some());
    }
}

#[tokio::test]
async fn a_node_without_news_believes_nothing_it_knew() {
    let house = House::open_with(Settings { revocation_milliseconds: 1, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    assert!(browser.who().await.is_some());

    house.store.pool().close().await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;

    let secret = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    assert!(house.identity.who(Credential::Cookie(Secret::new(secret))).await.is_err());
}

#[tokio::test]
async fn each_sign_in_is_a_new_session_and_ends_the_one_before() {
    let house = house().await;
    let mut browser = house.signed_in(HELENE).await;
    let before = browser.cookie.clone();
    let old = browser.get("/me").await.body["session"]["id"].clone();

    let answer = browser.sign_in(HELENE, PASSWORD).await;

    assert_ne!(browser.cookie, before);
    assert_ne!(answer.body["session"]["id"], old);
    assert_eq!(answer.told[0]["details"]["replaces"], old);
    let mut thief = house.browser();
    thief.cookie = before;
    assert!(thief.who().await.is_none());
    assert_eq!(ids(&browser).await.len(), 1);
}

#[tokio::test]
async fn a_cookie_chosen_by_somebody_else_is_not_kept() {
    let house = house().await;
    let mut victim = house.browser();
    let planted = format!("__Host-sacados={}", "A".repeat(43));
    victim.cookie = Some(planted.clone());
    victim.sign_in(HELENE, PASSWORD).await;

    assert_ne!(victim.cookie.as_deref(), Some(planted.as_str()));
    let mut attacker = house.browser();
    attacker.cookie = Some(planted);
    assert!(attacker.who().await.is_none());
}

#[tokio::test]
async fn a_list_shows_ones_own_sessions_only() {
    let house = house().await;
    let one = house.signed_in(HELENE).await;
    house.advance(Duration::minutes(2));
    let two = house.signed_in(HELENE).await;
    house.signed_in(HUGO).await;

    let listed = two.get("/sessions").await.body;
    let me = two.get("/me").await.body;
    let sessions = listed["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        sessions[0],
        json!({
            "id": me["session"]["id"], "current": true, "strength": "password",
            "created_at": "2026-11-23T09:02:00Z", "last_seen_at": "2026-11-23T09:02:00Z",
            "expires_at": "2026-11-23T21:02:00Z", "user_agent": "Firefox/150",
        })
    );
    assert_eq!(sessions[1]["current"], false);
    assert_eq!(ids(&one).await, ids(&two).await);
}

#[tokio::test]
async fn when_somebody_was_seen_is_kept_to_the_minute() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let seen = async || browser.get("/sessions").await.body["sessions"][0]["last_seen_at"].clone();
    house.advance(Duration::seconds(59));
    assert_eq!(seen().await, "2026-11-23T09:00:00Z");
    house.advance(Duration::seconds(1));
    assert_eq!(seen().await, "2026-11-23T09:01:00Z");
}

#[tokio::test]
async fn whoever_signs_out_is_out_and_their_cookie_goes() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let answer = browser.delete("/sessions/current").await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.set_cookie(), "__Host-sacados=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
    assert!(browser.who().await.is_none());
    assert_eq!(browser.delete("/sessions/current").await.no(), (401, "sign_in"));
}

#[tokio::test]
async fn one_closes_ones_other_sessions() {
    let house = house().await;
    let (forgotten, browser) = (house.signed_in(HELENE).await, house.signed_in(HELENE).await);
    let id = forgotten.get("/me").await.body["session"]["id"].as_str().unwrap().to_owned();

    let answer = browser.delete(&format!("/sessions/{id}")).await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(!answer.headers.contains_key("set-cookie"));
    assert_eq!(answer.told[0]["details"], json!({ "closed": [id] }));
    assert!(forgotten.who().await.is_none());
    assert!(browser.who().await.is_some());
    assert_eq!(browser.delete(&format!("/sessions/{id}")).await.no(), (404, "identity.no_such_session"));
}

#[tokio::test]
async fn anothers_session_does_not_exist() {
    let house = house().await;
    let (helene, hugo) = (house.signed_in(HELENE).await, house.signed_in(HUGO).await);
    let id = helene.get("/me").await.body["session"]["id"].as_str().unwrap().to_owned();

    for id in [&id, "00000000-0000-0000-0000-000000000001", "nothing"] {
        assert_eq!(hugo.delete(&format!("/sessions/{id}")).await.no(), (404, "identity.no_such_session"));
    }
    assert!(helene.who().await.is_some());
}

#[tokio::test]
async fn a_session_closed_on_one_node_is_over_on_the_others_within_a_second() {
    let house = house().await;
    let other = house.node(settings());
    let browser = house.signed_in(HELENE).await;
    let mut elsewhere = other.browser();
    elsewhere.cookie.clone_from(&browser.cookie);
    other.note_facts().await;
    assert!(elsewhere.who().await.is_some());

    browser.delete("/sessions/current").await;
    other.note_facts().await;

    let closed = std::time::Instant::now();
    while elsewhere.who().await.is_some() {
        assert!(closed.elapsed() < std::time::Duration::from_secs(2), "it does not hear of it");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn suspending_a_person_closes_their_sessions_on_every_node() {
    let house = House::open_with(Settings { revocation_milliseconds: 0, ..settings() }).await;
    let other = house.node(Settings { revocation_milliseconds: 0, ..settings() });
    let helene = house.agent(HELENE, "Hélène Marchetti").await;
    house.agent(HUGO, "Hugo Petit").await;
    let (browser, hugo) = (house.signed_in(HELENE).await, house.signed_in(HUGO).await);
    assert!(browser.who().await.is_some());

    other.identity.disable(Actor::System, helene).await.unwrap();
    house.note_facts().await;

    assert!(browser.who().await.is_none());
    assert!(hugo.who().await.is_some());
    other.identity.enable(Actor::System, helene).await.unwrap();
    house.note_facts().await;
    assert!(browser.who().await.is_none(), "closed stays closed");
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_over_is_swept() {
    use web::Tool;
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    browser.send("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 1 })).await;
    browser.ask_code("camille@culture.exemple.fr").await;
    house.browser().sign_in("nobody@culture.exemple.fr", PASSWORD).await;
    browser.delete("/sessions/current").await;
    let kept = async || {
        let mut kept = vec![];
        for table in ["sessions", "tokens", "codes", "password_tries", "revocations", "account_letters"] {
            let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM identity.{table}"));
            let count: i64 = sqlx::query_scalar(sql).fetch_one(house.store.pool()).await.unwrap();
            kept.push(count);
        }
        kept
    };
    let routines = house.identity.routines();
    assert_eq!(routines.len(), 2);

    routines[0].run().await.unwrap();
    assert_eq!(kept().await, [1, 1, 1, 1, 1, 1]);
    house.advance(Duration::days(40));
    routines[0].run().await.unwrap();
    assert_eq!(kept().await, [0, 0, 0, 0, 0, 0]);
}
