//! One's name, language and password.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

use crate::{Answer, Browser, House, house::PASSWORD};

const HELENE: &str = "helene@culture.exemple.fr";
const NEW: &str = "le chien dort sous la table";

async fn house() -> House {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

async fn choose(browser: &Browser<'_>, current: Option<&str>, new: &str) -> Answer {
    let mut body = json!({ "new": new });
    if let Some(current) = current {
        body["current"] = json!(current);
    }
    browser.send("PUT", "/me/password", body).await
}

#[tokio::test]
async fn one_changes_ones_name_and_language() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;

    let answer = browser.send("PATCH", "/me", json!({ "name": "  Hélène  Roux " })).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(
        (&answer.body["person"]["name"], &answer.body["person"]["initials"]),
        (&json!("Hélène Roux"), &json!("HR"))
    );
    let answer = browser.send("PATCH", "/me", json!({ "language": "en" })).await;
    assert_eq!(answer.body["person"]["language"], "en");
    assert_eq!(browser.get("/me").await.body["person"]["name"], "Hélène Roux");
}

#[tokio::test]
async fn what_could_disguise_a_name_is_taken_out_of_it() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let given = json!({ "name": "Hélène\r\n\u{202E}Roux\u{202C}\u{0}" });
    assert_eq!(browser.send("PATCH", "/me", given).await.body["person"]["name"], "Hélène Roux");
}

#[tokio::test]
async fn a_name_that_says_nothing_is_refused() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for name in ["", "\u{202E}\n", "<script>", &"a".repeat(101)] {
        let answer = browser.send("PATCH", "/me", json!({ "name": name })).await;
        assert_eq!(answer.no(), (422, "identity.bad_name"));
    }
    let answer = browser.send("PATCH", "/me", json!({ "language": "de" })).await;
    assert_eq!(answer.no(), (422, "web.bad_json"));
    assert_eq!(
        browser.send("PATCH", "/me", json!({ "address": "a@b.fr" })).await.no(),
        (422, "web.bad_json")
    );
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_closes_the_other_sessions() {
    let house = house().await;
    let (browser, forgotten) = (house.signed_in(HELENE).await, house.signed_in(HELENE).await);

    let answer = choose(&browser, Some(PASSWORD), NEW).await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.body, Value::Null);
    assert_eq!(answer.told[0]["details"]["closed"].as_array().unwrap().len(), 1);
    assert!(browser.who().await.is_some());
    assert!(forgotten.who().await.is_none());
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.browser().sign_in(HELENE, NEW).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_old_password_is_asked_and_not_for_ever() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    assert_eq!(choose(&browser, None, NEW).await.no(), (403, "identity.wrong_password"));
    for _ in 0..10 {
        assert_eq!(
            choose(&browser, Some("un autre mot de passe"), NEW).await.no(),
            (403, "identity.wrong_password")
        );
    }
    assert_eq!(choose(&browser, Some(PASSWORD), NEW).await.no(), (429, "identity.too_many_tries"));
    house.advance(Duration::minutes(15));
    assert_eq!(choose(&browser, Some(PASSWORD), NEW).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_after_a_code_and_soon() {
    let house = house().await;
    let mut browser = house.browser();
    browser.come_by_code(HELENE).await;
    house.advance(Duration::minutes(15));
    assert_eq!(choose(&browser, None, NEW).await.no(), (403, "identity.wrong_password"));

    browser.come_by_code(HELENE).await;
    house.advance(Duration::minutes(14));
    assert_eq!(choose(&browser, None, NEW).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.browser().sign_in(HELENE, NEW).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn who_has_no_password_chooses_one() {
    let house = house().await;
    let mut browser = house.browser();
    browser.come_by_code("yanis@association.exemple.org").await;
    house.advance(Duration::minutes(20));

    assert_eq!(choose(&browser, None, NEW).await.status, StatusCode::NO_CONTENT);
    let answer = house.browser().sign_in("yanis@association.exemple.org", NEW).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert!(answer.set_cookie().contains("; Max-Age=1800;"), "a password makes nobody an agent");
}

#[tokio::test]
async fn a_password_that_is_easily_guessed_is_refused() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    for (new, code) in [
        ("onze signes", "identity.password_too_short"),
        (&"é".repeat(129), "identity.password_too_long"),
        ("Hélène Marchetti", "identity.password_is_you"),
        (HELENE, "identity.password_is_you"),
        ("motdepasse2026", "identity.password_too_common"),
    ] {
        assert_eq!(choose(&browser, Some(PASSWORD), new).await.no(), (422, code));
    }
    assert_eq!(
        house.browser().sign_in(HELENE, PASSWORD).await.status,
        StatusCode::CREATED,
        "nothing changed"
    );
}
