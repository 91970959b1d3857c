//! Imports that could do harm: what is held until somebody else means it, what a file may not ask or set, and what becomes of
//! those that meet or are killed.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    house::{House, names},
    imports::{FILE, counts, state, state_in},
};

#[tokio::test]
async fn a_shifted_column_is_held_and_needs_somebody_else() {
    let state = state().await;
    let line = |n: u32, name: &str| format!("{n};{name};agent{n}@culture.exemple.fr;Bureau des musées\n");
    let head = "uid;nom;courriel;service\n";
    let right: String = (0..12).map(|n| line(n, &format!("Agent {n}"))).collect();
    state.import(&format!("{head}99;Odile Schneider;odile@culture.exemple.fr;\n{right}")).await;

    // Everybody has somebody else's name.
    let shifted: String = (0..12).map(|n| line(n, &format!("Agent {}", n + 1))).collect();
    let file = format!("{head}99;Odile Schneider;odile@culture.exemple.fr;\n{shifted}");
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file).await;

    assert_eq!(
        [&read["removed"], &read["renamed"], &read["moved"], &read["brake"]["percent"]],
        [&json!(0), &json!(12), &json!(0), &json!(93)],
        "{read}"
    );
    assert_eq!(read["needs_another"], true);
    assert_eq!(state.apply(state.keeper, &read, false).await.1["code"], "directory.brake");
    let (status, no) = state.apply(state.keeper, &read, true).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.second_person")));
    assert_eq!(state.apply(state.second, &read, true).await.1["state"], "applied");

    // Accents and case are no other name; a move is one, and whoever administers does not wait for a second.
    let moved: String =
        (0..12).map(|n| format!("{n};AGENT {};agent{n}@culture.exemple.fr;Culture\n", n + 1)).collect();
    let file = format!("{head}99;ODILE SCHNEIDER;odile@culture.exemple.fr;\n{moved}");
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file).await;
    assert_eq!((&read["moved"], &read["renamed"]), (&json!(12), &json!(0)), "{read}");
    state.house.administer(state.keeper);
    assert_eq!(state.apply(state.keeper, &read, true).await.1["state"], "applied");
}

#[tokio::test]
async fn a_tenth_and_a_tenth_again_are_weighed_together_for_a_day() {
    let state = state().await;
    let lines: Vec<String> =
        (0..40).map(|n| format!("{n};Agent {n};agent{n}@culture.exemple.fr\n")).collect();
    let file = |from: usize| {
        format!("uid;nom;courriel\nZ;Odile Schneider;odile@culture.exemple.fr\n{}", lines[from..].concat())
    };
    state.import(&file(0)).await;
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file(4)).await;
    assert_eq!((&read["removed"], &read["brake"]), (&json!(4), &Value::Null), "{read}");
    assert_eq!(state.apply(state.keeper, &read, false).await.0, StatusCode::OK);

    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file(7)).await;
    assert_eq!(
        (&read["removed"], &read["left_lately"], &read["brake"]["percent"]),
        (&json!(3), &json!(4), &json!(18)),
        "{read}"
    );
    assert_eq!(state.apply(state.keeper, &read, false).await.1["code"], "directory.brake");

    state.house.clock.advance(Duration::days(2));
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file(7)).await;
    assert_eq!((&read["left_lately"], &read["brake"]), (&json!(0), &Value::Null), "a day is over");
}

/// Whoever keeps one bureau could otherwise ask of any address whether somebody has it.
#[tokio::test]
async fn a_dry_run_does_not_tell_who_exists_elsewhere() {
    let state = state().await;
    let hidden =
        state.house.agent("Ségolène Vauquelin", "cachee@interieur.exemple.fr", state.other, "Agent").await;
    let path = format!("/people/{hidden}/protection");
    assert!(state.house.put(state.stranger, &path, json!({ "protected": true })).await.0.is_success());
    let suspended = state.house.agent("Parti", "suspendu@interieur.exemple.fr", state.other, "Agent").await;
    state.house.identity.disable(kernel::Actor::System, suspended).await.unwrap();
    state.import(FILE).await;
    let file = "uid;nom;courriel\n\
        B1;Joël Payet;joel@interieur.exemple.fr\n\
        B2;Cachée;cachee@interieur.exemple.fr\n\
        B3;Suspendu;suspendu@interieur.exemple.fr\n\
        B4;Personne;personne@interieur.exemple.fr\n\
        A2;Paul-Henri de La Roche;joel@interieur.exemple.fr2\n\
        A3;Lucie Weber;anne@interieur.exemple.fr\n\
        B5;Encore;joel@interieur.exemple.fr\n";

    for top in [state.ministry, state.bureau] {
        state.house.appoint(top, state.keeper).await;
        let (_, read) = state.read(state.keeper, "people", Some(top), file).await;

        let codes: Vec<(u64, &str)> = read["faults"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| (fault["line"].as_u64().unwrap(), fault["code"].as_str().unwrap()))
            .filter(|(line, _)| [2, 3, 4, 5, 7].contains(line))
            .collect();
        for line in [2, 3, 4, 5, 7] {
            assert!(codes.contains(&(line, "foreign_domain")), "line {line}: {read}");
        }
    }
}

#[tokio::test]
async fn a_part_takes_people_in_by_the_domain_of_its_ministry() {
    let state = state().await;
    state.house.appoint(state.bureau, state.keeper).await;
    let file = "uid;nom;courriel\nC1;Noé Lambert;noe.lambert@culture.exemple.fr\n";

    let (status, read) = state.read(state.keeper, "people", Some(state.bureau), file).await;

    assert_eq!((status, counts(&read)), (StatusCode::CREATED, [1, 0, 0, 0, 0]), "{read}");
}

#[tokio::test]
async fn what_an_organisations_own_records_call_it_wins_over_acronyms() {
    let state = state().await;
    state.house.administer(state.keeper);
    let tree = "code;nom;sigle;siret\nDGP;Bureau des plans;BP;\nX1;Direction des patrimoines;DGP;\n";
    let (_, read) = state.read(state.keeper, "organisations", Some(state.ministry), tree).await;
    assert_eq!(state.apply(state.keeper, &read, true).await.1["state"], "applied");

    let file = "uid;nom;courriel;service\nA1;Odile Schneider;odile@culture.exemple.fr;DGP\n";
    let applied = state.import(file).await;

    assert_eq!(counts(&applied), [0, 1, 0, 0, 0], "{applied}");
    assert_eq!(state.house.card(state.stranger, state.keeper).await["unit"], Value::Null);
    let path = state.house.card(state.stranger, state.keeper).await["path"].clone();
    assert_eq!(names(&path), ["Culture", "Bureau des plans"]);
}

#[tokio::test]
async fn a_correspondents_file_sets_no_siret() {
    let state = state().await;
    let file = "code;nom;siret\nD;Direction des patrimoines;11004601800013\nE;Direction du livre;\n";
    let (_, read) = state.read(state.keeper, "organisations", Some(state.ministry), file).await;
    assert_eq!(
        (&read["faults"][0]["line"], &read["faults"][0]["code"]),
        (&json!(2), &json!("for_administrators"))
    );
    assert_eq!(counts(&read), [1, 0, 0, 0, 1], "{read}");
    // Applied by somebody who may, it does what was shown.
    state.house.administer(state.second);
    assert_eq!(state.apply(state.second, &read, true).await.1["state"], "applied");
    let sirets: i64 =
        sqlx::query_scalar("SELECT count(*) FROM directory.organisations WHERE siret IS NOT NULL")
            .fetch_one(state.house.store.pool())
            .await
            .unwrap();
    assert_eq!(sirets, 0);
    let (_, read) = state.read(state.second, "organisations", Some(state.ministry), file).await;
    assert_eq!(counts(&read), [1, 0, 0, 1, 0], "{read}");
}

#[tokio::test]
async fn what_is_put_below_a_moved_part_has_its_new_path() {
    let state = state().await;
    state.house.administer(state.keeper);
    let by = async |file: &str| {
        let (_, read) = state.read(state.keeper, "organisations", Some(state.ministry), file).await;
        let (status, applied) = state.apply(state.keeper, &read, true).await;
        assert_eq!(status, StatusCode::OK, "{applied}");
        applied
    };
    by("code;rattachement;nom\nA;;Pôle A\nB;;Pôle B\nU;A;Unité\n").await;

    // U, which the file does not name, moves with A; something new comes below it.
    let applied = by("code;rattachement;nom\nB;;Pôle B\nA;B;Pôle A\nN;U;Section\n").await;

    assert_eq!(counts(&applied)[..3], [1, 1, 0], "and it is not closed: {applied}");
    let found = state.house.directory.organisations().await.unwrap();
    let section = found.iter().find(|found| found.name == "Section").unwrap().id;
    let (_, page) = state.house.get(state.keeper, &format!("/organisations/{section}")).await;
    assert_eq!(names(&page["path"]), ["Culture", "Pôle B", "Pôle A", "Unité"]);
}

/// Both see the same people: applied side by side, both would place them.
#[tokio::test]
async fn two_imports_of_one_tree_are_not_applied_together() {
    let state = state_in(House::wide().await).await;
    state.import(FILE).await;
    let to = |service: &str| FILE.replace("Bureau des musées", service).replace("bureau des musees", service);
    let (_, one) = state.read(state.keeper, "people", Some(state.ministry), &to("Culture")).await;
    let (_, two) = state
        .read(state.keeper, "people", Some(state.bureau), "uid;nom;courriel\nA2;Paul;\nA3;Lucie;\n")
        .await;
    // One is stopped in its middle, where it waits for somebody's row.
    let mut holding = state.house.store.begin().await.unwrap();
    sqlx::query("SELECT FROM directory.people FOR UPDATE").execute(&mut *holding).await.unwrap();
    let waits = state.apply(state.second, &one, true);
    let other = async {
        wait_for_a_waiter(&state.house).await;
        let refused = state.apply(state.second, &two, true).await;
        holding.rollback().await.unwrap();
        refused
    };

    let (applied, refused) = tokio::join!(waits, other);

    assert_eq!(applied.1["state"], "applied", "{}", applied.1);
    assert_eq!((refused.0, &refused.1["code"]), (StatusCode::CONFLICT, &json!("directory.import_busy")));
    let twice: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT person FROM directory.affiliations WHERE until IS NULL
                                GROUP BY person HAVING count(*) > 1) placed_twice",
    )
    .fetch_one(state.house.store.pool())
    .await
    .unwrap();
    assert_eq!(twice, 0);
    let (_, later) = state.apply(state.second, &two, true).await;
    assert_ne!(later["code"], "directory.import_busy", "the other one is over");
}

#[tokio::test]
async fn an_apply_that_is_killed_in_its_middle_did_nothing_and_is_applied_again() {
    let state = state_in(House::wide().await).await;
    state.import(FILE).await;
    let file = FILE.replace("Bureau des musées", "Culture").replace("bureau des musees", "Culture")
        + "A4;Mehdi;Lahlou;mehdi@culture.exemple.fr;Archéologue;;\r\n";
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &file).await;
    let mut holding = state.house.store.begin().await.unwrap();
    sqlx::query("SELECT FROM directory.people FOR UPDATE").execute(&mut *holding).await.unwrap();
    let dies = state.apply(state.second, &read, true);
    let kill = async {
        let waiter = wait_for_a_waiter(&state.house).await;
        sqlx::query("SELECT pg_terminate_backend($1)")
            .bind(waiter)
            .execute(state.house.store.pool())
            .await
            .unwrap();
        holding.rollback().await.unwrap();
    };

    let (died, ()) = tokio::join!(dies, kill);

    assert_eq!(died.0, StatusCode::INTERNAL_SERVER_ERROR, "{}", died.1);
    assert_eq!(state.people_of(state.bureau).await.len(), 2, "nobody moved");
    assert_eq!(state.house.identity.find(&"mehdi@culture.exemple.fr".parse().unwrap()).await.unwrap(), None);
    let (status, applied) = state.apply(state.second, &read, true).await;
    assert_eq!(status, StatusCode::OK, "at once: nobody works on it any more: {applied}");
    assert_eq!(state.people_of(state.ministry).await.len(), 4);
    assert_eq!(state.house.told("directory.import.applied").await, 2);
}

/// The process of the database that waits for a row that a test holds.
async fn wait_for_a_waiter(house: &House) -> i32 {
    loop {
        let waiter: Option<i32> = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0",
        )
        .fetch_optional(house.store.pool())
        .await
        .unwrap();
        if let Some(waiter) = waiter {
            return waiter;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
