//! Accounts, as those who administer see and close them.

use axum::http::StatusCode;
use serde_json::{Value, json};
use time::Duration;

use crate::{Browser, House, Telephone, house::PASSWORD};

const HELENE: &str = "helene@culture.exemple.fr";
const KARIM: &str = "karim.haddad@culture.exemple.fr";

/// Hélène administers, Karim is an agent with a telephone.
async fn house() -> (House, String) {
    let house = House::open().await;
    let helene = house.agent(HELENE, "Hélène Marchetti").await;
    house.permissions.administrators.lock().unwrap().push(helene);
    let karim = house.agent(KARIM, "Karim Haddad").await;
    Telephone::set_up(&house, &house.signed_in(KARIM).await).await;
    house.advance(Duration::seconds(30));
    (house, format!("/accounts/{karim}"))
}

#[tokio::test]
async fn an_administrator_finds_an_account_by_name_or_address_and_reads_no_secret() {
    let (house, path) = house().await;
    let helene = house.signed_in(HELENE).await;
    for typed in ["haddad", "KARIM", "karim.haddad%40culture.exemple.fr"] {
        let found = helene.get(&format!("/accounts?q={typed}")).await.body;
        let expected = json!([{ "id": path.trim_start_matches("/accounts/"), "name": "Karim Haddad", "address": KARIM, "suspended": false }]);
        assert_eq!(found["accounts"], expected, "{typed}");
    }
    let endless = "a".repeat(255);
    for typed in ["", "k", "%25", "personne%40culture.exemple.fr", &endless] {
        let found = helene.get(&format!("/accounts?q={typed}")).await;
        assert_eq!(found.body, json!({ "accounts": [] }), "{typed}");
    }

    let account = helene.get(&path).await.body;
    let keys = ["password", "totp", "passkeys", "recovery_codes", "sessions", "tokens", "own"];
    let read: Vec<&Value> = keys.iter().map(|key| &account[*key]).collect();
    assert_eq!(json!(read), json!([true, true, 0, 10, 1, 0, false]));
    assert_eq!(account["addresses"], json!([{ "address": KARIM, "proven": true }]));
    assert_eq!(account["last_seen_at"], "2026-11-23T09:00:00Z");
    let unknown = helene.get("/accounts/00000000-0000-7000-8000-000000000000").await;
    assert_eq!(unknown.no(), (404, "identity.no_such_person"));
}

#[tokio::test]
async fn nobody_else_sees_or_changes_an_account() {
    let (house, path) = house().await;
    let telling = |deed: &str| format!("{path}{deed}");
    house.agent("ines@culture.exemple.fr", "Inès Moreau").await;
    let (ines, stranger) = (house.signed_in("ines@culture.exemple.fr").await, house.browser());
    for (method, door) in [
        ("GET", "/accounts?q=haddad".to_owned()),
        ("GET", path.clone()),
        ("PUT", telling("/suspension")),
        ("DELETE", telling("/suspension")),
        ("DELETE", telling("/sessions")),
        ("DELETE", telling("/factors")),
    ] {
        let body = if method == "PUT" { json!({}) } else { Value::Null };
        let refused = ines.send(method, &door, body.clone()).await;
        assert_eq!(refused.no(), (403, "identity.not_administrator"), "{method} {door}");
        assert_eq!(stranger.send(method, &door, body).await.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_suspended_account_is_closed_at_once_and_let_in_again_with_nothing_handed_back() {
    let (house, path) = house().await;
    let mut helene = house.signed_in(HELENE).await;
    house.agent("ines@culture.exemple.fr", "Inès Moreau").await;
    let (mut ines, account) = (house.signed_in("ines@culture.exemple.fr").await, &path);
    let found = helene.get("/accounts?q=ines").await.body;
    let hers = format!("/accounts/{}", found["accounts"][0]["id"].as_str().unwrap());
    let suspension = format!("{hers}/suspension");

    let suspended = helene.send("PUT", &suspension, json!({})).await;
    assert_eq!(suspended.status, StatusCode::OK, "{}", suspended.body);
    assert_eq!((&suspended.body["suspended"], &suspended.body["sessions"]), (&json!(true), &json!(0)));
    assert_eq!(ines.who().await, None);
    assert_eq!(ines.sign_in("ines@culture.exemple.fr", PASSWORD).await.no(), (403, "identity.disabled"));
    house.note_facts().await;
    helene.watched = false;
    assert_eq!(helene.send("PUT", &suspension, json!({})).await.status, StatusCode::OK);
    assert!(house.note_facts().await.is_empty(), "twice is once");
    helene.watched = true;

    let back = helene.delete(&suspension).await;
    assert_eq!((&back.body["suspended"], &back.body["suspended_at"]), (&json!(false), &Value::Null));
    assert_eq!(ines.who().await, None, "what was closed stays closed");
    assert_eq!(ines.sign_in("ines@culture.exemple.fr", PASSWORD).await.status, StatusCode::CREATED);
    assert_eq!(helene.get(account).await.body["suspended"], false, "it was about nobody else");
}

#[tokio::test]
async fn an_account_is_signed_out_everywhere_and_its_lost_factors_forgotten() {
    let (house, path) = house().await;
    let helene = house.signed_in(HELENE).await;

    let out = helene.delete(&format!("{path}/sessions")).await;
    assert_eq!((out.status, &out.body["sessions"]), (StatusCode::OK, &json!(0)), "{}", out.body);
    assert_eq!(out.body["totp"], true, "their telephone still counts");
    assert_eq!(house.browser().sign_in(KARIM, PASSWORD).await.status, StatusCode::ACCEPTED);

    let forgotten = helene.delete(&format!("{path}/factors")).await;
    let left = ["totp", "passkeys", "recovery_codes", "password"].map(|key| &forgotten.body[key]);
    assert_eq!(json!(left), json!([false, 0, 0, true]));
    assert_eq!(house.told_by_mail(KARIM).await.len(), 2, "when it was set up, and now");
    assert_eq!(house.browser().sign_in(KARIM, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_administrator_shows_again_who_they_are_and_leaves_their_own_account_alone() {
    let (house, path) = house().await;
    let helene = house.signed_in(HELENE).await;
    let found = helene.get("/accounts?q=marchetti").await.body;
    let own = format!("/accounts/{}", found["accounts"][0]["id"].as_str().unwrap());
    assert_eq!(helene.get(&own).await.body["own"], true);

    house.advance(Duration::hours(1));
    let deeds = async |browser: &Browser<'_>, account: &str| {
        let mut said = vec![browser.send("PUT", &format!("{account}/suspension"), json!({})).await];
        for deed in ["suspension", "sessions", "factors"] {
            said.push(browser.delete(&format!("{account}/{deed}")).await);
        }
        said.iter().map(|answer| format!("{} {}", answer.no().0, answer.no().1)).collect::<Vec<_>>()
    };
    assert_eq!(deeds(&helene, &path).await, ["401 confirm"; 4]);
    assert_eq!(deeds(&helene, &own).await, ["409 identity.own_account"; 4]);
    assert_eq!(helene.get(&path).await.body["suspended"], false);

    let confirmed = helene.send("POST", "/confirmations", json!({ "password": PASSWORD })).await;
    assert_eq!(confirmed.status, StatusCode::NO_CONTENT, "{}", confirmed.body);
    assert_eq!(helene.send("PUT", &format!("{path}/suspension"), json!({})).await.status, StatusCode::OK);
}
