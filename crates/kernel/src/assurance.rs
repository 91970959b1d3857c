//! How sure the house is of somebody: OpenID Connect's `acr` and `amr`, in ProConnect's words.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Authentication Context Class Reference (OpenID Connect Core §2), with the values that ProConnect knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Acr {
    /// Somebody said who they are.
    #[serde(rename = "eidas0")]
    Eidas0,
    #[serde(rename = "eidas0-mfa")]
    Eidas0Mfa,
    /// An administration knows them: one factor.
    #[serde(rename = "eidas1")]
    Eidas1,
    /// And two factors.
    #[serde(rename = "eidas1-mfa")]
    Eidas1Mfa,
    /// eIDAS substantial.
    #[serde(rename = "eidas2")]
    Eidas2,
    /// eIDAS high.
    #[serde(rename = "eidas3")]
    Eidas3,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an authentication context this house knows")]
pub struct NotAnAcr;

impl Acr {
    pub const ALL: [Self; 6] =
        [Self::Eidas0, Self::Eidas0Mfa, Self::Eidas1, Self::Eidas1Mfa, Self::Eidas2, Self::Eidas3];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eidas0 => "eidas0",
            Self::Eidas0Mfa => "eidas0-mfa",
            Self::Eidas1 => "eidas1",
            Self::Eidas1Mfa => "eidas1-mfa",
            Self::Eidas2 => "eidas2",
            Self::Eidas3 => "eidas3",
        }
    }

    /// Whether somebody signed in like this has shown what is asked: as high a level, and two factors where two are asked.
    pub const fn satisfies(self, asked: Self) -> bool {
        self.level() >= asked.level() && (self.has_two_factors() || !asked.has_two_factors())
    }

    /// The same level, with a second factor.
    #[must_use]
    pub const fn with_second_factor(self) -> Self {
        match self {
            Self::Eidas0 => Self::Eidas0Mfa,
            Self::Eidas1 => Self::Eidas1Mfa,
            other => other,
        }
    }

    const fn level(self) -> u8 {
        match self {
            Self::Eidas0 | Self::Eidas0Mfa => 0,
            Self::Eidas1 | Self::Eidas1Mfa => 1,
            Self::Eidas2 => 2,
            Self::Eidas3 => 3,
        }
    }

    const fn has_two_factors(self) -> bool {
        !matches!(self, Self::Eidas0 | Self::Eidas1)
    }
}

impl fmt::Display for Acr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Acr {
    type Err = NotAnAcr;

    fn from_str(text: &str) -> Result<Self, NotAnAcr> {
        Self::ALL.into_iter().find(|acr| acr.as_str() == text).ok_or(NotAnAcr)
    }
}

/// Authentication Methods References (OpenID Connect Core §2), with the values that ProConnect knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Amr {
    /// A password.
    Pwd,
    /// A code or a link sent to a mailbox.
    Mail,
    /// A time-based one-time code (RFC 6238).
    Totp,
    /// A key that proves itself: a passkey, an agent's card.
    Pop,
    /// Several factors.
    Mfa,
}

impl Amr {
    pub const ALL: [Self; 5] = [Self::Pwd, Self::Mail, Self::Totp, Self::Pop, Self::Mfa];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pwd => "pwd",
            Self::Mail => "mail",
            Self::Totp => "totp",
            Self::Pop => "pop",
            Self::Mfa => "mfa",
        }
    }

    /// `None` for a method this house has no word for.
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|amr| amr.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_satisfies_what_is_no_higher_and_asks_no_more_factors() {
        let orders = [
            (Acr::Eidas1, Acr::Eidas0, true),
            (Acr::Eidas1, Acr::Eidas0Mfa, false),
            (Acr::Eidas0Mfa, Acr::Eidas1, false),
            (Acr::Eidas1Mfa, Acr::Eidas1, true),
            (Acr::Eidas1, Acr::Eidas1Mfa, false),
            (Acr::Eidas2, Acr::Eidas1Mfa, true),
            (Acr::Eidas2, Acr::Eidas3, false),
        ];
        for (shown, asked, enough) in orders {
            assert_eq!(shown.satisfies(asked), enough, "{shown} for {asked}");
        }
        assert!(Acr::ALL.into_iter().all(|acr| acr.satisfies(acr) && acr.as_str().parse() == Ok(acr)));
        assert!("https://example.org/loa4".parse::<Acr>().is_err());
    }
}
