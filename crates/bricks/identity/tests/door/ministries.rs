//! Whose ministry wants them to come by its provider, whatever they do with their addresses; and what its sign-out closes.

use std::sync::Arc;

use async_trait::async_trait;
use axum::http::StatusCode;
use kernel::{
    Actor, EmailAddress, PersonId, Problem,
    ports::{Gateways, WayOut},
};
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Browser, House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const PRIVATE: &str = "h.marchetti@association.exemple.org";
const ISSUER: &str = "https://auth.culture.exemple.fr";

/// One ministry, whose agents come by its provider.
struct Culture;

#[async_trait]
impl Gateways for Culture {
    async fn mandatory(
        &self,
        addresses: &[EmailAddress],
        issuers: &[String],
    ) -> Result<Option<String>, Problem> {
        let theirs = addresses.iter().any(|address| address.domain() == "culture.exemple.fr")
            || issuers.iter().any(|issuer| issuer == ISSUER);
        Ok(theirs.then(|| "Agents de la Culture".to_owned()))
    }

    async fn left_by(&self, address: &EmailAddress, issuers: &[String]) -> Result<Option<String>, Problem> {
        let left = address.domain() != "culture.exemple.fr" && issuers.iter().any(|issuer| issuer == ISSUER);
        Ok(left.then(|| "Agents de la Culture".to_owned()))
    }

    async fn way_out(&self, _: Uuid) -> Result<Option<WayOut>, Problem> {
        Ok(None)
    }
}

/// Hélène, with a private address besides, and a browser in which she came before her ministry wanted anything.
async fn house() -> House {
    let house = House::open_with(identity::Settings { revocation_milliseconds: 0, ..settings() }).await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    sqlx::query(
        "INSERT INTO identity.addresses (address, person, main, proven_at) VALUES ($1, $2, false, $3)",
    )
    .bind(PRIVATE)
    .bind(person.uuid())
    .bind(OffsetDateTime::UNIX_EPOCH)
    .execute(house.store.pool())
    .await
    .unwrap();
    house
}

async fn helene(house: &House) -> PersonId {
    house.identity.find(&HELENE.parse().unwrap()).await.unwrap().unwrap()
}

async fn choose(browser: &Browser<'_>, address: &str) -> (u16, String) {
    let answer = browser.send("PUT", "/addresses/main", json!({ "address": address })).await;
    (answer.status.as_u16(), answer.no().1.to_owned())
}

#[tokio::test]
async fn a_private_main_address_opens_no_local_way_to_who_has_another_at_the_ministry() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    house.identity.heed(Arc::new(Culture));
    assert_eq!(
        choose(&browser, PRIVATE).await.0,
        204,
        "nothing is linked: the main address is theirs to choose"
    );

    for address in [PRIVATE, HELENE] {
        let by_password = house.browser().sign_in(address, PASSWORD).await;
        assert_eq!(by_password.no(), (403, "identity.come_by_provider"), "{address}");
        assert_eq!(by_password.body["params"]["name"], "Agents de la Culture");
    }
    let by_code = house.browser().come_by_code(PRIVATE).await;
    assert_eq!(by_code.no(), (403, "identity.come_by_provider"));

    browser.delete(&format!("/addresses/{HELENE}")).await;
    assert_eq!(house.browser().sign_in(PRIVATE, PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_account_at_the_ministry_counts_as_an_address_there() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let person = helene(&house).await;
    assert_eq!(choose(&browser, PRIVATE).await.0, 204);
    browser.delete(&format!("/addresses/{HELENE}")).await;
    house.identity.heed(Arc::new(Culture));
    assert_eq!(house.browser().sign_in(PRIVATE, PASSWORD).await.status, StatusCode::CREATED);

    house.identity.link_identity(Actor::System, person, (ISSUER, "h-1"), None).await.unwrap();
    house.note_facts().await;

    let refused = house.browser().sign_in(PRIVATE, PASSWORD).await;
    assert_eq!(refused.no(), (403, "identity.come_by_provider"));
}

#[tokio::test]
async fn who_is_linked_to_the_ministry_keeps_an_address_of_it_as_the_main_one() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    house.identity.heed(Arc::new(Culture));
    house.identity.link_identity(Actor::System, helene(&house).await, (ISSUER, "h-1"), None).await.unwrap();
    house.note_facts().await;

    assert_eq!(choose(&browser, PRIVATE).await, (409, "identity.ministry_address".to_owned()));
    assert_eq!(browser.get("/me").await.body["person"]["address"], HELENE);
    assert_eq!(choose(&browser, HELENE).await.0, 204, "its own is fine");
}

#[tokio::test]
async fn a_ministrys_sign_out_closes_its_sessions_and_leaves_what_programs_were_given() {
    let house = house().await;
    let browser = house.signed_in(HELENE).await;
    let mut programs = vec![];
    for kind in ["token", "application_password"] {
        let asked = json!({ "name": "a", "scopes": ["transfer"], "days": 30, "kind": kind });
        let made = browser.send("POST", "/tokens", asked).await;
        let secret = made.body["token"].as_str().unwrap().to_owned();
        let mut program = house.browser();
        program.site = "";
        match kind {
            "token" => program.bearer = Some(secret),
            _ => program.basic = Some((HELENE.to_owned(), secret)),
        }
        programs.push(program);
    }
    let session = browser.get("/me").await.body["session"]["id"].as_str().unwrap().parse().unwrap();

    assert_eq!(house.identity.close_sessions(Actor::System, &[session]).await.unwrap(), 1);

    let told = house.note_facts().await;
    assert_eq!(told[0]["action"], "identity.session.closed");
    assert_eq!(told[0]["details"]["closed"], json!([session]), "whoever lent anything to it takes it back");
    assert!(browser.who().await.is_none());
    for program in &programs {
        assert_eq!(program.who().await.as_deref(), Some(HELENE));
    }
    house.identity.disable(Actor::System, helene(&house).await).await.unwrap();
    house.note_facts().await;
    for program in &programs {
        assert!(program.who().await.is_none(), "who left is another matter");
    }
}
