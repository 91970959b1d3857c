#![doc = include_str!("../README.md")]

use std::sync::Arc;

use aws_lc_rs::rand;
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../../web/dist"]
#[allow_missing = true]
#[exclude = ".vite/*"]
#[exclude = "*.map"]
struct Dist;

/// Where protocols live: an unknown address there is a problem, never a page.
const PROTOCOLS: [&str; 5] = ["/api", "/tus", "/problems", "/_matrix", "/.well-known"];

const NONCE: &str = "__CSP_NONCE__";
const BUILD: &str = "__BUILD__";

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sacados</title>\
    <p>The web app is not in this program: run <code>make run</code>, or build <code>web/</code> first.</p></html>";

/// Names the web app inside this program: a page that was loaded from another one offers to reload.
pub fn build() -> String {
    // index.html names every file of the app by its hash, so it changes whenever the app does.
    Dist::get("index.html").map_or_else(
        || "none".to_owned(),
        |file| file.metadata.sha256_hash()[..6].iter().map(|byte| format!("{byte:02x}")).collect(),
    )
}

/// The pages, as the fallback of a router.
pub fn routes() -> Router {
    let index = Dist::get("index.html").map_or_else(
        || NOT_BUILT.to_owned(),
        |file| String::from_utf8_lossy(&file.data).replace(BUILD, &build()),
    );
    Router::new().fallback(serve).with_state(Arc::new(index))
}

async fn serve(State(index): State<Arc<String>>, request: Request) -> Response {
    let path = request.uri().path();
    if PROTOCOLS.iter().any(|protocol| {
        path.strip_prefix(protocol).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }) {
        return web::no_such_page().await.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return web::wrong_method().await;
    }
    let name = path.trim_start_matches('/');
    match Dist::get(name).filter(|_| name != "index.html" && !name.ends_with(".br")) {
        Some(file) => send(name, &file, request.headers()),
        // A script or a style that is gone belongs to an older release: a page in its place would only confuse.
        None if name.starts_with("assets/") => web::no_such_page().await.into_response(),
        None => page(&index),
    }
}

fn send(name: &str, plain: &EmbeddedFile, asked: &HeaderMap) -> Response {
    let compressed = takes_brotli(asked).then(|| Dist::get(&format!("{name}.br"))).flatten();
    let (file, encoding) = match &compressed {
        Some(compressed) => (compressed, Some("br")),
        None => (plain, None),
    };
    let etag = format!("\"{}\"", STANDARD_NO_PAD.encode(file.metadata.sha256_hash()));
    let mut response =
        if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(file.data.to_vec()).into_response()
        };
    let headers = response.headers_mut();
    let mut put = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, plain.metadata.mimetype());
    put(header::ETAG, &etag);
    put(header::VARY, "Accept-Encoding");
    put(
        header::CACHE_CONTROL,
        if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" },
    );
    // A worker is a page of its own: it may fetch from us what the page may.
    put(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    );
    if let Some(encoding) = encoding {
        put(header::CONTENT_ENCODING, encoding);
    }
    response
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    let fields = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(|field| field.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br") && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
    })
}

fn page(index: &str) -> Response {
    let mut random = [0; 18];
    if rand::fill(&mut random).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let nonce = STANDARD_NO_PAD.encode(random);
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
         manifest-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    );
    let mut response = axum::response::Html(index.replace(NONCE, &nonce)).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn get(path: &str) -> Response {
        routes().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn an_unknown_address_is_a_page_with_a_nonce_of_its_own() {
        let policy = async || get("/transfer/sent").await.headers()[header::CONTENT_SECURITY_POLICY].clone();

        let page = get("/transfer/sent").await;
        assert_eq!(page.status(), StatusCode::OK);
        assert!(page.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/html"));
        assert_ne!(policy().await, policy().await);
        let body = page.into_body().collect().await.unwrap().to_bytes();
        assert!(!String::from_utf8_lossy(&body).contains(NONCE));
    }

    #[tokio::test]
    async fn a_protocol_never_answers_with_a_page() {
        for path in ["/api", "/api/nothing", "/tus/transfer/x", "/assets/old-12345.js", "/.well-known/none"] {
            assert_eq!(get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(get("/apiculture").await.status(), StatusCode::OK);
    }

    #[test]
    fn brotli_only_for_who_takes_it() {
        let asked = |field: &'static str| {
            takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(field))]))
        };
        assert!(asked("gzip, deflate, br"));
        assert!(!asked("gzip"));
        assert!(!asked("br;q=0"));
        assert!(!asked("brave"));
    }
}
