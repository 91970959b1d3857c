//! Invitations, by letter.

use axum::http::StatusCode;
use kernel::{Actor, Language};
use serde_json::{Value, json};
use time::Duration;

use crate::{
    Answer, Browser, House, Telephone,
    house::{PASSWORD, key_in},
};

const HELENE: &str = "helene@culture.exemple.fr";
const NADIA: &str = "nadia@nouveau.exemple.fr";

/// Hélène administers.
async fn house() -> House {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    house.permissions.administrators.lock().unwrap().push(person);
    house
}

async fn invite(browser: &Browser<'_>, address: &str) -> Answer {
    browser.send("POST", "/invitations", json!({ "address": address, "name": "Nadia Benali" })).await
}

async fn key(house: &House, address: &str) -> String {
    let letters = house.letters().await;
    key_in(&letters.iter().find(|(to, ..)| to.contains(address)).expect("a letter left").2)
}

async fn accept(browser: &mut Browser<'_>, key: &str, body: Value) -> Answer {
    let answer = browser.send("POST", &format!("/invitations/{key}/acceptances"), body).await;
    browser.keep_cookie(&answer);
    answer
}

#[tokio::test]
async fn an_invitation_proves_the_address_and_opens_once() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let sent = invite(&browser, NADIA).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    assert_eq!(sent.body["expires_at"], "2026-12-07T09:00:00Z");
    let (_, subject, text) = house.letters().await.remove(0);
    assert_eq!(subject, "Hélène Marchetti vous invite dans Sacados");
    assert!(text.contains("Ministère de la Culture"), "{text}");
    let key = key_in(&text);
    let kept: Vec<u8> = sqlx::query_scalar("SELECT key FROM identity.invitations")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_ne!(kept, key.as_bytes());

    let mut newcomer = house.browser();
    let seen = newcomer.get(&format!("/invitations/{key}")).await;
    assert_eq!(
        seen.body,
        json!({
            "address": NADIA, "name": "Nadia Benali", "kind": "agent", "until": null,
            "invited_by": { "name": "Hélène Marchetti", "organisation": "Ministère de la Culture" },
            "expires_at": "2026-12-07T09:00:00Z",
        })
    );
    let opened = accept(&mut newcomer, &key, json!({ "name": "Nadia B.", "password": PASSWORD })).await;

    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    assert_eq!(opened.body["person"]["name"], "Nadia B.");
    assert_eq!(opened.body["session"]["acr"], "eidas0");
    assert_eq!(house.browser().sign_in(NADIA, PASSWORD).await.status, StatusCode::CREATED);
    let again = accept(&mut house.browser(), &key, json!({ "name": "Quelqu’un" })).await;
    assert_eq!(again.no(), (410, "identity.invitation_over"));
    assert_eq!(newcomer.get(&format!("/invitations/{key}")).await.no(), (410, "identity.invitation_over"));
    assert_eq!(browser.get("/invitations").await.body, json!({ "invitations": [] }));
}

#[tokio::test]
async fn only_administrators_invite_and_see_their_own() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let his = house.signed_in("hugo@culture.exemple.fr").await;
    assert_eq!(invite(&his, NADIA).await.no(), (403, "identity.not_administrator"));
    assert!(house.letters().await.is_empty());

    let sent = invite(&house.signed_in(HELENE).await, NADIA).await;
    assert_eq!(his.get("/invitations").await.body, json!({ "invitations": [] }));
    let path = format!("/invitations/{}", sent.body["id"].as_str().unwrap());
    assert_eq!(his.delete(&path).await.no(), (404, "identity.no_such_invitation"));
}

#[tokio::test]
async fn an_invitation_withdrawn_replaced_or_old_opens_nothing() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let sent = invite(&browser, NADIA).await;
    let withdrawn = key(&house, NADIA).await;
    let path = format!("/invitations/{}", sent.body["id"].as_str().unwrap());
    assert_eq!(browser.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.delete(&path).await.no(), (404, "identity.no_such_invitation"));

    invite(&browser, NADIA).await;
    let replaced = key(&house, NADIA).await;
    house.advance(Duration::SECOND);
    invite(&browser, NADIA).await;
    let last = key(&house, NADIA).await;
    let over = async |key: &str| {
        let answer = accept(&mut house.browser(), key, json!({ "name": "Nadia" })).await;
        answer.no() == (410, "identity.invitation_over")
    };
    assert!(
        over(&withdrawn).await && over(&replaced).await && over("x").await && over(&"a".repeat(43)).await
    );
    house.advance(Duration::days(14));
    assert!(over(&last).await);
}

#[tokio::test]
async fn an_invitation_takes_nothing_from_who_came_before() {
    let house = house().await;
    house.agent(NADIA, "Nadia Benali-Martin").await;
    invite(&house.signed_in(HELENE).await, NADIA).await;
    let key = key(&house, NADIA).await;

    let mut browser = house.browser();
    let other = json!({ "name": "Quelqu’un d’autre", "password": "le chien dort sous la table" });
    assert_eq!(accept(&mut browser, &key, other).await.no(), (409, "identity.has_password"));
    let opened = accept(&mut browser, &key, json!({ "name": "Quelqu’un d’autre" })).await;
    assert_eq!(opened.status, StatusCode::CREATED);
    assert_eq!(opened.body["person"]["name"], "Nadia Benali-Martin");
    assert_eq!(house.browser().sign_in(NADIA, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn who_owes_a_second_factor_owes_it_here_too() {
    let house = house().await;
    house.agent(NADIA, "Nadia Benali").await;
    Telephone::set_up(&house, &house.signed_in(NADIA).await).await;
    invite(&house.signed_in(HELENE).await, NADIA).await;
    let key = key(&house, NADIA).await;
    let mut browser = house.browser();
    assert_eq!(accept(&mut browser, &key, json!({ "name": "Nadia" })).await.status, StatusCode::ACCEPTED);
    assert!(browser.who().await.is_none());
}

#[tokio::test]
async fn a_suspended_person_is_not_let_in_by_a_letter() {
    let house = house().await;
    let person = house.agent(NADIA, "Nadia Benali").await;
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;
    invite(&house.signed_in(HELENE).await, NADIA).await;
    let key = key(&house, NADIA).await;
    let answer = accept(&mut house.browser(), &key, json!({ "name": "Nadia" })).await;
    assert_eq!(answer.no(), (403, "identity.disabled"));
}

#[tokio::test]
async fn a_letter_of_somebody_suspended_opens_nothing() {
    let house = house().await;
    invite(&house.signed_in(HELENE).await, NADIA).await;
    let key = key(&house, NADIA).await;
    let helene = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    house.identity.disable(Actor::System, helene).await.unwrap();
    house.note_facts().await;
    let answer = accept(&mut house.browser(), &key, json!({ "name": "Nadia" })).await;
    assert_eq!(answer.no(), (410, "identity.invitation_over"));
}

#[tokio::test]
async fn bricks_above_invite_too_and_nobody_without_end() {
    let house = house().await;
    let helene = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    for n in 0..100 {
        let address = format!("a{n}@nouveau.exemple.fr").parse().unwrap();
        house.identity.invite(helene, &address, "Nadia", Language::En).await.unwrap();
    }
    house.note_facts().await;
    let answer = invite(&house.signed_in(HELENE).await, NADIA).await;
    assert_eq!(answer.no(), (429, "identity.too_many_invitations"));
    house.advance(Duration::DAY);
    assert_eq!(invite(&house.signed_in(HELENE).await, NADIA).await.status, StatusCode::CREATED);
}
