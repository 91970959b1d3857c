//! Passwords for programs that ask for a name and a password.

use axum::http::StatusCode;
use identity::Settings;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    Answer, Browser, House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const ELSEWHERE: &str = "/api/transfer/limits";

async fn house() -> House {
    let house = House::open_with(Settings { revocation_milliseconds: 0, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

async fn create(browser: &Browser<'_>, scopes: &[&str]) -> Answer {
    let asked = json!({ "name": "Agenda", "scopes": scopes, "days": 30, "kind": "application_password" });
    browser.send("POST", "/tokens", asked).await
}

fn program<'a>(house: &'a House, address: &str, password: &str) -> Browser<'a> {
    let mut program = house.browser();
    program.basic = Some((address.to_owned(), password.to_owned()));
    program.site = "";
    program
}

#[tokio::test]
async fn an_applications_password_opens_its_tools_with_an_address_of_its_person() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let created = create(&browser, &["transfer"]).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.body);
    let password = created.body["token"].as_str().unwrap();
    assert_eq!((password.len(), password.matches('-').count()), (24, 4));
    assert_eq!(browser.get("/tokens").await.body["tokens"][0]["kind"], "application_password");

    let program = program(&house, HELENE, password);
    assert_eq!(program.get(ELSEWHERE).await.status, StatusCode::OK);
    assert_eq!(program.who().await.as_deref(), Some(HELENE));
    assert_eq!(program.get("/me").await.body["session"]["strength"], "token");
    assert_eq!(program.get("/tokens").await.no(), (403, "identity.not_by_token"));
    let other = create(&browser, &["chat"]).await;
    let other = super::application_passwords::program(&house, HELENE, other.body["token"].as_str().unwrap());
    assert_eq!(other.get(ELSEWHERE).await.no(), (403, "web.token_elsewhere"));
    let mut bearer = house.browser();
    bearer.bearer = Some(password.to_owned());
    assert!(bearer.who().await.is_none(), "it is no bearer token");
}

#[tokio::test]
async fn it_opens_with_no_other_address_and_a_persons_own_password_does_not_open_so() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"]).await;
    let password = created.body["token"].as_str().unwrap();

    assert!(program(&house, "hugo@culture.exemple.fr", password).who().await.is_none());
    assert!(program(&house, "", password).who().await.is_none());
    assert!(program(&house, HELENE, PASSWORD).who().await.is_none());
    assert!(program(&house, &HELENE.to_uppercase(), &password.to_uppercase()).who().await.is_some());
}

#[tokio::test]
async fn it_ends_with_its_date_its_withdrawal_and_its_person() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let (one, two) = (create(&browser, &["transfer"]).await, create(&browser, &["transfer"]).await);
    let of = |created: &Answer| program(&house, HELENE, created.body["token"].as_str().unwrap());
    let (first, second) = (of(&one), of(&two));
    assert!(first.who().await.is_some() && second.who().await.is_some());

    browser.delete(&format!("/tokens/{}", one.body["id"].as_str().unwrap())).await;
    assert!(first.who().await.is_none() && second.who().await.is_some());
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;
    assert!(second.who().await.is_none());

    house.identity.enable(Actor::System, person).await.unwrap();
    house.note_facts().await;
    let third = of(&create(&house.signed_in(HELENE).await, &["transfer"]).await);
    assert!(third.who().await.is_some());
    house.advance(Duration::days(30));
    assert!(third.who().await.is_none());
}

#[tokio::test]
async fn wrong_ones_are_counted_and_shut_no_other_way_in() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"]).await;
    let right = program(&house, HELENE, created.body["token"].as_str().unwrap());
    for n in 0..10 {
        let wrong = program(&house, HELENE, &format!("aaaa-aaaa-aaaa-aaaa-aaa{}", n % 8 + 2));
        assert_eq!(wrong.get(ELSEWHERE).await.no(), (401, "sign_in"));
    }
    assert_eq!(right.get(ELSEWHERE).await.no(), (429, "identity.too_many_tries"));
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
    house.advance(Duration::minutes(15));
    assert_eq!(right.get(ELSEWHERE).await.status, StatusCode::OK);
    for _ in 0..30 {
        assert_eq!(right.get(ELSEWHERE).await.status, StatusCode::OK, "what is known is not counted");
    }
}

#[tokio::test]
async fn wrong_passwords_and_recovery_codes_do_not_shut_a_program_out() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"]).await;
    for _ in 0..11 {
        house.browser().sign_in(HELENE, "un autre mot de passe").await;
    }
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.no(), (429, "identity.too_many_tries"));

    let right = program(&house, HELENE, created.body["token"].as_str().unwrap());
    assert_eq!(right.get(ELSEWHERE).await.status, StatusCode::OK);
    let counted: Vec<(String, i32)> =
        sqlx::query_as("SELECT kind, tries FROM identity.password_tries ORDER BY kind")
            .fetch_all(house.store.pool())
            .await
            .unwrap();
    assert_eq!(counted, [("password".to_owned(), 12)], "what was right is forgotten");
}

#[tokio::test]
async fn a_browser_that_kept_it_lends_it_to_no_other_site() {
    let house = house().await;
    let created = create(&house.signed_in(HELENE).await, &["transfer"]).await;
    let mut browser = program(&house, HELENE, created.body["token"].as_str().unwrap());
    for site in ["cross-site", "same-site"] {
        browser.site = site;
        let answer = browser.send("PATCH", "/me", json!({ "name": "a" })).await;
        assert_eq!(answer.no(), (403, "web.cross_site"), "{site}");
    }
    browser.site = "";
    let answer = browser.send("PATCH", "/me", json!({ "name": "a" })).await;
    assert_eq!(answer.no(), (403, "identity.not_by_token"), "a program passes, and manages no keys");
}

#[tokio::test]
async fn with_an_address_removed_it_opens_no_longer() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let other = "h.marchetti@association.exemple.org";
    let begun = browser.send("POST", "/addresses", json!({ "address": other })).await;
    let code = house.mailed_code(other).await;
    browser.send("POST", "/addresses/proofs", json!({ "id": begun.body["id"], "code": code })).await;
    let created = create(&browser, &["transfer"]).await;
    let program = program(&house, other, created.body["token"].as_str().unwrap());
    assert!(program.who().await.is_some());

    browser.delete(&format!("/addresses/{other}")).await;

    assert!(program.who().await.is_none());
    assert_eq!(browser.get("/tokens").await.body["tokens"].as_array().map(Vec::len), Some(1));
    assert_ne!(created.body["token"], Value::Null);
}
