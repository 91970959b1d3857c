//! What applications hold: 256 bits that only their bearer keeps. We keep their SHA-256, which opens nothing.

use aws_lc_rs::{constant_time::verify_slices_are_equal, digest as sha, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::Error;

pub(crate) type Digest = [u8; 32];

/// What a secret is for. Its first letters say so to people and to scanners of leaks; the kinds never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Code,
    AccessToken,
    RefreshToken,
    ClientSecret,
    Request,
    PushedRequest,
    Device,
    SignOut,
}

impl Kind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Code => "sacc_",
            Self::AccessToken => "saca_",
            Self::RefreshToken => "sacr_",
            Self::ClientSecret => "sacs_",
            Self::Request => "sacq_",
            Self::PushedRequest => "sacp_",
            Self::Device => "sacd_",
            Self::SignOut => "saco_",
        }
    }
}

/// A secret just drawn.
pub(crate) struct Secret256(String);

impl Secret256 {
    pub(crate) fn draw(kind: Kind) -> Result<Self, Error> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        Ok(Self(format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The digest under which a secret is kept; `None` for what we cannot have given.
    pub(crate) fn read(kind: Kind, text: &str) -> Option<Digest> {
        let rest = text.strip_prefix(kind.prefix())?;
        let ours =
            rest.len() == 43 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        ours.then(|| digest(text.as_bytes()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(self.0.as_bytes())
    }
}

/// SHA-256: fit for secrets nobody can guess.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(sha::digest(&sha::SHA256, bytes).as_ref());
    digest
}

/// Compares without saying by its time where they differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    verify_slices_are_equal(one, other).is_ok()
}

/// The letters of a device's code: no vowels, so no words; nothing that looks like something else (RFC 8628 §6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// Eight letters that a person types, as `BCDF-GHJK`: 20^8, about 2.6 × 10^10.
pub(crate) fn user_code() -> Result<String, Error> {
    let mut code = String::with_capacity(9);
    while code.len() < 9 {
        let mut byte = [0];
        rand::fill(&mut byte).map_err(|_| Error::NoChance)?;
        // The bytes beyond the last full twenty would make some letters likelier.
        if byte[0] >= 240 {
            continue;
        }
        if code.len() == 4 {
            code.push('-');
        }
        code.push(char::from(LETTERS[usize::from(byte[0] % 20)]));
    }
    Ok(code)
}

/// What a person typed, as it is kept: in capitals, with the dash where it belongs.
pub(crate) fn read_user_code(typed: &str) -> Option<String> {
    if typed.len() > 32 {
        return None;
    }
    let letters: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let known = letters.len() == 8 && letters.bytes().all(|b| LETTERS.contains(&b));
    known.then(|| format!("{}-{}", &letters[..4], &letters[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_as_what_it_is_for_and_nothing_else() {
        let secret = Secret256::draw(Kind::AccessToken).unwrap();
        assert_eq!(Secret256::read(Kind::AccessToken, secret.expose()), Some(secret.digest()));
        assert!(Secret256::read(Kind::RefreshToken, secret.expose()).is_none());
        for strange in ["", "saca_", &secret.expose()[1..], &format!("{}a", secret.expose())] {
            assert!(Secret256::read(Kind::AccessToken, strange).is_none(), "{strange}");
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = user_code().unwrap();
        assert_eq!(read_user_code(&code).as_deref(), Some(code.as_str()));
        assert_eq!(read_user_code("bcdf ghjk").as_deref(), Some("BCDF-GHJK"));
        assert_eq!(read_user_code("BCDFGHJK").as_deref(), Some("BCDF-GHJK"));
        for wrong in ["", "BCDF", "ABCD-EFGH", "BCDF-GHJK-L", &"B".repeat(99)] {
            assert!(read_user_code(wrong).is_none(), "{wrong}");
        }
    }
}

#[cfg(test)]
mod games {
    use super::*;

    #[test]
    fn what_was_not_given_is_no_secret_and_no_code() {
        let secret = Secret256::draw(Kind::RefreshToken).unwrap();
        crate::games::play(&[secret.expose(), "BCDF-GHJK", "bcdf ghjk"], |sent| {
            let text = String::from_utf8_lossy(sent);
            if Secret256::read(Kind::RefreshToken, &text).is_some() {
                assert!(text.len() == 48 && text.is_ascii());
            }
            assert!(Secret256::read(Kind::Code, &text).is_none() || text.starts_with("sacc_"));
            assert!(read_user_code(&text).is_none_or(|code| code.len() == 9 && code.is_ascii()));
        });
    }
}
