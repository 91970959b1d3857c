//! Providers, as administrators set them up.

use serde_json::json;
use time::Duration;

use crate::{House, Ministry, house::PASSWORD, ministry::SECRET};

#[tokio::test]
async fn an_administrator_adds_changes_tests_and_removes_a_provider() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let mut administrator = house.administrator().await;
    house.told().await;

    let added = administrator.send("POST", "/api/hub/providers", House::described(&ministry)).await;
    assert_eq!((added.status.as_u16(), house.told().await), (201, vec!["hub.provider.added".to_owned()]));
    let id = added.body["id"].as_str().unwrap();
    let callback = format!("https://sacados.exemple.fr/api/hub/providers/{id}/callback");
    assert_eq!((&added.body["redirect_uri"], &added.body["has_secret"]), (&json!(callback), &json!(true)));
    assert_eq!(added.body["state"]["up"], true, "it was asked at once");

    let path = format!("/api/hub/providers/{id}");
    let changed = administrator.send("PATCH", &path, json!({ "name": " Culture ", "mandatory": true })).await;
    assert_eq!((&changed.body["name"], &changed.body["mandatory"]), (&json!("Culture"), &json!(true)));
    assert_eq!(house.told().await, ["hub.provider.changed"]);
    let tested = administrator.send("POST", &format!("{path}/tests"), json!({})).await.body;
    assert_eq!((&tested["discovery"], &tested["keys"]), (&json!("ok"), &json!(2)));
    let again = administrator.send("POST", "/api/hub/providers", House::described(&ministry)).await;
    assert_eq!(again.no(), (409, "hub.issuer_taken"));

    assert!(!administrator.get("/api/hub/providers").await.body.to_string().contains(SECRET));
    let kept: Vec<u8> = sqlx::query_scalar("SELECT sealed_secret FROM hub.providers")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    let clear = kept.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
    assert!(!clear && kept.len() > SECRET.len(), "a secret is never kept in clear");

    assert_eq!(administrator.send("DELETE", &path, json!({})).await.status.as_u16(), 204);
    assert_eq!(house.told().await, ["hub.provider.removed"]);
    assert_eq!(administrator.get(&path).await.no(), (404, "hub.no_such_provider"));
}

#[tokio::test]
async fn a_provider_that_makes_no_sense_is_refused_by_its_field() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let mut administrator = house.administrator().await;
    for (field, value) in [
        ("name", json!("")),
        ("issuer", json!("http://sso.exemple.fr")),
        ("client_id", json!("")),
        ("client_secret", json!("")),
        ("domains", json!([])),
        ("organisation", json!("01890a5d-ac96-774b-bcce-b302099a8057")),
    ] {
        let mut described = House::described(&ministry);
        described[field] = value;
        let answer = administrator.send("POST", "/api/hub/providers", described).await;
        assert_eq!(
            (answer.no(), &answer.body["params"]["field"]),
            ((422, "hub.bad_provider"), &json!(field))
        );
    }
}

#[tokio::test]
async fn providers_are_for_administrators_who_showed_lately_who_they_are() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    house.person("curieux@culture.exemple.fr", "Curieux").await;
    let mut curious = house.signed_in("curieux@culture.exemple.fr").await;
    let path = format!("/api/hub/providers/{provider}");

    for (method, path) in [
        ("GET", "/api/hub/providers"),
        ("POST", "/api/hub/providers"),
        ("GET", &path),
        ("PATCH", &path),
        ("DELETE", &path),
        ("POST", &format!("{path}/tests")),
    ] {
        let body = if method == "POST" && path.ends_with("providers") {
            House::described(&ministry)
        } else {
            json!({})
        };
        assert_eq!(
            curious.send(method, path, body).await.no(),
            (403, "hub.not_administrator"),
            "{method} {path}"
        );
    }

    let mut administrator = house.administrator().await;
    house.advance(Duration::minutes(16));
    assert_eq!(administrator.get(&path).await.status.as_u16(), 200);
    assert_eq!(administrator.send("PATCH", &path, json!({})).await.no(), (401, "confirm"));
    assert_eq!(administrator.send("DELETE", &path, json!({})).await.no(), (401, "confirm"));
    let shown = json!({ "address": "camille.aubry@sacados.exemple.fr", "password": PASSWORD });
    administrator.send("POST", "/api/identity/sessions", shown).await;
    assert_eq!(administrator.send("PATCH", &path, json!({})).await.status.as_u16(), 200);
}
