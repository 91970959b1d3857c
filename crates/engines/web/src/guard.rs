//! Says who is at the door, and keeps it closed to the others.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use cookie::Cookie;
use kernel::{Kind, Problem, Secret};
use serde_json::json;

use crate::{Caller, Credential, Doorkeeper, Failure, StillSignedIn};

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
    if let Some(credential) = credential(request.headers(), gate.cookie) {
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

/// A bearer token wins over a cookie: a program that shows one means it.
fn credential(headers: &HeaderMap, cookie: &str) -> Option<Credential> {
    if let Some(token) = bearer(headers) {
        return Some(Credential::Bearer(Secret::new(token.to_owned())));
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|field| field.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|found| found.name() == cookie && found.value().len() <= LONGEST_CREDENTIAL)
        .map(|found| Credential::Cookie(Secret::new(found.value().to_owned())))
}

/// The token of `Authorization: Bearer` (RFC 6750 §2.1; the scheme's case does not matter).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= LONGEST_CREDENTIAL).then(|| token.trim())
}
