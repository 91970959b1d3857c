//! The index of a node that starts again: what it goes on from, and when it is made anew.

use axum::http::StatusCode;
use directory::Settings;
use kernel::{PersonId, ScopeId};
use serde_json::json;
use store::Start;
use tempfile::TempDir;
use web::Tool;

use crate::house::House;

/// A house whose index is in a folder, built and told of all; and who reads.
async fn in_a_folder() -> (TempDir, House, PersonId, PersonId) {
    let folder = tempfile::tempdir().unwrap();
    let house = House::new().await;
    house.directory.open_index(folder.path()).unwrap();
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let yann = house.agent("Yann Le Goff", "yann.le-goff@exemple.fr", ministry, "Chef du projet").await;
    let reader = house.agent("Ana Sánchez", "ana@exemple.fr", ministry, "Designer").await;
    number_facts(&house).await;
    house.directory.build_index().await.unwrap();
    (folder, house, yann, reader)
}

async fn number_facts(house: &House) {
    while house.store.number_facts().await.unwrap().is_some() {}
}

/// Starts the node again on the same folder and hears what it wants to hear. Says after which fact it began.
async fn started_again(house: House, folder: &TempDir) -> (House, i64) {
    let again = house.restarted(Settings::default());
    // The folder is one program's at a time.
    drop(house);
    again.directory.open_index(folder.path()).unwrap();
    let mut begun = 0;
    for listener in again.directory.node_listeners() {
        let Start::After(number) = listener.starts().await else { panic!("it knows where to begin") };
        let told = again.store.facts_after(number, 500).await.unwrap();
        if !told.is_empty() {
            listener.hear(&told).await.unwrap();
        }
        begun = number;
    }
    (again, begun)
}

async fn names(house: &House, reader: PersonId, query: &str) -> Vec<String> {
    let (status, found) = house.get(reader, &format!("/find?q={query}")).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found["hits"].as_array().unwrap().iter().map(|hit| hit["name"].as_str().unwrap().to_owned()).collect()
}

/// Takes the name of somebody's from under the index, which only shows when everything is read again.
async fn alter_untold(house: &House, person: PersonId) {
    sqlx::query("UPDATE identity.persons SET name = 'Gwenaëlle Morvan' WHERE id = $1")
        .bind(person.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();
}

async fn becomes_found(house: &House, reader: PersonId, query: &str) -> Vec<String> {
    for _ in 0..200 {
        let found = names(house, reader, query).await;
        if !found.is_empty() {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    vec![]
}

#[tokio::test]
async fn a_node_that_starts_again_reads_only_what_was_told_meanwhile() {
    let (folder, house, yann, reader) = in_a_folder().await;
    let built_at = house.store.last_number().await.unwrap();
    alter_untold(&house, yann).await;
    // Told while the node was down, as another node may.
    let late =
        house.agent("Mathilde Œuvrard", "mathilde@exemple.fr", ministry_of(&house).await, "Juriste").await;
    number_facts(&house).await;

    let (house, begun) = started_again(house, &folder).await;
    assert_eq!(begun, built_at);
    assert_eq!(names(&house, reader, "oeuvrard").await, ["Mathilde Œuvrard"]);
    assert_eq!(names(&house, reader, "goff").await.len(), 1, "what nobody told of is not read again");
    assert!(names(&house, reader, "morvan").await.is_empty());

    // What was heard since is not heard again the next time.
    let last = house.store.last_number().await.unwrap();
    let (house, begun) = started_again(house, &folder).await;
    assert_eq!(begun, last);
    house.patch(late, "/people/me", json!({ "usage_name": "Mathilde Riou" })).await;
    number_facts(&house).await;
    let (house, begun) = started_again(house, &folder).await;
    assert_eq!(begun, last);
    assert_eq!(names(&house, reader, "riou").await, ["Mathilde Riou"]);
}

#[tokio::test]
async fn an_index_whose_last_fact_nobody_remembers_is_made_anew() {
    let (folder, house, yann, reader) = in_a_folder().await;
    alter_untold(&house, yann).await;
    // The database comes back from a copy: another fact has that number.
    sqlx::query("UPDATE house.facts SET told_at = told_at + interval '1 hour'")
        .execute(house.store.pool())
        .await
        .unwrap();
    let (house, _) = started_again(house, &folder).await;
    assert_eq!(becomes_found(&house, reader, "morvan").await, ["Gwenaëlle Morvan"]);
}

#[tokio::test]
async fn an_index_that_was_left_behind_for_too_long_is_made_anew() {
    let (folder, house, yann, reader) = in_a_folder().await;
    alter_untold(&house, yann).await;
    // The facts were forgotten since.
    sqlx::query("DELETE FROM house.facts").execute(house.store.pool()).await.unwrap();
    let (house, _) = started_again(house, &folder).await;
    assert_eq!(becomes_found(&house, reader, "morvan").await, ["Gwenaëlle Morvan"]);
}

async fn ministry_of(house: &House) -> ScopeId {
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM directory.organisations")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    id.into()
}
