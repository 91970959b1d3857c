//! Who showed a first factor, and owes a second one.

use kernel::{EmailAddress, Id, PersonId, Secret};
use time::{Duration, OffsetDateTime};

use super::Shown;

pub(crate) type OwedId = Id<Owed>;

/// A sign-in half done.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    pub(crate) id: OwedId,
    pub(crate) person: PersonId,
    /// By which of their addresses they came.
    pub(crate) address: EmailAddress,
    /// The first factor.
    pub(crate) shown: Shown,
    pub(crate) expires_at: OffsetDateTime,
}

impl Owed {
    /// Long enough to find one's telephone, or the sheet of codes in a drawer.
    pub(crate) const LIFE: Duration = Duration::minutes(10);
    /// Then one begins again.
    pub(crate) const TRIES: i32 = 5;

    pub(crate) fn after(person: PersonId, address: EmailAddress, shown: Shown, now: OffsetDateTime) -> Self {
        Self { id: OwedId::new(), person, address, shown, expires_at: now + Self::LIFE }
    }
}

/// What a person set up beyond a password and a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SecondFactors {
    pub(crate) passkey: bool,
    pub(crate) totp: bool,
    /// Whether recovery codes are left. They stand in for a factor that is lost, and are none by themselves.
    pub(crate) recovery_code: bool,
}

impl SecondFactors {
    /// Whether one factor is not enough for this person.
    pub(crate) const fn are_asked(self) -> bool {
        self.passkey || self.totp
    }

    /// By what they may show the second one, what they most likely have at hand first.
    pub(crate) fn ways(self) -> Vec<&'static str> {
        let possible =
            [("passkey", self.passkey), ("totp", self.totp), ("recovery_code", self.recovery_code)];
        possible.into_iter().filter_map(|(way, has)| has.then_some(way)).collect()
    }
}

/// The second factor, as somebody typed it.
#[derive(Debug)]
pub(crate) enum SecondFactor {
    Totp(Secret<String>),
    RecoveryCode(Secret<String>),
}
