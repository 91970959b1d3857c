//! A sample State, in which one click signs in as anybody.

use axum::http::StatusCode;
use identity::Settings;
use kernel::Actor;
use serde_json::json;

use crate::{House, house::settings};

const HELENE: &str = "helene@culture.exemple.fr";

#[tokio::test]
async fn one_click_signs_in_as_anybody_who_has_a_name() {
    let house = House::open_with(Settings { sample: true, ..settings() }).await;
    let helene = house.agent(HELENE, "Hélène Marchetti").await;
    house.agent("camille@presta.exemple.fr", "Camille Durand").await;
    let hugo = house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    house.identity.disable(Actor::System, hugo).await.unwrap();
    house.identity.ensure_persons(&["written.to@exemple.org".parse().unwrap()]).await.unwrap();
    house.note_facts().await;
    let mut browser = house.browser();

    let persons = browser.get("/sample/persons").await.body;
    let persons = persons["persons"].as_array().unwrap();
    let names: Vec<&str> = persons.iter().map(|person| person["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Camille Durand", "Hélène Marchetti"]);
    assert_eq!(
        persons[1],
        json!({
            "id": helene, "name": "Hélène Marchetti", "initials": "HM", "address": HELENE,
            "title": "Cheffe de projet", "population": "agent", "unit": "Service du numérique",
            "organisation": {
                "id": "00000000-0000-0000-0000-000000000007", "name": "Ministère de la Culture", "acronym": "MC",
            },
        })
    );

    let answer = browser.send("POST", "/sample/sessions", json!({ "person": helene })).await;
    browser.keep_cookie(&answer);
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.body["session"]["strength"], "sample");
    assert_eq!(browser.who().await.as_deref(), Some(HELENE));
    let suspended = browser.send("POST", "/sample/sessions", json!({ "person": hugo })).await;
    assert_eq!(suspended.no(), (403, "identity.disabled"));
    let nobody = json!({ "person": uuid::Uuid::now_v7() });
    assert_eq!(browser.send("POST", "/sample/sessions", nobody).await.no(), (404, "identity.no_such_person"));
}

#[tokio::test]
async fn elsewhere_there_is_no_such_door() {
    let house = House::open().await;
    let helene = house.agent(HELENE, "Hélène Marchetti").await;

    // A stranger is not even told that there is no such page.
    assert_eq!(house.browser().get("/sample/persons").await.no(), (401, "sign_in"));
    let browser = house.signed_in(HELENE).await;
    assert_eq!(browser.get("/sample/persons").await.status, StatusCode::NOT_FOUND);
    let sign_in = browser.send("POST", "/sample/sessions", json!({ "person": helene })).await;
    assert_eq!(sign_in.status, StatusCode::NOT_FOUND);
    assert!(house.identity.open_sample_session(helene).await.is_err());
}

#[test]
fn no_settings_file_opens_it() {
    for key in ["sample", "https"] {
        let settings: Result<Settings, _> = serde_json::from_value(json!({ key: true }));
        assert!(settings.is_err(), "{key}");
    }
    let settings: Settings = serde_json::from_value(json!({ "code_minutes": 5 })).unwrap();
    assert_eq!(settings, Settings { code_minutes: 5, ..Settings::default() });
}
