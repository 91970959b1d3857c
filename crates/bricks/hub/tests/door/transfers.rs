//! An account that becomes somebody's because both administrations agree.

use identity::VouchedAddress;
use kernel::Actor;
use serde_json::{Value, json};
use time::Duration;

use crate::{House, Ministry, house::nadia};

const OLD: &str = "nadia.ferrand@ecologie.exemple.fr";
const NEW: &str = "nadia.ferrand@culture.exemple.fr";

struct Stage {
    house: House,
    ministry: Ministry,
    provider: String,
    person: kernel::PersonId,
    ecology: kernel::ScopeId,
    culture: kernel::ScopeId,
}

/// Nadia worked at Ecology and now comes by Culture's provider; each ministry has a correspondent.
async fn stage() -> Stage {
    let house = House::open().await;
    let ecology = house.organisation("Ministère de l’Écologie", None, Some("ecologie.exemple.fr")).await;
    let bureau = house.organisation("Bureau 2B", Some(ecology), None).await;
    let culture = house.organisation("Ministère de la Culture", None, Some("culture.exemple.fr")).await;
    let person = house.person(OLD, "Nadia Ferrand").await;
    house.works_at(person, bureau).await;
    let old = house.person("ancien@ecologie.exemple.fr", "Ancien Correspondant").await;
    house.keeps(old, ecology).await;
    let new = house.person("nouveau@culture.exemple.fr", "Nouvelle Correspondante").await;
    house.keeps(new, culture).await;
    house.keeps(person, ecology).await;
    let ministry = Ministry::open(house.clock.clone()).await;
    let provider =
        house.provider(&ministry, json!({ "arrivals": "invitation", "organisation": culture })).await;
    Stage { house, ministry, provider, person, ecology, culture }
}

impl Stage {
    async fn ask(&self, address: &str) -> (u16, Value) {
        let mut browser = self.house.browser();
        let landed = browser.sign_in(&self.ministry, &self.provider, &nadia()).await;
        assert_eq!(landed.location(), "/sign-in/arrival");
        let asked = json!({ "address": address, "comment": "J’ai changé de ministère le 1er novembre." });
        let answer = browser.send("POST", "/api/hub/arrivals/current/transfers", asked).await;
        (answer.status.as_u16(), answer.body)
    }

    async fn list(&self, address: &str) -> Vec<Value> {
        let mut browser = self.house.signed_in(address).await;
        browser.get("/api/hub/transfers").await.body["transfers"].as_array().unwrap().clone()
    }

    async fn agree(&self, address: &str, id: &str) -> (u16, String) {
        let mut browser = self.house.signed_in(address).await;
        let answer = browser.send("POST", &format!("/api/hub/transfers/{id}/agreements"), json!({})).await;
        let (status, code) = answer.no();
        (status, code.to_owned())
    }
}

#[tokio::test]
async fn both_administrations_agree_and_the_account_is_theirs() {
    let stage = stage().await;
    let house = &stage.house;
    assert_eq!(stage.ask(OLD).await, (202, Value::Null));

    let seen = stage.list("ancien@ecologie.exemple.fr").await;
    assert_eq!(seen.len(), 1, "by the correspondent of an organisation above theirs");
    assert_eq!((&seen[0]["i_may"], &seen[0]["old"]["address"]), (&json!(["old"]), &json!(OLD)));
    assert_eq!(
        (&seen[0]["new_organisation"], &seen[0]["old"]["organisation"]),
        (&json!("Ministère de la Culture"), &json!("Bureau 2B"))
    );
    let id = seen[0]["id"].as_str().unwrap().to_owned();

    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 204);
    assert!(house.identity.identities(stage.person).await.unwrap().is_empty(), "one is not enough");
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await, (409, "hub.two_correspondents".into()));
    assert_eq!(
        stage.list("nouveau@culture.exemple.fr").await[0]["agreed_by"],
        json!({ "old": true, "new": false })
    );
    house.told().await;
    assert_eq!(stage.agree("nouveau@culture.exemple.fr", &id).await.0, 204);

    let told = house.told().await;
    for fact in [
        "identity.identity.linked",
        "identity.address.added",
        "identity.address.main_chosen",
        "directory.person.affiliated",
        "hub.transfer.agreed",
    ] {
        assert!(told.iter().any(|told| told == fact), "{fact} in {told:?}");
    }
    let mut browser = house.browser();
    assert_eq!(browser.sign_in(&stage.ministry, &stage.provider, &nadia()).await.location(), "/transfer");
    assert_eq!(browser.who().await.as_deref(), Some(NEW), "both administrations say where letters go");
    let proven = house.identity.addresses(stage.person).await.unwrap();
    assert_eq!(proven, [NEW.parse().unwrap(), OLD.parse().unwrap()]);
    assert_eq!(house.workplace(stage.person).await.unwrap().0, "Ministère de la Culture");
    let letters = house.letters().await;
    for to in [OLD, NEW] {
        assert!(
            letters
                .iter()
                .any(|(found, text)| found.contains(to) && text.contains("Ministère de la Culture")),
            "{to}"
        );
    }
    assert!(stage.list("ancien@ecologie.exemple.fr").await.is_empty());
}

#[tokio::test]
async fn an_agreement_that_was_cut_short_is_made_again_and_both_addresses_are_written_to() {
    let stage = stage().await;
    let house = &stage.house;
    stage.ask(OLD).await;
    let id = stage.list("ancien@ecologie.exemple.fr").await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 204);
    // The house died between linking and the end.
    let address = NEW.parse().unwrap();
    let vouched = VouchedAddress { address: &address, becomes_main: true };
    let account = (stage.ministry.issuer(), "nadia-1");
    house.identity.link_identity(Actor::System, stage.person, account, Some(vouched)).await.unwrap();

    assert_eq!(stage.agree("nouveau@culture.exemple.fr", &id).await.0, 204);

    assert_eq!(house.identity.identities(stage.person).await.unwrap().len(), 1);
    let letters = house.letters().await;
    for to in [OLD, NEW] {
        assert!(letters.iter().any(|(found, text)| found.contains(to) && text.contains(OLD)), "{to}");
    }
}

#[tokio::test]
async fn nobody_agrees_for_others_or_for_themselves() {
    let stage = stage().await;
    stage.house.person("curieux@culture.exemple.fr", "Curieux").await;
    stage.ask(OLD).await;
    let id = stage.list("ancien@ecologie.exemple.fr").await[0]["id"].as_str().unwrap().to_owned();

    assert!(stage.list("curieux@culture.exemple.fr").await.is_empty());
    assert_eq!(stage.agree("curieux@culture.exemple.fr", &id).await, (404, "hub.no_such_transfer".into()));
    assert_eq!(stage.agree(OLD, &id).await, (403, "hub.own_transfer".into()));
    // An administrator sees all, and speaks for nobody.
    let mut administrator = stage.house.administrator().await;
    let seen = administrator.get("/api/hub/transfers").await.body["transfers"].clone();
    assert_eq!((seen.as_array().unwrap().len(), &seen[0]["i_may"]), (1, &json!([])));
    let path = format!("/api/hub/transfers/{id}");
    let answer = administrator.send("POST", &format!("{path}/agreements"), json!({})).await;
    assert_eq!(answer.no(), (404, "hub.no_such_transfer"));

    stage.house.told().await;
    assert_eq!(administrator.send("DELETE", &path, json!({})).await.status.as_u16(), 204);
    assert_eq!(stage.house.told().await, ["hub.transfer.refused"]);
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 404);
}

#[tokio::test]
async fn the_answer_does_not_tell_who_is_known_and_a_request_does_not_last() {
    let stage = stage().await;
    assert_eq!(stage.ask("personne@ecologie.exemple.fr").await, stage.ask(OLD).await);
    assert_eq!(stage.list("ancien@ecologie.exemple.fr").await.len(), 1);
    stage.house.advance(Duration::days(14));
    assert!(stage.list("ancien@ecologie.exemple.fr").await.is_empty());
    assert_eq!(stage.ask("personne").await.0, 422);
}

#[tokio::test]
async fn the_person_hears_of_it_when_it_is_asked_and_once_a_day() {
    let stage = stage().await;
    let letters = async || {
        let letters = stage.house.letters().await;
        letters.into_iter().filter(|(to, text)| to.contains(OLD) && text.contains("dit être vous")).count()
    };
    stage.ask(OLD).await;
    stage.ask(OLD).await;
    assert_eq!(letters().await, 1, "whoever asks again does not fill a mailbox");
    stage.house.advance(Duration::days(2));
    stage.ask(OLD).await;
    assert_eq!(letters().await, 2);
}

/// Whoever keeps a tree could have named the other correspondent, and have given an organisation the SIRET of the new side.
#[tokio::test]
async fn within_one_tree_an_administrator_is_one_of_the_two() {
    let stage = stage().await;
    let house = &stage.house;
    // Ecology and Culture become parts of one tree.
    sqlx::query("UPDATE directory.organisations SET path = $2::uuid || path, parent = $2 WHERE id = $1")
        .bind(stage.culture.uuid())
        .bind(stage.ecology.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();
    stage.ask(OLD).await;
    let id = stage.list("ancien@ecologie.exemple.fr").await[0]["id"].as_str().unwrap().to_owned();

    assert_eq!(stage.agree("nouveau@culture.exemple.fr", &id).await, (403, "hub.needs_administrator".into()));
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 204);
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await, (409, "hub.two_correspondents".into()));
    let mut administrator = house.administrator().await;
    let seen = administrator.get("/api/hub/transfers").await.body["transfers"][0].clone();
    assert_eq!(seen["i_may"], json!(["new"]));
    let path = format!("/api/hub/transfers/{id}/agreements");
    assert_eq!(administrator.send("POST", &path, json!({})).await.status.as_u16(), 204);
    assert_eq!(house.identity.identities(stage.person).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_administrators_account_is_never_transferred() {
    let stage = stage().await;
    let house = &stage.house;
    stage.ask(OLD).await;
    let id = stage.list("ancien@ecologie.exemple.fr").await[0]["id"].as_str().unwrap().to_owned();
    let role = access::Role::Administrator;
    house.access.grant_role(kernel::Actor::System, stage.person, role).await.unwrap();

    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await, (404, "hub.no_such_transfer".into()));
    let mut administrator = house.administrator().await;
    administrator.send("DELETE", &format!("/api/hub/transfers/{id}"), json!({})).await;
    assert_eq!(stage.ask(OLD).await, (202, Value::Null), "the answer is the same");
    assert!(stage.list("ancien@ecologie.exemple.fr").await.is_empty());
}

#[tokio::test]
async fn what_was_cut_short_between_the_agreement_and_the_link_goes_on() {
    let stage = stage().await;
    let house = &stage.house;
    stage.ask(OLD).await;
    let id = stage.list("ancien@ecologie.exemple.fr").await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 204);
    let new = house.find("nouveau@culture.exemple.fr").await.unwrap();
    sqlx::query("UPDATE hub.transfers SET new_agreed_by = $1")
        .bind(new.uuid())
        .execute(house.store.pool())
        .await
        .unwrap();

    assert_eq!(stage.list("nouveau@culture.exemple.fr").await[0]["i_may"], json!(["new"]));
    assert_eq!(stage.agree("nouveau@culture.exemple.fr", &id).await.0, 204);
    assert_eq!(house.identity.identities(stage.person).await.unwrap().len(), 1);
    assert!(stage.list("nouveau@culture.exemple.fr").await.is_empty());
}

#[tokio::test]
async fn a_transfer_is_seen_however_many_organisations_there_are() {
    let stage = stage().await;
    let house = &stage.house;
    sqlx::query(
        "INSERT INTO directory.organisations (id, path, name, kind, added_at)
         SELECT id, ARRAY[id], 'Commune', 'local', now() FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 5001)) new",
    )
    .execute(house.store.pool())
    .await
    .unwrap();

    stage.ask(OLD).await;

    let seen = stage.list("ancien@ecologie.exemple.fr").await;
    assert_eq!(seen[0]["old"]["organisation"], "Bureau 2B", "deep below the roots");
    let id = seen[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(stage.agree("ancien@ecologie.exemple.fr", &id).await.0, 204);
    assert_eq!(stage.agree("nouveau@culture.exemple.fr", &id).await.0, 204);
}
