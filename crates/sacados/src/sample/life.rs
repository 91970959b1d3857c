//! What the annuaire says of the sample State: functions, numbers, skills, an absence, a team, who keeps which tree. Done as
//! its people would do it, through the public API.

use std::collections::HashMap;

use axum::{Router, http::Method};
use kernel::ScopeId;
use serde_json::{Value, json};
use time::Duration;

use super::{bureaux, parcels::Desk, state};
use crate::{Failed, plan::Furniture};

/// Gives the State its life, once: killed in the middle, it is done again and comes to the same.
pub(super) async fn begin(
    rooms: &Furniture,
    api: &Router,
    organisations: &HashMap<String, ScopeId>,
) -> Result<(), Failed> {
    let first = state::PERSONS.first().ok_or_else(|| Failed::new("the sample State is empty"))?;
    let desk = Desk::of(rooms, api, first.address).await?;
    let place = |name: &str| {
        let found = organisations.get(name).copied();
        found.ok_or_else(|| Failed::new(format!("the sample State has no {name}")))
    };

    for (name, missions, telephone, mail) in bureaux::MISSIONS {
        let contacts = json!({ "telephone": telephone, "mail": mail });
        let changed = json!({ "missions": missions, "contacts": contacts });
        let path = format!("/api/directory/organisations/{}", place(name)?);
        desk.ask(Method::PATCH, &path, Some(changed)).await?;
    }
    for (name, title, holder, heads) in bureaux::FUNCTIONS {
        function(rooms, &desk, place(name)?, title, *holder, *heads).await?;
    }
    for (at, person) in state::PERSONS.iter().enumerate() {
        if person.organisation.is_some() {
            let id = super::find(rooms, person.address).await?;
            desk.ask(Method::PATCH, &format!("/api/directory/people/{id}"), Some(profile(at))).await?;
        }
    }
    for (name, keeper) in bureaux::CORRESPONDENTS {
        let person = super::find(rooms, keeper).await?;
        let path = format!("/api/directory/organisations/{}/correspondents/{person}", place(name)?);
        desk.ask(Method::PUT, &path, Some(json!({}))).await?;
    }
    let hidden = super::find(rooms, bureaux::PROTECTED).await?;
    let path = format!("/api/directory/people/{hidden}/protection");
    desk.ask(Method::PUT, &path, Some(json!({ "protected": true }))).await?;
    team(rooms, &desk).await?;
    away(rooms, api).await
}

async fn function(
    rooms: &Furniture,
    desk: &Desk<'_>,
    organisation: ScopeId,
    title: &str,
    holder: Option<&str>,
    heads: bool,
) -> Result<(), Failed> {
    let path = format!("/api/directory/organisations/{organisation}");
    let page = desk.ask(Method::GET, &path, None).await?;
    let known = page["functions"].as_array().into_iter().flatten().find(|known| known["title"] == title);
    let id = match known {
        Some(known) => known["id"].clone(),
        None => {
            let new = json!({ "title": title, "heads": heads });
            desk.ask(Method::POST, &format!("{path}/functions"), Some(new)).await?["id"].clone()
        }
    };
    let Some(holder) = holder else { return Ok(()) };
    let person = super::find(rooms, holder).await?;
    let path = format!("/api/directory/functions/{}/holder", id.as_str().unwrap_or_default());
    desk.ask(Method::PUT, &path, Some(json!({ "person": person }))).await.map(drop)
}

/// What a card says, different for each and the same each time.
fn profile(at: usize) -> Value {
    let pick = |list: &[&'static str], step: usize| list[(at * step + at / list.len()) % list.len()];
    let mut skills = vec![pick(bureaux::SKILLS, 1), pick(bureaux::SKILLS, 5)];
    skills.dedup();
    json!({
        "telephones": [
            { "kind": "desk", "number": format!("02 99 00 41 {:02}", 10 + at) },
            { "kind": "mobile", "number": format!("06 39 98 {:02} {:02}", at / 10 + 10, at * 7 % 100) },
        ],
        "place": {
            "site": format!("Bâtiment {}", ["A", "B", "C"][at % 3]),
            "office": format!("{}.{:02}", 1 + at % 14, 1 + at * 3 % 40),
        },
        "languages": ["français", pick(bureaux::LANGUAGES, 1)],
        "skills": skills,
    })
}

async fn team(rooms: &Furniture, desk: &Desk<'_>) -> Result<(), Failed> {
    let (name, description, members) = bureaux::TEAM;
    let mine = desk.ask(Method::GET, "/api/directory/groups", None).await?;
    let known = mine["groups"].as_array().into_iter().flatten().find(|known| known["name"] == name);
    let id = match known {
        Some(known) => known["id"].clone(),
        None => {
            let new = json!({ "name": name, "description": description, "kind": "team" });
            desk.ask(Method::POST, "/api/directory/groups", Some(new)).await?["id"].clone()
        }
    };
    let id = id.as_str().unwrap_or_default();
    for member in members.iter().skip(1) {
        let person = super::find(rooms, member).await?;
        let path = format!("/api/directory/groups/{id}/members/{person}");
        desk.ask(Method::PUT, &path, Some(json!({ "role": "member" }))).await?;
    }
    Ok(())
}

async fn away(rooms: &Furniture, api: &Router) -> Result<(), Failed> {
    let (address, deputy) = bureaux::AWAY;
    let desk = Desk::of(rooms, api, address).await?;
    let today = rooms.store.clock().now().date();
    let absence = json!({
        "from": today.to_string(),
        "until": (today + Duration::days(9)).to_string(),
        "message": "En formation ; la permanence répond à toute heure.",
        "deputy": super::find(rooms, deputy).await?,
    });
    desk.ask(Method::PUT, "/api/directory/people/me/absence", Some(absence)).await.map(drop)
}
