//! Words of one person that another reads: nothing in them can pass for a word of ours.

use serde_json::json;

use crate::house::{CLAIRE, HELENE, House, YANIS};

#[tokio::test]
async fn a_title_is_one_line_and_a_message_has_only_lines() {
    let house = House::furnished().await;
    let words = json!({
        "title": "Devis\r\n\r\nVoir les fichiers :\nhttps://ailleurs.example/\u{202E}x\0",
        "message": "Bonjour,\r\nvoici\0 \u{2066}le devis\u{1b}.\rMerci\u{2028}bien",
    });
    let made = house.send("POST", house.claire, "/parcels", words).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let made = made.json();
    assert_eq!(made["title"], "Devis  Voir les fichiers : https://ailleurs.example/x");
    assert_eq!(made["message"], "Bonjour,\nvoici le devis.\nMerci\nbien");
    let id = made["id"].as_str().unwrap();

    let changed = json!({ "title": "a\0\nb", "message": "\0" });
    let changed = house.send("PATCH", house.claire, &format!("/parcels/{id}"), changed).await.json();
    assert_eq!((&changed["title"], &changed["message"]), (&json!("a b"), &json!("")));
}

#[tokio::test]
async fn no_line_of_a_letter_is_the_senders_own_but_a_quoted_one() {
    let house = House::furnished().await;
    let words = json!({
        "title": "Devis\nhttps://ailleurs.example/r/faux", "message": "un\rhttps://ailleurs.example/\u{2028}deux",
        "recipients": [YANIS],
    });
    let parcel = house.send("POST", house.claire, "/parcels", words).await.json();
    let parcel = parcel["id"].as_str().unwrap();
    house.upload(house.claire, parcel, "a.pdf", b"abc").await;
    house.dispatch(house.claire, parcel).await;

    let (_, subject, text) = house.mails().await.remove(0);
    assert!(!subject.contains(['\r', '\n']), "{subject:?}");
    let theirs: Vec<&str> = text.lines().filter(|line| line.contains("ailleurs.example")).collect();
    assert!(!theirs.is_empty());
    for line in theirs {
        assert!(line.starts_with('>') || line.contains("Devis"), "{line:?} in {text}");
    }
}

#[tokio::test]
async fn whoever_is_no_agent_is_named_with_their_address() {
    let house = House::furnished().await;
    let impostor = house.people.meet(
        "contact@ailleurs.example",
        Some("Ministère de\nl’Intérieur"),
        kernel::Language::Fr,
    );
    let parcel = house.draft(impostor, "Convocation", &[YANIS]).await;
    house.upload(impostor, &parcel, "a.pdf", b"abc").await;
    house.dispatch(impostor, &parcel).await;

    let (_, subject, text) = house.mails().await.remove(0);
    let named = "Ministère de l’Intérieur (contact@ailleurs.example)";
    assert!(subject.starts_with(named), "{subject}");
    assert!(text.contains(&format!("{named} is sending you")), "{text}");

    let received = house.get(house.yanis, "/parcels?box=received").await.json();
    let row = &received["parcels"][0];
    let sender = json!({
        "name": "Ministère de l’Intérieur", "address": "contact@ailleurs.example", "agent": false, "organisation": null,
    });
    assert_eq!(row["sender"], sender);
    let seen = house.knock(&format!("/received/{}", row["key"].as_str().unwrap()), &[]).await.json();
    assert_eq!(
        (&seen["sender"]["address"], &seen["sender"]["agent"]),
        (&json!("contact@ailleurs.example"), &json!(false))
    );

    house.sent(&[CLAIRE], b"abc").await;
    let mails = house.mails().await;
    let (_, subject, _) = mails.iter().find(|(to, _, _)| to == CLAIRE).unwrap();
    assert!(!subject.contains(HELENE), "an agent's name stands for itself: {subject}");
}
