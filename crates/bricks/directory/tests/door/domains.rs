//! The e-mail domains of an organisation, which say who works there: given by administrators.

use axum::http::{Method, StatusCode};
use kernel::{PersonId, ScopeId, ports::Population};
use serde_json::{Value, json};

use crate::house::House;

struct State {
    house: House,
    culture: ScopeId,
    interior: ScopeId,
    keeper: PersonId,
    administrator: PersonId,
}

async fn state() -> State {
    let house = House::new().await;
    let culture = house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();
    let interior = house.ministry("Intérieur", &[("interieur.exemple.fr", Population::Agent)]).await.unwrap();
    let keeper = house.agent("Odile Schneider", "odile@culture.exemple.fr", culture, "Adjointe").await;
    let administrator = house.agent("Camille Aubry", "camille@exemple.fr", culture, "Systèmes").await;
    house.appoint(culture, keeper).await;
    house.administer(administrator);
    State { house, culture, interior, keeper, administrator }
}

impl State {
    async fn give(&self, who: PersonId, organisation: ScopeId, domains: Value) -> (StatusCode, Value) {
        let path = format!("/organisations/{organisation}/domains");
        self.house.put(who, &path, json!({ "domains": domains })).await
    }

    async fn shown(&self, who: PersonId) -> Value {
        self.house.get(who, &format!("/organisations/{}", self.culture)).await.1["domains"].clone()
    }
}

#[tokio::test]
async fn administrators_give_domains_and_who_reads_mail_there_works_there() {
    let state = state().await;
    let newcomer = state.house.person("nouveau@musees.exemple.fr").await;
    assert_eq!(state.house.standing(newcomer).await, (Population::External, None));

    let given = json!([
        { "domain": " Musees.Exemple.FR", "population": "agent" },
        { "domain": "presta.culture.exemple.fr", "population": "contractor" },
    ]);
    assert_eq!(state.give(state.administrator, state.culture, given).await.0, StatusCode::NO_CONTENT);

    assert_eq!(state.house.standing(newcomer).await, (Population::Agent, Some("Culture".into())));
    let contractor = state.house.person("a@presta.culture.exemple.fr").await;
    assert_eq!(state.house.standing(contractor).await.0, Population::Contractor);
    assert_eq!(
        state.shown(state.administrator).await,
        json!([
            { "domain": "musees.exemple.fr", "population": "agent" },
            { "domain": "presta.culture.exemple.fr", "population": "contractor" },
        ]),
        "in place of those it had"
    );
    assert_eq!(state.shown(state.keeper).await, Value::Null, "who keeps it does not see them here");
    assert_eq!(state.house.told("directory.domains.given").await, 1);
    let same = state.shown(state.administrator).await;
    assert_eq!(state.give(state.administrator, state.culture, same).await.0, StatusCode::NO_CONTENT);
    assert_eq!(state.house.told("directory.domains.given").await, 1, "nothing changed");
    assert_eq!(state.give(state.administrator, state.culture, json!([])).await.0, StatusCode::NO_CONTENT);
    assert_eq!(state.house.standing(newcomer).await.0, Population::External);
}

#[tokio::test]
async fn a_domain_is_one_organisations_and_an_administrators_to_give() {
    let state = state().await;
    let agents = |domain: &str| json!([{ "domain": domain, "population": "agent" }]);
    let path = format!("/organisations/{}/domains", state.culture);
    let body = json!({ "domains": agents("musees.exemple.fr") });
    let (status, no) = state.house.ask_stale(state.administrator, Method::PUT, &path, body).await;
    assert_eq!((status, &no["code"]), (StatusCode::UNAUTHORIZED, &json!("confirm")));

    for (who, organisation, domains, status, code) in [
        (state.keeper, state.culture, agents("musees.exemple.fr"), 403, "directory.domains_administrators"),
        (state.administrator, state.culture, agents("interieur.exemple.fr"), 409, "directory.domain_taken"),
        (state.administrator, state.culture, agents("pas un domaine"), 422, "directory.bad_domain"),
        (state.administrator, ScopeId::new(), agents("a.exemple.fr"), 404, "directory.no_such_organisation"),
        (
            state.administrator,
            state.culture,
            json!([{ "domain": "a.fr", "population": "agent" }, { "domain": "A.fr", "population": "contractor" }]),
            409,
            "directory.domain_taken",
        ),
        (
            state.administrator,
            state.culture,
            json!([{ "domain": "a.fr", "population": "external" }]),
            422,
            "web.bad_json",
        ),
        (
            state.administrator,
            state.culture,
            (0..101).map(|n| json!({ "domain": format!("a{n}.fr"), "population": "agent" })).collect(),
            422,
            "directory.too_many",
        ),
    ] {
        let (found, no) = state.give(who, organisation, domains).await;
        assert_eq!((found.as_u16(), &no["code"]), (status, &json!(code)), "{no}");
    }
    let (_, no) = state.give(state.administrator, state.culture, agents("interieur.exemple.fr")).await;
    assert!(!no.to_string().contains(&state.interior.to_string()), "not whose it is: {no}");
    assert_eq!(
        state.shown(state.administrator).await,
        agents("culture.exemple.fr"),
        "what is refused changes nothing"
    );
    assert_eq!(
        state.house.standing(state.house.person("joel@interieur.exemple.fr").await).await.1.as_deref(),
        Some("Intérieur")
    );
}
