//! Devices without a browser.

use axum::http::StatusCode;
use provider::Settings;
use serde_json::json;
use time::Duration;

use crate::{Answer, App, House};

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn grants() -> serde_json::Value {
    json!({ "grant_types": ["authorization_code", "refresh_token", DEVICE] })
}

async fn starts(house: &House, app: &App<'_>) -> Answer {
    let answer = house.form("/oauth2/device", &[("scope", "openid email")], app.basic().as_deref()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    answer
}

async fn polls(app: &App<'_>, code: &str) -> Answer {
    app.token(&[("grant_type", DEVICE), ("device_code", code)]).await
}

#[tokio::test]
async fn a_person_lets_a_device_in() {
    let house = House::open().await;
    let app = house.app(grants()).await;
    let helene = house.helene().await;
    let device = starts(&house, &app).await;
    let (code, shown) = (device.word("device_code"), device.word("user_code"));
    assert_eq!(device.word("verification_uri"), "https://sac.exemple.fr/device");
    assert!(device.word("verification_uri_complete").ends_with(&shown));

    assert_eq!(polls(&app, &code).await.no(), (400, "authorization_pending"));
    assert_eq!(polls(&app, &code).await.no(), (400, "slow_down"));
    house.advance(Duration::seconds(7));
    assert_eq!(polls(&app, &code).await.no(), (400, "slow_down"), "it was told to wait for ten");
    house.advance(Duration::seconds(16));
    assert_eq!(polls(&app, &code).await.no(), (400, "authorization_pending"));

    let typed = shown.to_lowercase().replace('-', " ").replace(' ', "%20");
    let page = helene.get(&format!("/api/provider/device-requests/{typed}")).await;
    assert_eq!(page.body["client"]["name"], "Agenda");
    let allowed = helene
        .post(&format!("/api/provider/device-requests/{typed}/decisions"), &json!({ "allow": true }))
        .await;
    assert_eq!(allowed.status, StatusCode::NO_CONTENT);

    let tokens = polls(&app.saying("Pendule/2 (Android 16)"), &code).await;
    assert_eq!(tokens.status, StatusCode::OK, "{}", tokens.text);
    let list = helene.get("/api/provider/grants").await;
    assert_eq!(list.body["grants"][0]["device_name"], "Agenda (Android)");
    assert_eq!(house.userinfo(&tokens.word("access_token")).await.body["email"], "helene@culture.exemple.fr");
    assert_eq!(polls(&app, &code).await.no(), (400, "invalid_grant"), "once");
    let again = helene.get(&format!("/api/provider/device-requests/{shown}")).await;
    assert_eq!(again.no(), (404, "provider.no_such_code"));
}

#[tokio::test]
async fn a_device_is_refused_or_comes_too_late() {
    let house = House::open().await;
    let (app, other) = (house.app(grants()).await, house.app(grants()).await);
    let helene = house.helene().await;
    let device = starts(&house, &app).await;
    let path = format!("/api/provider/device-requests/{}/decisions", device.word("user_code"));
    assert_eq!(helene.post(&path, &json!({ "allow": false })).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        polls(&other, &device.word("device_code")).await.no(),
        (400, "invalid_grant"),
        "another client's"
    );
    assert_eq!(polls(&app, &device.word("device_code")).await.no(), (400, "access_denied"));

    let late = starts(&house, &app).await;
    house.advance(Duration::minutes(16));
    assert_eq!(polls(&app, &late.word("device_code")).await.no(), (400, "expired_token"));
    let path = format!("/api/provider/device-requests/{}", late.word("user_code"));
    assert_eq!(helene.get(&path).await.no(), (404, "provider.no_such_code"));
    let plain = house.trusted().await;
    let refused = house.form("/oauth2/device", &[("scope", "openid")], plain.basic().as_deref()).await;
    assert_eq!(refused.no(), (400, "unauthorized_client"));
}

#[tokio::test]
async fn nobody_guesses_the_code_of_a_device() {
    let house = House::open_with(Settings { device_tries: 5, ..Settings::default() }).await;
    let app = house.app(grants()).await;
    let helene = house.helene().await;
    let device = starts(&house, &app).await;
    let right = format!("/api/provider/device-requests/{}", device.word("user_code"));
    for _ in 0..5 {
        let wrong = helene.get("/api/provider/device-requests/BCDF-GHJK").await;
        assert_eq!(wrong.no(), (404, "provider.no_such_code"));
    }

    let answer = helene.get(&right).await;
    assert_eq!(answer.no(), (429, "provider.too_many_codes"));
    assert!(answer.headers.contains_key("retry-after"));
    let decided = helene.post(&format!("{right}/decisions"), &json!({ "allow": true })).await;
    assert_eq!(decided.no(), (429, "provider.too_many_codes"));
    assert_eq!(house.stranger().get(&right).await.no(), (401, "sign_in"));
    let karim = house.signed_in(house.person("karim@culture.exemple.fr").await).await;
    assert_eq!(karim.get(&right).await.status, StatusCode::OK, "another person is not held back");
    house.advance(Duration::minutes(11));
    assert_eq!(helene.get(&right).await.status, StatusCode::OK);
}
