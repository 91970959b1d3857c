//! Keeps keys from whoever reads the database: AES-256-GCM under a key that is in a file.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand,
};
use kernel::Secret;
use zeroize::Zeroizing;

use crate::Error;

pub(crate) struct Seal(LessSafeKey);

impl Seal {
    /// # Errors
    /// When the key is not 32 bytes.
    pub(crate) fn new(key: &Secret<Vec<u8>>) -> Result<Self, Error> {
        let key = UnboundKey::new(&AES_256_GCM, key.expose())
            .map_err(|_| Error::Key("the sealing key is not 32 bytes".to_owned()))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a key under its name: twelve bytes of nonce, then the rest.
    pub(crate) fn close(&self, kid: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| Error::NoChance)?;
        let mut sealed = plain.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(kid.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| Error::Key("a key could not be sealed".to_owned()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// # Errors
    /// When it was sealed under another key or another name, or was touched.
    pub(crate) fn open(&self, kid: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let broken =
            || Error::Key(format!("the sealed key {kid} does not open: is this the right provider.key?"));
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let length =
            self.0.open_in_place(nonce, Aad::from(kid.as_bytes()), &mut plain).map_err(|_| broken())?.len();
        plain.truncate(length);
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_own_name_only() {
        let seal = Seal::new(&Secret::new(vec![7; 32])).unwrap();
        let sealed = seal.close("one", b"a key").unwrap();

        assert_eq!(seal.open("one", &sealed).unwrap().as_slice(), b"a key");
        assert!(seal.open("two", &sealed).is_err());
        assert!(Seal::new(&Secret::new(vec![8; 32])).unwrap().open("one", &sealed).is_err());
        let mut touched = sealed.clone();
        touched[14] ^= 1;
        assert!(seal.open("one", &touched).is_err() && seal.open("one", &sealed[..5]).is_err());
        assert!(Seal::new(&Secret::new(vec![7; 16])).is_err());
    }
}
