//! When letters leave, when they wait, and what is told of it.

use std::{fs, sync::atomic::Ordering};

use kernel::Language;
use mail::{Mail, Settings, Smtp, Tls};
use mail_parser::MessageParser;
use serde_json::json;
use testkit::SmtpServer;
use time::Duration;

use crate::furniture::{NOON, Room, address, brand, letter, letters, plain, settings};

fn message_id(data: &[u8]) -> String {
    MessageParser::default().parse(data).unwrap().message_id().unwrap().to_owned()
}

fn told(key: &str, refused: Option<&str>) -> (String, serde_json::Value, Option<String>) {
    ("transfer.parcel".to_owned(), json!({ "recipient": key }), refused.map(str::to_owned))
}

#[tokio::test]
async fn a_change_rolled_back_writes_to_nobody() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    let mut tx = room.store.begin().await.unwrap();
    room.mail.post(&mut tx, letter("a", Language::Fr)).await.unwrap();
    tx.rollback().await.unwrap();

    assert_eq!(room.work().await, 0);
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn a_relay_that_was_down_gets_the_letters_later() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    server.stop();
    room.post(letter("a", Language::Fr)).await;
    assert_eq!(room.work().await, 0);
    for _ in 0..12 {
        room.later(Duration::minutes(5));
        assert_eq!(room.work().await, 0);
    }
    assert!(room.heard.all().is_empty());

    server.start_again();
    room.later(Duration::hours(1));
    assert_eq!(room.work().await, 2);
    assert_eq!(server.messages().len(), 1);
    assert_eq!(room.heard.all(), [told("a", None)]);
    assert!(room.jobs().await.is_empty());
}

#[tokio::test]
async fn a_pooled_connection_that_died_costs_no_letter() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    room.post(letter("a", Language::Fr)).await;
    room.work().await;
    server.stop();
    server.start_again();
    room.post(letter("b", Language::Fr)).await;
    room.work().await;
    room.later(Duration::seconds(10));
    room.work().await;

    assert_eq!(server.messages().len(), 2);
}

#[tokio::test]
async fn a_recipient_refused_for_good_is_told_and_not_tried_again() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    server.refuse_with(550);
    room.post(letter("a", Language::Fr)).await;

    assert_eq!(room.work().await, 2);
    assert_eq!(room.heard.all(), [told("a", Some("mail.refused"))]);
    server.accept();
    room.later(Duration::days(1));
    assert_eq!(room.work().await, 0);
    assert!(server.messages().is_empty());
}

#[tokio::test]
async fn a_letter_put_off_is_tried_again_under_the_same_name() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    server.refuse_with(451);
    room.post(letter("a", Language::Fr)).await;
    assert_eq!(room.work().await, 0);
    let jobs = room.jobs().await;
    assert_eq!(jobs.len(), 1);
    let why = jobs[0].1.as_deref().unwrap();
    assert!(why.contains("451") && !why.contains('@'), "no address in what is kept of a failure: {why}");

    server.accept();
    room.later(Duration::seconds(10));
    assert_eq!(room.work().await, 2);
    let first = server.messages().pop().unwrap();

    // As if the process had died before noting that the relay took it.
    sqlx::query("DELETE FROM mail.settled").execute(room.store.pool()).await.unwrap();
    room.post(letter("a", Language::Fr)).await;
    room.work().await;
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(message_id(&messages[1].data), message_id(&first.data));
    room.post(letter("b", Language::Fr)).await;
    room.work().await;
    assert_ne!(message_id(&server.messages()[2].data), message_id(&first.data));
}

#[tokio::test]
async fn a_letter_posted_again_leaves_once() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    room.post(letter("a", Language::Fr)).await;
    room.post(letter("a", Language::Fr)).await;
    room.work().await;
    room.post(letter("a", Language::Fr)).await;
    room.work().await;

    assert_eq!(server.messages().len(), 1);
    assert_eq!(room.heard.all(), [told("a", None)]);
}

#[tokio::test]
async fn a_letter_of_no_more_use_is_forgotten() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    server.stop();
    let mut code = letter("a", Language::Fr);
    code.useful_until = Some(NOON + Duration::minutes(10));
    room.post(code).await;
    room.work().await;
    server.start_again();
    room.later(Duration::minutes(11));
    room.work().await;

    assert!(server.messages().is_empty());
    assert!(room.jobs().await.is_empty());
}

#[tokio::test]
async fn a_relay_away_for_days_is_told_and_an_administrator_can_try_again() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    server.stop();
    room.post(letter("a", Language::Fr)).await;
    for _ in 0..room.worker.attempts() {
        room.work().await;
        room.later(Duration::hours(1));
    }
    assert_eq!(room.heard.all(), [told("a", Some("mail.unreachable"))]);
    let dead = room.store.dead_jobs(10).await.unwrap();
    assert_eq!(dead.len(), 1);

    server.start_again();
    assert!(room.store.revive_job(dead[0].id).await.unwrap());
    room.work().await;
    assert_eq!(server.messages().len(), 1);
    assert_eq!(room.heard.all(), [told("a", Some("mail.unreachable")), told("a", None)]);
}

#[tokio::test]
async fn a_deaf_listener_is_told_again_and_the_letter_does_not_leave_again() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    room.heard.deaf.store(true, Ordering::SeqCst);
    room.post(letter("a", Language::Fr)).await;
    assert_eq!(room.work().await, 1);
    room.heard.deaf.store(false, Ordering::SeqCst);
    room.later(Duration::minutes(1));
    assert_eq!(room.work().await, 1);

    assert_eq!(room.heard.all(), [told("a", None)]);
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn letters_leave_over_tls_to_a_relay_that_knows_us() {
    let mut server = SmtpServer::start_guarded("sacados", "un mot de passe");
    let folder = server.authority_file().parent().unwrap().to_owned();
    fs::write(folder.join("password"), "un mot de passe\n").unwrap();
    fs::write(folder.join("wrong"), "un autre\n").unwrap();
    let smtp = Smtp {
        host: "localhost".to_owned(),
        port: server.port(),
        tls: Tls::Starttls,
        username: "sacados".to_owned(),
        password_file: Some(folder.join("password")),
        authority_file: Some(server.authority_file()),
        ..plain(0)
    };
    let room = Room::with(Settings { smtp: Some(smtp.clone()), ..settings() }).await;
    room.mail.check().await.unwrap();
    room.post(letter("a", Language::Fr)).await;
    assert_eq!(room.work().await, 2);
    let received = server.messages().pop().unwrap();
    assert!(received.tls);
    assert_eq!(received.user.as_deref(), Some("sacados"));

    let wrong = Smtp { password_file: Some(folder.join("wrong")), ..smtp.clone() };
    let room = Room::with(Settings { smtp: Some(wrong), ..settings() }).await;
    assert!(room.mail.check().await.unwrap_err().to_string().contains("535"));
    room.post(letter("b", Language::Fr)).await;
    assert_eq!(room.work().await, 0, "a relay that refuses us is a relay that is away");
    assert!(room.heard.all().is_empty());

    let stranger = Smtp { authority_file: None, ..smtp };
    let room = Room::with(Settings { smtp: Some(stranger), ..settings() }).await;
    assert!(room.mail.check().await.is_err(), "a certificate nobody vouches for");
    assert_eq!(server.messages().len(), 1);
}

#[tokio::test]
async fn check_says_whether_the_relay_answers() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    room.mail.check().await.unwrap();
    server.stop();
    assert!(room.mail.check().await.is_err());
    Room::furnished(None).await.mail.check().await.unwrap();
}

#[tokio::test]
async fn settings_that_contradict_themselves_do_not_start() {
    let room = Room::furnished(None).await;
    let smtp = plain(25);
    let named = Smtp { username: "sacados".to_owned(), ..smtp.clone() };
    let in_clear = Smtp {
        host: "relais.exemple.fr".to_owned(),
        username: "sacados".to_owned(),
        password_file: Some("/dev/null".into()),
        ..smtp.clone()
    };
    let missing = Smtp { password_file: Some("/nowhere/at/all".into()), ..named.clone() };
    for smtp in [named, in_clear, missing] {
        let settings = Settings { smtp: Some(smtp), ..settings() };
        assert!(Mail::new(room.store.clone(), settings, brand(), letters()).is_err());
    }
    let nobody = Settings { from: "Sacados".to_owned(), ..settings() };
    assert!(Mail::new(room.store.clone(), nobody, brand(), letters()).is_err());
}

#[tokio::test]
async fn a_letter_that_cannot_be_written_fails_the_change_that_wrote_it() {
    let room = Room::furnished(None).await;
    let mut tx = room.store.begin().await.unwrap();
    let mut unnamed = letter("a", Language::Fr);
    unnamed.params = json!({ "sender": "Hélène" });
    let error = room.mail.post(&mut tx, unnamed).await.unwrap_err().to_string();
    assert!(error.contains("transfer.parcel") && !error.contains("Hélène"), "{error}");

    let unknown = mail::Letter { template: "transfer.nothing", ..letter("a", Language::Fr) };
    assert!(room.mail.post(&mut tx, unknown).await.is_err());
    let other = mail::Letter { to: address("a@b.fr"), ..letter("a", Language::En) };
    room.mail.post(&mut tx, other).await.unwrap();
}
