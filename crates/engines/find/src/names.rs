//! How French names are cut into words: particles, saints, elisions and compounds, with their glued spellings.

use unicode_normalization::UnicodeNormalization;

use crate::fold;

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded; `st` and `ste` are `saint` and `sainte`.
    pub(crate) word: String,
    /// In lower case, with its accents: what it sounds like depends on them.
    pub(crate) spoken: String,
    /// As it stood, when `word` says more than that: `st`.
    pub(crate) written: Option<String>,
    /// A hyphen or an apostrophe ties it to the word before.
    tied: bool,
}

/// Most words of one text that are looked at.
const TOKENS: usize = 32;
/// Most words glued into one.
const GLUED: usize = 4;

/// The words of a name, in their order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut tied = false;
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        // Marks that combine belong to the letter before; what is not seen is no separator (see `fold`).
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || is_nothing(c) {
            word.push(c);
            continue;
        }
        if let Some(token) = token(&word, tied) {
            tokens.push(token);
            tied = true;
        }
        word.clear();
        tied &= matches!(c, '-' | '\'' | '’' | 'ʼ' | '`' | '´' | '‐' | '‑' | '–');
        if tokens.len() == TOKENS {
            break;
        }
    }
    tokens
}

fn is_nothing(c: char) -> bool {
    !c.is_whitespace() && c != '\'' && fold::fold(c.encode_utf8(&mut [0; 4])).is_empty()
}

fn token(raw: &str, tied: bool) -> Option<Token> {
    let folded = fold::fold(raw);
    // `²` and the like fold into themselves or into several words: the first is enough.
    let word = fold::words(&folded).next()?.to_owned();
    let spoken = fold::cut(&raw.to_lowercase().nfc().collect::<String>()).to_owned();
    let (word, written) = match word.as_str() {
        "st" => ("saint".to_owned(), Some(word)),
        "ste" => ("sainte".to_owned(), Some(word)),
        _ => (word, None),
    };
    let spoken = if written.is_some() { word.clone() } else { spoken };
    Some(Token { word, spoken, written, tied })
}

/// Small words that people leave out: `de La Tour` is also `Tour`.
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "d" | "de"
            | "du"
            | "des"
            | "l"
            | "la"
            | "le"
            | "les"
            | "von"
            | "van"
            | "der"
            | "den"
            | "di"
            | "da"
            | "del"
            | "della"
    )
}

/// Small words that are written apart or not: `Saint Martin`, `El Amrani`.
fn clings(word: &str) -> bool {
    is_particle(word) || matches!(word, "saint" | "sainte" | "el" | "al" | "ben")
}

/// The spellings of the word at `at` glued to those before it: `de La Tour` gives `latour` and `delatour`,
/// `Jean-Marc` gives `jeanmarc`.
pub(crate) fn glued(tokens: &[Token], at: usize) -> Vec<Token> {
    let mut glued = Vec::new();
    let Some(end) = tokens.get(at) else { return glued };
    let (mut word, mut spoken, mut next) = (end.word.clone(), end.spoken.clone(), end);
    for before in tokens[..at].iter().rev().take(GLUED - 1) {
        if !next.tied && !clings(&before.word) {
            break;
        }
        word.insert_str(0, &before.word);
        spoken.insert_str(0, &before.spoken);
        glued.push(Token {
            word: fold::cut(&word).to_owned(),
            spoken: fold::cut(&spoken).to_owned(),
            written: None,
            tied: false,
        });
        next = before;
    }
    glued
}

/// What names somebody whole: their words, without particles, in an order of their own.
pub(crate) fn whole(tokens: &[Token]) -> Option<String> {
    let mut words: Vec<&str> =
        tokens.iter().map(|token| token.word.as_str()).filter(|word| !is_particle(word)).collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.word).collect()
    }

    fn all_glued(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        (0..tokens.len()).flat_map(|at| glued(&tokens, at)).map(|token| token.word).collect()
    }

    #[test]
    fn hyphens_apostrophes_and_dots_cut() {
        assert_eq!(words("Jean-Marc d’Arc"), ["jean", "marc", "d", "arc"]);
        assert_eq!(words("H. L'Hôte"), ["h", "l", "hote"]);
    }

    #[test]
    fn compounds_are_also_one_word() {
        assert_eq!(all_glued("Jean-Marc Dupont"), ["jeanmarc"]);
        assert_eq!(all_glued("Jeanne d'Arc"), ["darc"]);
        assert_eq!(all_glued("Marie Dupont"), Vec::<String>::new());
    }

    #[test]
    fn particles_are_also_glued() {
        assert_eq!(all_glued("Louis de La Tour"), ["dela", "latour", "delatour"]);
        assert_eq!(all_glued("Antoine de Saint-Exupéry"), ["desaint", "saintexupery", "desaintexupery"]);
    }

    #[test]
    fn saints_have_one_spelling() {
        assert_eq!(words("St-Martin Ste Anne"), ["saint", "martin", "sainte", "anne"]);
        assert_eq!(whole(&tokens("Yves St Laurent")), whole(&tokens("Saint-Laurent Yves")));
    }

    #[test]
    fn a_name_is_whole_without_its_particles() {
        assert_eq!(whole(&tokens("Louis de La Tour")), Some("louis tour".to_owned()));
        assert_eq!(whole(&tokens("de la")), None);
    }

    #[test]
    fn what_is_not_seen_does_not_cut() {
        assert_eq!(words("mar\u{0}ti\u{ad}n"), ["martin"]);
        assert_eq!(words("e\u{301}lodie"), ["elodie"]);
    }
}
