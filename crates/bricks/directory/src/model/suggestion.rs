//! What somebody says is wrong on somebody else's card.

use kernel::Id;
use serde::{Deserialize, Serialize};

use super::profile::{ChangedProfile, Place, Telephone, TelephoneKind, number, text};
use crate::Error;

pub(crate) type SuggestionId = Id<Suggestion>;
pub(crate) enum Suggestion {}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SuggestedField {
    UsageName,
    Title,
    Telephone,
    Site,
    Office,
    About,
    /// Where they work: the correspondent moves them.
    Unit,
    Other,
}

impl SuggestedField {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::UsageName => "usage_name",
            Self::Title => "title",
            Self::Telephone => "telephone",
            Self::Site => "site",
            Self::Office => "office",
            Self::About => "about",
            Self::Unit => "unit",
            Self::Other => "other",
        }
    }

    pub(crate) fn read(text: &str) -> Self {
        match text {
            "usage_name" => Self::UsageName,
            "title" => Self::Title,
            "telephone" => Self::Telephone,
            "site" => Self::Site,
            "office" => Self::Office,
            "about" => Self::About,
            "unit" => Self::Unit,
            _ => Self::Other,
        }
    }

    /// A value as it is kept.
    pub(crate) fn checked(self, value: &str) -> Result<String, Error> {
        if self == Self::Telephone {
            return number(value);
        }
        let most = if self == Self::About { 1_000 } else { 150 };
        text("value", Some(value), most)?.ok_or(Error::BadField)
    }

    /// What accepting it changes by itself; `None` for what a correspondent does by hand.
    pub(crate) fn change(
        self,
        value: &str,
        place: Place,
        telephones: &[Telephone],
    ) -> Option<ChangedProfile> {
        let nothing = ChangedProfile::default();
        let value = value.to_owned();
        Some(match self {
            Self::UsageName => ChangedProfile { usage_name: Some(value), ..nothing },
            Self::Title => ChangedProfile { title: Some(value), ..nothing },
            Self::About => ChangedProfile { about: Some(value), ..nothing },
            Self::Site => ChangedProfile { place: Some(Place { site: Some(value), ..place }), ..nothing },
            Self::Office => ChangedProfile { place: Some(Place { office: Some(value), ..place }), ..nothing },
            Self::Telephone => {
                // The number of the desk is the one that others get wrong.
                let others = telephones.iter().filter(|number| number.kind != TelephoneKind::Desk).cloned();
                let desk = Telephone { kind: TelephoneKind::Desk, number: value };
                ChangedProfile { telephones: Some([desk].into_iter().chain(others).collect()), ..nothing }
            }
            Self::Unit | Self::Other => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepting_changes_what_was_said_and_nothing_else() {
        let place = Place { site: Some("Beauvau".into()), office: Some("B 12".into()), address: None };
        let mobile = Telephone { kind: TelephoneKind::Mobile, number: "06 12 34 56 78".into() };
        let desk = Telephone { kind: TelephoneKind::Desk, number: "01 00 00 00 00".into() };
        let numbers = [desk, mobile.clone()];

        let office = SuggestedField::Office.change("C 3", place.clone(), &numbers).unwrap();
        assert_eq!(office.place, Some(Place { office: Some("C 3".into()), ..place.clone() }));
        let telephones = SuggestedField::Telephone.change("01 49 27 49 27", place.clone(), &numbers).unwrap();
        let telephones = telephones.telephones.unwrap();
        assert_eq!((telephones[0].number.as_str(), &telephones[1..]), ("01 49 27 49 27", &[mobile][..]));
        assert!(SuggestedField::Unit.change("Bureau 4", place, &numbers).is_none());
    }

    #[test]
    fn what_says_nothing_is_refused() {
        assert!(matches!(SuggestedField::Title.checked("  "), Err(Error::BadField)));
        assert!(matches!(SuggestedField::Telephone.checked("chez lui"), Err(Error::BadTelephone)));
        assert!(matches!(SuggestedField::Title.checked(&"a".repeat(151)), Err(Error::TooLong { .. })));
    }
}
