//! A ministry says behind the browser's back that somebody signed out.

use serde_json::{Map, Value, json};

use crate::{Answer, House, Ministry, Signer, house::nadia};

async fn post(house: &House, provider: &str, token: &str) -> Answer {
    let path = format!("/api/hub/providers/{provider}/backchannel-logout");
    house.post_form(&path, &[("logout_token", token)]).await
}

#[tokio::test]
async fn who_signed_out_at_the_ministry_is_signed_out_here() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let (mut one, mut two, mut other) = (house.browser(), house.browser(), house.browser());
    one.come(&ministry, &provider, &nadia()).await;
    let mut second = nadia();
    second["sid"] = json!("sid-2");
    two.sign_in(&ministry, &provider, &second).await;
    let hugo = json!({ "sub": "hugo-1", "email": "hugo@culture.exemple.fr", "sid": "sid-3" });
    other.come(&ministry, &provider, &hugo).await;
    house.told().await;

    let token = ministry.logout_token((Some("nadia-1"), Some("sid-1")), Signer::Es256, |_, _| ());
    let answer = post(&house, &provider, &token).await;
    assert_eq!(
        (answer.status.as_u16(), answer.headers["cache-control"].to_str().unwrap()),
        (200, "no-store")
    );
    assert_eq!(house.told().await, ["identity.session.closed", "hub.sign_out.received"]);
    assert_eq!((one.who().await, two.who().await.is_some()), (None, true), "that session and no other");

    let everywhere = "SELECT body->'details'->'everywhere' FROM house.facts
                       WHERE body->>'action' = 'hub.sign_out.received' ORDER BY id DESC LIMIT 1";
    let everywhere =
        async || -> Value { sqlx::query_scalar(everywhere).fetch_one(house.store.pool()).await.unwrap() };
    assert_eq!(everywhere().await, Value::Null, "of one sitting: what outlives sessions goes on");

    let me = two.get("/api/identity/me").await.body;
    let nadia = me["person"]["id"].clone();
    let session = me["session"]["id"].as_str().unwrap().parse().unwrap();
    let mut tx = house.store.begin().await.unwrap();
    let held = house.identity.hold_session(&mut tx, session).await.unwrap();
    assert_eq!(held, Some(Some(ministry.issuer().to_owned())), "it is known by whom she came");
    drop(tx);
    let token = ministry.logout_token((Some("nadia-1"), None), Signer::Rs256, |_, _| ());
    assert_eq!(post(&house, &provider, &token).await.status.as_u16(), 200);
    assert_eq!(everywhere().await, nadia, "of all of hers: nothing goes on");
    assert_eq!((two.who().await, other.who().await.is_some()), (None, true), "all of hers and nobody else's");

    let token =
        ministry.logout_token((None, Some("sid-3")), Signer::Es256, |header, _| drop(header.remove("typ")));
    assert_eq!(post(&house, &provider, &token).await.status.as_u16(), 200);
    assert_eq!(other.who().await, None);
}

#[tokio::test]
async fn a_forged_or_repeated_logout_closes_nothing() {
    let house = House::open().await;
    let (ministry, other) =
        (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    let provider = house.provider(&ministry, json!({})).await;
    house.provider(&other, json!({ "name": "Autre", "domains": ["autre.exemple.fr"] })).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    let now = kernel::Clock::now(&*house.clock).unix_timestamp();
    house.told().await;

    let who = (Some("nadia-1"), None);
    type Spoil = Box<dyn Fn(&mut Map<String, Value>, &mut Map<String, Value>)>;
    let spoilt: Vec<(&str, Spoil)> = vec![
        ("another type", Box::new(|header, _| drop(header.insert("typ".into(), json!("at+jwt"))))),
        (
            "another issuer",
            Box::new(|_, claims| drop(claims.insert("iss".into(), json!("https://evil.example")))),
        ),
        ("another audience", Box::new(|_, claims| drop(claims.insert("aud".into(), json!("another"))))),
        ("no audience", Box::new(|_, claims| drop(claims.remove("aud")))),
        ("no iat", Box::new(|_, claims| drop(claims.remove("iat")))),
        ("too old", Box::new(move |_, claims| drop(claims.insert("iat".into(), json!(now - 3600))))),
        ("of the future", Box::new(move |_, claims| drop(claims.insert("iat".into(), json!(now + 3600))))),
        ("expired", Box::new(move |_, claims| drop(claims.insert("exp".into(), json!(now - 61))))),
        ("no event", Box::new(|_, claims| drop(claims.remove("events")))),
        ("another event", Box::new(|_, claims| drop(claims.insert("events".into(), json!({ "x": {} }))))),
        ("a nonce", Box::new(|_, claims| drop(claims.insert("nonce".into(), json!("n"))))),
        ("no jti", Box::new(|_, claims| drop(claims.remove("jti")))),
        ("nobody", Box::new(|_, claims| drop(claims.remove("sub")))),
        ("no algorithm", Box::new(|header, _| drop(header.insert("alg".into(), json!("none"))))),
    ];
    for (what, spoil) in spoilt {
        let token = ministry.logout_token(who, Signer::Es256, spoil);
        let answer = post(&house, &provider, &token).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["error"]),
            (400, &json!("invalid_request")),
            "{what}"
        );
    }
    for signer in [Signer::Nobody, Signer::PublicKeyAsSecret, Signer::ClientSecret, Signer::Unknown] {
        let token = ministry.logout_token(who, signer, |_, _| ());
        assert_eq!(post(&house, &provider, &token).await.status.as_u16(), 400, "{signer:?}");
    }
    let token = other.logout_token(who, Signer::Es256, |_, _| ());
    assert_eq!(post(&house, &provider, &token).await.status.as_u16(), 400, "by another provider");
    for path in [provider.as_str(), "01890a5d-ac96-774b-bcce-b302099a8057"] {
        assert_eq!(post(&house, path, "").await.status.as_u16(), 400);
        assert_eq!(post(&house, path, "a.b.c").await.status.as_u16(), 400);
    }
    assert_eq!((browser.who().await.is_some(), house.told().await), (true, vec![]));

    let token = ministry.logout_token(who, Signer::Es256, |_, _| ());
    assert_eq!(post(&house, &provider, &token).await.status.as_u16(), 200);
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let answer = post(&house, &provider, &token).await;
    assert_eq!(answer.status.as_u16(), 400, "a replay");
    assert!(browser.who().await.is_some(), "the session opened since then is not closed by an old word");
}
