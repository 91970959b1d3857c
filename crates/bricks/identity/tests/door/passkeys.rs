//! Passkeys, by a software authenticator.

use async_trait::async_trait;
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use identity::Settings;
use kernel::Actor;
use passkey::{
    authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod},
    client::{Client, DefaultClientData},
    crypto::rust_crypto::RustCryptoBackend,
    types::{
        Passkey,
        ctap2::{Aaguid, Ctap2Error},
        webauthn::{CredentialCreationOptions, CredentialRequestOptions},
    },
};
use serde_json::{Value, json};
use time::Duration;
use url::Url;

use crate::{
    Answer, Browser, House, Telephone,
    house::{PASSWORD, PUBLIC_URL, settings},
    telephone::second,
};

const HELENE: &str = "helene@culture.exemple.fr";
const HUGO: &str = "hugo@culture.exemple.fr";

/// Its holder lays a finger on it, or does not.
struct Finger(bool);

#[async_trait]
impl UserValidationMethod for Finger {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        _: bool,
        _: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: self.0 })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// A telephone that holds one passkey.
struct Holder {
    kept: Option<Passkey>,
    origin: Url,
    counts: bool,
    finger: bool,
}

impl Holder {
    fn new() -> Self {
        Self { kept: None, origin: PUBLIC_URL.parse().unwrap(), counts: false, finger: true }
    }

    fn authenticator(&self) -> Authenticator<Option<Passkey>, Finger, RustCryptoBackend> {
        let finger = Finger(self.finger);
        let mut authenticator =
            Authenticator::new(Aaguid::new_empty(), self.kept.clone(), finger, RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(self.counts);
        authenticator
    }

    /// What `navigator.credentials.create` gives.
    async fn create(&mut self, options: &Value) -> Value {
        let mut options = options.clone();
        options["publicKey"].as_object_mut().unwrap().remove("extensions");
        let options: CredentialCreationOptions = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.authenticator());
        let made = client.register(&self.origin, options, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        as_browsers_write(serde_json::to_value(made).unwrap())
    }

    /// What `navigator.credentials.get` gives.
    async fn get(&mut self, options: &Value) -> Value {
        let mut options = options.clone();
        let asked = options["publicKey"].as_object_mut().unwrap();
        asked.remove("extensions");
        // An empty list asks for whatever is there.
        asked.remove("allowCredentials");
        let options: CredentialRequestOptions = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.authenticator());
        let shown = client.authenticate(&self.origin, options, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        as_browsers_write(serde_json::to_value(shown).unwrap())
    }
}

/// Bytes in base64url, where the authenticator's crate writes numbers.
fn as_browsers_write(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, as_browsers_write(value))).collect()
        }
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_u64) => {
            let bytes: Vec<u8> =
                items.iter().map(|item| u8::try_from(item.as_u64().unwrap()).unwrap()).collect();
            Value::from(URL_SAFE_NO_PAD.encode(bytes))
        }
        other => other,
    }
}

async fn house() -> House {
    let house = House::open().await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house.agent(HUGO, "Hugo Petit").await;
    house
}

async fn register(browser: &Browser<'_>, holder: &mut Holder) -> Answer {
    let begun = browser.send("POST", "/passkeys/registrations", json!({})).await;
    assert_eq!(begun.status, StatusCode::OK, "{}", begun.body);
    let credential = holder.create(&begun.body["options"]).await;
    let id = begun.body["id"].as_str().unwrap();
    let new = json!({ "name": "Mon téléphone", "credential": credential });
    browser.send("POST", &format!("/passkeys/registrations/{id}"), new).await
}

async fn challenge(browser: &Browser<'_>) -> Answer {
    let asked = browser.send("POST", "/passkeys/challenges", json!({})).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    asked
}

async fn answer(browser: &mut Browser<'_>, asked: &Answer, credential: &Value) -> Answer {
    let id = asked.body["id"].as_str().unwrap();
    let path = format!("/passkeys/challenges/{id}/sessions");
    let answer = browser.send("POST", &path, json!({ "credential": credential })).await;
    browser.keep_cookie(&answer);
    answer
}

async fn confirm(browser: &Browser<'_>, holder: &mut Holder) {
    let asked = browser.send("POST", "/confirmations/passkeys", json!({})).await;
    let credential = holder.get(&asked.body["options"]).await;
    let path = format!("/confirmations/passkeys/{}", asked.body["id"].as_str().unwrap());
    let confirmed = browser.send("POST", &path, json!({ "credential": credential })).await;
    assert_eq!(confirmed.status, StatusCode::NO_CONTENT, "{}", confirmed.body);
}

async fn come_by_passkey(browser: &mut Browser<'_>, holder: &mut Holder) -> Answer {
    let asked = challenge(browser).await;
    let credential = holder.get(&asked.body["options"]).await;
    answer(browser, &asked, &credential).await
}

#[tokio::test]
async fn a_passkey_is_registered_and_opens_without_a_name() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();

    let made = register(&browser, &mut holder).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    assert_eq!(made.body["name"], "Mon téléphone");

    house.advance(Duration::hours(1));
    let mut other = house.browser();
    let opened = come_by_passkey(&mut other, &mut holder).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    assert_eq!(opened.body["person"]["address"], HELENE);
    let session = &opened.body["session"];
    assert_eq!(session["strength"], "passkey");
    assert_eq!((&session["acr"], &session["amr"]), (&json!("eidas1-mfa"), &json!(["pop", "mfa"])));
    assert_eq!(
        other.get("/factors").await.body["passkeys"],
        json!([{
            "id": made.body["id"], "name": "Mon téléphone",
            "created_at": "2026-11-23T09:00:00Z", "last_used_at": "2026-11-23T10:00:00Z",
        }])
    );
}

#[tokio::test]
async fn what_is_asked_can_be_met_without_a_name_and_only_by_its_holder() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let begun = browser.send("POST", "/passkeys/registrations", json!({})).await.body;
    let asked = &begun["options"]["publicKey"];
    assert_eq!(asked["rp"], json!({ "id": "sacados.exemple.fr", "name": "Sacados" }));
    let selection = &asked["authenticatorSelection"];
    assert_eq!(
        (&selection["residentKey"], &selection["userVerification"]),
        (&json!("required"), &json!("required"))
    );
    let asked = challenge(&browser).await.body["options"].clone();
    assert_eq!(asked["publicKey"]["userVerification"], "required");
    assert_eq!(asked["publicKey"]["allowCredentials"], json!([]));
    assert_eq!(asked["mediation"], Value::Null, "the page decides how it offers it");
}

#[tokio::test]
async fn a_passkey_is_enough_for_who_has_a_second_factor() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;
    confirm(&browser, &mut holder).await;
    Telephone::set_up(&house, &browser).await;
    assert_eq!(come_by_passkey(&mut house.browser(), &mut holder).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_page_of_another_address_learns_nothing_it_can_use() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;

    // A subdomain's page may ask an authenticator for the passkeys of its parent: we refuse what it brings.
    holder.origin = "https://piege.sacados.exemple.fr".parse().unwrap();
    let refused = come_by_passkey(&mut house.browser(), &mut holder).await;
    assert_eq!(refused.no(), (401, "identity.wrong_passkey"));
    let browser = house.signed_in(HUGO).await;
    let mut other = Holder { origin: holder.origin.clone(), ..Holder::new() };
    assert_eq!(register(&browser, &mut other).await.no(), (401, "identity.wrong_passkey"));
}

#[tokio::test]
async fn an_answer_opens_once_and_to_its_own_challenge_only() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;
    let mut browser = house.browser();
    let (one, two) = (challenge(&browser).await, challenge(&browser).await);
    let credential = holder.get(&one.body["options"]).await;

    assert_eq!(answer(&mut browser, &two, &credential).await.no(), (401, "identity.wrong_passkey"));
    let right = holder.get(&two.body["options"]).await;
    assert_eq!(
        answer(&mut browser, &two, &right).await.no(),
        (410, "identity.passkey_expired"),
        "answered, if wrongly"
    );
    assert_eq!(answer(&mut browser, &one, &credential).await.status, StatusCode::CREATED);
    assert_eq!(answer(&mut browser, &one, &credential).await.no(), (410, "identity.passkey_expired"));

    let late = challenge(&browser).await;
    let credential = holder.get(&late.body["options"]).await;
    house.advance(Duration::minutes(5));
    assert_eq!(answer(&mut browser, &late, &credential).await.no(), (410, "identity.passkey_expired"));
}

#[tokio::test]
async fn a_passkey_does_not_speak_for_somebody_else() {
    let house = house().await;
    let mut helenes = Holder::new();
    register(&house.signed_in(HELENE).await, &mut helenes).await;
    let hugo = house.identity.find(&HUGO.parse().unwrap()).await.unwrap().unwrap();

    // Her key, his name.
    let mut browser = house.browser();
    let asked = challenge(&browser).await;
    let mut credential = helenes.get(&asked.body["options"]).await;
    let handle = URL_SAFE_NO_PAD.encode(hugo.uuid().as_bytes());
    credential["response"]["userHandle"] = json!(handle);
    assert_eq!(answer(&mut browser, &asked, &credential).await.no(), (401, "identity.wrong_passkey"));

    // His session, her key.
    let his = house.signed_in(HUGO).await;
    register(&his, &mut Holder::new()).await;
    let asked = his.send("POST", "/confirmations/passkeys", json!({})).await;
    let credential = helenes.get(&asked.body["options"]).await;
    let path = format!("/confirmations/passkeys/{}", asked.body["id"].as_str().unwrap());
    let refused = his.send("POST", &path, json!({ "credential": credential })).await;
    assert_eq!(refused.no(), (401, "identity.wrong_passkey"));

    // What she was asked, he does not answer.
    let mut hers = house.browser();
    come_by_passkey(&mut hers, &mut helenes).await;
    let asked = hers.send("POST", "/confirmations/passkeys", json!({})).await;
    let credential = helenes.get(&asked.body["options"]).await;
    let path = format!("/confirmations/passkeys/{}", asked.body["id"].as_str().unwrap());
    let refused = his.send("POST", &path, json!({ "credential": credential })).await;
    assert_eq!(refused.no(), (410, "identity.passkey_expired"));
    let right = hers.send("POST", &path, json!({ "credential": credential })).await;
    assert_eq!(right.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_credential_is_registered_once() {
    let house = house().await;
    let mut holder = Holder::new();
    register(&house.signed_in(HELENE).await, &mut holder).await;
    // Another person's authenticator that made the very same credential: by accident never, on purpose perhaps.
    let browser = house.signed_in(HUGO).await;
    let begun = browser.send("POST", "/passkeys/registrations", json!({})).await;
    let credential = Holder::new().create(&begun.body["options"]).await;
    sqlx::query("UPDATE identity.passkeys SET credential_id = $1")
        .bind(URL_SAFE_NO_PAD.decode(credential["rawId"].as_str().unwrap()).unwrap())
        .execute(house.store.pool())
        .await
        .unwrap();
    let path = format!("/passkeys/registrations/{}", begun.body["id"].as_str().unwrap());
    let taken = browser.send("POST", &path, json!({ "name": "a", "credential": credential })).await;
    assert_eq!(taken.no(), (409, "identity.passkey_taken"));
}

#[tokio::test]
async fn a_counter_that_does_not_rise_is_a_copys() {
    let house = house().await;
    let mut holder = Holder { counts: true, ..Holder::new() };
    register(&house.signed_in(HELENE).await, &mut holder).await;
    let copy = holder.kept.clone();
    assert_eq!(come_by_passkey(&mut house.browser(), &mut holder).await.status, StatusCode::CREATED);
    assert_eq!(come_by_passkey(&mut house.browser(), &mut holder).await.status, StatusCode::CREATED);

    let mut copied = Holder { kept: copy, counts: true, ..Holder::new() };
    let refused = come_by_passkey(&mut house.browser(), &mut copied).await;
    assert_eq!(refused.no(), (401, "identity.wrong_passkey"));
}

#[tokio::test]
async fn a_suspended_person_does_not_enter_by_passkey() {
    let house = house().await;
    let mut holder = Holder::new();
    register(&house.signed_in(HELENE).await, &mut holder).await;
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();
    house.identity.disable(Actor::System, person).await.unwrap();
    house.note_facts().await;
    assert_eq!(come_by_passkey(&mut house.browser(), &mut holder).await.no(), (403, "identity.disabled"));
}

#[tokio::test]
async fn a_passkey_is_renamed_and_deleted_by_its_person_only() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();
    let made = register(&browser, &mut holder).await;
    let path = format!("/passkeys/{}", made.body["id"].as_str().unwrap());
    let his = house.signed_in(HUGO).await;
    assert_eq!(his.delete(&path).await.no(), (404, "identity.no_such_passkey"));
    let name = json!({ "name": "  Ma clé " });
    assert_eq!(his.send("PATCH", &path, name.clone()).await.no(), (404, "identity.no_such_passkey"));

    assert_eq!(browser.send("PATCH", &path, name).await.body["name"], "Ma clé");
    assert_eq!(browser.get("/factors").await.body["passkeys"][0]["name"], "Ma clé");
    assert_eq!(
        browser.delete(&path).await.no(),
        (401, "confirm"),
        "not by what was shown before there was one"
    );
    confirm(&browser, &mut holder).await;
    assert_eq!(browser.delete(&path).await.status, StatusCode::NO_CONTENT);
    let refused = come_by_passkey(&mut house.browser(), &mut holder).await;
    assert_eq!(refused.no(), (401, "identity.wrong_passkey"));
}

#[tokio::test]
async fn a_passkey_confirms_and_raises() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let none = browser.send("POST", "/confirmations/passkeys", json!({})).await;
    assert_eq!(none.no(), (404, "identity.no_such_passkey"));
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;
    house.advance(Duration::hours(1));
    let totp = browser.send("POST", "/totp", json!({})).await;
    assert_eq!(totp.no(), (401, "confirm"));
    assert_eq!(browser.get("/confirmations").await.body["ways"][0], "passkey");

    confirm(&browser, &mut holder).await;

    assert_eq!(browser.get("/me").await.body["session"]["acr"], "eidas1-mfa");
    assert_eq!(browser.send("POST", "/totp", json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_sign_in_by_passkey_is_a_new_session_and_ends_the_one_before() {
    let house = house().await;
    let mut browser = house.browser();
    browser.sign_in(HELENE, PASSWORD).await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;
    let before = browser.cookie.clone();

    let opened = come_by_passkey(&mut browser, &mut holder).await;

    assert_eq!(opened.told[0]["details"]["closed"].as_array().unwrap().len(), 1);
    let mut old = house.browser();
    old.cookie = before;
    assert!(old.who().await.is_none() && browser.who().await.is_some());
}

#[tokio::test]
async fn where_the_address_has_no_name_there_are_no_passkeys() {
    let house = House::open_with(Settings { public_url: "https://192.0.2.1".into(), ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    let none = browser.send("POST", "/passkeys/challenges", json!({})).await;
    assert_eq!(none.no(), (409, "identity.no_passkeys_here"));
    let none = browser.send("POST", "/passkeys/registrations", json!({})).await;
    assert_eq!(none.no(), (409, "identity.no_passkeys_here"));
}

#[tokio::test]
async fn a_password_or_a_mailed_code_alone_opens_nothing_for_who_has_a_passkey() {
    let house = house().await;
    let mut holder = Holder::new();
    let made = register(&house.signed_in(HELENE).await, &mut holder).await;
    let codes = made.body["recovery_codes"].as_array().unwrap().clone();
    assert_eq!(codes.len(), 10, "on the day it is lost, there must be a way in");

    let mut by_password = house.browser();
    let half = by_password.sign_in(HELENE, PASSWORD).await;
    assert_eq!(half.status, StatusCode::ACCEPTED);
    assert_eq!(half.body["second_factor"]["ways"], json!(["passkey", "recovery_code"]));
    assert!(by_password.who().await.is_none());
    let mut by_code = house.browser();
    assert_eq!(by_code.come_by_code(HELENE).await.status, StatusCode::ACCEPTED);
    assert!(by_code.who().await.is_none());
    let totp = second(&mut by_password, &half, json!({ "totp": "000000" })).await;
    assert_eq!(totp.no(), (401, "identity.wrong_second_factor"));

    assert_eq!(come_by_passkey(&mut by_code, &mut holder).await.status, StatusCode::CREATED);
    let opened = second(&mut by_password, &half, json!({ "recovery_code": codes[0] })).await;
    assert_eq!(opened.status, StatusCode::CREATED, "{}", opened.body);
    assert_eq!(opened.body["session"]["acr"], "eidas1-mfa");

    // Lost, it is taken away by who came so: one factor is enough again.
    let path = format!("/passkeys/{}", made.body["id"].as_str().unwrap());
    assert_eq!(by_password.delete(&path).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn recovery_codes_come_with_a_passkey_to_who_has_none_left() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut one = Holder::new();
    assert_eq!(register(&browser, &mut one).await.body["recovery_codes"].as_array().map(Vec::len), Some(10));
    confirm(&browser, &mut one).await;
    let two = register(&browser, &mut Holder::new()).await;
    assert_eq!((two.status, &two.body["recovery_codes"]), (StatusCode::CREATED, &Value::Null));

    sqlx::query("UPDATE identity.recovery_codes SET used_at = made_at")
        .execute(house.store.pool())
        .await
        .unwrap();
    let half = house.browser().sign_in(HELENE, PASSWORD).await;
    assert_eq!(half.body["second_factor"]["ways"], json!(["passkey"]), "only what one has");
    let three = register(&browser, &mut Holder::new()).await;
    assert_eq!(three.body["recovery_codes"].as_array().map(Vec::len), Some(10));
}

#[tokio::test]
async fn neither_a_password_nor_a_mailed_code_confirms_for_who_has_a_passkey() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;
    house.advance(Duration::hours(1));
    assert_eq!(browser.get("/confirmations").await.body["ways"], json!(["passkey", "recovery_code"]));

    let id = browser.ask_code(HELENE).await;
    let code = house.mailed_code(HELENE).await;
    for alone in [json!({ "password": PASSWORD }), json!({ "code": { "id": id, "code": code } })] {
        let refused = browser.send("POST", "/confirmations", alone).await;
        assert_eq!(refused.no(), (403, "identity.confirm_by_factor"));
    }
    confirm(&browser, &mut holder).await;
    assert_eq!(browser.send("POST", "/recovery-codes", json!({})).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_grave_asks_for_both_factors_of_who_has_two_on_every_node() {
    let house = house().await;
    let other = house.node(Settings { revocation_milliseconds: 0, ..settings() });
    let browser = house.signed_in(HELENE).await;
    let mut there = other.browser();
    there.watched = false;
    there.cookie = browser.cookie.clone();
    let grave = async |browser: &Browser<'_>| browser.send("POST", "/recovery-codes", json!({})).await;
    assert_eq!(grave(&there).await.status, StatusCode::OK);
    house.note_facts().await;
    let mut holder = Holder::new();
    register(&browser, &mut holder).await;

    // The very session of a minute ago, and one that a ministry's single factor opened.
    for strength in ["password", "provider"] {
        sqlx::query("UPDATE identity.sessions SET strength = $1, acr = 'eidas1'")
            .bind(strength)
            .execute(house.store.pool())
            .await
            .unwrap();
        let asked = grave(&there).await;
        assert_eq!(asked.no(), (401, "confirm"), "{strength}");
        assert_eq!(asked.body["params"]["acr"], "eidas0-mfa");
    }
    confirm(&browser, &mut holder).await;
    assert_eq!(grave(&there).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_who_shows_a_passkey_at_the_door() {
    let house = house().await;
    let mut holder = Holder::new();
    register(&house.signed_in(HELENE).await, &mut holder).await;
    let mut browser = house.browser();
    assert_eq!(browser.come_by_code(HELENE).await.status, StatusCode::ACCEPTED);
    let new = json!({ "new": "le chien dort sous la table" });
    assert_eq!(browser.send("PUT", "/me/password", new.clone()).await.no(), (401, "sign_in"));

    come_by_passkey(&mut browser, &mut holder).await;
    assert_eq!(browser.send("PUT", "/me/password", new.clone()).await.status, StatusCode::NO_CONTENT);
    house.advance(Duration::minutes(15));
    assert_eq!(browser.send("PUT", "/me/password", new).await.no(), (403, "identity.wrong_password"));
}

#[tokio::test]
async fn who_lost_every_passkey_and_code_is_helped_by_whoever_runs_the_house() {
    let house = house().await;
    register(&house.signed_in(HELENE).await, &mut Holder::new()).await;
    let person = house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap();

    house.identity.forget_factors(Actor::System, person).await.unwrap();
    house.note_facts().await;

    assert_eq!(house.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn where_passkeys_cannot_be_shown_they_are_not_asked() {
    let house = house().await;
    register(&house.signed_in(HELENE).await, &mut Holder::new()).await;
    let moved = house.node(Settings { public_url: "https://192.0.2.1".into(), ..settings() });
    moved.note_facts().await;
    assert_eq!(moved.browser().sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
}
