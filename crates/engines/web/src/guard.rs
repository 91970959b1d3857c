//! Says who is at the door, and keeps it closed to the others.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use cookie::Cookie;
use kernel::{Kind, Problem, Secret};
use serde_json::json;

use crate::{Caller, ClientAddress, Credential, Doorkeeper, Failure, StillSignedIn};

/// The longest credential that is looked at, in bytes.
const LONGEST_CREDENTIAL: usize = 512;

/// What `identify` needs to know.
#[derive(Clone)]
pub struct Gate {
    pub doorkeeper: Arc<dyn Doorkeeper>,
    pub cookie: &'static str,
}

/// Puts the `Caller` on a request that shows a good credential; the others go on unknown.
pub async fn identify(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ClientAddress>().copied().unwrap_or(ClientAddress::LOCAL);
    if let Some(credential) = credential(request.headers(), gate.cookie, from) {
        match gate.doorkeeper.who(credential.clone()).await {
            Ok(Some(caller)) => {
                request.extensions_mut().insert(caller);
                request.extensions_mut().insert(StillSignedIn::new(Arc::clone(&gate.doorkeeper), credential));
            }
            Ok(None) => {}
            Err(problem) => return Failure(problem).into_response(),
        }
    }
    next.run(request).await
}

/// Closes the doors of a tool: nobody passes without having signed in, nor with a token made for other tools.
pub async fn signed_in(State(tool): State<&'static str>, request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>() {
        None => Failure(Caller::unknown()).into_response(),
        Some(caller) if !caller.may_use(tool) => {
            Failure(Problem::new(Kind::Forbidden, "web.token_elsewhere", json!({ "tool": tool })))
                .into_response()
        }
        Some(_) => next.run(request).await,
    }
}

/// A bearer token wins over a cookie: a program that shows one means it. A cookie wins over a password, which a browser may
/// have kept and send by itself.
fn credential(headers: &HeaderMap, cookie: &str, from: ClientAddress) -> Option<Credential> {
    if let Some(token) = bearer(headers) {
        return Some(Credential::Bearer(Secret::new(token.to_owned())));
    }
    let session = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|field| field.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|found| found.name() == cookie && found.value().len() <= LONGEST_CREDENTIAL)
        .map(|found| Credential::Cookie(Secret::new(found.value().to_owned())));
    session.or_else(|| basic(headers, from))
}

/// The two parts of `Authorization: Basic` (RFC 7617 §2). They exempt from no rule on other sites: browsers keep them, and
/// send them by themselves.
fn basic(headers: &HeaderMap, from: ClientAddress) -> Option<Credential> {
    let (scheme, pair) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || pair.len() > LONGEST_CREDENTIAL {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(pair.trim()).ok()?).ok()?;
    let (address, password) = pair.split_once(':')?;
    Some(Credential::Basic { address: address.to_owned(), password: Secret::new(password.to_owned()), from })
}

/// The token of `Authorization: Bearer` (RFC 6750 §2.1; the scheme's case does not matter).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= LONGEST_CREDENTIAL).then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn shown(fields: &[(&'static str, &str)]) -> String {
        let fields = fields
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()));
        let headers: HeaderMap = fields.collect();
        match credential(&headers, "sacados", ClientAddress::LOCAL) {
            None => "nothing".to_owned(),
            Some(Credential::Bearer(token)) => format!("bearer {}", token.expose()),
            Some(Credential::Cookie(cookie)) => format!("cookie {}", cookie.expose()),
            Some(Credential::Basic { address, password, .. }) => format!("{address} {}", password.expose()),
        }
    }

    #[test]
    fn what_was_meant_wins_over_what_a_browser_sends_by_itself() {
        // RFC 7617 §2: Aladdin, open sesame.
        let basic = ("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        let cookie = ("cookie", "a=b; sacados=x");
        assert_eq!(shown(&[basic]), "Aladdin open sesame");
        assert_eq!(shown(&[basic, cookie]), "cookie x");
        assert_eq!(shown(&[("authorization", "Bearer t"), cookie]), "bearer t");
        assert_eq!(shown(&[("authorization", "basic YTpiOmM=")]), "a b:c", "a colon in the password");
        assert_eq!(shown(&[("cookie", "a=b")]), "nothing");
    }

    #[test]
    fn what_is_no_pair_is_nothing() {
        let long = format!("Basic {}", "YTpi".repeat(200));
        for field in
            ["Basic", "Basic ", "Basic !!!", "Basic YWI=", "Basic /w==", "Digest YTpi", long.as_str()]
        {
            assert_eq!(shown(&[("authorization", field)]), "nothing", "{field}");
        }
    }
}
