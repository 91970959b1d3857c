//! What a sender can still do with a parcel that has left.

use serde_json::{Value, json};
use time::Duration;

use crate::house::{CLAIRE, HELENE, House, OUTSIDE, YANIS};

#[tokio::test]
async fn a_parcel_is_prolonged_and_shortened() {
    let house = House::furnished().await;
    let (parcel, _) = house.sent(&[CLAIRE], b"abc").await;
    let path = format!("/parcels/{parcel}");
    house.later(Duration::days(3));
    let end = async |day: &str| house.send("PATCH", house.helene, &path, json!({ "ends_on": day })).await;

    let longer = end("2027-01-22").await.json();
    assert_eq!(
        (&longer["ends_on"], &longer["expires_at"]),
        (&json!("2027-01-22"), &json!("2027-01-22T23:00:00Z"))
    );
    assert_eq!(end("2027-01-23").await.refused(), (422, "transfer.ends_too_late".into()));
    assert_eq!(end("2026-11-25").await.refused(), (422, "transfer.ends_too_soon".into()));
    assert_eq!(end("2026-11-26").await.json()["expires_at"], "2026-11-26T23:00:00Z");
    end("2026-11-26").await;
    assert_eq!(
        house.facts().await,
        ["transfer.parcel.sent", "transfer.parcel.prolonged", "transfer.parcel.prolonged"]
    );
    assert_eq!(house.parcel(&parcel).await["events"][2]["kind"], "prolonged");

    let words = house.send("PATCH", house.helene, &path, json!({ "title": "Autre" })).await;
    assert_eq!(words.refused(), (409, "transfer.not_a_draft".into()));
    assert_eq!(house.send("DELETE", house.helene, &path, Value::Null).await.refused().0, 409);
    house.later(Duration::days(1));
    assert_eq!(end("2026-12-01").await.refused(), (409, "transfer.not_sent".into()), "its last day is over");
}

#[tokio::test]
async fn recipients_are_added_once_it_has_left() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE], b"abc").await;
    let path = format!("/parcels/{parcel}/recipients");
    let added = house.send("POST", house.helene, &path, json!({ "addresses": [YANIS, CLAIRE] })).await.json();
    assert_eq!(added["recipients"].as_array().unwrap().len(), 2);
    assert_eq!(house.facts().await, ["transfer.parcel.sent", "transfer.recipient.added"]);
    assert_eq!(house.mails().await.len(), 2);

    let key = house.key(YANIS).await;
    assert_eq!(house.knock(&format!("/received/{key}/files/{file}"), &[]).await.body, b"abc");
    assert_eq!(
        house.send("POST", house.helene, &path, json!({ "addresses": [HELENE] })).await.refused(),
        (422, "transfer.not_yourself".into())
    );
    let many: Vec<String> = (0..99).map(|n| format!("agent{n}@ecologie.exemple.fr")).collect();
    assert_eq!(
        house.send("POST", house.helene, &path, json!({ "addresses": many })).await.refused(),
        (422, "transfer.too_many_recipients".into())
    );

    let draft = house.draft(house.helene, "Brouillon", &[]).await;
    let early = house
        .send("POST", house.helene, &format!("/parcels/{draft}/recipients"), json!({ "addresses": [YANIS] }))
        .await;
    assert_eq!(early.refused(), (409, "transfer.not_sent".into()));
}

#[tokio::test]
async fn those_who_took_nothing_are_reminded_once_a_day() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE, YANIS], b"abc").await;
    let key = house.key(YANIS).await;
    house.knock(&format!("/received/{key}/files/{file}"), &[]).await;
    house
        .until("a download", async || house.facts().await.contains(&"transfer.file.downloaded".to_owned()))
        .await;
    let people = house.parcel(&parcel).await["recipients"].clone();
    let (claire, yanis) = (people[0]["id"].clone(), people[1]["id"].clone());
    let remind = async |ids: Value| {
        house
            .send("POST", house.helene, &format!("/parcels/{parcel}/reminders"), json!({ "recipients": ids }))
            .await
    };
    let before = house.facts().await.len();

    assert_eq!(remind(json!([claire, yanis])).await.refused(), (409, "transfer.already_downloaded".into()));
    assert_eq!(
        remind(json!([uuid::Uuid::now_v7()])).await.refused(),
        (404, "transfer.no_such_recipient".into())
    );
    assert_eq!(house.facts().await.len(), before, "all or none");
    let done = remind(json!([claire, claire])).await;
    assert_eq!(done.status.as_u16(), 202);
    assert_eq!(remind(json!([claire])).await.refused(), (409, "transfer.reminded_today".into()));
    house.later(Duration::DAY);
    assert_eq!(remind(json!([claire])).await.status.as_u16(), 202);

    assert_eq!(house.facts().await[before..], ["transfer.recipient.reminded", "transfer.recipient.reminded"]);
    let reminders: Vec<_> =
        house.mails().await.into_iter().filter(|(_, subject, _)| subject.starts_with("Rappel")).collect();
    assert_eq!(reminders.len(), 2);
    assert!(reminders.iter().all(|(to, _, _)| to == CLAIRE));
    assert_eq!(house.key(CLAIRE).await.len(), 43, "a reminder carries the link");
}

#[tokio::test]
async fn a_withdrawn_parcel_is_gone_with_its_bytes() {
    let house = House::furnished().await;
    let (parcel, _) = house.sent(&[CLAIRE], b"abc").await;
    let path = format!("/parcels/{parcel}/withdrawal");

    let gone = house.send("PUT", house.helene, &path, Value::Null).await.json();
    assert_eq!((&gone["state"], &gone["files"][0]["name"]), (&json!("withdrawn"), &json!("budget.pdf")));
    assert_eq!(gone["events"][1]["kind"], "withdrawn");
    assert_eq!(house.send("PUT", house.helene, &path, Value::Null).await.status.as_u16(), 200);
    assert_eq!(house.facts().await, ["transfer.parcel.sent", "transfer.parcel.withdrawn"]);
    assert_eq!(house.blobs_kept().await, 1);
    house.work().await;
    assert_eq!(house.blobs_kept().await, 0);

    for (method, path, body) in [
        ("POST", "recipients", json!({ "addresses": [OUTSIDE] })),
        ("POST", "reminders", json!({ "recipients": [] })),
    ] {
        let refused = house.send(method, house.helene, &format!("/parcels/{parcel}/{path}"), body).await;
        assert_eq!(refused.refused(), (409, "transfer.not_sent".into()), "{path}");
    }
    assert_eq!(house.dispatch(house.helene, &parcel).await.refused(), (409, "transfer.not_a_draft".into()));
    let draft = house.draft(house.helene, "Brouillon", &[]).await;
    assert_eq!(
        house.send("PUT", house.helene, &format!("/parcels/{draft}/withdrawal"), Value::Null).await.refused(),
        (409, "transfer.not_sent".into())
    );
}
