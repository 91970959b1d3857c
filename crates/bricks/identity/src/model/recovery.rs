//! Recovery codes: ten, printed and put away, each worth one way back in when the telephone is lost.

use aws_lc_rs::rand;
use kernel::{PersonId, Secret};

use super::secret::{Digest, digest};
use crate::Error;

/// Without 0 and O, 1 and I: thirty-two characters, so that a byte modulo 32 is drawn fairly.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUPS: usize = 5;
const GROUP: usize = 5;
/// 25 characters of 32 are 125 bits: nobody guesses one, so SHA-256 keeps them.
const LENGTH: usize = GROUPS * GROUP;

/// One recovery code, as people read it: `K7PX3-MQA9B-…`.
pub(crate) struct RecoveryCode(Secret<String>);

impl RecoveryCode {
    /// So many are made at once.
    pub(crate) const MANY: usize = 10;

    pub(crate) fn draw() -> Result<Self, Error> {
        let mut bytes = [0; LENGTH];
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        let drawn = bytes.map(|byte| ALPHABET[usize::from(byte) % ALPHABET.len()]);
        let groups: Vec<String> =
            drawn.chunks(GROUP).map(|group| group.iter().copied().map(char::from).collect()).collect();
        Ok(Self(Secret::new(groups.join("-"))))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn hash(&self, person: PersonId) -> Digest {
        hash(person, self.expose())
    }
}

/// What is kept of a code somebody typed: case, dashes and blanks do not matter.
pub(crate) fn hash(person: PersonId, typed: &str) -> Digest {
    let kept = typed.chars().filter(char::is_ascii_alphanumeric).take(LENGTH + 1);
    let kept: String = kept.map(|c| c.to_ascii_uppercase()).collect();
    digest(&[person.uuid().as_bytes(), kept.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_well_and_is_found_again_however_it_is_typed() {
        let person = PersonId::new();
        let code = RecoveryCode::draw().unwrap();
        let shown = code.expose();
        assert_eq!(shown.len(), 29);
        assert!(!shown.contains(['0', 'O', '1', 'I']), "{shown}");
        for typed in [shown.to_owned(), shown.to_lowercase(), shown.replace('-', " "), shown.replace('-', "")]
        {
            assert_eq!(hash(person, &typed), code.hash(person), "{typed}");
        }
        assert_ne!(hash(PersonId::new(), shown), code.hash(person), "a code is its person's");
        assert_ne!(hash(person, &format!("{shown}2")), code.hash(person));
    }

    #[test]
    fn no_two_are_the_same() {
        assert_ne!(RecoveryCode::draw().unwrap().expose(), RecoveryCode::draw().unwrap().expose());
    }
}
