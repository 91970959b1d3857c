//! Codes that prove an address: eight characters that travel by mail and are typed by hand.

use aws_lc_rs::{constant_time, rand};
use kernel::{EmailAddress, Id, Secret};
use time::OffsetDateTime;

use super::secret::{Digest, digest};
use crate::Error;

/// What somebody was given when they asked for a code. Nobody else has it, so nobody else tries their code.
pub(crate) type CodeId = Id<MailedCode>;

/// Without 0 and O, 1 and I: thirty-two characters, so that a byte modulo 32 is drawn fairly.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 8;

/// A code on its way to a mailbox.
#[derive(Debug)]
pub(crate) struct MailedCode {
    pub(crate) id: CodeId,
    pub(crate) address: EmailAddress,
    pub(crate) hash: Digest,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

impl MailedCode {
    /// A new code, and as people read it: `K7PX-3MQA`.
    pub(crate) fn draw(
        address: EmailAddress,
        now: OffsetDateTime,
        life: time::Duration,
    ) -> Result<(Self, Secret<String>), Error> {
        let mut bytes = [0; LENGTH];
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        let code = bytes.map(|byte| ALPHABET[usize::from(byte) % ALPHABET.len()]);
        let id = CodeId::new();
        let hash = digest(&[id.uuid().as_bytes(), &code]);

        let text: String = code.iter().copied().map(char::from).collect();
        let shown = format!("{}-{}", &text[..LENGTH / 2], &text[LENGTH / 2..]);
        Ok((Self { id, address, hash, created_at: now, expires_at: now + life }, Secret::new(shown)))
    }
}

/// What somebody typed.
#[derive(Debug)]
pub(crate) struct Guess(Secret<String>);

impl Guess {
    /// Case, dashes and blanks do not matter.
    pub(crate) fn read(text: &str) -> Self {
        let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—'));
        // Longer than any code: what is beyond is not even hashed.
        Self(Secret::new(kept.take(LENGTH + 1).map(|c| c.to_ascii_uppercase()).collect()))
    }

    /// Whether this is the code behind the hash. Takes the same time wherever it differs.
    pub(crate) fn opens(&self, code: CodeId, hash: &[u8]) -> bool {
        let guessed = digest(&[code.uuid().as_bytes(), self.0.expose().as_bytes()]);
        constant_time::verify_slices_are_equal(&guessed, hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> (MailedCode, String) {
        let address = "camille@culture.exemple.fr".parse().unwrap();
        let (code, shown) =
            MailedCode::draw(address, OffsetDateTime::UNIX_EPOCH, time::Duration::minutes(20)).unwrap();
        (code, shown.expose().clone())
    }

    #[test]
    fn a_code_reads_well() {
        for _ in 0..200 {
            let (_, shown) = drawn();
            let (left, right) = shown.split_once('-').unwrap();
            assert_eq!((left.len(), right.len()), (4, 4));
            assert!(!shown.contains(['0', 'O', '1', 'I']), "{shown}");
        }
    }

    #[test]
    fn every_character_may_come() {
        let mut seen: Vec<char> =
            (0..300).flat_map(|_| drawn().1.replace('-', "").chars().collect::<Vec<_>>()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), ALPHABET.len());
    }

    #[test]
    fn dash_case_and_blanks_do_not_matter() {
        let (code, shown) = drawn();
        for typed in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', ""),
            format!(" {} ", shown.replace('-', " ")),
            shown.replace('-', "–"),
        ] {
            assert!(Guess::read(&typed).opens(code.id, &code.hash), "{typed}");
        }
    }

    #[test]
    fn another_code_does_not_open() {
        let (code, shown) = drawn();
        for typed in ["", "2222-2222", &shown[..8], &format!("{shown}2")] {
            assert!(!Guess::read(typed).opens(code.id, &code.hash), "{typed}");
        }
        assert!(!Guess::read(&shown).opens(CodeId::new(), &code.hash), "a code is bound to its id");
        assert!(!Guess::read(&shown).opens(code.id, &[]));
    }
}
