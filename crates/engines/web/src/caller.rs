//! Who is calling, and how they proved it.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use async_trait::async_trait;
use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::{Acr, Actor, Amr, Kind, PersonId, Problem, Secret};
use serde::Serialize;
use serde_json::json;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::Failure;

pub type SessionId = kernel::Id<Session>;
pub enum Session {}

/// How strongly somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    Password,
    /// A code sent to the address.
    Code,
    /// A passkey (WebAuthn): what is held and what is known or is, in one gesture.
    Passkey,
    /// The provider of their ministry says so.
    Provider,
    /// One click, in a sample State only.
    Sample,
    /// A personal access token: a program acts for the person.
    Token,
}

/// The person behind the request.
#[derive(Debug, Clone)]
pub struct Caller {
    pub person: PersonId,
    pub session: SessionId,
    pub strength: Strength,
    pub expires_at: OffsetDateTime,
    /// When they last showed who they are (OpenID Connect's `auth_time`).
    pub authenticated_at: OffsetDateTime,
    /// How sure the house is of them.
    pub acr: Acr,
    /// By what.
    pub amr: Vec<Amr>,
    /// Whether they set up a second factor, which a confirmation then asks for.
    pub second_factor: bool,
    /// The tools that a token may use; `None` when the person came themselves.
    pub confined_to: Option<Vec<String>>,
}

impl Caller {
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person)
    }

    /// Whether this caller may knock at a tool's doors at all.
    pub fn may_use(&self, tool: &str) -> bool {
        self.confined_to.as_ref().is_none_or(|tools| tools.iter().any(|allowed| allowed == tool))
    }

    /// Lets pass who has shown lately, and strongly enough, who they are; asks the others to, for this one action. The web
    /// application shows how, then does again what was refused. Of who has a second factor two are asked, whatever else is: a
    /// ministry's single factor, or what a session showed before there was a second, is not enough.
    ///
    /// # Errors
    /// `confirm {acr, within_seconds}` (401, with the challenge of RFC 9470 §3); `web.not_by_token` to a program, which
    /// cannot confirm anything.
    pub fn confirmed(&self, asked: Confirmation, now: OffsetDateTime) -> Result<(), Problem> {
        if self.strength == Strength::Token {
            return Err(Problem::plain(Kind::Forbidden, "web.not_by_token"));
        }
        let acr = if self.second_factor { asked.acr.with_second_factor() } else { asked.acr };
        if self.acr.satisfies(acr) && now - self.authenticated_at <= asked.within {
            return Ok(());
        }
        let params = json!({ "acr": acr, "within_seconds": asked.within.whole_seconds() });
        Err(Problem::new(Kind::Unauthenticated, "confirm", params))
    }

    pub(crate) fn unknown() -> Problem {
        Problem::plain(Kind::Unauthenticated, "sign_in")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Failure(Self::unknown()))
    }
}

/// What an action asks of whoever does it, beyond having signed in.
#[derive(Debug, Clone, Copy)]
pub struct Confirmation {
    pub acr: Acr,
    /// How long ago they may have shown it.
    pub within: Duration,
}

impl Confirmation {
    /// What one's own keys, and the house itself, are worth: shown again within a quarter of an hour, by whatever one has, and
    /// by two factors where one has two.
    pub const KEYS: Self = Self { acr: Acr::Eidas0, within: Duration::minutes(15) };
}

/// What a request shows at the door.
#[derive(Debug, Clone)]
pub enum Credential {
    Cookie(Secret<String>),
    Bearer(Secret<String>),
    /// An address and a password (RFC 7617), of programs that know no better. Of everything that is shown only this can be
    /// guessed: so it comes with where it comes from, to be counted.
    Basic {
        address: String,
        password: Secret<String>,
        from: ClientAddress,
    },
}

/// Knows who is behind a credential.
#[async_trait]
pub trait Doorkeeper: Send + Sync {
    /// `None` for a credential that is unknown, expired or withdrawn.
    async fn who(&self, credential: Credential) -> Result<Option<Caller>, Problem>;

    /// Whether a credential still opens, without counting as a gesture of its person.
    async fn still(&self, credential: Credential) -> Result<bool, Problem> {
        Ok(self.who(credential).await?.is_some())
    }
}

/// Asks again, while something long goes on, whether whoever began it may go on. On every request that has a `Caller`.
#[derive(Clone)]
pub struct StillSignedIn {
    doorkeeper: Arc<dyn Doorkeeper>,
    credential: Credential,
}

impl StillSignedIn {
    pub(crate) fn new(doorkeeper: Arc<dyn Doorkeeper>, credential: Credential) -> Self {
        Self { doorkeeper, credential }
    }

    /// No answer is no: what cannot be checked ends.
    pub async fn check(&self) -> bool {
        matches!(self.doorkeeper.still(self.credential.clone()).await, Ok(true))
    }
}

/// Where the request comes from, behind the proxies that the settings trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Where a request comes from that came by no socket.
    pub(crate) const LOCAL: Self = Self(IpAddr::V4(Ipv4Addr::LOCALHOST));

    /// What a rate limit counts: one IPv4 address, or one IPv6 /64, which is what a household gets.
    pub fn household(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let mut segments = address.segments();
                segments[4..].fill(0);
                IpAddr::V6(segments.into())
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    /// A request that came by no socket (a test) comes from this machine.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self::LOCAL))
    }
}

impl Caller {
    /// A caller as tests make them: signed in just now, by themselves.
    pub fn signed_in(person: PersonId, expires_at: OffsetDateTime) -> Self {
        Self {
            person,
            session: Uuid::now_v7().into(),
            strength: Strength::Password,
            expires_at,
            authenticated_at: expires_at - Duration::hours(1),
            acr: Acr::Eidas1,
            amr: vec![Amr::Pwd],
            second_factor: false,
            confined_to: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_two_factors_is_asked_for_two_and_the_others_for_what_they_have() {
        let now = OffsetDateTime::UNIX_EPOCH;
        let mut caller = Caller::signed_in(PersonId::new(), now + Duration::hours(1));
        assert!(caller.confirmed(Confirmation::KEYS, now).is_ok());
        assert!(caller.confirmed(Confirmation::KEYS, now + Duration::minutes(16)).is_err(), "too long ago");

        caller.second_factor = true;
        let problem = caller.confirmed(Confirmation::KEYS, now).unwrap_err();
        assert_eq!((problem.code, &problem.params["acr"]), ("confirm", &json!("eidas0-mfa")));
        for two in [Acr::Eidas0Mfa, Acr::Eidas1Mfa, Acr::Eidas2] {
            caller.acr = two;
            assert!(caller.confirmed(Confirmation::KEYS, now).is_ok(), "{two}");
        }
    }
}
