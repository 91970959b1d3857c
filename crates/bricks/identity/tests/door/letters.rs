//! Whoever did not do it themselves learns of it: a letter for every way into an account that opens, changes or closes.

use axum::http::StatusCode;
use kernel::{Actor, Language, Secret};
use serde_json::json;
use time::Duration;

use crate::{
    Browser, House, Telephone,
    house::{PASSWORD, PUBLIC_URL, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const OTHER: &str = "h.marchetti@association.exemple.org";
const ISSUER: &str = "https://auth.culture.exemple.fr/realms/agents";

async fn house() -> House {
    let house = House::open_with(identity::Settings { revocation_milliseconds: 0, ..settings() }).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house
}

/// The one letter that Hélène got since she had `before`, as one line.
async fn one_more(house: &House, before: usize) -> String {
    let letters = house.told_by_mail(HELENE).await;
    assert_eq!(letters.len(), before + 1, "{letters:#?}");
    letters[0].split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn add(house: &House, browser: &Browser<'_>, address: &str) {
    let begun = browser.send("POST", "/addresses", json!({ "address": address })).await;
    let code = house.mailed_code(address).await;
    let shown = json!({ "id": begun.body["id"], "code": code });
    assert_eq!(browser.send("POST", "/addresses/proofs", shown).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn each_change_of_ones_own_is_told_by_one_letter_without_secrets() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    assert!(house.told_by_mail(HELENE).await.is_empty());

    let token = json!({ "name": "Robot malin", "scopes": ["transfer"], "days": 1 });
    let made = browser.send("POST", "/tokens", token).await.body;
    let letter = one_more(&house, 0).await;
    assert!(letter.contains("Un jeton d’accès a été créé dans votre compte"), "{letter}");
    assert!(letter.contains(&format!("{PUBLIC_URL}/account/security")), "where to go: {letter}");
    assert!(!letter.contains(made["token"].as_str().unwrap()) && !letter.contains("Robot malin"), "{letter}");

    let kind = json!({ "name": "a", "scopes": ["transfer"], "days": 1, "kind": "application_password" });
    browser.send("POST", "/tokens", kind).await;
    assert!(one_more(&house, 1).await.contains("Un mot de passe d’application a été créé"));

    let codes = browser.send("POST", "/recovery-codes", json!({})).await.body["codes"].clone();
    let letter = one_more(&house, 2).await;
    assert!(letter.contains("De nouveaux codes de secours") && !letter.contains(codes[0].as_str().unwrap()));

    let password = json!({ "current": PASSWORD, "new": "le chien dort sous la table" });
    browser.send("PUT", "/me/password", password).await;
    let letter = one_more(&house, 3).await;
    assert!(
        letter.contains("Le mot de passe de votre compte a été changé") && !letter.contains("le chien dort")
    );

    let telephone = Telephone::set_up(&house, &browser).await;
    assert!(one_more(&house, 4).await.contains("Une application de codes a été mise en place"));
    house.advance(Duration::seconds(30));
    browser.send("POST", "/confirmations", json!({ "totp": telephone.code(&house) })).await;
    assert_eq!(browser.delete("/totp").await.status, StatusCode::NO_CONTENT);
    assert!(one_more(&house, 5).await.contains("L’application de codes de votre compte a été retirée"));
}

#[tokio::test]
async fn addresses_that_come_and_go_are_told_and_a_new_main_one_to_the_old_one_too() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;

    add(&house, &browser, OTHER).await;
    assert!(one_more(&house, 0).await.contains(&format!("L’adresse {OTHER} a été ajoutée")));
    assert!(house.told_by_mail(OTHER).await.is_empty());

    browser.send("PUT", "/addresses/main", json!({ "address": OTHER })).await;
    let said = format!("L’adresse principale de votre compte est maintenant {OTHER}");
    assert!(one_more(&house, 1).await.contains(&said), "the address of before learns of it");
    assert_eq!(house.told_by_mail(OTHER).await.len(), 1);

    // From now on letters go to the new one.
    assert_eq!(browser.delete(&format!("/addresses/{HELENE}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.told_by_mail(HELENE).await.len(), 2);
    assert!(house.told_by_mail(OTHER).await[0].contains(&format!("L’adresse {HELENE} a été retirée")));
}

#[tokio::test]
async fn what_others_do_to_an_account_is_told_in_its_persons_language() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    browser.send("PATCH", "/me", json!({ "language": Language::En })).await;
    let (person, identity) =
        (house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap(), &house.identity);

    identity.link_identity(Actor::System, person, (ISSUER, "h-1"), None).await.unwrap();
    let letter = one_more(&house, 0).await;
    assert!(letter.contains("An account at auth.culture.exemple.fr was linked to yours"), "{letter}");
    assert!(!letter.contains("h-1"), "a subject is a secret between them and us");
    identity.link_identity(Actor::System, person, (ISSUER, "h-1"), None).await.unwrap();
    assert_eq!(house.told_by_mail(HELENE).await.len(), 1, "twice is once");
    identity.unlink_identity(Actor::System, person, ISSUER, "h-1").await.unwrap();
    assert!(one_more(&house, 1).await.contains("is no longer linked to yours"));

    let new = Secret::new("le chien dort sous la table".to_owned());
    identity.set_password(Actor::System, person, new).await.unwrap();
    assert!(one_more(&house, 2).await.contains("The password of your account was changed"));
    identity.forget_factors(Actor::System, person).await.unwrap();
    assert!(one_more(&house, 3).await.contains("The administration removed"));
    house.note_facts().await;
}

#[tokio::test]
async fn what_is_refused_writes_to_nobody_and_many_changes_are_no_flood() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let make = async || {
        let made =
            browser.send("POST", "/tokens", json!({ "name": "a", "scopes": ["transfer"], "days": 1 })).await;
        made.status
    };
    browser.send("POST", "/tokens", json!({ "name": "a", "scopes": [], "days": 1 })).await;
    assert!(house.told_by_mail(HELENE).await.is_empty());

    for _ in 0..25 {
        assert_eq!(make().await, StatusCode::CREATED, "what is not written about is done all the same");
    }
    assert_eq!(house.told_by_mail(HELENE).await.len(), 20);
    house.advance(Duration::hours(1));
    browser.send("POST", "/confirmations", json!({ "password": PASSWORD })).await;
    assert_eq!(make().await, StatusCode::CREATED);
    assert_eq!(house.told_by_mail(HELENE).await.len(), 21, "an hour later they are written to again");
}

#[tokio::test]
async fn nobody_is_written_to_at_an_address_that_they_never_proved() {
    let house = house().await;
    let address = "paul@ailleurs.exemple.org".parse().unwrap();
    let person = house.identity.ensure_persons(&[address]).await.unwrap()[0];
    house.identity.link_identity(Actor::System, person, (ISSUER, "p-1"), None).await.unwrap();
    house.note_facts().await;
    assert!(house.letters().await.is_empty());
}
