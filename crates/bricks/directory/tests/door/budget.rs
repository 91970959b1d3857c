//! How much of the annuaire one reader is shown in a day, whichever door they try.

use axum::http::{Method, StatusCode};
use directory::Settings;
use kernel::{PersonId, ScopeId};
use serde_json::{Value, json};
use time::Duration;

use crate::house::House;

const MOST: u32 = 20;

struct State {
    house: House,
    settings: Settings,
    ministry: ScopeId,
    people: Vec<PersonId>,
    keeper: PersonId,
}

/// A ministry with forty people, each alone in a bureau and in a team, and readers of another one, kept by somebody.
async fn state() -> State {
    let settings = Settings { people_per_day: MOST, numbers_per_day: 5, ..Settings::default() };
    let house = House::with(settings.clone()).await;
    let full = house.ministry("Intérieur", &[]).await.unwrap();
    let ministry = house.ministry("Culture", &[]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@exemple.fr", ministry, "Adjointe").await;
    house.appoint(ministry, keeper).await;
    let mut people = vec![];
    for number in 10..50 {
        let bureau = house.below(full, &format!("Bureau {number}"), "bureau").await;
        let address = format!("agent{number}@exemple.fr");
        people.push(house.agent(&format!("Agent {number}"), &address, bureau, "Agent").await);
    }
    State { house, settings, ministry, people, keeper }
}

impl State {
    async fn reader(&self, name: &str) -> PersonId {
        let address = format!("{}@exemple.fr", name.to_lowercase());
        self.house.agent(name, &address, self.ministry, "Pilote").await
    }

    /// Asks one after the other; says how many were answered before the refusal, and the refusal.
    async fn walk(&self, reader: PersonId, paths: &[String]) -> (usize, Value) {
        let mut answered = 0;
        for path in paths {
            let (status, body) = self.house.get(reader, path).await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                let (again, _) = self.house.get(reader, &paths[0]).await;
                assert_eq!(again, StatusCode::TOO_MANY_REQUESTS, "nobody is shown until tomorrow: {path}");
                return (answered, body);
            }
            answered += 1;
        }
        (answered, Value::Null)
    }

    async fn teams(&self) -> Vec<String> {
        let mut teams = vec![];
        for person in &self.people {
            let new = json!({ "name": "Équipe", "kind": "team" });
            let (_, made) = self.house.post(*person, "/groups", new).await;
            teams.push(format!("/groups/{}", made["id"].as_str().unwrap()));
        }
        teams
    }

    async fn bureaux(&self) -> Vec<String> {
        let organisations = self.house.directory.organisations().await.unwrap();
        let bureaux = organisations.iter().filter(|one| one.kind == "bureau");
        bureaux.map(|bureau| format!("/organisations/{}", bureau.id)).collect()
    }
}

#[tokio::test]
async fn whichever_door_a_scraper_tries_it_closes_and_those_who_keep_their_tree_are_told_once() {
    let state = state().await;
    let doors = [
        ("Fouille", (10..50).map(|number| format!("/find?q=agent%20{number}")).collect()),
        ("Annonce", (10..50).map(|number| format!("/find?q=agent{number}%40exemple.fr&limit=1")).collect()),
        ("Services", state.bureaux().await),
        ("Groupes", state.teams().await),
        ("Photos", state.people.iter().map(|person| format!("/people/{person}/photo")).collect()),
        ("Fiches", state.people.iter().map(|person| format!("/people/{person}")).collect::<Vec<_>>()),
    ];
    let mut refused = 0;
    for (name, paths) in &doors {
        let reader = state.reader(name).await;
        assert_eq!(paths.len(), 40, "{name}");

        let (answered, no) = state.walk(reader, paths).await;

        // About: two of them may make the same mark.
        assert!((19..=23).contains(&answered), "{name}: {answered}");
        assert_eq!(
            (&no["code"], &no["params"]["seconds"]),
            (&json!("directory.too_many_people"), &json!(49_680)),
            "{name}: {no}"
        );
        refused += 1;
        assert_eq!(state.house.told("directory.budget.exceeded").await, refused, "{name}");
        assert_eq!(state.house.card(reader, reader).await["name"], *name, "one's own card stays open");
    }

    let (_, alerts) = state.house.get(state.keeper, "/alerts").await;
    let alerts = alerts["alerts"].as_array().unwrap();
    assert_eq!(alerts.len(), doors.len());
    for alert in alerts {
        let (cards, people) = (alert["cards"].as_i64().unwrap(), alert["people"].as_i64().unwrap());
        assert!(people > i64::from(MOST), "{alert}");
        assert_eq!(cards > 0, alert["person"]["name"] == "Fiches", "{alert}");
    }
}

#[tokio::test]
async fn a_door_that_shows_too_many_at_once_shows_nobody() {
    let state = state().await;
    let reader = state.reader("Vorace").await;

    let (status, no) = state.house.get(reader, "/find?q=agent&limit=50").await;

    assert_eq!((status, &no["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("directory.too_many_people")));
}

#[tokio::test]
async fn a_restart_forgets_nothing_and_a_new_day_does() {
    let state = state().await;
    let reader = state.reader("Patient").await;
    let paths: Vec<String> = (10..50).map(|number| format!("/find?q=agent%20{number}")).collect();
    let (half, _) = state.walk(reader, &paths[..10]).await;
    assert_eq!(half, 10);

    let restarted = State { house: state.house.restarted(state.settings.clone()), ..state };
    let (more, no) = restarted.walk(reader, &paths[10..]).await;
    assert!((9..=13).contains(&more), "{more}");
    assert_eq!(no["code"], "directory.too_many_people");
    let again = restarted.house.restarted(restarted.settings.clone());
    assert_eq!(again.get(reader, &paths[39]).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(again.told("directory.budget.exceeded").await, 1, "told once a day");

    again.clock.advance(Duration::hours(24));
    assert_eq!(again.get(reader, &paths[39]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn two_nodes_count_together() {
    let state = state().await;
    let reader = state.reader("Partout").await;
    let other = state.house.restarted(state.settings.clone());
    let paths: Vec<String> = (10..50).map(|number| format!("/find?q=agent%20{number}")).collect();

    let mut answered = 0;
    for (at, path) in paths.iter().enumerate() {
        let node = if at % 2 == 0 { &state.house } else { &other };
        answered += usize::from(node.get(reader, path).await.0 == StatusCode::OK);
    }

    // What one of them has not yet told the database, or has only just told it, the other does not know.
    assert!((19..=28).contains(&answered), "{answered}");
    for node in [&state.house, &other] {
        assert_eq!(node.get(reader, &paths[0]).await.0, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(other.told("directory.budget.exceeded").await, 1, "told once, whoever finds out");
}

#[tokio::test]
async fn who_is_shown_the_same_people_all_day_is_never_stopped() {
    let state = state().await;
    let reader = state.reader("Standard").await;
    for _ in 0..10 {
        for number in 10..20 {
            let (status, _) = state.house.get(reader, &format!("/find?q=agent%20{number}")).await;
            assert_eq!(status, StatusCode::OK);
        }
    }
    let kept: i64 = sqlx::query_scalar("SELECT people FROM directory.card_days WHERE reader = $1")
        .bind(reader.uuid())
        .fetch_one(state.house.store.pool())
        .await
        .map(|people: i32| people.into())
        .unwrap();
    assert!((9..=11).contains(&kept), "{kept}");
    let organisations = state.house.get(reader, "/find?q=bureau&kind=organisation").await;
    assert_eq!(organisations.0, StatusCode::OK);
}

#[tokio::test]
async fn walking_the_digits_of_numbers_is_stopped_and_names_are_still_found() {
    let state = state().await;
    let reader = state.reader("Chiffres").await;
    let ask = async |query: &str| state.house.get(reader, &format!("/find?q={query}")).await;
    for query in ["0149", "01492", "01%2049%2027", "agent%200149", "%2B33%201%2049"] {
        assert_eq!(ask(query).await.0, StatusCode::OK, "{query}");
    }

    for query in ["014927", "a%200149"] {
        let (status, no) = ask(query).await;
        assert_eq!(
            (status, &no["code"]),
            (StatusCode::TOO_MANY_REQUESTS, &json!("directory.too_many_numbers"))
        );
        assert_eq!(no["params"]["seconds"], 49_680);
    }
    assert_eq!(ask("agent%2010").await.0, StatusCode::OK, "a name with a number is a name");
    assert_eq!(ask("014927&kind=organisation").await.0, StatusCode::OK, "services have public numbers");
    let restarted = state.house.restarted(state.settings.clone());
    assert_eq!(restarted.get(reader, "/find?q=0149").await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(state.house.told("directory.budget.exceeded").await, 1);
    let (_, alerts) = state.house.get(state.keeper, "/alerts").await;
    assert_eq!(alerts["alerts"][0]["numbers"], 6);
    let refused = state.house.ask(reader, Method::GET, "/alerts", Value::Null).await;
    assert_eq!(refused.1["code"], "directory.not_correspondent");
}
