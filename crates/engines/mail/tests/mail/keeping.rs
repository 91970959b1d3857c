//! Without a relay: the local outbox.

use kernel::Language;
use mail::OutboxMailId;
use time::Duration;

use crate::furniture::{NOON, Room, letter};

#[tokio::test]
async fn without_a_relay_letters_stay_here_once_and_count_as_delivered() {
    let room = Room::furnished(None).await;
    assert!(room.mail.keeps_letters());
    room.post(letter("a", Language::Fr)).await;
    room.later(Duration::minutes(1));
    assert_eq!(room.work().await, 2);
    room.post(letter("a", Language::Fr)).await;
    room.post(letter("b", Language::En)).await;
    room.later(Duration::minutes(1));
    room.work().await;

    let kept = room.mail.outbox_list(10).await.unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept[0].subject.contains("sent you"), "the newest first: {}", kept[0].subject);
    assert_eq!(kept[1].to, "karim.benali@ville.exemple.fr");
    assert_eq!(kept[1].at, NOON + Duration::minutes(1));
    assert_eq!(room.heard.all().len(), 2);
    assert_eq!(room.mail.outbox_list(1).await.unwrap().len(), 1);

    let opened = room.mail.outbox_message(kept[1].id).await.unwrap().unwrap();
    assert_eq!(opened.subject, kept[1].subject);
    assert!(opened.html.starts_with("<!doctype html>"), "{}", opened.html);
    assert!(opened.text.contains("https://sac.exemple.fr/r/clef"), "{}", opened.text);
    assert!(room.mail.outbox_message(OutboxMailId::new()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_outbox_is_a_window_and_not_an_archive() {
    let room = Room::furnished(None).await;
    sqlx::query(
        r#"INSERT INTO mail.outbox (id, "to", subject, html, "text", at)
           SELECT gen_random_uuid(), 'a@b.fr', n::text, '', '', $1::timestamptz - n * interval '1 hour'
             FROM generate_series(1, 600) n"#,
    )
    .bind(NOON)
    .execute(room.store.pool())
    .await
    .unwrap();
    room.post(letter("a", Language::Fr)).await;
    room.work().await;
    let kept = room.mail.outbox_list(1_000).await.unwrap();
    assert_eq!(kept.len(), 500);
    assert_eq!(kept[499].subject, "499", "the oldest went");

    room.later(Duration::days(29));
    room.post(letter("b", Language::Fr)).await;
    room.work().await;
    let kept = room.mail.outbox_list(1_000).await.unwrap();
    let limit = NOON - Duration::days(1);
    assert!(kept.iter().all(|line| line.at >= limit), "thirty days");
    assert_eq!(kept.len(), 26);
}
