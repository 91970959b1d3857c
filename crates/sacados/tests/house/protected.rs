//! A protected person is in no answer to somebody who may not know of them: every question that the house answers is asked.

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use directory::{Affiliation, NewOrganisation};
use identity::NewPerson;
use kernel::{Actor, Language, PersonId, ScopeId, ports::Population};
use serde_json::{Value, json};
use time::Duration;
use tower::ServiceExt;

use crate::rooms_of_a_test::House;

const HIDDEN: &str = "zephyrin.quatrevoix@phares.exemple.fr";
const ADMINISTRATOR: &str = "odile@phares.exemple.fr";
const AGENT: &str = "ines@phares.exemple.fr";
/// What would give them away, in small letters: their name, address, title and number.
const TRACES: &[&str] = &["quatrevoix", "zephyrin", "zéphyrin", "veilleur-secret", "98 76 54 32"];
/// What a sample State shows of itself to whoever tries it, and a real one does not have.
const SAMPLES: &[&str] = &["/api/identity/sample/", "/api/house/mails"];

#[tokio::test]
async fn a_protected_person_is_in_no_answer() {
    let state = State::furnish().await;

    // The traces are there for whoever keeps the tree, or this would prove nothing.
    let (_, card) = state
        .ask(&state.administrator, "GET", &format!("/api/directory/people/{}", state.hidden), Value::Null)
        .await;
    let card = card.to_lowercase();
    for trace in TRACES {
        assert!(card.contains(trace), "{trace} is not on the card: {card}");
    }

    let mut asked = 0;
    for (method, path) in state.questions() {
        let (status, answer) = state.ask(&state.agent, &method, &path, Value::Null).await;
        asked += usize::from(status == StatusCode::OK);
        state.check(&format!("{method} {path}"), &answer);
    }
    assert!(asked > 25, "the questions were answered: {asked}");
}

#[tokio::test]
async fn typing_their_name_address_or_number_finds_nobody() {
    let state = State::furnish().await;
    // What finds them for who keeps the tree finds nobody for the others; the rest is tried all the same.
    let by_name = ["quatrevoix", "zephyrin"];
    let otherwise =
        ["zq", "quatrevoi", "veilleur-secret", "98765432", "zephyrin.quatrevoix%40phares.exemple.fr"];
    for typed in by_name.into_iter().chain(otherwise) {
        let path = format!("/api/directory/find?q={typed}");
        let (status, answer) = state.ask(&state.agent, "GET", &path, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let hits = serde_json::from_str::<Value>(&answer).unwrap()["hits"].clone();
        assert!(!hits.to_string().contains(&state.hidden.to_string()), "{typed}: {hits}");
        let (_, known) = state.ask(&state.administrator, "GET", &path, Value::Null).await;
        let found = known.contains(&state.hidden.to_string());
        assert!(found || !by_name.contains(&typed), "{typed} finds them for who keeps the tree");
    }
}

#[tokio::test]
async fn their_address_says_what_that_of_anybody_unknown_says() {
    let state = State::furnish().await;
    let mut said = vec![];
    for address in [HIDDEN, "personne@phares.exemple.fr"] {
        let checks = json!({ "addresses": [address] });
        let (status, checked) =
            state.ask(&state.agent, "POST", "/api/transfer/recipient-checks", checks).await;
        assert_eq!(status, StatusCode::OK, "{checked}");
        let mut answers = vec![checked];
        for path in ["/api/hub/lookups", "/api/identity/lookups"] {
            let (status, answer) = state.ask("", "POST", path, json!({ "address": address })).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
            answers.push(answer);
        }
        said.push(answers.join("\n").replace(address, "ADDRESS"));
    }
    assert_eq!(said[0], said[1]);
}

struct State {
    house: House,
    administrator: String,
    agent: String,
    hidden: PersonId,
    /// Whatever can be asked for by its id.
    ids: Vec<String>,
}

impl State {
    /// Somebody who holds a function, heads a bureau, is in a group and stands in for a colleague, and then is protected.
    async fn furnish() -> Self {
        let house = House::new().await;
        let directory = &house.furniture.directory;
        let new = NewOrganisation {
            parent: None,
            name: "Direction des phares".into(),
            acronym: None,
            kind: "direction".into(),
            domains: vec![("phares.exemple.fr".into(), Population::Agent)],
        };
        let place = directory.add_organisation(Actor::System, new).await.unwrap();
        let odile = affiliated(&house, place, ADMINISTRATOR, "Odile Schneider").await;
        let ines = affiliated(&house, place, AGENT, "Inès Moreau").await;
        let hidden = affiliated(&house, place, HIDDEN, "Zéphyrin Quatrevoix").await;
        let access = &house.furniture.access;
        access.grant_role(Actor::System, odile, access::Role::Administrator).await.unwrap();
        let (administrator, agent) = (house.sign_in(odile).await, house.sign_in(ines).await);
        let theirs = house.sign_in(hidden).await;
        let ids = vec![place.to_string(), hidden.to_string(), ines.to_string()];
        let mut state = Self { house, administrator, agent, hidden, ids };

        let bureau = json!({ "parent": place, "name": "Bureau des lanternes", "kind": "bureau" });
        let bureau = state.make(&state.administrator, "POST /api/directory/organisations", bureau).await;
        let function = json!({ "title": "Gardien du phare", "heads": true });
        let functions = format!("POST /api/directory/organisations/{bureau}/functions");
        let function = state.make(&state.administrator, &functions, function).await;
        let holder = json!({ "person": hidden });
        state
            .make(&state.administrator, &format!("PUT /api/directory/functions/{function}/holder"), holder)
            .await;
        let group = json!({ "name": "Équipe des phares", "kind": "team" });
        let group = state.make(&state.agent, "POST /api/directory/groups", group).await;
        let member = format!("PUT /api/directory/groups/{group}/members/{hidden}");
        state.make(&state.agent, &member, json!({ "role": "member" })).await;
        let own = json!({ "title": "Veilleur-secret", "telephones": [{ "kind": "desk", "number": "01 98 76 54 32" }] });
        state.make(&theirs, "PATCH /api/directory/people/me", own).await;
        let day = (state.house.furniture.store.clock().now() + Duration::DAY).date().to_string();
        let away = json!({ "from": day, "until": day, "deputy": hidden });
        state.make(&state.agent, "PUT /api/directory/people/me/absence", away).await;
        let keeper = format!("PUT /api/directory/organisations/{bureau}/correspondents/{hidden}");
        state.make(&state.administrator, &keeper, Value::Null).await;

        let protection = format!("PUT /api/directory/people/{hidden}/protection");
        state.make(&state.administrator, &protection, json!({ "protected": true })).await;
        state.ids.extend([bureau, function, group]);
        state
    }

    /// Does something that must succeed; says the id of what it made.
    async fn make(&self, cookie: &str, operation: &str, body: Value) -> String {
        let (method, path) = operation.split_once(' ').unwrap();
        let (status, answer) = self.ask(cookie, method, path, body).await;
        assert!(status.is_success(), "{operation}: {status} {answer}");
        let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
        answer["id"].as_str().unwrap_or_default().to_owned()
    }

    async fn ask(&self, cookie: &str, method: &str, path: &str, body: Value) -> (StatusCode, String) {
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let request = Request::builder()
            .method(method.parse::<Method>().unwrap())
            .uri(path)
            .header("content-type", "application/json")
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        let Ok(response) = self.house.doors.clone().oneshot(request.body(body).unwrap()).await;
        let (status, streams) = (response.status(), is_stream(&response));
        if streams {
            return (status, String::new());
        }
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Every operation that reads, about everything that has an id.
    fn questions(&self) -> Vec<(String, String)> {
        let mut questions = vec![];
        for (path, item) in self.house.api["paths"].as_object().unwrap() {
            if item.get("get").is_none() || SAMPLES.iter().any(|sample| path.starts_with(sample)) {
                continue;
            }
            let mut paths = vec![path.clone()];
            while let Some(at) = paths.iter().position(|path| path.contains('{')) {
                let path = paths.swap_remove(at);
                let (before, rest) = path.split_once('{').unwrap();
                let (_, after) = rest.split_once('}').unwrap();
                paths.extend(self.ids.iter().map(|id| format!("{before}{id}{after}")));
            }
            for path in paths {
                // With and without a query: the whole group, and all that begins so.
                questions.push(("GET".to_owned(), path.clone()));
                if path == "/api/directory/find" {
                    questions.push(("GET".to_owned(), format!("{path}?q=lanternes&limit=50")));
                    questions.push(("GET".to_owned(), format!("{path}?q=gardien&limit=50")));
                    questions.push(("GET".to_owned(), format!("{path}?q=phares.exemple.fr&limit=50")));
                }
            }
        }
        questions
    }

    fn check(&self, question: &str, answer: &str) {
        let small = answer.to_lowercase();
        for trace in TRACES {
            assert!(!small.contains(trace), "{question} gives away {trace}: {answer}");
        }
        // A refusal may repeat what was asked; an answer names nobody.
        let hidden = self.hidden.to_string();
        assert!(question.contains(&hidden) || !answer.contains(&hidden), "{question} names them: {answer}");
    }
}

fn is_stream(response: &axum::response::Response) -> bool {
    response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream")
}

async fn affiliated(house: &House, organisation: ScopeId, address: &str, name: &str) -> PersonId {
    let new = NewPerson {
        name: Some(name.to_owned()),
        address: address.parse().unwrap(),
        language: Language::Fr,
        proven: true,
        password: None,
    };
    let person = house.furniture.identity.add_person(Actor::System, new).await.unwrap();
    let affiliation = Affiliation {
        person,
        organisation,
        population: Population::Agent,
        title: None,
        unit: None,
        since: house.furniture.store.clock().now() - Duration::DAY,
        until: None,
    };
    house.furniture.directory.affiliate(Actor::System, affiliation).await.unwrap();
    person
}
