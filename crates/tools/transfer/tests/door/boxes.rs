//! The four boxes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime, macros::datetime};
use transfer::Settings;

use crate::house::{CLAIRE, HELENE, House, OUTSIDE, YANIS};

async fn list(house: &House, who: kernel::PersonId, query: &str) -> Value {
    let answer = house.get(who, &format!("/parcels?{query}")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    answer.json()
}

fn titles(page: &Value) -> Vec<&str> {
    page["parcels"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_parcel_is_in_its_box() {
    let house = House::furnished().await;
    house.draft(house.helene, "Brouillon", &[]).await;
    let (sent, file) = house.sent(&[YANIS, CLAIRE, OUTSIDE, "quatre@dehors.example"], b"abc").await;
    let (gone, _) = house.sent(&[YANIS], b"abc").await;
    house.send("PUT", house.helene, &format!("/parcels/{gone}/withdrawal"), Value::Null).await;
    let waiting = house.draft(house.helene, "En route", &[YANIS]).await;
    house.announce(house.helene, &waiting, "a", 3).await;
    house.later(Duration::MINUTE);
    house.dispatch(house.helene, &waiting).await;
    let key =
        house.mails().await.into_iter().find(|(to, _, _)| to == CLAIRE).map(|(_, _, text)| text).unwrap();
    let key = key.split("/r/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    house.knock(&format!("/received/{key}/files/{file}"), &[]).await;
    house
        .until("a download", async || house.facts().await.contains(&"transfer.file.downloaded".to_owned()))
        .await;

    let page = list(&house, house.helene, "").await;
    assert_eq!(titles(&page), ["En route", "Budget"]);
    assert_eq!(page["counts"], json!({ "sent": 2, "received_new": 0, "drafts": 1 }));
    let row = &page["parcels"][1];
    assert_eq!(row["id"], sent);
    assert_eq!(
        (
            &row["recipients_total"],
            &row["externals"],
            &row["files_total"],
            &row["size"],
            &row["downloaded_by"]
        ),
        (&json!(4), &json!(3), &json!(1), &json!(3), &json!(1))
    );
    assert_eq!(row["recipients"].as_array().unwrap().len(), 3);
    assert_eq!(row["recipients"][0], json!({ "name": "Yanis Belkacem", "address": YANIS, "kind": "agent" }));
    assert_eq!((&row["sender"], &row["key"]), (&Value::Null, &Value::Null));
    assert_eq!(titles(&list(&house, house.helene, "box=drafts").await), ["Brouillon"]);
    let ended = list(&house, house.helene, "box=ended").await;
    assert_eq!(
        (&ended["parcels"][0]["id"], &ended["parcels"][0]["state"]),
        (&json!(gone), &json!("withdrawn"))
    );

    let received = list(&house, house.yanis, "box=received").await;
    assert_eq!(received["parcels"].as_array().unwrap().len(), 2, "a waiting parcel is nobody's yet");
    assert_eq!(received["counts"]["received_new"], 1, "a withdrawn one is not waiting to be read");
    let row = received["parcels"].as_array().unwrap().iter().find(|row| row["id"] == *sent).unwrap();
    assert_eq!(
        row["sender"],
        json!({ "name": "Hélène Marchetti", "address": HELENE, "agent": true, "organisation": "Ministère de l’Écologie" })
    );
    assert_eq!((&row["recipients"], &row["opened"]), (&json!([]), &json!(false)));
    let opened = house.knock(&format!("/received/{}", row["key"].as_str().unwrap()), &[]).await;
    assert_eq!(opened.json()["for_address"], YANIS);
    let received = list(&house, house.yanis, "box=received").await;
    assert_eq!(received["counts"]["received_new"], 0);
    assert_eq!(list(&house, house.helene, "box=received").await["parcels"], json!([]));
    assert_eq!(house.get(house.helene, "/parcels?box=autre").await.refused().1, "web.bad_query");
}

#[tokio::test]
async fn a_long_box_is_read_page_by_page_without_missing_or_repeating() {
    let house = House::furnished_with(Settings { max_drafts_agent: 200, ..Settings::default() }).await;
    for n in 0..120 {
        house.draft(house.helene, &format!("{n}"), &[]).await;
        // Some at the very same instant.
        if n % 3 == 0 {
            house.later(Duration::SECOND);
        }
    }
    let (mut seen, mut before, mut pages) = (vec![], String::new(), 0);
    loop {
        let page = list(&house, house.helene, &format!("box=drafts{before}")).await;
        seen.extend(titles(&page).into_iter().map(|title| title.parse::<u32>().unwrap()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => before = format!("&before={next}"),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, (0..120).rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_that_was_never_offered_is_refused() {
    let house = House::furnished().await;
    house.draft(house.helene, "Un", &[]).await;
    let cursor = |at: OffsetDateTime| {
        let bytes = [&at.unix_timestamp_nanos().to_be_bytes()[..], &[0; 16]].concat();
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let far = [datetime!(-9999-01-01 0:00 UTC), datetime!(-4800-01-01 0:00 UTC)].map(cursor);
    for before in far.iter().map(String::as_str).chain(["nonsense", "AAAA", "%00"]) {
        let answer = house.get(house.helene, &format!("/parcels?box=drafts&before={before}")).await;
        assert_eq!(answer.refused(), (422, "transfer.bad_cursor".into()), "{before}");
    }
    let last = cursor(datetime!(9999-12-31 23:59:59 UTC));
    assert_eq!(titles(&list(&house, house.helene, &format!("box=drafts&before={last}")).await), ["Un"]);
}
