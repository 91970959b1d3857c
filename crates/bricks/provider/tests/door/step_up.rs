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
    let gave_up = Location(helene.decide(&request, false).await.word("redirect_to"));
    assert_eq!(gave_up.get("error"), "access_denied");
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
    assert_eq!((location.get("error"), location.get("code")), ("access_denied".into(), String::new()));
    let lower = json!({ "id_token": { "acr": { "essential": true, "values": ["eidas1"] } } }).to_string();
    let tokens = app.tokens(&helene, &[("claims", &lower)]).await;
    let said = jwt::read(&house, &tokens.word("id_token")).await;
    assert_eq!(said["acr"], "eidas1", "one of those that were asked for");
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
