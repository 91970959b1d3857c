//! The keys of the moment, in memory.

use std::sync::Arc;

use jsonwebtoken::{DecodingKey, EncodingKey, Validation, jwk::Jwk};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{Seal, algorithm, encoding_key, signs_at};
use crate::{Error, model::SigningAlg, rows::keys::KeyRow};

pub(crate) struct SigningKey {
    pub(crate) kid: String,
    alg: SigningAlg,
    pub(crate) key: EncodingKey,
    public: Value,
    check: DecodingKey,
    signs_from: OffsetDateTime,
    signs_until: OffsetDateTime,
}

pub(crate) struct Ring(Vec<SigningKey>);

impl Ring {
    pub(crate) fn read(rows: Vec<KeyRow>, seal: &Seal) -> Result<Self, Error> {
        let read = |row: KeyRow| {
            let alg = SigningAlg::ALL.into_iter().find(|alg| alg.as_str() == row.alg);
            let alg = alg.ok_or_else(|| Error::Key(format!("{} is no algorithm of ours", row.alg)))?;
            let jwk: Jwk =
                serde_json::from_value(row.public.clone()).map_err(|error| Error::Key(error.to_string()))?;
            Ok(SigningKey {
                key: encoding_key(alg, &seal.open(&row.kid, &row.sealed)?)?,
                check: DecodingKey::from_jwk(&jwk)?,
                kid: row.kid,
                alg,
                public: row.public,
                signs_from: row.signs_from,
                signs_until: row.signs_until,
            })
        };
        Ok(Self(rows.into_iter().map(read).collect::<Result<_, Error>>()?))
    }

    pub(crate) fn signing(&self, alg: SigningAlg, now: OffsetDateTime) -> Option<&SigningKey> {
        self.0.iter().find(|key| key.alg == alg && signs_at(key.signs_from, key.signs_until, now))
    }

    pub(crate) fn public(&self) -> Value {
        json!({ "keys": self.0.iter().map(|key| &key.public).collect::<Vec<_>>() })
    }

    /// What a JWT says, when one of these keys signed it. Nothing else of it is checked.
    pub(crate) fn claims(&self, token: &str) -> Option<Value> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let kid = header.kid?;
        let key = self.0.iter().find(|key| key.kid == kid)?;
        let mut rules = Validation::new(algorithm(key.alg));
        rules.validate_exp = false;
        rules.validate_aud = false;
        rules.required_spec_claims.clear();
        jsonwebtoken::decode::<Value>(token, &key.check, &rules).ok().map(|token| token.claims)
    }
}

/// What a node remembers of the keys.
#[derive(Default)]
pub(crate) struct RingCache(Option<(Arc<Ring>, OffsetDateTime)>);

impl RingCache {
    pub(crate) fn fresh(&self, now: OffsetDateTime, trust: Duration) -> Option<Arc<Ring>> {
        let (ring, read_at) = self.0.as_ref()?;
        let fresh = *read_at <= now && now - *read_at < trust;
        fresh.then(|| Arc::clone(ring))
    }

    pub(crate) fn keep(&mut self, ring: Arc<Ring>, now: OffsetDateTime) {
        self.0 = Some((ring, now));
    }

    pub(crate) fn forget(&mut self) {
        self.0 = None;
    }
}
