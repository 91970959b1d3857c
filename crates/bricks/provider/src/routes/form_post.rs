//! The page that sends an answer to an application in a form (OAuth 2.0 Form Post Response Mode 1.0): nobody sees it, it may
//! run one line, and its form goes to one address.

use std::fmt::Write;

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::Language;
use url::{Host, Url};

use super::spoken::unkept;
use crate::{
    Error,
    authorize::PostedAnswer,
    model::{digest, has_plain_host},
};

/// The one line; its digest is what the policy lets run.
const SCRIPT: &str = "document.forms[0].submit()";

/// What is read where scripts do not run.
struct Words {
    title: &'static str,
    text: &'static str,
    deed: &'static str,
}

const fn words(language: Language) -> Words {
    match language {
        Language::Fr => Words {
            title: "Retour à l’application",
            text: "Votre navigateur n’y va pas de lui-même. Appuyez sur le bouton pour y retourner.",
            deed: "Retourner à l’application",
        },
        Language::En => Words {
            title: "Back to the application",
            text: "Your browser does not go there by itself. Press the button to go back to it.",
            deed: "Go back to the application",
        },
    }
}

/// # Errors
/// [`Error::BadRedirectUri`] when the address is none of the web, which no client registers.
pub(super) fn page(answer: &PostedAnswer, language: Language) -> Result<Response, Error> {
    let target = target(&answer.action).ok_or(Error::BadRedirectUri)?;
    let script = STANDARD.encode(digest(SCRIPT.as_bytes()));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{script}'; form-action {target}; frame-ancestors 'none'; base-uri 'none'"
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| Error::BadRedirectUri)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok(unkept((headers, html(answer, language))))
}

fn html(answer: &PostedAnswer, language: Language) -> String {
    let mut inputs = String::new();
    for (name, value) in &answer.fields {
        let (name, value) = (escaped(name), escaped(value));
        // To write into a string never fails.
        let _ = writeln!(inputs, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
    }
    let (Words { title, text, deed }, action) = (words(language), escaped(&answer.action));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\"></head>\n<body>\n\
         <form method=\"post\" action=\"{action}\">\n{inputs}\
         <noscript><h1>{title}</h1><p>{text}</p><button>{deed}</button></noscript>\n</form>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        language.code(),
    )
}

/// The address as a source of a policy (CSP Level 3 §2.3.1): without its query, and with what separates policies written
/// otherwise. A policy has no word for an address of IPv6: then its scheme alone.
fn target(action: &str) -> Option<String> {
    let url = Url::parse(action).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
    if !has_plain_host(&url) {
        return None;
    }
    if matches!(url.host()?, Host::Ipv6(_)) {
        return Some(format!("{}:", url.scheme()));
    }
    let path = url.path().replace(';', "%3B").replace(',', "%2C");
    Some(format!("{}{path}", url.origin().ascii_serialization()))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_an_answer_breaks_out_of_its_form() {
        let fields = vec![("state".to_owned(), "\"><script>alert(1)</script>&'".to_owned())];
        let answer = PostedAnswer { action: "https://app.fr/cb?a=1&b='2'".to_owned(), fields };
        let html = html(&answer, Language::Fr);
        assert!(
            html.contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;\""),
            "{html}"
        );
        assert!(html.contains("action=\"https://app.fr/cb?a=1&amp;b=&#39;2&#39;\""), "{html}");
        assert_eq!(html.matches("<script>").count(), 1);
    }

    #[test]
    fn the_form_may_go_to_its_own_address_only() {
        for (action, source) in [
            ("https://app.fr/cb?a=1", "https://app.fr/cb"),
            ("https://app.fr:8443/a;b,c/d", "https://app.fr:8443/a%3Bb%2Cc/d"),
            ("http://127.0.0.1:9000/", "http://127.0.0.1:9000/"),
            ("http://[::1]:9000/cb", "http:"),
        ] {
            assert_eq!(target(action).as_deref(), Some(source), "{action}");
        }
        assert_eq!(target("fr.app:/cb"), None);
        assert_eq!(target("https://app.fr;script-src/cb"), None);
        assert_eq!(target("javascript:alert(1)"), None);
    }
}

#[cfg(test)]
mod games {
    use super::*;

    #[test]
    fn whatever_an_answer_holds_its_page_is_one_form_to_one_address() {
        let client = crate::games::client(&serde_json::json!({}));
        crate::games::play(
            &["https://app.fr/a;b,c?d='e'&f=g", "http://127.0.0.1:9000/cb", "état\"><b>"],
            |sent| {
                let text = String::from_utf8_lossy(sent).into_owned();
                // Only what may be registered is ever an action.
                let mut is = client.is.clone();
                is.redirect_uris = vec![text.clone()];
                let action = if is.checked().is_ok() { text.clone() } else { "https://app.fr/cb".to_owned() };
                let fields = vec![("state".to_owned(), text)];
                let page = PostedAnswer { action, fields };
                let html = html(&page, Language::En);
                assert_eq!(html.matches("<form ").count() + html.matches("<input ").count(), 2);
                let source = target(&page.action).unwrap();
                assert!(!source.contains([';', ',', ' ']), "{source}");
                assert!(super::page(&page, Language::En).is_ok());
            },
        );
    }
}
