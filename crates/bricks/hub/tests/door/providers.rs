//! Providers, as administrators set them up.

use serde_json::json;
use time::Duration;
use web::Tool;

use crate::{
    House, Ministry,
    house::{PASSWORD, nadia},
    ministry::SECRET,
};

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
    assert_eq!(house.told().await, ["hub.provider.changed", "hub.provider.removed"]);
    assert_eq!(administrator.get(&path).await.no(), (404, "hub.no_such_provider"));
}

#[tokio::test]
async fn whom_a_provider_let_in_is_signed_out_when_it_is_disabled_or_removed() {
    let house = House::open().await;
    let (ministry, other) =
        (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    let provider = house.provider(&ministry, json!({})).await;
    let elsewhere = house.provider(&other, json!({ "name": "Autre", "domains": ["autre.exemple.fr"] })).await;
    let path = format!("/api/hub/providers/{provider}");
    let hugo = json!({ "sub": "hugo-1", "email": "hugo@autre.exemple.fr" });
    let (mut one, mut two, mut stranger) = (house.browser(), house.browser(), house.browser());
    one.come(&ministry, &provider, &nadia()).await;
    two.come(&ministry, &provider, &nadia()).await;
    stranger.come(&other, &elsewhere, &hugo).await;
    let mut administrator = house.administrator().await;

    // Any other change closes nothing.
    administrator.send("PATCH", &path, json!({ "name": "Culture" })).await;
    assert!(one.who().await.is_some());
    let away = ministry.sign_in(&two.depart(&provider, "/").await, &nadia());
    house.told().await;
    administrator.send("PATCH", &path, json!({ "enabled": false })).await;

    let closed = ["hub.provider.changed", "identity.session.closed", "hub.provider.emptied"];
    assert_eq!(house.told().await, closed);
    assert_eq!((one.who().await, two.who().await), (None, None));
    assert!(stranger.who().await.is_some() && administrator.who().await.is_some());
    assert_eq!(two.come_back(&away).await.problem(), "hub.no_such_provider", "nor by what began before");

    administrator.send("PATCH", &path, json!({ "enabled": true })).await;
    assert_eq!(one.who().await, None, "what is over stays so");
    one.sign_in(&ministry, &provider, &nadia()).await;
    assert!(one.who().await.is_some());
    house.told().await;
    administrator.send("DELETE", &path, json!({})).await;
    let told = house.told().await;
    assert_eq!(told, [&closed[..], &["hub.provider.removed"]].concat());
    assert_eq!((one.who().await, stranger.who().await.is_some()), (None, true));
}

#[tokio::test]
async fn nobody_comes_in_by_a_provider_that_is_being_disabled() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let (mut first, mut browser) = (house.browser(), house.browser());
    first.come(&ministry, &provider, &nadia()).await;
    let back = ministry.sign_in(&browser.depart(&provider, "/").await, &nadia());

    // As whoever disables it does, a moment before they commit.
    let mut tx = house.store.begin().await.unwrap();
    sqlx::query("UPDATE hub.providers SET enabled = false").execute(&mut *tx).await.unwrap();
    let (landed, ()) = tokio::join!(browser.come_back(&back), async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        tx.commit().await.unwrap();
    });

    assert_eq!(landed.problem(), "hub.no_such_provider");
    assert_eq!(browser.who().await, None);
    let open: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM identity.sessions WHERE closed_at IS NULL AND strength = 'provider'",
    )
    .fetch_one(house.store.pool())
    .await
    .unwrap();
    assert_eq!(open, 1, "only the one from before");

    // Whoever disabled it was cut short: the routine closes what was left open.
    let probe = house.hub.routines().into_iter().find(|routine| routine.name() == "hub.probe").unwrap();
    probe.run().await.unwrap();
    assert_eq!(first.who().await, None);
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
