//! What ends with somebody's place: the trees they kept, the functions they held.

use axum::http::StatusCode;
use directory::Place;
use kernel::{Actor, PersonId, ScopeId, ports::Population};
use serde_json::json;
use time::Duration;
use web::Tool;

use crate::house::House;

struct State {
    house: House,
    interior: ScopeId,
    bureau: ScopeId,
    culture: ScopeId,
    admin: PersonId,
    colleague: PersonId,
}

/// Two ministries, an administrator, and somebody who stays in the first.
async fn state() -> State {
    let house = House::new().await;
    let interior = house.ministry("Intérieur", &[("interieur.exemple.fr", Population::Agent)]).await.unwrap();
    let bureau = house.below(interior, "Bureau 3", "bureau").await;
    let culture = house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();
    let admin = house.agent("Lucie Weber", "lucie@culture.exemple.fr", culture, "Cheffe").await;
    let colleague = house.agent("Joël Payet", "joel@interieur.exemple.fr", bureau, "Pilote").await;
    house.administer(admin);
    State { house, interior, bureau, culture, admin, colleague }
}

impl State {
    /// Keeps the whole of the first ministry and heads a bureau of it.
    async fn charge(&self, person: PersonId) {
        self.house.appoint(self.interior, person).await;
        let head = format!("/organisations/{}/head", self.bureau);
        let (status, no) = self.house.put(self.admin, &head, json!({ "person": person })).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{no}");
        assert!(self.charged(person).await);
    }

    /// Whether they keep the ministry; they head the bureau for exactly as long.
    async fn charged(&self, person: PersonId) -> bool {
        let keeps = self.house.directory.keeps(person, self.bureau).await.unwrap() == Some(true);
        let (_, page) = self.house.get(self.colleague, &format!("/organisations/{}", self.bureau)).await;
        assert_eq!(page["head"]["id"] == json!(person), keeps, "{page}");
        keeps
    }

    async fn provider_says(&self, person: PersonId, organisation: ScopeId) {
        let place = Place {
            organisation,
            population: Population::Agent,
            unit: None,
            title: None,
            source: "provider:proconnect".into(),
        };
        self.house.directory.place(Actor::Person(person), person, &place).await.unwrap();
    }

    async fn hear(&self) {
        while self.house.store.number_facts().await.unwrap().is_some() {}
        let told = self.house.store.facts_after(0, 500).await.unwrap();
        for listener in self.house.directory.listeners() {
            let mut tx = self.house.store.begin().await.unwrap();
            listener.hear(&mut tx, &told).await.unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn turn(&self) {
        for routine in self.house.directory.routines() {
            routine.run().await.unwrap();
        }
    }
}

#[tokio::test]
async fn who_moves_to_another_ministry_keeps_and_heads_nothing_in_the_old_one() {
    let state = state().await;
    let person = state.house.person("helene@interieur.exemple.fr").await;
    state.provider_says(person, state.bureau).await;
    state.charge(person).await;

    state.provider_says(person, state.interior).await;
    assert!(state.charged(person).await, "elsewhere in the same ministry");
    state.provider_says(person, state.culture).await;

    assert!(!state.charged(person).await);
    assert_eq!(state.house.told("directory.correspondent.dismissed").await, 1);
    assert_eq!(state.house.told("directory.function.handed").await, 2, "given, and vacated");
    let change = json!({ "missions": "Encore à moi" });
    let (status, no) = state.house.patch(person, &format!("/organisations/{}", state.bureau), change).await;
    assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.not_correspondent")));
}

#[tokio::test]
async fn who_is_moved_by_an_administrator_or_was_known_by_their_address_only_does_not_either() {
    let state = state().await;
    let placed =
        state.house.agent("Ségolène Vauquelin", "s@interieur.exemple.fr", state.bureau, "Cheffe").await;
    state.charge(placed).await;
    let path = format!("/people/{placed}");
    let (status, _) = state.house.patch(state.admin, &path, json!({ "organisation": state.culture })).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(!state.charged(placed).await);

    let by_address = state.house.person("helene@interieur.exemple.fr").await;
    state.charge(by_address).await;
    state.turn().await;
    state.hear().await;
    assert!(state.charged(by_address).await, "their address puts them there");
    state.house.affiliate(by_address, state.culture, Population::Agent, (0, None)).await;
    assert!(!state.charged(by_address).await);
}

#[tokio::test]
async fn a_place_that_ends_by_itself_or_by_a_file_ends_them_too() {
    let state = state().await;
    let soon = state.house.person("soon@interieur.exemple.fr").await;
    state.house.affiliate(soon, state.bureau, Population::Agent, (-30, Some(1))).await;
    state.charge(soon).await;
    state.house.clock.advance(Duration::days(1));
    state.turn().await;
    assert!(!state.charged(soon).await, "although their address is still there");

    let listed = state.house.agent("Hugo Bertrand", "hugo@interieur.exemple.fr", state.bureau, "Agent").await;
    state.charge(listed).await;
    // What an import writes of whom its file does not name.
    sqlx::query("UPDATE directory.affiliations SET until = $2 WHERE person = $1")
        .bind(listed.uuid())
        .bind(state.house.clock_now())
        .execute(state.house.store.pool())
        .await
        .unwrap();
    state.turn().await;
    assert!(!state.charged(listed).await);
}

#[tokio::test]
async fn who_is_disabled_keeps_and_heads_nothing() {
    let state = state().await;
    let person = state.house.agent("Hugo Bertrand", "hugo@interieur.exemple.fr", state.bureau, "Agent").await;
    state.charge(person).await;

    state.house.identity.disable(Actor::System, person).await.unwrap();
    state.hear().await;

    assert!(!state.charged(person).await);
    assert_eq!(state.house.told("directory.correspondent.dismissed").await, 1);
}

#[tokio::test]
async fn somebody_named_from_outside_on_purpose_stays_until_they_have_had_a_place_there() {
    let state = state().await;
    let outside = state.house.agent("Ana Sánchez", "ana@culture.exemple.fr", state.culture, "Designer").await;
    state.charge(outside).await;
    let museums = state.house.below(state.culture, "Bureau des musées", "bureau").await;

    let path = format!("/people/{outside}");
    state.house.clock.advance(Duration::hours(1));
    state.house.patch(state.admin, &path, json!({ "organisation": museums })).await;
    state.turn().await;
    assert!(state.charged(outside).await, "what she never had a place for does not end with one");

    state.house.clock.advance(Duration::hours(1));
    state.house.patch(state.admin, &path, json!({ "organisation": state.bureau })).await;
    assert!(state.charged(outside).await);
    state.house.clock.advance(Duration::days(1));
    state.house.patch(state.admin, &path, json!({ "organisation": museums })).await;
    assert!(!state.charged(outside).await, "she has left");
}
