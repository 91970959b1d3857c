//! Secrets of the hub at rest: AES-256-GCM under a key from a file, bound to what they are for.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use kernel::Secret;

use crate::Error;

/// Seals and opens. A sealed text is its nonce, then the ciphertext and its tag.
pub(crate) struct Seal(RandomizedNonceKey);

impl Seal {
    pub(crate) fn new(key: &Secret<Vec<u8>>) -> Result<Self, Error> {
        RandomizedNonceKey::new(&AES_256_GCM, key.expose()).map(Self).map_err(|_| Error::Sealed)
    }

    /// `what` names what is sealed: it opens as nothing else.
    pub(crate) fn seal(&self, what: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut text = plain.to_vec();
        let nonce = self
            .0
            .seal_in_place_append_tag(Aad::from(what.as_bytes()), &mut text)
            .map_err(|_| Error::NoChance)?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut text);
        Ok(sealed)
    }

    pub(crate) fn open(&self, what: &str, sealed: &[u8]) -> Result<Secret<Vec<u8>>, Error> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(Error::Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Error::Sealed)?;
        let mut text = text.to_vec();
        let plain =
            self.0.open_in_place(nonce, Aad::from(what.as_bytes()), &mut text).map_err(|_| Error::Sealed)?;
        Ok(Secret::new(plain.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_as_what_it_is_and_with_its_key_only() {
        let seal = Seal::new(&Secret::new(vec![7; 32])).unwrap();
        let sealed = seal.seal("provider/1", b"le secret").unwrap();
        assert!(!sealed.windows(9).any(|window| window == b"le secret"));
        assert_eq!(seal.open("provider/1", &sealed).unwrap().expose(), b"le secret");
        assert!(seal.open("provider/2", &sealed).is_err());
        assert!(Seal::new(&Secret::new(vec![8; 32])).unwrap().open("provider/1", &sealed).is_err());
        assert!(seal.open("provider/1", &sealed[..5]).is_err());
        assert_ne!(seal.seal("provider/1", b"le secret").unwrap(), sealed);
    }
}
