//! What one person may take of what all share.

use time::Duration;
use transfer::Settings;

use crate::house::{House, YANIS};

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
