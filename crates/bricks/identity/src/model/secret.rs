//! What opens a session: 256 bits that only their bearer keeps. We keep their SHA-256, which opens nothing.

use aws_lc_rs::{digest as sha, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Secret;

use crate::Error;

const BYTES: usize = 32;
/// 32 bytes in base64url without padding (RFC 4648 §5).
const CHARACTERS: usize = 43;

pub(crate) type Digest = [u8; 32];

/// SHA-256. Fit for secrets nobody can guess; passwords need more.
pub(crate) fn digest(parts: &[&[u8]]) -> Digest {
    let mut context = sha::Context::new(&sha::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut digest = Digest::default();
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// What the cookie of a session holds.
#[derive(Debug)]
pub(crate) struct SessionSecret(Secret<String>);

impl SessionSecret {
    pub(crate) fn draw() -> Result<Self, Error> {
        Ok(Self(Secret::new(draw()?)))
    }

    /// `None` for what we cannot have given.
    pub(crate) fn read(text: &str) -> Option<Digest> {
        is_ours(text).then(|| digest(&[text.as_bytes()]))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn into_inner(self) -> Secret<String> {
        self.0
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(&[self.expose().as_bytes()])
    }
}

/// What a program shows: `sac_` first, so that people and scanners of leaks know what they have found.
#[derive(Debug)]
pub(crate) struct TokenSecret(Secret<String>);

impl TokenSecret {
    const PREFIX: &str = "sac_";

    pub(crate) fn draw() -> Result<Self, Error> {
        Ok(Self(Secret::new(format!("{}{}", Self::PREFIX, draw()?))))
    }

    pub(crate) fn read(text: &str) -> Option<Digest> {
        text.strip_prefix(Self::PREFIX).filter(|rest| is_ours(rest)).map(|_| digest(&[text.as_bytes()]))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(&[self.expose().as_bytes()])
    }
}

/// A password for one program, as people copy it: `k7px-3mqa-…`. A hundred bits: nobody guesses one, so SHA-256 keeps it.
#[derive(Debug)]
pub(crate) struct ApplicationSecret(Secret<String>);

impl ApplicationSecret {
    const ALPHABET: &[u8; 32] = b"23456789abcdefghjklmnpqrstuvwxyz";
    const GROUP: usize = 4;
    const LENGTH: usize = 5 * Self::GROUP;

    pub(crate) fn draw() -> Result<Self, Error> {
        let mut bytes = [0; Self::LENGTH];
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        let drawn = bytes.map(|byte| Self::ALPHABET[usize::from(byte) % Self::ALPHABET.len()]);
        let groups: Vec<String> =
            drawn.chunks(Self::GROUP).map(|group| group.iter().copied().map(char::from).collect()).collect();
        Ok(Self(Secret::new(groups.join("-"))))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn digest(&self) -> Digest {
        Self::read(self.expose()).unwrap_or_default()
    }

    /// `None` for what we cannot have given. Dashes, blanks and case do not matter.
    pub(crate) fn read(text: &str) -> Option<Digest> {
        let kept: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(Self::LENGTH + 1)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let ours = kept.len() == Self::LENGTH && kept.bytes().all(|byte| Self::ALPHABET.contains(&byte));
        ours.then(|| digest(&[b"application_password/", kept.as_bytes()]))
    }
}

fn draw() -> Result<String, Error> {
    let mut bytes = [0; BYTES];
    rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn is_ours(text: &str) -> bool {
    text.len() == CHARACTERS && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_secret_is_new_and_read_back_as_its_digest() {
        let drawn: HashSet<String> =
            (0..64).map(|_| SessionSecret::draw().unwrap().expose().to_owned()).collect();
        assert_eq!(drawn.len(), 64);

        let secret = SessionSecret::draw().unwrap();
        assert_eq!(SessionSecret::read(secret.expose()), Some(secret.digest()));
        let token = TokenSecret::draw().unwrap();
        assert_eq!(token.expose().len(), 47);
        assert_eq!(TokenSecret::read(token.expose()), Some(token.digest()));
    }

    #[test]
    fn what_we_cannot_have_given_is_not_looked_up() {
        let secret = SessionSecret::draw().unwrap();
        let text = secret.expose();
        for strange in [
            "",
            "a",
            &text[1..],
            &format!("{text}a"),
            &format!("{}é", &text[2..]),
            &format!("{}=", &text[1..]),
        ] {
            assert!(SessionSecret::read(strange).is_none(), "{strange}");
            assert!(TokenSecret::read(&format!("sac_{strange}")).is_none());
        }
        assert!(TokenSecret::read(text).is_none(), "a cookie is no token");
        assert!(SessionSecret::read(TokenSecret::draw().unwrap().expose()).is_none(), "a token is no cookie");
    }

    #[test]
    fn an_applications_password_is_found_again_however_it_is_copied() {
        let secret = ApplicationSecret::draw().unwrap();
        let shown = secret.expose();
        assert_eq!((shown.len(), shown.matches('-').count()), (24, 4));
        for copied in
            [shown.to_owned(), shown.to_uppercase(), shown.replace('-', ""), shown.replace('-', " ")]
        {
            assert_eq!(ApplicationSecret::read(&copied), Some(secret.digest()), "{copied}");
        }
        for strange in ["", "abcd", &shown[1..], &format!("{shown}a"), "le chat dort sous la table"] {
            assert!(ApplicationSecret::read(strange).is_none(), "{strange}");
        }
        assert_ne!(shown, ApplicationSecret::draw().unwrap().expose());
    }

    #[test]
    fn the_digest_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let [first, .., last] = digest(&[b"a", b"bc"]);
        assert_eq!((first, last), (0xba, 0xad));
    }
}
