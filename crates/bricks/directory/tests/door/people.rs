//! Who people are to the rooms that ask, and the names of organisations.

use directory::{Error, NewOrganisation};
use kernel::{
    Actor, EmailAddress, ScopeId,
    ports::{People, Population},
};
use time::Duration;

use crate::house::House;

#[tokio::test]
async fn an_address_says_for_whom_somebody_works() {
    let house = House::new().await;
    let domains =
        [("culture.exemple.fr", Population::Agent), ("presta.culture.exemple.fr", Population::Contractor)];
    house.ministry("Culture", &domains).await.unwrap();
    let known = house.person("helene@culture.exemple.fr").await;
    let addresses: Vec<EmailAddress> = [
        "paul@presta.culture.exemple.fr",
        "helene@culture.exemple.fr",
        "claire@ailleurs.exemple.org",
        "a@faux-culture.exemple.fr",
    ]
    .map(|address| address.parse().unwrap())
    .into();

    let recognised = house.directory.recognise(&addresses).await.unwrap();

    let populations: Vec<_> = recognised.iter().map(|found| found.population).collect();
    assert_eq!(
        populations,
        [Population::Contractor, Population::Agent, Population::External, Population::External]
    );
    assert_eq!(
        (recognised[1].person, recognised[1].name.as_deref()),
        (Some(known), Some("Hélène Marchetti"))
    );
    assert_eq!(recognised[0].organisation.as_ref().map(|employer| employer.name.as_str()), Some("Culture"));
    assert!(recognised[2].organisation.is_none() && recognised[2].person.is_none());
}

#[tokio::test]
async fn an_affiliation_says_better_than_a_domain_while_it_lasts() {
    let house = House::new().await;
    house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();
    let other = house.ministry("Intérieur", &[]).await.unwrap();
    let person = house.person("helene@culture.exemple.fr").await;
    assert_eq!(house.standing(person).await, (Population::Agent, Some("Culture".into())));

    house.affiliate(person, other, Population::Contractor, (-10, Some(10))).await;
    house.affiliate(person, other, Population::Agent, (30, None)).await;
    assert_eq!(house.standing(person).await, (Population::Contractor, Some("Intérieur".into())));
    house.clock.advance(Duration::days(11));
    assert_eq!(house.standing(person).await, (Population::Agent, Some("Culture".into())), "it has ended");
    house.clock.advance(Duration::days(20));
    assert_eq!(
        house.standing(person).await,
        (Population::Agent, Some("Intérieur".into())),
        "the next one began"
    );
}

#[tokio::test]
async fn whoever_is_written_to_becomes_a_person_once() {
    let house = House::new().await;
    let addresses: Vec<EmailAddress> =
        ["a@exemple.org", "b@exemple.org"].map(|address| address.parse().unwrap()).into();

    let first = house.directory.reach(&addresses).await.unwrap();
    let again = house.directory.reach(&addresses[..1]).await.unwrap();

    assert_eq!(again, first[..1]);
    assert_ne!(first[0], first[1]);
    assert!(house.directory.addresses(first[0]).await.unwrap().is_empty(), "nobody has proven it yet");
}

#[tokio::test]
async fn a_domain_belongs_to_one_organisation_and_a_refusal_changes_nothing() {
    let house = House::new().await;
    house.ministry("Culture", &[("culture.exemple.fr", Population::Agent)]).await.unwrap();

    let domains = [("neuf.exemple.fr", Population::Agent), ("CULTURE.exemple.fr", Population::Agent)];
    let taken = house.ministry("Autre", &domains).await;

    assert!(matches!(taken, Err(Error::DomainTaken { domain }) if domain == "culture.exemple.fr"));
    assert!(matches!(house.ministry(" ", &[]).await, Err(Error::BadName)));
    assert!(matches!(
        house.ministry("A", &[("pas un domaine", Population::Agent)]).await,
        Err(Error::BadDomain { .. })
    ));
    let orphan = NewOrganisation {
        parent: Some(ScopeId::new()),
        name: "Bureau".into(),
        acronym: None,
        kind: "bureau".into(),
        domains: vec![],
    };
    let orphan = house.directory.add_organisation(Actor::System, orphan).await;
    assert!(matches!(orphan, Err(Error::NoSuchOrganisation)));
    assert_eq!(house.directory.organisations().await.unwrap().len(), 1);
    let told: Vec<String> = sqlx::query_scalar("SELECT body->>'action' FROM house.facts")
        .fetch_all(house.store.pool())
        .await
        .unwrap();
    assert_eq!(told, ["directory.organisation.added"]);
}

#[tokio::test]
async fn a_suspended_person_has_no_profile() {
    let house = House::new().await;
    let person = house.person("helene@culture.exemple.fr").await;
    house.identity.disable(Actor::System, person).await.unwrap();

    assert!(house.directory.profiles(&[person]).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_organisations_are_listed_as_french_orders_them() {
    let house = House::new().await;
    for name in ["Intérieur", "Éducation", "Culture", "Économie"] {
        house.ministry(name, &[]).await.unwrap();
    }

    let culture = house.directory.organisations().await.unwrap()[0].id;
    let agent = house.agent("Hélène Marchetti", "helene@exemple.fr", culture, "Cheffe").await;
    let (_, answer) = house.get(agent, "/organisations").await;

    let names: Vec<&str> =
        answer["organisations"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Culture", "Économie", "Éducation", "Intérieur"]);
}
