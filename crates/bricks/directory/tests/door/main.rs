//! Who people are, on a real database, with the real brick of persons below.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use directory::{Affiliation, Directory, Error, NewOrganisation};
use identity::{Identity, NewPerson};
use kernel::{
    Actor, EmailAddress, FixedClock, Language, PersonId, ScopeId,
    ports::{People, Population},
};
use serde_json::Value;
use store::Store;
use time::{Duration, OffsetDateTime, macros::datetime};
use tower::ServiceExt;
use web::{Caller, Tool};

const NOW: OffsetDateTime = datetime!(2026-11-23 09:12 UTC);

struct House {
    store: Store,
    clock: Arc<FixedClock>,
    identity: Identity,
    directory: Directory,
}

impl House {
    async fn new() -> Self {
        let clock = Arc::new(FixedClock::new(NOW));
        let schemas = [
            (mail::SCHEMA, mail::migrator()),
            (identity::SCHEMA, Identity::migrator()),
            (directory::SCHEMA, Directory::migrator()),
        ];
        let store = testkit::fresh_at(&schemas, clock.clone()).await;
        let mut templates = mail::Templates::new();
        identity::templates(&mut templates);
        let brand = mail::Brand { name: "Sacados".into(), public_url: "https://sac.exemple.fr".into() };
        let mail = mail::Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
        let identity = Identity::new(store.clone(), mail, identity::Settings::default());
        let directory = Directory::new(store.clone(), identity.clone());
        Self { store, clock, identity, directory }
    }

    async fn ministry(&self, name: &str, domains: &[(&str, Population)]) -> Result<ScopeId, Error> {
        let domains =
            domains.iter().map(|(domain, population)| ((*domain).to_owned(), *population)).collect();
        let new = NewOrganisation {
            parent: None,
            name: name.into(),
            acronym: None,
            kind: "ministry".into(),
            domains,
        };
        self.directory.add_organisation(Actor::System, new).await
    }

    async fn person(&self, address: &str) -> PersonId {
        let new = NewPerson {
            name: Some("Hélène Marchetti".into()),
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password: None,
        };
        self.identity.add_person(Actor::System, new).await.unwrap()
    }

    async fn affiliate(
        &self,
        person: PersonId,
        organisation: ScopeId,
        population: Population,
        days: (i64, Option<i64>),
    ) {
        let affiliation = Affiliation {
            person,
            organisation,
            population,
            title: Some("Cheffe de projet".into()),
            unit: None,
            since: NOW + Duration::days(days.0),
            until: days.1.map(|day| NOW + Duration::days(day)),
        };
        self.directory.affiliate(Actor::System, affiliation).await.unwrap();
    }

    async fn standing(&self, person: PersonId) -> (Population, Option<String>) {
        let profile = self.directory.profiles(&[person]).await.unwrap().remove(0);
        (profile.population, profile.organisation.map(|employer| employer.name))
    }
}

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

    let (router, _) = house.directory.routes().split_for_parts();
    let caller = Caller::signed_in(PersonId::new(), NOW);
    let request = Request::get("/organisations").extension(caller).body(Body::empty()).unwrap();
    let Ok(response) = router.oneshot(request).await;
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let answer: Value = serde_json::from_slice(&body).unwrap();

    let names: Vec<&str> =
        answer["organisations"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Culture", "Économie", "Éducation", "Intérieur"]);
}
