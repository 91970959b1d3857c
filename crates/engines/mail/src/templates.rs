//! The letters every crate brings, and how they become a subject, a page and a text.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Language;
use minijinja::{
    AutoEscape, Environment, ErrorKind, Output, UndefinedBehavior, escape_formatter,
    value::{Serde, ValueKind},
};
use serde_json::{Map, Value, json};

use crate::{Brand, Error, typography, words};

const LAYOUT_HTML: &str = include_str!("../templates/layout.html");
const LAYOUT_TEXT: &str = include_str!("../templates/layout.txt");
const PARTS: [(&str, &str); 10] = [
    ("parts/button.html", include_str!("../templates/parts/button.html")),
    ("parts/button.txt", include_str!("../templates/parts/button.txt")),
    ("parts/code.html", include_str!("../templates/parts/code.html")),
    ("parts/code.txt", include_str!("../templates/parts/code.txt")),
    ("parts/facts.html", include_str!("../templates/parts/facts.html")),
    ("parts/facts.txt", include_str!("../templates/parts/facts.txt")),
    ("parts/quote.html", include_str!("../templates/parts/quote.html")),
    ("parts/quote.txt", include_str!("../templates/parts/quote.txt")),
    ("parts/title.html", include_str!("../templates/parts/title.html")),
    ("parts/title.txt", include_str!("../templates/parts/title.txt")),
];

/// The sources of letters. Each crate adds its own; the README says how they are written.
#[derive(Debug, Default)]
pub struct Templates {
    sources: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    name: &'static str,
    language: Language,
    html: &'static str,
    text: &'static str,
}

impl Templates {
    pub fn new() -> Self {
        Self::default()
    }

    /// One letter, in each language: its page (`.html`) and its text (`.txt`, whose first line is the subject).
    #[must_use]
    pub fn add(mut self, name: &'static str, written: &[(Language, &'static str, &'static str)]) -> Self {
        let sources = written.iter().map(|&(language, html, text)| Source { name, language, html, text });
        self.sources.extend(sources);
        self
    }

    /// Those of another crate, after these.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.sources.extend(others.sources);
        self
    }
}

/// A letter as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) subject: String,
    pub(crate) html: String,
    pub(crate) text: String,
}

/// All letters, parsed.
pub(crate) struct Shelf {
    environment: Environment<'static>,
    brand: Brand,
}

impl Shelf {
    pub(crate) fn new(templates: Templates, brand: Brand) -> Result<Self, Error> {
        let mut environment = empty();
        environment.add_template("layout.html", LAYOUT_HTML).map_err(broken("layout.html"))?;
        environment.add_template("layout.txt", LAYOUT_TEXT).map_err(broken("layout.txt"))?;
        for (name, source) in PARTS {
            environment.add_template(name, source).map_err(broken(name))?;
        }

        let mut languages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for source in templates.sources {
            if !languages.entry(source.name).or_default().insert(source.language.code()) {
                return Err(bad(source.name, format!("written twice in {}", source.language)));
            }
            add(&mut environment, &source)?;
        }
        if let Some((name, _)) = languages.iter().find(|(_, spoken)| spoken.len() < Language::ALL.len()) {
            return Err(bad(name, "lacks a language".to_owned()));
        }

        let public_url = brand.public_url.trim_end_matches('/').to_owned();
        Ok(Self { environment, brand: Brand { public_url, ..brand } })
    }

    /// The parameters are [`clean`]ed already.
    pub(crate) fn render(&self, name: &str, language: Language, params: &Value) -> Result<Rendered, Error> {
        let mut context = match params {
            Value::Object(params) => params.clone(),
            Value::Null => Map::new(),
            _ => return Err(bad(name, "its parameters are no object".to_owned())),
        };
        context.insert("language".to_owned(), json!(language));
        context.insert("brand".to_owned(), json!({ "name": self.brand.name, "url": self.brand.public_url }));
        let part = |part: &str, context: &Map<String, Value>| {
            let template = self
                .environment
                .get_template(&file(name, language, part))
                .map_err(|_| Error::NoSuchTemplate { name: name.to_owned(), language })?;
            template.render(Serde(context)).map_err(broken(name))
        };

        let subject = one_line(&part("subject", &context)?);
        let text = part("txt", &context)?;
        let why = part("why", &context)?;
        let page = part("html", &context)?;
        context.insert("subject".to_owned(), json!(subject));
        context.insert("why".to_owned(), json!(why.trim()));
        context.insert("preview".to_owned(), json!(preview(&text)));

        let mut around = context.clone();
        around.insert("body".to_owned(), json!(text.trim()));
        let text = self.layout("layout.txt", &around).map_err(broken(name))?;
        around.insert("body".to_owned(), json!(page.trim()));
        let html = self.layout("layout.html", &around).map_err(broken(name))?;
        Ok(Rendered { subject, html, text: blank_lines_once(&text) })
    }

    fn layout(&self, layout: &str, context: &Map<String, Value>) -> Result<String, minijinja::Error> {
        self.environment.get_template(layout)?.render(Serde(context))
    }
}

/// An environment that escapes HTML, and where a missing variable is an error rather than a hole in a sentence.
fn empty() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    environment.set_formatter(|out, state, value| {
        if value.kind() == ValueKind::None {
            let hole = "a parameter is null where a sentence expects words";
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, hole));
        }
        if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() {
            return write_escaped(out, &value.to_string());
        }
        escape_formatter(out, state, value)
    });
    words::teach(&mut environment);
    environment
}

/// As minijinja does, but for `/`, which it turns into an entity: gateways that look through mail for addresses read the
/// source, not the page.
fn write_escaped(out: &mut Output<'_>, text: &str) -> Result<(), minijinja::Error> {
    for piece in text.split_inclusive(['&', '<', '>', '"', '\'']) {
        let entity = match piece.chars().next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            _ => "",
        };
        let plain = if entity.is_empty() { piece } else { &piece[..piece.len() - 1] };
        out.write_str(plain)?;
        out.write_str(entity)?;
    }
    Ok(())
}

fn add(environment: &mut Environment<'static>, source: &Source) -> Result<(), Error> {
    let Source { name, language, html, text } = *source;
    let mut lines = text.splitn(2, '\n');
    let subject = lines.next().unwrap_or_default().trim();
    let rest = lines.next().unwrap_or_default().replace("\r\n", "\n");
    if subject.is_empty() || !rest.starts_with('\n') {
        return Err(bad(name, format!("the text in {language} starts with a subject, then an empty line")));
    }
    let Some((body, why)) = rest.rsplit_once("\n--\n") else {
        return Err(bad(
            name,
            format!("the text in {language} ends with a line `--`, then why one receives it"),
        ));
    };

    for (part, written) in [("subject", subject), ("txt", body), ("why", why), ("html", html)] {
        let written = typography::set(written, language);
        environment.add_template_owned(file(name, language, part), written).map_err(broken(name))?;
    }
    Ok(())
}

fn file(name: &str, language: Language, part: &str) -> String {
    format!("{name}.{language}.{part}")
}

fn bad(name: &str, reason: String) -> Error {
    Error::Template { name: name.to_owned(), reason }
}

/// Says what and where, never what the parameters held.
fn broken(name: &str) -> impl Fn(minijinja::Error) -> Error {
    move |error| {
        let place = error.name().unwrap_or(name);
        let line = error.line().unwrap_or_default();
        let detail = error.detail().unwrap_or_default();
        bad(name, format!("{} at {place}:{line} {detail}", error.kind()))
    }
}

/// Parameters without what could disguise them: control characters, and the marks that turn the direction of text
/// round so that `exe.gpj` reads as a picture. (PostgreSQL would refuse a NUL besides.)
pub(crate) fn clean(params: &Value) -> Value {
    match params {
        Value::String(text) => Value::String(
            text.chars()
                .map(|c| if c == '\t' { ' ' } else { c })
                .filter(|&c| c == '\n' || !disguises(c))
                .collect(),
        ),
        Value::Array(values) => Value::Array(values.iter().map(clean).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), clean(value))).collect())
        }
        other => other.clone(),
    }
}

fn disguises(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// A subject: one line, of a length every mailbox shows or cuts politely.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST: usize = 150;
    // A line break from a title becomes a space; no-break spaces stay what they are.
    let spaced: String = text
        .chars()
        .map(|c| if matches!(c, '\r' | '\n' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .filter(|&c| !disguises(c))
        .collect();
    let line = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut cut: String = line.chars().take(LONGEST - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// What a mailbox shows after the subject: the first paragraph that is more than a greeting.
fn preview(text: &str) -> String {
    let paragraph = text.split("\n\n").map(str::trim).find(|p| p.chars().count() > 30).unwrap_or_default();
    one_line(paragraph)
}

/// Two paragraphs are one empty line apart, whatever a condition left out between them.
fn blank_lines_once(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            kept.push_str(line);
            kept.push('\n');
        }
        blank = line.is_empty();
    }
    kept.truncate(kept.trim_end().len());
    kept.push('\n');
    kept
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
