//! Somebody comes for the first time. An address links nobody.

use identity::NewPerson;
use kernel::Language;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    House, Ministry,
    house::{PASSWORD, nadia},
};

const ADDRESS: &str = "nadia.ferrand@culture.exemple.fr";

#[tokio::test]
async fn an_address_that_somebody_has_links_nobody() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    house.told().await;

    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");

    assert_eq!((browser.who().await, house.told().await), (None, vec![]));
    assert!(house.identity.identities(person).await.unwrap().is_empty());
    let arrival = browser.get("/api/hub/arrivals/current").await.body;
    assert_eq!((&arrival["name"], &arrival["address"]), (&json!("Nadia Ferrand"), &json!(ADDRESS)));
    assert_eq!((&arrival["may_create"], &arrival["obstacle"]), (&json!(false), &json!("address_taken")));
    assert_eq!(arrival["provider"]["id"], provider);
    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", json!({})).await;
    assert_eq!(answer.no(), (409, "hub.address_taken"));
    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (401, "sign_in"));
}

#[tokio::test]
async fn who_is_signed_in_to_both_is_linked() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let shown = json!({ "address": ADDRESS, "password": PASSWORD });
    browser.send("POST", "/api/identity/sessions", shown).await;
    house.told().await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    assert_eq!(house.told().await, ["identity.identity.linked", "identity.session.opened"]);
    assert_eq!(browser.get("/api/identity/me").await.body["session"]["strength"], "provider");
    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_arrival"), "an arrival is over once");
    assert_eq!(house.browser().sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");
}

#[tokio::test]
async fn who_signed_in_long_ago_shows_again_who_they_are() {
    let house = House::open().await;
    let person = house.person(ADDRESS, "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in(ADDRESS).await;
    house.advance(Duration::minutes(16));
    browser.sign_in(&ministry, &provider, &nadia()).await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!(answer.no(), (401, "confirm"));
    assert!(house.identity.identities(person).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_arrival_is_of_one_browser_and_a_quarter_of_an_hour() {
    let house = House::open().await;
    house.person(ADDRESS, "Nadia Ferrand").await;
    house.person("voleur@ailleurs.exemple.org", "Voleur").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;

    let mut thief = house.signed_in("voleur@ailleurs.exemple.org").await;
    assert_eq!(thief.get("/api/hub/arrivals/current").await.no(), (404, "hub.no_arrival"));
    let answer = thief.send("POST", "/api/hub/arrivals/current/links", json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_arrival"));
    assert_eq!(browser.get("/api/hub/arrivals/current").await.status.as_u16(), 200);
    house.advance(Duration::minutes(15));
    assert_eq!(browser.get("/api/hub/arrivals/current").await.no(), (404, "hub.no_arrival"));
}

#[tokio::test]
async fn somebody_who_was_only_written_to_becomes_this_person() {
    let house = House::open().await;
    let written_to = house.identity.ensure_persons(&[ADDRESS.parse().unwrap()]).await.unwrap()[0];
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();

    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");

    assert_eq!(house.find(ADDRESS).await, Some(written_to));
    assert_eq!(house.identity.identities(written_to).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_moves_to_a_ministry_that_makes_persons_keeps_what_they_had() {
    let house = House::open().await;
    let person = house.person("nadia@ecologie.exemple.fr", "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();

    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");
    assert_eq!(house.find(ADDRESS).await, None, "no second person");
    let shown = json!({ "address": "nadia@ecologie.exemple.fr", "password": PASSWORD });
    browser.send("POST", "/api/identity/sessions", shown).await;
    house.told().await;
    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    let told = house.told().await;
    assert_eq!(told, ["identity.identity.linked", "identity.address.added", "identity.session.opened"]);
    assert_eq!(house.find(ADDRESS).await, Some(person), "the new address is theirs");
    assert_eq!(browser.who().await.as_deref(), Some("nadia@ecologie.exemple.fr"), "and not the main one");
    let proven = house.identity.addresses(person).await.unwrap();
    assert_eq!(proven, ["nadia@ecologie.exemple.fr".parse().unwrap(), ADDRESS.parse().unwrap()]);
}

#[tokio::test]
async fn an_address_that_somebody_has_stays_theirs_and_the_account_is_linked_all_the_same() {
    let house = House::open().await;
    let person = house.person("nadia@ecologie.exemple.fr", "Nadia Ferrand").await;
    let other = house.person(ADDRESS, "Nadia Ferrand (bis)").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in("nadia@ecologie.exemple.fr").await;
    browser.sign_in(&ministry, &provider, &nadia()).await;
    house.told().await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    assert_eq!(house.told().await, ["identity.identity.linked", "identity.session.opened"]);
    assert_eq!(house.find(ADDRESS).await, Some(other));
    assert_eq!(house.identity.addresses(person).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_provider_that_lost_a_domain_gives_nobody_an_address_of_it() {
    let house = House::open().await;
    let person = house.person("nadia@ecologie.exemple.fr", "Nadia Ferrand").await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.signed_in("nadia@ecologie.exemple.fr").await;
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let change = json!({ "domains": ["autre.exemple.fr"] });
    house.administrator().await.send("PATCH", &format!("/api/hub/providers/{provider}"), change).await;

    let answer = browser.send("POST", "/api/hub/arrivals/current/links", json!({})).await;

    assert_eq!(answer.status.as_u16(), 201);
    assert_eq!(house.identity.identities(person).await.unwrap().len(), 1);
    assert_eq!(house.find(ADDRESS).await, None);
}

#[tokio::test]
async fn who_was_cut_short_while_becoming_a_person_is_who_they_became() {
    let house = House::open().await;
    let culture = house.organisation("Ministère de la Culture", None, None).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "organisation": culture })).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;

    // The house died after they were made, before they were put where they work and before they were in.
    let new = NewPerson {
        name: Some("Nadia Ferrand".into()),
        address: ADDRESS.parse().unwrap(),
        language: Language::Fr,
        proven: true,
        password: None,
    };
    let account = (ministry.issuer(), "nadia-1");
    let person = house.identity.add_person_with_identity(new, account, false).await.unwrap();
    assert_eq!(house.workplace(person).await, None);

    for what in ["asked again", "asked once more"] {
        let answer = browser.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;
        if what == "asked again" {
            assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)), "{what}");
        } else {
            assert_eq!(answer.no(), (404, "hub.no_arrival"), "{what}");
        }
    }
    assert_eq!(house.workplace(person).await.unwrap().0, "Ministère de la Culture");
    assert_eq!(house.browser().sign_in(&ministry, &provider, &nadia()).await.location(), "/transfer");
}

#[tokio::test]
async fn where_an_invitation_is_needed_who_has_one_becomes_a_person() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let policy = json!({ "arrivals": "invitation", "mandatory": true });
    let provider = house.provider(&ministry, policy).await;
    let mut administrator = house.administrator().await;
    let path = "/api/identity/invitations";
    let invited = json!({ "address": ADDRESS, "name": "Nadia F." });
    let sent = administrator.send("POST", path, invited.clone()).await;
    assert_eq!(sent.status.as_u16(), 201, "{}", sent.body);
    let mut browser = house.browser();
    assert_eq!(browser.sign_in(&ministry, &provider, &nadia()).await.location(), "/sign-in/arrival");
    assert_eq!(browser.get("/api/hub/arrivals/current").await.body["may_create"], true);

    // Withdrawn in between, it is worth nothing; another is.
    let withdrawn = format!("{path}/{}", sent.body["id"].as_str().unwrap());
    administrator.send("DELETE", &withdrawn, Value::Null).await;
    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;
    assert_eq!(answer.no(), (409, "hub.not_invited"));
    administrator.send("POST", path, invited).await;
    house.told().await;
    let answer = browser.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;

    assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
    assert_eq!(
        house.told().await,
        [
            "identity.person.added",
            "identity.identity.linked",
            "identity.invitation.accepted",
            "identity.session.opened"
        ]
    );
    assert_eq!(browser.who().await.as_deref(), Some(ADDRESS));
    let open = administrator.get(path).await.body["invitations"].clone();
    assert_eq!(open, json!([]), "it opens once");

    // Somebody else of the same ministry, without one: known to nobody, or only written to.
    house.identity.ensure_persons(&["hugo@culture.exemple.fr".parse().unwrap()]).await.unwrap();
    for (subject, address) in [("hugo-1", "hugo@culture.exemple.fr"), ("zoe-1", "zoe@culture.exemple.fr")] {
        let mut uninvited = house.browser();
        uninvited.sign_in(&ministry, &provider, &json!({ "sub": subject, "email": address })).await;
        let arrival = uninvited.get("/api/hub/arrivals/current").await.body;
        assert_eq!(arrival["obstacle"], "not_invited", "{address}");
        let answer = uninvited.send("POST", "/api/hub/arrivals/current/persons", Value::Null).await;
        assert_eq!(answer.no(), (409, "hub.not_invited"), "{address}");
        assert_eq!(uninvited.who().await, None);
    }
}

#[tokio::test]
async fn a_suspended_person_does_not_come_in_by_their_ministry() {
    let house = House::open().await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({})).await;
    let mut browser = house.browser();
    browser.come(&ministry, &provider, &nadia()).await;
    let person = house.find(ADDRESS).await.unwrap();
    house.identity.disable(kernel::Actor::System, person).await.unwrap();

    let refused = browser.sign_in(&ministry, &provider, &nadia()).await;

    assert_eq!((refused.problem().as_str(), browser.who().await), ("identity.disabled", None));
    let mut again = nadia();
    again["sub"] = json!("nadia-2");
    assert_eq!(browser.sign_in(&ministry, &provider, &again).await.location(), "/sign-in/arrival");
}

#[tokio::test]
async fn who_lost_the_old_way_in_proves_it_by_a_recovery_code() {
    let house = House::open().await;
    let person = house.person("nadia@ecologie.exemple.fr", "Nadia Ferrand").await;
    let mut old = house.signed_in("nadia@ecologie.exemple.fr").await;
    let made = old.send("POST", "/api/identity/recovery-codes", json!({})).await;
    let code = made.body["codes"][0].as_str().unwrap_or_else(|| panic!("{}", made.body)).to_owned();
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider = house.provider(&ministry, json!({ "arrivals": "invitation" })).await;
    let mut browser = house.browser();
    browser.sign_in(&ministry, &provider, &nadia()).await;
    let path = "/api/hub/arrivals/current/recoveries";

    for address in ["nadia@ecologie.exemple.fr", "personne@ecologie.exemple.fr"] {
        let wrong = json!({ "address": address, "recovery_code": "AAAA-AAAA-AAAA" });
        assert_eq!(browser.send("POST", path, wrong).await.no(), (401, "identity.wrong_recovery_code"));
    }
    let shown = json!({ "address": "nadia@ecologie.exemple.fr", "recovery_code": code });
    let stranger = house.browser().send("POST", path, shown.clone()).await;
    assert_eq!(stranger.no(), (404, "hub.no_arrival"), "and the code is not used up for nothing");
    let answer = browser.send("POST", path, shown.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.body["person"]), (201, &json!(person)));
    assert_eq!(browser.who().await.as_deref(), Some("nadia@ecologie.exemple.fr"));

    let mut again = nadia();
    again["sub"] = json!("nadia-2");
    let mut other = house.browser();
    other.sign_in(&ministry, &provider, &again).await;
    assert_eq!(
        other.send("POST", path, shown).await.no(),
        (401, "identity.wrong_recovery_code"),
        "used once"
    );
}
