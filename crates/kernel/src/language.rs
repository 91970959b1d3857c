//! The languages people read the house in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// French first, English beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    #[default]
    Fr,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` field that the house speaks (RFC 9110 §12.5.4; weights are
    /// honoured, ties keep their order). French when none is.
    pub fn of_accept_language(field: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for range in field.split(',').take(16) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()))
                .unwrap_or(1.0);
            let Ok(language) = tag.split('-').next().unwrap_or_default().parse::<Self>() else { continue };
            if weight > 0.0 && best.is_none_or(|(_, heaviest)| weight > heaviest) {
                best = Some((language, weight));
            }
        }
        best.map_or(Self::default(), |(language, _)| language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the house speaks fr and en")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_the_language_it_likes_best() {
        let of = Language::of_accept_language;
        assert_eq!(of("en-GB,en;q=0.9,fr;q=0.8"), Language::En);
        assert_eq!(of("en;q=0.4, fr-FR;q=0.8"), Language::Fr);
        assert_eq!(of("de, en;q=0.5"), Language::En);
        assert_eq!(of("fr;q=0, en;q=0.1"), Language::En);
        assert_eq!(of("de"), Language::Fr);
        assert_eq!(of(""), Language::Fr);
        assert_eq!(of(";;;q=,,,"), Language::Fr);
    }
}
