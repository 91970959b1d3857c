//! What happens by itself as time passes.

use serde_json::{Value, json};
use time::{Duration, macros::datetime};
use web::Tool as _;

use crate::house::{CLAIRE, HELENE, House, NOW, OUTSIDE, YANIS};

#[tokio::test]
async fn a_parcel_expires_and_its_sender_learns_who_took_nothing() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE, YANIS, OUTSIDE], b"abc").await;
    let key = house.key(CLAIRE).await;
    house.knock(&format!("/received/{key}/files/{file}"), &[]).await;
    house
        .until("a download", async || house.facts().await.contains(&"transfer.file.downloaded".to_owned()))
        .await;

    house.later(datetime!(2026-12-23 22:59:59 UTC) - NOW);
    house.tide().await;
    assert_eq!(house.parcel(&parcel).await["state"], "sent", "its last day is not over");
    house.later(Duration::SECOND);
    house.tide().await;
    house.tide().await;

    let over = house.parcel(&parcel).await;
    assert_eq!(
        (&over["state"], &over["recipients"][0]["downloads"][0]["count"]),
        (&json!("expired"), &json!(1))
    );
    assert_eq!(over["events"].as_array().unwrap().last().unwrap()["kind"], "expired");
    assert_eq!(house.facts().await.iter().filter(|fact| *fact == "transfer.parcel.expired").count(), 1);
    let told: Vec<_> = house.mails().await.into_iter().filter(|(to, _, _)| to == HELENE).collect();
    assert_eq!(told.len(), 1);
    let (_, subject, text) = &told[0];
    assert_eq!(subject.replace(['\u{a0}', '\u{202f}'], " "), "Envoi terminé : Budget");
    assert!(text.contains("Yanis Belkacem") && text.contains(OUTSIDE) && !text.contains(CLAIRE), "{text}");
    house.work().await;
    assert_eq!(house.blobs_kept().await, 0);
    assert_eq!(house.knock(&format!("/received/{key}"), &[]).await.json()["state"], "expired");
}

#[tokio::test]
async fn those_who_took_nothing_are_called_two_days_before_the_end() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE, YANIS], b"abc").await;
    let key = house.key(CLAIRE).await;
    house.knock(&format!("/received/{key}/files/{file}"), &[]).await;
    house
        .until("a download", async || house.facts().await.contains(&"transfer.file.downloaded".to_owned()))
        .await;
    let reminders = async || {
        house.mails().await.into_iter().filter(|(_, subject, _)| subject.starts_with("Reminder")).count()
    };

    house.later(datetime!(2026-12-21 22:59 UTC) - NOW);
    house.tide().await;
    assert_eq!(reminders().await, 0);
    house.later(Duration::MINUTE);
    house.tide().await;
    house.later(Duration::DAY);
    house.tide().await;

    assert_eq!(reminders().await, 1, "once, and to the one who took nothing");
    assert_eq!(house.facts().await.iter().filter(|fact| *fact == "transfer.recipient.reminded").count(), 1);
    let event = house.parcel(&parcel).await["events"].as_array().unwrap().last().cloned().unwrap();
    assert_eq!(event["kind"], "reminded");
}

#[tokio::test]
async fn a_parcel_of_a_day_is_not_followed_by_a_reminder_at_once() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Vite", &[CLAIRE]).await;
    house
        .send("PATCH", house.helene, &format!("/parcels/{parcel}"), json!({ "ends_on": "2026-11-24" }))
        .await;
    house.upload(house.helene, &parcel, "a", b"abc").await;
    house.dispatch(house.helene, &parcel).await;
    house.later(Duration::HOUR);
    house.tide().await;
    assert_eq!(house.mails().await.len(), 1);
}

#[tokio::test]
async fn uploads_and_drafts_that_nobody_continues_are_forgotten() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    house.upload(house.helene, &parcel, "a.txt", b"abc").await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 6).await;
    house.dispatch(house.helene, &parcel).await;
    house.later(Duration::days(6));
    assert_eq!(house.append(house.helene, &url, 0, b"abc").await.status.as_u16(), 204);
    house.later(Duration::days(6));
    house.tide().await;
    assert_eq!(
        house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"),
        "3",
        "it was continued"
    );

    house.later(Duration::days(7));
    house.tide().await;
    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.status.as_u16(), 404);
    let seen = house.parcel(&parcel).await;
    assert_eq!(
        (&seen["state"], seen["files"].as_array().unwrap().len()),
        (&json!("draft"), 1),
        "it does not leave without it"
    );
    assert_eq!(house.facts().await, Vec::<String>::new());

    house.later(Duration::days(29));
    house.tide().await;
    house.work().await;
    assert_eq!(house.get(house.helene, &format!("/parcels/{parcel}")).await.status.as_u16(), 404);
    assert_eq!(house.blobs_kept().await, 0);
}

#[tokio::test]
async fn bytes_that_belong_to_no_file_are_swept_once_old() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[YANIS], b"abc").await;
    house.blobs.create(blobs::BlobId::random()).await.unwrap();
    house.tide().await;
    assert_eq!(house.blobs_kept().await, 2, "it may be about to get its row");

    // The clock of the disk is the machine's, that of the house is the test's.
    #[expect(clippy::disallowed_methods, reason = "asks how far the test's clock is from the disk's")]
    let machine = time::OffsetDateTime::now_utc();
    house.later(machine - NOW + Duration::days(2));
    for routine in house.tool.routines().into_iter().filter(|routine| routine.name() == "transfer.sweep") {
        routine.run().await.unwrap();
    }
    assert_eq!(house.blobs_kept().await, 1);
    assert_eq!(house.get(house.helene, &format!("/parcels/{parcel}/files/{file}")).await.body, b"abc");
}

#[tokio::test]
async fn the_fate_of_a_letter_is_shown() {
    let house = House::furnished().await;
    let (parcel, _) = house.sent(&[CLAIRE], b"abc").await;
    let recipient = house.parcel(&parcel).await["recipients"][0]["id"].clone();
    let about = json!({ "recipient": recipient });
    let outcomes = house.tool.outcomes();

    for (reason, shown) in [("mail.unreachable", "failed"), ("mail.refused", "bounced")] {
        outcomes.refused("transfer.parcel_received", &about, reason).await.unwrap();
        outcomes.refused("transfer.parcel_received", &about, reason).await.unwrap();
        assert_eq!(house.parcel(&parcel).await["recipients"][0]["mail"], shown);
    }
    outcomes.delivered("transfer.parcel_received", &about).await.unwrap();
    outcomes.refused("transfer.parcel_reminder", &about, "mail.refused").await.unwrap();
    outcomes
        .delivered("transfer.parcel_received", &json!({ "recipient": uuid::Uuid::now_v7() }))
        .await
        .unwrap();

    assert_eq!(house.parcel(&parcel).await["recipients"][0]["mail"], "sent");
    let written = ["transfer.recipient.written"; 3];
    assert_eq!(house.facts().await, [&["transfer.parcel.sent"][..], &written].concat());
}

#[tokio::test]
async fn somebody_who_left_is_named_nowhere() {
    let house = House::furnished().await;
    house.sent(&[CLAIRE], b"abc").await;
    let draft = house.draft(house.claire, "De Claire", &[YANIS]).await;
    house.upload(house.claire, &draft, "a", b"abc").await;
    house.dispatch(house.claire, &draft).await;

    house.tool.forget(house.claire).await.unwrap();
    house.work().await;

    assert_eq!(house.blobs_kept().await, 1, "her parcel went with its bytes");
    let left: Value = sqlx::query_scalar("SELECT jsonb_build_array((SELECT jsonb_agg(p) FROM transfer.parcels p), (SELECT jsonb_agg(r) FROM transfer.recipients r))")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    let left = left.to_string();
    assert!(
        !left.contains("claire") && !left.contains("Claire") && !left.contains(&house.claire.to_string()),
        "{left}"
    );
}

#[tokio::test]
async fn a_parcel_that_waits_for_files_that_never_come_is_a_draft_again_and_forgotten_like_one() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[YANIS]).await;
    house.upload(house.helene, &parcel, "a.jpg", b"abc").await;
    house.dispatch_of(house.helene, &parcel, 2).await;

    house.later(Duration::days(29));
    house.tide().await;
    assert_eq!(house.parcel(&parcel).await["state"], "waiting");
    house.later(Duration::days(1));
    house.tide().await;
    let seen = house.parcel(&parcel).await;
    assert_eq!((&seen["state"], &seen["awaited"]), (&json!("draft"), &json!(0)));
    assert_eq!(seen["files"].as_array().unwrap().len(), 1, "there is time to send it all the same");

    house.later(Duration::days(30));
    house.tide().await;
    let gone = house.get(house.helene, &format!("/parcels/{parcel}")).await;
    assert_eq!(gone.refused(), (404, "transfer.no_such_parcel".into()));
    house.work().await;
    assert_eq!(house.blobs_kept().await, 0);
    assert_eq!(house.facts().await, Vec::<String>::new());
}
