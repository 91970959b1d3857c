//! One spelling for what reads the same: case, accents, ligatures and marks are gone; words are what stands between.

use unicode_normalization::UnicodeNormalization;

/// Longer words are cut: nobody types that much, and a term has its price.
pub(crate) const WORD_CHARS: usize = 40;

/// `ÉLODIE Œuvrard` → `elodie oeuvrard`. Characters that are not seen (controls, marks of direction, soft hyphens) are
/// dropped; what separates words stays.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !unseen(*c)).nfkd() {
        if unicode_normalization::char::is_combining_mark(c) {
            continue;
        }
        for c in c.to_lowercase() {
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'þ' => folded.push_str("th"),
                'ı' => folded.push('i'),
                // What lower case itself decomposes into (İ).
                c if unicode_normalization::char::is_combining_mark(c) => {}
                c => folded.push(c),
            }
        }
    }
    folded
}

/// The words of a folded text, cut at whatever is neither a letter nor a digit.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(cut)
}

/// The first `WORD_CHARS` characters.
pub(crate) fn cut(word: &str) -> &str {
    prefix(word, WORD_CHARS)
}

/// The first `chars` characters, or all of them.
pub(crate) fn prefix(word: &str, chars: usize) -> &str {
    word.char_indices().nth(chars).map_or(word, |(end, _)| &word[..end])
}

/// Invisible: control characters but white space, marks that turn text round, joiners, soft hyphens.
fn unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_ligatures_and_case_are_gone() {
        assert_eq!(fold("ÉLODIE Œuvrard-Lætitia"), "elodie oeuvrard-laetitia");
        assert_eq!(fold("Garçon ÿ Łukasz Weiß"), "garcon y lukasz weiss");
        assert_eq!(fold("e\u{301}lodie"), fold("élodie"));
    }

    #[test]
    fn what_is_not_seen_is_dropped() {
        assert_eq!(fold("mar\u{0}ti\u{ad}n\u{202e}\u{200b}"), "martin");
        assert_eq!(words(&fold("marie\tdurand")).collect::<Vec<_>>(), ["marie", "durand"]);
    }

    #[test]
    fn words_stand_between_marks() {
        let folded = fold("SG/DNUM – l’Hôte, bureau 2B");
        assert_eq!(words(&folded).collect::<Vec<_>>(), ["sg", "dnum", "l", "hote", "bureau", "2b"]);
    }

    #[test]
    fn endless_words_are_cut() {
        assert_eq!(cut(&"é".repeat(100)).chars().count(), WORD_CHARS);
    }
}
