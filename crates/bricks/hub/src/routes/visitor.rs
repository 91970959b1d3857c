//! Who stands at the door, and the cookie by which their browser is known on its way.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};
use kernel::{Language, Problem};
use web::Caller;

use crate::{Hub, actions::Visitor, model::BrowserSecret};

/// Longer than anybody may be away, or think about who they are.
const COOKIE_SECONDS: i64 = 30 * 60;

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Hub: FromRef<S>,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let hub = Hub::from_ref(state);
        Ok(Self {
            browser: browser(&parts.headers, hub.cookie_name()),
            caller: parts.extensions.get::<Caller>().cloned(),
            language: Language::of_accept_language(field(&parts.headers, &header::ACCEPT_LANGUAGE)),
            arrival: identity::Arrival::from_request_parts(parts, state).await?,
        })
    }
}

fn browser(headers: &HeaderMap, name: &str) -> Option<BrowserSecret> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| BrowserSecret::read(value))
}

pub(super) fn field<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

impl Hub {
    /// Over HTTPS, a name that browsers let no other host set (RFC 6265bis §4.1.3.2).
    pub(super) fn cookie_name(&self) -> &'static str {
        if self.inner.settings.https { "__Host-sacados-hub" } else { "sacados-hub" }
    }

    /// No script reads it, no other host sets it; it comes back with a provider's answer and with no form of another site.
    pub(super) fn cookie(&self, browser: &BrowserSecret) -> Result<HeaderValue, Problem> {
        let (name, value) = (self.cookie_name(), browser.expose());
        let secure = if self.inner.settings.https { "; Secure" } else { "" };
        let text =
            format!("{name}={value}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax{secure}");
        let mut cookie = HeaderValue::from_str(&text).map_err(Problem::internal)?;
        cookie.set_sensitive(true);
        Ok(cookie)
    }

    /// Whether a page of ours sent the browser here: a link or a form of another site must not change whose accounts go
    /// together. `Sec-Fetch-Site` decides when it is there (Fetch Metadata, W3C), else `Referer`.
    pub(super) fn sent_by_us(&self, headers: &HeaderMap) -> bool {
        let site = HeaderName::from_static("sec-fetch-site");
        if headers.contains_key(&site) {
            return field(headers, &site) == "same-origin";
        }
        let referer = field(headers, &header::REFERER);
        referer.strip_prefix(&self.inner.origin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}
