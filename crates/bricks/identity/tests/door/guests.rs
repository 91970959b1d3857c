//! Guests: from outside, for whom an agent answers until a day.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    Answer, Browser, House,
    house::{PASSWORD, key_in, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const PAUL: &str = "paul@exemple.org";

async fn house() -> House {
    let house = House::open_with(identity::Settings { revocation_milliseconds: 0, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

fn asked(address: &str, until: &str) -> Value {
    json!({ "address": address, "name": "Paul Morel", "reason": "Relit le rapport", "until": until })
}

async fn host(browser: &Browser<'_>, address: &str) -> Answer {
    let answer = browser.send("POST", "/guests", asked(address, "2026-12-31")).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer
}

async fn come_in<'a>(house: &'a House, address: &str) -> Browser<'a> {
    let letters = house.letters().await;
    let key = key_in(&letters.iter().find(|(to, ..)| to.contains(address)).unwrap().2);
    let mut browser = house.browser();
    let body = json!({ "name": "Paul Morel", "password": PASSWORD });
    let answer = browser.send("POST", &format!("/invitations/{key}/acceptances"), body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    browser.keep_cookie(&answer);
    browser
}

#[tokio::test]
async fn a_guest_comes_by_letter_and_their_sponsor_sees_it() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;

    let made = host(&browser, PAUL).await;

    assert_eq!(made.body["state"], "invited");
    assert_eq!(made.told.last().unwrap()["details"]["until"], "2026-12-31");
    assert!(!made.told.last().unwrap().to_string().contains("Relit"), "a reason is the sponsor's");
    let (_, subject, text) = house.letters().await.remove(0);
    assert_eq!(subject, "Hélène Marchetti vous invite dans Sacados");
    assert!(text.contains("décembre") && text.contains("2026"), "{text}");
    let key = key_in(&text);
    let seen = house.browser().get(&format!("/invitations/{key}")).await.body;
    assert_eq!((&seen["kind"], &seen["until"]), (&json!("guest"), &json!("2026-12-31")));

    let guest = come_in(&house, PAUL).await;
    let me = guest.get("/me").await.body;
    assert_eq!((&me["population"], &me["agent"]), (&json!("external"), &json!(false)));
    assert_eq!(
        browser.get("/guests").await.body,
        json!({ "guests": [{
            "id": made.body["id"], "person": me["person"]["id"], "name": "Paul Morel", "address": PAUL,
            "reason": "Relit le rapport", "until": "2026-12-31", "state": "active",
        }] })
    );
}

#[tokio::test]
async fn when_the_last_day_is_over_everything_is_closed_and_nothing_opens() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    host(&browser, PAUL).await;
    let guest = come_in(&house, PAUL).await;
    let token =
        guest.send("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 100 })).await;
    let mut program = house.browser();
    program.bearer = Some(token.body["token"].as_str().unwrap().to_owned());
    house.run_routines().await;
    assert!(guest.who().await.is_some() && program.who().await.is_some());

    // The postman does not wait for a month.
    house.letters().await;
    // Noon of the day after, when it is over everywhere.
    house.advance(Duration::days(39) + Duration::hours(3));
    let mut again = house.browser();
    assert_eq!(
        again.sign_in(PAUL, PASSWORD).await.no(),
        (403, "identity.guest_over"),
        "even before the routine"
    );
    assert!(program.who().await.is_some());
    house.run_routines().await;
    let told = house.note_facts().await;

    assert!(program.who().await.is_none());
    assert_eq!(told[0]["action"], "identity.guest.ended");
    assert_eq!(told[0]["details"]["revoked_tokens"], 1);
    let by_code = again.come_by_code(PAUL).await;
    assert_eq!(by_code.no(), (403, "identity.guest_over"));
    let browser = house.signed_in(HELENE).await;
    assert_eq!(browser.get("/guests").await.body["guests"][0]["state"], "ended");
    house.run_routines().await;
    assert!(house.note_facts().await.is_empty(), "ended once");
}

#[tokio::test]
async fn a_sponsor_ends_at_once_and_only_their_own() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let browser = house.signed_in(HELENE).await;
    let made = host(&browser, PAUL).await;
    let guest = come_in(&house, PAUL).await;
    let path = format!("/guests/{}", made.body["id"].as_str().unwrap());
    let his = house.signed_in("hugo@culture.exemple.fr").await;
    assert_eq!(his.delete(&path).await.no(), (404, "identity.no_such_guest"));
    let longer = json!({ "until": "2027-01-31" });
    assert_eq!(his.send("PATCH", &path, longer.clone()).await.no(), (404, "identity.no_such_guest"));
    assert_eq!(his.get("/guests").await.body, json!({ "guests": [] }));

    let ended = browser.delete(&path).await;

    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(ended.told[0]["details"]["closed"].as_array().unwrap().len(), 1);
    assert!(guest.who().await.is_none());
    assert_eq!(house.browser().sign_in(PAUL, PASSWORD).await.no(), (403, "identity.guest_over"));
    assert_eq!(browser.delete(&path).await.no(), (404, "identity.no_such_guest"));
    assert_eq!(browser.send("PATCH", &path, longer).await.no(), (404, "identity.no_such_guest"));

    host(&browser, PAUL).await;
    assert_eq!(house.browser().sign_in(PAUL, PASSWORD).await.status, StatusCode::CREATED, "invited again");
}

#[tokio::test]
async fn a_guest_stays_for_longer_within_a_year() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let made = host(&browser, PAUL).await;
    let path = format!("/guests/{}", made.body["id"].as_str().unwrap());
    for day in ["2027-11-24", "2026-11-22", "demain"] {
        let refused = browser.send("PATCH", &path, json!({ "until": day })).await;
        assert_eq!(refused.no(), (422, "identity.bad_last_day"), "{day}");
    }
    let longer = browser.send("PATCH", &path, json!({ "until": "2027-11-23" })).await;
    assert_eq!(longer.body["until"], "2027-11-23");
    house.advance(Duration::days(60));
    house.run_routines().await;
    house.note_facts().await;
    assert_eq!(house.signed_in(HELENE).await.get("/guests").await.body["guests"][0]["state"], "invited");
}

#[tokio::test]
async fn who_came_by_themselves_before_keeps_what_they_had() {
    let house = house().await;
    let mut paul = house.browser();
    paul.come_by_code(PAUL).await;
    let token = json!({ "name": "a", "scopes": ["transfer"], "days": 100 });
    let before = paul.send("POST", "/tokens", token.clone()).await;
    house.advance(Duration::minutes(1));
    let browser = house.signed_in(HELENE).await;
    let made = host(&browser, PAUL).await;
    let after = paul.send("POST", "/tokens", token).await;

    browser.delete(&format!("/guests/{}", made.body["id"].as_str().unwrap())).await;

    let bearer = |created: &Answer| {
        let mut program = house.browser();
        program.bearer = Some(created.body["token"].as_str().unwrap().to_owned());
        program
    };
    assert!(bearer(&before).who().await.is_some());
    assert!(bearer(&after).who().await.is_none());
    assert!(paul.who().await.is_none(), "the session is over");
    assert_eq!(paul.come_by_code(PAUL).await.status, StatusCode::CREATED, "and another may be opened");
}

#[tokio::test]
async fn who_was_written_to_before_may_still_fetch_it() {
    let house = house().await;
    house.identity.ensure_persons(&[PAUL.parse().unwrap()]).await.unwrap();
    house.note_facts().await;
    let browser = house.signed_in(HELENE).await;
    let made = host(&browser, PAUL).await;
    browser.delete(&format!("/guests/{}", made.body["id"].as_str().unwrap())).await;
    assert_eq!(house.browser().come_by_code(PAUL).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn as_long_as_somebody_answers_for_them_a_guest_stays() {
    let house = house().await;
    house.agent("hugo@culture.exemple.fr", "Hugo Petit").await;
    let (hers, his) = (house.signed_in(HELENE).await, house.signed_in("hugo@culture.exemple.fr").await);
    let one = host(&hers, PAUL).await;
    assert_eq!(
        hers.send("POST", "/guests", asked(PAUL, "2026-12-31")).await.no(),
        (409, "identity.guest_already")
    );
    let two = host(&his, PAUL).await;
    let guest = come_in(&house, PAUL).await;

    hers.delete(&format!("/guests/{}", one.body["id"].as_str().unwrap())).await;
    assert!(guest.who().await.is_some());
    his.delete(&format!("/guests/{}", two.body["id"].as_str().unwrap())).await;
    assert!(guest.who().await.is_none());
}

#[tokio::test]
async fn agents_take_guests_in_and_are_none_themselves() {
    let house = house().await;
    house.agent("prestataire@presta.exemple.fr", "Lina Roy").await;
    let contractor = house.signed_in("prestataire@presta.exemple.fr").await;
    let mut external = house.browser();
    external.come_by_code("yanis@association.exemple.org").await;
    for browser in [&contractor, &external] {
        let refused = browser.send("POST", "/guests", asked(PAUL, "2026-12-31")).await;
        assert_eq!(refused.no(), (403, "identity.guests_by_agents_only"));
        assert_eq!(browser.get("/guests").await.no(), (403, "identity.guests_by_agents_only"));
    }
    let browser = house.signed_in(HELENE).await;
    for address in ["hugo@culture.exemple.fr", "autre@presta.exemple.fr"] {
        let refused = browser.send("POST", "/guests", asked(address, "2026-12-31")).await;
        assert_eq!(refused.no(), (409, "identity.no_guest"), "{address}");
    }
    let mut bad = asked(PAUL, "2026-12-31");
    bad["reason"] = json!(" ");
    assert_eq!(browser.send("POST", "/guests", bad).await.no(), (422, "identity.bad_reason"));
    assert!(house.letters().await.iter().all(|(_, subject, _)| !subject.contains("invite")));
}

#[tokio::test]
async fn a_guest_who_becomes_an_agent_is_no_longer_anybodys() {
    let house = house().await;
    let helene = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    house.permissions.administrators.lock().unwrap().push(helene);
    let browser = house.signed_in(HELENE).await;
    let made = host(&browser, PAUL).await;
    browser.send("POST", "/invitations", json!({ "address": PAUL, "name": "Paul Morel" })).await;
    come_in(&house, PAUL).await;

    browser.delete(&format!("/guests/{}", made.body["id"].as_str().unwrap())).await;
    assert_eq!(house.browser().sign_in(PAUL, PASSWORD).await.status, StatusCode::CREATED);
}
