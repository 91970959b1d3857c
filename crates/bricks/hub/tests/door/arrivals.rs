//! Somebody comes for the first time. An address links nobody.

use serde_json::json;
use time::Duration;

use crate::{
    House, Ministry,
    house::{PASSWORD, nadia},
};

const ADDRESS: &str = "nadia.ferrand@culture.exemple.fr";

#[tokio::test]
async fn an_address_that_somebody_has_links_nobody() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    house.told().await;

    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");

    assert_eq!((browser.who().await, house.told().await), (None, vec![]));
    assert!(house.identity.identities(person).await.unwrap().is_empty());
    let arrival = browser.get("/api/hub/arrivals/current").await.body;
    assert_eq!((&arrival["name"], &arrival["address"]), (&json!("Nadia Ferrand"), &json!(ADDRESS)));
    assert_eq!((&arrival["may_create"], &arrival["provider"]["id"]), (&json!(false), &json!(provider)));
    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", json!({})).await;
    assert_eq!(answer.no(), (409, "hub.address_taken"));
    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (401, "sign_in"));
}

#[tokio::test]
async fn who_is_signed_in_to_both_is_linked() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let shown = json!({ "address": ADDRESS, "password": PASSWORD });
    browser.send("POST", "/api/identity/sessions", shown).await;
    house.told().await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    assert_eq!(house.told().await, ["identity.identity.linked", "identity.session.opened"]);
    assert_eq!(browser.get("/api/identity/me").await.body["session"]["strength"], "provider");
    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_arrival"), "an arrival is over once");
    assert_eq!(house.browser().sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");
}

#[tokio::test]
async fn who_signed_in_long_ago_shows_again_who_they_are() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in(ADDRESS).await;
    house.advance(Duration::minutes(16));
    browser.sign_in(&ministry, &provider, &nadia()).await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!(answer.no(), (401, "confirm"));
    assert!(house.identity.identities(person).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_arrival_is_of_one_browser_and_a_quarter_of_an_hour() {
    let house = House::open().await;
    house.person(ADDRESS, "Nadia Ferrand").await;
    house.person("voleur@ailleurs.exemple.org", "Voleur").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;

    let mut thief = house.signed_in("voleur@ailleurs.exemple.org").await;
    assert_eq!(thief.get("/api/hub/arrivals/current").await.no(), (404, "hub.no_arrival"));
    let answer = thief.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_arrival"));
    assert_eq!(browser.get("/api/hub/arrivals/current").await.status.as_u16(), 200);
    house.advance(Duration::minutes(15));
    assert_eq!(browser.get("/api/hub/arrivals/current").await.no(), (404, "hub.no_arrival"));
}

#[tokio::test]
async fn somebody_who_was_only_written_to_becomes_this_person() {
    let house = House::open().await;
    let written_to = house.identity.ensure_persons(&[ADDRESS.parse().unwrap()]).await.unwrap()[0];
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();

    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");

    assert_eq!(house.find(ADDRESS).await, Some(written_to));
    assert_eq!(house.identity.identities(written_to).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_suspended_person_does_not_come_in_by_their_ministry() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let person = house.find(ADDRESS).await.unwrap();
    house.identity.disable(kernel::Actor::System, person).await.unwrap();

    let refused = browser.sign_in(&ministry, &provider, &nadia()).await;

    assert_eq!((refused.problem().as_str(), browser.who().await), ("identity.disabled", None));
    let mut again = nadia();
    again["sub"] = json!("nadia-2");
    assert_eq!(browser.sign_in(&ministry, &provider, &again).await.location(), "/sign-in/arrival");
}
