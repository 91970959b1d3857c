//! What columns are called, in French or in English, with or without accents.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A column that is understood, by its name in the code.
pub(crate) type Column = &'static str;

/// Each column with what it may be called, folded.
pub(crate) const PEOPLE: &[(Column, &[&str])] = &[
    ("uid", &["uid", "identifiant", "matricule", "id", "numero", "employeeid", "externalid"]),
    (
        "address",
        &[
            "address",
            "email",
            "mail",
            "courriel",
            "adresse",
            "adressedecourriel",
            "adressemail",
            "adresseemail",
            "emailaddress",
        ],
    ),
    ("given_name", &["givenname", "prenom", "firstname"]),
    ("family_name", &["familyname", "nom", "nomdefamille", "lastname", "surname"]),
    ("name", &["name", "nomcomplet", "fullname", "displayname"]),
    ("usage_name", &["usagename", "nomdusage", "nomusage"]),
    ("civility", &["civility", "civilite"]),
    ("title", &["title", "titre", "fonction", "poste", "intitule", "jobtitle"]),
    (
        "organisation",
        &["organisation", "organization", "unite", "service", "affectation", "structure", "unit"],
    ),
    ("population", &["population", "statut", "status"]),
    ("telephone", &["telephone", "phone", "tel", "telephonefixe"]),
    ("mobile", &["mobile", "portable", "telephonemobile"]),
    ("site", &["site", "batiment", "lieu", "building"]),
    ("office", &["office", "bureau", "room", "porte"]),
    ("postal_address", &["postaladdress", "adressepostale"]),
    ("languages", &["languages", "langues"]),
    ("skills", &["skills", "competences"]),
];

pub(crate) const ORGANISATIONS: &[(Column, &[&str])] = &[
    ("uid", &["uid", "identifiant", "id", "code", "externalid"]),
    ("parent", &["parent", "parentuid", "rattachement", "superieur", "codeparent", "identifiantparent"]),
    ("name", &["name", "nom", "libelle", "intitule"]),
    ("acronym", &["acronym", "sigle", "acronyme"]),
    ("kind", &["kind", "type", "nature", "categorie"]),
    ("siret", &["siret"]),
    ("missions", &["missions", "mission", "description"]),
    ("telephone", &["telephone", "phone", "tel"]),
    ("mail", &["mail", "email", "courriel", "adressedecourriel"]),
    ("site", &["site", "siteinternet", "website", "url"]),
    ("address", &["address", "adresse", "adressepostale"]),
];

/// A column's name without case, accents, blanks and marks.
pub(crate) fn folded(name: &str) -> String {
    name.nfd()
        .filter(|c| !is_combining_mark(*c) && c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(200)
        .collect()
}

/// The column that a header means, if any.
pub(crate) fn understood(known: &[(Column, &[&str])], header: &str) -> Option<Column> {
    let folded = folded(header);
    known.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_understood_in_both_languages() {
        for (header, column) in [
            ("Prénom", Some("given_name")),
            ("PRENOM ", Some("given_name")),
            ("first_name", Some("given_name")),
            ("Nom d’usage", Some("usage_name")),
            ("Adresse de courriel", Some("address")),
            ("E-mail", Some("address")),
            ("Compétences", Some("skills")),
            ("N° de casier", None),
            ("", None),
        ] {
            assert_eq!(understood(PEOPLE, header), column, "{header}");
        }
        assert_eq!(understood(ORGANISATIONS, "Sigle"), Some("acronym"));
    }
}
