//! Codes that travel by mail.

use axum::http::{StatusCode, header};
use identity::Settings;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;
use web::Tool;

use crate::{
    Answer, Browser, House,
    house::{code_in, settings},
    join,
};

const HELENE: &str = "helene@culture.exemple.fr";
const GUEST: &str = "yanis@association.exemple.org";

async fn ask(browser: &Browser<'_>, address: &str) -> Answer {
    browser.send("POST", "/codes", json!({ "address": address })).await
}

#[tokio::test]
async fn whoever_reads_the_mailbox_comes_in() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let mut browser = house.browser();

    let asked = browser.send("POST", "/codes", json!({ "address": "Helene@Culture.exemple.fr" })).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED);
    assert_eq!(asked.body["address"], HELENE);
    assert_eq!(asked.body["expires_at"], "2026-11-23T09:20:00Z");
    let code = house.mailed_code(HELENE).await;
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let answer = browser.try_code(asked.body["id"].as_str().unwrap(), &typed).await;

    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.body["person"]["id"], json!(person));
    assert_eq!(answer.body["session"]["strength"], "code");
    assert_eq!(answer.told.len(), 1);
    assert_eq!(browser.who().await.as_deref(), Some(HELENE));
}

#[tokio::test]
async fn whoever_comes_for_the_first_time_becomes_somebody_for_half_an_hour() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.language = "en";

    let answer = browser.come_by_code(GUEST).await;

    assert_eq!(answer.status, StatusCode::CREATED);
    let told: Vec<&Value> = answer.told.iter().map(|fact| &fact["action"]).collect();
    assert_eq!(told, ["identity.person.added", "identity.session.opened"]);
    assert_eq!(answer.body["agent"], false);
    assert_eq!(answer.body["population"], "external");
    assert_eq!(answer.body["organisation"], Value::Null);
    assert_eq!(answer.body["person"]["name"], "yanis");
    assert_eq!(answer.body["person"]["language"], "en");
    assert!(answer.set_cookie().contains("; Max-Age=1800;"));
    let person: kernel::PersonId = answer.body["person"]["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(house.identity.addresses(person).await.unwrap(), [GUEST.parse().unwrap()]);

    house.advance(Duration::minutes(30) - Duration::SECOND);
    assert!(browser.who().await.is_some());
    house.advance(Duration::SECOND);
    assert!(browser.who().await.is_none());
}

#[tokio::test]
async fn whoever_was_written_to_proves_their_address() {
    let house = House::open().await;
    let address = GUEST.parse().unwrap();
    let written_to = house.identity.ensure_persons(std::slice::from_ref(&address)).await.unwrap()[0];
    house.note_facts().await;
    assert!(house.identity.addresses(written_to).await.unwrap().is_empty());

    let answer = house.browser().come_by_code(GUEST).await;

    assert_eq!(answer.body["person"]["id"], json!(written_to));
    assert_eq!(answer.told.len(), 1, "nobody was added");
    assert_eq!(house.identity.addresses(written_to).await.unwrap(), [address]);
}

#[tokio::test]
async fn the_letter_says_what_to_do_in_the_language_of_the_page() {
    let house = House::open().await;
    let mut browser = house.browser();
    browser.ask_code(HELENE).await;
    browser.language = "en-GB,en;q=0.9";
    browser.ask_code(GUEST).await;

    let letters = house.letters().await;
    let letter = |address: &str| letters.iter().find(|(to, ..)| to.contains(address)).unwrap();
    let (_, subject, text) = letter(HELENE);
    assert_eq!(subject, "Votre code de connexion à Sacados");
    assert!(text.contains("20\u{A0}minutes") && text.contains("Vous n’avez rien demandé\u{202F}?"), "{text}");
    let (_, subject, text) = letter(GUEST);
    assert_eq!(subject, "Your code to sign in to Sacados");
    assert!(text.contains("You asked for nothing?"), "{text}");
    assert!(!subject.contains(&code_in(text)), "a locked telephone shows subjects");
}

#[tokio::test]
async fn a_code_has_five_tries_then_even_the_right_one_is_dead() {
    let house = House::open().await;
    let mut browser = house.browser();
    let id = browser.ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;

    for left in (0..5).rev() {
        let answer = browser.try_code(&id, "2222-2222").await;
        assert_eq!(answer.no(), (401, "identity.wrong_code"));
        assert_eq!(answer.body["params"]["tries_left"], left);
    }
    assert_eq!(browser.try_code(&id, &code).await.no(), (410, "identity.code_expired"));
    assert!(browser.cookie.is_none());
    assert!(house.identity.find(&GUEST.parse().unwrap()).await.unwrap().is_none(), "nobody was made");
}

#[tokio::test]
async fn the_fifth_try_may_be_the_right_one() {
    let house = House::open().await;
    let mut browser = house.browser();
    let id = browser.ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;
    for _ in 0..4 {
        browser.try_code(&id, "2222-2222").await;
    }
    assert_eq!(browser.try_code(&id, &code).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_code_expires() {
    let house = House::open().await;
    let mut browser = house.browser();
    let id = browser.ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;

    house.advance(Duration::minutes(20));
    assert_eq!(browser.try_code(&id, &code).await.no(), (410, "identity.code_expired"));
}

#[tokio::test]
async fn a_code_opens_once() {
    let house = House::open().await;
    let id = house.browser().ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;
    assert_eq!(house.browser().try_code(&id, &code).await.status, StatusCode::CREATED);

    assert_eq!(house.browser().try_code(&id, &code).await.no(), (410, "identity.code_expired"));
}

#[tokio::test]
async fn a_code_opens_for_its_own_address_only() {
    let house = House::open().await;
    let mut browser = house.browser();
    let mine = browser.ask_code(GUEST).await;
    let theirs = browser.ask_code(HELENE).await;
    let code = house.mailed_code(GUEST).await;

    assert_eq!(browser.try_code(&theirs, &code).await.no(), (401, "identity.wrong_code"));
    assert_eq!(browser.try_code(&mine, &code).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_id_nobody_was_given_opens_nothing() {
    let house = House::open().await;
    let mut browser = house.browser();
    let nobodys = uuid::Uuid::now_v7().to_string();
    assert_eq!(browser.try_code(&nobodys, "2222-2222").await.no(), (410, "identity.code_expired"));
    assert_eq!(browser.try_code("current", "2222-2222").await.no(), (404, "web.no_such_page"));
}

#[tokio::test]
async fn a_suspended_person_does_not_come_in_by_code() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;

    let mut browser = house.browser();
    assert_eq!(browser.come_by_code(HELENE).await.no(), (403, "identity.disabled"));
    assert!(browser.cookie.is_none());
}

#[tokio::test]
async fn who_asks_again_too_soon_waits_and_keeps_their_code() {
    let house = House::open().await;
    let mut browser = house.browser();
    let first = browser.ask_code(GUEST).await;
    house.advance(Duration::seconds(29));

    let again = ask(&browser, GUEST).await;
    assert_eq!(again.no(), (429, "identity.code_just_sent"));
    assert_eq!(again.body["params"]["seconds"], 2);
    assert_eq!(again.headers[header::RETRY_AFTER], "2");
    assert_eq!(house.letters().await.len(), 1);

    house.advance(Duration::seconds(1));
    let code = house.mailed_code(GUEST).await;
    let second = browser.ask_code(GUEST).await;
    assert_ne!(first, second);
    assert_eq!(house.letters().await.len(), 2);
    assert_eq!(browser.try_code(&first, &code).await.status, StatusCode::CREATED, "the first still opens");
}

#[tokio::test]
async fn a_strangers_wrong_tries_do_not_kill_a_persons_code() {
    let house = House::open().await;
    let mut browser = house.browser();
    let id = browser.ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;
    for n in 0..20 {
        let mut stranger = house.stranger(&format!("203.0.113.{n}"));
        let theirs = stranger.ask_code(GUEST).await;
        for left in (0..5).rev() {
            let answer = stranger.try_code(&theirs, "2222-2222").await;
            assert_eq!(answer.no(), (401, "identity.wrong_code"));
            assert_eq!(answer.body["params"]["tries_left"], left, "five tries at each code");
        }
        assert_eq!(stranger.try_code(&theirs, &code).await.no(), (410, "identity.code_expired"));
    }

    assert_eq!(browser.try_code(&id, &code).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn tries_at_the_same_time_are_five() {
    let house = House::wide(settings()).await;
    let mut browser = house.browser();
    browser.watched = false;
    let path = format!("/codes/{}/sessions", browser.ask_code(GUEST).await);
    let (mut wrong, mut dead) = (0, 0);
    let tries = (0..25).map(|_| browser.send("POST", &path, json!({ "code": "2222-2222" }))).collect();
    for answer in join(tries).await {
        match answer.no() {
            (401, _) => wrong += 1,
            (410, _) => dead += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((wrong, dead), (5, 20));
}

#[tokio::test]
async fn a_stranger_uses_up_their_own_codes_and_not_a_persons() {
    let house = House::open().await;
    let stranger = house.stranger("203.0.113.7");
    for _ in 0..5 {
        stranger.ask_code(HELENE).await;
        house.advance(Duration::minutes(1));
    }
    let refused = ask(&stranger, HELENE).await;
    assert_eq!(refused.no(), (429, "identity.too_many_codes"));
    assert_eq!(refused.body["params"], json!({ "seconds": 55 * 60 + 1, "minutes": 56 }));
    assert_eq!(refused.headers[header::RETRY_AFTER], "3301");

    let mut browser = house.browser();
    assert_eq!(browser.come_by_code(HELENE).await.status, StatusCode::CREATED);
    house.advance(Duration::minutes(55));
    stranger.ask_code(HELENE).await;
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_from_everywhere() {
    let house = House::open().await;
    for n in 0..30 {
        house.stranger(&format!("2001:db8:0:{n:x}::1")).ask_code(GUEST).await;
    }
    let refused = ask(&house.browser(), GUEST).await;
    assert_eq!(refused.no(), (429, "identity.too_many_codes"));
    assert_eq!(house.letters().await.len(), 30);
    house.browser().ask_code(HELENE).await;

    house.advance(Duration::HOUR);
    house.browser().ask_code(GUEST).await;
}

#[tokio::test]
async fn a_household_does_not_mail_codes_in_bulk() {
    let shares = Settings { household_codes_per_minute: 3, household_codes_per_hour: 5, ..settings() };
    let house = House::open_with(shares).await;
    let (one, other) = (house.stranger("2001:db8:7:7::1"), house.stranger("2001:db8:7:7::2"));
    for n in 0..3 {
        one.ask_code(&format!("p{n}@exemple.org")).await;
    }
    let refused = ask(&other, "p3@exemple.org").await;
    assert_eq!(refused.no(), (429, "identity.many_codes_asked"));
    assert_eq!(refused.body["params"], json!({ "seconds": 61, "minutes": 2 }));
    assert_eq!(refused.headers[header::RETRY_AFTER], "61");
    house.browser().ask_code("p3@exemple.org").await;

    house.advance(Duration::MINUTE);
    for n in 4..6 {
        other.ask_code(&format!("p{n}@exemple.org")).await;
    }
    house.advance(Duration::MINUTE);
    let refused = ask(&one, "p6@exemple.org").await;
    assert_eq!(refused.no(), (429, "identity.many_codes_asked"), "five in an hour");
    assert_eq!(refused.body["params"]["minutes"], 59);
    assert_eq!(house.letters().await.len(), 6);
}

#[tokio::test]
async fn asking_at_the_same_time_mails_no_more_codes() {
    let house = House::wide(Settings { household_codes_per_minute: 4, ..settings() }).await;
    let mut browser = house.browser();
    browser.watched = false;
    let addresses: Vec<String> = (0..12).map(|n| format!("p{n}@exemple.org")).collect();
    let answers = join(addresses.iter().map(|address| ask(&browser, address)).collect()).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == StatusCode::ACCEPTED).count(), 4);
    assert_eq!(house.letters().await.len(), 4);
}

#[tokio::test]
async fn the_house_mails_so_many_codes_a_minute() {
    let house = House::open_with(Settings { house_codes_per_minute: 3, ..settings() }).await;
    for n in 0..3 {
        house.stranger(&format!("203.0.113.{n}")).ask_code(&format!("p{n}@exemple.org")).await;
    }
    assert_eq!(ask(&house.browser(), GUEST).await.no(), (429, "identity.many_codes_asked"));
    house.advance(Duration::MINUTE);
    house.browser().ask_code(GUEST).await;
}

#[tokio::test]
async fn who_asks_too_often_does_not_learn_who_is_known() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let mut answers = vec![];
    for address in [HELENE, "nobody@culture.exemple.fr"] {
        let browser = house.browser();
        browser.ask_code(address).await;
        answers.push(ask(&browser, address).await.body);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn where_a_code_was_asked_from_is_soon_forgotten() {
    let house = House::open().await;
    house.browser().ask_code(GUEST).await;
    let kept = async || {
        house.identity.routines()[0].run().await.unwrap();
        let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM identity.codes")
            .fetch_one(house.store.pool())
            .await
            .unwrap();
        kept
    };
    house.advance(Duration::HOUR);
    assert_eq!(kept().await, 1, "it still counts");
    house.advance(Duration::HOUR);
    assert_eq!(kept().await, 0);
}

#[tokio::test]
async fn two_browsers_with_the_same_code_are_one_session() {
    let house = House::wide(settings()).await;
    let id = house.browser().ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;
    let path = format!("/api/identity/codes/{id}/sessions");
    let (mut one, mut two) = (house.browser(), house.browser());
    (one.watched, two.watched) = (false, false);
    let typed = json!({ "code": code });
    let (one, two) = tokio::join!(one.send("POST", &path, typed.clone()), two.send("POST", &path, typed));

    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 410]);
    assert_eq!(house.note_facts().await.len(), 2, "one person, one session");
}
