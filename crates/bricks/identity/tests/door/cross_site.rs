//! Another site's page signs nobody in, and nobody out.

use axum::http::StatusCode;
use serde_json::json;

use crate::{House, house::PASSWORD};

const HELENE: &str = "helene@culture.exemple.fr";

#[tokio::test]
async fn another_site_signs_nobody_in() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let mut victim = house.signed_in(HELENE).await;
    let before = victim.cookie.clone();
    victim.site = "cross-site";

    // The attacker's own account, by every way in: what the victim then wrote would be the attacker's to read.
    let id = "0190163d-8694-739b-aea5-966c26f8ad91";
    for (path, body) in [
        ("/sessions".to_owned(), json!({ "address": HELENE, "password": PASSWORD })),
        (format!("/codes/{id}/sessions"), json!({ "code": "AAAA-AAAA" })),
        (format!("/second-factors/{id}/sessions"), json!({ "totp": "000000" })),
        ("/passkeys/challenges".to_owned(), json!({})),
        (format!("/passkeys/challenges/{id}/sessions"), json!({ "credential": {} })),
        ("/invitations/x/acceptances".to_owned(), json!({ "name": "a" })),
        ("/confirmations".to_owned(), json!({ "password": PASSWORD })),
    ] {
        let answer = victim.send("POST", &path, body).await;
        assert_eq!(answer.no(), (403, "web.cross_site"), "{path}");
        assert!(!answer.headers.contains_key("set-cookie"));
    }
    let out = victim.delete("/sessions/current").await;
    assert_eq!(out.no(), (403, "web.cross_site"), "nor out");
    assert!(!out.headers.contains_key("set-cookie"));
    victim.site = "same-origin";
    assert_eq!(victim.cookie, before);
    assert_eq!(victim.who().await.as_deref(), Some(HELENE));
}

#[tokio::test]
async fn a_session_given_beforehand_is_never_raised_to_somebody_elses() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let mut browser = house.browser();
    browser.cookie = Some(format!("__Host-sacados={}", "a".repeat(43)));
    let planted = browser.cookie.clone();

    assert_eq!(browser.sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);

    assert_ne!(browser.cookie, planted);
    let mut attacker = house.browser();
    attacker.cookie = planted;
    assert!(attacker.who().await.is_none());
}
