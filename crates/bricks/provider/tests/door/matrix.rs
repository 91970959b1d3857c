//! What chat's clients sign in with.

use axum::http::StatusCode;
use serde_json::json;
use time::Duration;

use crate::{App, House};

const API: &str = "urn:matrix:client:api:*";

async fn element(house: &House) -> App<'_> {
    house
        .app(json!({ "name": "Element", "token_endpoint_auth_method": "none", "scopes": ["openid", API] }))
        .await
}

fn scope(device: &str) -> String {
    format!("openid {API} urn:matrix:client:device:{device}")
}

#[tokio::test]
async fn the_house_says_what_it_speaks() {
    let house = House::open().await;
    let discovery = house.get("/.well-known/openid-configuration").await;

    for path in [
        "/.well-known/oauth-authorization-server",
        "/_matrix/client/v1/auth_metadata",
        "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
    ] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, &answer.body), (StatusCode::OK, &discovery.body), "{path}");
        assert_eq!(answer.headers["cache-control"], "public, max-age=300");
    }
    let says = &discovery.body;
    assert_eq!(says["issuer"], "https://sac.exemple.fr");
    assert_eq!(says["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(says["account_management_uri"], "https://sac.exemple.fr/account");
    assert!(
        says["account_management_actions_supported"]
            .as_array()
            .unwrap()
            .contains(&json!("org.matrix.session_end"))
    );
    let page = axum::http::Request::get("/_matrix/client/v1/auth_metadata")
        .header("origin", "https://app.element.io");
    let page = house.send(page.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(page.headers["access-control-allow-origin"], "*");
}

#[tokio::test]
async fn a_device_signs_in_and_chat_knows_whom_and_which() {
    let house = House::open().await;
    let app = element(&house).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[("scope", &scope("ABCDEFGHIJ"))]).await;

    let bearer = house.provider.bearer(&tokens.word("access_token")).await.unwrap().unwrap();

    assert_eq!(
        (bearer.person, bearer.device_id.as_deref()),
        (helene.caller().await.person, Some("ABCDEFGHIJ"))
    );
    assert_eq!((bearer.client_id, bearer.session), (app.id.clone(), None));
    house.identity.close_sessions(kernel::Actor::System, &[helene.caller().await.session]).await.unwrap();
    house.settle().await;
    let next = app.refresh(&tokens.word("refresh_token")).await;
    assert_eq!(next.status, StatusCode::OK, "a device outlives the browser that let it in");

    let helene = house.signed_in(bearer.person).await;
    let list = helene.get("/api/provider/grants").await;
    let grant = &list.body["grants"][0];
    assert_eq!(
        (list.body["grants"].as_array().unwrap().len(), &grant["device_id"]),
        (1, &json!("ABCDEFGHIJ"))
    );
    assert!(house.provider.end_device(bearer.person, bearer.grant).await.unwrap());
    assert!(house.provider.bearer(&next.word("access_token")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_device_is_called_by_its_application_and_what_its_program_says_of_itself() {
    let house = House::open().await;
    let app = element(&house).await;
    let helene = house.helene().await;
    let says = |user_agent: &'static str| app.saying(user_agent);
    let first = app.code(&helene, &[("scope", &scope("ABCDEFGHIJ"))]).await;
    let tokens = says("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0").exchange(&first).await;
    app.exchange(&app.code(&helene, &[("scope", &scope("KLMNOPQRST"))]).await).await;

    let names = async || {
        let list = helene.get("/api/provider/grants").await;
        let mut names: Vec<(String, String)> = list.body["grants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|grant| {
                [&grant["device_id"], &grant["device_name"]].map(|word| word.as_str().unwrap().to_owned())
            })
            .map(|[id, name]| (id, name))
            .collect();
        names.sort();
        names
    };
    let named = |one: &str, other: &str| {
        vec![("ABCDEFGHIJ".to_owned(), one.to_owned()), ("KLMNOPQRST".to_owned(), other.to_owned())]
    };
    assert_eq!(names().await, named("Element (Firefox, Linux)", "Element"));

    house.advance(Duration::minutes(2));
    says("Element X/26.11 (iPhone 17; iOS 26.1)").refresh(&tokens.word("refresh_token")).await;
    assert_eq!(names().await, named("Element (iPhone)", "Element"), "a program may change");
}

#[tokio::test]
async fn each_device_is_let_in_by_name_and_is_one() {
    let house = House::open().await;
    let app = element(&house).await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[("scope", &scope("ABCDEFGHIJ"))]).await;

    helene.authorize(&app.asks(&[("scope", &scope("ABCDEFGHIJ"))])).await.location().request();
    let again = app.tokens(&helene, &[("scope", &scope("ABCDEFGHIJ"))]).await;
    assert!(house.provider.bearer(&first.word("access_token")).await.unwrap().is_none(), "the device is one");
    assert!(house.provider.bearer(&again.word("access_token")).await.unwrap().is_some());
    let unstable =
        "urn:matrix:org.matrix.msc2967.client:api:* urn:matrix:org.matrix.msc2967.client:device:KLMNOPQRST";
    let other = app.tokens(&helene, &[("scope", unstable)]).await;
    let other = house.provider.bearer(&other.word("access_token")).await.unwrap().unwrap();
    assert_eq!(other.device_id.as_deref(), Some("KLMNOPQRST"));
    for wrong in [
        "urn:matrix:client:device:court",
        &format!("{} urn:matrix:client:device:KLMNOPQRST", scope("ABCDEFGHIJ")),
    ] {
        let location = helene.authorize(&app.asks(&[("scope", wrong)])).await.location();
        assert_eq!(location.get("error"), "invalid_scope", "{wrong}");
    }
}

#[tokio::test]
async fn a_token_given_back_signs_its_device_out() {
    let house = House::open().await;
    let app = element(&house).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[("scope", &scope("ABCDEFGHIJ"))]).await;
    house.advance(Duration::seconds(5));

    let fields = [("token", tokens.word("access_token")), ("client_id", app.id.clone())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(house.form("/oauth2/revoke", &fields, None).await.status, StatusCode::OK);

    assert_eq!(app.refresh(&tokens.word("refresh_token")).await.no(), (400, "invalid_grant"));
}
