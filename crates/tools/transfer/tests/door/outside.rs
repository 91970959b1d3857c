//! Where the house asks for it, sending outside the administration asks an agent to show again who they are.

use serde_json::json;
use time::Duration;
use transfer::Settings;

use crate::house::{HELENE, House, NOW, OUTSIDE, YANIS};

async fn house() -> House {
    House::furnished_with(Settings { confirm_external: true, ..Settings::default() }).await
}

/// A draft with one file.
async fn draft(house: &House, sender: kernel::PersonId, to: &[&str]) -> String {
    let new = json!({ "title": "Plans", "recipients": to });
    let parcel = house.send("POST", sender, "/parcels", new).await.json();
    let id = parcel["id"].as_str().unwrap().to_owned();
    house.upload(sender, &id, "plans.pdf", b"abc").await;
    id
}

#[tokio::test]
async fn an_agent_who_showed_lately_who_they_are_sends_outside_and_the_others_are_asked() {
    let house = house().await;
    let id = draft(&house, house.helene, &[YANIS, OUTSIDE]).await;
    house.door.shown_at(NOW - Duration::minutes(16));

    let refused = house.dispatch(house.helene, &id).await;
    assert_eq!(refused.status.as_u16(), 401);
    let asked = refused.json();
    assert_eq!((&asked["code"], &asked["params"]["within_seconds"]), (&json!("confirm"), &json!(900)));
    let parcel = house.parcel(&id).await;
    assert_eq!(parcel["state"], "draft", "nothing has left");
    assert!(house.mails().await.is_empty() && house.facts().await.is_empty());

    house.door.shown_at(NOW - Duration::minutes(14));
    assert_eq!(house.dispatch(house.helene, &id).await.json()["state"], "sent");
    house.door.shown_at(NOW - Duration::hours(3));
    let again = house.dispatch(house.helene, &id).await;
    assert_eq!(again.json()["state"], "sent", "what has left already is asked about no more");

    let path = format!("/parcels/{id}/recipients");
    let outside = json!({ "addresses": ["claire@arpege.exemple.org"] });
    let refused = house.send("POST", house.helene, &path, outside.clone()).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (401, &json!("confirm")));
    let inside = json!({ "addresses": ["lea@culture.exemple.fr"] });
    assert_eq!(house.send("POST", house.helene, &path, inside).await.status.as_u16(), 200);
    house.door.shown_at(NOW);
    assert_eq!(house.send("POST", house.helene, &path, outside).await.status.as_u16(), 200);
}

#[tokio::test]
async fn who_sends_to_agents_or_comes_from_outside_is_asked_nothing() {
    let house = house().await;
    house.door.shown_at(NOW - Duration::hours(3));
    let id = draft(&house, house.helene, &[YANIS]).await;
    assert_eq!(house.dispatch(house.helene, &id).await.json()["state"], "sent");
    let outsider = house.people.meet("denis@arpege.exemple.org", None, kernel::Language::Fr);
    let id = draft(&house, outsider, &[HELENE]).await;
    assert_eq!(house.dispatch(outsider, &id).await.json()["state"], "sent");
}

#[tokio::test]
async fn a_program_cannot_confirm_and_a_house_that_asks_for_nothing_lets_it_send() {
    for (confirm_external, status) in [(true, 403), (false, 200)] {
        let house = House::furnished_with(Settings { confirm_external, ..Settings::default() }).await;
        let id = draft(&house, house.helene, &[OUTSIDE]).await;
        house.door.by_token(true);
        house.door.shown_at(NOW - Duration::hours(3));
        let answer = house.dispatch(house.helene, &id).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.json());
    }
}
