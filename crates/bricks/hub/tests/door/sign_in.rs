//! From an address to its ministry, and back.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    House, Ministry, Signer,
    house::{ORIGIN, nadia},
};

#[tokio::test]
async fn an_address_leads_to_its_ministry_and_back() {
    let house = House::open().await;
    house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    house.told().await;

    let asked = json!({ "address": "nadia.ferrand@culture.exemple.fr" });
    let ways = browser.send("POST", "/api/hub/lookups", asked).await.body;
    assert_eq!(ways["organisation"]["name"], "Ministère de la Culture");
    assert_eq!(ways["ways"][0]["kind"], "provider");
    assert_eq!((&ways["ways"][0]["id"], &ways["ways"][0]["state"]), (&json!(provider), &json!("up")));
    assert_eq!(ways["ways"][1], json!({ "kind": "local" }));

    let path = format!(
        "/api/hub/providers/{provider}/sign-in?next=/transfer&login_hint=nadia.ferrand@culture.exemple.fr"
    );
    let answer = browser.get(&path).await;
    let departure = url::Url::parse(answer.location()).unwrap();
    let asked: std::collections::HashMap<String, String> = departure.query_pairs().into_owned().collect();
    assert!(departure.as_str().starts_with(&format!("{}/authorize?", ministry.issuer())));
    assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
    assert_eq!(asked["redirect_uri"], format!("{ORIGIN}/api/hub/providers/{provider}/callback"));
    assert_eq!(asked["login_hint"], "nadia.ferrand@culture.exemple.fr");
    assert!(asked["state"].len() >= 32 && asked["nonce"].len() >= 32 && asked["state"] != asked["nonce"]);
    assert!(
        asked["scope"].split(' ').any(|scope| scope == "openid") && asked["scope"].contains("usual_name")
    );
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-sacados-hub=") && cookie.contains("HttpOnly; SameSite=Lax; Secure"));

    let landed = browser.come_back(&ministry.sign_in(&departure, &nadia())).await;
    assert_eq!(landed.location(), "/sign-in/arrival");
    assert_eq!((browser.who().await, house.told().await), (None, vec![]), "nobody is made by surprise");
    let arrival = browser.get("/api/hub/arrivals/current").await.body;
    assert_eq!((&arrival["may_create"], &arrival["obstacle"]), (&json!(true), &Value::Null));

    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(browser.who().await.as_deref(), Some("nadia.ferrand@culture.exemple.fr"));
    let told = house.told().await;
    assert_eq!(told, ["identity.person.added", "identity.identity.linked", "identity.session.opened"]);
    let landed = house.browser().sign_in(&ministry, &provider, &nadia()).await;
    assert_eq!(landed.location(), "/transfer", "asked once");
    let me = browser.get("/api/identity/me").await.body;
    assert_eq!(me["person"]["name"], "Nadia Ferrand");
    assert_eq!(me["session"]["strength"], "provider");
    let nadia = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    assert_eq!(house.identity.persons(&[nadia]).await.unwrap()[0].given_name.as_deref(), Some("Nadia"));
}

#[tokio::test]
async fn who_comes_again_is_the_same_person_whatever_their_address_is_now() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "extra_domains": ["presta.exemple.fr"] })).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    let first = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();

    let mut renamed = nadia();
    renamed["email"] = json!("nadia.morel@presta.exemple.fr");
    let mut elsewhere = house.browser();
    let landed = elsewhere.sign_in(&ministry, &provider, &renamed).await;

    assert_eq!(landed.location(), "/transfer");
    assert_eq!(elsewhere.who().await.as_deref(), Some("nadia.ferrand@culture.exemple.fr"));
    assert_eq!(house.find("nadia.morel@presta.exemple.fr").await, None);
    assert_eq!(house.identity.identities(first).await.unwrap().len(), 1);
}

#[tokio::test]
async fn signatures_by_rsa_and_plain_userinfo_are_understood_too() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    ministry.manners(|manners| {
        manners.signer = Signer::Rs256;
        manners.userinfo_signer = None;
        manners.names_itself = false;
    });
    let provider = house.provider(&ministry, json!({ "client_auth": "client_secret_basic" })).await;
    let mut browser = house.browser();

    browser.come(&ministry, &provider, &nadia()).await;
    assert!(browser.who().await.is_some());
    assert!(!ministry.last_form().contains_key("client_secret"));
}

#[tokio::test]
async fn the_house_shows_who_it_is_by_a_key_of_its_own() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider =
        house.provider(&ministry, json!({ "client_auth": "private_key_jwt", "client_secret": null })).await;
    let mut browser = house.browser();

    browser.come(&ministry, &provider, &nadia()).await;
    assert!(browser.who().await.is_some());

    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(browser.get("/api/hub/keys").await.body).unwrap();
    let assertion = &ministry.last_form()["client_assertion"];
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
    validation.set_audience(&[format!("{}/token", ministry.issuer())]);
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Value>(assertion, &key, &validation).unwrap().claims;
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("sacados"), &json!("sacados")));
    assert!(!serde_json::to_string(&keys).unwrap().contains("\"d\""), "a private key is shown");
}

#[tokio::test]
async fn who_moves_to_another_ministry_stays_the_same_person_and_works_there() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let ecology = house.organisation("Ministère de l’Écologie", None, Some("ecologie.exemple.fr")).await;
    house.set_siret(ecology, "11006801200050").await;
    let (old, new) = (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    let there = house.provider(&old, json!({ "organisation": culture })).await;
    let here = house
        .provider(&new, json!({ "name": "Ministère de l’Écologie", "domains": ["ecologie.exemple.fr"] }))
        .await;
    let mut browser = house.browser();
    browser.come(&old, &there, &nadia()).await;
    let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    assert_eq!(
        house.workplace(person).await,
        Some(("Ministère de la Culture".into(), Some("SG/DNUM".into())))
    );

    // Signed in to both, once.
    let mut moved = nadia();
    moved["sub"] = json!("nadia-at-ecology");
    moved["email"] = json!("nadia.ferrand@ecologie.exemple.fr");
    moved["siret"] = json!("110 068 012 00050");
    moved["organizational_unit"] = json!("CGDD/SEVS");
    house.advance(Duration::minutes(1));
    let answer = browser.get(&format!("/api/hub/providers/{here}/link?next=/account")).await;
    let departure = url::Url::parse(answer.location()).unwrap();
    assert_eq!(browser.come_back(&new.sign_in(&departure, &moved)).await.location(), "/account");

    let mut later = house.browser();
    assert_eq!(later.sign_in(&new, &here, &moved).await.location(), "/transfer");
    assert_eq!(later.who().await.as_deref(), Some("nadia.ferrand@culture.exemple.fr"));
    assert_eq!(house.find("nadia.ferrand@ecologie.exemple.fr").await, Some(person));
    let place = house.workplace(person).await;
    assert_eq!(place, Some(("Ministère de l’Écologie".into(), Some("CGDD/SEVS".into()))));
    let open: i64 =
        sqlx::query_scalar("SELECT count(*) FROM directory.affiliations WHERE person = $1 AND until IS NULL")
            .bind(person.uuid())
            .fetch_one(house.store.pool())
            .await
            .unwrap();
    assert_eq!(open, 1, "the old place ended");
}

#[tokio::test]
async fn a_place_that_the_house_knows_from_elsewhere_is_left_as_it_is() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "organisation": culture })).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    house.works_at(person, culture).await;

    house.advance(Duration::minutes(1));
    house.told().await;
    browser.sign_in(&ministry, &provider, &nadia()).await;

    assert_eq!(house.workplace(person).await, Some(("Ministère de la Culture".into(), None)));
    assert_eq!(house.told().await, ["identity.session.opened"]);
}

#[tokio::test]
async fn a_contractor_is_no_agent() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, None).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "organisation": culture })).await;
    let mut claims = nadia();
    claims["belonging_population"] = json!("prestataire");

    house.browser().come(&ministry, &provider, &claims).await;

    let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    let profile = kernel::ports::People::profiles(&house.directory, &[person]).await.unwrap().pop().unwrap();
    assert_eq!(profile.population, kernel::ports::Population::Contractor);
}

#[tokio::test]
async fn a_level_is_worth_what_the_house_says_of_it() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "acr_map": { "urn:carte-agent": "eidas2" } })).await;
    let level = async |said: Value| {
        let mut claims = nadia();
        claims["acr"] = said;
        let mut browser = house.browser();
        browser.come(&ministry, &provider, &claims).await;
        let row: (String, Vec<String>) = sqlx::query_as(
            "SELECT acr, amr FROM identity.sessions ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .fetch_one(house.store.pool())
        .await
        .unwrap();
        assert_eq!(row.1, ["pwd"]);
        row.0
    };

    assert_eq!(level(json!("urn:carte-agent")).await, "eidas2");
    house.advance(Duration::seconds(1));
    assert_eq!(level(json!("eidas1-mfa")).await, "eidas1-mfa");
    house.advance(Duration::seconds(1));
    assert_eq!(level(json!("urn:whatever:4")).await, "eidas1");
}

#[tokio::test]
async fn a_provider_lets_in_whom_its_policy_lets_in() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "arrivals": "refuse" })).await;
    let mut browser = house.browser();
    let refused = browser.sign_in(&ministry, &provider, &nadia()).await;
    assert_eq!(refused.location(), format!("/sign-in?problem=hub.not_awaited&provider={provider}"));
    assert_eq!((browser.who().await, house.find("nadia.ferrand@culture.exemple.fr").await), (None, None));

    let invite = json!({ "arrivals": "invitation" });
    let path = format!("/api/hub/providers/{provider}");
    house.administrator().await.send("PATCH", &path, invite).await;
    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");
    let arrival = browser.get("/api/hub/arrivals/current").await.body;
    assert_eq!((&arrival["may_create"], &arrival["obstacle"]), (&json!(false), &json!("not_invited")));
    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", json!({})).await;
    assert_eq!(answer.no(), (409, "hub.not_invited"));

    house.administrator().await.send("PATCH", &path, json!({ "enabled": false })).await;
    let away = browser.get(&format!("{path}/sign-in")).await;
    assert_eq!(away.problem(), "hub.no_such_provider");
}

#[tokio::test]
async fn a_provider_speaks_of_its_own_domains_only() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "extra_domains": ["presta.exemple.fr"] })).await;
    let come = async |address: &str, subject: &str| {
        let mut claims = nadia();
        claims["email"] = json!(address);
        claims["sub"] = json!(subject);
        let mut browser = house.browser();
        let landed = browser.come(&ministry, &provider, &claims).await;
        (landed.problem(), browser.who().await)
    };

    assert_eq!(
        come("a.b@presta.exemple.fr", "1").await,
        (String::new(), Some("a.b@presta.exemple.fr".into()))
    );
    let refused = ("hub.address_not_of_provider".to_owned(), None);
    assert_eq!(come("president@elysee.exemple.fr", "2").await, refused);
    assert_eq!(come("a.b@x.culture.exemple.fr", "3").await, refused);
    assert_eq!(come("not an address", "4").await, ("hub.claim_missing".to_owned(), None));
    assert_eq!(house.find("president@elysee.exemple.fr").await, None);
}

#[tokio::test]
async fn several_providers_are_a_choice_and_a_mandatory_one_leaves_no_local_way() {
    let house = House::open().await;
    let (one, two) = (Ministry::open(house.clock.clone()).await, Ministry::open(house.clock.clone()).await);
    house.provider(&one, json!({ "name": "Carte agent" })).await;
    let second = house.provider(&two, json!({ "name": "Mot de passe du ministère" })).await;
    let mut browser = house.browser();
    let asked = json!({ "address": "personne@culture.exemple.fr" });

    let ways = browser.send("POST", "/api/hub/lookups", asked.clone()).await.body["ways"].clone();
    let names: Vec<_> =
        ways.as_array().unwrap().iter().map(|way| way["name"].as_str().unwrap_or("local")).collect();
    assert_eq!(names, ["Carte agent", "Mot de passe du ministère", "local"]);

    let mandatory = json!({ "mandatory": true });
    house.administrator().await.send("PATCH", &format!("/api/hub/providers/{second}"), mandatory).await;
    let ways = browser.send("POST", "/api/hub/lookups", asked).await.body["ways"].clone();
    assert_eq!(ways.as_array().unwrap().len(), 2);

    // Not only on the page: who knows a password there does not come in by it.
    house.person("agente@culture.exemple.fr", "Agente").await;
    let shown = json!({ "address": "agente@culture.exemple.fr", "password": crate::house::PASSWORD });
    let answer = browser.send("POST", "/api/identity/sessions", shown).await;
    assert_eq!(answer.no(), (403, "identity.come_by_provider"));

    let elsewhere = json!({ "address": "quelquun@ailleurs.exemple.org" });
    let ways = browser.send("POST", "/api/hub/lookups", elsewhere).await.body;
    assert_eq!(ways, json!({ "organisation": null, "ways": [{ "kind": "local" }] }));
    let answer = browser.send("POST", "/api/hub/lookups", json!({ "address": "personne" })).await;
    assert_eq!((answer.status, answer.no().1), (StatusCode::UNPROCESSABLE_ENTITY, "hub.bad_address"));
}

/// A SIRET says where people work: said by a provider that does not speak for it, it would make another ministry's agents.
#[tokio::test]
async fn a_providers_siret_counts_in_its_own_tree_and_in_open_organisations_alone() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let museums = house.organisation("Musées", Some(culture), None).await;
    let archives = house.organisation("Archives", Some(culture), None).await;
    let ecology = house.organisation("Ministère de l’Écologie", None, Some("ecologie.exemple.fr")).await;
    for (organisation, siret) in
        [(museums, "11004601800013"), (archives, "11004601800021"), (ecology, "11006801200050")]
    {
        house.set_siret(organisation, siret).await;
    }
    sqlx::query("UPDATE directory.organisations SET until = '2026-11-01' WHERE id = $1")
        .bind(archives.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();
    let ministry = Ministry::open(house.clock.clone()).await;
    let own = house.provider(&ministry, json!({ "organisation": culture })).await;
    let mut claims = nadia();

    for (siret, expected) in [
        ("11004601800013", "Musées"),
        ("11006801200050", "Ministère de la Culture"),
        ("11004601800013", "Musées"),
        ("11004601800021", "Ministère de la Culture"),
    ] {
        claims["siret"] = json!(siret);
        house.advance(Duration::minutes(1));
        assert!(house.browser().come(&ministry, &own, &claims).await.status.is_redirection());
        let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
        assert_eq!(house.workplace(person).await.unwrap().0, expected, "{siret}");
    }
}

#[tokio::test]
async fn nobody_is_placed_where_the_last_day_is_over() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, None).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "organisation": culture })).await;
    sqlx::query("UPDATE directory.organisations SET until = '2026-11-01' WHERE id = $1")
        .bind(culture.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();

    let mut browser = house.browser();
    assert!(browser.come(&ministry, &provider, &nadia()).await.status.is_redirection());

    let person = house.find("nadia.ferrand@culture.exemple.fr").await.unwrap();
    assert_eq!(house.workplace(person).await, None, "they come in, and work nowhere that is known");
}

#[tokio::test]
async fn what_an_application_hints_at_and_nobody_knows_leads_to_our_own_door() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "enabled": false })).await;
    let mut browser = house.browser();
    let asked = "next=%2Fconnect%2Fsacq_a&login_hint=nadia%40culture.exemple.fr";
    let door = "/sign-in?next=%2Fconnect%2Fsacq_a&address=nadia%40culture.exemple.fr";

    for id in [provider.as_str(), "11111111-2222-4333-8444-555555555555", "le-ministere", "%2F%2Fevil"] {
        let path = format!("/api/hub/providers/{id}/sign-in?{asked}");
        let hinted = browser.get(&format!("{path}&hinted=true")).await;
        assert_eq!((hinted.status.as_u16(), hinted.location()), (303, door), "{id}");
        // Chosen by the person, it is said.
        assert_eq!(browser.get(&path).await.problem(), "hub.no_such_provider", "{id}");
    }
    let evil =
        "/api/hub/providers/nothing/sign-in?hinted=true&next=%2F%2Fevil.example&login_hint=no%20address";
    assert_eq!(browser.get(evil).await.location(), "/sign-in?next=%2F");
}
