//! Accounts elsewhere, as the rooms that talk to providers link them.

use std::sync::Arc;

use async_trait::async_trait;
use identity::{Error, NewPerson, VouchedAddress};
use kernel::{
    Actor, EmailAddress, Language, PersonId, Problem,
    ports::{Gateways, WayOut},
};
use serde_json::json;
use uuid::Uuid;

use crate::House;

const HELENE: &str = "helene@culture.exemple.fr";
const HUGO: &str = "hugo@culture.exemple.fr";
const ELSEWHERE: &str = "helene@nouveau.exemple.fr";
const ACCOUNT: (&str, &str) = ("https://sso.exemple.fr", "h1");

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn new(text: &str) -> NewPerson {
    NewPerson {
        name: Some("Hélène".into()),
        address: address(text),
        language: Language::Fr,
        proven: true,
        password: None,
    }
}

async fn told(house: &House) -> Vec<String> {
    house.note_facts().await.iter().map(|fact| fact["action"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_person_comes_with_their_account_or_not_at_all() {
    let house = House::open().await;
    let identity = &house.identity;
    let hugo = house.agent(HUGO, "Hugo").await;

    let person = identity.add_person_with_identity(new(HELENE), ACCOUNT, false).await.unwrap();
    assert_eq!(told(&house).await, ["identity.person.added", "identity.identity.linked"]);
    assert_eq!(identity.person_of_identity(ACCOUNT.0, ACCOUNT.1).await.unwrap(), Some(person));

    // The account is somebody's already; the address is; an invitation is missing: nobody is made, and nothing is told.
    let taken = identity.add_person_with_identity(new(ELSEWHERE), ACCOUNT, false).await;
    assert!(matches!(taken, Err(Error::IdentityTaken)), "{taken:?}");
    let taken = identity.add_person_with_identity(new(HUGO), (ACCOUNT.0, "h2"), false).await;
    assert!(matches!(taken, Err(Error::AddressTaken)), "{taken:?}");
    let uninvited = identity.add_person_with_identity(new(ELSEWHERE), (ACCOUNT.0, "h2"), true).await;
    assert!(matches!(uninvited, Err(Error::InvitationOver)), "{uninvited:?}");
    assert_eq!(identity.find(&address(ELSEWHERE)).await.unwrap(), None);
    assert!(identity.identities(hugo).await.unwrap().is_empty() && told(&house).await.is_empty());

    // Somebody who was only written to becomes this person, and their invitation is over.
    let written_to = identity.ensure_persons(&[address(ELSEWHERE)]).await.unwrap()[0];
    assert!(!identity.is_invited(&address(ELSEWHERE)).await.unwrap());
    identity.invite(hugo, &address(ELSEWHERE), "Hélène M.", Language::Fr).await.unwrap();
    assert!(identity.is_invited(&address(ELSEWHERE)).await.unwrap());
    told(&house).await;
    let came = identity.add_person_with_identity(new(ELSEWHERE), (ACCOUNT.0, "h2"), true).await.unwrap();
    assert_eq!(came, written_to);
    assert_eq!(
        told(&house).await,
        ["identity.person.changed", "identity.identity.linked", "identity.invitation.accepted"]
    );
    assert!(!identity.is_invited(&address(ELSEWHERE)).await.unwrap());
}

/// Links the account to somebody, with an address; what was told, and their proven addresses, the main one first.
async fn link(house: &House, person: PersonId, text: &str, becomes_main: bool) -> (Vec<String>, Vec<String>) {
    let address = address(text);
    let vouched = VouchedAddress { address: &address, becomes_main };
    house.identity.link_identity(Actor::System, person, ACCOUNT, Some(vouched)).await.unwrap();
    let addresses = house.identity.addresses(person).await.unwrap();
    (told(house).await, addresses.iter().map(|address| address.as_str().to_owned()).collect())
}

#[tokio::test]
async fn the_address_of_an_account_comes_with_it() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène").await;

    let (facts, addresses) = link(&house, person, ELSEWHERE, false).await;
    assert_eq!(facts, ["identity.identity.linked", "identity.address.added"]);
    assert_eq!(addresses, [HELENE, ELSEWHERE]);
    assert_eq!(link(&house, person, ELSEWHERE, false).await.0, [""; 0], "twice is once");

    let (facts, addresses) = link(&house, person, ELSEWHERE, true).await;
    assert_eq!(
        (facts, addresses),
        (vec!["identity.address.main_chosen".into()], vec![ELSEWHERE.into(), HELENE.into()])
    );
    assert_eq!(link(&house, person, ELSEWHERE, true).await.0, [""; 0]);
}

#[tokio::test]
async fn an_address_that_somebody_has_does_not_come_with_an_account() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène").await;
    let hugo = house.agent(HUGO, "Hugo").await;
    let written_to = house.identity.ensure_persons(&[address(ELSEWHERE)]).await.unwrap()[0];
    told(&house).await;

    let (facts, addresses) = link(&house, person, HUGO, true).await;
    assert_eq!((facts, addresses), (vec!["identity.identity.linked".into()], vec![HELENE.into()]));
    let (facts, addresses) = link(&house, person, ELSEWHERE, true).await;
    assert_eq!((facts, addresses), (vec![], vec![HELENE.into()]));
    assert_eq!(house.identity.find(&address(HUGO)).await.unwrap(), Some(hugo));
    assert_eq!(house.identity.find(&address(ELSEWHERE)).await.unwrap(), Some(written_to));
}

#[tokio::test]
async fn who_has_as_many_addresses_as_anybody_may_is_linked_and_keeps_those() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène").await;
    for at in 1..10 {
        link(&house, person, &format!("h{at}@culture.exemple.fr"), false).await;
    }

    let (facts, addresses) = link(&house, person, ELSEWHERE, true).await;

    assert_eq!((facts.len(), addresses.len(), addresses[0].as_str()), (0, 10, HELENE));
}

/// A ministry that knows its way out, or fails.
struct Gate(Result<WayOut, &'static str>);

#[async_trait]
impl Gateways for Gate {
    async fn mandatory(&self, _: &[EmailAddress], _: &[String]) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    async fn left_by(&self, _: &EmailAddress, _: &[String]) -> Result<Option<String>, Problem> {
        Ok(None)
    }

    async fn way_out(&self, _: Uuid) -> Result<Option<WayOut>, Problem> {
        self.0.clone().map(Some).map_err(|cause| Problem::internal(std::io::Error::other(cause)))
    }
}

#[tokio::test]
async fn who_signs_out_hears_where_to_sign_out_of_their_ministry() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène").await;
    let way_out = WayOut { name: "Culture".into(), url: "https://sso.exemple.fr/end".into() };
    house.identity.heed(Arc::new(Gate(Ok(way_out))));
    let (browser, other) = (house.signed_in(HELENE).await, house.signed_in(HELENE).await);
    let id = other.get("/me").await.body["session"]["id"].as_str().unwrap().to_owned();

    let answer = browser.delete(&format!("/sessions/{id}")).await;
    assert_eq!(answer.status.as_u16(), 204, "another browser is not sent anywhere");
    let answer = browser.delete("/sessions/current").await;

    let said = json!({ "way_out": { "name": "Culture", "url": "https://sso.exemple.fr/end" } });
    assert_eq!((answer.status.as_u16(), &answer.body), (200, &said));
    assert!(answer.set_cookie().starts_with("__Host-sacados=; Path=/; Max-Age=0;"));
    assert!(browser.who().await.is_none());
}

#[tokio::test]
async fn nobody_stays_signed_in_because_a_ministry_s_way_out_is_not_known() {
    let house = House::open().await;
    house.agent(HELENE, "Hélène").await;
    house.identity.heed(Arc::new(Gate(Err("no answer"))));
    let browser = house.signed_in(HELENE).await;

    assert_eq!(browser.delete("/sessions/current").await.status.as_u16(), 204);
    assert!(browser.who().await.is_none());
}
