//! What tokens are worth, and to whom that is told.

use axum::http::StatusCode;
use serde_json::json;

use crate::{House, jwt};

#[tokio::test]
async fn strangers_learn_nothing_of_a_token() {
    let house = House::open().await;
    let (app, other) = (house.trusted().await, house.trusted().await);
    let public = house.app(json!({ "token_endpoint_auth_method": "none" })).await;
    let vouched = house.app(json!({ "resource_server": true })).await;
    let unvouched = house.app(json!({ "resource_server": true, "verified": false })).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    let (access, refresh) = (tokens.word("access_token"), tokens.word("refresh_token"));
    let inactive = json!({ "active": false });

    let own = app.introspect(&access).await.body;
    assert_eq!((&own["active"], &own["client_id"]), (&json!(true), &json!(app.id)));
    assert_eq!(
        (&own["sub"], &own["scope"]),
        (&json!(helene.caller().await.person), &json!("openid email siret"))
    );
    assert_eq!(app.introspect(&refresh).await.body["token_type"], "refresh_token");
    assert_eq!(vouched.introspect(&access).await.body["active"], true);
    assert_eq!(vouched.introspect(&refresh).await.body, inactive, "that is between them");
    for stranger in [&other, &unvouched] {
        assert_eq!(stranger.introspect(&access).await.body, inactive);
        assert_eq!(stranger.introspect(&refresh).await.body, inactive);
    }
    assert_eq!(app.introspect("saca_inconnu").await.body, inactive);
    assert_eq!(app.introspect(&app.code(&helene, &[]).await).await.body, inactive, "a code is no token");
    let named =
        house.form("/oauth2/introspect", &[("token", &access), ("client_id", &public.id)], None).await;
    assert_eq!(named.no(), (401, "invalid_client"));
    assert_eq!(
        house.form("/oauth2/introspect", &[("token", &access)], None).await.no(),
        (401, "invalid_client")
    );
}

#[tokio::test]
async fn an_answer_is_signed_when_that_is_asked_for() {
    let house = House::open().await;
    let signed = json!({
        "trusted": true, "userinfo_signed_response_alg": "RS256", "id_token_signed_response_alg": "RS256",
    });
    let app = house.app(signed).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;

    assert_eq!(
        jsonwebtoken::decode_header(tokens.word("id_token")).unwrap().alg,
        jsonwebtoken::Algorithm::RS256
    );
    let answer = house.userinfo(&tokens.word("access_token")).await;
    assert_eq!(answer.headers["content-type"], "application/jwt");
    let claims = jwt::read(&house, &answer.text).await;
    assert_eq!((&claims["aud"], &claims["email"]), (&json!(app.id), &json!("helene@culture.exemple.fr")));

    let body = format!("token={}", tokens.word("access_token"));
    let request = axum::http::Request::post("/oauth2/introspect")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/token-introspection+jwt")
        .header("authorization", app.basic().unwrap());
    let answer = house.send(request.body(axum::body::Body::from(body)).unwrap()).await;
    assert_eq!(answer.headers["content-type"], "application/token-introspection+jwt");
    assert_eq!(jwt::read(&house, &answer.text).await["token_introspection"]["active"], true);
}

#[tokio::test]
async fn an_application_gives_its_tokens_back() {
    let house = House::open().await;
    let (app, other) = (house.trusted().await, house.trusted().await);
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    let (access, refresh) = (tokens.word("access_token"), tokens.word("refresh_token"));
    let revoke = async |app: &crate::App<'_>, token: &str| {
        let answer = house.form("/oauth2/revoke", &[("token", token)], app.basic().as_deref()).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    };

    revoke(&other, &access).await;
    revoke(&other, &refresh).await;
    assert_eq!(house.userinfo(&access).await.status, StatusCode::OK, "another client changes nothing");
    revoke(&app, &access).await;
    assert_eq!(house.userinfo(&access).await.no(), (401, "invalid_token"));
    let next = app.refresh(&refresh).await;
    revoke(&app, &next.word("refresh_token")).await;
    assert_eq!(house.userinfo(&next.word("access_token")).await.no(), (401, "invalid_token"));
    assert_eq!(app.refresh(&next.word("refresh_token")).await.no(), (400, "invalid_grant"));
    revoke(&app, "inconnu").await;
}

#[tokio::test]
async fn userinfo_says_no_as_bearers_are_told() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;

    let bare = house.get("/oauth2/userinfo").await;
    assert_eq!(
        (bare.status.as_u16(), bare.headers["www-authenticate"].to_str().unwrap()),
        (401, "Bearer realm=\"sacados\"")
    );
    let wrong = house.userinfo("saca_inconnu").await;
    assert!(wrong.headers["www-authenticate"].to_str().unwrap().contains("error=\"invalid_token\""));
    let plain = app.tokens(&helene, &[("scope", "email")]).await;
    assert!(plain.body.get("id_token").is_none(), "no openid, no ID token");
    let answer = house.userinfo(&plain.word("access_token")).await;
    assert_eq!(answer.no(), (403, "insufficient_scope"));
    let tokens = app.tokens(&helene, &[]).await;
    let by_form =
        house.form("/oauth2/userinfo", &[("access_token", &tokens.word("access_token"))], None).await;
    assert_eq!(by_form.body["email"], "helene@culture.exemple.fr");
    let cookie = helene.get("/oauth2/userinfo").await;
    assert_eq!(cookie.status, StatusCode::UNAUTHORIZED, "a cookie opens nothing here");
}

#[tokio::test]
async fn a_name_is_told_apart_as_those_who_know_it_do_and_a_number_as_it_is_dialled() {
    let house = House::open().await;
    let app = house.trusted().await;
    let person = house.person("jm@culture.exemple.fr").await;
    let mut tx = house.store.begin().await.unwrap();
    let (name, given) = ([(person, "Jean Marie Le Goff".to_owned())], [(person, "Jean Marie".to_owned())]);
    house.identity.rename_persons(&mut tx, kernel::Actor::System, &name).await.unwrap();
    house.identity.note_given_names(&mut tx, &given).await.unwrap();
    tx.commit().await.unwrap();
    let browser = house.signed_in(person).await;

    let tokens = app.tokens(&browser, &[("scope", "openid profile phone")]).await;

    let me = house.userinfo(&tokens.word("access_token")).await.body;
    assert_eq!((&me["given_name"], &me["family_name"]), (&json!("Jean Marie"), &json!("Le Goff")));
    assert_eq!(
        (&me["phone_number"], &me["phone_number_verified"]),
        (&json!("+33142750017"), &json!(false)),
        "nobody has rung it"
    );
    let less = app.tokens(&browser, &[("scope", "openid profile")]).await;
    assert!(house.userinfo(&less.word("access_token")).await.body.get("phone_number").is_none());
    let outside = house.signed_in(house.person("partenaire@ailleurs.fr").await).await;
    let tokens = app.tokens(&outside, &[("scope", "openid phone")]).await;
    let me = house.userinfo(&tokens.word("access_token")).await.body;
    assert!(me.get("phone_number").is_none() && me.get("phone_number_verified").is_none(), "{me}");
}

#[tokio::test]
async fn claims_asked_for_by_name_are_given_where_their_scope_allows() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let claims = json!({ "id_token": { "email": null, "usual_name": null, "amr": null }, "userinfo": { "acr": null, "uid": null } });

    let tokens = app.tokens(&helene, &[("claims", &claims.to_string())]).await;

    let said = jwt::read(&house, &tokens.word("id_token")).await;
    assert_eq!(said["email"], "helene@culture.exemple.fr");
    assert!(said.get("usual_name").is_none(), "its scope was not asked for");
    let me = house.userinfo(&tokens.word("access_token")).await.body;
    assert_eq!(me["acr"], "eidas1");
    assert!(me.get("uid").is_none());
    let all =
        "openid given_name usual_name email uid siret siren organizational_unit belonging_population idp_id";
    let tokens = app.tokens(&helene, &[("scope", all)]).await;
    let me = house.userinfo(&tokens.word("access_token")).await.body;
    assert_eq!((&me["given_name"], &me["usual_name"]), (&json!("Hélène"), &json!("Marchetti")));
    assert_eq!((&me["siret"], &me["siren"]), (&json!("11004601800013"), &json!("110046018")));
    assert_eq!((&me["belonging_population"], &me["organizational_unit"]), (&json!("agent"), &json!("MC")));
}
