//! What organisations and affiliations are, and the rules they keep. No database, no HTTP.

use kernel::{PersonId, ScopeId, ports::Population};
use serde::Serialize;
use time::OffsetDateTime;

use crate::Error;

/// A part of the State: a ministry, one of its directions, a bureau, an operator, a local authority.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Organisation {
    #[schema(value_type = uuid::Uuid)]
    pub id: ScopeId,
    #[schema(value_type = Option<uuid::Uuid>)]
    pub parent: Option<ScopeId>,
    pub name: String,
    pub acronym: Option<String>,
    pub kind: String,
    /// E-mail domains whose addresses say that somebody works here.
    pub domains: Vec<String>,
}

/// An organisation about to be added.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    pub parent: Option<ScopeId>,
    pub name: String,
    pub acronym: Option<String>,
    pub kind: String,
    pub domains: Vec<(String, Population)>,
}

impl NewOrganisation {
    const LONGEST_NAME: usize = 200;

    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.name = self.name.trim().to_owned();
        if self.name.is_empty() || self.name.chars().count() > Self::LONGEST_NAME {
            return Err(Error::BadName);
        }
        for (domain, _) in &mut self.domains {
            *domain = checked_domain(domain)?;
        }
        Ok(self)
    }
}

/// A domain in the form in which domains are compared.
fn checked_domain(domain: &str) -> Result<String, Error> {
    let bad = || Error::BadDomain { domain: domain.to_owned() };
    let address: kernel::EmailAddress = format!("a@{}", domain.trim()).parse().map_err(|_| bad())?;
    Ok(address.domain().to_owned())
}

/// Somebody's place in an organisation, from a day and perhaps until one.
#[derive(Debug, Clone)]
pub struct Affiliation {
    pub person: PersonId,
    pub organisation: ScopeId,
    pub population: Population,
    pub title: Option<String>,
    pub unit: Option<String>,
    pub since: OffsetDateTime,
    pub until: Option<OffsetDateTime>,
}

pub(crate) fn population(text: &str) -> Population {
    match text {
        "agent" => Population::Agent,
        "contractor" => Population::Contractor,
        _ => Population::External,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(name: &str, domain: &str) -> NewOrganisation {
        NewOrganisation {
            parent: None,
            name: name.into(),
            acronym: None,
            kind: "ministry".into(),
            domains: vec![(domain.into(), Population::Agent)],
        }
    }

    #[test]
    fn a_domain_is_kept_in_lower_case() {
        assert_eq!(
            new("Culture", " Culture.Exemple.FR ").checked().unwrap().domains[0].0,
            "culture.exemple.fr"
        );
    }

    #[test]
    fn what_names_nothing_is_refused() {
        assert!(matches!(new("  ", "a.fr").checked(), Err(Error::BadName)));
        assert!(matches!(new(&"a".repeat(201), "a.fr").checked(), Err(Error::BadName)));
        for domain in ["", "fr", "a b.fr", "@a.fr", "a@b.fr", "a.fr\n"] {
            let checked = new("Culture", domain).checked();
            if domain == "a.fr\n" {
                assert!(checked.is_ok(), "blanks around are forgiven");
            } else {
                assert!(matches!(checked, Err(Error::BadDomain { .. })), "{domain:?}");
            }
        }
    }
}
