//! Passkeys (WebAuthn): a key that stays in its person's telephone or computer, and answers to this house only.

use kernel::{Id, PersonId};
use serde::Serialize;
use time::{Duration, OffsetDateTime};
use url::Url;
use web::SessionId;
use webauthn_rs::{Webauthn, WebauthnBuilder};

pub(crate) type PasskeyId = Id<ListedPasskey>;
pub(crate) type ChallengeId = Id<Challenge>;

/// A person has so many at most.
pub(crate) const MOST_PASSKEYS: usize = 20;

/// What an authenticator is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    SignIn,
    Registration,
    Confirmation,
}

impl Purpose {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Registration => "registration",
            Self::Confirmation => "confirmation",
        }
    }
}

/// Something to be signed, once and soon.
#[derive(Debug)]
pub(crate) struct Challenge {
    pub(crate) id: ChallengeId,
    pub(crate) purpose: Purpose,
    /// Nobody yet when it is to sign in.
    pub(crate) asked_by: Option<(PersonId, SessionId)>,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

impl Challenge {
    const LIFE: Duration = Duration::minutes(5);

    pub(crate) fn new(
        purpose: Purpose,
        asked_by: Option<(PersonId, SessionId)>,
        now: OffsetDateTime,
    ) -> Self {
        Self { id: ChallengeId::new(), purpose, asked_by, created_at: now, expires_at: now + Self::LIFE }
    }
}

/// A passkey as its person sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Passkey)]
pub(crate) struct ListedPasskey {
    pub(crate) id: PasskeyId,
    pub(crate) name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) last_used_at: Option<OffsetDateTime>,
}

/// Who asks authenticators: the host of the public address, for pages of exactly that address (WebAuthn §5.1.2). `None`
/// when the address has no name that passkeys could be bound to: browsers bind none to a bare IP address.
pub(crate) fn relying_party(public_url: &str, house: &str) -> Option<Webauthn> {
    let origin = Url::parse(public_url).ok()?;
    let host = origin.domain()?.to_owned();
    WebauthnBuilder::new(&host, &origin).ok()?.rp_name(house).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_bound_to_a_name() {
        for url in ["https://sacados.exemple.fr", "https://sac.exemple.fr:8443/", "http://localhost:8080"] {
            assert!(relying_party(url, "Sacados").is_some(), "{url}");
        }
        for url in ["https://192.0.2.1", "http://127.0.0.1:8080", "http://[::1]", "sacados", ""] {
            assert!(relying_party(url, "Sacados").is_none(), "{url}");
        }
    }
}
