//! Showing again who one is, before one's keys change.

use axum::http::StatusCode;
use identity::Settings;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    Browser, House, Telephone,
    house::{PASSWORD, settings},
    telephone::second,
};

const HELENE: &str = "helene@culture.exemple.fr";

async fn house() -> House {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

/// Operations on one's keys, which are worth being shown again who asks.
fn of_keys() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("POST", "/totp", json!({})),
        ("DELETE", "/totp", Value::Null),
        ("POST", "/recovery-codes", json!({})),
        ("POST", "/passkeys/registrations", json!({})),
        ("DELETE", "/passkeys/0190163d-8694-739b-aea5-966c26f8ad91", Value::Null),
        ("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 1 })),
    ]
}

async fn asked_to_confirm(browser: &Browser<'_>) -> bool {
    let mut asked = vec![];
    for (method, path, body) in of_keys() {
        let answer = browser.send(method, path, body).await;
        asked.push(answer.no() == (401, "confirm"));
        if answer.no().1 == "confirm" {
            assert_eq!(answer.body["params"]["within_seconds"], 900);
        }
    }
    assert!(asked.iter().all(|one| *one == asked[0]), "{asked:?}");
    asked[0]
}

#[tokio::test]
async fn a_session_just_opened_is_not_asked_and_an_old_one_is() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    house.advance(Duration::minutes(15));
    assert!(!asked_to_confirm(&browser).await);
    house.advance(Duration::SECOND);
    assert!(asked_to_confirm(&browser).await);
}

#[tokio::test]
async fn a_password_confirms_on_every_node_for_a_quarter_of_an_hour() {
    let house = house().await;
    let other = house.node(Settings { revocation_milliseconds: 0, ..settings() });
    let browser = house.signed_in(HELENE).await;
    house.advance(Duration::hours(1));
    let mut there = other.browser();
    there.watched = false;
    there.cookie = browser.cookie.clone();
    assert!(asked_to_confirm(&there).await);

    assert_eq!(
        browser.get("/confirmations").await.body,
        json!({ "ways": ["password", "code"], "address": HELENE })
    );
    let wrong = browser.send("POST", "/confirmations", json!({ "password": "un autre mot de passe" })).await;
    assert_eq!(wrong.no(), (403, "identity.not_confirmed"));
    assert!(asked_to_confirm(&browser).await);
    let answer = browser.send("POST", "/confirmations", json!({ "password": PASSWORD })).await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.body);
    assert!(!asked_to_confirm(&browser).await);
    assert!(!asked_to_confirm(&there).await);
    house.note_facts().await;
    let session = browser.get("/me").await.body["session"].clone();
    assert_eq!(session["authenticated_at"], "2026-11-23T10:00:00Z");
    assert_eq!(session["acr"], "eidas1");
    house.advance(Duration::minutes(16));
    assert!(asked_to_confirm(&browser).await);
}

#[tokio::test]
async fn wrong_passwords_are_counted_here_as_at_the_door() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for _ in 0..10 {
        let wrong =
            browser.send("POST", "/confirmations", json!({ "password": "un autre mot de passe" })).await;
        assert_eq!(wrong.no(), (403, "identity.not_confirmed"));
    }
    let right = browser.send("POST", "/confirmations", json!({ "password": PASSWORD })).await;
    assert_eq!(right.no(), (429, "identity.too_many_tries"));
}

#[tokio::test]
async fn a_code_mailed_to_ones_own_address_confirms_and_anothers_does_not() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let browser = house.signed_in(HELENE).await;
    house.advance(Duration::hours(1));

    let id = browser.ask_code("hugo@culture.exemple.fr").await;
    let code = house.mailed_code("hugo@culture.exemple.fr").await;
    let others = browser.send("POST", "/confirmations", json!({ "code": { "id": id, "code": code } })).await;
    assert_eq!(others.no(), (403, "identity.not_confirmed"));

    let id = browser.ask_code(HELENE).await;
    let code = house.mailed_code(HELENE).await;
    let wrong = json!({ "code": { "id": id, "code": "2222-2222" } });
    assert_eq!(browser.send("POST", "/confirmations", wrong).await.no(), (401, "identity.wrong_code"));
    let right = json!({ "code": { "id": id, "code": code } });
    assert_eq!(browser.send("POST", "/confirmations", right.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.send("POST", "/confirmations", right).await.no(), (410, "identity.code_expired"));
    assert_eq!(browser.get("/me").await.body["session"]["acr"], "eidas1", "a mailbox takes nothing away");
}

#[tokio::test]
async fn a_telephone_raises_a_session_and_neither_password_nor_mailbox_confirms_any_more() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let telephone = Telephone::set_up(&house, &browser).await;
    house.advance(Duration::hours(1));
    assert_eq!(
        browser.get("/confirmations").await.body["ways"],
        json!(["totp", "recovery_code"]),
        "who asks for more than a password or a mailbox asks for it here too"
    );
    let id = browser.ask_code(HELENE).await;
    let code = house.mailed_code(HELENE).await;
    let mailed = json!({ "code": { "id": id, "code": code } });
    for alone in [mailed, json!({ "password": PASSWORD })] {
        let refused = browser.send("POST", "/confirmations", alone).await;
        assert_eq!(refused.no(), (403, "identity.confirm_by_factor"));
    }

    let shown = json!({ "totp": telephone.code(&house) });
    assert_eq!(browser.send("POST", "/confirmations", shown.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.send("POST", "/confirmations", shown).await.no(), (403, "identity.not_confirmed"));
    assert_eq!(browser.get("/me").await.body["session"]["acr"], "eidas1-mfa");
    let session = browser.get("/me").await.body["session"].clone();
    assert_eq!(session["acr"], "eidas1-mfa");
    assert_eq!(session["amr"], json!(["pwd", "totp", "mfa"]));

    let recovery = json!({ "recovery_code": telephone.recovery_codes[0] });
    assert_eq!(browser.send("POST", "/confirmations", recovery.clone()).await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.send("POST", "/confirmations", recovery).await.no(), (403, "identity.not_confirmed"));
}

#[tokio::test]
async fn exactly_one_thing_confirms() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for body in [json!({}), json!({ "password": PASSWORD, "totp": "123456" })] {
        assert_eq!(
            browser.send("POST", "/confirmations", body).await.no(),
            (422, "identity.bad_confirmation")
        );
    }
    let sample = browser.send("POST", "/confirmations", json!({ "sample": true })).await;
    assert_eq!(sample.no(), (403, "identity.not_confirmed"), "one click confirms in a sample State only");
}

#[tokio::test]
async fn one_click_confirms_in_a_sample_state() {
    let house = House::open_with(Settings { sample: true, ..settings() }).await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let mut browser = house.browser();
    let opened = browser.send("POST", "/sample/sessions", json!({ "person": person })).await;
    browser.keep_cookie(&opened);
    house.advance(Duration::hours(1));
    assert!(asked_to_confirm(&browser).await);

    assert_eq!(browser.get("/confirmations").await.body["ways"][0], "sample");
    let answer = browser.send("POST", "/confirmations", json!({ "sample": true })).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(!asked_to_confirm(&browser).await);
}

#[tokio::test]
async fn a_program_confirms_nothing() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let made =
        browser.send("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 1 })).await;
    let mut program = house.browser();
    program.bearer = Some(made.body["token"].as_str().unwrap().to_owned());
    let answer = program.send("POST", "/confirmations", json!({ "password": PASSWORD })).await;
    assert_eq!(answer.no(), (403, "identity.not_by_token"));
}

#[tokio::test]
async fn a_recovery_code_proves_whose_an_address_is_once() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let telephone = Telephone::set_up(&house, &browser).await;
    house.advance(Duration::seconds(30));
    let (mut other, first) = {
        let mut other = house.browser();
        let first = other.sign_in(HELENE, PASSWORD).await;
        (other, first)
    };
    // Used at the door, it proves nothing elsewhere.
    let code = &telephone.recovery_codes[0];
    assert_eq!(
        second(&mut other, &first, json!({ "recovery_code": code })).await.status,
        StatusCode::CREATED
    );
    let again = house.browser().sign_in(HELENE, PASSWORD).await;
    let used = second(&mut house.browser(), &again, json!({ "recovery_code": code })).await;
    assert_eq!(used.no(), (410, "identity.second_factor_expired"));
}
