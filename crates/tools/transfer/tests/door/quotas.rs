//! What one person may take of what all share.

use futures::future::join_all;
use time::Duration;
use transfer::Settings;

use crate::house::{House, YANIS, named};

#[tokio::test]
async fn unsent_parcels_together_have_a_limit_and_sending_one_makes_room() {
    let settings = Settings { max_unsent_bytes: 10, ..Settings::default() };
    let house = House::furnished_with(settings).await;
    let first = house.draft(house.helene, "Un", &[YANIS]).await;
    house.upload(house.helene, &first, "a.txt", b"123456").await;
    let second = house.draft(house.helene, "Deux", &[YANIS]).await;

    let length = [("upload-length", "5"), ("upload-metadata", "filename Yi50eHQ=")];
    let refused =
        house.tus("POST", house.helene, &format!("/tus/transfer/{second}"), &length, b"").await.refused();
    assert_eq!(refused, (413, "transfer.too_much_unsent".into()));
    house.dispatch(house.helene, &first).await;

    house.upload(house.helene, &second, "b.txt", b"12345").await;
}

#[tokio::test]
async fn somebody_from_outside_sends_so_many_parcels_a_day() {
    let settings = Settings { max_sends_external: 2, ..Settings::default() };
    let house = House::furnished_with(settings).await;
    let send = async |who| {
        let parcel = house.draft(who, "Pièces", &[YANIS]).await;
        house.upload(who, &parcel, "a.txt", b"abc").await;
        house.dispatch(who, &parcel).await
    };
    send(house.claire).await;
    send(house.claire).await;

    assert_eq!(send(house.claire).await.refused(), (429, "transfer.too_many_sends".into()));
    for _ in 0..3 {
        assert_eq!(send(house.helene).await.json()["state"], "sent", "an agent has no such limit");
    }
    house.later(Duration::days(1) + Duration::SECOND);
    assert_eq!(send(house.claire).await.json()["state"], "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn parcels_sent_all_at_once_do_not_pass_the_limit_together() {
    let house = House::furnished_with(Settings { max_sends_external: 3, ..Settings::default() }).await;
    let mut parcels = vec![];
    for n in 0..16 {
        let parcel = house.draft(house.claire, "Pièces", &[YANIS]).await;
        // Half of them would leave at once, the others wait for a file.
        if n % 2 == 0 {
            house.upload(house.claire, &parcel, "a.txt", b"abc").await;
        }
        parcels.push(parcel);
    }

    let answers = join_all(parcels.iter().map(|parcel| house.dispatch_of(house.claire, parcel, 1))).await;

    let accepted = answers.iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(accepted, 3);
    for answer in answers.iter().filter(|answer| !answer.status.is_success()) {
        assert_eq!(answer.refused(), (429, "transfer.too_many_sends".into()));
    }
}

#[tokio::test]
async fn a_parcel_that_waits_counts_and_may_be_sent_again() {
    let house = House::furnished_with(Settings { max_sends_external: 1, ..Settings::default() }).await;
    let first = house.draft(house.claire, "Une", &[YANIS]).await;
    let second = house.draft(house.claire, "Deux", &[YANIS]).await;
    for _ in 0..2 {
        assert_eq!(house.dispatch_of(house.claire, &first, 1).await.json()["state"], "waiting");
    }
    let refused = house.dispatch_of(house.claire, &second, 1).await;
    assert_eq!(refused.refused(), (429, "transfer.too_many_sends".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_announced_all_at_once_do_not_pass_the_limit_together() {
    let house = House::furnished_with(Settings { max_unsent_bytes: 10, ..Settings::default() }).await;
    let mut parcels = vec![];
    for _ in 0..8 {
        parcels.push(house.draft(house.helene, "Pièces", &[]).await);
    }
    let metadata = named("a.txt");
    let fields = [("upload-length", "4"), ("upload-metadata", &*metadata)];
    let paths: Vec<String> = parcels.iter().map(|parcel| format!("/tus/transfer/{parcel}")).collect();

    let answers =
        join_all(paths.iter().map(|path| house.tus("POST", house.helene, path, &fields, b""))).await;

    assert_eq!(answers.iter().filter(|answer| answer.status.as_u16() == 201).count(), 2);
}

#[tokio::test]
async fn somebody_has_so_many_parcels_in_the_making() {
    let settings = Settings { max_drafts_agent: 3, max_drafts_external: 2, ..Settings::default() };
    let house = House::furnished_with(settings).await;
    let too_many = (409, "transfer.too_many_drafts".to_owned());
    for (who, most) in [(house.helene, 3), (house.claire, 2)] {
        let first = house.draft(who, "Un", &[YANIS]).await;
        house.dispatch_of(who, &first, 1).await;
        for _ in 1..most {
            house.draft(who, "Encore", &[YANIS]).await;
        }
        let refused = house.send("POST", who, "/parcels", serde_json::json!({})).await;
        assert_eq!(refused.refused(), too_many);
        assert!(refused.json()["detail"].as_str().unwrap().contains(&most.to_string()));

        house.upload(who, &first, "a.txt", b"abc").await;
        house.draft(who, "De la place", &[YANIS]).await;
    }
}
