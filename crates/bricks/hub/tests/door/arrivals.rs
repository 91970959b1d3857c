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

#[tokio::test]
async fn who_lost_the_old_way_in_proves_it_by_a_recovery_code() {
    let house = House::open().await;
    let person = house.person("nadia@ecologie.exemple.fr", "Nadia Ferrand").await;
    let mut old = house.signed_in("nadia@ecologie.exemple.fr").await;
    let made = old.send("POST", "/api/identity/recovery-codes", json!({})).await;
    let code = made.body["codes"][0].as_str().unwrap_or_else(|| panic!("{}", made.body)).to_owned();
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "arrivals": "invitation" })).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let path = "/api/hub/arrivals/current/recoveries";

    for address in ["nadia@ecologie.exemple.fr", "personne@ecologie.exemple.fr"] {
        let wrong = json!({ "address": address, "recovery_code": "AAAA-AAAA-AAAA" });
        assert_eq!(browser.send("POST", path, wrong).await.no(), (401, "identity.wrong_recovery_code"));
    }
    let shown = json!({ "address": "nadia@ecologie.exemple.fr", "recovery_code": code });
    let stranger = house.browser().send("POST", path, shown.clone()).await;
    assert_eq!(stranger.no(), (404, "hub.no_arrival"), "and the code is not used up for nothing");
    let answer = browser.send("POST", path, shown.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    assert_eq!(browser.who().await.as_deref(), Some("nadia@ecologie.exemple.fr"));

    let mut again = nadia();
    again["sub"] = json!("nadia-2");
    let mut other = house.browser();
    other.sign_in(&ministry, &provider, &again).await;
    assert_eq!(
        other.send("POST", path, shown).await.no(),
        (401, "identity.wrong_recovery_code"),
        "used once"
    );
}
