//! The accounts elsewhere of somebody, and showing again there who one is.

use serde_json::json;
use time::Duration;
use url::Url;

use crate::{House, Ministry, house::nadia};

const ADDRESS: &str = "nadia.ferrand@culture.exemple.fr";

/// Leaves for a provider as somebody who is signed in.
async fn leave(browser: &mut crate::Browser<'_>, provider: &str, verb: &str) -> Url {
    let answer = browser.get(&format!("/api/hub/providers/{provider}/{verb}?next=/account")).await;
    Url::parse(answer.location()).unwrap_or_else(|_| panic!("not sent away: {}", answer.location()))
}

#[tokio::test]
async fn an_account_is_linked_listed_and_unlinked() {
    let house = House::open().await;
    house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in(ADDRESS).await;
    assert_eq!(browser.get("/api/hub/providers/choices").await.body["providers"][0]["id"], provider);
    house.told().await;

    let departure = leave(&mut browser, &provider, "link").await;
    assert_eq!(browser.come_back(&ministry.sign_in(&departure, &nadia())).await.location(), "/account");
    assert_eq!(house.told().await, ["identity.identity.linked"]);
    let listed = browser.get("/api/hub/identities").await.body["identities"].clone();
    assert_eq!(
        (&listed[0]["provider"]["id"], &listed[0]["issuer"]),
        (&json!(provider), &json!(ministry.issuer()))
    );
    assert!(!listed.to_string().contains("nadia-1"), "a subject is nobody's business");

    let id = listed[0]["id"].as_str().unwrap();
    let mut other = house.administrator().await;
    let answer = other.send("DELETE", &format!("/api/hub/identities/{id}"), json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_such_identity"));
    house.told().await;
    let answer = browser.send("DELETE", &format!("/api/hub/identities/{id}"), json!({})).await;
    assert_eq!(
        (answer.status.as_u16(), house.told().await),
        (204, vec!["identity.identity.unlinked".to_owned()])
    );
    assert_eq!(house.browser().sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");
}

#[tokio::test]
async fn another_site_links_nothing() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in(ADDRESS).await;

    for verb in ["link", "confirm"] {
        let answer =
            browser.get_from_elsewhere(&format!("/api/hub/providers/{provider}/{verb}?next=/account")).await;
        assert_eq!(answer.location(), "/account?problem=hub.not_from_here");
    }
    // Somebody else's account, brought back by the session of another.
    let departure = leave(&mut browser, &provider, "link").await;
    let mut thief = house.administrator().await;
    thief.jar.insert("__Host-sacados-hub".into(), browser.jar["__Host-sacados-hub"].clone());
    let landed = thief.come_back(&ministry.sign_in(&departure, &nadia())).await;
    assert_eq!(landed.location(), "/account?problem=hub.sign_in_over");
    assert!(house.identity.identities(person).await.unwrap().is_empty());

    house.advance(Duration::minutes(16));
    let answer = browser.get(&format!("/api/hub/providers/{provider}/link?next=/account")).await;
    assert_eq!(answer.location(), "/account?problem=confirm");
}

#[tokio::test]
async fn an_account_of_another_person_is_not_linked() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.browser().come(&ministry, &provider, &nadia()).await;
    let mut other = house.administrator().await;

    let departure = leave(&mut other, &provider, "link").await;
    let landed = other.come_back(&ministry.sign_in(&departure, &nadia())).await;

    assert_eq!(landed.location(), "/account?problem=hub.another_person");
}

#[tokio::test]
async fn the_last_way_in_stays() {
    let house = House::open().await;
    let (one, two) = (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    let first = house.provider(&one, json!({ "mandatory": true })).await;
    let second = house.provider(&two, json!({ "name": "Autre", "domains": ["autre.exemple.fr"] })).await;
    let mut browser = house.browser();
    browser.come(&one, &first, &nadia()).await;
    let id =
        browser.get("/api/hub/identities").await.body["identities"][0]["id"].as_str().unwrap().to_owned();

    let answer = browser.send("DELETE", &format!("/api/hub/identities/{id}"), json!({})).await;
    assert_eq!(answer.no(), (409, "hub.last_way"), "its domain has no local way");

    let mut elsewhere = nadia();
    elsewhere["email"] = json!("nadia@autre.exemple.fr");
    elsewhere["sub"] = json!("n2");
    let departure = leave(&mut browser, &second, "link").await;
    browser.come_back(&two.sign_in(&departure, &elsewhere)).await;
    let answer = browser.send("DELETE", &format!("/api/hub/identities/{id}"), json!({})).await;
    assert_eq!(answer.status.as_u16(), 204, "there is another");
}

#[tokio::test]
async fn a_mandatory_ministry_is_not_left_by_another_address() {
    const PRIVATE: &str = "nadia@association.exemple.org";
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let pool = house.store.pool();
    sqlx::query(
        "INSERT INTO identity.addresses (address, person, main, proven_at) VALUES ($1, $2, false, now())",
    )
    .bind(PRIVATE)
    .bind(person.uuid())
    .execute(pool)
    .await
    .unwrap();
    let ministry = Ministry::open(house.clock.clone()).await;
    // She came by a password before her ministry wanted anything else.
    let mut browser = house.signed_in(ADDRESS).await;
    let provider = house.provider(&ministry, json!({ "mandatory": true })).await;
    let departure = leave(&mut browser, &provider, "link").await;
    assert_eq!(browser.come_back(&ministry.sign_in(&departure, &nadia())).await.location(), "/account");
    let by_password = async || {
        let shown = json!({ "address": PRIVATE, "password": crate::house::PASSWORD });
        let answer = house.browser().send("POST", "/api/identity/sessions", shown).await;
        (answer.status.as_u16(), answer.no().1.to_owned())
    };

    let main = json!({ "address": PRIVATE });
    let answer = browser.send("PUT", "/api/identity/addresses/main", main.clone()).await;
    assert_eq!(answer.no(), (409, "identity.ministry_address"));
    assert_eq!(by_password().await, (403, "identity.come_by_provider".to_owned()));

    // Nor by the account alone, or by the address alone.
    let id =
        browser.get("/api/hub/identities").await.body["identities"][0]["id"].as_str().unwrap().to_owned();
    let answer = browser.send("DELETE", &format!("/api/hub/identities/{id}"), json!({})).await;
    assert_eq!(answer.no(), (409, "hub.last_way"), "the private address opens nothing by itself");
    sqlx::query("DELETE FROM identity.identities").execute(pool).await.unwrap();
    assert_eq!(browser.send("PUT", "/api/identity/addresses/main", main).await.status.as_u16(), 204);
    assert_eq!(by_password().await, (403, "identity.come_by_provider".to_owned()));
    let answer = browser.send("DELETE", &format!("/api/identity/addresses/{ADDRESS}"), json!({})).await;
    assert_eq!(answer.status.as_u16(), 204);
    assert_eq!(by_password().await.0, 201);
}

#[tokio::test]
async fn one_shows_again_at_the_ministry_who_one_is() {
    let house = House::open().await;
    // An agent, who stays signed in for the day.
    house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    let began = kernel::Clock::now(&*house.clock).unix_timestamp();
    let mut claims = nadia();
    claims["auth_time"] = json!(began);
    browser.come(&ministry, &provider, &claims).await;
    house.advance(Duration::hours(1));
    assert_eq!(
        browser.get(&format!("/api/hub/providers/{provider}/link?next=/a")).await.problem(),
        "confirm"
    );

    let departure = leave(&mut browser, &provider, "confirm").await;
    let asked: std::collections::HashMap<String, String> = departure.query_pairs().into_owned().collect();
    assert_eq!((asked["prompt"].as_str(), asked["max_age"].as_str()), ("login", "0"));

    // The provider did not ask again; or somebody else answered.
    assert_eq!(
        browser.come_back(&ministry.sign_in(&departure, &claims)).await.location(),
        "/account?problem=hub.not_recent"
    );
    // The provider does not say when: it may have asked nothing.
    let departure = leave(&mut browser, &provider, "confirm").await;
    let mut silent = claims.clone();
    silent.as_object_mut().unwrap().remove("auth_time");
    assert_eq!(
        browser.come_back(&ministry.sign_in(&departure, &silent)).await.location(),
        "/account?problem=hub.not_recent"
    );
    let departure = leave(&mut browser, &provider, "confirm").await;
    claims["auth_time"] = json!(began + 3600);
    let mut other = claims.clone();
    other["sub"] = json!("hugo-1");
    let landed = browser.come_back(&ministry.sign_in(&departure, &other)).await;
    assert_eq!(landed.location(), "/account?problem=hub.another_person");
    assert_eq!(
        browser.get(&format!("/api/hub/providers/{provider}/link?next=/a")).await.problem(),
        "confirm"
    );

    house.told().await;
    let departure = leave(&mut browser, &provider, "confirm").await;
    assert_eq!(browser.come_back(&ministry.sign_in(&departure, &claims)).await.location(), "/account");
    assert_eq!(house.told().await, ["identity.session.confirmed"]);
    leave(&mut browser, &provider, "link").await;
}
