//! Says no: RFC 9457 problems, in the caller's language.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use kernel::{Kind, Language, Problem, Sentences};
use serde::Serialize;
use serde_json::Value;

use crate::RequestId;

/// A `Problem` on its way out; `?` in a handler makes one.
#[derive(Debug)]
pub struct Failure(pub Problem);

impl<E: Into<Problem>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// What a caller who is told no can read (RFC 9457, `application/problem+json`).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// A sentence in the caller's language.
    pub detail: String,
    /// Stable: programs decide by it.
    pub code: String,
    #[schema(value_type = Object)]
    pub params: Value,
    /// Names this very request in the log.
    pub request_id: String,
}

/// Travels from the handler to `say_no`, which knows the language and the request.
#[derive(Clone)]
struct Said {
    code: &'static str,
    params: Value,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self(problem) = self;
        let status = status(problem.kind);
        if status.is_server_error() {
            tracing::error!(
                code = problem.code,
                cause = problem.cause.map(|cause| chain(&*cause)),
                "request failed"
            );
        } else if let Some(cause) = problem.cause {
            tracing::debug!(code = problem.code, cause = chain(&*cause), "request refused");
        }
        let body = body(status, problem.code, &problem.params, problem.code.to_owned(), String::new());
        let mut response = (status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, PROBLEM_JSON);
        // RFC 9110 §10.2.3: when it is worth asking again.
        if let Some(seconds) =
            problem.params["seconds"].as_u64().filter(|_| problem.kind == Kind::TooManyRequests)
        {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(challenge) = step_up_challenge(problem.code, &problem.params) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        response.extensions_mut().insert(Said { code: problem.code, params: problem.params });
        response
    }
}

/// RFC 9470 §3: what a program must ask the person to show again.
fn step_up_challenge(code: &str, params: &Value) -> Option<HeaderValue> {
    if code != "confirm" {
        return None;
    }
    let (acr, seconds) = (params["acr"].as_str()?, params["within_seconds"].as_i64()?);
    let challenge = format!(
        "Bearer error=\"insufficient_user_authentication\", acr_values=\"{acr}\", max_age=\"{seconds}\""
    );
    HeaderValue::from_str(&challenge).ok()
}

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

fn body(status: StatusCode, code: &str, params: &Value, detail: String, request_id: String) -> Vec<u8> {
    let body = ProblemBody {
        kind: format!("/problems/{code}"),
        title: status.canonical_reason().unwrap_or("Error").to_owned(),
        status: status.as_u16(),
        detail,
        code: code.to_owned(),
        params: params.clone(),
        request_id,
    };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// Turns a code into the sentence people read.
pub async fn say_no(State(sentences): State<Arc<Sentences>>, request: Request, next: Next) -> Response {
    let language = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|field| field.to_str().ok())
        .map_or(Language::default(), Language::of_accept_language);
    let request_id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let mut response = next.run(request).await;
    if let Some(Said { code, params }) = response.extensions_mut().remove::<Said>() {
        let detail = sentences.say(language, code, &params).unwrap_or_else(|| code.to_owned());
        let status = response.status();
        *response.body_mut() = Body::from(body(status, code, &params, detail, request_id));
        response.headers_mut().remove(header::CONTENT_LENGTH);
        if let Ok(language) = HeaderValue::from_str(language.code()) {
            response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
        }
    }
    response
}

/// What a path that names nothing answers.
pub async fn no_such_page() -> Failure {
    Failure(Problem::plain(Kind::NotFound, "web.no_such_page"))
}

/// What a known path answers to a method it does not have.
pub async fn wrong_method() -> Response {
    let mut response = Failure(Problem::plain(Kind::Invalid, "web.wrong_method")).into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Gone => StatusCode::GONE,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Kind::Full => StatusCode::INSUFFICIENT_STORAGE,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error with all that caused it, on one line.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
