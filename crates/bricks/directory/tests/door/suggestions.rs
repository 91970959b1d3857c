//! Corrections: suggested, decided once by who keeps the tree, told to whoever suggested.

use axum::http::StatusCode;
use kernel::PersonId;
use serde_json::{Value, json};

use crate::house::House;

#[tokio::test]
async fn a_correction_is_decided_once_by_who_keeps_the_tree_and_told_to_who_suggested() {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let culture = house.ministry("Culture", &[]).await.unwrap();
    let yann = house.agent("Yann Le Goff", "yann@exemple.fr", ministry, "Chef").await;
    let keeper = house.agent("Inès Belkacem", "ines@exemple.fr", ministry, "Adjointe").await;
    let ana = house.agent("Ana Sánchez", "ana@exemple.fr", culture, "Designer").await;
    let elsewhere = house.agent("Odile Schneider", "odile@exemple.fr", culture, "Cheffe").await;
    house.appoint(ministry, keeper).await;
    house.appoint(culture, elsewhere).await;
    let path = format!("/people/{yann}/suggestions");
    let said = json!({ "field": "title", "value": "Directeur", "comment": "Vu au Journal officiel" });
    let (status, first) = house.post(ana, &path, said).await;
    assert_eq!(status, StatusCode::CREATED);
    let number = json!({ "field": "telephone", "value": "02 99 00 41 17" });
    let (_, second) = house.post(ana, &path, number).await;
    let decide = async |who: PersonId, which: &Value, accept: bool| {
        let path = format!("/suggestions/{}/decisions", which["id"].as_str().unwrap());
        house.post(who, &path, json!({ "accept": accept })).await
    };

    let (_, waiting) = house.get(keeper, "/suggestions").await;
    assert_eq!(waiting["suggestions"].as_array().unwrap().len(), 2);
    assert_eq!(waiting["suggestions"][0]["by"]["name"], "Ana Sánchez");
    for stranger in [ana, yann, elsewhere] {
        assert_eq!(house.get(stranger, "/suggestions").await.1["suggestions"], json!([]));
        assert_eq!(decide(stranger, &first, true).await.1["code"], "directory.no_such_suggestion");
    }
    assert_eq!(decide(keeper, &first, true).await.0, StatusCode::NO_CONTENT);
    assert_eq!(decide(keeper, &second, false).await.0, StatusCode::NO_CONTENT);
    assert_eq!(decide(keeper, &first, false).await.1["code"], "directory.no_such_suggestion", "decided once");

    let card = house.card(ana, yann).await;
    assert_eq!((&card["title"], &card["telephones"]), (&json!("Directeur"), &json!([])));
    let (_, mine) = house.get(ana, "/suggestions").await;
    let decided: Vec<_> =
        mine["mine"].as_array().unwrap().iter().map(|one| one["accepted"].clone()).collect();
    assert_eq!(decided.len(), 2);
    assert!(decided.contains(&json!(true)) && decided.contains(&json!(false)), "{mine}");
    assert_eq!(house.told("directory.correction.decided").await, 2);
    let changed_by: Value = sqlx::query_scalar(
        "SELECT body->'actor' FROM house.facts WHERE body->>'action' = 'directory.profile.changed'",
    )
    .fetch_one(house.store.pool())
    .await
    .unwrap();
    assert_eq!(changed_by, json!({ "person": keeper }), "who accepts a correction makes it");
}

#[tokio::test]
async fn one_person_does_not_flood_those_who_decide() {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let yann = house.agent("Yann Le Goff", "yann@exemple.fr", ministry, "Chef").await;
    let ana = house.agent("Ana Sánchez", "ana@exemple.fr", ministry, "Designer").await;
    let path = format!("/people/{yann}/suggestions");
    for number in 0..50 {
        let said = json!({ "field": "other", "value": format!("Note {number}") });
        assert_eq!(house.post(ana, &path, said).await.0, StatusCode::CREATED);
    }
    let said = json!({ "field": "other", "value": "Encore" });
    assert_eq!(house.post(ana, &path, said).await.1["code"], "directory.too_many");
}
