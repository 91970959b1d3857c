//! Guests: somebody from outside, for whom an agent answers, until a day. And invitations, which bring people here.

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{EmailAddress, Id, PersonId, Secret};
use serde::Serialize;
use time::{Date, Duration, OffsetDateTime, Time};

use super::secret::{Digest, digest};
use crate::Error;

pub(crate) type GuestId = Id<Guest>;
pub(crate) type InvitationId = Id<Invitation>;

/// How long somebody may be a guest, from today.
const MOST_DAYS: i64 = 365;
const LONGEST_REASON: usize = 500;
/// The last day is over everywhere when it is over at UTC−12.
const LAST_ZONE: Duration = Duration::hours(12);

/// A guest as their sponsor sees them.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Guest {
    pub(crate) id: GuestId,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    /// Why they are here.
    pub(crate) reason: String,
    /// Their last day.
    #[schema(value_type = String, format = Date)]
    #[serde(with = "day")]
    pub(crate) until: Date,
    pub(crate) state: GuestState,
}

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GuestState {
    /// They did not come yet.
    Invited,
    Active,
    Ended,
}

impl GuestState {
    pub(crate) fn of(ended: bool, came: bool) -> Self {
        match (ended, came) {
            (true, _) => Self::Ended,
            (false, true) => Self::Active,
            (false, false) => Self::Invited,
        }
    }
}

/// Somebody about to be a guest.
#[derive(Debug)]
pub(crate) struct NewGuest {
    pub(crate) address: EmailAddress,
    pub(crate) name: String,
    pub(crate) reason: String,
    pub(crate) until: Date,
}

impl NewGuest {
    /// A sponsor answers for so many at once.
    pub(crate) const MOST: i64 = 200;

    pub(crate) fn new(
        address: EmailAddress,
        name: &str,
        reason: &str,
        until: &str,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let name = super::checked_name(name)?;
        let reason: String = reason.chars().filter(|c| c.is_whitespace() || !c.is_control()).collect();
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(Error::BadReason { most: LONGEST_REASON });
        }
        Ok(Self { address, name, reason, until: last_day(until, now)? })
    }
}

/// A day from today on, within a year.
pub(crate) fn last_day(text: &str, now: OffsetDateTime) -> Result<Date, Error> {
    let no = || Error::BadLastDay { most: MOST_DAYS };
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let until = Date::parse(text, format).map_err(|_| no())?;
    let days = (until - now.date()).whole_days();
    if (0..=MOST_DAYS).contains(&days) { Ok(until) } else { Err(no()) }
}

/// When a last day is over everywhere.
pub(crate) fn over_at(until: Date) -> OffsetDateTime {
    until.with_time(Time::MIDNIGHT).assume_utc() + Duration::DAY + LAST_ZONE
}

/// What the link of an invitation holds: 256 bits, of which we keep the SHA-256.
#[derive(Debug)]
pub(crate) struct InvitationKey(Secret<String>);

impl InvitationKey {
    const BYTES: usize = 32;
    const CHARACTERS: usize = 43;

    pub(crate) fn draw() -> Result<Self, Error> {
        let mut bytes = [0; Self::BYTES];
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        Ok(Self(Secret::new(URL_SAFE_NO_PAD.encode(bytes))))
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn digest(&self) -> Digest {
        digest(&[self.expose().as_bytes()])
    }

    /// `None` for what we cannot have given.
    pub(crate) fn read(text: &str) -> Option<Digest> {
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (text.len() == Self::CHARACTERS && text.bytes().all(ours)).then(|| digest(&[text.as_bytes()]))
    }
}

/// An invitation as whoever sent it sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Invitation {
    pub(crate) id: InvitationId,
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
}

impl Invitation {
    pub(crate) const LIFE: Duration = Duration::days(14);
    /// Nobody sends more in a day: letters to strangers are a gift to whoever steals a session.
    pub(crate) const MOST_A_DAY: i64 = 100;
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-23 09:00 UTC);

    fn new(name: &str, reason: &str, until: &str) -> Result<NewGuest, Error> {
        NewGuest::new("paul@exemple.org".parse().unwrap(), name, reason, until, NOW)
    }

    #[test]
    fn a_guest_has_a_name_a_reason_and_a_last_day() {
        let guest = new(" Paul  Morel ", " Relecture\ndu rapport ", "2026-12-31").unwrap();
        assert_eq!((guest.name.as_str(), guest.reason.as_str()), ("Paul Morel", "Relecture du rapport"));
        assert_eq!(guest.until, date!(2026 - 12 - 31));
        assert!(matches!(new("", "a", "2026-12-31"), Err(Error::BadName)));
        for reason in ["", " \n", &"a".repeat(501)] {
            assert!(matches!(new("a", reason, "2026-12-31"), Err(Error::BadReason { most: 500 })));
        }
    }

    #[test]
    fn a_last_day_is_within_a_year() {
        for day in ["2026-11-23", "2027-11-23"] {
            assert!(last_day(day, NOW).is_ok(), "{day}");
        }
        for day in ["2026-11-22", "2027-11-24", "2026-13-01", "demain", "", "2026-11-23T10:00:00Z"] {
            assert!(matches!(last_day(day, NOW), Err(Error::BadLastDay { most: 365 })), "{day}");
        }
    }

    #[test]
    fn a_last_day_is_over_when_it_is_over_everywhere() {
        assert_eq!(over_at(date!(2026 - 12 - 31)), datetime!(2027-01-01 12:00 UTC));
    }

    #[test]
    fn what_we_cannot_have_given_is_not_looked_up() {
        let key = InvitationKey::draw().unwrap();
        assert_eq!(InvitationKey::read(key.expose()), Some(key.digest()));
        for strange in ["", "a", &key.expose()[1..], &format!("{}é", &key.expose()[2..])] {
            assert!(InvitationKey::read(strange).is_none(), "{strange}");
        }
    }
}
