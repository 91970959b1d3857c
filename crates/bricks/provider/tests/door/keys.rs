//! The keys that sign: shared, sealed, published ahead and for long enough.

use kernel::Secret;
use serde_json::Value;
use time::Duration;

use crate::{House, jwt};

async fn kids(house: &House) -> Vec<String> {
    let keys = house.get("/oauth2/keys.json").await.body;
    let keys = keys["keys"].as_array().unwrap().clone();
    keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

async fn routines(house: &House) {
    for routine in web::Tool::routines(&house.provider) {
        routine.run().await.unwrap();
    }
}

#[tokio::test]
async fn only_public_halves_are_published() {
    let house = House::open().await;
    let answer = house.get("/oauth2/keys.json").await;

    let keys = answer.body["keys"].as_array().unwrap();
    let mut algs: Vec<_> = keys.iter().map(|key| key["alg"].as_str().unwrap()).collect();
    algs.sort_unstable();
    assert_eq!(algs, ["ES256", "RS256"]);
    for key in keys {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "{private}");
        }
    }
    let sealed: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT sealed FROM provider.keys").fetch_all(house.store.pool()).await.unwrap();
    // PKCS#8 begins so; sealed, nothing of it is left.
    assert!(sealed.iter().all(|bytes| !bytes.windows(3).any(|part| part == [0x06, 0x08, 0x2a])));
}

#[tokio::test]
async fn the_next_key_is_published_before_it_signs_and_the_last_one_after() {
    let house = House::open().await;
    let app = house.trusted().await;
    let person = house.person("helene@culture.exemple.fr").await;
    let signed = async || {
        let helene = house.signed_in(person).await;
        app.tokens(&helene, &[]).await.word("id_token")
    };
    let first = signed().await;
    let at_first = kids(&house).await;

    house.advance(Duration::days(89) + Duration::hours(6));
    routines(&house).await;
    let ahead = kids(&house).await;
    assert_eq!(ahead.len(), 4, "the next ones are there");
    let before = jsonwebtoken::decode_header(signed().await).unwrap().kid.unwrap();
    assert!(at_first.contains(&before), "and do not sign yet");

    house.advance(Duration::days(1));
    routines(&house).await;
    let after = jsonwebtoken::decode_header(signed().await).unwrap().kid.unwrap();
    assert!(!at_first.contains(&after) && ahead.contains(&after));
    jwt::read(&house, &first).await;

    house.advance(Duration::days(8));
    routines(&house).await;
    let left = kids(&house).await;
    assert!(at_first.iter().all(|kid| !left.contains(kid)), "those that signed long ago are gone");
    let told: Vec<Value> =
        sqlx::query_scalar("SELECT body FROM house.facts WHERE body->>'action' = 'provider.key.made'")
            .fetch_all(house.store.pool())
            .await
            .unwrap();
    assert_eq!(told.len(), 4);
}

#[tokio::test]
async fn every_node_signs_with_the_same_keys_and_the_right_seal() {
    let house = House::open().await;
    let here = kids(&house).await;

    let (same, other) = (house.node(Secret::new(vec![7; 32])), house.node(Secret::new(vec![8; 32])));

    assert_eq!(kids_of(&same).await, Some(here));
    assert_eq!(kids_of(&other).await, None, "another seal opens nothing, and makes no new keys");
}

async fn kids_of(node: &axum::Router) -> Option<Vec<String>> {
    use http_body_util::BodyExt;
    let request = axum::http::Request::get("/oauth2/keys.json").body(axum::body::Body::empty()).unwrap();
    let Ok(answer) = tower::ServiceExt::oneshot(node.clone(), request).await;
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let keys: Value = serde_json::from_slice(&body).unwrap();
    let keys = keys["keys"].as_array()?;
    Some(keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect())
}
