//! Words of one person on the page and in the letters of another: kept as they are, less what could disguise what stands
//! around them. Cleaned rather than refused, since such characters come along when people paste.

use super::names::is_hidden;

/// A title or a name: one line, so that nothing of it can pass for a line of ours.
pub(super) fn one_line(text: &str) -> String {
    let text = text.replace("\r\n", " ");
    let line: String = text
        .chars()
        .map(|c| if is_break(c) || c == '\t' { ' ' } else { c })
        .filter(|&c| !is_hidden(c))
        .collect();
    line.trim().to_owned()
}

/// A message: lines that end in one way only, which is the one that quoting knows.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: String = text
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            c if is_break(c) => '\n',
            c => c,
        })
        .filter(|&c| c == '\n' || !is_hidden(c))
        .collect();
    lines.trim_end().to_owned()
}

/// What some program takes for the end of a line (UAX #14, mandatory breaks).
const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_without_what_disguises_it() {
        for (raw, kept) in [
            (" Budget 2027 ", "Budget 2027"),
            ("Budget\r\nVoir\u{2028}ici\tlà", "Budget Voir ici là"),
            ("a\0b\u{7}c\u{9d}", "abc"),
            ("\u{202E}fdp.\u{2066}exe\u{200F}", "fdp.exe"),
            ("« Été\u{a0}» 👩\u{200D}💻", "« Été\u{a0}» 👩\u{200D}💻"),
            ("\n", ""),
        ] {
            assert_eq!(one_line(raw), kept, "{raw:?}");
        }
    }

    #[test]
    fn a_message_keeps_its_lines_and_has_one_kind_of_them() {
        for (raw, kept) in [
            ("Bonjour,\r\n\r\nvoici.\n", "Bonjour,\n\nvoici."),
            ("a\rb\u{85}c\u{2029}d\u{b}e\u{c}f", "a\nb\nc\nd\ne\nf"),
            ("  un\tdeux\0\u{1b}[31m", "  un deux[31m"),
            ("\u{202B}ici\u{202C}", "ici"),
        ] {
            assert_eq!(paragraphs(raw), kept, "{raw:?}");
        }
    }
}
