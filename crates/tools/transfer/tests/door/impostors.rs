//! In whose name things go on: of nobody who has signed out, is disabled, or could no longer.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    house::{CLAIRE, House, OUTSIDE, YANIS},
    interruptions::{open, status},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_upload_of_somebody_who_signs_out_stops_and_their_parcel_stays() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 2_000_000).await;
    house.dispatch(house.helene, &parcel).await;
    let mut socket = street.patch(house.helene, &url, 0, 2_000_000, &vec![1; 900_000], "").await;
    tokio::time::sleep(Duration::from_millis(200)).await;

    house.door.sign_out(house.helene);

    assert_eq!(status(&mut socket).await, 401);
    let _ = socket.write_all(&vec![1; 1_100_000]).await;
    house.door.sign_in(house.helene);
    let seen = house.parcel(&parcel).await;
    assert_eq!((&seen["state"], &seen["files"][0]["received"]), (&"waiting".into(), &900_000.into()));
    assert_eq!(house.append(house.helene, &url, 900_000, &vec![1; 1_100_000]).await.status.as_u16(), 204);
    assert_eq!(house.parcel(&parcel).await["state"], "sent", "they came back and went on");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_stays_signed_in_uploads_as_slowly_as_they_like() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 6).await;
    let mut socket = street.patch(house.helene, &url, 0, 6, b"abc", "").await;
    tokio::time::sleep(Duration::from_millis(2_300)).await;
    socket.write_all(b"def").await.unwrap();
    assert_eq!(status(&mut socket).await, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_download_stops_when_one_signs_out() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let bytes: Vec<u8> = vec![5; 64 << 20];
    let (parcel, file) = house.sent(&[CLAIRE], &bytes).await;
    let line = format!("GET /api/transfer/parcels/{parcel}/files/{file}");
    let mut socket = street.begin(&line, "", Some(house.helene)).await;
    socket.read_exact(&mut vec![0; 1 << 20]).await.unwrap();

    house.door.sign_out(house.helene);
    tokio::time::sleep(Duration::from_millis(1_200)).await;

    let (mut rest, mut piece) = (0, vec![0; 1 << 16]);
    while let Ok(n @ 1..) = socket.read(&mut piece).await {
        rest += n;
    }
    assert!(rest + (1 << 20) < bytes.len(), "{rest} bytes came");
}

#[tokio::test]
async fn the_parcel_of_a_disabled_sender_does_not_leave() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 3).await;
    assert_eq!(house.dispatch(house.helene, &parcel).await.json()["state"], "waiting");
    house.people.disable(house.helene);

    assert_eq!(house.append(house.helene, &url, 0, b"abc").await.status.as_u16(), 204);

    assert_eq!(house.parcel(&parcel).await["state"], "draft");
    assert_eq!(house.facts().await, Vec::<String>::new());
    assert_eq!(house.mails().await, vec![]);
}

#[tokio::test]
async fn the_parcel_of_somebody_who_left_the_state_reaches_nobody_outside() {
    let house = House::furnished().await;
    let mut parcels = vec![];
    for recipients in [&[YANIS, OUTSIDE][..], &[YANIS]] {
        let parcel = house.draft(house.helene, "Film", recipients).await;
        let url = house.announce(house.helene, &parcel, "film.mp4", 3).await;
        house.dispatch(house.helene, &parcel).await;
        parcels.push((parcel, url));
    }
    house.people.move_outside(house.helene);

    for (_, url) in &parcels {
        assert_eq!(house.append(house.helene, url, 0, b"abc").await.status.as_u16(), 204);
    }

    assert_eq!(house.parcel(&parcels[0].0).await["state"], "draft");
    assert_eq!(house.parcel(&parcels[1].0).await["state"], "sent");
    let mails = house.mails().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].2.contains("This person is external"), "as they are now: {}", mails[0].2);
}
