//! Persons: one for life, whatever their addresses.

use kernel::{EmailAddress, Language, PersonId, Secret};
use time::OffsetDateTime;

use crate::Error;

/// What is known of a person here; the directory knows more.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    pub id: PersonId,
    pub name: Option<String>,
    /// The part of the name that is given, and with which it begins; `None` when nobody who knows has said so.
    pub given_name: Option<String>,
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

/// An account of a person at somebody else's provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIdentity {
    pub issuer: String,
    pub subject: String,
    pub linked_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
}

/// The address that somebody we trust says is theirs who has an account elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct VouchedAddress<'a> {
    pub address: &'a EmailAddress,
    /// Whether letters go there from now on.
    pub becomes_main: bool,
}

/// A name as it is kept: one line, out of which is taken what could disguise it.
pub(crate) fn checked_name(name: &str) -> Result<String, Error> {
    const LONGEST: usize = 100;
    // Line breaks are blanks first, so that two lines do not become one word.
    let shown: String = name.chars().filter(|c| c.is_whitespace() || !disguises(*c)).collect();
    let name = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let reads = name.chars().any(|c| c.is_alphanumeric()) && !name.contains(['<', '>']);
    if !reads || name.chars().count() > LONGEST {
        return Err(Error::BadName);
    }
    Ok(name)
}

/// Control characters, and what turns the direction of text round or shows nothing (Unicode's `Bidi_Control`, and the
/// `Default_Ignorable_Code_Point` that no name is written with). The joiners of Persian and Indic names stay.
fn disguises(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}')
        || matches!(c, '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}')
        || matches!(c, '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
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
        assert_eq!(checked_name(&"é".repeat(100)).unwrap().chars().count(), 100);
        let long = "a".repeat(101);
        for name in ["", "  ", "...", "\u{3164}", "\u{202E}\u{200D}", "<b>a</b>", "\0\n", &long] {
            assert!(matches!(checked_name(name), Err(Error::BadName)), "{name:?}");
        }
    }

    #[test]
    fn what_disguises_a_name_is_taken_out_of_it() {
        for (given, kept) in [
            ("Hélène\r\nMarchetti", "Hélène Marchetti"),
            ("Hélène\u{2028}Marchetti\u{2029}", "Hélène Marchetti"),
            ("Hé\u{0}lène\u{1B}[31m", "Hélène[31m"),
            ("Hélène \u{202E}ittehcraM\u{202C}", "Hélène ittehcraM"),
            ("\u{2066}Hé\u{200B}lè\u{AD}ne\u{2069}\u{61C}\u{FEFF}\u{E0041}", "Hélène"),
            ("نیم\u{200C}فاصله", "نیم\u{200C}فاصله"),
        ] {
            assert_eq!(checked_name(given).unwrap(), kept, "{given:?}");
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
