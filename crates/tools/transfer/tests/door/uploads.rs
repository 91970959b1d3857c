//! tus 1.0.0, operation by operation.

use aws_lc_rs::digest;
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use time::Duration;
use transfer::Settings;

use crate::house::{House, OFFSET_STREAM, YANIS, named};

fn checksum(algorithm: &'static digest::Algorithm, name: &str, bytes: &[u8]) -> String {
    format!("{name} {}", STANDARD.encode(digest::digest(algorithm, bytes)))
}

#[tokio::test]
async fn a_file_arrives_in_several_goes() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let bytes: Vec<u8> = (0..700_000_u32).map(|n| (n % 251) as u8).collect();
    let url = house.announce(house.helene, &parcel, "Photos/a.pdf", bytes.len()).await;
    assert!(url.starts_with(&format!("/tus/transfer/{parcel}/")));

    let answer = house.append(house.helene, &url, 0, &bytes[..300_000]).await;
    assert_eq!((answer.status, answer.field("upload-offset")), (StatusCode::NO_CONTENT, "300000"));
    assert_eq!(answer.field("tus-resumable"), "1.0.0");
    assert_eq!(answer.field("upload-expires"), "Mon, 30 Nov 2026 09:12:00 GMT");
    let seen = house.parcel(&parcel).await["files"][0].clone();
    assert_eq!((&seen["received"], &seen["complete"]), (&300_000.into(), &false.into()));
    assert_eq!(seen["upload_url"], *url);

    let head = house.tus("HEAD", house.helene, &url, &[], b"").await;
    assert_eq!(
        (head.status, head.field("upload-offset"), head.field("upload-length")),
        (StatusCode::OK, "300000", "700000")
    );
    assert_eq!(head.field("cache-control"), "no-store");
    assert_eq!(head.field("upload-metadata"), named("Photos/a.pdf"));

    let answer = house.append(house.helene, &url, 300_000, &bytes[300_000..]).await;
    assert_eq!((answer.status, answer.field("upload-offset")), (StatusCode::NO_CONTENT, "700000"));
    assert!(answer.headers.get("upload-expires").is_none());
    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"), "700000");
    assert_eq!(house.append(house.helene, &url, 700_000, b"").await.status, StatusCode::NO_CONTENT);

    house.work().await;
    let seen = house.parcel(&parcel).await["files"][0].clone();
    assert_eq!(
        (&seen["complete"], &seen["media_type"], &seen["expires_at"]),
        (&true.into(), &"application/pdf".into(), &serde_json::Value::Null)
    );
    let sha256: String =
        digest::digest(&digest::SHA256, &bytes).as_ref().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(seen["sha256"], *sha256);
    let id = seen["id"].as_str().unwrap();
    let back = house.get(house.helene, &format!("/parcels/{parcel}/files/{id}")).await;
    assert!(back.body == bytes, "{} bytes came back", back.body.len());
    assert_eq!(house.facts().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_empty_file_is_whole_at_once() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Vide", &[]).await;
    let url = house.announce(house.helene, &parcel, "vide.txt", 0).await;

    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"), "0");
    let seen = house.parcel(&parcel).await["files"][0].clone();
    assert_eq!((&seen["complete"], &seen["size"]), (&true.into(), &0.into()));
    let back =
        house.get(house.helene, &format!("/parcels/{parcel}/files/{}", seen["id"].as_str().unwrap())).await;
    assert_eq!((back.status, back.field("content-length"), back.body.len()), (StatusCode::OK, "0", 0));
    assert_eq!(house.append(house.helene, &url, 0, b"x").await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_the_server_speaks_can_be_asked() {
    let house = House::furnished().await;
    let answer = house.ask("OPTIONS", "/tus/transfer/whatever", Some(house.helene), &[], vec![]).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.field("tus-version"), "1.0.0");
    assert_eq!(
        answer.field("tus-extension"),
        "creation,creation-with-upload,termination,expiration,checksum"
    );
    assert_eq!(answer.field("tus-max-size"), "20000000000");
    assert_eq!(answer.field("tus-checksum-algorithm"), "sha256,sha1");
}

#[tokio::test]
async fn another_version_another_type_another_offset_are_refused() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let url = house.announce(house.helene, &parcel, "a.txt", 6).await;
    let me = Some(house.helene);

    for version in [vec![], vec![("tus-resumable", "0.2.2")]] {
        for method in ["POST", "HEAD", "PATCH", "DELETE"] {
            let answer = house.ask(method, &url, me, &version, vec![]).await;
            assert_eq!(answer.status, StatusCode::PRECONDITION_FAILED, "{method}");
            assert_eq!((answer.field("tus-version"), answer.field("tus-resumable")), ("1.0.0", "1.0.0"));
        }
    }
    let other = house
        .tus(
            "PATCH",
            house.helene,
            &url,
            &[("content-type", "application/octet-stream"), ("upload-offset", "0")],
            b"abc",
        )
        .await;
    assert_eq!(other.refused(), (415, "transfer.not_an_offset_stream".into()));
    let none = house.tus("PATCH", house.helene, &url, &[("content-type", OFFSET_STREAM)], b"abc").await;
    assert_eq!(none.refused(), (400, "transfer.bad_upload".into()));

    assert_eq!(house.append(house.helene, &url, 0, b"abc").await.status, StatusCode::NO_CONTENT);
    for wrong in [0, 2, 4, 6, 7] {
        let answer = house.append(house.helene, &url, wrong, b"").await;
        assert_eq!(answer.refused(), (409, "transfer.wrong_offset".into()), "{wrong}");
        assert_eq!(answer.field("upload-offset"), "3");
    }
    assert_eq!(
        house.append(house.helene, &url, 3, b"defg").await.refused(),
        (413, "transfer.beyond_length".into())
    );
    assert_eq!(house.append(house.helene, &url, 3, b"def").await.field("upload-offset"), "6");
    assert_eq!(house.append(house.helene, &url, 3, b"def").await.refused().0, 409);
}

#[tokio::test]
async fn a_creation_that_makes_no_sense_is_refused() {
    let settings =
        Settings { max_file_bytes: 100, max_parcel_bytes: 150, max_files: 3, ..Settings::default() };
    let house = House::furnished_with(settings).await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let create = async |length: &str, more: &[(&str, &str)]| {
        let metadata = named("a.txt");
        let mut fields = vec![("upload-metadata", &*metadata)];
        if !length.is_empty() {
            fields.push(("upload-length", length));
        }
        fields.extend_from_slice(more);
        house.tus("POST", house.helene, &format!("/tus/transfer/{parcel}"), &fields, b"").await
    };

    for length in ["", "-1", "abc", "1.5"] {
        assert_eq!(create(length, &[]).await.refused(), (400, "transfer.bad_upload".into()), "{length}");
    }
    assert_eq!(create("1", &[("upload-defer-length", "1")]).await.refused().0, 400);
    assert_eq!(create("1", &[("upload-concat", "partial")]).await.refused().0, 400);
    assert_eq!(create("101", &[]).await.refused(), (413, "transfer.file_too_large".into()));
    assert_eq!(create("100", &[]).await.status, StatusCode::CREATED);
    assert_eq!(create("51", &[]).await.refused(), (413, "transfer.parcel_too_large".into()));
    assert_eq!(create("50", &[]).await.status, StatusCode::CREATED);
    assert_eq!(create("0", &[]).await.status, StatusCode::CREATED);
    assert_eq!(create("0", &[]).await.refused(), (413, "transfer.too_many_files".into()));
    assert_eq!(house.parcel(&parcel).await["files"].as_array().unwrap().len(), 3);
    assert_eq!(house.blobs_kept().await, 3, "nothing is left of what was refused");
}

#[tokio::test]
async fn bytes_whose_checksum_is_another_are_dropped() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let url = house.announce(house.helene, &parcel, "a.txt", 600_000).await;
    let part = vec![7_u8; 300_000];
    let append = async |offset: &str, sum: &str, bytes: &[u8]| {
        let fields = [("content-type", OFFSET_STREAM), ("upload-offset", offset), ("upload-checksum", sum)];
        house.tus("PATCH", house.helene, &url, &fields, bytes).await
    };

    let right = checksum(&digest::SHA256, "sha256", &part);
    assert_eq!(append("0", &right, &part).await.field("upload-offset"), "300000");
    let wrong = checksum(&digest::SHA256, "sha256", b"something else");
    assert_eq!(append("300000", &wrong, &part).await.refused(), (460, "transfer.checksum_mismatch".into()));
    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"), "300000");
    assert_eq!(append("300000", "md5 AAAA", &part).await.refused(), (400, "transfer.bad_checksum".into()));
    assert_eq!(append("300000", "sha1", &part).await.refused(), (400, "transfer.bad_checksum".into()));

    let sha1 = checksum(&digest::SHA1_FOR_LEGACY_USE_ONLY, "sha1", &part);
    assert_eq!(append("300000", &sha1, &part).await.field("upload-offset"), "600000");
    let file = url.rsplit('/').next().unwrap();
    let back = house.get(house.helene, &format!("/parcels/{parcel}/files/{file}")).await;
    assert!(back.body == vec![7_u8; 600_000]);
}

#[tokio::test]
async fn a_small_file_travels_with_its_announcement() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let root = format!("/tus/transfer/{parcel}");
    let create = async |length: &str, body: &[u8], sum: &str| {
        let metadata = named("a.txt");
        let mut fields =
            vec![("upload-length", length), ("upload-metadata", &*metadata), ("content-type", OFFSET_STREAM)];
        if !sum.is_empty() {
            fields.push(("upload-checksum", sum));
        }
        house.tus("POST", house.helene, &root, &fields, body).await
    };

    let whole = create("3", b"abc", &checksum(&digest::SHA256, "sha256", b"abc")).await;
    assert_eq!((whole.status, whole.field("upload-offset")), (StatusCode::CREATED, "3"));
    let part = create("5", b"abc", "").await;
    assert_eq!((part.status, part.field("upload-offset")), (StatusCode::CREATED, "3"));
    assert_eq!(
        house.append(house.helene, part.field("location"), 3, b"de").await.status,
        StatusCode::NO_CONTENT
    );

    assert_eq!(create("3", b"abcd", "").await.refused(), (413, "transfer.beyond_length".into()));
    let wrong = create("3", b"abc", &checksum(&digest::SHA256, "sha256", b"abd")).await;
    assert_eq!(wrong.refused(), (460, "transfer.checksum_mismatch".into()));
    let seen = house.parcel(&parcel).await;
    let complete: Vec<bool> =
        seen["files"].as_array().unwrap().iter().map(|file| file["complete"].as_bool().unwrap()).collect();
    assert_eq!(complete, [true, true], "what could not be right was not kept");
}

#[tokio::test]
async fn an_upload_is_taken_away() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[YANIS]).await;
    let (done, begun) = (
        house.announce(house.helene, &parcel, "a.txt", 3).await,
        house.announce(house.helene, &parcel, "b.txt", 3).await,
    );
    house.append(house.helene, &done, 0, b"abc").await;
    house.append(house.helene, &begun, 0, b"a").await;

    for url in [&done, &begun] {
        assert_eq!(house.tus("DELETE", house.helene, url, &[], b"").await.status, StatusCode::NO_CONTENT);
        assert_eq!(house.tus("HEAD", house.helene, url, &[], b"").await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            house.tus("DELETE", house.helene, url, &[], b"").await.refused(),
            (404, "transfer.no_such_file".into())
        );
    }
    house.work().await;
    assert_eq!(house.blobs_kept().await, 0);

    let (sent, file) = house.sent(&[YANIS], b"abc").await;
    let gone = house.tus("DELETE", house.helene, &format!("/tus/transfer/{sent}/{file}"), &[], b"").await;
    assert_eq!(gone.refused(), (409, "transfer.not_a_draft".into()));
    let late = [("upload-length", "3"), ("upload-metadata", &*named("b"))];
    let late = house.tus("POST", house.helene, &format!("/tus/transfer/{sent}"), &late, b"").await;
    assert_eq!(late.refused(), (409, "transfer.not_a_draft".into()));
}

#[tokio::test]
async fn a_network_that_knows_only_post_can_upload() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let url = house.announce(house.helene, &parcel, "a.txt", 3).await;
    let fields =
        [("x-http-method-override", "PATCH"), ("content-type", OFFSET_STREAM), ("upload-offset", "0")];
    assert_eq!(house.tus("POST", house.helene, &url, &fields, b"abc").await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        house
            .tus("POST", house.helene, &url, &[("x-http-method-override", "HEAD")], b"")
            .await
            .field("upload-offset"),
        "3"
    );
    assert_eq!(house.tus("POST", house.helene, &url, &[], b"").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        house.tus("POST", house.helene, &url, &[("x-http-method-override", "DELETE")], b"").await.status,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn a_full_disk_is_said_and_harms_nothing() {
    let mut house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[]).await;
    let bytes: Vec<u8> = (0..900_000_u32).map(|n| (n % 241) as u8).collect();
    let url = house.announce(house.helene, &parcel, "a.bin", bytes.len()).await;
    house.append(house.helene, &url, 0, &bytes[..400_000]).await;

    house.restart(u64::MAX / 2);
    let full = house.append(house.helene, &url, 400_000, &bytes[400_000..]).await;
    assert_eq!(full.refused(), (507, "transfer.disk_full".into()));
    let more = [("upload-length", "3"), ("upload-metadata", &*named("b"))];
    let more = house.tus("POST", house.helene, &format!("/tus/transfer/{parcel}"), &more, b"").await;
    assert_eq!(more.refused(), (507, "transfer.disk_full".into()));

    house.restart(0);
    let offset: usize =
        house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset").parse().unwrap();
    assert!(offset >= 400_000, "what was acknowledged stays: {offset}");
    assert_eq!(
        house.append(house.helene, &url, offset, &bytes[offset..]).await.status,
        StatusCode::NO_CONTENT
    );
    let file = url.rsplit('/').next().unwrap();
    assert!(house.get(house.helene, &format!("/parcels/{parcel}/files/{file}")).await.body == bytes);
}

#[tokio::test]
async fn the_blob_knows_better_than_the_database() {
    let mut house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[YANIS]).await;
    let url = house.announce(house.helene, &parcel, "a.bin", 6).await;
    house.append(house.helene, &url, 0, b"abc").await;
    assert_eq!(house.dispatch(house.helene, &parcel).await.json()["state"], "waiting");
    // Killed between the last byte on the disk and the row that says so.
    sqlx::query("UPDATE transfer.files SET received = 1").execute(house.store.pool()).await.unwrap();
    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"), "3");
    let blob: uuid::Uuid =
        sqlx::query_scalar("SELECT blob FROM transfer.files").fetch_one(house.store.pool()).await.unwrap();
    let mut appender = house.blobs.append(blob.into()).await.unwrap();
    appender.write(bytes::Bytes::from_static(b"def")).await.unwrap();
    appender.finish(6).await.unwrap();
    drop(appender);
    house.restart(0);

    house.later(Duration::MINUTE);
    assert_eq!(house.tus("HEAD", house.helene, &url, &[], b"").await.field("upload-offset"), "6");
    assert_eq!(house.parcel(&parcel).await["state"], "sent", "the parcel that waited for it left");
}
