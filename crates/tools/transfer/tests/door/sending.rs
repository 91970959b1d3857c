//! Sending: at once, or when the last file has arrived.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::ports::Level;
use serde_json::{Value, json};
use time::Duration;

use crate::house::{CLAIRE, House, OUTSIDE, YANIS};

#[tokio::test]
async fn a_parcel_sent_is_told_and_written_to_each_in_their_language() {
    let house = House::furnished().await;
    let body = json!({ "title": "Budget", "message": "Bonjour,\nvoici.", "recipients": [YANIS, CLAIRE, OUTSIDE], "language": "en" });
    let parcel = house.send("POST", house.helene, "/parcels", body).await.json();
    let id = parcel["id"].as_str().unwrap();
    house.upload(house.helene, id, "budget.pdf", b"abc").await;

    let sent = house.dispatch(house.helene, id).await;
    assert_eq!(sent.status.as_u16(), 200);
    let sent = sent.json();
    assert_eq!((&sent["state"], &sent["sent_at"]), (&json!("sent"), &json!("2026-11-23T09:12:00Z")));
    assert_eq!(
        (&sent["ends_on"], &sent["expires_at"]),
        (&json!("2026-12-23"), &json!("2026-12-23T23:00:00Z"))
    );
    assert_eq!(
        sent["events"],
        json!([{ "at": "2026-11-23T09:12:00Z", "kind": "sent", "recipient": null, "file": null }])
    );
    assert_eq!(house.facts().await, ["transfer.parcel.sent"]);

    let mails = house.mails().await;
    let mut to: Vec<(&str, bool)> =
        mails.iter().map(|(to, subject, _)| (to.as_str(), subject.contains("is sending you"))).collect();
    to.sort_unstable();
    // Yanis reads English, Claire French; nobody knows of the third, who gets the parcel's language.
    assert_eq!(to, [(OUTSIDE, true), (CLAIRE, false), (YANIS, true)]);
    let (_, subject, text) = mails.iter().find(|(to, _, _)| to == CLAIRE).unwrap();
    assert_eq!(subject.replace(['\u{a0}', '\u{202f}'], " "), "Hélène Marchetti vous envoie « Budget »");
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(
        text.contains("> voici.")
            && text.contains("mercredi 23 décembre 2026")
            && text.contains("https://sac.exemple.fr/r/"),
        "{text}"
    );
    assert!(!text.contains("externe"), "{text}");

    let after = house.parcel(id).await;
    assert!(after["recipients"].as_array().unwrap().iter().all(|one| one["mail"] == "sent"));
    assert_eq!(house.facts().await.iter().filter(|fact| *fact == "transfer.recipient.written").count(), 3);
    let scope: uuid::Uuid =
        sqlx::query_scalar("SELECT scope FROM transfer.parcels").fetch_one(house.store.pool()).await.unwrap();
    assert!(house.access.decide(house.yanis, Level::Read, scope.into()).await.unwrap());
    assert!(!house.access.decide(house.yanis, Level::Write, scope.into()).await.unwrap());
    assert!(house.access.decide(house.helene, Level::Manage, scope.into()).await.unwrap());

    let again = house.dispatch(house.helene, id).await.json();
    assert_eq!(again["sent_at"], sent["sent_at"]);
    assert_eq!(house.mails().await.len(), 3, "sent once");
}

#[tokio::test]
async fn an_agent_is_warned_of_a_sender_from_outside() {
    let house = House::furnished().await;
    let parcel = house.draft(house.claire, "", &[YANIS]).await;
    house.upload(house.claire, &parcel, "devis.pdf", b"abc").await;
    house.dispatch(house.claire, &parcel).await;

    let mails = house.mails().await;
    assert!(mails[0].2.contains("This person is external"), "{}", mails[0].2);
    let title: String = sqlx::query_scalar("SELECT body->'card'->>'title' FROM house.facts")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(title, "devis.pdf", "a parcel without a title is called by its first file");
}

#[tokio::test]
async fn a_parcel_that_cannot_leave_is_refused_and_tells_nothing() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    assert_eq!(house.dispatch(house.helene, &parcel).await.refused(), (422, "transfer.no_recipient".into()));
    house
        .send(
            "PATCH",
            house.helene,
            &format!("/parcels/{parcel}"),
            json!({ "recipients": [YANIS], "ends_on": "2026-11-24" }),
        )
        .await;
    assert_eq!(house.dispatch(house.helene, &parcel).await.refused(), (422, "transfer.no_file".into()));
    house.upload(house.helene, &parcel, "a.pdf", b"abc").await;
    house.later(Duration::days(1));
    assert_eq!(house.dispatch(house.helene, &parcel).await.refused(), (422, "transfer.ends_too_soon".into()));
    assert_eq!(house.facts().await, Vec::<String>::new());
    assert_eq!(house.mails().await, vec![]);
}

#[tokio::test]
async fn a_waiting_parcel_leaves_with_its_last_byte() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    house.upload(house.helene, &parcel, "a.txt", b"abc").await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 6).await;

    let waiting = house.dispatch(house.helene, &parcel).await.json();
    assert_eq!((&waiting["state"], &waiting["sent_at"]), (&json!("waiting"), &Value::Null));
    let words =
        house.send("PATCH", house.helene, &format!("/parcels/{parcel}"), json!({ "title": "x" })).await;
    assert_eq!(words.refused(), (409, "transfer.not_a_draft".into()));
    house.append(house.helene, &url, 0, b"abc").await;
    assert_eq!(house.parcel(&parcel).await["state"], "waiting");
    assert_eq!(house.facts().await, Vec::<String>::new());

    house.later(Duration::hours(15));
    house.append(house.helene, &url, 3, b"def").await;
    let sent = house.parcel(&parcel).await;
    assert_eq!(
        (&sent["state"], &sent["ends_on"]),
        (&json!("sent"), &json!("2026-12-24")),
        "it is past midnight in Paris"
    );
    assert_eq!(house.facts().await, ["transfer.parcel.sent"]);
    assert_eq!(house.mails().await.len(), 1);
}

#[tokio::test]
async fn a_waiting_parcel_can_be_held_back() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 3).await;
    house.dispatch(house.helene, &parcel).await;

    let held =
        house.send("DELETE", house.helene, &format!("/parcels/{parcel}/dispatch"), Value::Null).await.json();
    assert_eq!(held["state"], "draft");
    house.append(house.helene, &url, 0, b"abc").await;
    assert_eq!(house.parcel(&parcel).await["state"], "draft");
    assert_eq!(house.dispatch(house.helene, &parcel).await.json()["state"], "sent");
    let late = house.send("DELETE", house.helene, &format!("/parcels/{parcel}/dispatch"), Value::Null).await;
    assert_eq!(late.refused(), (409, "transfer.not_a_draft".into()));
}

#[tokio::test]
async fn a_parcel_waits_for_files_not_yet_announced() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[YANIS]).await;
    let waiting = house
        .send("PUT", house.helene, &format!("/parcels/{parcel}/dispatch?files=3"), Value::Null)
        .await
        .json();
    assert_eq!(waiting["state"], "waiting");
    house.upload(house.helene, &parcel, "a.txt", b"abc").await;
    let file = house.upload(house.helene, &parcel, "b.txt", b"abc").await;
    assert_eq!(house.parcel(&parcel).await["state"], "waiting");

    house.tus("DELETE", house.helene, &format!("/tus/transfer/{parcel}/{file}"), &[], b"").await;
    assert_eq!(house.parcel(&parcel).await["state"], "waiting", "two are awaited now, one is there");
    house.upload(house.helene, &parcel, "c.txt", b"").await;
    assert_eq!(house.parcel(&parcel).await["state"], "sent");
}

#[tokio::test]
async fn taking_away_the_last_unfinished_file_lets_a_waiting_parcel_go() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[YANIS]).await;
    house.upload(house.helene, &parcel, "a.txt", b"abc").await;
    let url = house.announce(house.helene, &parcel, "b.txt", 3).await;
    house.dispatch(house.helene, &parcel).await;
    house.tus("DELETE", house.helene, &url, &[], b"").await;
    assert_eq!(house.parcel(&parcel).await["state"], "sent");
}

#[tokio::test]
async fn a_parcel_whose_end_passed_while_it_waited_is_a_draft_again() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    house
        .send("PATCH", house.helene, &format!("/parcels/{parcel}"), json!({ "ends_on": "2026-11-24" }))
        .await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 3).await;
    house.dispatch(house.helene, &parcel).await;
    house.later(Duration::days(2));

    assert_eq!(house.append(house.helene, &url, 0, b"abc").await.status.as_u16(), 204);
    assert_eq!(house.parcel(&parcel).await["state"], "draft");
    assert_eq!(house.facts().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_files_that_arrive_together_send_a_parcel_once() {
    let house = House::furnished().await;
    for round in 0..5 {
        let parcel = house.draft(house.helene, "Photos", &[YANIS]).await;
        let mut urls = vec![];
        for n in 0..4 {
            urls.push(house.announce(house.helene, &parcel, &format!("{n}.txt"), 3).await);
        }
        house.dispatch(house.helene, &parcel).await;

        let arrive = |url: &String| {
            let url = url.clone();
            let house = &house;
            async move { house.append(house.helene, &url, 0, b"abc").await.status.as_u16() }
        };
        let (a, b, c, d) =
            tokio::join!(arrive(&urls[0]), arrive(&urls[1]), arrive(&urls[2]), arrive(&urls[3]));

        assert_eq!((a, b, c, d), (204, 204, 204, 204));
        assert_eq!(house.parcel(&parcel).await["state"], "sent");
        assert_eq!(house.facts().await.len(), round + 1);
    }
}

#[tokio::test]
async fn a_waiting_parcel_does_not_leave_without_a_file_whose_first_bytes_were_refused() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Deux", &[YANIS]).await;
    house.upload(house.helene, &parcel, "one.txt", b"one").await;
    assert_eq!(house.dispatch_of(house.helene, &parcel, 2).await.json()["awaited"], 2);

    let wrong = format!("sha256 {}", STANDARD.encode(digest::digest(&digest::SHA256, b"other")));
    let refused = house.create(house.helene, &parcel, "two.txt", b"two", &wrong).await;

    assert_eq!(refused.refused(), (460, "transfer.checksum_mismatch".into()));
    let seen = house.parcel(&parcel).await;
    assert_eq!((&seen["state"], &seen["awaited"]), (&json!("waiting"), &json!(2)));
    assert_eq!(seen["files"].as_array().unwrap().len(), 1);
    assert_eq!(house.facts().await, Vec::<String>::new());
    house.work().await;
    assert_eq!(house.blobs_kept().await, 1);

    let right = format!("sha256 {}", STANDARD.encode(digest::digest(&digest::SHA256, b"two")));
    assert_eq!(house.create(house.helene, &parcel, "two.txt", b"two", &right).await.status.as_u16(), 201);
    let seen = house.parcel(&parcel).await;
    assert_eq!((&seen["state"], &seen["files"][1]["path"]), (&json!("sent"), &json!("two.txt")));
}

#[tokio::test]
async fn more_files_than_a_parcel_holds_are_not_waited_for() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[YANIS]).await;
    let refused = house.dispatch_of(house.helene, &parcel, 2001).await;
    assert_eq!(refused.refused(), (413, "transfer.too_many_files".into()));
    assert_eq!(house.dispatch_of(house.helene, &parcel, 2000).await.json()["state"], "waiting");
}
