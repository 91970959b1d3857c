//! What a person says of themselves, in the form in which it is kept.

use serde::{Deserialize, Serialize};

use crate::Error;

pub(crate) use super::privacy::Visibility;

/// Where somebody can be rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telephone {
    pub(crate) kind: TelephoneKind,
    pub(crate) number: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TelephoneKind {
    Desk,
    Mobile,
    Duty,
    Other,
}

/// Where somebody sits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Place {
    pub(crate) site: Option<String>,
    pub(crate) office: Option<String>,
    pub(crate) address: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Presence {
    Available,
    Busy,
    Away,
    DoNotDisturb,
}

impl Presence {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::DoNotDisturb => "do_not_disturb",
        }
    }
}

/// What changes of a profile; what is not given stays, what is empty goes.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ChangedProfile {
    pub(crate) usage_name: Option<String>,
    pub(crate) civility: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) place: Option<Place>,
    pub(crate) telephones: Option<Vec<Telephone>>,
    pub(crate) languages: Option<Vec<String>>,
    pub(crate) skills: Option<Vec<String>>,
    pub(crate) about: Option<String>,
    pub(crate) visibility: Option<Visibility>,
}

const LONGEST_LINE: usize = 150;
const LONGEST_ABOUT: usize = 1_000;
const MOST_TELEPHONES: usize = 6;
const MOST_WORDS: usize = 20;
const LONGEST_WORD: usize = 60;

impl ChangedProfile {
    /// # Errors
    /// [`Error::TooLong`], [`Error::TooMany`], [`Error::BadTelephone`], with the field that is wrong.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        self.usage_name = given("usage_name", self.usage_name, 100)?;
        self.civility = given("civility", self.civility, 20)?;
        self.title = given("title", self.title, LONGEST_LINE)?;
        self.about = given("about", self.about, LONGEST_ABOUT)?;
        if let Some(place) = &mut self.place {
            place.site = text("site", place.site.as_deref(), LONGEST_LINE)?;
            place.office = text("office", place.office.as_deref(), LONGEST_LINE)?;
            place.address = text("address", place.address.as_deref(), 300)?;
        }
        if let Some(telephones) = &mut self.telephones {
            if telephones.len() > MOST_TELEPHONES {
                return Err(Error::TooMany { field: "telephones", most: MOST_TELEPHONES });
            }
            for telephone in telephones {
                telephone.number = number(&telephone.number)?;
            }
        }
        self.languages = self.languages.map(|words| self::words("languages", words)).transpose()?;
        self.skills = self.skills.map(|words| self::words("skills", words)).transpose()?;
        Ok(self)
    }
}

/// One line (or paragraph) out of which is taken what could disguise it; `None` when nothing is left.
pub(crate) fn text(field: &'static str, given: Option<&str>, most: usize) -> Result<Option<String>, Error> {
    let Some(given) = given else { return Ok(None) };
    let clean: String = given.chars().filter(|c| (*c == '\n' || !c.is_control()) && !disguises(*c)).collect();
    let lines: Vec<String> =
        clean.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let clean = lines.join("\n").trim().to_owned();
    if clean.chars().count() > most {
        return Err(Error::TooLong { field, most });
    }
    Ok(Some(clean).filter(|clean| !clean.is_empty()))
}

/// Like `text`, but what was given and is empty stays given: it empties the field.
fn given(field: &'static str, given: Option<String>, most: usize) -> Result<Option<String>, Error> {
    given.map(|given| Ok(text(field, Some(&given), most)?.unwrap_or_default())).transpose()
}

fn words(field: &'static str, given: Vec<String>) -> Result<Vec<String>, Error> {
    if given.len() > MOST_WORDS {
        return Err(Error::TooMany { field, most: MOST_WORDS });
    }
    let mut words: Vec<String> = vec![];
    for word in given {
        if let Some(word) = text(field, Some(&word), LONGEST_WORD)?
            && !words.iter().any(|known| known.to_lowercase() == word.to_lowercase())
        {
            words.push(word);
        }
    }
    Ok(words)
}

/// A number as it is written on a card: digits in pairs or not, perhaps `+33`, perhaps an extension.
pub(crate) fn number(given: &str) -> Result<String, Error> {
    let clean = given.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = clean.chars().filter(char::is_ascii_digit).count();
    let reads = clean.chars().all(|c| c.is_ascii_digit() || " .+-()/#*".contains(c));
    if !reads || !(3..=20).contains(&digits) || clean.len() > 40 {
        return Err(Error::BadTelephone);
    }
    Ok(clean)
}

/// What turns the direction of text round, or shows nothing.
pub(crate) fn disguises(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
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
    fn a_profile_is_kept_clean() {
        let changed = ChangedProfile {
            usage_name: Some("  Hélène \u{202E} Roux ".into()),
            title: Some(" ".into()),
            telephones: Some(vec![Telephone { kind: TelephoneKind::Desk, number: "02  99 00 41 17".into() }]),
            skills: Some(vec!["RGAA".into(), "rgaa".into(), " ".into(), "achats  publics".into()]),
            ..ChangedProfile::default()
        };
        let kept = changed.checked().unwrap();
        assert_eq!(kept.usage_name.as_deref(), Some("Hélène Roux"));
        assert_eq!(kept.title.as_deref(), Some(""), "what is emptied goes");
        assert_eq!(kept.telephones.unwrap()[0].number, "02 99 00 41 17");
        assert_eq!(kept.skills.unwrap(), ["RGAA", "achats publics"]);
        assert_eq!(kept.about, None, "what is not given stays");
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let about = ChangedProfile { about: Some("é".repeat(1_001)), ..ChangedProfile::default() };
        assert!(matches!(about.checked(), Err(Error::TooLong { field: "about", .. })));
        let skills = ChangedProfile { skills: Some(vec!["a".into(); 21]), ..ChangedProfile::default() };
        assert!(matches!(skills.checked(), Err(Error::TooMany { field: "skills", .. })));
        for wrong in ["", "12", "appelez-moi", "0299004117<script>", &"1".repeat(21)] {
            assert!(matches!(number(wrong), Err(Error::BadTelephone)), "{wrong}");
        }
        assert_eq!(number("+33 2 99 00 41 17").unwrap(), "+33 2 99 00 41 17");
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        for (name, letters) in [("Yann Le Goff", "YG"), ("élodie", "É"), ("", "")] {
            assert_eq!(initials(name), letters);
        }
    }
}
