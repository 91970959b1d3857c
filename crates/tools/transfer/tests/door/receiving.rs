//! Receiving by a link.

use aws_lc_rs::digest;
use axum::http::StatusCode;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use time::Duration;
use transfer::Settings;

use crate::house::{CLAIRE, HELENE, House, YANIS, named};

#[tokio::test]
async fn a_link_shows_the_parcel_and_the_first_time_is_told() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE, YANIS], b"abc").await;
    let key = house.key(CLAIRE).await;
    let before = house.facts().await.len();

    let seen = house.knock(&format!("/received/{key}"), &[]).await;
    assert_eq!(seen.status, StatusCode::OK);
    let seen = seen.json();
    assert_eq!(
        seen,
        json!({
            "id": parcel, "title": "Budget", "message": "", "language": "fr",
            "sender": { "name": "Hélène Marchetti", "initials": "HM", "address": HELENE, "organisation": "Ministère de l’Écologie", "agent": true },
            "for_address": CLAIRE, "for_team": null, "sent_at": "2026-11-23T09:12:00Z", "ends_on": "2026-12-23", "expires_at": "2026-12-23T23:00:00Z",
            "for_team": null,
            "files": [{ "id": file, "name": "budget.pdf", "path": "budget.pdf", "size": 3, "media_type": "application/pdf", "sha256": null }],
            "size": 3, "state": "sent",
        })
    );
    house.later(Duration::HOUR);
    house.knock(&format!("/received/{key}"), &[]).await;

    assert_eq!(house.facts().await[before..], ["transfer.parcel.opened"]);
    let actor: Value = sqlx::query_scalar("SELECT body->'actor' FROM house.facts ORDER BY id DESC LIMIT 1")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(actor, json!({ "person": house.claire }));
    let mine = house.parcel(&parcel).await;
    assert_eq!(mine["recipients"][0]["opened_at"], "2026-11-23T09:12:00Z");
    assert_eq!(mine["recipients"][1]["opened_at"], Value::Null);
}

#[tokio::test]
async fn a_key_that_is_not_ours_opens_nothing() {
    let house = House::furnished().await;
    let (_, file) = house.sent(&[CLAIRE], b"abc").await;
    let key = house.key(CLAIRE).await;
    let bytes = URL_SAFE_NO_PAD.decode(&key).unwrap();
    for bit in [0, 7, 63, 127, 128, 200, 255] {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let flipped = URL_SAFE_NO_PAD.encode(bytes);
        for path in [format!("/received/{flipped}"), format!("/received/{flipped}/files/{file}")] {
            assert_eq!(
                house.knock(&path, &[]).await.refused(),
                (404, "transfer.no_such_parcel".into()),
                "bit {bit}"
            );
        }
    }
    for nonsense in ["x", "%00", "..", &"A".repeat(43), &"A".repeat(5000)] {
        assert_eq!(
            house.knock(&format!("/received/{nonsense}"), &[]).await.status,
            StatusCode::NOT_FOUND,
            "{nonsense}"
        );
    }
    let (_, other) = house.sent(&[YANIS], b"secret").await;
    for file in [other, uuid::Uuid::now_v7().to_string()] {
        let path = format!("/received/{key}/files/{file}");
        assert_eq!(house.knock(&path, &[]).await.refused(), (404, "transfer.no_such_file".into()));
    }
    assert_eq!(house.knock(&format!("/received/{key}/files/1"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_taken_whole_or_in_part() {
    let house = House::furnished().await;
    let bytes: Vec<u8> = (0..600_000_u32).map(|n| (n % 253) as u8).collect();
    let (parcel, file) = house.sent(&[CLAIRE], &bytes).await;
    house.work().await;
    let key = house.key(CLAIRE).await;
    let path = format!("/received/{key}/files/{file}");
    let take = async |fields: &[(&str, &str)]| house.knock(&path, fields).await;

    let whole = take(&[]).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert!(whole.body == bytes);
    let sha256 = STANDARD.encode(digest::digest(&digest::SHA256, &bytes));
    let etag = whole.field("etag").to_owned();
    assert!(etag.starts_with('"'), "strong");
    for (name, value) in [
        ("content-length", "600000"),
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"budget.pdf\"; filename*=UTF-8''budget.pdf"),
        ("accept-ranges", "bytes"),
        ("x-content-type-options", "nosniff"),
        ("last-modified", "Mon, 23 Nov 2026 09:12:00 GMT"),
        ("repr-digest", &format!("sha-256=:{sha256}:")),
    ] {
        assert_eq!(whole.field(name), value, "{name}");
    }

    house
        .until("the first download", async || {
            house.parcel(&parcel).await["recipients"][0]["downloads"][0]["count"] == 1
        })
        .await;
    for (range, first, last) in [
        ("bytes=262143-262145", 262_143, 262_145),
        ("bytes=599990-", 599_990, 599_999),
        ("bytes=-5", 599_995, 599_999),
        ("bytes=0-9", 0, 9),
    ] {
        let part = take(&[("range", range)]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(part.field("content-range"), format!("bytes {first}-{last}/600000"));
        assert!(part.body == bytes[first..=last], "{range}");
        assert_eq!(part.field("repr-digest"), format!("sha-256=:{sha256}:"));
    }
    let beyond = take(&[("range", "bytes=600000-")]).await;
    assert_eq!(
        (beyond.status, beyond.field("content-range")),
        (StatusCode::RANGE_NOT_SATISFIABLE, "bytes */600000")
    );
    assert_eq!(take(&[("range", "bytes=0-1,4-5")]).await.body.len(), 600_000);
    assert_eq!(
        take(&[("range", "bytes=0-9"), ("if-range", &etag)]).await.status,
        StatusCode::PARTIAL_CONTENT
    );
    assert_eq!(
        take(&[("range", "bytes=0-9"), ("if-range", "Mon, 23 Nov 2026 09:12:00 GMT")]).await.status,
        StatusCode::PARTIAL_CONTENT
    );
    assert_eq!(take(&[("range", "bytes=0-9"), ("if-range", "\"other\"")]).await.status, StatusCode::OK);
    assert_eq!(take(&[("if-none-match", &etag)]).await.status, StatusCode::NOT_MODIFIED);
    let head =
        house.ask("HEAD", &format!("/api/transfer{path}"), None, &[("range", "bytes=0-9")], vec![]).await;
    assert_eq!((head.status, head.field("content-length"), head.body.len()), (StatusCode::OK, "600000", 0));

    assert_eq!(take(&[("if-match", &etag)]).await.status, StatusCode::OK);
    for other in [("if-match", "\"other\""), ("if-unmodified-since", "Mon, 23 Nov 2026 09:11:59 GMT")] {
        let refused = take(&[other]).await;
        assert_eq!((refused.status, refused.body.len()), (StatusCode::PRECONDITION_FAILED, 0), "{other:?}");
        assert_eq!(refused.field("etag"), etag);
    }

    // Whole four times; parts, the refusals and HEAD are no download.
    house
        .until("four downloads", async || {
            house.parcel(&parcel).await["recipients"][0]["downloads"][0]["count"] == 4
        })
        .await;
    let mine = house.parcel(&parcel).await;
    let events: Vec<&str> =
        mine["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(events, ["sent", "downloaded", "downloaded", "downloaded", "downloaded"]);
    assert_eq!(
        (&mine["events"][1]["file"], &mine["recipients"][0]["downloads"][0]["file"]),
        (&json!(file), &json!(file))
    );
    assert_eq!(mine["recipients"][0]["last_at"], "2026-11-23T09:12:00Z");
    assert_eq!(house.facts().await.iter().filter(|fact| *fact == "transfer.file.downloaded").count(), 4);
}

#[tokio::test]
async fn the_end_of_a_file_is_a_download_only_after_its_beginning() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE, YANIS], b"abcdef").await;
    let (claire, yanis) = (house.key(CLAIRE).await, house.key(YANIS).await);
    let take = async |key: &str, range: &str| {
        let part = house.knock(&format!("/received/{key}/files/{file}"), &[("range", range)]).await;
        assert_eq!(part.status, StatusCode::PARTIAL_CONTENT, "{range}");
    };
    let counts = async || {
        let seen = house.parcel(&parcel).await;
        [0, 1].map(|n: usize| seen["recipients"][n]["downloads"][0]["count"].as_u64().unwrap_or(0))
    };
    let settled = || tokio::time::sleep(std::time::Duration::from_millis(200));

    take(&claire, "bytes=-1").await;
    take(&claire, "bytes=3-").await;
    settled().await;
    assert_eq!(counts().await, [0, 0], "nobody was given the beginning");

    take(&claire, "bytes=0-2").await;
    take(&yanis, "bytes=3-").await;
    settled().await;
    assert_eq!(counts().await, [0, 0], "nor was it given to the same");

    take(&claire, "bytes=3-").await;
    house.until("the download of both parts", async || counts().await == [1, 0]).await;
    take(&claire, "bytes=-1").await;
    settled().await;
    assert_eq!(counts().await, [1, 0], "the end again is no other download");

    take(&claire, "bytes=0-5").await;
    house.until("all of it in one part", async || counts().await == [2, 0]).await;
}

#[tokio::test]
async fn ones_own_file_counts_for_nobody() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE], b"abcdef").await;
    let path = format!("/api/transfer/parcels/{parcel}/files/{file}");
    let part = house.ask("GET", &path, Some(house.helene), &[("range", "bytes=2-")], vec![]).await;
    assert_eq!((part.status, &*part.body), (StatusCode::PARTIAL_CONTENT, &b"cdef"[..]));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(house.facts().await, ["transfer.parcel.sent"]);
}

#[tokio::test]
async fn a_name_and_a_type_that_could_harm_are_given_harmlessly() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Page", &[CLAIRE]).await;
    let metadata =
        named("Été \"x\".html").replace(&STANDARD.encode("application/pdf"), &STANDARD.encode("text/html"));
    let fields = [
        ("upload-length", "3"),
        ("upload-metadata", &*metadata),
        ("content-type", "application/offset+octet-stream"),
    ];
    let made = house.tus("POST", house.helene, &format!("/tus/transfer/{parcel}"), &fields, b"<b>").await;
    house.dispatch(house.helene, &parcel).await;
    let file = made.field("location").rsplit('/').next().unwrap().to_owned();

    let taken = house.knock(&format!("/received/{}/files/{file}", house.key(CLAIRE).await), &[]).await;
    assert_eq!(taken.field("content-type"), "application/octet-stream");
    assert_eq!(
        taken.field("content-disposition"),
        "attachment; filename=\"_t_ _x_.html\"; filename*=UTF-8''%C3%89t%C3%A9%20%22x%22.html"
    );
}

#[tokio::test]
async fn a_parcel_that_is_over_shows_itself_and_gives_nothing() {
    let house = House::furnished().await;
    let (withdrawn, file) = house.sent(&[CLAIRE], b"abc").await;
    let key = house.key(CLAIRE).await;
    house.send("PUT", house.helene, &format!("/parcels/{withdrawn}/withdrawal"), Value::Null).await;

    let seen = house.knock(&format!("/received/{key}"), &[]).await.json();
    assert_eq!(
        (&seen["state"], &seen["files"], &seen["size"], &seen["title"]),
        (&json!("withdrawn"), &json!([]), &json!(3), &json!("Budget"))
    );
    assert_eq!(
        house.knock(&format!("/received/{key}/files/{file}"), &[]).await.refused(),
        (410, "transfer.over".into())
    );
    let own = house.get(house.helene, &format!("/parcels/{withdrawn}/files/{file}")).await;
    assert_eq!(own.refused(), (410, "transfer.over".into()));

    let (_, file) = house.sent(&[YANIS], b"abc").await;
    let key = house.key(YANIS).await;
    // Before the sweep has passed, at the very second.
    house.later(time::macros::datetime!(2026-12-23 23:00 UTC) - crate::house::NOW);
    assert_eq!(house.knock(&format!("/received/{key}"), &[]).await.json()["state"], "expired");
    assert_eq!(
        house.knock(&format!("/received/{key}/files/{file}"), &[]).await.refused(),
        (410, "transfer.over".into())
    );
    assert!(!house.facts().await.contains(&"transfer.parcel.opened".to_owned()));
}

#[tokio::test]
async fn a_household_that_knocks_too_often_is_asked_to_wait() {
    let house =
        House::furnished_with(Settings { received_per_second: 1, received_burst: 3, ..Settings::default() })
            .await;
    for _ in 0..3 {
        assert_eq!(house.knock("/received/x", &[]).await.status, StatusCode::NOT_FOUND);
    }
    let refused = house.knock("/received/x", &[]).await;
    assert_eq!(refused.refused(), (429, "web.too_many_requests".into()));
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn an_empty_file_is_taken_like_any_other() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE], b"").await;
    let path = format!("/received/{}/files/{file}", house.key(CLAIRE).await);
    let head = house.ask("HEAD", &format!("/api/transfer{path}"), None, &[], vec![]).await;
    assert_eq!((head.status, head.field("content-length")), (StatusCode::OK, "0"));
    assert_eq!(house.knock(&path, &[("range", "bytes=0-")]).await.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(house.knock(&path, &[]).await.status, StatusCode::OK);
    house
        .until("one download", async || {
            house.parcel(&parcel).await["recipients"][0]["downloads"][0]["count"] == 1
        })
        .await;
}
