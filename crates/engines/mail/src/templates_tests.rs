use serde_json::json;

use super::*;

const HTML: &str = r#"{{ title(sender ~ " vous écrit") }}
<p>Voici : {{ subject_line }}</p>
{{ button(url, "Ouvrir") }}"#;
const TEXT: &str = "{{ sender }} : {{ subject_line }}\n\n{{ sender }} vous a envoyé quelque chose : regardez.\n\n{{ button(url, \"Ouvrir\") }}\n--\nVous recevez ce message car {{ sender }} a saisi votre adresse.\n";

fn shelf(html: &'static str, text: &'static str) -> Result<Shelf, Error> {
    let templates = Templates::new().add("a.b", &[(Language::Fr, html, text), (Language::En, html, text)]);
    Shelf::new(
        templates,
        Brand { name: "Sac & dos".to_owned(), public_url: "https://sac.exemple.fr/".to_owned() },
    )
}

fn params() -> Value {
    json!({ "sender": "Hélène", "subject_line": "le dossier", "url": "https://sac.exemple.fr/r/k" })
}

#[test]
fn a_letter_is_a_subject_a_page_and_a_text() {
    let letter = shelf(HTML, TEXT).unwrap().render("a.b", Language::Fr, &params()).unwrap();

    assert_eq!(letter.subject, "Hélène\u{A0}: le dossier");
    assert_eq!(
        letter.text,
        "Hélène vous a envoyé quelque chose\u{A0}: regardez.\n\nOuvrir\u{A0}:\n\nhttps://sac.exemple.fr/r/k\n\n--\n\
         Vous recevez ce message car Hélène a saisi votre adresse.\nSac & dos - https://sac.exemple.fr\n"
    );
    assert!(letter.html.contains("Sac &amp; dos"), "{}", letter.html);
    assert!(letter.html.contains("<p>Voici\u{A0}: le dossier</p>"), "{}", letter.html);
    assert!(letter.html.contains("saisi votre adresse"), "{}", letter.html);
    assert_eq!(letter.html.matches("https://sac.exemple.fr/r/k").count(), 3, "button, link and its words");
}

#[test]
fn what_people_wrote_is_escaped_and_never_a_template() {
    let mut params = params();
    params["sender"] = json!("<script>{{ brand.url }}</script>");
    params["url"] = json!("https://sac.exemple.fr/\"onmouseover=\"x");
    let letter = shelf(HTML, TEXT).unwrap().render("a.b", Language::En, &params).unwrap();

    assert!(!letter.html.contains("<script>"), "{}", letter.html);
    assert!(letter.html.contains("&lt;script&gt;{{ brand.url }}"), "{}", letter.html);
    assert!(!letter.html.contains("\"onmouseover"), "{}", letter.html);
    assert!(letter.text.contains("<script>{{ brand.url }}</script>"), "{}", letter.text);
}

#[test]
fn a_missing_or_null_parameter_is_an_error_that_says_nothing_of_the_others() {
    let shelf = shelf(HTML, TEXT).unwrap();
    for params in [
        json!({ "sender": "Hélène" }),
        json!({ "sender": "Hélène", "subject_line": null, "url": "https://a" }),
    ] {
        let error = shelf.render("a.b", Language::Fr, &params).unwrap_err().to_string();
        assert!(error.contains("a.b") && !error.contains("Hélène"), "{error}");
    }
    assert!(matches!(shelf.render("a.c", Language::Fr, &params()), Err(Error::NoSuchTemplate { .. })));
}

#[test]
fn a_button_opens_the_web_only() {
    let mut params = params();
    params["url"] = json!("javascript:alert(1)");
    assert!(shelf(HTML, TEXT).unwrap().render("a.b", Language::Fr, &params).is_err());
}

#[test]
fn a_subject_is_one_bounded_line_without_disguise() {
    assert_eq!(one_line("a\r\nBcc: b@c.fr\u{202E}\u{0}"), "a Bcc: b@c.fr");
    assert_eq!(one_line("  deux\u{A0}: trois  "), "deux\u{A0}: trois");
    let long = one_line(&"é".repeat(400));
    assert_eq!(long.chars().count(), 150);
    assert!(long.ends_with('…'));
}

#[test]
fn badly_written_letters_do_not_start() {
    for (html, text) in [
        (HTML, "Subject\nno empty line\n--\nwhy\n"),
        (HTML, "Subject\n\nno reason\n"),
        (HTML, "\n\nbody\n--\nwhy\n"),
        ("{% if %}", TEXT),
        (HTML, "{{ }}\n\nbody\n--\nwhy\n"),
    ] {
        assert!(shelf(html, text).is_err(), "{html} {text}");
    }
    let brand = Brand { name: "Sac".to_owned(), public_url: "https://sac.exemple.fr".to_owned() };
    let one = Templates::new().add("a.b", &[(Language::Fr, HTML, TEXT)]);
    assert!(Shelf::new(one, brand.clone()).is_err(), "a letter has both languages");
    let twice = Templates::new().add("a.b", &[(Language::Fr, HTML, TEXT), (Language::Fr, HTML, TEXT)]);
    assert!(Shelf::new(twice, brand).is_err());
}

#[test]
fn parts_read_well_in_both_forms() {
    const PAGE: &str = r#"{{ facts(["Taille", size|bytes], ["Jusqu’au", day|date]) }}{{ quote(words) }}{{ code("ABCD-EFGH") }}{{ count(n, "fichier", "fichiers") }}"#;
    const WORDS: &str = "S\n\n{{ facts([\"Taille\", size|bytes], [\"Jusqu’au\", day|date]) }}\n\n{{ quote(words) }}\n\n{{ code(\"ABCD-EFGH\") }}\n\n{{ count(n, \"fichier\", \"fichiers\") }}\n--\nwhy\n";
    let params = json!({ "size": 48_000_000, "day": "2026-12-23", "words": "Un <b>\nDeux", "n": 1200 });
    let letter = shelf(PAGE, WORDS).unwrap().render("a.b", Language::Fr, &params).unwrap();

    assert!(letter.html.contains("Un &lt;b&gt;<br>Deux"), "{}", letter.html);
    assert!(letter.html.contains(">48\u{A0}Mo</td>"), "{}", letter.html);
    assert!(
        letter.text.starts_with(
            "- Taille\u{A0}: 48\u{A0}Mo\n- Jusqu’au\u{A0}: mercredi 23\u{A0}décembre 2026\n\n> Un <b>\n> Deux\n\n    ABCD-EFGH\n\n1\u{202F}200\u{A0}fichiers\n"
        ),
        "{}",
        letter.text
    );
}
