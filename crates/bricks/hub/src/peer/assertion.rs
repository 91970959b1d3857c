//! Shows a provider who we are by a key of ours (`private_key_jwt`, RFC 7523 §2.2).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::Error;

/// A key of the house, ES256.
pub(crate) struct ClientKey {
    pub(crate) id: String,
    key: EncodingKey,
}

impl ClientKey {
    /// A new one: its id, its PKCS #8 form and what the world may see of it (RFC 7517).
    ///
    /// # Errors
    /// [`Error::NoChance`].
    pub(crate) fn draw() -> Result<(Self, Vec<u8>, Value), Error> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(|_| Error::NoChance)?;
        let private = pair.to_pkcs8v1().map_err(|_| Error::NoChance)?.as_ref().to_vec();
        let key = Self::read(Uuid::now_v7().to_string(), &private);
        let public = Jwk::from_encoding_key(&key.key, Algorithm::ES256).map_err(|_| Error::Sealed)?;
        let mut public = serde_json::to_value(public).map_err(|_| Error::Sealed)?;
        if let Some(fields) = public.as_object_mut() {
            fields.insert("kid".to_owned(), json!(key.id));
            fields.insert("use".to_owned(), json!("sig"));
            fields.insert("alg".to_owned(), json!("ES256"));
        }
        Ok((key, private, public))
    }

    pub(crate) fn read(id: String, pkcs8: &[u8]) -> Self {
        Self { id, key: EncodingKey::from_ec_der(pkcs8) }
    }

    /// # Errors
    /// [`Error::Sealed`] when the key signs nothing.
    pub(super) fn assertion(
        &self,
        client_id: &str,
        audience: &str,
        now: OffsetDateTime,
    ) -> Result<String, Error> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.id.clone());
        let claims = json!({
            "iss": client_id, "sub": client_id, "aud": audience, "jti": Uuid::new_v4(),
            "iat": now.unix_timestamp(), "exp": (now + Duration::minutes(1)).unix_timestamp(),
        });
        jsonwebtoken::encode(&header, &claims, &self.key).map_err(|_| Error::Sealed)
    }
}
