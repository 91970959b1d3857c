//! An entry is written, opened again, and not seen by others.

use axum::http::StatusCode;
use kernel::PersonId;
use serde_json::json;

use crate::House;

#[tokio::test]
async fn an_entry_written_is_kept_and_told() {
    let house = House::furnished().await;
    let writer = PersonId::new();

    let (status, entry) = house.post(writer, "/entries", json!({ "title": " Budget " })).await;

    assert_eq!(status, StatusCode::CREATED);
    let id = entry["id"].as_str().unwrap();
    let (status, again) = house.get(writer, &format!("/entries/{id}")).await;
    assert_eq!((status, &again["title"]), (StatusCode::OK, &json!("Budget")));
    assert_eq!(house.told().await, ["__tool__.entry.written"]);
}

#[tokio::test]
async fn a_refused_entry_tells_nothing() {
    let house = House::furnished().await;

    let (status, problem) = house.post(PersonId::new(), "/entries", json!({ "title": "  " })).await;

    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["code"], "__tool__.untitled");
    assert!(house.told().await.is_empty());
}

#[tokio::test]
async fn anothers_entry_is_not_found() {
    let house = House::furnished().await;
    let (_, entry) = house.post(PersonId::new(), "/entries", json!({ "title": "Budget" })).await;

    let (status, problem) = house.get(PersonId::new(), &format!("/entries/{}", entry["id"].as_str().unwrap())).await;

    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(problem["code"], "__tool__.no_such_entry");
}
