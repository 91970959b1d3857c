//! Lines about people.

use kernel::{EmailAddress, ports::Population};
use serde::{Deserialize, Serialize};

use super::{
    Fault,
    columns::{Column, folded},
    table::Line,
};
use crate::model::profile::{Telephone, TelephoneKind, number, text};

/// One person as a file describes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PersonLine {
    pub(crate) line: u32,
    pub(crate) uid: Option<String>,
    pub(crate) address: Option<EmailAddress>,
    pub(crate) name: Option<String>,
    /// Which part of the name is given, where the file tells the two apart.
    #[serde(default)]
    pub(crate) given_name: Option<String>,
    pub(crate) usage_name: Option<String>,
    pub(crate) civility: Option<String>,
    pub(crate) title: Option<String>,
    /// How the file names the organisation.
    pub(crate) organisation: Option<String>,
    pub(crate) contractor: bool,
    pub(crate) telephones: Vec<Telephone>,
    pub(crate) site: Option<String>,
    pub(crate) office: Option<String>,
    pub(crate) postal_address: Option<String>,
    pub(crate) languages: Vec<String>,
    pub(crate) skills: Vec<String>,
}

impl PersonLine {
    pub(crate) fn population(&self) -> Population {
        if self.contractor { Population::Contractor } else { Population::Agent }
    }

    /// What to call them in a report.
    pub(crate) fn shown(&self) -> String {
        let address = || self.address.as_ref().map(|address| address.as_str().to_owned());
        self.name.clone().or_else(address).or_else(|| self.uid.clone()).unwrap_or_default()
    }

    /// # Errors
    /// The first thing that is wrong with the line.
    pub(crate) fn read(line: &Line) -> Result<Self, Fault> {
        let fault = |column: Column, code| Fault::new(line.number, column, code, given(line, column));
        let short = |column: Column, most| {
            text(column, given(line, column), most).map_err(|_| fault(column, "too_long"))
        };
        let uid = short("uid", 100)?;
        let address = given(line, "address").map(|address| address.parse::<EmailAddress>());
        let address = address.transpose().map_err(|_| fault("address", "bad_value"))?;
        if uid.is_none() && address.is_none() {
            return Err(fault("address", "missing"));
        }
        let given_name = short("given_name", 60)?;
        let name = match short("name", 100)? {
            Some(name) => Some(name),
            None => match (given_name.clone(), short("family_name", 60)?) {
                (Some(given), Some(family)) => Some(format!("{given} {family}")),
                (given, family) => given.or(family),
            },
        };
        if name.as_ref().is_some_and(|name| {
            name.contains(['<', '>', '\n'])
                || !name.chars().any(char::is_alphanumeric)
                || name.chars().count() > 100
        }) {
            return Err(fault("name", "bad_value"));
        }
        let mut telephones = vec![];
        for (column, kind) in [("telephone", TelephoneKind::Desk), ("mobile", TelephoneKind::Mobile)] {
            if let Some(given) = given(line, column) {
                let number = number(given).map_err(|_| fault(column, "bad_value"))?;
                telephones.push(Telephone { kind, number });
            }
        }
        let words = |column: Column| {
            let split = given(line, column).unwrap_or_default().split(['|', ',', ';']);
            let words = split.filter_map(|word| text(column, Some(word), 60).transpose());
            let words: Result<Vec<String>, _> = words.collect();
            words.map_err(|_| fault(column, "too_long")).map(|mut words| {
                words.truncate(20);
                words
            })
        };
        let contractor = match given(line, "population").map(folded).as_deref() {
            None | Some("agent") => false,
            Some("prestataire" | "contractor") => true,
            Some(_) => return Err(fault("population", "bad_value")),
        };
        Ok(Self {
            line: line.number,
            uid,
            address,
            name,
            given_name,
            usage_name: short("usage_name", 100)?,
            civility: short("civility", 20)?,
            title: short("title", 150)?,
            organisation: short("organisation", 200)?,
            contractor,
            telephones,
            site: short("site", 150)?,
            office: short("office", 150)?,
            postal_address: short("postal_address", 300)?,
            languages: words("languages")?,
            skills: words("skills")?,
        })
    }
}

fn given(line: &Line, column: Column) -> Option<&str> {
    line.fields.get(column).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(fields: &[(Column, &str)]) -> Line {
        let fields = fields.iter().map(|(column, value)| (*column, (*value).to_owned())).collect();
        Line { number: 7, fields }
    }

    #[test]
    fn a_line_is_a_person() {
        let read = PersonLine::read(&line(&[
            ("uid", "A12"),
            ("address", "Yann@Exemple.fr"),
            ("given_name", "Yann"),
            ("family_name", "Le Goff"),
            ("mobile", "06 12 34 56 78"),
            ("population", "Prestataire"),
            ("skills", "RGAA | accueil,RGPD"),
        ]))
        .unwrap();
        assert_eq!((read.name.as_deref(), read.given_name.as_deref()), (Some("Yann Le Goff"), Some("Yann")));
        assert_eq!(read.address.unwrap().as_str(), "yann@exemple.fr");
        assert_eq!((read.contractor, read.skills.len(), read.telephones.len()), (true, 3, 1));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_its_column() {
        let long = "a".repeat(200);
        for (fields, column, code) in [
            (&[("name", "Yann")][..], "address", "missing"),
            (&[("address", "pas une adresse")], "address", "bad_value"),
            (&[("uid", "1"), ("telephone", "chez moi")], "telephone", "bad_value"),
            (&[("uid", "1"), ("population", "citoyen")], "population", "bad_value"),
            (&[("uid", "1"), ("title", long.as_str())], "title", "too_long"),
            (&[("uid", "1"), ("name", "<b>Yann</b>")], "name", "bad_value"),
        ] {
            let fault = PersonLine::read(&line(fields)).unwrap_err();
            assert_eq!(
                (fault.line, fault.column.as_deref(), fault.code.as_str()),
                (7, Some(column), code),
                "{fields:?}"
            );
        }
    }
}
