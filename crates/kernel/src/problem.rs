//! The one shape in which the house says no.

use std::error::Error as StdError;

use serde_json::Value;

/// Why it failed. `code` and `params` go to the caller, who reads them as a sentence in their own
/// language; `cause` goes to the log and nowhere else.
#[derive(Debug, thiserror::Error)]
#[error("{code} {params}")]
pub struct Problem {
    pub kind: Kind,
    pub code: &'static str,
    pub params: Value,
    #[source]
    pub cause: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request makes no sense; sending it again as it is will not help.
    Invalid,
    Unauthenticated,
    Forbidden,
    /// Also said of what exists and is not the caller's.
    NotFound,
    Conflict,
    /// It existed and is over.
    Gone,
    TooLarge,
    UnsupportedMediaType,
    TooManyRequests,
    /// No room left to keep it (HTTP 507).
    Full,
    Unavailable,
    Internal,
}

impl Problem {
    pub fn new(kind: Kind, code: &'static str, params: Value) -> Self {
        Self { kind, code, params, cause: None }
    }

    /// A "no" whose sentence needs no parameter.
    pub fn plain(kind: Kind, code: &'static str) -> Self {
        Self::new(kind, code, Value::Null)
    }

    /// A failure of ours: the caller learns nothing of the cause.
    pub fn internal(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { kind: Kind::Internal, code: "internal", params: Value::Null, cause: Some(cause.into()) }
    }

    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}
