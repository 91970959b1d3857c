//! Fresher and stronger sign-ins, as applications ask for them.

use axum::http::StatusCode;
use identity::Shown;
use kernel::Amr;
use serde_json::json;
use time::Duration;
use web::Strength;

use crate::{Browser, House, house::Location, jwt};

/// Its person shows again who they are, perhaps by a second factor.
async fn confirms(house: &House, browser: &Browser<'_>, factor: Option<Amr>) {
    let mut shown = Shown::by(Strength::Password, house.now());
    if let Some(factor) = factor {
        shown = shown.and(factor);
    }
    house.identity.confirm_session(&browser.caller().await, &shown).await.unwrap();
}

#[tokio::test]
async fn a_fresh_sign_in_is_asked_for_and_then_given() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    house.advance(Duration::hours(1));
    for changes in [("prompt", "login"), ("max_age", "60"), ("max_age", "0")] {
        house.advance(Duration::minutes(5));
        let request = helene.authorize(&app.asks(&[changes])).await.location().request();
        house.advance(Duration::seconds(20));
        let page = helene.get(&format!("/api/provider/requests/{request}")).await;
        assert_eq!(page.word("needs"), "confirm", "{changes:?}");
        let refused = helene.decide(&request, true).await;
        assert_eq!(refused.no(), (401, "confirm"), "{changes:?}");
        assert!(
            refused.headers["www-authenticate"]
                .to_str()
                .unwrap()
                .contains("insufficient_user_authentication")
        );

        confirms(&house, &helene, None).await;
        house.advance(Duration::seconds(5));
        let decided = Location(helene.decide(&request, true).await.word("redirect_to"));

        let tokens = app.exchange(&decided.get("code")).await;
        let claims = jwt::read(&house, &tokens.word("id_token")).await;
        assert_eq!(claims["auth_time"], (house.now() - Duration::seconds(5)).unix_timestamp());
    }
}

#[tokio::test]
async fn what_is_essential_is_met_or_refused() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let claims = json!({ "id_token": { "acr": { "essential": true, "values": ["eidas1-mfa", "eidas2"] } } })
        .to_string();

    let silent = helene.authorize(&app.asks(&[("claims", &claims), ("prompt", "none")])).await.location();
    assert_eq!(silent.get("error"), "login_required");
    let request = helene.authorize(&app.asks(&[("claims", &claims)])).await.location().request();
    let refused = helene.decide(&request, true).await;
    assert_eq!((refused.no(), &refused.body["params"]["acr"]), ((401, "confirm"), &json!("eidas1-mfa")));
    let page = helene.get(&format!("/api/provider/requests/{request}")).await.body;
    assert_eq!(
        (&page["optional"], &page["out_of_reach"]),
        (&json!(false), &json!(true)),
        "by one click alone"
    );
    let gave_up = Location(helene.decide(&request, false).await.word("redirect_to"));
    assert_eq!(gave_up.get("error"), "unmet_authentication_requirements");
    assert_eq!(gave_up.get("error_description"), "requested ACRs could not be satisfied");

    let request = helene.authorize(&app.asks(&[("claims", &claims)])).await.location().request();
    confirms(&house, &helene, Some(Amr::Totp)).await;
    let decided = Location(helene.decide(&request, true).await.word("redirect_to"));
    let tokens = app.exchange(&decided.get("code")).await;
    let said = jwt::read(&house, &tokens.word("id_token")).await;
    assert_eq!((&said["acr"], &said["amr"]), (&json!("eidas1-mfa"), &json!(["pwd", "totp", "mfa"])));

    let impossible =
        json!({ "id_token": { "acr": { "essential": true, "value": "https://autre/loa4" } } }).to_string();
    let location = helene.authorize(&app.asks(&[("claims", &impossible)])).await.location();
    assert_eq!(
        (location.get("error"), location.get("code")),
        ("unmet_authentication_requirements".into(), String::new())
    );
    let lower = json!({ "id_token": { "acr": { "essential": true, "values": ["eidas1"] } } }).to_string();
    let tokens = app.tokens(&helene, &[("claims", &lower)]).await;
    let said = jwt::read(&house, &tokens.word("id_token")).await;
    assert_eq!(said["acr"], "eidas1", "one of those that were asked for");
}

/// Somebody who came by a password and has a telephone that shows codes.
async fn with_a_telephone(house: &House) -> Browser<'_> {
    let browser = house.helene().await;
    let pool = house.store.pool();
    sqlx::query("UPDATE identity.sessions SET strength = 'password'").execute(pool).await.unwrap();
    sqlx::query("INSERT INTO identity.totps (person, secret, last_step, since) SELECT id, '', 0, now() FROM identity.persons")
        .execute(pool)
        .await
        .unwrap();
    browser
}

#[tokio::test]
async fn what_is_wished_is_asked_of_who_can_show_it() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = with_a_telephone(&house).await;
    let wish = ("acr_values", "eidas3 eidas1-mfa");

    let request = helene.authorize(&app.asks(&[wish])).await.location().request();
    let page = helene.get(&format!("/api/provider/requests/{request}")).await.body;
    assert_eq!(
        (&page["needs"], &page["acr"], &page["optional"], &page["out_of_reach"]),
        (&json!("confirm"), &json!("eidas1-mfa"), &json!(true), &json!(false)),
        "nobody here can show eidas3"
    );
    assert_eq!(helene.decide(&request, true).await.no(), (401, "confirm"));
    confirms(&house, &helene, Some(Amr::Totp)).await;
    let decided = Location(helene.decide(&request, true).await.word("redirect_to"));
    let said = jwt::read(&house, &app.exchange(&decided.get("code")).await.word("id_token")).await;
    assert_eq!(said["acr"], "eidas1-mfa");
    let at_once = helene.authorize(&app.asks(&[wish])).await.location();
    assert!(at_once.get("code").starts_with("sacc_"), "it was shown");
}

#[tokio::test]
async fn nobody_is_kept_out_by_a_wish() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = with_a_telephone(&house).await;
    let claims = json!({ "id_token": { "acr": { "values": ["eidas1-mfa"] } } }).to_string();
    for wish in [("acr_values", "eidas1-mfa"), ("claims", claims.as_str())] {
        let silent = helene.authorize(&app.asks(&[wish, ("prompt", "none")])).await.location();
        assert!(silent.get("code").starts_with("sacc_"), "{wish:?}: nobody may be asked");

        let request = helene.authorize(&app.asks(&[wish])).await.location().request();
        let path = format!("/api/provider/requests/{request}/decisions");
        let without = helene.post(&path, &json!({ "allow": true, "without_confirming": true })).await;
        let decided = Location(without.word("redirect_to"));
        let said = jwt::read(&house, &app.exchange(&decided.get("code")).await.word("id_token")).await;
        assert_eq!(said["acr"], "eidas1", "{wish:?}: said as it is");
    }
    for (wish, why) in [
        ("eidas3", "nobody can show it"),
        ("eidas1 eidas1-mfa", "one of them is met"),
        ("https://autre/loa4", "nobody knows it"),
    ] {
        let at_once = helene.authorize(&app.asks(&[("acr_values", wish)])).await.location();
        assert!(at_once.get("code").starts_with("sacc_"), "{wish}: {why}");
    }
    sqlx::query("DELETE FROM identity.totps").execute(house.store.pool()).await.unwrap();
    let at_once = helene.authorize(&app.asks(&[("acr_values", "eidas1-mfa")])).await.location();
    assert!(at_once.get("code").starts_with("sacc_"), "she has no second factor");

    let essential =
        json!({ "id_token": { "acr": { "essential": true, "value": "eidas1-mfa" } } }).to_string();
    let request = helene.authorize(&app.asks(&[("claims", &essential)])).await.location().request();
    let path = format!("/api/provider/requests/{request}/decisions");
    let without = helene.post(&path, &json!({ "allow": true, "without_confirming": true })).await;
    assert_eq!(without.no(), (401, "confirm"), "what is essential is no wish");
}

#[tokio::test]
async fn an_application_may_ask_as_much_of_everybody() {
    let house = House::open().await;
    let app = house.app(json!({ "trusted": true, "min_acr": "eidas1-mfa" })).await;
    let helene = house.helene().await;

    let request = helene.authorize(&app.asks(&[])).await.location().request();
    assert_eq!(helene.decide(&request, true).await.no(), (401, "confirm"));
    confirms(&house, &helene, Some(Amr::Totp)).await;
    assert_eq!(helene.decide(&request, true).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_signs_nobody_in_elsewhere() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(app.asks(&[])).finish();
    let request = axum::http::Request::get(format!("/oauth2/authorize?{query}"))
        .header("authorization", format!("Bearer {}", tokens.word("access_token")));

    let answer = house.send(request.body(axum::body::Body::empty()).unwrap()).await;

    answer.location().request();
}
