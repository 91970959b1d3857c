//! What a French name sounds like, as a short code: names that are said alike are written alike.
//!
//! Own rules, from how French is read aloud, coarse on purpose (`s` and `z` are one, open and closed vowels are one). A
//! code is made of: consonants `B C(=ch) D F G J K L M N P R S T V`, vowels `A E I O U`, `W` for *ou*, `X` for *eu*, nasals
//! `1` (*an*), `2` (*in*, *un*), `3` (*on*), and `Y` for the *y* of *yeux*.
//!
//! | written | said | so that |
//! | --- | --- | --- |
//! | `ph`, `th`, `h` | `F`, `T`, nothing | Philippe = Filipe, Mathieu = Matieu |
//! | `eau`, `au`, `o`, and `ault`, `aud`, `aut` at the end | `O` | Renault = Renaud = Reno |
//! | `ai`, `ei`, `ay`, `ey`, `é`, `è`, `e`; `er`, `ez`, `et` at the end | `E` | Lemaire = Lemère, Boulanger = Boulangé |
//! | `c` before `e i y`, `ç`, `s`, `ss`, `z`, `sc` before `e i y` | `S` | Besson = Beçon = Beson |
//! | `c`, `qu`, `k`, `ck`, `cq`, `ch` before `r l` | `K` | Lucas = Lukas, Christian = Kristian |
//! | `g` before `e i y`, `j`; `gu` | `J`; `G` | Gérôme = Jérôme, Guy = Gui |
//! | `gn` | `N` | Régnier = Rénier |
//! | `an am en em`, `in im ain ein yn un`, `on om` before a consonant or at the end | `1`, `2`, `3` | Rambert = Ranbert |
//! | `ail`, `eil`, `ouill`… | the vowel and `Y` | Corneille = Corneil |
//! | `oi`, `oy` | `WA` | Leroy = Leroi |
//! | `bv` | `V` | Lefebvre = Lefèvre |
//! | an `e` without accent between two consonants, but in the first syllable | nothing | Pelletier = Peltier |
//! | at the end: `e`, `es`, and `d t s x z p`, the `c` of `rc` | nothing | Dupont = Dupond, Leclerc = Leclair |
//! | twice the same | once | Pittier = Pitier |

use unicode_normalization::UnicodeNormalization;

/// Shorter codes say too little.
const CODE_CHARS: usize = 2;

/// The code of a whole word in lower case, accents kept. None for what is no French word: digits, other alphabets.
pub(crate) fn code(spoken: &str) -> Option<String> {
    let code = Reader::new(spoken)?.read();
    (code.len() >= CODE_CHARS).then_some(code)
}

/// What the codes of all words that begin so begin with: the part that no further letter can change.
pub(crate) fn beginning(spoken: &str) -> Option<String> {
    let mut reader = Reader::new(spoken)?;
    // What comes next decides how the last vowels and consonants are said; those before them know what follows.
    let trim = |end: usize, vowels: bool| {
        reader.letters[..end].iter().rposition(|c| is_vowel(*c) != vowels).map(|last| last + 1)
    };
    let end = reader.letters.len();
    let cluster = trim(end, true)?;
    let before = trim(cluster, false)?;
    reader.until = trim(before, true)?;
    reader.open = true;
    let code = reader.read();
    (code.len() > CODE_CHARS).then_some(code)
}

struct Reader {
    /// `a` to `z`, `è` for every accented e, `ə` for the e at the end that only softens.
    letters: Vec<char>,
    /// Letters from here on are not said.
    until: usize,
    /// More letters may follow.
    open: bool,
    code: String,
}

impl Reader {
    fn new(spoken: &str) -> Option<Self> {
        let mut letters = Vec::with_capacity(spoken.len());
        for c in spoken.chars() {
            match c {
                'ç' => letters.extend(['s', 's']),
                'é' | 'è' | 'ê' | 'ë' | 'æ' => letters.push('è'),
                'œ' => letters.extend(['o', 'e']),
                'a'..='z' => letters.push(c),
                c => letters.push(std::iter::once(c).nfd().next().filter(char::is_ascii_lowercase)?),
            }
        }
        let until = letters.len();
        (until > 0).then_some(Self { letters, until, open: false, code: String::new() })
    }

    fn read(mut self) -> String {
        if !self.open {
            self.drop_silent_end();
            self.until = self.letters.len();
        }
        let mut at = 0;
        while at < self.until {
            let (said, taken) = self.next(at);
            for c in said.chars() {
                if !self.code.ends_with(c) {
                    self.code.push(c);
                }
            }
            at += taken;
        }
        self.code
    }

    /// Takes away the letters at the end that nobody says, and writes `è` where an ending is said so.
    fn drop_silent_end(&mut self) {
        if self.ends("es") && self.letters.len() > 3 {
            self.letters.pop();
        }
        if self.ends("e") && self.letters.len() > 2 {
            self.letters.pop();
            // The consonant before a mute e is said: `Laporte`.
            if !self.ends("è") {
                self.letters.push('ə');
            }
            return;
        }
        for ending in ["er", "ez", "et", "ed", "ets", "ers"] {
            if self.ends(ending) && self.letters.len() > ending.len() + 1 {
                self.letters.truncate(self.letters.len() - ending.len());
                self.letters.push('è');
                return;
            }
        }
        for ending in ["rcq", "rc"] {
            if self.ends(ending) {
                self.letters.truncate(self.letters.len() - ending.len() + 1);
                return;
            }
        }
        if self.ends("mb") {
            self.letters.pop();
        }
        let vowels = |letters: &[char]| letters.iter().any(|c| is_vowel(*c));
        while let [rest @ .., last] = self.letters.as_slice() {
            let silent =
                matches!(last, 'd' | 't' | 's' | 'z' | 'p') || (*last == 'x' && rest.ends_with(&['u']));
            if !silent || rest.len() < 2 || !vowels(rest) {
                break;
            }
            self.letters.pop();
        }
        if self.ends("aul") || self.ends("oul") {
            self.letters.pop();
        }
    }

    /// What is said at this place, and how many letters say it.
    fn next(&self, at: usize) -> (&'static str, usize) {
        self.nasal(at).or_else(|| self.vowels(at)).unwrap_or_else(|| self.consonant(at))
    }

    /// `an`, `ain`, `on`… before a consonant or at the end.
    fn nasal(&self, at: usize) -> Option<(&'static str, usize)> {
        const NASALS: [(&str, &str); 17] = [
            ("ain", "2"),
            ("aim", "2"),
            ("ein", "2"),
            ("oin", "W2"),
            ("ien", "I2"),
            ("an", "1"),
            ("am", "1"),
            ("en", "1"),
            ("em", "1"),
            ("in", "2"),
            ("im", "2"),
            ("yn", "2"),
            ("ym", "2"),
            ("un", "2"),
            ("um", "2"),
            ("on", "3"),
            ("om", "3"),
        ];
        let (written, said) = NASALS.into_iter().find(|(written, _)| self.is(at, written))?;
        let after = self.letters.get(at + written.len());
        let nasal = match after {
            None => !self.open,
            Some(c) => !is_vowel(*c) && !matches!(c, 'n' | 'm' | 'h'),
        };
        nasal.then_some((said, written.len()))
    }

    fn vowels(&self, at: usize) -> Option<(&'static str, usize)> {
        const GLIDES: [(&str, &str); 8] = [
            ("ouill", "WY"),
            ("euill", "XY"),
            ("aill", "AY"),
            ("eill", "EY"),
            ("ouil", "WY"),
            ("euil", "XY"),
            ("ail", "AY"),
            ("eil", "EY"),
        ];
        const SOUNDS: [(&str, &str); 16] = [
            ("eau", "O"),
            ("oeu", "X"),
            ("au", "O"),
            ("ai", "E"),
            ("ay", "E"),
            ("ei", "E"),
            ("ey", "E"),
            ("eu", "X"),
            ("oi", "WA"),
            ("oy", "WA"),
            ("ou", "W"),
            ("è", "E"),
            ("a", "A"),
            ("i", "I"),
            ("y", "I"),
            ("o", "O"),
        ];
        for (written, said) in GLIDES {
            let long = written.ends_with("ll");
            let after = self.letters.get(at + written.len());
            if self.is(at, written) && (long || after.is_none_or(|c| !is_vowel(*c) && *c != 'l')) {
                return Some((said, written.len()));
            }
        }
        if let Some((written, said)) = SOUNDS.into_iter().find(|(written, _)| self.is(at, written)) {
            return Some((said, written.chars().count()));
        }
        match self.letters[at] {
            'u' => Some(("U", 1)),
            'ə' => Some(("", 1)),
            'e' if self.is_mute(at) => Some(("", 1)),
            'e' => Some(("E", 1)),
            _ => None,
        }
    }

    /// An `e` between two consonants that are said, after another vowel: the second of `Pelletier`.
    fn is_mute(&self, at: usize) -> bool {
        let [before, after] = [at.checked_sub(1), at.checked_add(1)]
            .map(|place| place.and_then(|place| self.letters.get(place)));
        let then = self.letters.get(at + 2);
        before.is_some_and(|c| !is_vowel(*c))
            && after.is_some_and(|c| !is_vowel(*c))
            && then.is_some_and(|c| is_vowel(*c) && *c != 'ə')
            && self.letters[..at].iter().any(|c| is_vowel(*c))
    }

    fn consonant(&self, at: usize) -> (&'static str, usize) {
        const CONSONANTS: [(&str, &str); 27] = [
            ("sch", "C"),
            ("chr", "KR"),
            ("chl", "KL"),
            ("ch", "C"),
            ("sh", "C"),
            ("ph", "F"),
            ("th", "T"),
            ("gn", "N"),
            ("bv", "V"),
            ("qu", "K"),
            ("ck", "K"),
            ("cq", "K"),
            ("q", "K"),
            ("k", "K"),
            ("x", "KS"),
            ("h", ""),
            ("w", "V"),
            ("z", "S"),
            ("b", "B"),
            ("d", "D"),
            ("f", "F"),
            ("j", "J"),
            ("l", "L"),
            ("m", "M"),
            ("n", "N"),
            ("p", "P"),
            ("r", "R"),
        ];
        let soft = |place: usize| matches!(self.letters.get(place), Some('e' | 'è' | 'ə' | 'i' | 'y'));
        match self.letters[at] {
            'c' if self.is(at, "ch") => {}
            'c' if soft(at + 1) => return ("S", 1),
            'c' if self.is(at, "cqu") => return ("K", 3),
            'c' if self.is(at, "ck") || self.is(at, "cq") => {}
            'c' => return ("K", 1),
            's' if self.is(at, "sc") && soft(at + 2) && !self.is(at, "sch") => return ("S", 2),
            's' if self.is(at, "sch") || self.is(at, "sh") => {}
            's' => return ("S", 1),
            'g' if self.is(at, "gn") => {}
            'g' if self.is(at, "gu") && soft(at + 2) => return ("G", 2),
            // The e of `Georges` and `Jean` only softens.
            'j' if self.is(at, "je") && matches!(self.letters.get(at + 2), Some('a' | 'o')) => {
                return ("J", 2);
            }
            'g' if self.is(at, "ge") && matches!(self.letters.get(at + 2), Some('a' | 'o')) => {
                return ("J", 2);
            }
            'g' if soft(at + 1) => return ("J", 1),
            'g' => return ("G", 1),
            't' if self.is(at, "th") => {}
            't' => return ("T", 1),
            'v' => return ("V", 1),
            _ => {}
        }
        CONSONANTS
            .into_iter()
            .find(|(written, _)| self.is(at, written))
            .map_or(("", 1), |(written, said)| (said, written.len()))
    }

    fn is(&self, at: usize, written: &str) -> bool {
        let mut letters = self.letters[at..].iter();
        written.chars().all(|c| letters.next() == Some(&c))
    }

    fn ends(&self, written: &str) -> bool {
        let length = written.chars().count();
        self.letters.len() >= length && self.is(self.letters.len() - length, written)
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'è' | 'ə' | 'i' | 'o' | 'u' | 'y')
}
