//! The cookie of a session.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use kernel::{Language, Problem};
use web::{Caller, ClientAddress, Failure, Json};

use crate::{
    Identity,
    actions::{Arrival, Opened},
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

/// Takes the cookie back.
pub(super) fn farewell(identity: &Identity) -> Result<Response, Failure> {
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, identity.farewell()?)]).into_response())
}

/// No script reads it, no other host sets it, no form of another site sends it (RFC 6265bis).
fn cookie(identity: &Identity, value: &str, seconds: i64) -> Result<HeaderValue, Problem> {
    let (name, secure) =
        (identity.cookie_name(), if identity.inner.settings.https { "; Secure" } else { "" });
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut cookie = HeaderValue::from_str(&text).map_err(Problem::internal)?;
    cookie.set_sensitive(true);
    Ok(cookie)
}
