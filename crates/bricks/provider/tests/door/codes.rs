//! The token endpoint with codes: once, to whom they were given, with what they were asked with.

use axum::http::StatusCode;
use serde_json::json;
use time::Duration;

use crate::{House, VERIFIER, house::ISSUER, jwt};

#[tokio::test]
async fn a_code_becomes_tokens_that_say_who_signed_in() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let caller = helene.caller().await;

    let answer = app.tokens(&helene, &[]).await;

    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!((answer.word("token_type"), answer.body["expires_in"].as_i64()), ("Bearer".into(), Some(300)));
    assert_eq!(answer.word("scope"), "openid email siret");
    let claims = jwt::read(&house, &answer.word("id_token")).await;
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!((&claims["aud"], &claims["azp"]), (&json!(app.id), &json!(app.id)));
    assert_eq!((&claims["sub"], &claims["nonce"]), (&json!(caller.person), &json!("nonce-1")));
    assert_eq!((&claims["acr"], &claims["sid"]), (&json!("eidas1"), &json!(caller.session)));
    assert_eq!(claims["auth_time"], caller.authenticated_at.unix_timestamp());
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 300);
    assert!(claims["at_hash"].is_string() && claims.get("email").is_none());

    let me = house.userinfo(&answer.word("access_token")).await;
    assert_eq!(me.status, StatusCode::OK);
    assert_eq!(
        me.body,
        json!({ "sub": caller.person, "email": "helene@culture.exemple.fr", "email_verified": true, "siret": "11004601800013" })
    );
}

#[tokio::test]
async fn a_code_that_is_shown_again_takes_back_what_it_gave() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let code = app.code(&helene, &[]).await;
    let first = app.exchange(&code).await;
    let access = first.word("access_token");
    assert_eq!(house.userinfo(&access).await.status, StatusCode::OK);

    let again = app.exchange(&code).await;

    assert_eq!(again.no(), (400, "invalid_grant"));
    assert_eq!(house.userinfo(&access).await.no(), (401, "invalid_token"));
    assert_eq!(app.introspect(&access).await.body, json!({ "active": false }));
    assert_eq!(app.refresh(&first.word("refresh_token")).await.no(), (400, "invalid_grant"));
    assert_eq!(house.told().await.last().unwrap(), "provider.grant.ended");
}

#[tokio::test]
async fn a_code_shown_twice_at_once_gives_one_answer() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let code = app.code(&helene, &[]).await;

    let answers = tokio::join!(app.exchange(&code), app.exchange(&code), app.exchange(&code));

    let good = [&answers.0, &answers.1, &answers.2].into_iter().filter(|answer| answer.status.is_success());
    assert!(good.count() <= 1, "two got tokens for one code");
}

#[tokio::test]
async fn a_code_opens_only_with_all_that_it_was_asked_with() {
    let house = House::open().await;
    let app = house.trusted().await;
    let other = house.trusted().await;
    let helene = house.helene().await;
    let code = app.code(&helene, &[]).await;
    let with = |redirect: &'static str, verifier: &'static str| {
        let mut fields = vec![("grant_type", "authorization_code"), ("code", code.as_str())];
        if !redirect.is_empty() {
            fields.push(("redirect_uri", redirect));
        }
        if !verifier.is_empty() {
            fields.push(("code_verifier", verifier));
        }
        fields
    };
    const HOME: &str = "https://agenda.exemple.fr/retour";
    const WRONG: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    assert_eq!(other.exchange(&code).await.no(), (400, "invalid_grant"), "another client's");
    for (redirect, verifier, error) in [
        (HOME, "", "invalid_grant"),
        (HOME, WRONG, "invalid_grant"),
        (HOME, crate::house::CHALLENGE, "invalid_grant"),
        ("https://agenda.exemple.fr/autre", VERIFIER, "invalid_grant"),
        ("", VERIFIER, "invalid_request"),
    ] {
        assert_eq!(app.token(&with(redirect, verifier)).await.no(), (400, error), "{redirect} {verifier}");
    }
    assert_eq!(app.exchange(&code).await.status, StatusCode::OK, "none of them spoilt it");
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let bare = [("code_challenge", ""), ("code_challenge_method", "")];

    let code = app.code(&helene, &bare).await;
    assert_eq!(app.exchange(&code).await.no(), (400, "invalid_grant"));
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", app.redirect_uri.as_str()),
    ];
    assert_eq!(app.token(&fields).await.status, StatusCode::OK, "as ProConnect's clients do");
}

#[tokio::test]
async fn a_code_lives_a_minute() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let code = app.code(&helene, &[]).await;
    house.advance(Duration::seconds(61));

    assert_eq!(app.exchange(&code).await.no(), (400, "invalid_grant"));
}

#[tokio::test]
async fn the_token_endpoint_refuses_in_the_words_of_the_field() {
    let house = House::open().await;
    let app = house.trusted().await;
    for (body, status, error) in [
        ("grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        ("grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x", 400, "unauthorized_client"),
        ("", 400, "invalid_request"),
        ("grant_type=authorization_code", 400, "invalid_request"),
        ("grant_type=authorization_code&code=x&code=y", 400, "invalid_request"),
        ("grant_type=refresh_token&refresh_token=sacr_x", 400, "invalid_grant"),
    ] {
        let answer = house.raw_form("/oauth2/token", body.to_owned(), app.basic().as_deref()).await;
        assert_eq!(answer.no(), (status, error), "{body}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(answer.body["error_description"].is_string());
    }
    let json = axum::http::Request::post("/oauth2/token").header("content-type", "application/json");
    let json = house.send(json.body(axum::body::Body::from("{}")).unwrap()).await;
    assert_eq!(json.no(), (400, "invalid_request"));
    let long = house.raw_form("/oauth2/token", format!("a={}", "x".repeat(70_000)), None).await;
    assert_eq!(long.no(), (400, "invalid_request"));
}
