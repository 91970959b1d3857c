//! Reads a request, and says in the house's words what is wrong with it.

use axum::{
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use kernel::{Kind, Problem};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::Failure;

/// A JSON body, at most as long as the router's body limit and 128 levels deep at most, where `serde_json` stops.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !says_json(request.headers()) {
            return Err(Failure(Problem::plain(Kind::UnsupportedMediaType, "web.not_json")));
        }
        let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
        let mut reader = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let at = error.path().to_string();
            Failure(
                Problem::new(Kind::Invalid, "web.bad_json", json!({ "at": at })).because(error.into_inner()),
            )
        })?;
        reader.end().map_err(|error| {
            Failure(Problem::new(Kind::Invalid, "web.bad_json", json!({ "at": "." })).because(error))
        })?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return false;
    };
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn unreadable(rejection: BytesRejection) -> Failure {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Failure(Problem::plain(Kind::TooLarge, "web.body_too_large"));
    }
    Failure(Problem::plain(Kind::Invalid, "web.body_cut").because(rejection))
}

/// Parts of the path. One that does not read names nothing: not found.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Failure(Problem::plain(Kind::NotFound, "web.no_such_page"))),
        }
    }
}

/// The query string.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Failure(Problem::plain(Kind::Invalid, "web.bad_query").because(rejection))),
        }
    }
}
