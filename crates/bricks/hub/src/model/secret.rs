//! What binds a way to a provider and back to one browser. Of these secrets we keep SHA-256 digests, which open nothing.

use aws_lc_rs::{digest as sha, rand};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Secret;

use crate::Error;

const BYTES: usize = 32;
/// 32 bytes in base64url without padding (RFC 4648 §5).
const CHARACTERS: usize = 43;

pub(crate) type Digest = [u8; 32];

/// SHA-256. Fit for secrets that nobody can guess.
pub(crate) fn digest(parts: &[&[u8]]) -> Digest {
    let mut context = sha::Context::new(&sha::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut digest = Digest::default();
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// What the cookie of a browser on its way holds. It never stands in an address.
#[derive(Debug, Clone)]
pub(crate) struct BrowserSecret(Secret<String>);

/// What travels to the provider and back in the address (OAuth's `state`, RFC 6749 §10.12).
#[derive(Debug, Clone)]
pub(crate) struct State(Secret<String>);

impl BrowserSecret {
    pub(crate) fn draw() -> Result<Self, Error> {
        draw().map(Self)
    }

    /// `None` for what we cannot have given.
    pub(crate) fn read(text: &str) -> Option<Self> {
        is_ours(text).then(|| Self(Secret::new(text.to_owned())))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(&[b"browser", self.expose().as_bytes()])
    }

    /// The nonce of the ID token asked for: of this browser and this state, so that no other fits.
    pub(crate) fn nonce(&self, state: &State) -> String {
        self.with(state, b"nonce")
    }

    /// The PKCE code verifier (RFC 7636 §4.1): 43 characters that no address ever held.
    pub(crate) fn verifier(&self, state: &State) -> String {
        self.with(state, b"verifier")
    }

    fn with(&self, state: &State, purpose: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(digest(&[purpose, state.expose().as_bytes(), self.expose().as_bytes()]))
    }
}

impl State {
    pub(crate) fn draw() -> Result<Self, Error> {
        draw().map(Self)
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        is_ours(text).then(|| Self(Secret::new(text.to_owned())))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(&[b"state", self.expose().as_bytes()])
    }
}

fn draw() -> Result<Secret<String>, Error> {
    let mut bytes = [0; BYTES];
    rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
}

fn is_ours(text: &str) -> bool {
    text.len() == CHARACTERS && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_and_a_verifier_are_of_one_browser_and_one_state() {
        let (browser, state) = (BrowserSecret::draw().unwrap(), State::draw().unwrap());
        assert_eq!(browser.nonce(&state), browser.clone().nonce(&state));
        assert_ne!(browser.nonce(&state), browser.verifier(&state));
        assert_ne!(browser.nonce(&state), browser.nonce(&State::draw().unwrap()));
        assert_ne!(browser.verifier(&state), BrowserSecret::draw().unwrap().verifier(&state));
        assert_eq!(browser.verifier(&state).len(), 43);
    }

    #[test]
    fn what_we_cannot_have_given_is_not_looked_up() {
        let text = State::draw().unwrap().expose().to_owned();
        assert!(State::read(&text).is_some());
        for strange in ["", "a", &text[1..], &format!("{text}a"), &format!("{}=", &text[1..])] {
            assert!(State::read(strange).is_none() && BrowserSecret::read(strange).is_none(), "{strange}");
        }
    }
}
