//! OAuth as it is spoken: forms in, JSON out, refusals as RFC 6749 §5.2 writes them.

use axum::{
    Json,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::model::{OauthCode, Params, Refusal};

/// A form, with the fields by which its client may say who it is.
pub(super) struct Form {
    pub(super) params: Params,
    pub(super) headers: HeaderMap,
}

impl Form {
    pub(super) fn authorization(&self) -> Option<&str> {
        authorization(&self.headers)
    }

    /// What the program says of itself, as it is kept of sessions.
    pub(super) fn user_agent(&self) -> String {
        let field = self.headers.get(header::USER_AGENT).and_then(|field| field.to_str().ok());
        identity::short_user_agent(field.unwrap_or_default())
    }
}

pub(super) fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default())
}

/// The token of a bearer (RFC 6750 §2.1).
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = authorization(headers)?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= 512).then(|| token.trim())
}

/// The longest form, in bytes.
const LONGEST: usize = 64 * 1024;

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let kind =
            parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(said(&Refusal::new(
                OauthCode::InvalidRequest,
                "send application/x-www-form-urlencoded",
            )));
        }
        let body = axum::body::to_bytes(body, LONGEST).await;
        let body =
            body.map_err(|_| said(&Refusal::new(OauthCode::InvalidRequest, "the form is cut, or too long")))?;
        Ok(Self { params: Params::read(&body), headers: parts.headers })
    }
}

/// An answer that nobody keeps (RFC 6749 §5.1).
pub(super) fn unkept(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// What anybody may keep for a while: the same for all.
pub(super) fn public(body: impl IntoResponse, seconds: u32) -> Response {
    let mut response = body.into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={seconds}")) {
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    response.headers_mut().insert(CORP, HeaderValue::from_static("cross-origin"));
    response
}

const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// A JWT as a body of its own.
pub(super) fn jwt(kind: &'static str, token: String) -> Response {
    unkept(([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], token))
}

/// A refusal, on the wire.
pub(super) fn said(refusal: &Refusal) -> Response {
    log(refusal);
    let status = match refusal.code {
        OauthCode::InvalidClient | OauthCode::InvalidToken => StatusCode::UNAUTHORIZED,
        OauthCode::InsufficientScope => StatusCode::FORBIDDEN,
        OauthCode::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        OauthCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_REQUEST,
    };
    let body = json!({ "error": refusal.code.as_str(), "error_description": refusal.description });
    let mut response = unkept((status, Json(body)));
    if let Some(challenge) = challenge(refusal) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// RFC 6749 §5.2 and RFC 6750 §3.
fn challenge(refusal: &Refusal) -> Option<HeaderValue> {
    match refusal.code {
        OauthCode::InvalidClient if refusal.tried_basic => {
            Some(HeaderValue::from_static("Basic realm=\"sacados\""))
        }
        OauthCode::InvalidToken | OauthCode::InsufficientScope => {
            let text = format!(
                "Bearer error=\"{}\", error_description=\"{}\"",
                refusal.code.as_str(),
                refusal.description.replace(['"', '\\'], "")
            );
            HeaderValue::from_str(&text).ok()
        }
        _ => None,
    }
}

fn log(refusal: &Refusal) {
    if refusal.code == OauthCode::ServerError {
        tracing::error!(cause = causes(refusal), "an application's request failed");
    } else if refusal.cause.is_some() {
        tracing::info!(code = refusal.code.as_str(), cause = causes(refusal), "an application was refused");
    }
}

fn causes(refusal: &Refusal) -> String {
    let mut text = String::new();
    let mut cause = std::error::Error::source(refusal);
    while let Some(error) = cause {
        text.push_str(&error.to_string());
        text.push_str("; ");
        cause = error.source();
    }
    text
}
