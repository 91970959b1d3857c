//! Codes that travel by mail.

use axum::http::StatusCode;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;

use crate::{House, house::code_in};

const HELENE: &str = "helene@culture.exemple.fr";
const GUEST: &str = "yanis@association.exemple.org";

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
async fn who_asks_again_too_soon_shares_the_code_that_was_mailed() {
    let house = House::open().await;
    let mut browser = house.browser();
    let first = browser.ask_code(GUEST).await;
    house.advance(Duration::seconds(29));
    let second = browser.ask_code(GUEST).await;

    assert_ne!(first, second);
    assert_eq!(house.letters().await.len(), 1);
    for _ in 0..5 {
        browser.try_code(&first, "2222-2222").await;
    }
    let code = house.mailed_code(GUEST).await;
    assert_eq!(browser.try_code(&second, &code).await.status, StatusCode::CREATED, "tries are one's own");
    assert_eq!(house.browser().try_code(&second, &code).await.no(), (410, "identity.code_expired"));

    house.advance(Duration::seconds(1));
    browser.ask_code(GUEST).await;
    assert_eq!(house.letters().await.len(), 2);
}

#[tokio::test]
async fn a_mailbox_gets_ten_codes_an_hour_and_nobody_is_told() {
    let house = House::open().await;
    let mut browser = house.browser();
    for _ in 0..10 {
        browser.ask_code(GUEST).await;
        house.advance(Duration::minutes(1));
    }
    assert_eq!(house.letters().await.len(), 10);
    let code = house.mailed_code(GUEST).await;
    let id = browser.ask_code(GUEST).await;
    assert_eq!(house.letters().await.len(), 10);
    assert_eq!(browser.try_code(&id, &code).await.status, StatusCode::CREATED, "the last one still opens");

    house.advance(Duration::minutes(25));
    let silent = browser.ask_code(GUEST).await;
    for left in (0..5).rev() {
        let answer = browser.try_code(&silent, &code).await;
        assert_eq!(answer.no(), (401, "identity.wrong_code"));
        assert_eq!(answer.body["params"]["tries_left"], left, "a request without a code answers like others");
    }
    assert_eq!(browser.try_code(&silent, &code).await.no(), (410, "identity.code_expired"));

    house.advance(Duration::minutes(30));
    browser.ask_code(GUEST).await;
    assert_eq!(house.letters().await.len(), 11);
}

#[tokio::test]
async fn one_code_is_not_worn_down_by_asking_again_and_again() {
    let house = House::open().await;
    let mut browser = house.browser();
    let first = browser.ask_code(GUEST).await;
    let code = house.mailed_code(GUEST).await;
    for _ in 0..20 {
        let id = browser.ask_code(GUEST).await;
        for _ in 0..5 {
            browser.try_code(&id, "2222-2222").await;
        }
    }
    assert_eq!(browser.try_code(&first, &code).await.no(), (410, "identity.code_expired"));
}

#[tokio::test]
async fn two_browsers_with_the_same_code_are_one_session() {
    let house = House::open().await;
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
