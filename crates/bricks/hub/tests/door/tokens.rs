//! What a provider's tokens must be. Each spoilt in one way, and nobody comes in.

use serde_json::{Map, Value, json};
use time::Duration;

use crate::{House, Ministry, Signer, house::nadia};

type Claims = Map<String, Value>;

/// Somebody tries to come in; what the page is told, and whether they are in.
async fn tried(house: &House, ministry: &Ministry, provider: &str) -> (String, bool) {
    let mut browser = house.browser();
    let landed = browser.come(ministry, provider, &nadia()).await;
    (landed.problem(), browser.who().await.is_some())
}

#[tokio::test]
async fn an_id_token_that_is_not_what_it_should_be_opens_nothing() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let now = kernel::Clock::now(&*house.clock).unix_timestamp();
    type Spoil = Box<dyn Fn(&mut Claims, &mut Claims) + Send + Sync>;
    let spoilt: Vec<(&str, Spoil)> = vec![
        (
            "another issuer",
            Box::new(|_, claims| drop(claims.insert("iss".into(), json!("https://evil.example")))),
        ),
        (
            "an issuer with a slash",
            Box::new(|_, claims| {
                let issuer = format!("{}/", claims["iss"].as_str().unwrap());
                claims.insert("iss".into(), json!(issuer));
            }),
        ),
        ("no issuer", Box::new(|_, claims| drop(claims.remove("iss")))),
        ("another audience", Box::new(|_, claims| drop(claims.insert("aud".into(), json!("another"))))),
        ("no audience", Box::new(|_, claims| drop(claims.remove("aud")))),
        (
            "several audiences and no azp",
            Box::new(|_, claims| {
                claims.insert("aud".into(), json!(["sacados", "another"]));
            }),
        ),
        (
            "an azp of another",
            Box::new(|_, claims| {
                claims.insert("aud".into(), json!(["sacados", "another"]));
                claims.insert("azp".into(), json!("another"));
            }),
        ),
        ("another nonce", Box::new(|_, claims| drop(claims.insert("nonce".into(), json!("another"))))),
        ("no nonce", Box::new(|_, claims| drop(claims.remove("nonce")))),
        ("expired", Box::new(move |_, claims| drop(claims.insert("exp".into(), json!(now - 61))))),
        ("no expiry", Box::new(|_, claims| drop(claims.remove("exp")))),
        (
            "issued in the future",
            Box::new(move |_, claims| drop(claims.insert("iat".into(), json!(now + 120)))),
        ),
        ("issued long ago", Box::new(move |_, claims| drop(claims.insert("iat".into(), json!(now - 3600))))),
        ("no subject", Box::new(|_, claims| drop(claims.remove("sub")))),
        (
            "another subject than userinfo's",
            Box::new(|_, claims| {
                claims.insert("sub".into(), json!("the-minister"));
            }),
        ),
        (
            "a key that is not its key",
            Box::new(|header, _| drop(header.insert("kid".into(), json!("rs256")))),
        ),
    ];

    for (what, spoil) in spoilt {
        ministry.tamper(spoil);
        let (problem, came_in) = tried(&house, &ministry, &provider).await;
        assert!(!came_in, "{what}");
        assert!(["hub.bad_token", "hub.provider_wrong"].contains(&problem.as_str()), "{what}: {problem}");
    }
    assert_eq!(house.find("nadia.ferrand@culture.exemple.fr").await, None);

    // And by the same way an honest one does, so that the above proves something.
    ministry.tamper(move |_, claims| {
        claims.insert("aud".into(), json!(["sacados", "another"]));
        claims.insert("azp".into(), json!("sacados"));
        claims.insert("exp".into(), json!(now - 30));
    });
    assert_eq!(
        tried(&house, &ministry, &provider).await,
        (String::new(), true),
        "a clock may be a minute off"
    );
}

#[tokio::test]
async fn only_the_provider_s_own_signature_counts() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;

    for signer in [Signer::Nobody, Signer::PublicKeyAsSecret, Signer::ClientSecret, Signer::Unknown] {
        ministry.manners(|manners| manners.signer = signer);
        let (problem, came_in) = tried(&house, &ministry, &provider).await;
        assert!(!came_in, "{signer:?}");
        assert!(["hub.bad_token", "hub.provider_wrong"].contains(&problem.as_str()), "{signer:?}: {problem}");

        ministry.manners(|manners| {
            manners.signer = Signer::Es256;
            manners.userinfo_signer = Some(signer);
        });
        let (problem, came_in) = tried(&house, &ministry, &provider).await;
        assert_eq!((problem.as_str(), came_in), ("hub.bad_token", false), "userinfo by {signer:?}");
        ministry.manners(|manners| manners.userinfo_signer = Some(Signer::Es256));
    }
    // A header that says one thing and a signature that is another.
    ministry.tamper(|header, _| drop(header.insert("alg".into(), json!("HS256"))));
    assert!(!tried(&house, &ministry, &provider).await.1);
    ministry.tamper(|header, _| drop(header.insert("alg".into(), json!("RS256"))));
    assert!(!tried(&house, &ministry, &provider).await.1);
    ministry.tamper(|header, _| drop(header.insert("crit".into(), json!(["x"]))));
    assert!(!tried(&house, &ministry, &provider).await.1);

    ministry.tamper(|_, _| ());
    assert!(tried(&house, &ministry, &provider).await.1);
}

#[tokio::test]
async fn a_userinfo_for_others_is_not_read() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;

    for (claim, value) in [("sub", "the-minister"), ("iss", "https://evil.example"), ("aud", "another")] {
        ministry.manners(|manners| {
            manners.userinfo =
                Some(std::sync::Arc::new(move |_, claims| drop(claims.insert(claim.into(), json!(value)))));
        });
        let (problem, came_in) = tried(&house, &ministry, &provider).await;
        assert_eq!((problem.as_str(), came_in), ("hub.bad_token", false), "{claim}");
    }
}

#[tokio::test]
async fn a_newer_key_is_asked_for_and_a_made_up_one_not_again_and_again() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let asked = ministry.asked("/jwks");

    ministry.manners(|manners| {
        manners.signer = Signer::Next;
        manners.next_key = true;
    });
    assert!(tried(&house, &ministry, &provider).await.1, "the provider changed its key");
    assert_eq!(ministry.asked("/jwks"), asked + 1);
    assert!(tried(&house, &ministry, &provider).await.1, "and it is known from now on");
    assert_eq!(ministry.asked("/jwks"), asked + 1);

    ministry.manners(|manners| manners.signer = Signer::Unknown);
    for _ in 0..5 {
        assert!(!tried(&house, &ministry, &provider).await.1);
    }
    assert_eq!(ministry.asked("/jwks"), asked + 1, "not within half a minute");
    house.advance(Duration::seconds(31));
    for _ in 0..5 {
        assert!(!tried(&house, &ministry, &provider).await.1);
    }
    assert_eq!(ministry.asked("/jwks"), asked + 2);
}
