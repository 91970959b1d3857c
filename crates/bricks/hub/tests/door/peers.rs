//! Providers that are slow, wrong or dead.

use std::time::{Duration as StdDuration, Instant};

use serde_json::json;
use time::Duration;
use web::Tool;

use crate::{House, Ministry, Trouble, house::nadia};

const TROUBLES: [Trouble; 5] =
    [Trouble::Slow, Trouble::NotJson, Trouble::Huge, Trouble::Redirect, Trouble::Broken];

async fn probe(house: &House) {
    let routine = house.hub.routines().into_iter().find(|routine| routine.name() == "hub.probe").unwrap();
    routine.run().await.unwrap();
}

#[tokio::test]
async fn a_token_endpoint_in_trouble_opens_nothing_and_takes_no_time() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;

    for place in ["token", "userinfo"] {
        for trouble in TROUBLES {
            ministry.manners(|manners| manners.troubles.clear());
            ministry.trouble(place, trouble);
            let mut browser = house.browser();
            let began = Instant::now();
            let problem = browser.sign_in(&ministry, &provider, &nadia()).await.problem();
            assert!(
                ["hub.provider_down", "hub.provider_wrong"].contains(&problem.as_str()),
                "{place} {trouble:?}: {problem}"
            );
            assert_eq!(browser.who().await, None, "{place} {trouble:?}");
            assert!(
                began.elapsed() < StdDuration::from_millis(3500),
                "{place} {trouble:?}: the limit is a second"
            );
        }
    }
    assert_eq!(
        ministry.asked("/elsewhere/token") + ministry.asked("/elsewhere/userinfo"),
        0,
        "no redirect is followed"
    );
}

#[tokio::test]
async fn what_a_provider_said_of_itself_is_believed_while_it_does_not_say_it_again() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    let lookup = json!({ "address": "nadia.ferrand@culture.exemple.fr" });

    house.advance(Duration::hours(1));
    for place in ["openid-configuration", "jwks"] {
        ministry.trouble(place, Trouble::Broken);
    }
    probe(&house).await;
    let way = browser.send("POST", "/api/hub/lookups", lookup.clone()).await.body["ways"][0].clone();
    assert_eq!((&way["state"], &way["since"]), (&json!("down"), &json!("2026-11-23T10:00:00Z")));
    house.advance(Duration::hours(3));
    probe(&house).await;
    let way = browser.send("POST", "/api/hub/lookups", lookup.clone()).await.body["ways"][0].clone();
    assert_eq!(way["since"], "2026-11-23T10:00:00Z", "since when, not when it was last asked");
    browser.come(&ministry, &provider, &nadia()).await;
    assert!(browser.who().await.is_some());
    // It answered, so it is up again.
    let way = browser.send("POST", "/api/hub/lookups", lookup).await.body["ways"][0].clone();
    assert_eq!(way["state"], "up");

    house.advance(Duration::hours(25));
    let away = house.browser().get(&format!("/api/hub/providers/{provider}/sign-in")).await;
    assert_eq!(away.problem(), "hub.provider_down", "not for ever");
    ministry.manners(|manners| manners.troubles.clear());
    assert_eq!(house.browser().sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");
}

#[tokio::test]
async fn a_provider_that_never_answered_is_said_to_be_down() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    for trouble in TROUBLES {
        ministry.manners(|manners| manners.troubles.clear());
        ministry.trouble("openid-configuration", trouble);
        let described = json!({ "name": format!("{trouble:?}") });
        let provider = house.provider(&ministry, described).await;
        let away = house.browser().get(&format!("/api/hub/providers/{provider}/sign-in")).await;
        assert!(
            ["hub.provider_down", "hub.provider_wrong"].contains(&away.problem().as_str()),
            "{trouble:?}"
        );
        let mut administrator = house.administrator().await;
        let tested =
            administrator.send("POST", &format!("/api/hub/providers/{provider}/tests"), json!({})).await.body;
        assert_eq!((&tested["keys"], tested["discovery"] == "ok"), (&json!(0), false), "{trouble:?}");
        let shown = administrator.get(&format!("/api/hub/providers/{provider}")).await.body;
        assert_eq!(shown["state"]["up"], false, "{trouble:?}");
        administrator.send("DELETE", &format!("/api/hub/providers/{provider}"), json!({})).await;
    }
}

#[tokio::test]
async fn metadata_of_others_are_refused() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    for (field, value) in [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("http://10.0.0.1/token")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("jwks_uri", json!("file:///etc/passwd")),
        ("userinfo_endpoint", json!("http://evil.example/userinfo")),
    ] {
        ministry.manners(|manners| manners.metadata = Some((field, value)));
        let provider = house.provider(&ministry, json!({})).await;
        let away = house.browser().get(&format!("/api/hub/providers/{provider}/sign-in")).await;
        assert_eq!(away.problem(), "hub.provider_wrong", "{field}");
        let path = format!("/api/hub/providers/{provider}");
        house.administrator().await.send("DELETE", &path, json!({})).await;
    }
}
