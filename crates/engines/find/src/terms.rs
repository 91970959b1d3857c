//! What an entry is found by: its terms, each a byte that says of what kind, then the value.

use std::collections::HashSet;

use uuid::Uuid;

use crate::{
    asked,
    entry::{Entry, Kind, Seen},
    fold,
    names::{self, Token},
    sound,
};

/// Beginnings up to this length are terms; longer ones are looked up among the words.
pub(crate) const EDGE_CHARS: usize = 6;
/// Pieces of a telephone number.
pub(crate) const GRAM: usize = 4;

/// More weight is no more.
const HEAVIEST: u8 = 0x7f;

/// What is read of one entry at most.
const TEXTS: usize = 32;
const TERMS: usize = 1_000;

pub(crate) const ID: u8 = b'i';
pub(crate) const KIND: u8 = b'k';
/// The root organisation.
pub(crate) const ROOT: u8 = b'r';
/// Each organisation of the path.
pub(crate) const UNDER: u8 = b'o';
/// The last organisation of the path.
pub(crate) const UNIT: u8 = b'u';
/// All words of a name: see [`names::whole`].
pub(crate) const WHOLE: u8 = b'=';
pub(crate) const NAME: u8 = b'n';
pub(crate) const NAME_EDGE: u8 = b'p';
pub(crate) const SOUND: u8 = b's';
pub(crate) const ADDRESS: u8 = b'm';

/// Words of titles, functions, skills, acronyms and local parts, by who may find by them.
pub(crate) const fn text(seen: Seen) -> u8 {
    match seen {
        Seen::Everyone => b't',
        Seen::Ministry => b'T',
        Seen::Unit => b'y',
    }
}

/// Their beginnings.
pub(crate) const fn text_edge(seen: Seen) -> u8 {
    match seen {
        Seen::Everyone => b'q',
        Seen::Ministry => b'Q',
        Seen::Unit => b'z',
    }
}

/// Four digits of a number, after the byte of how many follow them.
pub(crate) const fn gram(seen: Seen) -> u8 {
    match seen {
        Seen::Everyone => b'd',
        Seen::Ministry => b'D',
        Seen::Unit => b'g',
    }
}

pub(crate) fn term(tag: u8, value: &[u8]) -> Vec<u8> {
    let mut term = Vec::with_capacity(value.len() + 1);
    term.push(tag);
    term.extend_from_slice(value);
    term
}

/// The term of the `GRAM` digits that `after` others follow.
pub(crate) fn gram_term(seen: Seen, after: usize, digits: &[u8]) -> Vec<u8> {
    let mut term = vec![gram(seen), u8::try_from(after).unwrap_or(u8::MAX)];
    term.extend_from_slice(digits);
    term
}

pub(crate) fn id_term(id: Uuid) -> Vec<u8> {
    term(ID, id.as_bytes())
}

/// All terms of an entry, each once.
pub(crate) fn of(entry: &Entry) -> HashSet<Vec<u8>> {
    let mut terms = Terms::default();
    terms.add(ID, entry.id.as_bytes());
    terms.add(KIND, &[entry.kind.number()]);
    for organisation in &entry.path {
        terms.add(UNDER, organisation.as_bytes());
    }
    if let (Some(root), Some(unit)) = (entry.path.first(), entry.path.last()) {
        terms.add(ROOT, root.as_bytes());
        terms.add(UNIT, unit.as_bytes());
    }
    for name in entry.names.iter().take(TEXTS) {
        terms.name(name);
    }
    let everyone = entry.title.iter().chain(&entry.functions).chain(&entry.acronyms);
    for text in everyone.take(TEXTS) {
        terms.text(text, Seen::Everyone);
    }
    for address in entry.addresses.iter().take(TEXTS) {
        terms.add(ADDRESS, asked::address(address).as_bytes());
        terms.local_part(address.split('@').next().unwrap_or_default());
    }
    for (skill, seen) in entry.skills.iter().take(TEXTS) {
        terms.text(skill, *seen);
    }
    for (number, seen) in entry.telephones.iter().take(TEXTS) {
        terms.number(number, *seen);
    }
    terms.set
}

/// The order of equals: people before all else, the heaviest first, then by the beginning of the name.
pub(crate) fn order(entry: &Entry) -> u64 {
    let folded = entry.names.first().map(|name| fold::fold(name)).unwrap_or_default();
    let mut bytes = [0; 8];
    let people_first = if entry.kind == Kind::Person { 0 } else { 0x80 };
    bytes[0] = people_first | (HEAVIEST - entry.weight.min(HEAVIEST));
    for (place, byte) in bytes[1..].iter_mut().zip(folded.bytes().filter(u8::is_ascii_alphanumeric)) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}

#[derive(Default)]
struct Terms {
    set: HashSet<Vec<u8>>,
}

impl Terms {
    fn add(&mut self, tag: u8, value: &[u8]) {
        if self.set.len() < TERMS {
            self.set.insert(term(tag, value));
        }
    }

    fn edges(&mut self, tag: u8, word: &str, from: usize) {
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        for end in ends.take(EDGE_CHARS).skip(from - 1) {
            self.add(tag, &word.as_bytes()[..end]);
        }
    }

    fn name(&mut self, name: &str) {
        let tokens = names::tokens(name);
        if let Some(whole) = names::whole(&tokens) {
            self.add(WHOLE, whole.as_bytes());
        }
        for (at, token) in tokens.iter().enumerate() {
            self.name_word(token);
            for token in names::glued(&tokens, at) {
                self.name_word(&token);
            }
        }
    }

    fn name_word(&mut self, token: &Token) {
        self.add(NAME, token.word.as_bytes());
        self.edges(NAME_EDGE, &token.word, 1);
        if names::is_particle(&token.word) {
            return;
        }
        // As it is said, and as it would be said by somebody who leaves out the accents.
        for spoken in [&token.spoken, &token.word] {
            if let Some(code) = sound::code(spoken) {
                self.add(SOUND, code.as_bytes());
            }
        }
    }

    fn text(&mut self, text: &str, seen: Seen) {
        let folded = fold::fold(text);
        for word in fold::words(&folded).take(TEXTS) {
            self.add(self::text(seen), word.as_bytes());
            // One letter is an initial: of names only.
            self.edges(text_edge(seen), word, 2);
        }
    }

    /// Words that the names do not have: most addresses say nothing else. `durand2` is a name too, once whole.
    fn local_part(&mut self, local: &str) {
        let folded = fold::fold(local);
        for word in fold::words(&folded).take(TEXTS) {
            let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
            if !self.set.contains(&term(NAME, letters.as_bytes())) {
                self.text(word, Seen::Everyone);
            } else if letters.len() < word.len() {
                self.add(text(Seen::Everyone), word.as_bytes());
            }
        }
    }

    fn number(&mut self, number: &str, seen: Seen) {
        let digits = asked::digits(number);
        for (at, gram) in digits.as_bytes().windows(GRAM).enumerate() {
            let after = digits.len() - at - GRAM;
            let term = gram_term(seen, after, gram);
            if self.set.len() < TERMS {
                self.set.insert(term);
            }
        }
    }
}
