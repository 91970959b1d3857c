//! Applications that register by themselves.

use axum::http::{Request, StatusCode};
use provider::Settings;
use serde_json::{Value, json};
use time::Duration;

use crate::{Answer, House};

async fn registers(house: &House, words: &Value) -> Answer {
    let request = Request::post("/oauth2/registration").header("content-type", "application/json");
    house.send(request.body(axum::body::Body::from(words.to_string())).unwrap()).await
}

fn element() -> Value {
    json!({
        "client_name": "Élément \u{202e}", "client_uri": "https://element.exemple.fr", "application_type": "native",
        "logo_uri": "https://element.exemple.fr/logo.png",
        "redirect_uris": ["https://element.exemple.fr/retour"], "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"], "unknown_field": 1,
    })
}

#[tokio::test]
async fn a_client_of_matrix_registers_and_nobody_vouches_for_it() {
    let house = House::open().await;
    let helene = house.helene().await;

    let answer = registers(&house, &element()).await;

    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let id = answer.word("client_id");
    assert!(answer.body.get("client_secret").is_none());
    let query = |scope| {
        vec![
            ("client_id", id.as_str()),
            ("redirect_uri", "https://element.exemple.fr/retour"),
            ("response_type", "code"),
            ("scope", scope),
            ("code_challenge", crate::house::CHALLENGE),
            ("code_challenge_method", "S256"),
        ]
    };
    let scope = "openid urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ";
    let request = helene.authorize(&query(scope)).await.location().request();
    let page = helene.get(&format!("/api/provider/requests/{request}")).await;
    assert_eq!(page.body["client"]["verified"], false);
    assert_eq!(page.body["client"]["name"], "Élément");
    assert!(page.body["client"]["logo_uri"].is_null(), "a picture could pass for somebody else's");
    let more = helene.authorize(&query("openid email")).await.location();
    assert_eq!(more.get("error"), "invalid_scope", "addresses are for those whom somebody vouches for");
}

#[tokio::test]
async fn a_registration_that_wanders_is_refused() {
    let house = House::open().await;
    for (field, value, error) in [
        ("redirect_uris", json!(["https://mal.exemple/"]), "invalid_redirect_uri"),
        ("redirect_uris", json!([]), "invalid_redirect_uri"),
        ("client_uri", json!("http://element.exemple.fr"), "invalid_client_metadata"),
        ("jwks_uri", json!("http://169.254.169.254/"), "invalid_client_metadata"),
        ("grant_types", json!(["password"]), "invalid_client_metadata"),
    ] {
        let mut words = element();
        words[field] = value;
        assert_eq!(registers(&house, &words).await.no(), (400, error), "{field}");
    }
    assert_eq!(registers(&house, &json!("rien")).await.no(), (400, "invalid_client_metadata"));
    let mut long = element();
    long["client_name"] = json!("x".repeat(40_000));
    assert_eq!(registers(&house, &long).await.no(), (400, "invalid_client_metadata"));
    assert!(house.told().await.is_empty());
}

#[tokio::test]
async fn a_flood_of_registrations_is_stopped_and_swept() {
    let house = House::open_with(Settings { registrations_per_hour: 3, ..Settings::default() }).await;
    for _ in 0..3 {
        assert_eq!(registers(&house, &element()).await.status, StatusCode::CREATED);
    }
    assert_eq!(registers(&house, &element()).await.no(), (429, "temporarily_unavailable"));

    house.advance(Duration::days(8));
    for routine in web::Tool::routines(&house.provider) {
        routine.run().await.unwrap();
    }
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM provider.clients")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}
