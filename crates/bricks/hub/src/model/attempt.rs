//! A browser on its way to a provider, and where it lands when it is back.

use kernel::PersonId;
use time::OffsetDateTime;
use url::Url;
use web::SessionId;

use super::{Digest, ProviderId};

/// Why a browser goes to a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    SignIn,
    /// To be linked to whoever is signed in here.
    Link,
    /// To show again who is signed in here.
    Confirm,
}

impl Purpose {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Link => "link",
            Self::Confirm => "confirm",
        }
    }

    pub(crate) fn of(text: &str) -> Self {
        match text {
            "link" => Self::Link,
            "confirm" => Self::Confirm,
            _ => Self::SignIn,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) state: Digest,
    pub(crate) browser: Digest,
    pub(crate) provider: ProviderId,
    pub(crate) purpose: Purpose,
    pub(crate) caller: Option<(PersonId, SessionId)>,
    pub(crate) next: LandingPlace,
    pub(crate) started_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

/// A page of this house, as a path: never another site's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LandingPlace(String);

impl LandingPlace {
    const LONGEST: usize = 2048;

    /// The home page for whatever is not clearly a path of ours: `//host`, `/\host`, an address with a scheme, a control
    /// character that browsers would drop.
    pub(crate) fn read(text: Option<&str>) -> Self {
        Self(text.filter(|text| Self::is_ours(text)).unwrap_or("/").to_owned())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The same place, told what went wrong.
    pub(crate) fn with_problem(&self, code: &str) -> String {
        let (place, fragment) = self.0.split_once('#').unwrap_or((&self.0, ""));
        let separator = if place.contains('?') { '&' } else { '?' };
        let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        format!("{place}{separator}problem={code}{fragment}")
    }

    fn is_ours(text: &str) -> bool {
        let printable = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        if text.len() > Self::LONGEST || !printable || !text.starts_with('/') || text.starts_with("//") {
            return false;
        }
        // As browsers will read it, whatever was overlooked above.
        let Ok(house) = Url::parse("https://house.invalid/somewhere") else { return false };
        house.join(text).is_ok_and(|landing| {
            landing.origin() == house.origin()
                && !landing.path().starts_with("//")
                && landing.username().is_empty()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_house_is_landed_on() {
        for ours in ["/", "/transfer?tab=received", "/people/12#absence", "/a/../b", "/%2F%2Fexample.org"] {
            assert_eq!(LandingPlace::read(Some(ours)).as_str(), ours);
        }
        let long = format!("/{}", "a".repeat(3000));
        for theirs in [
            "",
            "transfer",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " /x",
            "/é",
            "/..//evil.example",
            "/.//evil.example",
            &long,
        ] {
            assert_eq!(LandingPlace::read(Some(theirs)).as_str(), "/", "{theirs:?}");
        }
        assert_eq!(LandingPlace::read(None).as_str(), "/");
    }

    #[test]
    fn a_problem_is_said_where_one_lands() {
        let said = |place: &str| LandingPlace::read(Some(place)).with_problem("hub.bad_token");
        assert_eq!(said("/account"), "/account?problem=hub.bad_token");
        assert_eq!(said("/account?tab=keys#here"), "/account?tab=keys&problem=hub.bad_token#here");
    }
}
