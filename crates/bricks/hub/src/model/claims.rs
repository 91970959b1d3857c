//! What a provider says of somebody, in ProConnect's words; nothing of it is believed to be short.

use std::collections::BTreeMap;

use kernel::{Acr, Amr, EmailAddress, ports::Population};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::Error;

/// Somebody as their provider describes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) subject: String,
    pub(crate) given_name: Option<String>,
    pub(crate) usual_name: Option<String>,
    pub(crate) address: EmailAddress,
    pub(crate) siret: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) population: Option<String>,
}

/// What a provider vouches for: who somebody is there, and how they showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Vouched {
    pub(crate) claims: Claims,
    pub(crate) acr: Acr,
    pub(crate) amr: Vec<Amr>,
    /// When they last showed who they are there; now, when the provider does not say.
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) at: OffsetDateTime,
    /// Whether the provider said when (`auth_time`, which it must where `max_age` is asked).
    #[serde(default)]
    pub(crate) said_when: bool,
    pub(crate) sid: Option<String>,
    /// The ID token, sealed: it is shown to the provider again when they sign out (`id_token_hint`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sealed_id_token: Option<String>,
}

/// OpenID Connect Core §2: 255 ASCII characters at most.
pub(crate) const LONGEST_SUBJECT: usize = 255;
const LONGEST_NAME: usize = 100;
const LONGEST_UNIT: usize = 200;

impl Claims {
    /// # Errors
    /// [`Error::ClaimMissing`] without a subject or an address; an address said not to be verified counts as none.
    pub(crate) fn read(claims: &Map<String, Value>) -> Result<Self, Error> {
        let missing = |claim| Error::ClaimMissing { claim };
        let subject = claims.get("sub").and_then(Value::as_str).ok_or(missing("sub"))?;
        if subject.is_empty() || subject.len() > LONGEST_SUBJECT || subject.chars().any(char::is_control) {
            return Err(missing("sub"));
        }
        if claims.get("email_verified") == Some(&Value::Bool(false)) {
            return Err(missing("email"));
        }
        let address = claims.get("email").and_then(Value::as_str).and_then(|text| text.parse().ok());
        Ok(Self {
            subject: subject.to_owned(),
            given_name: line(claims, "given_name", LONGEST_NAME),
            usual_name: line(claims, "usual_name", LONGEST_NAME)
                .or_else(|| line(claims, "family_name", LONGEST_NAME)),
            address: address.ok_or(missing("email"))?,
            siret: siret(claims.get("siret")),
            unit: line(claims, "organizational_unit", LONGEST_UNIT),
            population: line(claims, "belonging_population", 40),
        })
    }

    /// The usual name, as the house writes it.
    pub(crate) fn name(&self) -> Option<String> {
        let words: Vec<&str> =
            [&self.given_name, &self.usual_name].into_iter().flatten().map(String::as_str).collect();
        let name = words.join(" ");
        (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then_some(name)
    }

    /// Agents work for the State, `prestataire` beside it; whom we have no word for gets no more than a guest. A provider
    /// that does not say speaks of its own agents.
    pub(crate) fn population(&self) -> Population {
        match self.population.as_deref().map(str::to_lowercase).as_deref() {
            None | Some("agent" | "stagiaire" | "fonctionnaire" | "contractuel") => Population::Agent,
            Some("prestataire" | "contractor") => Population::Contractor,
            Some(_) => Population::External,
        }
    }
}

/// One line, without what would disguise it; nothing rather than too much.
fn line(claims: &Map<String, Value>, name: &str, longest: usize) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    if text.len() > longest * 8 || text.contains(['<', '>']) {
        return None;
    }
    let shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty() && text.chars().count() <= longest).then_some(text)
}

/// Fourteen digits; providers write them with blanks, or as a number.
fn siret(claim: Option<&Value>) -> Option<String> {
    let text = match claim? {
        Value::String(text) if text.len() <= 40 => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The methods we have a word for.
pub(crate) fn read_amr(said: &[String]) -> Vec<Amr> {
    let mut known: Vec<Amr> = said.iter().take(16).filter_map(|method| Amr::of(method)).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// What a provider's word for a level is worth here. A word that nobody gave a meaning counts as eidas1, like at ProConnect.
pub(crate) fn read_acr(said: Option<&str>, map: &BTreeMap<String, Acr>, default: Acr) -> Acr {
    let Some(said) = said else { return default };
    map.get(said).copied().or_else(|| said.parse().ok()).unwrap_or(Acr::Eidas1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(claims: &Value) -> Result<Claims, Error> {
        Claims::read(claims.as_object().unwrap())
    }

    #[test]
    fn claims_are_read_as_proconnect_names_them() {
        let claims = read(&json!({
            "sub": "a1", "email": "Nadia.Ferrand@Culture.Exemple.fr", "given_name": " Nadia ", "usual_name": "Ferrand",
            "siret": "110 044 013 00012", "organizational_unit": "SG/DNUM", "belonging_population": "prestataire",
        }))
        .unwrap();
        assert_eq!(claims.name().as_deref(), Some("Nadia Ferrand"));
        assert_eq!(claims.siret.as_deref(), Some("11004401300012"));
        assert_eq!(claims.address.as_str(), "nadia.ferrand@culture.exemple.fr");
        assert_eq!((claims.unit.as_deref(), claims.population()), (Some("SG/DNUM"), Population::Contractor));
    }

    #[test]
    fn without_a_subject_or_an_address_nobody_comes() {
        let missing = |claims: &Value| match read(claims) {
            Err(Error::ClaimMissing { claim }) => claim,
            other => panic!("{other:?}"),
        };
        assert_eq!(missing(&json!({ "email": "a@b.fr" })), "sub");
        assert_eq!(missing(&json!({ "sub": "x".repeat(256), "email": "a@b.fr" })), "sub");
        assert_eq!(missing(&json!({ "sub": 12, "email": "a@b.fr" })), "sub");
        assert_eq!(missing(&json!({ "sub": "a" })), "email");
        assert_eq!(missing(&json!({ "sub": "a", "email": "not an address" })), "email");
        assert_eq!(missing(&json!({ "sub": "a", "email": "a@b.fr", "email_verified": false })), "email");
    }

    #[test]
    fn what_is_too_long_or_strange_is_left_out() {
        let claims = read(&json!({
            "sub": "a", "email": "a@b.fr", "given_name": "x".repeat(101), "usual_name": "<b>Ferrand</b>",
            "siret": "123", "organizational_unit": ["a"], "belonging_population": "robot",
        }))
        .unwrap();
        assert_eq!((claims.name(), &claims.siret, &claims.unit), (None, &None, &None));
        assert_eq!(claims.population(), Population::External);
    }

    #[test]
    fn a_level_is_what_the_provider_s_map_says_and_eidas1_otherwise() {
        let map = BTreeMap::from([("urn:carte".to_owned(), Acr::Eidas2)]);
        let read = |said| read_acr(said, &map, Acr::Eidas0);
        assert_eq!(read(Some("urn:carte")), Acr::Eidas2);
        assert_eq!(read(Some("eidas1-mfa")), Acr::Eidas1Mfa);
        assert_eq!(read(Some("urn:loa:4")), Acr::Eidas1);
        assert_eq!(read(None), Acr::Eidas0);
        assert_eq!(
            read_amr(&["mfa".into(), "pwd".into(), "pwd".into(), "iris".into()]),
            [Amr::Pwd, Amr::Mfa]
        );
    }
}
