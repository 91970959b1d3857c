//! From a word to the sets of one segment that hold it: whole, begun, within another text, as it sounds, with its typos.

use std::{io, sync::Arc};

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy::{InvertedIndexReader, postings::TermInfo};
use tantivy_fst::Automaton;

use crate::{
    asked::{Form, Word},
    entry::{Kind, Seen, Viewer},
    fold,
    sets::Pick,
    sound,
    terms::{self, EDGE_CHARS, GRAM},
};

/// How many terms a beginning, a sound and a word with typos may stand for in one segment.
const BEGUN: usize = 256;
const SOUNDING: usize = 96;
const MISTYPED: usize = 48;
/// Terms with typos that are looked at to choose those.
const MISTYPED_SEEN: usize = 2_000;

/// How a word was found, the best first.
pub(crate) const NAME: usize = 0;
pub(crate) const NAME_BEGUN: usize = 1;
pub(crate) const TEXT: usize = 2;
pub(crate) const TEXT_BEGUN: usize = 3;
pub(crate) const SOUND: usize = 4;
pub(crate) const TYPO: usize = 5;
pub(crate) const SOUND_BEGUN: usize = 6;
pub(crate) const TYPOS: usize = 7;
pub(crate) const LEVELS: usize = 8;

/// Words with fewer letters have no typos.
const TYPO_FROM: usize = 4;
/// Words with at least so many may have two.
const TYPOS_FROM: usize = 8;

/// What there is for one word, level by level.
pub(crate) type Levels = [Pick; LEVELS];

/// Where the viewer stands, in one segment.
pub(crate) struct Place {
    root: Pick,
    unit: Pick,
    /// The organisations around them with what each is worth, the nearest first.
    pub(crate) near: Vec<(f32, Pick)>,
}

/// The terms of one segment.
pub(crate) struct Lexicon<'a> {
    pub(crate) inverted: &'a InvertedIndexReader,
}

impl Lexicon<'_> {
    fn get(&self, term: &[u8]) -> io::Result<Pick> {
        Ok(self.inverted.terms().get(term)?.map_or_else(Pick::nothing, Pick::Term))
    }

    pub(crate) fn place(&self, viewer: &Viewer) -> io::Result<Place> {
        let (Some(root), Some(unit)) = (viewer.path.first(), viewer.path.last()) else {
            return Ok(Place { root: Pick::nothing(), unit: Pick::nothing(), near: vec![] });
        };
        // The unit, the one above it, the direction, the ministry: those that there are.
        let last = viewer.path.len() - 1;
        let places = [
            Some((6.0, last)),
            (last > 2).then(|| (5.0, last - 1)),
            (last > 1).then_some((4.0, 1)),
            (last > 0).then_some((2.0, 0)),
        ];
        let near = places
            .into_iter()
            .flatten()
            .map(|(worth, at)| Ok((worth, self.get(&terms::term(terms::UNDER, viewer.path[at].as_bytes()))?)))
            .collect::<io::Result<Vec<_>>>()?;
        Ok(Place {
            root: self.get(&terms::term(terms::ROOT, root.as_bytes()))?,
            unit: self.get(&terms::term(terms::UNIT, unit.as_bytes()))?,
            near,
        })
    }

    /// Entries of these kinds; none when every kind will do.
    pub(crate) fn kinds(&self, kinds: &[Kind]) -> io::Result<Option<Pick>> {
        if Kind::ALL.iter().all(|kind| kinds.contains(kind)) {
            return Ok(None);
        }
        let picks = Kind::ALL
            .iter()
            .filter(|kind| kinds.contains(kind))
            .map(|kind| self.get(&[terms::KIND, kind.number()]))
            .collect::<io::Result<Vec<_>>>()?;
        Ok(Some(Pick::any(picks)))
    }

    /// The names that are these words and no others.
    pub(crate) fn whole(&self, whole: Option<&str>) -> io::Result<Pick> {
        whole.map_or_else(
            || Ok(Pick::nothing()),
            |whole| self.get(&terms::term(terms::WHOLE, whole.as_bytes())),
        )
    }

    /// What holds the word as it was typed.
    pub(crate) fn strict(&self, word: &Word, place: &Place) -> io::Result<Levels> {
        let mut levels: Levels = std::array::from_fn(|_| Pick::nothing());
        let mut add = |level: usize, pick: Pick| {
            let before = std::mem::replace(&mut levels[level], Pick::nothing());
            levels[level] = Pick::any([before, pick]);
        };
        for Form { word, .. } in &word.forms {
            add(NAME, self.get(&terms::term(terms::NAME, word.as_bytes()))?);
            add(NAME_BEGUN, self.begun(terms::NAME_EDGE, terms::NAME, word)?);
            for seen in [Seen::Everyone, Seen::Ministry, Seen::Unit] {
                let whole = self.get(&terms::term(terms::text(seen), word.as_bytes()))?;
                add(TEXT, place.restrict(seen, whole));
                let begun = self.begun(terms::text_edge(seen), terms::text(seen), word)?;
                add(TEXT_BEGUN, place.restrict(seen, begun));
            }
        }
        if let Some(digits) = &word.digits {
            for seen in [Seen::Everyone, Seen::Ministry, Seen::Unit] {
                add(TEXT, place.restrict(seen, self.digits(seen, digits, 0)?));
                for after in 1..=(15 - GRAM) {
                    add(TEXT_BEGUN, place.restrict(seen, self.digits(seen, digits, after)?));
                }
            }
        }
        if let Some(address) = &word.address {
            add(NAME, self.get(&terms::term(terms::ADDRESS, address.as_bytes()))?);
            add(NAME_BEGUN, self.range(terms::ADDRESS, address, BEGUN)?);
        }
        Ok(levels)
    }

    /// The digits, `after` others following.
    fn digits(&self, seen: Seen, digits: &str, after: usize) -> io::Result<Pick> {
        let grams = digits.as_bytes().windows(GRAM).enumerate();
        let last = digits.len().saturating_sub(GRAM);
        let picks = grams
            .map(|(at, gram)| self.get(&terms::gram_term(seen, after + last - at, gram)))
            .collect::<io::Result<Vec<_>>>()?;
        Ok(Pick::all(picks))
    }

    fn begun(&self, edge: u8, whole: u8, word: &str) -> io::Result<Pick> {
        if word.chars().count() <= EDGE_CHARS {
            self.get(&terms::term(edge, word.as_bytes()))
        } else {
            self.range(whole, word, BEGUN)
        }
    }

    /// The first terms that begin so.
    fn range(&self, tag: u8, beginning: &str, most: usize) -> io::Result<Pick> {
        let from = terms::term(tag, beginning.as_bytes());
        let mut to = from.clone();
        to.push(u8::MAX);
        let mut stream = self.inverted.terms().range().ge(&from).lt(&to).into_stream()?;
        let mut picks = Vec::new();
        while picks.len() < most && stream.advance() {
            picks.push(Pick::Term(stream.value().clone()));
        }
        Ok(Pick::any(picks))
    }

    /// What sounds like the word, and what begins to sound like it if it is the last one, which may not be finished.
    pub(crate) fn sounding(&self, word: &Word, last: bool) -> io::Result<[Pick; 2]> {
        let (mut whole, mut begun) = (Vec::new(), Vec::new());
        for Form { spoken, .. } in &word.forms {
            if let Some(code) = sound::code(spoken) {
                whole.push(self.get(&terms::term(terms::SOUND, code.as_bytes()))?);
            }
            if let Some(beginning) = last.then(|| sound::beginning(spoken)).flatten() {
                begun.push(self.range(terms::SOUND, &beginning, SOUNDING)?);
            }
        }
        Ok([Pick::any(whole), Pick::any(begun)])
    }

    /// What the word is with one typo, and with two. Of names and of texts that everyone may find by.
    pub(crate) fn mistyped(&self, word: &Mistyped) -> io::Result<[Pick; 2]> {
        let mut found: Vec<(u8, TermInfo)> = Vec::new();
        for search in &word.searches {
            let mut stream = self.inverted.terms().search(search.clone()).into_stream()?;
            let mut seen = 0;
            while seen < MISTYPED_SEEN && stream.advance() {
                seen += 1;
                let distance = match search.typo.eval(&stream.key()[1..]) {
                    Distance::Exact(distance) | Distance::AtLeast(distance) => distance,
                };
                // No typo at all was found before; a shorter beginning of the word is not a typo.
                let shorter =
                    search.tag == terms::NAME_EDGE && word.word.as_bytes().starts_with(&stream.key()[1..]);
                if distance > 0 && !shorter {
                    found.push((distance, stream.value().clone()));
                }
            }
        }
        found.sort_by_key(|(distance, term)| (*distance, std::cmp::Reverse(term.doc_freq)));
        found.truncate(MISTYPED);
        let of = |typos: u8| {
            Pick::any(
                found
                    .iter()
                    .filter(|(distance, _)| *distance == typos)
                    .map(|(_, term)| Pick::Term(term.clone())),
            )
        };
        Ok([of(1), of(2)])
    }
}

impl Place {
    /// Only where the viewer may find by it.
    fn restrict(&self, seen: Seen, pick: Pick) -> Pick {
        match seen {
            Seen::Everyone => pick,
            Seen::Ministry => Pick::all(vec![pick, self.root.clone()]),
            Seen::Unit => Pick::all(vec![pick, self.unit.clone()]),
        }
    }
}

/// Levenshtein's automata with transpositions, for one typo and for two. Making them takes milliseconds: once.
#[derive(Clone)]
pub(crate) struct Typos(Arc<[LevenshteinAutomatonBuilder; 2]>);

impl Typos {
    pub(crate) fn new() -> Self {
        Self(Arc::new([LevenshteinAutomatonBuilder::new(1, true), LevenshteinAutomatonBuilder::new(2, true)]))
    }

    /// None for a word that may have no typos: a short one, one with digits, an address.
    pub(crate) fn of(&self, word: &Word, last: bool) -> Option<Mistyped> {
        let word = word.forms.first().filter(|_| word.digits.is_none()).map(|form| form.word.as_str())?;
        let letters = word.chars().count();
        if letters < TYPO_FROM || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let initial = fold::prefix(word, 1).as_bytes()[0];
        let mut searches = vec![];
        if letters >= TYPOS_FROM {
            searches.extend(of(&self.0[1], word, last, Initial::Is(initial)));
            searches.extend(of(&self.0[0], word, last, Initial::IsNot(initial)));
        } else {
            searches.extend(of(&self.0[0], word, last, Initial::Any));
        }
        Some(Mistyped { word: word.to_owned(), searches })
    }
}

fn of(builder: &LevenshteinAutomatonBuilder, word: &str, last: bool, initial: Initial) -> Vec<Search> {
    let search = |tag, typo: &Arc<DFA>| Search { tag, initial, typo: typo.clone() };
    let whole = Arc::new(builder.build_dfa(word));
    let mut searches = vec![search(terms::text(Seen::Everyone), &whole)];
    // A beginning with a typo: among the beginnings while they are terms, among whole words after that.
    if last && word.chars().count() >= EDGE_CHARS {
        searches.push(search(terms::NAME, &Arc::new(builder.build_prefix_dfa(word))));
    } else {
        searches.push(search(terms::NAME, &whole));
        if last {
            searches.push(search(terms::NAME_EDGE, &whole));
        }
    }
    searches
}

/// A word as its typos are looked for.
pub(crate) struct Mistyped {
    word: String,
    searches: Vec<Search>,
}

/// Terms of one kind that an automaton takes.
#[derive(Clone)]
struct Search {
    tag: u8,
    initial: Initial,
    typo: Arc<DFA>,
}

/// Two typos keep the first letter: a tenth of the words to look at.
#[derive(Clone, Copy)]
enum Initial {
    Any,
    Is(u8),
    IsNot(u8),
}

impl Initial {
    const fn allows(self, byte: u8) -> bool {
        match self {
            Self::Any => true,
            Self::Is(initial) => byte == initial,
            Self::IsNot(initial) => byte != initial,
        }
    }
}

#[derive(Clone, Copy)]
enum At {
    Tag,
    First,
    Within(u32),
    Nowhere,
}

impl Automaton for Search {
    type State = At;

    fn start(&self) -> At {
        At::Tag
    }

    fn is_match(&self, state: &At) -> bool {
        matches!(state, At::Within(state) if matches!(self.typo.distance(*state), Distance::Exact(_)))
    }

    fn can_match(&self, state: &At) -> bool {
        match state {
            At::Nowhere => false,
            At::Within(state) => *state != SINK_STATE,
            At::Tag | At::First => true,
        }
    }

    fn accept(&self, state: &At, byte: u8) -> At {
        match state {
            At::Tag if byte == self.tag => At::First,
            At::First if !self.initial.allows(byte) => At::Nowhere,
            At::First => At::Within(self.typo.transition(self.typo.initial_state(), byte)),
            At::Within(state) => At::Within(self.typo.transition(*state, byte)),
            At::Tag | At::Nowhere => At::Nowhere,
        }
    }
}
