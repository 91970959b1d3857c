//! Teams and groups: who sees them, who changes them, when one is in them.

use axum::http::StatusCode;
use kernel::{Actor, PersonId};
use serde_json::{Value, json};
use time::Duration;
use web::Tool;

use crate::house::{House, names};

async fn three() -> (House, PersonId, PersonId, PersonId) {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let owner = house.agent("Yann Le Goff", "yann@exemple.fr", ministry, "Chef").await;
    let member = house.agent("Inès Boucher", "ines@exemple.fr", ministry, "Adjointe").await;
    let other = house.agent("Noé Castaing", "noe@exemple.fr", ministry, "Exploitation").await;
    (house, owner, member, other)
}

async fn made(house: &House, owner: PersonId, kind: &str) -> String {
    let new = json!({ "name": "Équipe guichet", "description": "Ouvre le guichet", "kind": kind });
    let (status, made) = house.post(owner, "/groups", new).await;
    assert_eq!(status, StatusCode::CREATED);
    format!("/groups/{}", made["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_team_is_seen_by_every_agent_and_a_group_by_its_members() {
    let (house, owner, member, other) = three().await;
    let team = made(&house, owner, "team").await;
    let group = made(&house, owner, "group").await;
    for path in [&team, &group] {
        let put = house.put(owner, &format!("{path}/members/{member}"), json!({ "role": "member" })).await;
        assert_eq!(put.0, StatusCode::NO_CONTENT);
    }

    let (_, page) = house.get(other, &team).await;
    assert_eq!(
        (names(&page["people"]), &page["may_edit"]),
        (vec!["Yann Le Goff", "Inès Boucher"], &json!(false))
    );
    let hidden = house.get(other, &group).await;
    assert_eq!(hidden, house.get(other, &format!("/groups/{}", PersonId::new())).await);
    assert_eq!(house.get(member, &group).await.0, StatusCode::OK);
    let (_, found) = house.get(other, "/find?q=guichet&kind=group").await;
    assert_eq!(found["hits"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["hits"][0]["members"], 2);
    assert_eq!(house.get(member, "/groups").await.1["groups"].as_array().unwrap().len(), 2);
    assert_eq!(house.card(other, member).await["groups"].as_array().unwrap().len(), 1);
    assert_eq!(house.card(owner, member).await["groups"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn who_owns_a_group_changes_it_and_one_owner_stays() {
    let (house, owner, member, other) = three().await;
    let team = made(&house, owner, "team").await;
    let put = async |who, person: PersonId, body: Value| {
        let (_, answer) = house.put(who, &format!("{team}/members/{person}"), body).await;
        answer["code"].as_str().unwrap_or_default().to_owned()
    };

    assert_eq!(put(owner, member, json!({ "role": "member" })).await, "");
    assert_eq!(put(member, other, json!({ "role": "member" })).await, "directory.not_owner");
    assert_eq!(put(other, other, json!({ "role": "owner" })).await, "directory.not_owner");
    assert_eq!(put(owner, owner, json!({ "role": "member" })).await, "directory.last_owner");
    assert_eq!(
        put(owner, owner, json!({ "role": "owner", "until": "2026-12-31" })).await,
        "directory.last_owner"
    );
    assert_eq!(
        put(owner, other, json!({ "role": "member", "until": "2026-11-25" })).await,
        "directory.bad_days"
    );
    let leave = format!("{team}/members/{owner}");
    assert_eq!(house.delete(owner, &leave, json!({})).await.1["code"], "directory.last_owner");
    assert_eq!(put(owner, member, json!({ "role": "owner" })).await, "");
    assert_eq!(house.delete(owner, &leave, json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(
        house.patch(owner, &team, json!({ "name": "Toujours à moi" })).await.1["code"],
        "directory.not_owner"
    );
    assert_eq!(
        house.patch(member, &team, json!({ "name": "Équipe accueil" })).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(house.get(other, &team).await.1["name"], "Équipe accueil");
    assert_eq!(house.delete(member, &team, json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.get(member, &team).await.0, StatusCode::NOT_FOUND);
    assert!(house.directory.groups_of(member).await.unwrap().is_empty(), "an ended group holds nobody");
}

#[tokio::test]
async fn a_membership_ends_on_its_day() {
    let (house, owner, member, _) = three().await;
    let team = made(&house, owner, "team").await;
    let until = json!({ "role": "member", "until": "2026-11-27" });
    house.put(owner, &format!("{team}/members/{member}"), until).await;
    let (_, page) = house.get(member, &team).await;
    assert_eq!(page["people"][1]["until"], "2026-11-27");
    assert_eq!(house.directory.groups_of(member).await.unwrap().len(), 1);

    house.clock.advance(Duration::days(2));

    assert!(house.directory.groups_of(member).await.unwrap().is_empty());
    assert_eq!(house.get(owner, &team).await.1["members"], 1);
}

#[tokio::test]
async fn an_owner_takes_out_whom_they_may_no_longer_see_and_learns_nothing_by_it() {
    let (house, owner, member, other) = three().await;
    let team = made(&house, owner, "team").await;
    house.put(owner, &format!("{team}/members/{member}"), json!({ "role": "member" })).await;
    house.directory.set_protection(Actor::System, member, true).await.unwrap();
    let remove =
        async |who, person: PersonId| house.delete(who, &format!("{team}/members/{person}"), json!({})).await;

    let hidden = remove(owner, member).await;

    assert_eq!(hidden.0, StatusCode::NO_CONTENT);
    assert!(house.directory.groups_of(member).await.unwrap().is_empty(), "they hold nothing by it any more");
    for nobody in [member, other, PersonId::new()] {
        assert_eq!(remove(owner, nobody).await, hidden, "the same answer for who is not in it");
    }
    assert_eq!(house.told("directory.member.removed").await, 1);
    assert_eq!(remove(other, owner).await.1["code"], "directory.not_owner");
    assert_eq!(remove(other, other).await.1["code"], "directory.no_such_person", "one leaves what one is in");
}

#[tokio::test]
async fn a_hidden_owner_is_not_betrayed_by_who_may_leave() {
    let (house, owner, member, other) = three().await;
    let alone = made(&house, owner, "team").await;
    let beside = made(&house, owner, "team").await;
    house.put(owner, &format!("{beside}/members/{member}"), json!({ "role": "owner" })).await;
    house.directory.set_protection(Actor::System, member, true).await.unwrap();
    let leave = async |team: &str| house.delete(owner, &format!("{team}/members/{owner}"), json!({})).await;
    let step_down = async |team: &str| {
        house.put(owner, &format!("{team}/members/{owner}"), json!({ "role": "member" })).await
    };

    assert_eq!(leave(&beside).await, leave(&alone).await);
    assert_eq!(step_down(&beside).await, step_down(&alone).await);
    assert_eq!(leave(&beside).await.1["code"], "directory.last_owner");
    house.put(owner, &format!("{beside}/members/{other}"), json!({ "role": "owner" })).await;
    assert_eq!(leave(&beside).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_group_whose_only_owner_is_forgotten_goes_to_who_was_in_it_the_longest() {
    let (house, owner, member, other) = three().await;
    let team = made(&house, owner, "team").await;
    let lonely = made(&house, owner, "team").await;
    house.put(owner, &format!("{team}/members/{member}"), json!({ "role": "member" })).await;
    house.clock.advance(Duration::hours(1));
    house.put(owner, &format!("{team}/members/{other}"), json!({ "role": "member" })).await;

    Tool::forget(&house.directory, owner).await.unwrap();

    let (_, page) = house.get(other, &team).await;
    assert_eq!(
        (&page["people"][0]["name"], &page["people"][0]["role"], &page["members"]),
        (&json!("Inès Boucher"), &json!("owner"), &json!(2))
    );
    let change = json!({ "name": "Équipe accueil" });
    assert_eq!(house.patch(member, &team, change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.get(other, &lonely).await.0, StatusCode::NOT_FOUND, "nobody was left in it");
    assert_eq!(house.told("directory.group.ended").await, 1);
}
