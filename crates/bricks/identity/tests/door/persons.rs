//! Persons, as the bricks above and the command line see them.

use identity::{Error, NewPerson};
use kernel::{Actor, EmailAddress, Language, PersonId, Secret};
use time::Duration;
use web::Tool;

use crate::{House, house::PASSWORD};

const HELENE: &str = "helene@culture.exemple.fr";

fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

fn new(text: &str) -> NewPerson {
    NewPerson {
        name: Some("Hélène Marchetti".into()),
        address: address(text),
        language: Language::En,
        proven: true,
        password: None,
    }
}

async fn told(house: &House) -> Vec<String> {
    house.note_facts().await.iter().map(|fact| fact["action"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_person_added_is_found_by_each_way() {
    let house = House::open().await;
    let person = house.identity.add_person(Actor::System, new(HELENE)).await.unwrap();
    assert_eq!(told(&house).await, ["identity.person.added"]);

    let record = house.identity.persons(&[PersonId::new(), person]).await.unwrap().pop().unwrap();
    assert_eq!((record.id, record.name.as_deref()), (person, Some("Hélène Marchetti")));
    assert_eq!((record.address, record.language), (address(HELENE), Language::En));
    assert!(record.proven && !record.disabled);
    assert_eq!(house.identity.find(&address(HELENE)).await.unwrap(), Some(person));
    let found = house.identity.persons_by_address(&[address("a@b.fr"), address(HELENE)]).await.unwrap();
    assert_eq!(
        found.iter().map(|found| found.as_ref().map(|record| record.id)).collect::<Vec<_>>(),
        [None, Some(person)]
    );
    for (text, expected) in
        [("marchetti", 1), ("HÉLÈNE", 1), ("culture.exemple", 1), ("", 1), ("hugo", 0), ("%", 0)]
    {
        assert_eq!(house.identity.list(text, 10).await.unwrap().len(), expected, "{text}");
    }
}

#[tokio::test]
async fn an_address_is_one_persons() {
    let house = House::open().await;
    house.identity.add_person(Actor::System, new(HELENE)).await.unwrap();
    told(&house).await;

    let again = house.identity.add_person(Actor::System, new(HELENE)).await;
    assert!(matches!(again, Err(Error::AddressTaken)));
    assert!(told(&house).await.is_empty());
}

#[tokio::test]
async fn whoever_was_only_written_to_becomes_the_person_who_is_added() {
    let house = House::open().await;
    let written_to = house.identity.ensure_persons(&[address(HELENE)]).await.unwrap()[0];
    told(&house).await;

    let added = house.identity.add_person(Actor::System, new(HELENE)).await.unwrap();

    assert_eq!(added, written_to);
    assert_eq!(told(&house).await, ["identity.person.changed"]);
    let record = house.identity.persons(&[added]).await.unwrap().pop().unwrap();
    assert_eq!((record.name.as_deref(), record.proven), (Some("Hélène Marchetti"), true));
}

#[tokio::test]
async fn persons_are_made_for_addresses_that_nobody_has() {
    let house = House::open().await;
    let helene = house.identity.add_person(Actor::System, new(HELENE)).await.unwrap();
    told(&house).await;
    let asked =
        [address("b@exemple.org"), address(HELENE), address("a@exemple.org"), address("b@exemple.org")];

    let persons = house.identity.ensure_persons(&asked).await.unwrap();

    assert_eq!(persons.len(), 4);
    assert_eq!((persons[1], persons[0]), (helene, persons[3]));
    assert_ne!(persons[0], persons[2]);
    assert_eq!(told(&house).await, ["identity.person.added", "identity.person.added"]);
    assert_eq!(house.identity.ensure_persons(&asked).await.unwrap(), persons);
    assert!(told(&house).await.is_empty());
    assert!(house.identity.ensure_persons(&[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn two_who_write_to_the_same_strangers_at_once_reach_the_same_persons() {
    let house = House::wide(crate::house::settings()).await;
    let asked: Vec<EmailAddress> = (0..40).map(|n| address(&format!("p{n}@exemple.org"))).collect();
    let reversed: Vec<EmailAddress> = asked.iter().rev().cloned().collect();
    let mut tasks = tokio::task::JoinSet::new();
    for turn in 0..6 {
        let (identity, asked) =
            (house.identity.clone(), if turn % 2 == 0 { asked.clone() } else { reversed.clone() });
        tasks.spawn(async move {
            let mut persons = identity.ensure_persons(&asked).await.unwrap();
            if turn % 2 == 1 {
                persons.reverse();
            }
            persons
        });
    }
    let reached = tasks.join_all().await;

    assert!(reached.iter().all(|persons| *persons == reached[0]));
    assert_eq!(told(&house).await.len(), 40);
    let orphans: i64 = sqlx::query_scalar("SELECT count(*) FROM identity.persons")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(orphans, 40);
}

#[tokio::test]
async fn a_password_set_by_an_administrator_closes_every_session() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    let set = async |text: &str| {
        house.identity.set_password(Actor::System, person, Secret::new(text.to_owned())).await
    };

    assert!(matches!(set("court").await, Err(Error::PasswordTooShort { least: 12 })));
    assert!(browser.who().await.is_some());
    set("le chien dort sous la table").await.unwrap();
    assert_eq!(told(&house).await, ["identity.password.changed"]);
    assert!(browser.who().await.is_none());
    let nobody =
        house.identity.set_password(Actor::System, PersonId::new(), Secret::new(PASSWORD.into())).await;
    assert!(matches!(nobody, Err(Error::NoSuchPerson)));
}

#[tokio::test]
async fn suspending_is_told_once() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;

    house.identity.disable(Actor::System, person).await.unwrap();
    house.identity.disable(Actor::System, person).await.unwrap();
    assert_eq!(told(&house).await, ["identity.person.disabled"]);
    assert!(house.identity.persons(&[person]).await.unwrap()[0].disabled);
    house.identity.enable(Actor::System, person).await.unwrap();
    house.identity.enable(Actor::System, person).await.unwrap();
    assert_eq!(told(&house).await, ["identity.person.enabled"]);
    assert!(matches!(house.identity.disable(Actor::System, PersonId::new()).await, Err(Error::NoSuchPerson)));
}

#[tokio::test]
async fn a_person_forgotten_leaves_nothing_here() {
    let house = House::open().await;
    let person = house.agent(HELENE, "Hélène Marchetti").await;
    let browser = house.signed_in(HELENE).await;
    browser.ask_code(HELENE).await;
    house.browser().sign_in(HELENE, "un autre mot de passe").await;

    house.identity.forget(person).await.unwrap();

    assert_eq!(told(&house).await, ["identity.person.forgotten"]);
    assert!(browser.who().await.is_none());
    for table in ["persons", "addresses", "passwords", "sessions", "codes", "password_tries"] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM identity.{table}"));
        let left: i64 = sqlx::query_scalar(sql).fetch_one(house.store.pool()).await.unwrap();
        assert_eq!(left, 0, "{table}");
    }
    house.advance(Duration::MINUTE);
    house.identity.forget(person).await.unwrap();
    assert!(told(&house).await.is_empty());
}
