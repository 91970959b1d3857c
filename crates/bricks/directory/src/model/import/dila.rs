//! Reads the national reference of the administration as DILA publishes it: `{"service": [{…}, …]}`, one service after the
//! other, so that the whole is never in memory as a tree. What is missing, empty or of another shape is passed over.

use std::{collections::HashMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{
    Fault,
    organisations::{OrganisationLine, kind_of},
};
use crate::{
    Error,
    model::{
        organisation::{Contacts, checked_name, checked_siret},
        profile::{number, text},
    },
};

/// A service as it is published; what is not said here is not looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Service {
    id: Value,
    nom: Value,
    sigle: Value,
    siret: Value,
    mission: Value,
    #[serde(rename = "type_organisme")]
    kind: Value,
    categorie: Value,
    hierarchie: Value,
    telephone: Value,
    adresse_courriel: Value,
    site_internet: Value,
    adresse: Value,
}

/// What a file gave.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) lines: Vec<OrganisationLine>,
    pub(crate) faults: Vec<Fault>,
}

/// The columns that this shape speaks of.
pub(crate) const COLUMNS: [&str; 10] =
    ["uid", "parent", "name", "acronym", "siret", "missions", "telephone", "mail", "site", "address"];

/// # Errors
/// [`Error::BadFile`] for what is no JSON of this shape; [`Error::TooManyLines`].
pub(crate) fn read(bytes: &[u8], most: u32) -> Result<Read, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut gathering = Gathering { most, ..Gathering::default() };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let outcome = File(&mut gathering).deserialize(&mut reader).and_then(|()| reader.end());
    if gathering.number > most {
        return Err(Error::TooManyLines { most });
    }
    outcome.map_err(|_| Error::BadFile { reason: "JSON" })?;
    let Gathering { mut lines, faults, parents, .. } = gathering;
    if lines.is_empty() {
        return Err(Error::BadFile { reason: "service" });
    }
    for line in &mut lines {
        if line.parent.is_none() {
            line.parent = parents.get(&line.uid).cloned();
        }
    }
    // A parent that the file does not hold is above what it speaks of.
    let known: std::collections::HashSet<String> = lines.iter().map(|line| line.uid.clone()).collect();
    for line in &mut lines {
        line.parent = line.parent.take().filter(|parent| known.contains(parent) && *parent != line.uid);
    }
    Ok(Read { lines, faults })
}

#[derive(Default)]
struct Gathering {
    lines: Vec<OrganisationLine>,
    faults: Vec<Fault>,
    /// child → parent, as parents say it.
    parents: HashMap<String, String>,
    number: u32,
    most: u32,
}

impl Gathering {
    fn take(&mut self, service: &Service) {
        let number = self.number;
        match line(number, service) {
            Ok(line) => {
                for (kind, other) in links(&service.hierarchie) {
                    if kind == "servicefils" {
                        self.parents.entry(other).or_insert_with(|| line.uid.clone());
                    }
                }
                self.lines.push(line);
            }
            Err(fault) => self.faults.push(fault),
        }
    }
}

fn line(number: u32, service: &Service) -> Result<OrganisationLine, Fault> {
    let uid = first(&service.id).filter(|uid| uid.len() <= 100);
    let uid = uid.ok_or_else(|| Fault::new(number, "id", "missing", None))?;
    let name = first(&service.nom).ok_or_else(|| Fault::new(number, "nom", "missing", None))?;
    let name: String = name.chars().take(200).collect();
    let name = checked_name(&name).map_err(|_| Fault::new(number, "nom", "bad_value", Some(&name)))?;
    let clean = |value: Option<String>, most: usize| -> Option<String> {
        let short: String = value?.chars().take(most).collect();
        text("text", Some(&short), most).ok().flatten()
    };
    // What cannot be read of a contact is left out: the rest is worth having.
    let telephone = first(&service.telephone).and_then(|given| number_of(&given));
    let mail = first(&service.adresse_courriel).and_then(|mail| mail.parse::<kernel::EmailAddress>().ok());
    let contacts = Contacts {
        telephone,
        address: clean(postal(&service.adresse), 300),
        mail: mail.map(String::from),
        site: first(&service.site_internet).filter(|site| site.starts_with("http")),
    };
    let parent =
        links(&service.hierarchie).into_iter().find(|(kind, _)| kind == "serviceparent").map(|(_, id)| id);
    Ok(OrganisationLine {
        line: number,
        uid,
        parent,
        name,
        acronym: clean(first(&service.sigle), 40),
        kind: first(&service.kind).or_else(|| first(&service.categorie)).and_then(|kind| kind_of(&kind).ok()),
        siret: first(&service.siret).and_then(|siret| checked_siret(&siret).ok()),
        missions: clean(first(&service.mission), 2_000),
        contacts: contacts.checked().unwrap_or_default(),
    })
}

fn number_of(given: &str) -> Option<String> {
    number(given).ok()
}

/// The first text in a value: itself, the `valeur` of an object, or of the first of a list.
fn first(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => list.iter().find_map(first),
        Value::Object(object) => object.get("valeur").and_then(first),
        Value::Null | Value::Bool(_) => None,
    }
}

/// One postal address on one line.
fn postal(value: &Value) -> Option<String> {
    let address = match value {
        Value::Array(list) => list.first()?,
        other => other,
    };
    let part = |name: &str| address.get(name).and_then(first);
    let town = [part("code_postal"), part("nom_commune")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [part("numero_voie"), part("service_distribution"), Some(town), part("pays")];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some(parts.join(", ")).filter(|address| !address.is_empty())
}

/// (kind, other service), kinds folded.
fn links(value: &Value) -> Vec<(String, String)> {
    let link = |one: &Value| {
        let kind = super::columns::folded(one.get("type_hierarchie")?.as_str()?);
        Some((kind, first(one.get("service")?)?))
    };
    value.as_array().map(|list| list.iter().filter_map(link).collect()).unwrap_or_default()
}

/// The whole file: an object with a list of services, or the list alone.
struct File<'a>(&'a mut Gathering);

impl<'de> DeserializeSeed<'de> for File<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for File<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of services")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "service" {
                map.next_value_seed(File(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(service) = list.next_element::<Service>()? {
            self.0.number += 1;
            if self.0.number > self.0.most {
                return Err(serde::de::Error::custom("too many"));
            }
            self.0.take(&service);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = include_str!("../../../tests/dila.json");

    #[test]
    fn services_become_organisations_with_their_parents() {
        let read = read(SMALL.as_bytes(), 100).unwrap();

        let lines: Vec<_> =
            read.lines.iter().map(|line| (line.name.as_str(), line.parent.is_some())).collect();
        assert_eq!(
            lines,
            [
                ("Ministère des Exemples", false),
                ("Direction des modèles", true),
                ("Bureau des maquettes", true),
                ("Tribunal d’ailleurs", false)
            ]
        );
        let direction = &read.lines[1];
        assert_eq!(direction.parent.as_ref(), Some(&read.lines[0].uid));
        assert_eq!(
            (direction.acronym.as_deref(), direction.siret.as_deref()),
            (Some("DM"), Some("11004601800013"))
        );
        assert_eq!(direction.contacts.telephone.as_deref(), Some("01 40 15 80 00"));
        assert_eq!(direction.contacts.address.as_deref(), Some("3 rue de Valois, 75001 Paris"));
        assert_eq!(read.faults.len(), 1, "one without a name");
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for file in
            ["", "[", "{}", "{\"service\": 3}", "{\"service\": []}", "[1, 2]", "{\"service\": [{}]} x"]
        {
            assert!(matches!(read(file.as_bytes(), 100), Err(Error::BadFile { .. })), "{file}");
        }
        assert!(matches!(read(SMALL.as_bytes(), 2), Err(Error::TooManyLines { most: 2 })));
        let deep = "[".repeat(100_000);
        assert!(matches!(read(deep.as_bytes(), 100), Err(Error::BadFile { .. })));
    }
}
