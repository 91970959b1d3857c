//! What is found while typing, and how soon what changes is found.

use axum::http::StatusCode;
use kernel::{PersonId, ScopeId};
use serde_json::{Value, json};
use web::Tool;

use crate::house::{House, NOW};

struct State {
    house: House,
    direction: ScopeId,
    yann: PersonId,
    reader: PersonId,
    keeper: PersonId,
}

/// A State whose index was built.
async fn state() -> State {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let direction = house.below(ministry, "Direction du numérique", "direction").await;
    let other = house.ministry("Culture", &[]).await.unwrap();
    let yann =
        house.agent("Yann Le Goff", "yann.le-goff@exemple.fr", direction, "Chef du projet guichet").await;
    house.agent("Mathilde Œuvrard", "mathilde@exemple.fr", direction, "Juriste").await;
    let keeper = house.agent("Inès Belkacem", "ines@exemple.fr", ministry, "Adjointe").await;
    let reader = house.agent("Ana Sánchez", "ana@exemple.fr", other, "Designer").await;
    house.appoint(ministry, keeper).await;
    let profile = json!({
        "telephones": [{ "kind": "desk", "number": "02 99 00 41 17" }],
        "skills": ["accessibilité"],
        "visibility": { "telephones": "ministry" },
    });
    house.patch(yann, "/people/me", profile).await;
    house.directory.build_index().await.unwrap();
    State { house, direction, yann, reader, keeper }
}

impl State {
    async fn found(&self, who: PersonId, query: &str) -> Vec<String> {
        let query = query.replace(' ', "%20");
        let (status, found) = self.house.get(who, &format!("/find?q={query}")).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        let shown = |hit: &Value| hit["name"].as_str().or(hit["title"].as_str()).unwrap().to_owned();
        found["hits"].as_array().unwrap().iter().map(shown).collect()
    }

    /// The node hears what was told since it began.
    async fn hear(&self) {
        while self.house.store.number_facts().await.unwrap().is_some() {}
        let told = self.house.store.facts_after(0, 500).await.unwrap();
        for listener in self.house.directory.node_listeners() {
            listener.hear(&told).await.unwrap();
        }
    }
}

#[tokio::test]
async fn people_are_found_in_either_order_without_accents_by_what_they_do_and_by_digits() {
    let state = state().await;
    for typed in ["yann goff", "goff yann", "y goff", "guichet", "accessibilite", "yann.le-goff@"] {
        assert_eq!(state.found(state.reader, typed).await, ["Yann Le Goff"], "{typed}");
    }
    assert_eq!(state.found(state.reader, "oeuvrad").await, ["Mathilde Œuvrard"], "a typo");
    assert_eq!(state.found(state.reader, "direction numerique").await[0], "Direction du numérique");
    assert_eq!(state.found(state.keeper, "4117").await, ["Yann Le Goff"], "the same ministry");
    assert!(state.found(state.reader, "4117").await.is_empty(), "a number that is not for them");
    assert!(state.found(state.reader, "zzzqqq").await.is_empty());
    assert!(state.found(state.reader, "").await.is_empty());
}

#[tokio::test]
async fn nobody_is_found_by_an_address_that_they_hide() {
    let state = state().await;
    assert_eq!(state.found(state.reader, "yann.le-goff@exemple.fr").await, ["Yann Le Goff"]);

    state.house.patch(state.yann, "/people/me", json!({ "visibility": { "addresses": "ministry" } })).await;
    state.hear().await;

    assert!(state.found(state.reader, "yann.le-goff@exemple.fr").await.is_empty());
    assert_eq!(state.found(state.reader, "yann goff").await, ["Yann Le Goff"], "by their name");
}

#[tokio::test]
async fn what_changes_is_found_once_it_is_heard_and_shown_as_it_is_at_once() {
    let state = state().await;
    state
        .house
        .patch(state.yann, "/people/me", json!({ "usage_name": "Yann Kerbrat", "title": "Pilote" }))
        .await;
    let (_, shown) = state.house.get(state.reader, "/find?q=goff").await;
    assert_eq!(shown["hits"][0]["title"], "Pilote", "what is shown is what the database holds");

    state.hear().await;

    assert_eq!(state.found(state.reader, "kerbrat").await, ["Yann Kerbrat"]);
    assert!(state.found(state.reader, "guichet").await.is_empty());
    let acronym = json!({ "acronym": "DNUM" });
    state.house.patch(state.keeper, &format!("/organisations/{}", state.direction), acronym).await;
    state.hear().await;
    assert_eq!(state.found(state.reader, "kerbrat dnum").await, ["Yann Kerbrat"], "so do those below");
}

#[tokio::test]
async fn protected_people_leave_the_index_and_are_never_shown_before_it_knows() {
    let state = state().await;
    let path = format!("/people/{}/protection", state.yann);
    state.house.put(state.keeper, &path, json!({ "protected": true })).await;

    assert!(state.found(state.reader, "goff").await.is_empty(), "not even before the index has heard");
    state.hear().await;
    assert!(state.found(state.reader, "goff").await.is_empty());
    assert!(state.found(state.reader, "guichet").await.is_empty());
    assert_eq!(state.found(state.yann, "goff").await, ["Yann Le Goff"], "themselves");
    assert_eq!(state.found(state.keeper, "le goff").await, ["Yann Le Goff"], "and who keeps their tree");
    state.house.put(state.keeper, &path, json!({ "protected": false })).await;
    state.hear().await;
    assert_eq!(state.found(state.reader, "goff").await, ["Yann Le Goff"]);
}

#[tokio::test]
async fn functions_and_teams_are_found_with_who_holds_them() {
    let state = state().await;
    let functions = format!("/organisations/{}/functions", state.direction);
    let (_, function) =
        state.house.post(state.keeper, &functions, json!({ "title": "Astreinte réseau" })).await;
    let holder = format!("/functions/{}/holder", function["id"].as_str().unwrap());
    state.house.put(state.keeper, &holder, json!({ "person": state.yann })).await;
    state.house.post(state.yann, "/groups", json!({ "name": "Équipe réseau", "kind": "team" })).await;
    state.house.post(state.yann, "/groups", json!({ "name": "Cercle réseau", "kind": "group" })).await;
    state.hear().await;

    let (_, found) = state.house.get(state.reader, "/find?q=reseau").await;
    let kinds: Vec<&str> =
        found["hits"].as_array().unwrap().iter().map(|hit| hit["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 3, "{found}");
    for kind in ["person", "function", "group"] {
        assert!(kinds.contains(&kind), "{found}");
    }
    let (_, function) = state.house.get(state.reader, "/find?q=reseau&kind=function").await;
    assert_eq!(function["hits"][0]["holder"]["name"], "Yann Le Goff");
    assert_eq!(state.found(state.yann, "cercle").await, ["Cercle réseau"], "one finds one's own groups");
    assert!(state.found(state.reader, "cercle").await.is_empty());
}

#[tokio::test]
async fn until_the_index_is_there_the_database_answers() {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let reader = house.agent("Yann Le Goff", "yann@exemple.fr", ministry, "Chef").await;

    let hits = async |query: &str| house.get(reader, &format!("/find?q={query}")).await.1["hits"].clone();

    for query in ["goff", "yann@exemple.fr"] {
        assert_eq!(hits(query).await[0]["name"], "Yann Le Goff", "{query}");
    }
    house.patch(reader, "/people/me", json!({ "visibility": { "addresses": "nobody" } })).await;
    assert_eq!(hits("goff").await[0]["name"], "Yann Le Goff", "by their name still");
    assert_eq!(hits("yann@exemple.fr").await, json!([]), "not by the address that they hide");
}

#[tokio::test]
async fn a_right_that_is_taken_away_holds_in_finding_for_two_seconds_at_most() {
    let state = state().await;
    let path = format!("/people/{}/protection", state.yann);
    state.house.put(state.keeper, &path, json!({ "protected": true })).await;
    state.hear().await;
    assert_eq!(state.found(state.keeper, "goff").await, ["Yann Le Goff"]);

    sqlx::query("DELETE FROM directory.correspondents WHERE person = $1")
        .bind(state.keeper.uuid())
        .execute(state.house.store.pool())
        .await
        .unwrap();
    let (card, _) = state.house.get(state.keeper, &format!("/people/{}", state.yann)).await;
    assert_eq!(card, StatusCode::NOT_FOUND, "everywhere else at once");
    tokio::time::sleep(std::time::Duration::from_millis(2_050)).await;
    assert!(state.found(state.keeper, "goff").await.is_empty());
}

#[tokio::test]
async fn an_organisation_is_found_until_its_last_day_is_over() {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let reader = house.agent("Ana Sánchez", "ana@exemple.fr", ministry, "Designer").await;
    let closing = house.below(ministry, "Mission éphémère", "mission").await;
    house.directory.build_index().await.unwrap();
    sqlx::query("UPDATE directory.organisations SET until = $2 WHERE id = $1")
        .bind(closing.uuid())
        .bind(NOW.date())
        .execute(house.store.pool())
        .await
        .unwrap();
    let state = State { direction: closing, yann: reader, keeper: reader, reader, house };
    turn(&state.house).await;
    state.hear().await;
    assert_eq!(state.found(reader, "ephemere").await, ["Mission éphémère"]);

    state.house.clock.advance(time::Duration::hours(16));
    turn(&state.house).await;
    state.hear().await;
    assert!(state.found(reader, "ephemere").await.is_empty(), "yesterday was its last day");
}

async fn turn(house: &House) {
    for routine in house.directory.routines() {
        if routine.name() == "directory.turn" {
            routine.run().await.unwrap();
        }
    }
}
