//! Organisations as a dated tree, kept by correspondents.

use axum::http::{Method, StatusCode};
use kernel::{PersonId, ScopeId};
use serde_json::{Value, json};
use time::Duration;

use crate::house::{House, names};

/// Culture (direction, bureau) and Intérieur; somebody keeps the direction, somebody else Intérieur.
struct State {
    house: House,
    culture: ScopeId,
    direction: ScopeId,
    bureau: ScopeId,
    interior: ScopeId,
    keeper: PersonId,
    stranger: PersonId,
    head: PersonId,
}

async fn state() -> State {
    state_in(House::new().await).await
}

async fn state_in(house: House) -> State {
    let culture = house.ministry("Culture", &[]).await.unwrap();
    let direction = house.below(culture, "Direction des patrimoines", "direction").await;
    let bureau = house.below(direction, "Bureau des musées", "bureau").await;
    let interior = house.ministry("Intérieur", &[]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@exemple.fr", direction, "Secrétaire générale").await;
    let stranger = house.agent("Joël Payet", "joel@exemple.fr", interior, "Pilote").await;
    let head = house.agent("Paul de La Roche", "paul@exemple.fr", bureau, "Conservateur").await;
    house.appoint(direction, keeper).await;
    house.appoint(interior, stranger).await;
    State { house, culture, direction, bureau, interior, keeper, stranger, head }
}

#[tokio::test]
async fn an_organisation_shows_what_is_above_below_and_who_works_there() {
    let State { house, culture, direction, bureau, keeper, head, .. } = state().await;
    let (status, _) =
        house.put(keeper, &format!("/organisations/{bureau}/head"), json!({ "person": head })).await;
    assert_eq!(status, StatusCode::NO_CONTENT);

    let (_, page) = house.get(keeper, &format!("/organisations/{direction}")).await;

    assert_eq!(names(&page["path"]), ["Culture"]);
    assert_eq!(names(&page["people"]), ["Odile Schneider"]);
    assert_eq!(names(&page["children"]), ["Bureau des musées"]);
    assert_eq!(page["children"][0]["people"], 1);
    assert_eq!(page["children"][0]["head"]["name"], "Paul de La Roche");
    assert_eq!(page["people_total"], 2);
    assert_eq!(names(&page["correspondents"]), ["Odile Schneider"]);
    assert_eq!((&page["may_edit"], &page["may_name"]), (&json!(true), &json!(false)));
    let card = house.card(keeper, head).await;
    assert_eq!(names(&card["path"]), ["Culture", "Direction des patrimoines", "Bureau des musées"]);
    assert_eq!(card["organisation"]["name"], "Direction des patrimoines", "one works for it, in the bureau");
    assert_eq!(card["unit"], "Bureau des musées");
    assert_eq!(card["functions"][0]["title"], "Chef ou cheffe du bureau");
    let (_, root) = house.get(keeper, &format!("/organisations/{culture}")).await;
    assert_eq!((&root["people_total"], &root["may_edit"]), (&json!(2), &json!(false)));
}

#[tokio::test]
async fn correspondents_keep_their_tree_and_no_other() {
    let State { house, culture, direction, bureau, interior, keeper, stranger, head } = state().await;
    let new = |parent: ScopeId| json!({ "parent": parent, "name": "Bureau des prêts", "kind": "bureau" });

    let (status, opened) = house.post(keeper, "/organisations", new(direction)).await;
    assert_eq!(status, StatusCode::CREATED);
    let opened = opened["id"].as_str().unwrap().to_owned();
    for (who, parent) in [(keeper, culture), (keeper, interior), (stranger, direction), (head, bureau)] {
        let (status, no) = house.post(who, "/organisations", new(parent)).await;
        assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.not_correspondent")));
    }
    let root = json!({ "name": "Autre ministère", "kind": "ministry" });
    assert_eq!(house.post(keeper, "/organisations", root.clone()).await.0, StatusCode::FORBIDDEN);
    house.administer(head);
    assert_eq!(house.post(head, "/organisations", root).await.0, StatusCode::CREATED);

    let missions = json!({ "missions": "Prête les œuvres.", "acronym": "BP" });
    assert_eq!(
        house.patch(keeper, &format!("/organisations/{opened}"), missions.clone()).await.0,
        StatusCode::NO_CONTENT
    );
    let siret = json!({ "siret": "110 046 018 00013" });
    assert_eq!(
        house.patch(head, &format!("/organisations/{opened}"), siret.clone()).await.0,
        StatusCode::NO_CONTENT,
        "an administrator"
    );
    assert_eq!(
        house.patch(stranger, &format!("/organisations/{opened}"), missions.clone()).await.0,
        StatusCode::FORBIDDEN
    );
    let (_, page) = house.get(stranger, &format!("/organisations/{opened}")).await;
    assert_eq!((&page["missions"], &page["siret"]), (&json!("Prête les œuvres."), &json!("11004601800013")));
    let (status, no) = house.patch(head, &format!("/organisations/{bureau}"), siret).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.siret_taken")));
}

/// A SIRET decides where those work whom a ministry's provider lets in.
#[tokio::test]
async fn who_keeps_a_tree_gives_its_organisations_no_siret() {
    let State { house, direction, bureau, keeper, head, .. } = state().await;
    house.administer(head);
    let path = format!("/organisations/{bureau}");
    let siret = json!({ "siret": "11004601800013" });
    assert_eq!(house.patch(head, &path, siret.clone()).await.0, StatusCode::NO_CONTENT);

    let new = json!({ "parent": direction, "name": "Leurre", "kind": "bureau", "siret": "11006801200050" });
    for (status, no) in [
        house.post(keeper, "/organisations", new).await,
        house.patch(keeper, &path, json!({ "siret": "11006801200050" })).await,
        house.patch(keeper, &path, json!({ "siret": "" })).await,
    ] {
        assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.siret_administrators")));
    }
    let same = json!({ "siret": "110 046 018 00013", "missions": "Garde." });
    assert_eq!(house.patch(keeper, &path, same).await.0, StatusCode::NO_CONTENT, "the one it has");
    let (_, page) = house.get(keeper, &path).await;
    assert_eq!((&page["siret"], &page["may_set_siret"]), (&json!("11004601800013"), &json!(false)));
}

#[tokio::test]
async fn nothing_new_comes_below_what_ends_and_nobody_goes_where_the_last_day_is_over() {
    let State { house, direction, bureau, keeper, head, .. } = state().await;
    let other = house.below(direction, "Bureau des prêts", "bureau").await;
    let successor = house.below(direction, "Bureau des collections", "bureau").await;
    let path = format!("/organisations/{other}");
    let last_day = json!({ "until": "2026-12-31", "successor": successor });
    assert_eq!(house.delete(keeper, &path, last_day).await.0, StatusCode::NO_CONTENT);

    let new = json!({ "parent": other, "name": "Section", "kind": "bureau" });
    let moved = json!({ "parent": other });
    for (status, no) in [
        house.post(keeper, "/organisations", new).await,
        house.patch(keeper, &format!("/organisations/{bureau}"), moved).await,
    ] {
        assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.organisation_ending")));
        assert_eq!(no["params"], json!({ "until": "2026-12-31" }));
    }

    // Until then people come and go; on the day after, who came meanwhile is at the successor with the others.
    let person = format!("/people/{head}");
    let goes = json!({ "organisation": other, "title": "Archiviste" });
    assert_eq!(house.patch(keeper, &person, goes.clone()).await.0, StatusCode::NO_CONTENT);
    house.clock.advance(Duration::days(40));
    for routine in web::Tool::routines(&house.directory) {
        routine.run().await.unwrap();
    }
    assert_eq!(house.card(keeper, head).await["unit"], "Bureau des collections");
    let again = json!({ "organisation": other, "title": "Perdu" });
    let (status, no) = house.patch(keeper, &person, again).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.organisation_closed")));
    assert_eq!(house.card(keeper, head).await["title"], "Archiviste", "a refused move leaves nothing behind");
}

#[tokio::test]
async fn what_is_opened_while_its_parent_moves_moves_with_it() {
    let State { house, direction, bureau, interior, head, .. } = state_in(House::wide().await).await;
    house.administer(head);
    for turn in 0..6 {
        let target = if turn % 2 == 0 { interior } else { direction };
        let path = format!("/organisations/{bureau}");
        let new = json!({ "parent": bureau, "name": format!("Section {turn}"), "kind": "bureau" });
        let (moved, opened) = tokio::join!(
            house.patch(head, &path, json!({ "parent": target })),
            house.post(head, "/organisations", new),
        );
        assert_eq!((moved.0, opened.0), (StatusCode::NO_CONTENT, StatusCode::CREATED));
        let crooked: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM directory.organisations c JOIN directory.organisations p ON p.id = c.parent
              WHERE c.path <> p.path || c.id",
        )
        .fetch_one(house.store.pool())
        .await
        .unwrap();
        assert_eq!(crooked, 0, "turn {turn}");
    }
}

#[tokio::test]
async fn what_moves_stays_in_ones_tree_and_makes_no_circle() {
    let State { house, culture, direction, bureau, interior, keeper, stranger, head } = state().await;
    let other = house.below(direction, "Sous-direction des collections", "sub_direction").await;
    let moved = async |who, what: ScopeId, parent: ScopeId| {
        let (status, answer) =
            house.patch(who, &format!("/organisations/{what}"), json!({ "parent": parent })).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };

    assert_eq!(moved(keeper, bureau, other).await.0, StatusCode::NO_CONTENT);
    assert_eq!(
        names(&house.card(keeper, head).await["path"]),
        ["Culture", "Direction des patrimoines", "Sous-direction des collections", "Bureau des musées"]
    );
    assert_eq!(moved(keeper, other, bureau).await.1, "directory.circle");
    assert_eq!(moved(keeper, other, other).await.1, "directory.circle");
    for (who, what, parent) in [
        (keeper, bureau, interior),
        (keeper, bureau, culture),
        (keeper, direction, interior),
        (stranger, bureau, interior),
    ] {
        assert_eq!(moved(who, what, parent).await.1, "directory.not_correspondent", "{what} below {parent}");
    }
    house.administer(head);
    assert_eq!(moved(head, other, interior).await.0, StatusCode::NO_CONTENT);
    assert_eq!(
        names(&house.card(keeper, head).await["path"]),
        ["Intérieur", "Sous-direction des collections", "Bureau des musées"]
    );
    assert_eq!(
        moved(keeper, bureau, direction).await.1,
        "directory.not_correspondent",
        "it is no longer theirs"
    );
}

#[tokio::test]
async fn two_moves_at_once_make_no_circle() {
    let State { house, direction, head, .. } = state_in(House::wide().await).await;
    house.administer(head);
    let (one, two) =
        (house.below(direction, "Un", "bureau").await, house.below(direction, "Deux", "bureau").await);

    let (one_path, two_path) = (format!("/organisations/{one}"), format!("/organisations/{two}"));
    let (first, second) = tokio::join!(
        house.patch(head, &one_path, json!({ "parent": two })),
        house.patch(head, &two_path, json!({ "parent": one })),
    );

    let mut statuses = [first.0, second.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::NO_CONTENT, StatusCode::CONFLICT]);
}

#[tokio::test]
async fn a_closed_organisation_stays_readable_and_hands_its_people_over() {
    let State { house, direction, bureau, keeper, head, .. } = state().await;
    let successor = house.below(direction, "Bureau des collections", "bureau").await;
    let close = async |what: ScopeId, body: Value| {
        let (status, answer) = house.delete(keeper, &format!("/organisations/{what}"), body).await;
        (status, answer["code"].as_str().unwrap_or_default().to_owned())
    };

    assert_eq!(
        close(direction, json!({ "until": "2026-11-25", "successor": successor })).await.1,
        "directory.not_empty"
    );
    assert_eq!(close(bureau, json!({ "until": "2026-11-25" })).await.1, "directory.not_empty");
    assert_eq!(
        close(bureau, json!({ "until": "2026-11-25", "successor": bureau })).await.1,
        "directory.bad_days"
    );
    let closed = close(bureau, json!({ "until": "2026-11-25", "successor": successor })).await;
    assert_eq!(closed.0, StatusCode::NO_CONTENT, "{}", closed.1);

    let (_, page) = house.get(keeper, &format!("/organisations/{bureau}")).await;
    assert_eq!((&page["closed"], &page["until"]), (&json!(true), &json!("2026-11-25")));
    assert_eq!(page["successor"]["name"], "Bureau des collections");
    assert!(page["people"].as_array().unwrap().is_empty());
    assert_eq!(house.card(keeper, head).await["unit"], "Bureau des collections");
    let (_, page) = house.get(keeper, &format!("/organisations/{direction}")).await;
    assert_eq!(names(&page["children"]), ["Bureau des collections"]);
    assert_eq!(close(bureau, json!({ "until": "2026-11-25" })).await.1, "directory.organisation_closed");
    let new = json!({ "parent": bureau, "name": "Trop tard", "kind": "bureau" });
    assert_eq!(house.post(keeper, "/organisations", new).await.1["code"], "directory.organisation_closed");
}

#[tokio::test]
async fn correspondents_are_named_from_above_after_a_confirmation_and_never_by_themselves() {
    let State { house, culture, direction, bureau, interior, keeper, stranger, head } = state().await;
    let path = |organisation: ScopeId, person: PersonId| {
        format!("/organisations/{organisation}/correspondents/{person}")
    };

    let (status, no) = house.ask_stale(keeper, Method::PUT, &path(bureau, head), json!({})).await;
    assert_eq!((status, &no["code"]), (StatusCode::UNAUTHORIZED, &json!("confirm")));
    assert_eq!(house.put(keeper, &path(bureau, head), json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.directory.keeps(head, bureau).await.unwrap(), Some(true));
    assert_eq!(house.directory.keeps(head, direction).await.unwrap(), Some(false));
    assert_eq!(house.directory.keeps(keeper, bureau).await.unwrap(), Some(true), "from above");
    assert_eq!(house.directory.keeps(keeper, ScopeId::new()).await.unwrap(), None, "no organisation");

    for (who, organisation, person, code) in [
        (keeper, direction, head, "directory.not_correspondent"),
        (keeper, culture, keeper, "directory.not_correspondent"),
        (keeper, interior, keeper, "directory.not_correspondent"),
        (keeper, bureau, keeper, "directory.not_oneself"),
        (stranger, bureau, stranger, "directory.not_correspondent"),
        (head, bureau, stranger, "directory.not_correspondent"),
        (keeper, bureau, PersonId::new(), "directory.no_such_person"),
    ] {
        let (_, no) = house.put(who, &path(organisation, person), json!({})).await;
        assert_eq!(no["code"], code);
    }
    assert_eq!(house.delete(keeper, &path(bureau, head), json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.directory.keeps(head, bureau).await.unwrap(), Some(false));
    assert_eq!(house.told("directory.correspondent.named").await, 3);
    assert_eq!(house.told("directory.correspondent.dismissed").await, 1);
}

#[tokio::test]
async fn functions_stay_and_their_holders_change() {
    let State { house, bureau, keeper, stranger, head, .. } = state().await;
    let (status, function) = house
        .post(
            keeper,
            &format!("/organisations/{bureau}/functions"),
            json!({ "title": "Chef du bureau 2B", "heads": true }),
        )
        .await;
    assert_eq!(status, StatusCode::CREATED);
    let holder = format!("/functions/{}/holder", function["id"].as_str().unwrap());
    assert_eq!(house.put(keeper, &holder, json!({ "person": head })).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.card(stranger, head).await["functions"][0]["title"], "Chef du bureau 2B");

    assert_eq!(house.put(stranger, &holder, json!({ "person": stranger })).await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.put(keeper, &holder, json!({ "person": keeper })).await.0, StatusCode::NO_CONTENT);

    assert_eq!(house.card(stranger, head).await["functions"], json!([]));
    let (_, page) = house.get(stranger, &format!("/organisations/{bureau}")).await;
    assert_eq!(page["head"]["name"], "Odile Schneider");
    assert_eq!(house.card(stranger, head).await["manager"]["name"], "Odile Schneider");
    let past: i64 = sqlx::query_scalar("SELECT count(*) FROM directory.holders WHERE until IS NOT NULL")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(past, 1, "who held it before is remembered");
    assert_eq!(house.put(keeper, &holder, json!({ "person": null })).await.0, StatusCode::NO_CONTENT);
    let (_, page) = house.get(stranger, &format!("/organisations/{bureau}")).await;
    assert_eq!((&page["head"], page["functions"].as_array().unwrap().len()), (&Value::Null, 1));
    let path = holder.trim_end_matches("/holder");
    assert_eq!(
        house.patch(keeper, path, json!({ "title": "Cheffe du bureau 2B" })).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(house.delete(keeper, path, json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.delete(keeper, path, json!({})).await.1["code"], "directory.no_such_function");
}

#[tokio::test]
async fn people_are_listed_by_name_a_page_at_a_time() {
    let State { house, bureau, keeper, .. } = state().await;
    for number in 0..60 {
        let (name, address) = (format!("Agent {number:02}"), format!("agent{number}@exemple.fr"));
        house.agent(&name, &address, bureau, "Agent").await;
    }

    let (_, first) = house.get(keeper, &format!("/organisations/{bureau}")).await;
    let next = first["people_next"].as_str().unwrap().replace(' ', "%20");
    let (_, second) = house.get(keeper, &format!("/organisations/{bureau}?people_after={next}")).await;

    assert_eq!(first["people"].as_array().unwrap().len(), 50);
    assert_eq!((names(&first["people"])[0], names(&first["people"])[49]), ("Agent 00", "Agent 49"));
    assert_eq!((names(&second["people"])[0], names(&second["people"]).len()), ("Agent 50", 11));
    assert_eq!((&second["people_next"], &first["people_total"]), (&Value::Null, &json!(61)));
    let (status, _) = house.get(keeper, &format!("/organisations/{bureau}?people_after=nonsense")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn people_are_counted_again_as_days_pass() {
    let State { house, bureau, keeper, .. } = state().await;
    let leaver = house.person("leaver@exemple.fr").await;
    house.affiliate(leaver, bureau, kernel::ports::Population::Agent, (-10, Some(1))).await;
    let total =
        async || house.get(keeper, &format!("/organisations/{bureau}")).await.1["people_total"].clone();
    assert_eq!(total().await, 2);

    house.clock.advance(Duration::hours(25));
    for routine in web::Tool::routines(&house.directory) {
        routine.run().await.unwrap();
    }

    assert_eq!(total().await, 1);
}
