//! A way to a provider belongs to one browser, one provider, and is gone once.

use serde_json::json;
use time::Duration;
use url::Url;

use crate::{
    House, Ministry,
    house::{PASSWORD, nadia},
};

/// Changes a part of what comes back.
fn with(back: &Url, name: &str, value: Option<&str>) -> Url {
    let kept: Vec<(String, String)> =
        back.query_pairs().into_owned().filter(|(found, _)| found != name).collect();
    let mut changed = back.clone();
    changed.query_pairs_mut().clear().extend_pairs(kept);
    if let Some(value) = value {
        changed.query_pairs_mut().append_pair(name, value);
    }
    changed
}

#[tokio::test]
async fn what_one_browser_began_no_other_finishes() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.browser().come(&ministry, &provider, &nadia()).await;
    let (mut thief, mut victim) = (house.browser(), house.browser());

    // Login CSRF: the thief's answer, brought to somebody who began nothing, or something else.
    let back = ministry.sign_in(&thief.depart(&provider, "/").await, &nadia());
    assert_eq!(victim.come_back(&back).await.problem(), "hub.sign_in_over");
    victim.depart(&provider, "/").await;
    assert_eq!(victim.come_back(&back).await.problem(), "hub.sign_in_over");
    assert_eq!(victim.who().await, None);

    // The thief's own is still good: others cannot use it up.
    assert_eq!(thief.come_back(&back).await.location(), "/");
}

#[tokio::test]
async fn an_answer_is_good_once_and_for_ten_minutes() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.browser().come(&ministry, &provider, &nadia()).await;
    let mut browser = house.browser();

    let back = ministry.sign_in(&browser.depart(&provider, "/").await, &nadia());
    assert_eq!(browser.come_back(&back).await.location(), "/");
    assert_eq!(browser.come_back(&back).await.problem(), "hub.sign_in_over", "a replay");

    let back = ministry.sign_in(&browser.depart(&provider, "/").await, &nadia());
    house.advance(Duration::minutes(10));
    assert_eq!(browser.come_back(&back).await.problem(), "hub.sign_in_over", "too late");

    let back = ministry.sign_in(&browser.depart(&provider, "/").await, &nadia());
    let other = "A".repeat(43);
    for state in [None, Some(""), Some("x"), Some(other.as_str())] {
        assert_eq!(browser.come_back(&with(&back, "state", state)).await.problem(), "hub.sign_in_over");
    }
    assert_eq!(browser.come_back(&with(&back, "code", None)).await.problem(), "hub.sign_in_over");
}

#[tokio::test]
async fn a_code_is_redeemed_by_the_browser_that_asked_for_it() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.browser().come(&ministry, &provider, &nadia()).await;
    let (mut thief, mut victim) = (house.browser(), house.browser());

    // A stolen code, in an answer of the thief's own: PKCE at the provider refuses it.
    let stolen = ministry.sign_in(&victim.depart(&provider, "/").await, &nadia());
    let code = stolen.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let own = ministry.sign_in(&thief.depart(&provider, "/").await, &nadia());
    assert_eq!(thief.come_back(&with(&own, "code", Some(&code))).await.problem(), "hub.refused_by_provider");

    // A provider that forgets PKCE: the nonce of the ID token refuses it here.
    ministry.manners(|manners| manners.careless = true);
    let stolen = ministry.sign_in(&victim.depart(&provider, "/").await, &nadia());
    let code = stolen.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let own = ministry.sign_in(&thief.depart(&provider, "/").await, &nadia());
    assert_eq!(thief.come_back(&with(&own, "code", Some(&code))).await.problem(), "hub.bad_token");
    assert_eq!(thief.who().await, None);

    // PKCE is never left out: nothing that somebody adds to the address makes it plain, or absent.
    let path =
        format!("/api/hub/providers/{provider}/sign-in?code_challenge_method=plain&code_challenge=x&scope=x");
    let departure = victim.get(&path).await.location().to_owned();
    let asked: Vec<(String, String)> = Url::parse(&departure).unwrap().query_pairs().into_owned().collect();
    assert_eq!(asked.iter().filter(|(name, _)| name.starts_with("code_challenge")).count(), 2);
    assert!(asked.contains(&("code_challenge_method".into(), "S256".into())));
}

#[tokio::test]
async fn an_answer_of_one_provider_is_not_another_s() {
    let house = House::open().await;
    let (honest, evil) =
        (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    let ours = house.provider(&honest, json!({})).await;
    let theirs = house.provider(&evil, json!({ "name": "Autre", "domains": ["autre.exemple.fr"] })).await;
    let mut browser = house.browser();

    // Mix-up: the browser left for one and comes back to the address of the other, with the one's code.
    let back = honest.sign_in(&browser.depart(&ours, "/").await, &nadia());
    let mut elsewhere = back.clone();
    elsewhere.set_path(&format!("/api/hub/providers/{theirs}/callback"));
    assert_eq!(browser.come_back(&elsewhere).await.problem(), "hub.sign_in_over");

    // To the right address, saying that it is another (RFC 9207).
    let back = honest.sign_in(&browser.depart(&ours, "/").await, &nadia());
    let other = with(&back, "iss", Some(evil.issuer()));
    assert_eq!(browser.come_back(&other).await.problem(), "hub.wrong_issuer");
    let back = honest.sign_in(&browser.depart(&ours, "/").await, &nadia());
    assert_eq!(
        browser.come_back(&with(&back, "iss", None)).await.problem(),
        "hub.wrong_issuer",
        "it promised to"
    );
    assert_eq!(evil.asked("/token") + honest.asked("/token"), 0, "no code was shown to anybody");
    assert_eq!(browser.who().await, None);
}

#[tokio::test]
async fn nobody_lands_elsewhere() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.browser().come(&ministry, &provider, &nadia()).await;
    let mut browser = house.browser();

    for next in [
        "//evil.example",
        "/%5Cevil.example",
        "https://evil.example",
        "%09//evil.example",
        "javascript:alert(1)",
        "/..//evil.example",
    ] {
        let back = ministry.sign_in(&browser.depart(&provider, next).await, &nadia());
        assert_eq!(browser.come_back(&back).await.location(), "/", "{next}");
    }
    let back = ministry.sign_in(&browser.depart(&provider, "/transfer?tab=sent").await, &nadia());
    assert_eq!(browser.come_back(&back).await.location(), "/transfer?tab=sent");
}

#[tokio::test]
async fn who_comes_in_has_a_new_session_and_the_old_one_is_over() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.person("camille@ailleurs.exemple.org", "Camille").await;
    let mut browser = house.browser();
    let shown = json!({ "address": "camille@ailleurs.exemple.org", "password": PASSWORD });
    browser.send("POST", "/api/identity/sessions", shown).await;
    let before = browser.jar.clone();

    browser.come(&ministry, &provider, &nadia()).await;

    let name = house.identity.cookie_name();
    assert_ne!(browser.jar[name], before[name]);
    assert_eq!(browser.who().await.as_deref(), Some("nadia.ferrand@culture.exemple.fr"));
    let mut fixed = house.browser();
    fixed.jar = before;
    assert_eq!(fixed.who().await, None, "a session cannot be fixed in advance");
}

#[tokio::test]
async fn a_provider_that_says_no_is_heard() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();

    let back = ministry.sign_in(&browser.depart(&provider, "/").await, &nadia());
    let back = with(&with(&back, "code", None), "error", Some("access_denied"));
    let landed = browser.come_back(&back).await;

    assert_eq!(landed.location(), format!("/sign-in?problem=hub.refused_by_provider&provider={provider}"));
}

#[tokio::test]
async fn nothing_of_a_way_is_kept_that_opens_anything() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    let departure = browser.depart(&provider, "/").await;

    let rows: Vec<String> =
        sqlx::query_scalar("SELECT a::text FROM hub.attempts a").fetch_all(house.store.pool()).await.unwrap();

    assert_eq!(rows.len(), 1);
    for (name, value) in departure.query_pairs() {
        if ["state", "nonce", "code_challenge"].contains(&name.as_ref()) {
            assert!(!rows[0].contains(value.as_ref()), "{name} is kept");
        }
    }
    assert!(browser.jar.values().all(|secret| !rows[0].contains(secret)));
}
