//! Refuses what another site makes a browser do (cross-site request forgery).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Kind, Problem};

use crate::Failure;

/// Lets a change through only when the browser says that our own pages asked for it.
///
/// `Sec-Fetch-Site` decides when it is there (Fetch Metadata, W3C), else `Origin` must be `our_origin` or name the
/// host that was asked (RFC 6454 §7). A request with a bearer token carries nothing that a browser adds by itself, so
/// it is exempt; one without a cookie and without either field comes from no browser. A password (`Basic`) is exempt from
/// nothing: browsers keep it and send it by themselves.
pub async fn same_site(State(our_origin): State<Option<String>>, request: Request, next: Next) -> Response {
    if is_safe(request.method())
        || carries_bearer(request.headers())
        || comes_from_us(&request, our_origin.as_deref())
    {
        return next.run(request).await;
    }
    Failure(Problem::plain(Kind::Forbidden, "web.cross_site")).into_response()
}

/// Answers only to the names it is known by: a page of another site, whose name was made to point at this machine
/// (DNS rebinding), finds nobody home.
pub async fn known_host(State(hosts): State<Arc<[String]>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(Authority::as_str)).map(str::to_ascii_lowercase);
    if host.is_some_and(|host| hosts.contains(&host)) {
        return next.run(request).await;
    }
    let mut response = Failure(Problem::plain(Kind::Forbidden, "web.unknown_host")).into_response();
    *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
    response
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn carries_bearer(headers: &HeaderMap) -> bool {
    crate::guard::bearer(headers).is_some()
}

fn comes_from_us(request: &Request, our_origin: Option<&str>) -> bool {
    let headers = request.headers();
    let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = field(header::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = headers.get(header::ORIGIN) {
        let Ok(origin) = origin.to_str() else { return false };
        let host = origin.split_once("://").map(|(_, host)| host);
        return our_origin == Some(origin) || (host.is_some() && host == field(header::HOST));
    }
    !headers.contains_key(header::COOKIE)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asks(fields: &[(&str, &str)]) -> bool {
        let mut request = Request::post("/x");
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        carries_bearer(request.headers()) || comes_from_us(&request, Some("https://sac.exemple.fr"))
    }

    #[test]
    fn our_pages_and_programs_pass() {
        assert!(asks(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(asks(&[("origin", "https://sac.exemple.fr"), ("cookie", "a=b")]));
        assert!(asks(&[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
        assert!(asks(&[]));
        assert!(asks(&[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")]));
        assert!(asks(&[("authorization", "Basic x")]), "a program");
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!asks(&[("sec-fetch-site", "cross-site")]));
        assert!(!asks(&[("sec-fetch-site", "same-site"), ("cookie", "a=b")]));
        assert!(!asks(&[("sec-fetch-site", "cross-site"), ("origin", "https://sac.exemple.fr")]));
        assert!(!asks(&[
            ("origin", "https://autre.exemple.fr"),
            ("host", "sac.exemple.fr"),
            ("cookie", "a=b")
        ]));
        assert!(!asks(&[("origin", "null"), ("host", "sac.exemple.fr")]));
        assert!(
            !asks(&[("cookie", "a=b")]),
            "a cookie with neither field comes from no browser that we know"
        );
        assert!(!asks(&[("authorization", "Basic x"), ("sec-fetch-site", "cross-site")]));
        assert!(!asks(&[("authorization", "Basic x"), ("sec-fetch-site", "same-site")]));
        assert!(!asks(&[("authorization", "Basic x"), ("origin", "https://autre.exemple.fr")]));
    }
}
