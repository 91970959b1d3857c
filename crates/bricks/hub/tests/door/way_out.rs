//! Who signs out here is led to sign out of their ministry too.

use std::collections::HashMap;

use serde_json::{Value, json};
use time::Duration;
use url::Url;

use crate::{
    Browser, House, Ministry, Trouble,
    house::{PASSWORD, nadia},
};

const CURRENT: &str = "/api/identity/sessions/current";

/// Signs out, and says where the browser is to go then.
async fn sign_out(browser: &mut Browser<'_>) -> Option<Url> {
    let answer = browser.send("DELETE", CURRENT, Value::Null).await;
    assert_eq!(browser.who().await, None, "signed out here in any case");
    match answer.status.as_u16() {
        204 => None,
        200 => Some(Url::parse(answer.body["way_out"]["url"].as_str().unwrap()).unwrap()),
        other => panic!("{other} {}", answer.body),
    }
}

#[tokio::test]
async fn who_came_by_a_ministry_leaves_by_it() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    let kept: Vec<String> =
        sqlx::query_scalar("SELECT s::text FROM hub.sessions s").fetch_all(house.store.pool()).await.unwrap();

    let way_out = sign_out(&mut browser).await.unwrap();

    assert!(way_out.as_str().starts_with(&format!("{}/session/end?", ministry.issuer())), "{way_out}");
    let asked: HashMap<String, String> = way_out.query_pairs().into_owned().collect();
    assert_eq!(asked["client_id"], "sacados");
    assert_eq!(asked["post_logout_redirect_uri"], "https://sacados.exemple.fr/sign-out");
    assert!(asked["state"].len() >= 32);
    let hint = &asked["id_token_hint"];
    let claims = jsonwebtoken::dangerous::insecure_decode::<Value>(hint).unwrap().claims;
    assert_eq!((&claims["sub"], &claims["iss"]), (&json!("nadia-1"), &json!(ministry.issuer())));
    assert!(kept.len() == 1 && !kept[0].contains(hint.as_str()), "an ID token is never kept in clear");
    let administrator = house.administrator().await.get(&format!("/api/hub/providers/{provider}")).await.body;
    assert_eq!(administrator["post_logout_redirect_uri"], asked["post_logout_redirect_uri"]);

    // Who was known already, without a page in between.
    browser.sign_in(&ministry, &provider, &nadia()).await;
    assert!(sign_out(&mut browser).await.is_some());
}

#[tokio::test]
async fn a_session_that_no_ministry_opened_leads_to_none() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    // The same person, by a password.
    let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    house
        .identity
        .set_password(kernel::Actor::System, person, kernel::Secret::new(PASSWORD.into()))
        .await
        .unwrap();
    let mut here = house.signed_in("nadia.ferrand@culture.exemple.fr").await;

    assert_eq!(sign_out(&mut here).await, None);
}

#[tokio::test]
async fn nobody_is_sent_to_a_ministry_that_has_no_way_out_or_does_not_answer() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let test = format!("/api/hub/providers/{provider}/tests");
    house.browser().come(&ministry, &provider, &nadia()).await;

    for endpoint in
        [Value::Null, json!("http://10.0.0.1/end"), json!("javascript:alert(1)"), json!("nowhere")]
    {
        ministry.manners(|manners| manners.metadata = Some(("end_session_endpoint", endpoint.clone())));
        house.administrator().await.send("POST", &test, json!({})).await;
        let mut browser = house.browser();
        assert_eq!(
            browser.sign_in(&ministry, &provider, &nadia()).await.location(),
            "/transfer",
            "{endpoint}"
        );
        assert_eq!(sign_out(&mut browser).await, None, "{endpoint}");
    }

    ministry.manners(|manners| manners.metadata = None);
    house.administrator().await.send("POST", &test, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    ministry.trouble("openid-configuration", Trouble::Broken);
    house.administrator().await.send("POST", &test, json!({})).await;
    assert_eq!(sign_out(&mut browser).await, None, "it does not answer");

    ministry.manners(|manners| manners.troubles.clear());
    house.administrator().await.send("POST", &test, json!({})).await;
    browser.sign_in(&ministry, &provider, &nadia()).await;
    house.advance(Duration::minutes(20));
    assert!(sign_out(&mut browser).await.is_some(), "long after the ID token is over");
}
