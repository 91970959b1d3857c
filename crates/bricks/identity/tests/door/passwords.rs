//! Signing in with a password.

use axum::http::{StatusCode, header};
use identity::Settings;
use kernel::Actor;
use serde_json::json;
use time::Duration;

use crate::{
    House,
    house::{PASSWORD, settings},
    join,
};

const HELENE: &str = "helene@culture.exemple.fr";

#[tokio::test]
async fn an_agent_signs_in_and_is_who_they_are() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    house.permissions.administrators.lock().unwrap().push(person);
    let mut browser = house.browser();

    let answer = browser.sign_in(" Helene@Culture.Exemple.FR ", PASSWORD).await;

    assert_eq!(answer.status, StatusCode::CREATED);
    let session = answer.body["session"]["id"].as_str().unwrap().to_owned();
    let expected = json!({
        "person": {
            "id": person, "name": "Hélène Marchetti", "initials": "HM", "address": HELENE, "language": "fr",
        },
        "agent": true,
        "population": "agent",
        "organisation": {
            "id": "00000000-0000-0000-0000-000000000007", "name": "Ministère de la Culture", "acronym": "MC",
        },
        "roles": ["administrator"],
        "session": {
            "id": session, "strength": "password", "expires_at": "2026-11-23T21:00:00Z",
            "acr": "eidas1", "amr": ["pwd"], "authenticated_at": "2026-11-23T09:00:00Z",
        },
    });
    assert_eq!(answer.body, expected);
    assert_eq!(browser.get("/me").await.body, expected);
    let fact = &answer.told[0];
    assert_eq!(fact["card"]["thing"], json!({ "tool": "identity", "kind": "person", "id": person }));
    assert_eq!(
        fact["details"],
        json!({ "session": session, "strength": "password", "replaces": null, "closed": [] })
    );
    assert_eq!(fact["scope"], json!(null));
}

#[tokio::test]
async fn the_cookie_is_read_by_no_script_and_sent_by_no_other_site() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let answer = house.browser().sign_in(HELENE, PASSWORD).await;

    let (pair, flags) = answer.set_cookie().split_once("; ").unwrap();
    assert_eq!(flags, "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure");
    let secret = pair.strip_prefix("__Host-sacados=").unwrap();
    assert_eq!(secret.len(), 43);

    let rows: Vec<String> = sqlx::query_scalar("SELECT s::text FROM identity.sessions s")
        .fetch_all(house.store.pool())
        .await
        .unwrap();
    assert!(rows.len() == 1 && !rows[0].contains(secret), "the secret itself is kept nowhere");
}

#[tokio::test]
async fn without_https_the_cookie_has_a_name_that_browsers_take() {
    let house = House::open_with(Settings { https: false, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let mut browser = house.browser();
    let answer = browser.sign_in(HELENE, PASSWORD).await;

    assert!(answer.set_cookie().starts_with("sacados="));
    assert!(answer.set_cookie().ends_with("; HttpOnly; SameSite=Lax"));
    assert!(browser.who().await.is_some());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_person_get_the_same_answer() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    // Somebody who was only written to has no password; a proven one without any neither.
    house.identity.ensure_persons(&["camille@culture.exemple.fr".parse().unwrap()]).await.unwrap();
    house.note_facts().await;

    let mut answers = vec![];
    for (address, password) in [
        (HELENE, "un autre mot de passe"),
        (HELENE, ""),
        (HELENE, &"a".repeat(10_000)),
        ("nobody@culture.exemple.fr", PASSWORD),
        ("camille@culture.exemple.fr", PASSWORD),
    ] {
        let mut browser = house.browser();
        let answer = browser.sign_in(address, password).await;
        assert_eq!(answer.no(), (401, "identity.wrong_credentials"), "{address}");
        assert!(browser.cookie.is_none());
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn an_address_that_is_not_proven_opens_nothing() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    sqlx::query("UPDATE identity.addresses SET proven_at = NULL").execute(house.store.pool()).await.unwrap();

    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.no(), (401, "identity.wrong_credentials"));
}

#[tokio::test]
async fn what_is_no_address_is_said() {
    let house = House::open().await;
    for address in ["", "helene", "a@b"] {
        assert_eq!(house.browser().sign_in(address, PASSWORD).await.no(), (422, "identity.bad_address"));
    }
}

#[tokio::test]
async fn too_many_tries_at_an_address_wait_whether_or_not_anybody_has_it() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    for address in [HELENE, "nobody@culture.exemple.fr"] {
        for _ in 0..10 {
            let answer = house.browser().sign_in(address, "un autre mot de passe").await;
            assert_eq!(answer.no(), (401, "identity.wrong_credentials"));
        }
        house.advance(Duration::minutes(5));
        let answer = house.browser().sign_in(address, PASSWORD).await;
        assert_eq!(answer.no(), (429, "identity.too_many_tries"), "even with the right one");
        assert_eq!(answer.body["params"], json!({ "seconds": 601, "minutes": 11 }));
        house.advance(Duration::minutes(10));
    }
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    for _ in 0..3 {
        for _ in 0..9 {
            house.browser().sign_in(HELENE, "un autre mot de passe").await;
        }
        assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
    }
}

#[tokio::test]
async fn a_strangers_wrong_passwords_do_not_lock_a_person_out() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let mut stranger = house.stranger("203.0.113.7");
    // What is refused is not counted against the others: eleven or a hundred are ten.
    for n in 0..110 {
        let expected =
            if n < 10 { (401, "identity.wrong_credentials") } else { (429, "identity.too_many_tries") };
        assert_eq!(stranger.sign_in(HELENE, "un autre mot de passe").await.no(), expected);
    }

    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
    let waits = stranger.sign_in(HELENE, PASSWORD).await;
    assert_eq!(
        waits.no(),
        (429, "identity.too_many_tries"),
        "a right password elsewhere forgets nothing here"
    );
}

#[tokio::test]
async fn wrong_passwords_from_everywhere_make_an_address_wait() {
    let house = House::open_with(Settings { address_password_tries: 12, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    for n in 0..12 {
        let answer = house.stranger(&format!("203.0.113.{n}")).sign_in(HELENE, "un autre mot de passe").await;
        assert_eq!(answer.no(), (401, "identity.wrong_credentials"));
        house.advance(Duration::SECOND);
    }
    let answer = house.browser().sign_in(HELENE, PASSWORD).await;
    assert_eq!(answer.no(), (429, "identity.too_many_tries"));
    assert_eq!(answer.body["params"]["seconds"], 15 * 60 - 12 + 1);
    assert_eq!(answer.headers[header::RETRY_AFTER], "889");
    assert_eq!(house.browser().come_by_code(HELENE).await.status, StatusCode::CREATED, "a code still opens");

    house.advance(Duration::minutes(15));
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn tries_at_the_same_time_are_all_counted() {
    let house = House::wide(settings()).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let shown = json!({ "address": HELENE, "password": "un autre mot de passe" });
    let browser = house.browser();
    let (mut wrong, mut waiting) = (0, 0);
    let mut tries = vec![];
    for _ in 0..25 {
        tries.push(browser.send("POST", "/sessions", shown.clone()));
    }
    for answer in join(tries).await {
        match answer.no() {
            (401, _) => wrong += 1,
            (429, _) => waiting += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((wrong, waiting), (10, 15));
}

#[tokio::test]
async fn a_household_has_its_share_of_the_sign_in_page() {
    let house = House::open_with(Settings { sign_ins_per_minute: 3, ..settings() }).await;
    let ask = async || house.browser().send("POST", "/lookups", json!({ "address": HELENE })).await;
    for _ in 0..3 {
        assert_eq!(ask().await.status, StatusCode::OK);
    }
    let answer = house.browser().sign_in(HELENE, PASSWORD).await;
    assert_eq!(answer.no(), (429, "web.too_many_requests"));
    assert!(answer.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn a_suspended_person_who_shows_who_they_are_is_told() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;

    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.no(), (403, "identity.disabled"));
    let wrong = house.browser().sign_in(HELENE, "un autre mot de passe").await;
    assert_eq!(wrong.no(), (401, "identity.wrong_credentials"), "others learn nothing");
}

#[tokio::test]
async fn better_parameters_come_with_the_next_sign_in() {
    let before = House::open().await;
    before.agent(HELENE, "Hélène Marchetti").await;
    let hash = async || {
        let hash: String = sqlx::query_scalar("SELECT hash FROM identity.passwords")
            .fetch_one(before.store.pool())
            .await
            .unwrap();
        hash
    };
    assert!(hash().await.contains("m=64,t=1,p=1"));

    let now = before.node(Settings { hash_memory_kib: 128, ..settings() });
    now.note_facts().await;
    assert_eq!(now.browser().sign_in(HELENE, "un autre mot de passe").await.status, StatusCode::UNAUTHORIZED);
    assert!(hash().await.contains("m=64,t=1,p=1"));
    assert_eq!(now.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
    assert!(hash().await.contains("m=128,t=1,p=1"));
    assert_eq!(now.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn accents_open_however_they_were_typed() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    let new = json!({ "current": PASSWORD, "new": "un été à la préfecture" });
    assert_eq!(browser.send("PUT", "/me/password", new).await.status, StatusCode::NO_CONTENT);

    let decomposed = "un e\u{301}te\u{301} a\u{300} la pre\u{301}fecture";
    assert_eq!(house.browser().sign_in(HELENE, decomposed).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_lookup_speaks_of_the_domain_and_of_nobody() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    // Known, and recognised by the directory as somebody of the ministry.
    house.agent("hugo@maison.exemple.org", "Hugo Petit").await;
    let look_up = async |address: &str| {
        let answer = house.browser().send("POST", "/lookups", json!({ "address": address })).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.body
    };
    let ministry = json!({
        "organisation": { "name": "Ministère de la Culture", "acronym": "MC" }, "ways": ["password", "code"],
    });

    assert_eq!(look_up(HELENE).await, ministry);
    assert_eq!(look_up("nobody@culture.exemple.fr").await, ministry);
    let nothing = json!({ "organisation": null, "ways": ["password", "code"] });
    assert_eq!(look_up("hugo@maison.exemple.org").await, nothing);
    assert_eq!(look_up("nobody@maison.exemple.org").await, nothing);
}
