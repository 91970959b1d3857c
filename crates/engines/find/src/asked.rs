//! What somebody typed, as words to look for.

use crate::{
    fold,
    names::{self, Token},
};

/// What is typed beyond that is not read.
const QUERY_CHARS: usize = 200;
/// Words beyond that are not looked for.
const WORDS: usize = 8;
/// Fewer digits are a word, not a piece of a number.
const DIGITS: usize = 4;
/// A number has no more digits than that (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// One word, in each of the ways it may stand in the index; one of them is enough.
#[derive(Debug, Default, Clone)]
pub(crate) struct Word {
    pub(crate) forms: Vec<Form>,
    /// At least four digits of a telephone number.
    pub(crate) digits: Option<String>,
    /// The beginning of a mail address.
    pub(crate) address: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) word: String,
    pub(crate) spoken: String,
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Asked {
    /// All of them must be found. Each may be the beginning of a word.
    pub(crate) words: Vec<Word>,
    /// The words as they would name somebody whole.
    pub(crate) whole: Option<String>,
}

enum Piece {
    Token(Token),
    Number { digits: String, word: Option<String> },
    Address(String),
}

impl Asked {
    pub(crate) fn new(typed: &str) -> Self {
        let pieces = pieces(fold::prefix(typed, QUERY_CHARS));
        let last = pieces.len().saturating_sub(1);
        let tokens: Vec<Token> = pieces
            .iter()
            .filter_map(|piece| if let Piece::Token(token) = piece { Some(token.clone()) } else { None })
            .collect();
        let names_somebody = tokens.len() == pieces.len();

        let mut asked =
            Self { words: vec![], whole: names_somebody.then(|| names::whole(&tokens)).flatten() };
        let mut at = 0;
        for (place, piece) in pieces.into_iter().enumerate() {
            if asked.words.len() == WORDS {
                break;
            }
            match piece {
                Piece::Token(token) => {
                    // A particle that is being typed may be the beginning of a name.
                    if place == last || !names::is_particle(&token.word) {
                        asked.words.push(word(&token, &tokens, at));
                    }
                    at += 1;
                }
                Piece::Number { digits, word } => asked.words.push(Word {
                    forms: word.into_iter().map(|word| Form { spoken: word.clone(), word }).collect(),
                    digits: Some(digits),
                    address: None,
                }),
                Piece::Address(address) => {
                    asked.words.push(Word { forms: vec![], digits: None, address: Some(address) });
                }
            }
        }
        asked
    }
}

fn word(token: &Token, tokens: &[Token], at: usize) -> Word {
    let form = |word: &str, spoken: &str| Form { word: word.to_owned(), spoken: spoken.to_owned() };
    let mut forms = vec![form(&token.word, &token.spoken)];
    forms.extend(token.written.as_ref().map(|written| form(written, written)));
    // A compound that somebody typed in one go asks for all its words; only what people drop may be glued away.
    forms.extend(
        names::glued(tokens, at)
            .into_iter()
            .zip(tokens[..at].iter().rev())
            .take_while(|(_, before)| names::is_particle(&before.word))
            .map(|(glued, _)| form(&glued.word, &glued.spoken)),
    );
    Word { forms, digits: None, address: None }
}

fn pieces(typed: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chunks = typed.split_whitespace().peekable();
    while let Some(chunk) = chunks.next() {
        if is_number(chunk) {
            // `01 42 75 80 00` is one number.
            let mut run = vec![chunk];
            while let Some(next) = chunks.next_if(|next| is_number(next)) {
                run.push(next);
            }
            let digits = digits(&run.concat());
            if digits.len() >= DIGITS {
                let word = (run.len() == 1).then(|| fold::fold(chunk)).and_then(|folded| {
                    fold::words(&folded).next().filter(|word| word.len() == folded.len()).map(str::to_owned)
                });
                pieces.push(Piece::Number { digits, word });
            } else {
                pieces.extend(run.into_iter().flat_map(names::tokens).map(Piece::Token));
            }
        } else if chunk.contains('@') {
            let address = address(chunk);
            if address.len() > 1 {
                pieces.push(Piece::Address(address));
            }
        } else {
            pieces.extend(names::tokens(chunk).into_iter().map(Piece::Token));
        }
    }
    pieces
}

fn is_number(chunk: &str) -> bool {
    chunk.contains(|c: char| c.is_ascii_digit())
        && chunk.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '.' | '-' | '/' | '(' | ')'))
}

/// The digits of a number as it is dialled in France: `+33 (0)1 42` is `0142`.
pub(crate) fn digits(number: &str) -> String {
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.truncate(MOST_DIGITS);
    let abroad = if number.trim_start().starts_with('+') {
        digits.strip_prefix("33")
    } else {
        digits.strip_prefix("0033")
    };
    abroad.map(|rest| format!("0{}", rest.trim_start_matches('0'))).unwrap_or(digits)
}

/// A mail address as it is compared.
pub(crate) fn address(address: &str) -> String {
    let mut folded: String = fold::fold(address);
    folded.retain(|c| !c.is_whitespace());
    fold::prefix(&folded, 2 * fold::WORD_CHARS).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(typed: &str) -> Vec<Vec<String>> {
        Asked::new(typed)
            .words
            .into_iter()
            .map(|word| word.forms.into_iter().map(|form| form.word).collect())
            .collect()
    }

    #[test]
    fn particles_are_left_out_or_glued() {
        assert_eq!(forms("de La Tour"), [vec!["tour", "latour", "delatour"]]);
        assert_eq!(forms("jeanne d'arc"), [vec!["jeanne"], vec!["arc", "darc"]]);
        assert_eq!(forms("marie le"), [["marie"], ["le"]]);
    }

    #[test]
    fn compounds_are_words_of_their_own() {
        assert_eq!(forms("jean-marc H."), [["jean"], ["marc"], ["h"]]);
        assert_eq!(forms("st martin"), [vec!["saint", "st"], vec!["martin"]]);
    }

    #[test]
    fn numbers_are_one_word() {
        for typed in
            ["01 42 75 80 00", "+33 1 42 75 80 00", "+33 (0)1 42 75 80 00", "0033142758000", "01.42.75.80.00"]
        {
            let asked = Asked::new(typed);
            assert_eq!(asked.words.len(), 1, "{typed}");
            assert_eq!(asked.words[0].digits.as_deref(), Some("0142758000"), "{typed}");
        }
        assert_eq!(Asked::new("8000").words[0].digits.as_deref(), Some("8000"));
        assert_eq!(forms("bureau 12"), [["bureau"], ["12"]]);
        assert_eq!(forms("2b dnum"), [["2b"], ["dnum"]]);
    }

    #[test]
    fn addresses_are_one_word() {
        let asked = Asked::new("Hélène.Marchetti@interieur");
        assert_eq!(asked.words[0].address.as_deref(), Some("helene.marchetti@interieur"));
        assert_eq!(asked.whole, None);
    }

    #[test]
    fn questions_have_limits() {
        assert_eq!(Asked::new(&"mot ".repeat(100)).words.len(), WORDS);
        assert!(Asked::new(&"é".repeat(10_000)).words[0].forms[0].word.len() <= 2 * fold::WORD_CHARS);
        for nothing in ["", " \t\n", "\u{0}\u{1}", "…?!", "@", "+", "()"] {
            assert!(Asked::new(nothing).words.is_empty(), "{nothing:?}");
        }
    }
}
