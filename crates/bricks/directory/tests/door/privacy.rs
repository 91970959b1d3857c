//! Who may see what of whom, and how many cards one opens in a day.

use axum::http::{Method, StatusCode};
use directory::Settings;
use kernel::{
    Actor, PersonId, ScopeId,
    ports::{People, Population},
};
use serde_json::{Value, json};
use time::Duration;

use crate::house::{House, names};

struct State {
    house: House,
    direction: ScopeId,
    bureau: ScopeId,
    keeper: PersonId,
    hidden: PersonId,
    colleague: PersonId,
    elsewhere: PersonId,
}

/// A bureau where somebody is protected, beside a colleague; a correspondent above them; somebody of another ministry.
async fn state_with(settings: Settings) -> State {
    let house = House::with(settings).await;
    let ministry = house.ministry("Intérieur", &[("interieur.exemple.fr", Population::Agent)]).await.unwrap();
    let direction = house.below(ministry, "Direction du renseignement", "direction").await;
    let bureau = house.below(direction, "Bureau 3", "bureau").await;
    let other = house.ministry("Culture", &[]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@interieur.exemple.fr", direction, "Adjointe").await;
    let hidden = house.agent("Ségolène Vauquelin", "segolene@interieur.exemple.fr", bureau, "Cheffe").await;
    let colleague = house.agent("Joël Payet", "joel@interieur.exemple.fr", bureau, "Pilote").await;
    let elsewhere = house.agent("Lucie Weber", "lucie@exemple.fr", other, "Chargée").await;
    house.appoint(direction, keeper).await;
    State { house, direction, bureau, keeper, hidden, colleague, elsewhere }
}

async fn state() -> State {
    state_with(Settings::default()).await
}

#[tokio::test]
async fn a_number_that_not_every_agent_may_see_is_told_to_no_other_room() {
    let State { house, colleague, keeper, .. } = state().await;
    let says = async |visibility: Value| {
        let telephones = json!([
            { "kind": "mobile", "number": "06 12 34 56 78" }, { "kind": "desk", "number": "01 49 27 49 27" },
        ]);
        let profile = json!({ "telephones": telephones, "visibility": visibility });
        assert_eq!(house.patch(colleague, "/people/me", profile).await.0, StatusCode::OK);
        house.directory.profiles(&[colleague]).await.unwrap().remove(0).telephone
    };

    assert_eq!(
        says(json!({ "telephones": "everyone" })).await.as_deref(),
        Some("01 49 27 49 27"),
        "of the desk"
    );
    for fewer in ["ministry", "unit", "nobody"] {
        assert_eq!(says(json!({ "telephones": fewer })).await, None, "{fewer}");
    }
    assert_eq!(says(json!({ "telephones": "everyone" })).await.as_deref(), Some("01 49 27 49 27"));
    let protect = format!("/people/{colleague}/protection");
    assert!(house.put(keeper, &protect, json!({ "protected": true })).await.0.is_success());
    assert_eq!(house.directory.profiles(&[colleague]).await.unwrap().remove(0).telephone, None);
}

#[tokio::test]
async fn a_field_is_shown_to_whom_its_person_chose() {
    let State { house, keeper, colleague, hidden, elsewhere, .. } = state().await;
    let profile = json!({
        "telephones": [{ "kind": "desk", "number": "01 49 27 49 27" }],
        "skills": ["plongée"],
        "about": "Ouvre le guichet.",
        "place": { "site": "Beauvau", "office": "B 12", "address": null },
        "visibility": { "telephones": "unit", "skills": "ministry", "place": "nobody" },
    });
    let (status, mine) = house.patch(colleague, "/people/me", profile).await;
    assert_eq!((status, &mine["visibility"]["place"]), (StatusCode::OK, &json!("nobody")));

    let sees = async |reader| {
        let card = house.card(reader, colleague).await;
        ["telephones", "skills", "place", "about"].map(|field| card.get(field).is_some())
    };
    assert_eq!(sees(hidden).await, [true, true, false, true], "of the same bureau");
    assert_eq!(sees(elsewhere).await, [false, false, false, true], "of another ministry");
    assert_eq!(sees(keeper).await, [true, true, true, true], "who keeps the tree");
    assert_eq!(sees(colleague).await, [true, true, true, true], "oneself");
    house
        .affiliate(
            elsewhere,
            house
                .directory
                .organisations()
                .await
                .unwrap()
                .iter()
                .find(|found| found.name == "Intérieur")
                .unwrap()
                .id,
            Population::Agent,
            (-1, None),
        )
        .await;
    assert_eq!(sees(elsewhere).await, [false, true, false, true], "of the same ministry");
}

#[tokio::test]
async fn each_field_of_a_card_may_be_hidden() {
    let State { house, keeper, colleague, elsewhere, .. } = state().await;
    house.post(colleague, "/groups", json!({ "name": "Équipe", "kind": "team" })).await;
    house.put(colleague, "/people/me/presence", json!({ "presence": "busy" })).await;
    let away = json!({ "from": "2026-11-26", "until": "2026-11-30" });
    house.put(colleague, "/people/me/absence", away).await;
    let fields = [
        "telephones",
        "addresses",
        "place",
        "skills",
        "languages",
        "about",
        "civility",
        "presence",
        "absence",
        "groups",
    ];
    let hidden: Value = fields.iter().map(|field| ((*field).to_owned(), json!("nobody"))).collect();
    let shown: Value = fields.iter().map(|field| ((*field).to_owned(), json!("everyone"))).collect();
    let profile = json!({
        "telephones": [{ "kind": "desk", "number": "01 49 27 49 27" }],
        "skills": ["plongée"],
        "languages": ["fr"],
        "about": "Ouvre le guichet.",
        "civility": "M.",
        "place": { "site": "Beauvau", "office": null, "address": null },
        "visibility": shown,
    });
    let seen = async |reader| {
        let card = house.card(reader, colleague).await;
        fields.map(|field| !card.get(field).unwrap_or(&Value::Null).is_null())
    };
    house.patch(colleague, "/people/me", profile).await;
    assert_eq!(seen(elsewhere).await, [true; 10]);

    let (status, mine) = house.patch(colleague, "/people/me", json!({ "visibility": hidden })).await;

    assert_eq!((status, &mine["visibility"]["groups"]), (StatusCode::OK, &json!("nobody")));
    assert_eq!(seen(elsewhere).await, [false; 10]);
    let text = house.card(elsewhere, colleague).await.to_string();
    for value in ["49 27", "joel@", "Beauvau", "plongée", "guichet", "M.", "busy", "2026-11-30", "Équipe"] {
        assert!(!text.contains(value), "{value}: {text}");
    }
    assert_eq!(seen(keeper).await, [true; 10], "who keeps the tree");
    assert_eq!(seen(colleague).await, [true; 10], "oneself");
    let (_, found) = house.get(elsewhere, "/find?q=payet").await;
    assert_eq!((&found["hits"][0]["presence"], &found["hits"][0]["absence"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn who_hides_their_absence_does_not_say_away_by_their_presence() {
    let State { house, colleague, elsewhere, keeper, .. } = state().await;
    house.patch(colleague, "/people/me", json!({ "visibility": { "absence": "ministry" } })).await;
    let presence = async |reader| {
        let (_, found) = house.get(reader, "/find?q=payet").await;
        let card = house.card(reader, colleague).await;
        assert_eq!(card["presence"], found["hits"][0]["presence"]);
        card["presence"].clone()
    };

    house.put(colleague, "/people/me/presence", json!({ "presence": "away" })).await;
    assert_eq!((presence(elsewhere).await, presence(keeper).await), (Value::Null, json!("away")));
    house.put(colleague, "/people/me/presence", json!({ "presence": "busy" })).await;
    assert_eq!(presence(elsewhere).await, "busy");
}

#[tokio::test]
async fn people_known_by_their_address_only_have_their_correspondents_too() {
    let house = House::with(Settings { cards_per_day: 1, ..Settings::default() }).await;
    let interior = house.ministry("Intérieur", &[("interieur.exemple.fr", Population::Agent)]).await.unwrap();
    let culture = house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@interieur.exemple.fr", interior, "Adjointe").await;
    let other = house.agent("Lucie Weber", "lucie@culture.exemple.fr", culture, "Cheffe").await;
    house.appoint(interior, keeper).await;
    house.appoint(culture, other).await;
    let reader = house.named("Joël Payet", "joel@interieur.exemple.fr").await;
    let hidden = house.named("Ségolène Vauquelin", "segolene@interieur.exemple.fr").await;
    house.directory.build_index().await.unwrap();

    house.card(reader, other).await;
    assert_eq!(house.get(reader, &format!("/people/{keeper}")).await.0, StatusCode::TOO_MANY_REQUESTS);
    let said = json!({ "field": "title", "value": "Pilote" });
    assert_eq!(
        house.post(other, &format!("/people/{reader}/suggestions"), said).await.0,
        StatusCode::CREATED
    );
    let protection = format!("/people/{hidden}/protection");
    assert_eq!(house.put(keeper, &protection, json!({ "protected": true })).await.0, StatusCode::NO_CONTENT);

    let (_, alerts) = house.get(keeper, "/alerts").await;
    assert_eq!(alerts["alerts"][0]["person"]["name"], "Joël Payet");
    let (_, waiting) = house.get(keeper, "/suggestions").await;
    assert_eq!(waiting["suggestions"][0]["person"]["name"], "Joël Payet");
    let (_, found) = house.get(keeper, "/find?q=vauquelin").await;
    assert_eq!(found["hits"][0]["name"], "Ségolène Vauquelin", "{found}");
    assert_eq!(house.get(other, "/alerts").await.1, json!({ "alerts": [] }), "not of their tree");
    assert_eq!(house.get(other, "/suggestions").await.1["suggestions"], json!([]));
    assert_eq!(house.get(other, "/find?q=vauquelin").await.1, json!({ "hits": [] }));
}

#[tokio::test]
async fn a_protected_person_is_absent_from_every_answer() {
    let State { house, direction, bureau, keeper, hidden, colleague, elsewhere } = state().await;
    house.put(keeper, &format!("/organisations/{bureau}/head"), json!({ "person": hidden })).await;
    let (_, team) = house.post(keeper, "/groups", json!({ "name": "Cellule", "kind": "team" })).await;
    let team = format!("/groups/{}", team["id"].as_str().unwrap());
    let member = format!("{team}/members/{hidden}");
    assert_eq!(house.put(keeper, &member, json!({ "role": "member" })).await.0, StatusCode::NO_CONTENT);
    let away = json!({ "from": "2026-11-26", "until": "2026-11-30", "deputy": hidden });
    assert_eq!(house.put(colleague, "/people/me/absence", away.clone()).await.0, StatusCode::NO_CONTENT);

    let protection = format!("/people/{hidden}/protection");
    let (status, no) = house.ask_stale(keeper, Method::PUT, &protection, json!({ "protected": true })).await;
    assert_eq!((status, &no["code"]), (StatusCode::UNAUTHORIZED, &json!("confirm")));
    let (status, no) = house.put(colleague, &protection, json!({ "protected": true })).await;
    assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.not_correspondent")));
    assert_eq!(house.put(keeper, &protection, json!({ "protected": true })).await.0, StatusCode::NO_CONTENT);

    for reader in [colleague, elsewhere] {
        let protected = house.get(reader, &format!("/people/{hidden}")).await;
        let unknown = house.get(reader, &format!("/people/{}", PersonId::new())).await;
        assert_eq!(protected, unknown, "the same answer as for whom nobody knows");
        assert_eq!(protected.0, StatusCode::NOT_FOUND);
        assert_eq!(
            house.get(reader, &format!("/people/{hidden}/photo")).await,
            house.get(reader, &format!("/people/{}/photo", PersonId::new())).await
        );
        for query in ["Vauquelin", "segolene", "Cheffe", "S%C3%A9gol%C3%A8ne"] {
            let (_, found) = house.get(reader, &format!("/find?q={query}")).await;
            let text = found.to_string();
            assert!(!text.contains("Vauquelin") && !text.contains(&hidden.to_string()), "{query}: {text}");
        }
        let (_, page) = house.get(reader, &format!("/organisations/{bureau}")).await;
        assert!(!page.to_string().contains("Vauquelin"), "{page}");
        assert_eq!(
            (&page["people_total"], &page["head"]),
            (&json!(1), &Value::Null),
            "vacant, and not counted"
        );
        let (_, above) = house.get(reader, &format!("/organisations/{direction}")).await;
        assert_eq!(
            (&above["children"][0]["people"], &above["children"][0]["head"]),
            (&json!(1), &Value::Null)
        );
        let (_, group) = house.get(reader, &team).await;
        assert_eq!((&group["members"], names(&group["people"])), (&json!(1), vec!["Odile Schneider"]));
        let card = house.card(reader, colleague).await;
        assert!(!card.to_string().contains("Vauquelin"), "{card}");
        assert_eq!((&card["absence"]["deputy"], &card["manager"]), (&Value::Null, &Value::Null));
        let as_deputy = json!({ "from": "2026-11-26", "until": "2026-11-30", "deputy": hidden });
        let nobody = json!({ "from": "2026-11-26", "until": "2026-11-30", "deputy": PersonId::new() });
        assert_eq!(
            house.put(reader, "/people/me/absence", as_deputy).await,
            house.put(reader, "/people/me/absence", nobody).await
        );
    }

    for reader in [hidden, keeper] {
        assert_eq!(house.card(reader, hidden).await["name"], "Ségolène Vauquelin");
        let (_, found) = house.get(reader, "/find?q=Vauquelin").await;
        assert!(found.to_string().contains("Vauquelin"), "themselves, and who keeps their tree: {found}");
    }
    assert_eq!(house.directory.groups_of(hidden).await.unwrap().len(), 1, "they hold what their group holds");
    let address = "segolene@interieur.exemple.fr".parse().unwrap();
    let nobody = "personne@interieur.exemple.fr".parse().unwrap();
    let recognised = house.directory.recognise(&[address, nobody]).await.unwrap();
    assert_eq!((recognised[0].person, &recognised[0].name), (None, &None));
    assert_eq!(recognised[0].population, recognised[1].population);
    assert_eq!(
        recognised[0].organisation.as_ref().map(|employer| employer.id),
        recognised[1].organisation.as_ref().map(|employer| employer.id)
    );
}

#[tokio::test]
async fn who_was_only_written_to_is_not_in_the_directory() {
    let State { house, colleague, .. } = state().await;
    let reached = house.directory.reach(&["faute@interieur.exemple.fr".parse().unwrap()]).await.unwrap()[0];
    let guest = house.person("invitee@ailleurs.exemple.org").await;

    for person in [reached, guest] {
        let (status, _) = house.get(colleague, &format!("/people/{person}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    assert_eq!(house.get(colleague, "/find?q=faute").await.1, json!({ "hits": [] }));
}

#[tokio::test]
async fn the_directory_is_for_agents() {
    let State { house, bureau, colleague, .. } = state().await;
    let guest = house.person("claire@ailleurs.exemple.org").await;

    for (method, path, body) in [
        (Method::GET, "/find?q=payet".to_owned(), json!(null)),
        (Method::GET, format!("/people/{colleague}"), json!(null)),
        (Method::GET, format!("/people/{colleague}/photo"), json!(null)),
        (Method::GET, "/people/me".to_owned(), json!(null)),
        (Method::PATCH, "/people/me".to_owned(), json!({})),
        (Method::GET, "/organisations".to_owned(), json!(null)),
        (Method::GET, format!("/organisations/{bureau}"), json!(null)),
        (
            Method::PUT,
            "/people/me/absence".to_owned(),
            json!({ "from": "2026-11-26", "until": "2026-11-26" }),
        ),
        (Method::GET, "/groups".to_owned(), json!(null)),
        (Method::POST, "/groups".to_owned(), json!({ "name": "À moi", "kind": "team" })),
        (Method::GET, "/alerts".to_owned(), json!(null)),
    ] {
        let (status, no) = house.ask(guest, method.clone(), &path, body).await;
        assert_eq!(
            (status, &no["code"]),
            (StatusCode::FORBIDDEN, &json!("directory.agents_only")),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_scraper_is_stopped_and_those_who_keep_the_tree_are_told() {
    let settings = Settings { cards_per_day: 3, ..Settings::default() };
    let State { house, bureau, keeper, hidden, colleague, elsewhere, .. } =
        state_with(settings.clone()).await;
    let more = house.agent("Hugo Bertrand", "hugo@interieur.exemple.fr", bureau, "Agent").await;
    let open =
        async |house: &House, person: PersonId| house.get(colleague, &format!("/people/{person}")).await;

    for person in [keeper, keeper, hidden, colleague, elsewhere, PersonId::new()] {
        open(&house, person).await;
    }
    let (status, no) = open(&house, more).await;
    assert_eq!((status, &no["code"]), (StatusCode::TOO_MANY_REQUESTS, &json!("directory.too_many_cards")));
    assert_eq!(no["params"]["seconds"], 49_680, "until midnight in Paris");
    assert_eq!(open(&house, keeper).await.0, StatusCode::OK, "one that was opened today stays open");
    assert_eq!(open(&house, colleague).await.0, StatusCode::OK, "so does one's own");
    let restarted = house.restarted(settings);
    assert_eq!(open(&restarted, more).await.0, StatusCode::TOO_MANY_REQUESTS, "a restart forgets nothing");
    assert_eq!(house.told("directory.budget.exceeded").await, 1, "told once a day");

    let (_, alerts) = house.get(keeper, "/alerts").await;
    assert_eq!(alerts["alerts"][0]["person"]["name"], "Joël Payet");
    assert_eq!(
        (&alerts["alerts"][0]["cards"], &alerts["alerts"][0]["day"]),
        (&json!(3), &json!("2026-11-26"))
    );
    house.appoint(house.ministry("Justice", &[]).await.unwrap(), elsewhere).await;
    assert_eq!(house.get(elsewhere, "/alerts").await.1, json!({ "alerts": [] }), "not of their tree");
    assert_eq!(house.get(colleague, "/alerts").await.1["code"], "directory.not_correspondent");

    house.clock.advance(Duration::hours(24));
    assert_eq!(open(&house, more).await.0, StatusCode::OK);
}

#[tokio::test]
async fn cards_opened_at_the_same_time_are_all_counted() {
    let State { house, bureau, colleague, .. } =
        state_with(Settings { cards_per_day: 5, ..Settings::default() }).await;
    let mut people = vec![];
    for number in 0..12 {
        let address = format!("a{number}@exemple.fr");
        people.push(house.agent(&format!("Agent {number}"), &address, bureau, "Agent").await);
    }

    let paths: Vec<String> = people.iter().map(|person| format!("/people/{person}")).collect();
    let opened = futures::future::join_all(paths.iter().map(|path| house.get(colleague, path))).await;

    let through = opened.iter().filter(|(status, _)| *status == StatusCode::OK).count();
    assert_eq!(through, 5);
}

#[tokio::test]
async fn what_imports_say_of_a_person_is_forgotten_with_them_and_in_time_anyway() {
    let State { house, direction, keeper, hidden, colleague, .. } = state().await;
    let file = "uid;nom;courriel\n\
        A1;Ségolène Vauquelin;segolene@interieur.exemple.fr\n\
        A2;Joël Payet;joel@interieur.exemple.fr\n\
        A3;Ségolène Vauquelin;segolene@interieur.exemple.fr\n\
        A4;Joël Payet;joel@interieur.exemple.fr\n";
    let now = house.clock_now();
    let mut caller = web::Caller::signed_in(keeper, now + Duration::hours(8));
    caller.authenticated_at = now;
    let path = format!("/imports?kind=people&organisation={direction}");
    let (status, read) = house.ask_as(caller, Method::POST, &path, "text/csv", file).await;
    assert_eq!(status, StatusCode::CREATED, "{read}");
    let kept = async || -> String {
        sqlx::query_scalar(
            "SELECT concat((SELECT string_agg(report::text, ' ') FROM directory.imports),
                           (SELECT string_agg(content::text, ' ') FROM directory.import_lines))",
        )
        .fetch_one(house.store.pool())
        .await
        .unwrap()
    };
    let before = kept().await;
    assert!(before.contains("Ségolène Vauquelin") && before.contains("segolene@"), "{before}");

    web::Tool::forget(&house.directory, hidden).await.unwrap();

    let after = kept().await;
    assert!(!after.contains("Vauquelin") && !after.contains("segolene"), "{after}");
    assert!(after.contains("Joël Payet"), "others stay: {after}");
    let show = format!("/imports/{}", read["id"].as_str().unwrap());
    let (_, shown) = house.get(keeper, &show).await;
    assert_eq!(
        (shown["faults"].as_array().unwrap().len(), &shown["faulty"]),
        (2, &json!(2)),
        "what was wrong stays"
    );

    // Applied ones are kept for ever, without names.
    sqlx::query("UPDATE directory.imports SET state = 'applied'").execute(house.store.pool()).await.unwrap();
    sqlx::query("DELETE FROM directory.import_lines").execute(house.store.pool()).await.unwrap();
    house.clock.advance(Duration::days(31));
    for routine in web::Tool::routines(&house.directory) {
        routine.run().await.unwrap();
    }
    let old = kept().await;
    assert!(!old.contains("Payet") && !old.contains("joel"), "{old}");
    let (_, shown) = house.get(keeper, &show).await;
    assert_eq!(shown["faults"][1]["code"], "duplicate");
    assert_eq!(house.card(keeper, colleague).await["name"], "Joël Payet");
}

#[tokio::test]
async fn a_person_who_is_forgotten_leaves_nothing() {
    let State { house, bureau, hidden, colleague, .. } = state().await;
    house.patch(hidden, "/people/me", json!({ "about": "Discrète" })).await;
    let before = house.get(colleague, &format!("/organisations/{bureau}")).await.1["people_total"].clone();

    web::Tool::forget(&house.directory, hidden).await.unwrap();

    let (_, page) = house.get(colleague, &format!("/organisations/{bureau}")).await;
    assert_eq!((before, &page["people_total"]), (json!(2), &json!(1)));
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM directory.people WHERE person = $1")
        .bind(hidden.uuid())
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
    assert_eq!(house.told("directory.person.forgotten").await, 1);
    house.directory.set_protection(Actor::System, colleague, true).await.unwrap();
}
