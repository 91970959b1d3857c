//! Several addresses for one person.

use axum::http::StatusCode;
use kernel::Actor;
use serde_json::json;
use time::Duration;

use crate::{
    Answer, Browser, House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const OTHER: &str = "h.marchetti@association.exemple.org";

async fn house() -> House {
    let house = House::open_with(identity::Settings { revocation_milliseconds: 0, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

async fn add(house: &House, browser: &Browser<'_>, address: &str) -> Answer {
    let begun = browser.send("POST", "/addresses", json!({ "address": address })).await;
    assert_eq!(begun.status, StatusCode::ACCEPTED, "{}", begun.body);
    let code = house.mailed_code(address).await;
    browser.send("POST", "/addresses/proofs", json!({ "id": begun.body["id"], "code": code })).await
}

#[tokio::test]
async fn an_address_is_added_by_showing_that_one_reads_it_and_opens_like_the_others() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;

    let added = add(&house, &browser, OTHER).await;

    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    assert_eq!(added.body, json!({ "address": OTHER, "main": false, "proven": true }));
    assert_eq!(
        browser.get("/addresses").await.body,
        json!({ "addresses": [
            { "address": HELENE, "main": true, "proven": true },
            { "address": OTHER, "main": false, "proven": true },
        ] })
    );
    let mut by_password = house.browser();
    assert_eq!(by_password.sign_in(OTHER, PASSWORD).await.status, StatusCode::CREATED);
    assert_eq!(by_password.who().await.as_deref(), Some(HELENE));
    let mut by_code = house.browser();
    house.advance(Duration::minutes(1));
    assert_eq!(by_code.come_by_code(OTHER).await.body["person"]["address"], HELENE);
}

#[tokio::test]
async fn a_code_that_proves_an_address_opens_nothing_and_serves_nobody_else() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let (hers, his) = (house.signed_in(HELENE).await, house.signed_in("hugo@culture.exemple.fr").await);
    let begun = hers.send("POST", "/addresses", json!({ "address": OTHER })).await;
    let id = begun.body["id"].as_str().unwrap();
    let code = house.mailed_code(OTHER).await;

    assert_eq!(house.browser().try_code(id, &code).await.no(), (410, "identity.code_expired"));
    let shown = json!({ "id": id, "code": code });
    let others = his.send("POST", "/addresses/proofs", shown.clone()).await;
    assert_eq!(others.no(), (410, "identity.code_expired"));
    let confirm = hers.send("POST", "/confirmations", json!({ "code": shown })).await;
    assert_eq!(confirm.no(), (410, "identity.code_expired"));
    let wrong = hers.send("POST", "/addresses/proofs", json!({ "id": id, "code": "2222-2222" })).await;
    assert_eq!(wrong.no(), (401, "identity.wrong_code"));
    assert_eq!(hers.send("POST", "/addresses/proofs", shown.clone()).await.status, StatusCode::CREATED);
    assert_eq!(hers.send("POST", "/addresses/proofs", shown).await.no(), (410, "identity.code_expired"));

    // A code to sign in proves no address of a person who is signed in.
    house.advance(Duration::minutes(1));
    let id = his.ask_code("x@association.exemple.org").await;
    let code = house.mailed_code("x@association.exemple.org").await;
    let answer = his.send("POST", "/addresses/proofs", json!({ "id": id, "code": code })).await;
    assert_eq!(answer.no(), (410, "identity.code_expired"));
}

#[tokio::test]
async fn an_address_of_somebody_else_is_refused_and_not_told_before_it_is_proven() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let browser = house.signed_in(HELENE).await;

    let refused = add(&house, &browser, "hugo@culture.exemple.fr").await;

    assert_eq!(refused.no(), (409, "identity.address_taken"));
    assert_eq!(
        house.browser().sign_in("hugo@culture.exemple.fr", PASSWORD).await.body["person"]["name"],
        "Hugo Petit"
    );
}

#[tokio::test]
async fn the_main_address_is_chosen_among_the_proven_ones() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let choose =
        async |address: &str| browser.send("PUT", "/addresses/main", json!({ "address": address })).await;
    assert_eq!(choose(OTHER).await.no(), (404, "identity.no_such_address"));
    add(&house, &browser, OTHER).await;

    assert_eq!(choose(OTHER).await.status, StatusCode::NO_CONTENT);

    assert_eq!(browser.get("/me").await.body["person"]["address"], OTHER);
    assert_eq!(browser.get("/addresses").await.body["addresses"][0]["address"], OTHER);
    let mains: i64 = sqlx::query_scalar("SELECT count(*) FROM identity.addresses WHERE main")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(mains, 1);
}

#[tokio::test]
async fn an_address_removed_opens_nothing_and_the_last_one_stays() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let path = |address: &str| format!("/addresses/{address}");
    assert_eq!(browser.delete(&path(HELENE)).await.no(), (409, "identity.main_address"));
    assert_eq!(browser.delete(&path(OTHER)).await.no(), (404, "identity.no_such_address"));
    add(&house, &browser, OTHER).await;
    assert_eq!(browser.delete(&path(HELENE)).await.no(), (409, "identity.main_address"));

    assert_eq!(browser.delete(&path(OTHER)).await.status, StatusCode::NO_CONTENT);

    assert_eq!(house.browser().sign_in(OTHER, PASSWORD).await.no(), (401, "identity.wrong_credentials"));
    let mut stranger = house.browser();
    house.advance(Duration::minutes(1));
    let newcomer = stranger.come_by_code(OTHER).await;
    assert_ne!(newcomer.body["person"]["name"], "Hélène Marchetti", "it is nobody's: a newcomer takes it");
}

#[tokio::test]
async fn addresses_change_for_who_showed_lately_who_they_are() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    house.advance(Duration::minutes(16));
    for (method, path) in [("POST", "/addresses"), ("PUT", "/addresses/main")] {
        let answer = browser.send(method, path, json!({ "address": OTHER })).await;
        assert_eq!(answer.no(), (401, "confirm"), "{method} {path}");
    }
    assert_eq!(browser.delete(&format!("/addresses/{OTHER}")).await.no(), (401, "confirm"));
}

#[tokio::test]
async fn a_suspended_person_is_so_by_every_address() {
    let house = house().await;
    add(&house, &house.signed_in(HELENE).await, OTHER).await;
    let person = house.identity.find(&OTHER.parse().unwrap()).await.unwrap().unwrap();
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;
    assert_eq!(house.browser().sign_in(OTHER, PASSWORD).await.no(), (403, "identity.disabled"));
}
