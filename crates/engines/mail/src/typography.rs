//! No-break spaces, set in what we write (never in what people wrote), so that no translator has to think of them.

use kernel::Language;

const NO_BREAK: char = '\u{A0}';
const NARROW: char = '\u{202F}';

/// The source of a template with its French spaces set, in its text and in the words between double quotes that it says:
/// `{{ title("Voici :") }}`. Tags, conditions and other code are left as they are.
pub(crate) fn set(source: &str, language: Language) -> String {
    if language != Language::Fr {
        return source.to_owned();
    }
    let mut out = String::with_capacity(source.len() + 32);
    let mut rest = source;
    while let Some(start) = rest.find(['{', '<']) {
        let (words, code) = rest.split_at(start);
        out.push_str(&french(words));
        let end = match code.get(..2) {
            Some("{{") => code.find("}}").map(|at| at + 2),
            Some("{%") => code.find("%}").map(|at| at + 2),
            Some("{#") => code.find("#}").map(|at| at + 2),
            _ if code.starts_with('<') => code.find('>').map(|at| at + 1),
            _ => Some(1),
        };
        let (code, after) = code.split_at(end.unwrap_or(code.len()));
        if code.starts_with("{{") {
            out.push_str(&said(code))
        } else {
            out.push_str(code)
        }
        rest = after;
    }
    out.push_str(&french(rest));
    out
}

fn said(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    for (at, piece) in expression.split('"').enumerate() {
        if at > 0 {
            out.push('"');
        }
        if at % 2 == 1 { out.push_str(&french(piece)) } else { out.push_str(piece) }
    }
    out
}

fn french(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut before = None;
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let set = match (before, c, chars.peek()) {
            (_, ' ', Some(':' | '»' | '%' | '€')) | (Some('«'), ' ', _) => NO_BREAK,
            (_, ' ', Some(';' | '?' | '!')) => NARROW,
            (_, '\'', Some(next)) if next.is_alphabetic() || matches!(next, '«' | ' ') => '’',
            _ => c,
        };
        out.push(set);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_signs_keep_their_word() {
        let set = |text| set(text, Language::Fr);
        assert_eq!(set("Voici : « l'été » !"), "Voici\u{A0}: «\u{A0}l’été\u{A0}»\u{202F}!");
        assert_eq!(set("{{ title(\"Prêt ?\") }}"), "{{ title(\"Prêt\u{202F}?\") }}");
        assert_eq!(set("À {{ name }} ; prêt ?"), "À {{ name }}\u{202F}; prêt\u{202F}?");
    }

    #[test]
    fn code_is_left_as_it_is() {
        for code in ["{{ a if b else 'c : d' }}", "{% if a == 'x ?' %}", "<a style=\"a : b\">", "{# fin ! #}"]
        {
            assert_eq!(set(code, Language::Fr), code);
        }
        assert_eq!(set("Why : not ?", Language::En), "Why : not ?");
    }

    #[test]
    fn a_lone_brace_at_the_end_is_no_trap() {
        assert_eq!(set("a {", Language::Fr), "a {");
        assert_eq!(set("é{é", Language::Fr), "é{é");
        assert_eq!(set("{{ open", Language::Fr), "{{ open");
    }
}
