//! Persons: one for life, whatever their addresses.

use kernel::{EmailAddress, Language, PersonId, Secret};

use crate::Error;

/// What is known of a person here; the directory knows more.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    pub id: PersonId,
    pub name: Option<String>,
    /// The main one.
    pub address: EmailAddress,
    pub language: Language,
    /// Whether they showed that they read their main address.
    pub proven: bool,
    pub disabled: bool,
}

/// A person about to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: Option<String>,
    pub address: EmailAddress,
    pub language: Language,
    /// Whether somebody we trust vouches that the address is theirs.
    pub proven: bool,
    pub password: Option<Secret<String>>,
}

/// A name as it is kept: one line, without what could disguise it.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    const LONGEST: usize = 100;
    if name.chars().any(disguises) {
        return Err(Error::BadName);
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST || !name.chars().any(char::is_alphanumeric) {
        return Err(Error::BadName);
    }
    Ok(name)
}

/// Control characters, and the marks that turn the direction of text round or show nothing.
fn disguises(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '<' | '>')
}

/// The name, or what stands before the `@` when nobody gave one.
pub(crate) fn display_name(name: Option<&str>, address: &EmailAddress) -> String {
    name.unwrap_or(address.local_part()).to_owned()
}

/// One or two letters for a picture: the first of the first and of the last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words =
        name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_clean_line() {
        assert_eq!(checked_name("  Hélène   Marchetti-Roux ").unwrap(), "Hélène Marchetti-Roux");
        let long = "a".repeat(101);
        for name in ["", "  ", "...", "a\u{202E}b", "a\nb", "<b>a</b>", "a\0", &long] {
            assert!(matches!(checked_name(name), Err(Error::BadName)), "{name:?}");
        }
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in [
            ("Hélène Marchetti", "HM"),
            ("Jean-Baptiste de La Tour", "JT"),
            ("élodie", "É"),
            ("camille.durand", "CD"),
            ("Accueil", "A"),
            ("", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn without_a_name_the_address_speaks() {
        let address = "accueil@mairie.exemple.fr".parse().unwrap();
        assert_eq!(display_name(None, &address), "accueil");
        assert_eq!(display_name(Some("Accueil de la mairie"), &address), "Accueil de la mairie");
    }
}
