//! What organisations and affiliations are, and the rules they keep. No database, no HTTP.

use kernel::{PersonId, ScopeId, ports::Population};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::profile::{number, text};
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

/// What an organisation is called and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedOrganisation {
    pub name: String,
    /// From the root of its tree to itself.
    pub path: Vec<ScopeId>,
    /// Whether its last day is over.
    pub closed: bool,
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
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.name = checked_name(&self.name)?;
        self.acronym = text("acronym", self.acronym.as_deref(), LONGEST_ACRONYM)?;
        self.kind = checked_kind(&self.kind)?;
        for (domain, _) in &mut self.domains {
            *domain = checked_domain(domain)?;
        }
        Ok(self)
    }
}

const LONGEST_ACRONYM: usize = 40;

pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    text("name", Some(name), 200).ok().flatten().filter(|name| !name.contains('\n')).ok_or(Error::BadName)
}

/// `ministry`, `direction`, `sub_direction`, `bureau`…: another State has other words, so any will do.
pub(crate) fn checked_kind(kind: &str) -> Result<String, Error> {
    let reads = |c: char| c.is_ascii_lowercase() || c == '_';
    let kind = kind.trim();
    if kind.is_empty() || kind.len() > 40 || !kind.chars().all(reads) {
        return Err(Error::BadKind);
    }
    Ok(kind.to_owned())
}

/// Whether it is a mere part of an organisation: people work *in* it and *for* what is above.
pub(crate) fn is_unit(kind: &str) -> bool {
    matches!(kind, "sub_direction" | "bureau" | "unit" | "mission" | "pole" | "office")
}

/// How to reach an organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Contacts {
    pub(crate) telephone: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) mail: Option<String>,
    /// Begins with `https://` or `http://`.
    pub(crate) site: Option<String>,
}

impl Contacts {
    pub(crate) fn checked(self) -> Result<Self, Error> {
        let mail = text("mail", self.mail.as_deref(), 254)?;
        let mail = mail.map(|mail| mail.parse::<kernel::EmailAddress>().map_err(|_| Error::BadContact));
        let site = text("site", self.site.as_deref(), 300)?;
        if site.as_ref().is_some_and(|site| {
            !(site.starts_with("https://") || site.starts_with("http://"))
                || site.contains(char::is_whitespace)
        }) {
            return Err(Error::BadContact);
        }
        let telephone = text("telephone", self.telephone.as_deref(), 40)?;
        Ok(Self {
            telephone: telephone.map(|telephone| number(&telephone)).transpose()?,
            address: text("address", self.address.as_deref(), 300)?,
            mail: mail.transpose()?.map(String::from),
            site,
        })
    }
}

/// What is known of an organisation beyond its name and its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Particulars {
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    pub(crate) contacts: Contacts,
    pub(crate) since: Option<Date>,
}

impl Particulars {
    pub(crate) fn checked(self) -> Result<Self, Error> {
        Ok(Self {
            siret: self.siret.as_deref().map(checked_siret).transpose()?,
            missions: text("missions", self.missions.as_deref(), LONGEST_MISSIONS)?,
            contacts: self.contacts.checked()?,
            since: self.since,
        })
    }
}

/// What changes of an organisation; what is not given stays, what is empty goes.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangedOrganisation {
    #[schema(value_type = Option<uuid::Uuid>)]
    pub(crate) parent: Option<ScopeId>,
    pub(crate) name: Option<String>,
    pub(crate) acronym: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) siret: Option<String>,
    pub(crate) missions: Option<String>,
    /// The four together.
    pub(crate) contacts: Option<Contacts>,
    #[serde(with = "optional_day")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) since: Option<Date>,
}

impl ChangedOrganisation {
    pub(crate) fn checked(self) -> Result<Self, Error> {
        let siret = self.siret.map(|siret| match siret.trim() {
            "" => Ok(String::new()),
            siret => checked_siret(siret),
        });
        let emptied = |field, given: Option<String>, most| -> Result<Option<String>, Error> {
            given.map(|given| Ok(text(field, Some(&given), most)?.unwrap_or_default())).transpose()
        };
        Ok(Self {
            parent: self.parent,
            name: self.name.as_deref().map(checked_name).transpose()?,
            acronym: emptied("acronym", self.acronym, LONGEST_ACRONYM)?,
            kind: self.kind.as_deref().map(checked_kind).transpose()?,
            siret: siret.transpose()?,
            missions: emptied("missions", self.missions, LONGEST_MISSIONS)?,
            contacts: self.contacts.map(Contacts::checked).transpose()?,
            since: self.since,
        })
    }
}

const LONGEST_MISSIONS: usize = 2_000;

/// Fourteen digits; blanks between them are forgiven.
pub(crate) fn checked_siret(siret: &str) -> Result<String, Error> {
    let digits: String = siret.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 14 && digits.bytes().all(|c| c.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(Error::BadSiret)
    }
}

time::serde::format_description!(pub(crate) day, Date, "[year]-[month]-[day]");
pub(crate) use day::option as optional_day;

/// Whether something new may come below an organisation with this last day.
///
/// # Errors
/// [`Error::OrganisationClosed`]; [`Error::OrganisationEnding`]: it would outlive what it is below.
pub(crate) fn takes_in(until: Option<Date>, today: Date) -> Result<(), Error> {
    match until {
        Some(until) if until < today => Err(Error::OrganisationClosed),
        Some(until) => Err(Error::OrganisationEnding { until }),
        None => Ok(()),
    }
}

/// An e-mail domain of an organisation, and what whoever has an address there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnDomain {
    pub domain: String,
    pub population: DomainPopulation,
}

/// Who has addresses at a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DomainPopulation {
    Agent,
    Contractor,
}

impl From<DomainPopulation> for Population {
    fn from(population: DomainPopulation) -> Self {
        match population {
            DomainPopulation::Agent => Self::Agent,
            DomainPopulation::Contractor => Self::Contractor,
        }
    }
}

const MOST_DOMAINS: usize = 100;

/// Domains in the form in which they are compared, in their order, each once.
///
/// # Errors
/// [`Error::BadDomain`]; [`Error::TooMany`]; [`Error::DomainTaken`] for one that is there twice as two things.
pub(crate) fn checked_domains(domains: Vec<OwnDomain>) -> Result<Vec<OwnDomain>, Error> {
    if domains.len() > MOST_DOMAINS {
        return Err(Error::TooMany { field: "domains", most: MOST_DOMAINS });
    }
    let mut checked = domains
        .into_iter()
        .map(|own| Ok(OwnDomain { domain: checked_domain(&own.domain)?, ..own }))
        .collect::<Result<Vec<_>, Error>>()?;
    checked.sort_by(|one, other| one.domain.cmp(&other.domain));
    checked.dedup();
    match checked.windows(2).find(|pair| pair[0].domain == pair[1].domain) {
        Some(pair) => Err(Error::DomainTaken { domain: pair[0].domain.clone() }),
        None => Ok(checked),
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
    fn a_siret_has_fourteen_digits() {
        assert_eq!(checked_siret(" 110 046 018 00013").unwrap(), "11004601800013");
        for wrong in ["", "1100460180001", "110046018000130", "1100460180001a", "١١٠٠٤٦٠١٨٠٠٠١٣"]
        {
            assert!(matches!(checked_siret(wrong), Err(Error::BadSiret)), "{wrong}");
        }
    }

    #[test]
    fn a_contact_leads_somewhere() {
        let site = |site: &str| Contacts { site: Some(site.into()), ..Contacts::default() }.checked();
        assert!(site("https://culture.exemple.fr/dnum").is_ok());
        for wrong in ["javascript:alert(1)", "culture.exemple.fr", "https://a b"] {
            assert!(matches!(site(wrong), Err(Error::BadContact)), "{wrong}");
        }
        let mail = Contacts { mail: Some("pas une adresse".into()), ..Contacts::default() };
        assert!(matches!(mail.checked(), Err(Error::BadContact)));
    }

    #[test]
    fn what_names_nothing_is_refused() {
        assert!(matches!(new("  ", "a.fr").checked(), Err(Error::BadName)));
        assert!(matches!(new(&"a".repeat(201), "a.fr").checked(), Err(Error::BadName)));
        let kind = NewOrganisation { kind: "Un bureau".into(), ..new("Culture", "a.fr") };
        assert!(matches!(kind.checked(), Err(Error::BadKind)));
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
