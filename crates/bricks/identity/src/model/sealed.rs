//! Secrets that must be read again, and so cannot be hashed: sealed under a key that the database does not have.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use kernel::{PersonId, Secret};
use zeroize::Zeroizing;

use crate::Error;

/// The key, from a file of the house's. Without one, nothing that must be sealed is kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SealingKey(Option<Zeroizing<[u8; 32]>>);

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl SealingKey {
    /// `None` when it is not 32 bytes long.
    pub fn new(key: &Secret<Vec<u8>>) -> Option<Self> {
        let key: [u8; 32] = key.expose().as_slice().try_into().ok()?;
        Some(Self(Some(Zeroizing::new(key))))
    }

    /// AES-256-GCM under a nonce of its own, which goes first; it opens for the same person only.
    pub(crate) fn seal(&self, person: PersonId, secret: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LEN];
        aws_lc_rs::rand::fill(&mut nonce).map_err(|_| Error::NoChance)?;
        let mut sealed = secret.to_vec();
        let aad = Aad::from(*person.uuid().as_bytes());
        let nonce_used = Nonce::assume_unique_for_key(nonce);
        self.key()?.seal_in_place_append_tag(nonce_used, aad, &mut sealed).map_err(|_| Error::Seal)?;
        Ok([&nonce[..], &sealed].concat())
    }

    pub(crate) fn open(&self, person: PersonId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Error::Seal)?;
        let mut opened = Zeroizing::new(sealed.to_vec());
        let aad = Aad::from(*person.uuid().as_bytes());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = self.key()?.open_in_place(nonce, aad, &mut opened).map_err(|_| Error::Seal)?.len();
        opened.truncate(length);
        Ok(opened)
    }

    fn key(&self) -> Result<LessSafeKey, Error> {
        let key = self.0.as_ref().ok_or(Error::Seal)?;
        UnboundKey::new(&AES_256_GCM, &key[..]).map(LessSafeKey::new).map_err(|_| Error::Seal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SealingKey {
        SealingKey::new(&Secret::new(vec![byte; 32])).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_person_under_its_key_only() {
        let (helene, hugo) = (PersonId::new(), PersonId::new());
        let sealed = key(1).seal(helene, b"secret").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(key(1).open(helene, &sealed).unwrap().as_slice(), b"secret");
        assert!(key(1).open(hugo, &sealed).is_err());
        assert!(key(2).open(helene, &sealed).is_err());
        assert!(key(1).open(helene, &sealed[..8]).is_err());
        assert_ne!(sealed, key(1).seal(helene, b"secret").unwrap(), "each has its nonce");
    }

    #[test]
    fn without_a_key_nothing_is_kept() {
        assert!(SealingKey::default().seal(PersonId::new(), b"secret").is_err());
        assert!(SealingKey::new(&Secret::new(vec![0; 31])).is_none());
        assert_eq!(format!("{:?}", key(7)), "(secret)");
    }
}
