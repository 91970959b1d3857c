//! The keys that the house signs with: shared by all nodes, sealed at rest, changed before they are old.

mod ring;
mod seal;

use std::sync::{Arc, PoisonError};

use aws_lc_rs::{
    encoding::AsDer,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{Jwk, PublicKeyUse, ThumbprintHash},
};
use serde::Serialize;
use serde_json::Value;
use time::{Duration, OffsetDateTime};

pub(crate) use ring::{Ring, RingCache};
pub(crate) use seal::Seal;

use crate::{Error, Provider, facts, model::SigningAlg, rows::keys};

/// How long a node signs by what it read of the keys.
const TRUST: Duration = Duration::seconds(60);
/// How long before it signs a key is published: longer than clients keep what they read.
pub(crate) const AHEAD: Duration = Duration::days(1);
/// How long after it signed a key is published: longer than anything it signed is shown, but for hints of sign-out.
pub(crate) const AFTER: Duration = Duration::days(7);

impl Provider {
    /// Signs claims as a JWT of this type.
    pub(crate) async fn sign(
        &self,
        alg: SigningAlg,
        typ: &str,
        claims: &impl Serialize,
    ) -> Result<String, Error> {
        let ring = self.ring().await?;
        let key = ring.signing(alg, self.now()).ok_or_else(|| Error::Key(format!("none signs {alg:?}")))?;
        let mut header = Header::new(algorithm(alg));
        header.typ = Some(typ.to_owned());
        header.kid = Some(key.kid.clone());
        Ok(jsonwebtoken::encode(&header, claims, &key.key)?)
    }

    /// The keys as they are now; made when there is none.
    pub(crate) async fn ring(&self) -> Result<Arc<Ring>, Error> {
        let now = self.now();
        let cached = self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner).fresh(now, TRUST);
        if let Some(ring) = cached {
            return Ok(ring);
        }
        let mut ring = Ring::read(keys::published(self.pool(), now).await?, &self.inner.seal)?;
        if !SigningAlg::ALL.into_iter().all(|alg| ring.signing(alg, now).is_some()) {
            self.renew_keys().await?;
            ring = Ring::read(keys::published(self.pool(), now).await?, &self.inner.seal)?;
        }
        let ring = Arc::new(ring);
        self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner).keep(Arc::clone(&ring), now);
        Ok(ring)
    }

    /// Makes the keys that are missing: one that signs now, and the next one a day before it does.
    pub(crate) async fn renew_keys(&self) -> Result<(), Error> {
        let now = self.now();

        let mut tx = self.inner.store.begin().await?;
        keys::lock(&mut tx).await?;
        for alg in SigningAlg::ALL {
            let last = keys::last_of(&mut tx, alg).await?;
            let signs_from = match last {
                Some(until) if until > now + AHEAD => continue,
                Some(until) if until > now => until,
                _ => now,
            };
            let made = tokio::task::spawn_blocking(move || Made::draw(alg))
                .await
                .map_err(|error| Error::Key(error.to_string()))??;
            let signs_until = signs_from + self.inner.settings.key();
            let key = keys::KeyRow {
                sealed: self.inner.seal.close(&made.kid, &made.pkcs8)?,
                kid: made.kid,
                alg: alg.as_str().to_owned(),
                public: made.public,
                signs_from,
                signs_until,
                published_until: signs_until + AFTER,
            };
            keys::insert(&mut tx, &key).await?;
            store::tell(&mut tx, &facts::key_made(&key.kid, alg)).await?;
        }
        keys::forget_old(&mut tx, now).await?;
        tx.commit().await?;

        self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner).forget();
        Ok(())
    }

    /// The JWK Set (RFC 7517 §5).
    pub(crate) async fn published_keys(&self) -> Result<Value, Error> {
        Ok(self.ring().await?.public())
    }
}

pub(crate) const fn algorithm(alg: SigningAlg) -> Algorithm {
    match alg {
        SigningAlg::ES256 => Algorithm::ES256,
        SigningAlg::RS256 => Algorithm::RS256,
    }
}

/// A key just drawn.
struct Made {
    kid: String,
    pkcs8: zeroize::Zeroizing<Vec<u8>>,
    public: Value,
}

impl Made {
    fn draw(alg: SigningAlg) -> Result<Self, Error> {
        let unspecified = |_| Error::NoChance;
        let pkcs8 = match alg {
            SigningAlg::ES256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(unspecified)?;
                pair.to_pkcs8v1().map_err(unspecified)?.as_ref().to_vec()
            }
            SigningAlg::RS256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(unspecified)?;
                pair.as_der().map_err(unspecified)?.as_ref().to_vec()
            }
        };
        let pkcs8 = zeroize::Zeroizing::new(pkcs8);
        let mut jwk = Jwk::from_encoding_key(&encoding_key(alg, &pkcs8)?, algorithm(alg))?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        let public = serde_json::to_value(&jwk).map_err(|error| Error::Key(error.to_string()))?;
        Ok(Self { kid, pkcs8, public })
    }
}

/// The key as `jsonwebtoken` takes it: RSA keys by way of PEM, which knows PKCS#8.
pub(crate) fn encoding_key(alg: SigningAlg, pkcs8: &[u8]) -> Result<EncodingKey, Error> {
    match alg {
        SigningAlg::ES256 => Ok(EncodingKey::from_ec_der(pkcs8)),
        SigningAlg::RS256 => {
            let mut pem = zeroize::Zeroizing::new(String::from("-----BEGIN PRIVATE KEY-----\n"));
            let body = zeroize::Zeroizing::new(STANDARD.encode(pkcs8));
            for line in body.as_bytes().chunks(64) {
                pem.push_str(&String::from_utf8_lossy(line));
                pem.push('\n');
            }
            pem.push_str("-----END PRIVATE KEY-----\n");
            Ok(EncodingKey::from_rsa_pem(pem.as_bytes())?)
        }
    }
}

/// When a key signs.
pub(crate) fn signs_at(from: OffsetDateTime, until: OffsetDateTime, now: OffsetDateTime) -> bool {
    from <= now && now < until
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_and_its_public_half_says_nothing_more() {
        for alg in SigningAlg::ALL {
            let made = Made::draw(alg).unwrap();
            assert!(made.public.get("d").is_none() && made.public.get("p").is_none(), "{}", made.public);
            assert_eq!(
                (made.public["alg"].as_str(), made.public["use"].as_str()),
                (Some(alg.as_str()), Some("sig"))
            );
            let key = encoding_key(alg, &made.pkcs8).unwrap();
            let claims = serde_json::json!({ "sub": "a" });
            let token = jsonwebtoken::encode(&Header::new(algorithm(alg)), &claims, &key).unwrap();
            let jwk: Jwk = serde_json::from_value(made.public).unwrap();
            let mut rules = jsonwebtoken::Validation::new(algorithm(alg));
            rules.validate_exp = false;
            rules.required_spec_claims.clear();
            let public = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
            assert!(jsonwebtoken::decode::<Value>(&token, &public, &rules).is_ok());
        }
    }
}
