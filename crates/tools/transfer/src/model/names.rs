//! Names of files, from people's machines to people's machines.
//!
//! What a person can have on their disk without knowing (an accent in two characters, a mark copied with a name, a name
//! that only Windows reserves) is cleaned, so that nothing they send is refused for it. What only a program would write
//! (a way out of the folder, an empty part, a zero) is refused: cleaning it would hide a mistake or an attack. A name
//! that is too long is refused too, since cutting it would lose its extension.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::Error;

const LONGEST_PATH: usize = 4096;
const LONGEST_SEGMENT: usize = 255;
const DEEPEST: usize = 32;

/// Where a file stands in its parcel: `Photos/a.jpg`. Never absolute, never leading out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FilePath(String);

impl FilePath {
    /// Reads the path a client gave, `/` between its parts.
    pub(crate) fn parse(raw: &str) -> Result<Self, Error> {
        let refused = || Error::BadName { name: shown(raw) };
        if raw.len() > 2 * LONGEST_PATH || raw.contains('\0') {
            return Err(refused());
        }
        let segments: Vec<String> =
            raw.split('/').map(|raw| segment(raw).ok_or_else(refused)).collect::<Result<_, _>>()?;
        if segments.len() > DEEPEST || segments.iter().any(|segment| segment.len() > LONGEST_SEGMENT) {
            return Err(refused());
        }
        let path = segments.join("/");
        if path.len() > LONGEST_PATH { Err(refused()) } else { Ok(Self(path)) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as compared with others: many machines do not tell `A.jpg` from `a.jpg`.
    pub(crate) fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The folders it stands in, the outermost first, as compared.
    pub(crate) fn folded_folders(&self) -> Vec<String> {
        let folded = self.folded();
        folded.match_indices('/').map(|(at, _)| folded[..at].to_owned()).collect()
    }

    /// The nearest free place beside files that are there already (folded): a name that is taken, and a folder where a
    /// file stands, get the first number that is free.
    pub(crate) fn beside(&self, taken: &[String]) -> Self {
        let files: HashSet<&str> = taken.iter().map(String::as_str).collect();
        let folders: HashSet<&str> =
            taken.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect();
        let free = |wanted: Self, is_taken: &dyn Fn(&str) -> bool| {
            let mut path = wanted.clone();
            for number in 2.. {
                if !is_taken(&path.folded()) {
                    break;
                }
                path = wanted.numbered(number);
            }
            path
        };
        let mut parts = self.0.split('/').peekable();
        let mut path = String::new();
        while let Some(part) = parts.next() {
            let wanted = if path.is_empty() { part.to_owned() } else { format!("{path}/{part}") };
            let is_folder = parts.peek().is_some();
            Self(path) =
                free(Self(wanted), &|path| files.contains(path) || (!is_folder && folders.contains(path)));
        }
        Self(path)
    }

    /// The same with a number before the extension: `a (2).jpg`. Shortened rather than longer than a name can be.
    pub(crate) fn numbered(&self, number: u32) -> Self {
        let (folder, name) = match self.0.rsplit_once('/') {
            Some((folder, name)) => (Some(folder), name),
            None => (None, self.0.as_str()),
        };
        let (stem, extension) = match name.rfind('.') {
            Some(at) if at > 0 => name.split_at(at),
            _ => (name, ""),
        };
        let number = format!(" ({number})");
        let room = LONGEST_SEGMENT.saturating_sub(number.len() + extension.len());
        let stem = &stem[..stem.floor_char_boundary(room.max(1))];
        let name = format!("{}{number}{extension}", stem.trim_end());
        Self(folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}")))
    }
}

/// The last part of a path.
pub(crate) fn name_in(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// One part of a path, cleaned; `None` when nothing that names a file is left.
fn segment(raw: &str) -> Option<String> {
    if raw.is_empty() || raw == "." || raw == ".." {
        return None;
    }
    // A backslash is a letter on some machines and parts folders on others: it must not become a way out there.
    let clean: String =
        raw.nfc().filter(|&c| !is_hidden(c)).map(|c| if c == '\\' { '_' } else { c }).collect();
    // Windows drops dots and spaces at the end by itself: two names would become one, `..` would be back.
    let clean = clean.trim_start().trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if clean.is_empty() {
        return None;
    }
    Some(if is_reserved(clean) { format!("_{clean}") } else { clean.to_owned() })
}

/// Control characters, and the marks that turn text round so that `exe.gpj` reads as a picture.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Names that Windows keeps for devices, whatever follows a dot.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => ["COM", "LPT"].iter().any(|device| {
            stem.strip_prefix(device).is_some_and(|rest| {
                matches!(rest, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
            })
        }),
    }
}

/// What a refusal repeats of a name: short, and without what could disguise it.
fn shown(raw: &str) -> String {
    raw.chars().filter(|&c| !is_hidden(c)).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(raw: &str) -> String {
        FilePath::parse(raw).unwrap().as_str().to_owned()
    }

    #[test]
    fn names_that_people_have_are_kept_or_cleaned() {
        for (raw, kept) in [
            ("Photos/été 2026/a.jpg", "Photos/été 2026/a.jpg"),
            ("e\u{301}te\u{301}.txt", "été.txt"),
            ("photo\u{202E}gpj.exe", "photogpj.exe"),
            ("\u{200E}rapport\u{2069}.pdf", "rapport.pdf"),
            ("tab\tbell\u{7}.txt", "tabbell.txt"),
            ("note. . ", "note"),
            ("  note.txt", "note.txt"),
            ("dossier./a", "dossier/a"),
            ("..\\..\\etc\\passwd", ".._.._etc_passwd"),
            ("CON", "_CON"),
            ("aux.tex", "_aux.tex"),
            ("com1.log", "_com1.log"),
            ("lpt\u{b9}", "_lpt\u{b9}"),
            ("console.log", "console.log"),
            (".gitignore", ".gitignore"),
            ("...a", "...a"),
            ("Réunion 12:30 ?.pdf", "Réunion 12:30 ?.pdf"),
        ] {
            assert_eq!(clean(raw), kept, "{raw:?}");
        }
    }

    #[test]
    fn names_that_only_a_program_writes_are_refused() {
        let long = format!("{}.txt", "a".repeat(252));
        let deep = vec!["a"; 33].join("/");
        let wide = vec!["a".repeat(200); 21].join("/");
        for raw in [
            "",
            ".",
            "..",
            "../a",
            "a/../b",
            "/etc/passwd",
            "a//b",
            "a/",
            "a\0b",
            "\u{202E}",
            "   ",
            "...",
            "a/. ./b",
            "\u{200E}..\u{200E}",
            &long,
            &deep,
            &wide,
        ] {
            assert!(matches!(FilePath::parse(raw), Err(Error::BadName { .. })), "{raw:?}");
        }
        assert!(FilePath::parse(&"a".repeat(255)).is_ok());
        assert!(FilePath::parse(&vec!["a"; 32].join("/")).is_ok());
    }

    #[test]
    fn a_name_met_twice_takes_a_number() {
        let numbered = |raw: &str, n| FilePath::parse(raw).unwrap().numbered(n).as_str().to_owned();
        assert_eq!(numbered("Photos/a.jpg", 2), "Photos/a (2).jpg");
        assert_eq!(numbered("LISEZMOI", 3), "LISEZMOI (3)");
        assert_eq!(numbered(".env", 2), ".env (2)");
        assert_eq!(numbered("archive.tar.gz", 2), "archive.tar (2).gz");
        assert_eq!(numbered(&"é".repeat(127), 2).len(), 254);
    }

    #[test]
    fn a_path_finds_the_first_free_place_beside_the_others() {
        let taken: Vec<String> =
            ["a", "a (2)", "b/c.txt", "b/c (2).txt", "d/e/f"].iter().map(|&path| path.to_owned()).collect();
        for (wanted, place) in [
            ("A", "A (3)"),
            ("a/x", "a (3)/x"),
            ("b", "b (2)"),
            ("b/C.txt", "b/C (3).txt"),
            ("d/e", "d/e (2)"),
            ("d/e/g", "d/e/g"),
            ("d/e/f/g/h", "d/e/f (2)/g/h"),
            ("z", "z"),
        ] {
            assert_eq!(FilePath::parse(wanted).unwrap().beside(&taken).as_str(), place, "{wanted}");
        }
    }
}
