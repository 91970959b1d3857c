//! Files about people and organisations: shown before, applied in one go, stopped when they take too much away.

use axum::http::{Method, StatusCode};
use directory::Settings;
use kernel::{PersonId, ScopeId, ports::Population};
use serde_json::{Value, json};
use time::Duration;
use web::Caller;

use crate::house::{House, names};

pub(crate) struct State {
    pub(crate) house: House,
    pub(crate) ministry: ScopeId,
    pub(crate) bureau: ScopeId,
    pub(crate) other: ScopeId,
    pub(crate) keeper: PersonId,
    /// Keeps the ministry too, and works elsewhere.
    pub(crate) second: PersonId,
    pub(crate) stranger: PersonId,
}

/// A ministry with its domain, kept by somebody; another one, kept by somebody else.
async fn state_with(settings: Settings) -> State {
    state_in(House::with(settings).await).await
}

pub(crate) async fn state_in(house: House) -> State {
    let ministry = house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();
    let bureau = house.below(ministry, "Bureau des musées", "bureau").await;
    let other = house.ministry("Intérieur", &[("interieur.exemple.fr", Population::Agent)]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@culture.exemple.fr", ministry, "Adjointe").await;
    let stranger = house.agent("Joël Payet", "joel@interieur.exemple.fr", other, "Pilote").await;
    house.appoint(ministry, keeper).await;
    house.appoint(other, stranger).await;
    let second = house.agent("Anne Kermarrec", "anne@interieur.exemple.fr", other, "Renfort").await;
    house.appoint(ministry, second).await;
    State { house, ministry, bureau, other, keeper, second, stranger }
}

pub(crate) async fn state() -> State {
    state_with(Settings::default()).await
}

impl State {
    pub(crate) async fn read(
        &self,
        who: PersonId,
        kind: &str,
        top: Option<ScopeId>,
        file: &str,
    ) -> (StatusCode, Value) {
        let now = self.house.clock_now();
        let mut caller = Caller::signed_in(who, now + Duration::hours(8));
        caller.authenticated_at = now;
        let top = top.map(|top| format!("&organisation={top}")).unwrap_or_default();
        let path = format!("/imports?kind={kind}{top}");
        self.house.ask_as(caller, Method::POST, &path, "text/csv", file.to_owned()).await
    }

    pub(crate) async fn apply(
        &self,
        who: PersonId,
        import: &Value,
        accept_brake: bool,
    ) -> (StatusCode, Value) {
        // Nobody reads a file in no time.
        self.house.clock.advance(Duration::MINUTE);
        let path = format!("/imports/{}/applications", import["id"].as_str().unwrap());
        self.house.post(who, &path, json!({ "accept_brake": accept_brake })).await
    }

    /// Reads a file of people of the ministry and lets another correspondent apply it, which must pass.
    pub(crate) async fn import(&self, file: &str) -> Value {
        let (status, read) = self.read(self.keeper, "people", Some(self.ministry), file).await;
        assert_eq!(status, StatusCode::CREATED, "{read}");
        let (status, applied) = self.apply(self.second, &read, true).await;
        assert_eq!(status, StatusCode::OK, "{applied}");
        applied
    }

    pub(crate) async fn people_of(&self, organisation: ScopeId) -> Vec<String> {
        let (_, page) = self.house.get(self.keeper, &format!("/organisations/{organisation}")).await;
        names(&page["people"]).into_iter().map(str::to_owned).collect()
    }
}

pub(crate) fn counts(import: &Value) -> [u64; 5] {
    ["added", "changed", "removed", "unchanged", "faulty"].map(|name| import[name].as_u64().unwrap())
}

/// Everybody of the ministry, as its records have them.
pub(crate) const FILE: &str = "\u{FEFF}Matricule;Prénom;Nom;Courriel;Fonction;Service;Téléphone\r\n\
    A1;Odile;Schneider;odile@culture.exemple.fr;Adjointe;;01 40 15 80 00\r\n\
    A2;Paul-Henri;de La Roche;paul@culture.exemple.fr;Conservateur;Bureau des musées;\r\n\
    A3;Lucie;Weber;lucie@culture.exemple.fr;Chargée d’inventaire;bureau des musees;\r\n";

#[tokio::test]
async fn a_file_is_shown_first_and_changes_nothing_until_it_is_applied() {
    let state = state().await;

    let (status, read) = state.read(state.keeper, "people", Some(state.ministry), FILE).await;

    assert_eq!((status, &read["state"]), (StatusCode::CREATED, &json!("checked")), "{read}");
    assert_eq!(counts(&read), [2, 1, 0, 0, 0], "{read}");
    assert_eq!(read["preview"].as_array().unwrap().len(), 3);
    assert!(state.people_of(state.bureau).await.is_empty(), "nothing has changed yet");
    let path = format!("/imports/{}/applications", read["id"].as_str().unwrap());
    let (status, no) = state.house.ask_stale(state.keeper, Method::POST, &path, json!({})).await;
    assert_eq!((status, &no["code"]), (StatusCode::UNAUTHORIZED, &json!("confirm")));

    let (status, applied) = state.apply(state.keeper, &read, false).await;

    assert_eq!((status, &applied["state"]), (StatusCode::OK, &json!("applied")), "{applied}");
    assert_eq!(state.people_of(state.bureau).await, ["Lucie Weber", "Paul-Henri de La Roche"]);
    let address: kernel::EmailAddress = "paul@culture.exemple.fr".parse().unwrap();
    let paul = state.house.identity.find(&address).await.unwrap().unwrap();
    let record = state.house.identity.persons(&[paul]).await.unwrap().remove(0);
    assert_eq!(record.given_name.as_deref(), Some("Paul-Henri"));
    let card = state.house.card(state.stranger, state.keeper).await;
    assert_eq!(
        (&card["telephones"][0]["number"], &card["title"]),
        (&json!("01 40 15 80 00"), &json!("Adjointe"))
    );
    let (_, again) = state.apply(state.keeper, &read, false).await;
    assert_eq!(again["code"], "directory.import_over");
    assert_eq!(counts(&state.import(FILE).await), [0, 0, 0, 3, 0], "the same file once more does nothing");
    assert_eq!(state.house.told("directory.import.applied").await, 2);
}

#[tokio::test]
async fn people_move_change_and_leave_with_the_file() {
    let state = state().await;
    state.import(FILE).await;
    let file = "Matricule;Prénom;Nom;Courriel;Fonction;Service\n\
        A1;Odile;Schneider;odile@culture.exemple.fr;Secrétaire générale;Culture\n\
        A2;Paul;de La Roche;paul@culture.exemple.fr;Conservateur;Culture\n";

    let applied = state.import(file).await;

    assert_eq!(counts(&applied), [0, 2, 1, 0, 0], "{applied}");
    assert_eq!(state.people_of(state.ministry).await, ["Odile Schneider", "Paul de La Roche"]);
    assert!(state.people_of(state.bureau).await.is_empty());
    let card = state.house.card(state.stranger, state.keeper).await;
    assert_eq!(card["title"], "Secrétaire générale");
    assert_eq!(card["telephones"][0]["number"], "01 40 15 80 00", "what the file does not speak of stays");
    let history: i64 =
        sqlx::query_scalar("SELECT count(*) FROM directory.affiliations WHERE until IS NOT NULL")
            .fetch_one(state.house.store.pool())
            .await
            .unwrap();
    assert_eq!(history, 2, "who left and who moved are remembered where they were");
}

#[tokio::test]
async fn a_file_that_takes_too_many_away_waits_for_somebody_to_mean_it() {
    let state = state().await;
    let mut file = "uid;nom;courriel\n0;Odile Schneider;odile@culture.exemple.fr\n".to_owned();
    for number in 1..20 {
        file += &format!("{number};Agent {number};agent{number}@culture.exemple.fr\n");
    }
    state.import(&file).await;
    let short: String = file.lines().take(18).map(|line| format!("{line}\n")).collect();

    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), &short).await;
    assert_eq!(read["brake"], json!({ "percent": 15, "limit_percent": 10 }), "{read}");
    let (status, no) = state.apply(state.keeper, &read, false).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.brake")));
    assert_eq!(state.people_of(state.ministry).await.len(), 20, "a refusal changes nothing");
    let (status, applied) = state.apply(state.keeper, &read, true).await;
    assert_eq!((status, &applied["removed"]), (StatusCode::OK, &json!(3)));
    assert_eq!(state.people_of(state.ministry).await.len(), 17);
}

#[tokio::test]
async fn an_import_that_empties_a_ministry_is_stopped_whoever_means_it() {
    let state = state().await;
    state.import(FILE).await;

    // Another ministry's file, by mistake: none of ours is in it.
    let file = "uid;nom;courriel\nZ1;Nouvelle Personne;nouvelle@culture.exemple.fr\n";
    let (status, read) = state.read(state.keeper, "people", Some(state.ministry), file).await;

    assert_eq!((status, &read["state"]), (StatusCode::CREATED, &json!("refused")), "{read}");
    assert_eq!(read["refusal"], "directory.emptied");
    let (status, no) = state.apply(state.keeper, &read, true).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.import_over")));
    for empty in ["uid;nom;courriel\n", "uid;nom;courriel\n;;\n"] {
        let (status, no) = state.read(state.keeper, "people", Some(state.ministry), empty).await;
        let stopped = no["code"] == "directory.bad_file" || counts(&no)[2] == 0;
        assert!(stopped, "{status} {no}");
    }
    assert_eq!(state.people_of(state.bureau).await.len(), 2, "everybody is still there");
}

#[tokio::test]
async fn an_import_that_was_right_when_it_was_read_is_weighed_again() {
    let state = state().await;
    state.import(FILE).await;
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), FILE).await;
    assert_eq!(counts(&read)[2], 0);
    // Meanwhile people came.
    for number in 0..5 {
        let address = format!("new{number}@culture.exemple.fr");
        state.house.agent(&format!("Nouveau {number}"), &address, state.bureau, "Agent").await;
    }

    let (status, no) = state.apply(state.keeper, &read, false).await;

    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.brake")));
    assert_eq!(state.people_of(state.bureau).await.len(), 7);
}

#[tokio::test]
async fn nobody_outside_is_touched_and_nobody_is_merged() {
    let state = state().await;
    state.import(FILE).await;
    let file = "uid;nom;courriel;service\n\
        A1;Odile Schneider;odile@culture.exemple.fr;\n\
        A2;Paul-Henri de La Roche;lucie@culture.exemple.fr;\n\
        B1;Joël Payet;joel@interieur.exemple.fr;\n\
        B2;Quelqu’un Ailleurs;nouveau@interieur.exemple.fr;\n\
        B3;Lucie Weber;lucie@culture.exemple.fr;\n\
        B4;Sans Adresse;;\n\
        B5;Perdu;perdu@culture.exemple.fr;Bureau qui n’existe pas\n\
        B6;Mauvaise;pas une adresse;\n";

    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), file).await;

    let faults: Vec<_> = read["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| (fault["line"].as_u64().unwrap(), fault["code"].as_str().unwrap()))
        .collect();
    let mut sorted = faults.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            (3, "conflict"),
            (4, "foreign_domain"),
            (5, "foreign_domain"),
            (6, "duplicate"),
            (7, "missing"),
            (8, "no_such_organisation"),
            (9, "bad_value")
        ],
        "{read}"
    );
    assert_eq!(counts(&read)[..3], [0, 0, 0], "a line that is wrong takes nobody away: {read}");
    let (_, applied) = state.apply(state.keeper, &read, true).await;
    assert_eq!(applied["state"], "applied");
    assert_eq!(state.house.standing(state.stranger).await.1.as_deref(), Some("Intérieur"));
    assert_eq!(state.people_of(state.bureau).await.len(), 2);
}

#[tokio::test]
async fn imports_are_for_who_keeps_the_tree() {
    let state = state().await;
    for (who, top) in
        [(state.stranger, Some(state.ministry)), (state.keeper, Some(state.other)), (state.keeper, None)]
    {
        let (status, no) = state.read(who, "people", top, FILE).await;
        assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.not_correspondent")));
    }
    let (_, read) = state.read(state.keeper, "people", Some(state.ministry), FILE).await;
    let path = format!("/imports/{}", read["id"].as_str().unwrap());
    assert_eq!(state.house.get(state.stranger, &path).await.1["code"], "directory.no_such_import");
    assert_eq!(state.apply(state.stranger, &read, true).await.1["code"], "directory.no_such_import");
    assert_eq!(state.house.get(state.stranger, "/imports").await.1, json!({ "imports": [] }));
    let (_, mine) = state.house.get(state.keeper, "/imports").await;
    assert_eq!(mine["imports"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_too_large_or_no_file_is_refused() {
    let settings = Settings { import_max_bytes: 400, import_max_lines: 3, ..Settings::default() };
    let state = state_with(settings).await;
    let lines: String = (0..4).map(|n| format!("{n};Agent;a{n}@culture.exemple.fr\n")).collect();
    for (file, code) in [
        ("x".repeat(401), "web.body_too_large"),
        (format!("uid;nom;courriel\n{lines}"), "directory.too_many_lines"),
        ("rien;du;tout\n1;2;3\n".to_owned(), "directory.bad_file"),
        (String::new(), "directory.bad_file"),
    ] {
        let (_, no) = state.read(state.keeper, "people", Some(state.ministry), &file).await;
        assert_eq!(no["code"], code);
    }
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM directory.imports")
        .fetch_one(state.house.store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn organisations_are_imported_moved_and_closed() {
    let state = state().await;
    // SIRETs are in it.
    state.house.administer(state.keeper);
    let first = "code;rattachement;nom;sigle;type;siret\n\
        D;;Direction des patrimoines;DGP;Direction;11004601800013\n\
        B1;D;Bureau des fouilles;BF;Bureau;\n\
        B2;D;Bureau des plans;BP;Bureau;\n\
        X;Y;Orphelin;;Bureau;\n";
    let (_, read) = state.read(state.keeper, "organisations", Some(state.ministry), first).await;
    assert_eq!(counts(&read), [3, 0, 0, 0, 1], "{read}");
    let (status, applied) = state.apply(state.keeper, &read, false).await;
    assert_eq!(status, StatusCode::OK, "{applied}");
    let found = |list: &[directory::Organisation], name: &str| {
        list.iter().find(|found| found.name == name).map(|found| found.id)
    };
    let organisations = state.house.directory.organisations().await.unwrap();
    let (direction, plans) =
        (found(&organisations, "Direction des patrimoines"), found(&organisations, "Bureau des plans"));
    let somebody =
        state.house.agent("Mehdi Lahlou", "mehdi@culture.exemple.fr", plans.unwrap(), "Archéologue").await;

    let second = "code;rattachement;nom;sigle;type;siret\n\
        D;;Direction générale des patrimoines;DGP;Direction;11004601800013\n\
        S;D;Sous-direction des archives;SDA;Sous-direction;\n\
        B2;S;Bureau des plans;BP;Bureau;\n";
    let (_, read) = state.read(state.keeper, "organisations", Some(state.ministry), second).await;
    assert_eq!(counts(&read), [1, 2, 1, 0, 0], "{read}");
    let (status, no) = state.apply(state.keeper, &read, false).await;
    assert_eq!((status, &no["code"]), (StatusCode::CONFLICT, &json!("directory.brake")), "one in three");
    let (_, applied) = state.apply(state.keeper, &read, true).await;
    assert_eq!(applied["state"], "applied", "{applied}");

    let card = state.house.card(state.stranger, somebody).await;
    assert_eq!(
        names(&card["path"]),
        ["Culture", "Direction générale des patrimoines", "Sous-direction des archives", "Bureau des plans"]
    );
    let organisations = state.house.directory.organisations().await.unwrap();
    assert_eq!(found(&organisations, "Direction générale des patrimoines"), direction, "it is the same one");
    assert!(found(&organisations, "Bureau des fouilles").is_none(), "closed");
    assert!(found(&organisations, "Bureau des musées").is_some(), "what was added by hand stays");
}

#[tokio::test]
async fn the_national_reference_is_read_by_administrators() {
    let state = state().await;
    let file = include_str!("../dila.json");
    assert_eq!(state.read(state.keeper, "dila", None, file).await.0, StatusCode::FORBIDDEN);
    state.house.administer(state.keeper);

    let (status, read) = state.read(state.keeper, "dila", None, file).await;
    assert_eq!((status, counts(&read)), (StatusCode::CREATED, [4, 0, 0, 0, 1]), "{read}");
    let (status, applied) = state.apply(state.keeper, &read, false).await;
    assert_eq!(status, StatusCode::OK, "{applied}");

    let organisations = state.house.directory.organisations().await.unwrap();
    let bureau = organisations.iter().find(|found| found.name == "Bureau des maquettes").unwrap();
    let (_, page) = state.house.get(state.stranger, &format!("/organisations/{}", bureau.id)).await;
    assert_eq!(names(&page["path"]), ["Ministère des Exemples", "Direction des modèles"]);
    assert_eq!((&page["source"], &page["kind"]), (&json!("dila"), &json!("bureau")));
    let (_, again) = state.read(state.keeper, "dila", None, file).await;
    assert_eq!(counts(&again), [0, 0, 0, 4, 1]);
}
