//! What a letter looks like to the mailbox that takes it.

use kernel::Language;
use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::json;
use testkit::SmtpServer;

use crate::furniture::{Room, address, letter};

fn parse(data: &[u8]) -> Message<'_> {
    MessageParser::default().parse(data).unwrap()
}

fn header<'a>(data: &'a str, name: &str) -> &'a str {
    let head = data.split("\r\n\r\n").next().unwrap();
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
}

#[tokio::test]
async fn a_letter_arrives_as_a_page_and_as_a_text_in_its_language() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    for (language, subject, opening, button) in [
        (
            Language::Fr,
            "Hélène Marchetti vous a envoyé 3\u{A0}fichiers\u{A0}: le dossier d’enquête",
            "à prendre avant le mercredi 23\u{A0}décembre 2026.",
            "Voir les fichiers",
        ),
        (
            Language::En,
            "Hélène Marchetti sent you 3\u{A0}files: le dossier d’enquête",
            "to be taken before Wednesday 23\u{A0}December 2026.",
            "See the files",
        ),
    ] {
        room.post(letter(language.code(), language)).await;
        assert_eq!(room.work().await, 2, "the letter, and its outcome told");

        let received = server.messages().pop().unwrap();
        assert_eq!(received.from, "ne-pas-repondre@sac.exemple.fr");
        assert_eq!(received.to, ["karim.benali@ville.exemple.fr"]);
        let raw = String::from_utf8(received.data.clone()).unwrap();
        assert!(raw.is_ascii(), "no extension is needed to carry it");
        assert!(raw.lines().all(|line| line.len() <= 998), "RFC 5322 §2.1.1");
        assert_eq!(header(&raw, "Content-Language"), language.code());
        assert_eq!(header(&raw, "Auto-Submitted"), "auto-generated");

        let message = parse(&received.data);
        assert_eq!(message.subject().unwrap(), subject);
        assert_eq!(message.from().unwrap().first().unwrap().name().unwrap(), "Sacados");
        assert!(message.message_id().unwrap().ends_with("@sac.exemple.fr"));
        assert!(message.date().is_some());
        let kind = message.content_type().unwrap();
        assert_eq!((kind.ctype(), kind.subtype().unwrap()), ("multipart", "alternative"));
        for part in &message.parts[1..] {
            assert_eq!(part.content_transfer_encoding().unwrap(), "quoted-printable");
            assert_eq!(part.content_type().unwrap().attribute("charset").unwrap(), "utf-8");
        }
        let text = message.body_text(0).unwrap();
        assert!(text.contains(opening), "{text}");
        assert!(text.contains("> Bonjour,") && text.contains("> voici les plans."), "{text}");
        assert!(text.contains(button) && text.contains("\nhttps://sac.exemple.fr/r/clef"), "{text}");
        let page = message.body_html(0).unwrap();
        assert!(page.contains(&format!("<html lang=\"{}\"", language.code())), "{page}");
        assert!(page.contains(button) && page.contains("href=\"https://sac.exemple.fr/r/clef\""), "{page}");
        assert!(page.contains("Bonjour,<br>voici les plans."), "{page}");
    }
}

#[tokio::test]
async fn what_people_wrote_adds_no_header_and_no_markup() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    let mut nasty = letter("nasty", Language::Fr);
    nasty.params["sender"] = json!("Hélène\r\nBcc: tous@exemple.fr\r\n\r\n<script>alert(1)</script>");
    nasty.params["topic"] = json!(format!("facture\u{202E}fdp.exe\u{0}{}", "x".repeat(300)));
    nasty.params["message"] = json!("{{ brand.url }} {% include 'layout.html' %}");
    nasty.reply_to = Some(address("helene@ecologie.exemple.fr"));
    room.post(nasty).await;
    room.work().await;

    let received = server.messages().pop().unwrap();
    assert_eq!(received.to, ["karim.benali@ville.exemple.fr"]);
    let message = parse(&received.data);
    assert!(message.bcc().is_none());
    let names: Vec<_> = message.headers().iter().map(|header| header.name().to_lowercase()).collect();
    let expected = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "content-language",
        "auto-submitted",
        "x-auto-response-suppress",
        "reply-to",
        "mime-version",
        "content-type",
    ];
    assert!(names.iter().all(|name| expected.contains(&name.as_str())), "{names:?}");
    assert_eq!(names.len(), expected.len(), "{names:?}");
    let subject = message.subject().unwrap();
    assert!(subject.starts_with("Hélène Bcc: tous@exemple.fr <script>"), "{subject}");
    assert!(subject.chars().count() <= 150 && !subject.contains(['\u{202E}', '\r', '\n']), "{subject}");
    assert_eq!(message.reply_to().unwrap().first().unwrap().address().unwrap(), "helene@ecologie.exemple.fr");
    let page = message.body_html(0).unwrap();
    assert!(!page.contains("<script>") && page.contains("{{ brand.url }}"), "{page}");
    assert!(!page.contains('\u{202E}'), "{page}");
}

#[tokio::test]
async fn a_domain_with_accents_is_reached_through_an_ordinary_relay() {
    let mut server = SmtpServer::start();
    let room = Room::furnished(Some(server.port())).await;
    let mut letter = letter("accents", Language::Fr);
    letter.to = address("karim@préfecture.exemple.fr");
    room.post(letter).await;
    room.work().await;

    assert_eq!(server.messages()[0].to, ["karim@xn--prfecture-c4a.exemple.fr"]);
}
