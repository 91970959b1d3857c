//! The cookie of a session.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use kernel::{Language, Problem, ports::WayOut};
use serde::Serialize;
use time::OffsetDateTime;
use web::{Caller, ClientAddress, Failure, Json};

use crate::{
    Identity,
    actions::{Arrival, Entry, Opened},
    model::{Digest, Owed, OwedId, SessionSecret},
};

/// Reads how somebody comes to the door.
impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self {
            household: ClientAddress::from_request_parts(parts, state).await?.into(),
            user_agent: field(&parts.headers, header::USER_AGENT).to_owned(),
            language: Language::of_accept_language(field(&parts.headers, header::ACCEPT_LANGUAGE)),
            present: parts.extensions.get::<Caller>().cloned(),
        })
    }
}

fn field(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Identity {
    /// The `Set-Cookie` that gives a browser the session just opened.
    ///
    /// # Errors
    /// Never, in practice: the cookie is made of letters.
    pub fn welcome(&self, opened: &Opened) -> Result<HeaderValue, Problem> {
        cookie(self, opened.secret.expose(), opened.lasts.whole_seconds())
    }

    /// The `Set-Cookie` that takes it back.
    ///
    /// # Errors
    /// Never, in practice.
    pub fn farewell(&self) -> Result<HeaderValue, Problem> {
        cookie(self, "", 0)
    }
}

/// Says who signed in, and gives their browser its cookie.
pub(super) fn welcome(identity: &Identity, opened: Opened) -> Result<Response, Failure> {
    let cookie = identity.welcome(&opened)?;
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(opened.me)).into_response())
}

/// Signed out here, and not yet at the ministry.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SessionClosed {
    way_out: MinistryWayOut,
}

#[derive(Serialize, utoipa::ToSchema)]
struct MinistryWayOut {
    /// The ministry's provider.
    name: String,
    /// Where the browser goes; it comes back to `/sign-out`.
    url: String,
}

/// Takes the cookie back.
pub(super) fn farewell(identity: &Identity, way_out: Option<WayOut>) -> Result<Response, Failure> {
    let cookie = [(header::SET_COOKIE, identity.farewell()?)];
    Ok(match way_out {
        Some(WayOut { name, url }) => {
            let way_out = MinistryWayOut { name, url };
            (StatusCode::OK, cookie, Json(SessionClosed { way_out })).into_response()
        }
        None => (StatusCode::NO_CONTENT, cookie).into_response(),
    })
}

/// The name of the cookie by which a browser that owes a second factor is known again.
fn second_name(identity: &Identity) -> &'static str {
    if identity.inner.settings.https { "__Host-sacados-second" } else { "sacados-second" }
}

/// What came of showing who one is: a session, or a second factor that this browser owes.
pub(super) fn let_in(identity: &Identity, entry: Entry) -> Result<Response, Failure> {
    let (owed, secret, ways) = match entry {
        Entry::Opened(opened) => return welcome(identity, opened),
        Entry::Owes(owed, secret, ways) => (owed, secret, ways),
    };
    let cookie = baked(identity, second_name(identity), secret.expose(), Owed::LIFE.whole_seconds())?;
    let body = SecondFactorAsked {
        second_factor: AskedSecondFactor { id: owed.id, ways, expires_at: owed.expires_at },
    };
    Ok((StatusCode::ACCEPTED, [(header::SET_COOKIE, cookie)], Json(body)).into_response())
}

/// What a browser that owes a second factor keeps.
pub(super) struct Owing(pub(super) Option<Digest>);

impl FromRequestParts<Identity> for Owing {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, identity: &Identity) -> Result<Self, Self::Rejection> {
        let name = second_name(identity);
        let fields = parts.headers.get_all(header::COOKIE).iter().filter_map(|field| field.to_str().ok());
        let mut pairs =
            fields.flat_map(|field| field.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let kept = pairs.find(|(found, _)| *found == name).and_then(|(_, value)| SessionSecret::read(value));
        Ok(Self(kept))
    }
}

/// A second factor is owed before there is a session.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct SecondFactorAsked {
    second_factor: AskedSecondFactor,
}

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct AskedSecondFactor {
    id: OwedId,
    /// `totp`: six figures of a telephone. `recovery_code`: one of ten. `passkey`: no second half, but a sign-in by itself
    /// (`/passkeys/challenges`). Only those that the person has, and never none.
    ways: Vec<&'static str>,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

fn cookie(identity: &Identity, value: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    baked(identity, identity.cookie_name(), value, seconds)
}

/// No script reads it, no other host sets it, no form of another site sends it (RFC 6265bis).
fn baked(identity: &Identity, name: &str, value: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    let secure = if identity.inner.settings.https { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut cookie = HeaderValue::from_str(&text).map_err(Problem::internal)?;
    cookie.set_sensitive(true);
    Ok(cookie)
}
