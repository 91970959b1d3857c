//! Sessions: how long they last, and for whom.

use kernel::{Acr, Amr, PersonId, ports::Population};
use serde::Serialize;
use time::{Duration, OffsetDateTime};
use web::{Caller, SessionId, Strength};

use crate::settings::{Settings, minutes};

/// What somebody showed of who they are, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub strength: Strength,
    pub acr: Acr,
    pub amr: Vec<Amr>,
    pub at: OffsetDateTime,
}

impl Shown {
    /// What a way of signing in is worth by itself.
    pub fn by(strength: Strength, at: OffsetDateTime) -> Self {
        let (acr, amr) = match strength {
            Strength::Password => (Acr::Eidas1, vec![Amr::Pwd]),
            Strength::Code => (Acr::Eidas0, vec![Amr::Mail]),
            Strength::Passkey => (Acr::Eidas1Mfa, vec![Amr::Pop, Amr::Mfa]),
            Strength::Sample | Strength::Provider => (Acr::Eidas1, vec![]),
            Strength::Token => (Acr::Eidas0, vec![]),
        };
        Self { strength, acr, amr, at }
    }

    /// What somebody showed until now.
    pub(crate) fn of(caller: &Caller) -> Self {
        let Caller { strength, acr, authenticated_at: at, .. } = *caller;
        Self { strength, acr, amr: caller.amr.clone(), at }
    }

    /// What they showed until now, and now again: never less than either.
    #[must_use]
    pub(crate) fn confirmed_by(mut self, again: &Self) -> Self {
        self.acr = stronger(self.acr, again.acr);
        self.amr.extend(&again.amr);
        self.amr.sort_unstable();
        self.amr.dedup();
        self.at = self.at.max(again.at);
        self
    }

    /// And a second factor of the local account.
    #[must_use]
    pub fn and(mut self, factor: Amr) -> Self {
        self.acr = self.acr.with_second_factor();
        self.amr.extend([factor, Amr::Mfa]);
        self.amr.sort_unstable();
        self.amr.dedup();
        self
    }
}

/// The weakest that is worth both.
fn stronger(one: Acr, other: Acr) -> Acr {
    if one.satisfies(other) {
        one
    } else if other.satisfies(one) {
        other
    } else {
        // One factor of a higher level, and two of a lower: both were shown.
        Acr::Eidas1Mfa
    }
}

/// A session or a token, as the door sees it.
#[derive(Debug, Clone)]
pub(crate) struct Pass {
    /// Of the session, or of the token.
    pub(crate) id: SessionId,
    pub(crate) person: PersonId,
    pub(crate) strength: Strength,
    pub(crate) seen_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) shown: Shown,
    /// Whether its person has a second factor, which what is grave then asks for. One click of a sample State owes none.
    pub(crate) second_factor: bool,
    /// The tools a token opens.
    pub(crate) scopes: Option<Vec<String>>,
}

/// How long sessions live.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionLife {
    idle: Duration,
}

impl SessionLife {
    /// How fresh `seen_at` is kept. Writing it at each request would make every read a write.
    pub(crate) const SEEN_EVERY: Duration = Duration::minutes(1);

    pub(crate) fn new(settings: &Settings) -> Self {
        Self { idle: minutes(settings.agent_idle_minutes) }
    }

    /// When a session opened now is over, whatever its person does.
    pub(crate) fn end(settings: &Settings, population: Population, now: OffsetDateTime) -> OffsetDateTime {
        let life = if is_agent(population) {
            settings.agent_session_minutes
        } else {
            settings.external_session_minutes
        };
        now + minutes(life)
    }

    pub(crate) fn idle(self) -> Duration {
        self.idle
    }

    /// Whether its time is up.
    pub(crate) fn is_over(pass: &Pass, now: OffsetDateTime) -> bool {
        now >= pass.expires_at
    }

    /// Whether nobody came for too long. A token waits for as long as it lives.
    pub(crate) fn is_idle(self, pass: &Pass, now: OffsetDateTime) -> bool {
        pass.strength != Strength::Token && now - pass.seen_at >= self.idle
    }

    pub(crate) fn should_note(pass: &Pass, now: OffsetDateTime) -> bool {
        now - pass.seen_at >= Self::SEEN_EVERY
    }
}

/// Those who work for the State, under contract or not.
pub(crate) const fn is_agent(population: Population) -> bool {
    matches!(population, Population::Agent | Population::Contractor)
}

pub(crate) const fn strength_code(strength: Strength) -> &'static str {
    match strength {
        Strength::Password => "password",
        Strength::Code => "code",
        Strength::Passkey => "passkey",
        Strength::Provider => "provider",
        Strength::Sample => "sample",
        Strength::Token => "token",
    }
}

/// What a row says; what it does not say counts as the weakest.
pub(crate) fn strength_of(code: &str) -> Strength {
    match code {
        "password" => Strength::Password,
        "code" => Strength::Code,
        "passkey" => Strength::Passkey,
        "provider" => Strength::Provider,
        _ => Strength::Sample,
    }
}

/// What a browser, or any program, said of itself: printable, and 256 characters at most.
pub fn short_user_agent(field: &str) -> String {
    field.chars().filter(|c| !c.is_control()).take(256).collect()
}

/// A session as its person sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Session)]
pub(crate) struct ListedSession {
    pub(crate) id: SessionId,
    /// Whether this very request belongs to it.
    pub(crate) current: bool,
    pub(crate) strength: Strength,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    /// To the minute.
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) last_seen_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) user_agent: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(strength: Strength) -> Pass {
        let now = OffsetDateTime::UNIX_EPOCH;
        Pass {
            id: SessionId::new(),
            person: PersonId::new(),
            strength,
            seen_at: now,
            expires_at: now + Duration::hours(12),
            shown: Shown::by(strength, now),
            second_factor: false,
            scopes: None,
        }
    }

    #[test]
    fn an_agent_has_a_day_and_a_guest_half_an_hour() {
        let (settings, now) = (Settings::default(), OffsetDateTime::UNIX_EPOCH);
        let end = |population| SessionLife::end(&settings, population, now) - now;
        assert_eq!(end(Population::Agent), Duration::hours(12));
        assert_eq!(end(Population::Contractor), Duration::hours(12));
        assert_eq!(end(Population::External), Duration::minutes(30));
    }

    #[test]
    fn a_session_ends_by_time_and_by_silence() {
        let life = SessionLife::new(&Settings::default());
        let session = pass(Strength::Password);
        let at = |hours| OffsetDateTime::UNIX_EPOCH + Duration::hours(hours);
        let just_before = |at: OffsetDateTime| at - Duration::nanoseconds(1);
        assert!(!life.is_idle(&session, just_before(at(4))) && life.is_idle(&session, at(4)));
        assert!(
            !SessionLife::is_over(&session, just_before(at(12))) && SessionLife::is_over(&session, at(12))
        );
        assert!(!life.is_idle(&pass(Strength::Token), at(11)), "a program may be quiet for long");
    }

    #[test]
    fn what_is_shown_again_never_takes_away() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let later = at + Duration::HOUR;
        let passkey = Shown::by(Strength::Passkey, at);
        let confirmed = passkey.confirmed_by(&Shown::by(Strength::Code, later));
        assert_eq!((confirmed.acr, confirmed.at), (Acr::Eidas1Mfa, later));
        assert_eq!(confirmed.strength, Strength::Passkey);
        let code = Shown::by(Strength::Code, at);
        assert_eq!(code.clone().confirmed_by(&Shown::by(Strength::Password, later)).acr, Acr::Eidas1);
        let two = code.and(Amr::Totp).confirmed_by(&Shown::by(Strength::Password, later));
        assert_eq!(two.acr, Acr::Eidas1Mfa);
    }

    #[test]
    fn every_strength_that_sessions_have_survives_its_row() {
        for strength in
            [Strength::Password, Strength::Code, Strength::Passkey, Strength::Provider, Strength::Sample]
        {
            assert_eq!(strength_of(strength_code(strength)), strength);
        }
    }

    #[test]
    fn a_user_agent_is_cut_and_cleaned() {
        assert_eq!(short_user_agent("Fire\u{7}fox\r\n"), "Firefox");
        assert_eq!(short_user_agent(&"é".repeat(500)).chars().count(), 256);
    }
}
