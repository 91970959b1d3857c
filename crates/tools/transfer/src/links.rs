//! The link a recipient gets: a key that names the recipient and proves that we made it. Nothing secret is stored.

use aws_lc_rs::{constant_time::verify_slices_are_equal, hmac};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Secret;
use uuid::Uuid;

use crate::model::RecipientId;

/// Makes and reads `<public address>/r/<key>`, where key = base64url(recipient ‖ first half of
/// HMAC-SHA-256(secret, recipient)).
pub struct Links {
    public_url: String,
    key: hmac::Key,
}

/// The secret of the links is too short to protect anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret of the links has fewer than {} bytes", Links::SHORTEST_SECRET)]
pub struct WeakSecret;

const ID: usize = 16;
const PROOF: usize = 16;

impl Links {
    pub const SHORTEST_SECRET: usize = 32;

    /// `public_url`: where people reach the house, with or without a final slash.
    ///
    /// # Errors
    /// When the secret has fewer than 32 bytes.
    pub fn new(public_url: &str, secret: &Secret<Vec<u8>>) -> Result<Self, WeakSecret> {
        if secret.expose().len() < Self::SHORTEST_SECRET {
            return Err(WeakSecret);
        }
        let public_url = public_url.trim_end_matches('/').to_owned();
        Ok(Self { public_url, key: hmac::Key::new(hmac::HMAC_SHA256, secret.expose()) })
    }

    pub(crate) fn key(&self, recipient: RecipientId) -> String {
        let mut bytes = [0; ID + PROOF];
        bytes[..ID].copy_from_slice(recipient.uuid().as_bytes());
        bytes[ID..].copy_from_slice(&self.proof(recipient));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub(crate) fn address(&self, recipient: RecipientId) -> String {
        format!("{}/r/{}", self.public_url, self.key(recipient))
    }

    /// The page of a parcel, for its sender.
    pub(crate) fn parcel(&self, parcel: crate::model::ParcelId) -> String {
        format!("{}/transfer/parcels/{parcel}", self.public_url)
    }

    /// The recipient a key names; `None` when it is not one of ours.
    pub(crate) fn read(&self, key: &str) -> Option<RecipientId> {
        let bytes: [u8; ID + PROOF] = URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok()?;
        let (id, proof) = bytes.split_at(ID);
        let recipient = RecipientId::from_uuid(Uuid::from_slice(id).ok()?);
        verify_slices_are_equal(proof, &self.proof(recipient)).is_ok().then_some(recipient)
    }

    fn proof(&self, recipient: RecipientId) -> [u8; PROOF] {
        let tag = hmac::sign(&self.key, recipient.uuid().as_bytes());
        let mut proof = [0; PROOF];
        proof.copy_from_slice(&tag.as_ref()[..PROOF]);
        proof
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(byte: u8) -> Links {
        Links::new("https://sac.exemple.fr/", &Secret::new(vec![byte; 32])).unwrap()
    }

    #[test]
    fn a_key_opens_only_what_it_was_made_for() {
        let (ours, recipient) = (links(1), RecipientId::new());
        let key = ours.key(recipient);

        assert_eq!(ours.read(&key), Some(recipient));
        assert_eq!(ours.address(recipient), format!("https://sac.exemple.fr/r/{key}"));
        assert_eq!(links(2).read(&key), None);
        assert_eq!(ours.read(""), None);
        assert_eq!(ours.read(&format!("{key}A")), None);
    }

    #[test]
    fn a_key_with_any_bit_flipped_opens_nothing() {
        let (ours, recipient) = (links(1), RecipientId::new());
        let bytes = URL_SAFE_NO_PAD.decode(ours.key(recipient)).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(ours.read(&URL_SAFE_NO_PAD.encode(bytes)), None, "bit {bit}");
        }
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert!(Links::new("https://sac.exemple.fr", &Secret::new(vec![1; 31])).is_err());
    }
}
