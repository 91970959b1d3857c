//! What people do with the directory, in front of the witness.

use axum::body::Body;
use directory::{Affiliation, NewOrganisation};
use kernel::{Actor, PersonId, ScopeId, ports::Population};
use serde_json::{Value, json};
use time::Duration;

use crate::facts::Witness;

/// One dot, in PNG.
const DOT: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\
    \x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\x90\x8b\xb2\x01\x00\x01N\x00\xb5@\xe6\x1b\xd7\x00\x00\x00\
    \x00IEND\xaeB`\x82";

pub(crate) async fn the_directory(witness: &mut Witness) {
    let (place, agent, cookie) = furnish(witness).await;
    let (top, person) = (place.to_string(), agent.to_string());
    tree(witness, &top, &person, &cookie).await;
    profiles(witness, &person, &cookie).await;
    groups(witness, &person, &cookie).await;

    let said = json!({ "field": "title", "value": "Cheffe" });
    let said = witness.ask("POST /api/directory/people/{id}/suggestions", &[&person], &cookie, said).await;
    let id = said["id"].as_str().unwrap().to_owned();
    let accept = json!({ "accept": true });
    witness.ask("POST /api/directory/suggestions/{id}/decisions", &[&id], &cookie, accept).await;

    let file = "uid;nom;courriel\n1;Odile Schneider;odile@house.exemple.fr\n";
    let query = format!("?kind=people&organisation={top}");
    let read = witness.ask_with("POST /api/directory/imports", &[], &query, &cookie, Body::from(file)).await;
    let id = read["id"].as_str().unwrap().to_owned();
    let accept = json!({ "accept_brake": true });
    witness.ask("POST /api/directory/imports/{id}/applications", &[&id], &cookie, accept).await;
}

/// A ministry with an administrator of the house and an agent in it.
async fn furnish(witness: &Witness) -> (ScopeId, PersonId, String) {
    let directory = &witness.house.furniture.directory;
    let new = NewOrganisation {
        parent: None,
        name: "Ministère des Maisons".into(),
        acronym: None,
        kind: "ministry".into(),
        domains: vec![("house.exemple.fr".into(), Population::Agent)],
    };
    let place = directory.add_organisation(Actor::System, new).await.unwrap();
    let mut people = vec![];
    for address in ["odile@house.exemple.fr", "yann@house.exemple.fr"] {
        let person = witness.house.person(address).await;
        let affiliation = Affiliation {
            person,
            organisation: place,
            population: Population::Agent,
            title: None,
            unit: None,
            since: witness.house.furniture.store.clock().now() - Duration::days(1),
            until: None,
        };
        directory.affiliate(Actor::System, affiliation).await.unwrap();
        people.push(person);
    }
    let access = &witness.house.furniture.access;
    access.grant_role(Actor::System, people[0], access::Role::Administrator).await.unwrap();
    let cookie = witness.sign_in("odile@house.exemple.fr").await;
    (place, people[1], cookie)
}

async fn tree(witness: &mut Witness, top: &str, person: &str, cookie: &str) {
    let new = json!({ "parent": top, "name": "Bureau des portes", "kind": "bureau" });
    let opened = witness.ask("POST /api/directory/organisations", &[], cookie, new).await;
    let bureau = opened["id"].as_str().unwrap().to_owned();
    let changed = json!({ "acronym": "BP" });
    witness.ask("PATCH /api/directory/organisations/{id}", &[&bureau], cookie, changed).await;
    let new = json!({ "title": "Chef du bureau des portes", "heads": true });
    let function =
        witness.ask("POST /api/directory/organisations/{id}/functions", &[&bureau], cookie, new).await;
    let function = function["id"].as_str().unwrap().to_owned();
    let holder = json!({ "person": person });
    witness.ask("PUT /api/directory/functions/{id}/holder", &[&function], cookie, holder.clone()).await;
    witness.ask("PUT /api/directory/organisations/{id}/head", &[&bureau], cookie, holder).await;
    let title = json!({ "title": "Cheffe du bureau des portes" });
    witness.ask("PATCH /api/directory/functions/{id}", &[&function], cookie, title).await;
    witness.ask("DELETE /api/directory/functions/{id}", &[&function], cookie, Value::Null).await;
    let keeper = "PUT /api/directory/organisations/{id}/correspondents/{person}";
    witness.ask(keeper, &[&bureau, person], cookie, Value::Null).await;
    let keeper = "DELETE /api/directory/organisations/{id}/correspondents/{person}";
    witness.ask(keeper, &[&bureau, person], cookie, Value::Null).await;
    let domains = json!({ "domains": [{ "domain": "bureau.exemple.fr", "population": "agent" }] });
    witness.ask("PUT /api/directory/organisations/{id}/domains", &[&bureau], cookie, domains).await;
    let closing = json!({ "until": "2026-11-01" });
    witness.ask("DELETE /api/directory/organisations/{id}", &[&bureau], cookie, closing).await;
}

async fn profiles(witness: &mut Witness, person: &str, cookie: &str) {
    let about = json!({ "about": "Ouvre les portes." });
    witness.ask("PATCH /api/directory/people/me", &[], cookie, about).await;
    let title = json!({ "title": "Portier" });
    witness.ask("PATCH /api/directory/people/{id}", &[person], cookie, title).await;
    let tomorrow = (witness.house.furniture.store.clock().now() + Duration::days(1)).date().to_string();
    let away = json!({ "from": tomorrow, "until": tomorrow, "deputy": person });
    witness.ask("PUT /api/directory/people/me/absence", &[], cookie, away).await;
    witness.ask("DELETE /api/directory/people/me/absence", &[], cookie, Value::Null).await;
    let png = Body::from(DOT);
    witness.ask_with("PUT /api/directory/people/me/photo", &[], "", cookie, png).await;
    witness.ask("DELETE /api/directory/people/me/photo", &[], cookie, Value::Null).await;
    let hidden = json!({ "protected": true });
    witness.ask("PUT /api/directory/people/{id}/protection", &[person], cookie, hidden).await;
    witness.ask("GET /api/directory/people/{id}", &[person], cookie, Value::Null).await;
    witness.ask("GET /api/directory/find", &[], cookie, Value::Null).await;
}

async fn groups(witness: &mut Witness, person: &str, cookie: &str) {
    let new = json!({ "name": "Équipe des portes", "kind": "team" });
    let made = witness.ask("POST /api/directory/groups", &[], cookie, new).await;
    let group = made["id"].as_str().unwrap().to_owned();
    let description = json!({ "description": "Ouvre et ferme." });
    witness.ask("PATCH /api/directory/groups/{id}", &[&group], cookie, description).await;
    let member = json!({ "role": "member" });
    witness.ask("PUT /api/directory/groups/{id}/members/{person}", &[&group, person], cookie, member).await;
    let leave = "DELETE /api/directory/groups/{id}/members/{person}";
    witness.ask(leave, &[&group, person], cookie, Value::Null).await;
    witness.ask("DELETE /api/directory/groups/{id}", &[&group], cookie, Value::Null).await;
}
