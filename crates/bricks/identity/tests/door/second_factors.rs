//! One factor is not enough for who chose so.

use axum::http::StatusCode;
use identity::Settings;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    Browser, House, Telephone,
    house::{PASSWORD, settings},
    telephone::second,
};

const HELENE: &str = "helene@culture.exemple.fr";
const STEP: Duration = Duration::seconds(30);

/// Hélène, whose telephone is set up, half a minute later.
async fn house() -> (House, Telephone) {
    house_in(House::open().await).await
}

async fn house_in(house: House) -> (House, Telephone) {
    house.agent(HELENE, "Hélène Marchetti").await;
    let telephone = Telephone::set_up(&house, &house.signed_in(HELENE).await).await;
    house.advance(STEP);
    (house, telephone)
}

async fn half_signed_in(house: &House) -> (Browser<'_>, crate::Answer) {
    let mut browser = house.browser();
    let first = browser.sign_in(HELENE, PASSWORD).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.body);
    (browser, first)
}

#[tokio::test]
async fn a_telephone_is_set_up_by_showing_one_of_its_codes() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;

    let begun = browser.send("POST", "/totp", json!({})).await.body;
    assert!(begun["uri"].as_str().unwrap().starts_with("otpauth://totp/Sacados:helene%40culture"));
    let (size, modules) = (begun["qr"]["size"].as_u64().unwrap(), begun["qr"]["modules"].as_str().unwrap());
    assert_eq!(modules.len() as u64, size * size);
    assert_eq!(browser.get("/factors").await.body["totp"], Value::Null, "nothing is asked for yet");
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);

    let wrong = browser.send("PUT", "/totp", json!({ "code": "000000" })).await;
    assert_eq!(wrong.no(), (422, "identity.wrong_totp"));
    let telephone = Telephone::of(begun["secret"].as_str().unwrap());
    let proven = browser.send("PUT", "/totp", json!({ "code": telephone.code(&house) })).await;

    assert_eq!(proven.status, StatusCode::OK);
    let codes = proven.body["recovery_codes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.as_str().unwrap().len() == 29));
    let factors = browser.get("/factors").await.body;
    assert_eq!(factors["totp"], json!({ "since": "2026-11-23T09:00:00Z" }));
    assert_eq!(factors["recovery_codes"], json!({ "left": 10, "made_at": "2026-11-23T09:00:00Z" }));
    assert_eq!(factors["password"], json!({ "set": true, "changed_at": "2026-11-23T09:00:00Z" }));

    // What the database keeps opens nothing by itself.
    let kept: Vec<u8> = sqlx::query_scalar("SELECT secret FROM identity.totps WHERE person = $1")
        .bind(person.uuid())
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    let plain = totp_rs::Secret::try_from_base32(begun["secret"].as_str().unwrap()).unwrap();
    assert!(!kept.windows(plain.as_ref().len()).any(|window| window == plain.as_ref()));
    assert!(!proven.told[0].to_string().contains(begun["secret"].as_str().unwrap()));
}

#[tokio::test]
async fn a_password_alone_opens_no_session_and_with_a_code_it_is_two_factors() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;

    assert!(first.told.is_empty());
    assert_eq!(first.body["second_factor"]["ways"], json!(["totp", "recovery_code"]));
    assert_eq!(first.body["second_factor"]["expires_at"], "2026-11-23T09:10:30Z");
    let flags = first.set_cookie().split_once("; ").unwrap().1;
    assert_eq!(flags, "Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
    assert!(browser.who().await.is_none());

    let opened = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;

    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    let session = &opened.body["session"];
    assert_eq!(session["strength"], "password");
    assert_eq!(session["acr"], "eidas1-mfa");
    assert_eq!(session["amr"], json!(["pwd", "totp", "mfa"]));
    assert_eq!(browser.who().await.as_deref(), Some(HELENE));
}

#[tokio::test]
async fn a_mailed_code_alone_opens_no_session_either() {
    let (house, telephone) = house().await;
    let mut browser = house.browser();
    let first = browser.come_by_code(HELENE).await;

    assert_eq!(first.status, StatusCode::ACCEPTED);
    let opened = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(opened.body["session"]["acr"], "eidas0-mfa");
    assert_eq!(opened.body["session"]["amr"], json!(["mail", "totp", "mfa"]));
}

#[tokio::test]
async fn a_code_of_a_telephone_opens_once() {
    let (house, telephone) = house().await;
    let code = telephone.code(&house);
    let (mut browser, first) = half_signed_in(&house).await;
    assert_eq!(second(&mut browser, &first, json!({ "totp": code })).await.status, StatusCode::CREATED);

    let (mut other, first) = half_signed_in(&house).await;
    let replayed = second(&mut other, &first, json!({ "totp": code })).await;
    assert_eq!(replayed.no(), (401, "identity.wrong_second_factor"));
    house.advance(STEP);
    let next = second(&mut other, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(next.status, StatusCode::CREATED);
}

#[tokio::test]
async fn of_two_who_show_the_same_code_at_the_same_time_one_enters() {
    let (house, telephone) = house_in(House::wide(settings()).await).await;
    let shown = json!({ "totp": telephone.code(&house) });
    let (mut one, first) = half_signed_in(&house).await;
    let (mut two, other) = half_signed_in(&house).await;
    (one.watched, two.watched) = (false, false);
    let path = |answer: &crate::Answer| {
        format!("/second-factors/{}/sessions", answer.body["second_factor"]["id"].as_str().unwrap())
    };
    let (here, there) = (path(&first), path(&other));

    let answers =
        crate::join(vec![one.send("POST", &here, shown.clone()), two.send("POST", &there, shown.clone())])
            .await;

    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401]);
}

#[tokio::test]
async fn another_browser_does_not_finish_what_this_one_began() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    let mut stranger = house.browser();
    let shown = json!({ "totp": telephone.code(&house) });

    assert_eq!(
        second(&mut stranger, &first, shown.clone()).await.no(),
        (410, "identity.second_factor_expired")
    );
    let (_, others) = half_signed_in(&house).await;
    stranger.keep_cookie(&others);
    assert_eq!(
        second(&mut stranger, &first, shown.clone()).await.no(),
        (410, "identity.second_factor_expired")
    );
    assert_eq!(second(&mut browser, &first, shown.clone()).await.status, StatusCode::CREATED);
    house.advance(STEP);
    let again = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(again.no(), (410, "identity.second_factor_expired"), "done once");
}

#[tokio::test]
async fn a_second_factor_is_tried_five_times_and_not_for_ever() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    for left in (0..5).rev() {
        let answer = second(&mut browser, &first, json!({ "totp": "000000" })).await;
        assert_eq!(answer.no(), (401, "identity.wrong_second_factor"));
        assert_eq!(answer.body["params"]["tries_left"], left);
    }
    let right = json!({ "totp": telephone.code(&house) });
    assert_eq!(
        second(&mut browser, &first, right.clone()).await.no(),
        (410, "identity.second_factor_expired")
    );

    // Beginning again gives no more tries than an hour has.
    let (mut browser, first) = half_signed_in(&house).await;
    for _ in 0..5 {
        second(&mut browser, &first, json!({ "totp": "000000" })).await;
    }
    let (mut browser, first) = half_signed_in(&house).await;
    assert_eq!(second(&mut browser, &first, right).await.no(), (429, "identity.too_many_factor_tries"));
    let mut elsewhere = house.stranger("198.51.100.7");
    let first = elsewhere.sign_in(HELENE, PASSWORD).await;
    let opened = second(&mut elsewhere, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(opened.status, StatusCode::CREATED, "who is elsewhere is served");
}

#[tokio::test]
async fn a_second_factor_waits_for_ten_minutes() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    house.advance(Duration::minutes(10));
    let late = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(late.no(), (410, "identity.second_factor_expired"));
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_however_it_is_typed() {
    let (house, telephone) = house().await;
    let code = telephone.recovery_codes[3].clone();
    let (mut browser, first) = half_signed_in(&house).await;
    let typed = json!({ "recovery_code": code.to_lowercase().replace('-', " ") });

    let opened = second(&mut browser, &first, typed).await;

    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    assert_eq!(opened.body["session"]["acr"], "eidas1-mfa");
    assert_eq!(browser.get("/factors").await.body["recovery_codes"]["left"], 9);
    let (mut browser, first) = half_signed_in(&house).await;
    let again = second(&mut browser, &first, json!({ "recovery_code": code })).await;
    assert_eq!(again.no(), (401, "identity.wrong_second_factor"));
    let both = json!({ "recovery_code": telephone.recovery_codes[4], "totp": telephone.code(&house) });
    assert_eq!(second(&mut browser, &first, both).await.no(), (422, "identity.bad_confirmation"));
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;

    let made = browser.send("POST", "/recovery-codes", json!({})).await;

    assert_eq!(made.status, StatusCode::OK);
    let new = made.body["codes"][0].clone();
    assert!(!made.told[0].to_string().contains(new.as_str().unwrap()));
    let (mut browser, first) = half_signed_in(&house).await;
    let old = second(&mut browser, &first, json!({ "recovery_code": telephone.recovery_codes[0] })).await;
    assert_eq!(old.no(), (401, "identity.wrong_second_factor"));
    let opened = second(&mut browser, &first, json!({ "recovery_code": new })).await;
    assert_eq!(opened.status, StatusCode::CREATED);
}

#[tokio::test]
async fn without_a_telephone_one_factor_is_enough_again() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;

    assert_eq!(browser.delete("/totp").await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.delete("/totp").await.no(), (404, "identity.no_totp"));
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn who_was_suspended_meanwhile_does_not_enter() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;

    let answer = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(answer.no(), (403, "identity.disabled"));
}

#[tokio::test]
async fn each_second_factor_passed_is_a_new_session_and_ends_the_one_before() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    let before = browser.cookie.clone();
    house.advance(STEP);

    let first = browser.sign_in(HELENE, PASSWORD).await;
    assert!(browser.who().await.is_some(), "half a sign-in ends nothing");
    let opened = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;

    assert_eq!(opened.told[0]["details"]["closed"].as_array().unwrap().len(), 1);
    assert_ne!(before, browser.cookie);
    let mut old = house.browser();
    old.cookie = before;
    assert!(old.who().await.is_none());
}

#[tokio::test]
async fn a_forgotten_password_needs_the_second_factor_too() {
    let (house, telephone) = house().await;
    let mut browser = house.browser();
    let first = browser.come_by_code(HELENE).await;
    let new = json!({ "new": "le chien dort sous la table" });
    assert_eq!(browser.send("PUT", "/me/password", new.clone()).await.no(), (401, "sign_in"));

    second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(browser.send("PUT", "/me/password", new).await.status, StatusCode::NO_CONTENT);
    house.advance(STEP);
    let mut other = house.browser();
    let first = other.sign_in(HELENE, "le chien dort sous la table").await;
    assert_eq!(first.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn what_opens_without_its_key_opens_nothing() {
    let (house, telephone) = house().await;
    let other = house.node(Settings { sealing_key: identity::SealingKey::default(), ..settings() });
    other.note_facts().await;
    let mut browser = other.browser();
    let first = browser.sign_in(HELENE, PASSWORD).await;
    assert_eq!(first.status, StatusCode::ACCEPTED);
    let answer = second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn who_lost_everything_is_helped_by_whoever_runs_the_house() {
    let (house, telephone) = house().await;
    let (mut browser, first) = half_signed_in(&house).await;
    second(&mut browser, &first, json!({ "totp": telephone.code(&house) })).await;
    let (_, half) = half_signed_in(&house).await;
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();

    house.identity.forget_factors(Actor::System, person).await.unwrap();
    let told = house.note_facts().await;

    assert_eq!(told[0]["action"], "identity.factors.forgotten");
    assert!(browser.who().await.is_none());
    let late = second(&mut browser, &half, json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(late.no(), (410, "identity.second_factor_expired"));
    let mut again = house.browser();
    assert_eq!(again.sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
    let factors = again.get("/factors").await.body;
    assert_eq!((&factors["totp"], &factors["recovery_codes"]), (&Value::Null, &Value::Null));
}
