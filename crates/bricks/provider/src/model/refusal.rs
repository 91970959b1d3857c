//! How OAuth says no (RFC 6749 §4.1.2.1 and §5.2, and what extends them).

/// An error code of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OauthCode {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
    InvalidScope,
    AccessDenied,
    /// OpenID Connect Core Error Code `unmet_authentication_requirements` 1.0.
    UnmetAuthenticationRequirements,
    ServerError,
    LoginRequired,
    ConsentRequired,
    RequestNotSupported,
    RegistrationNotSupported,
    AuthorizationPending,
    SlowDown,
    ExpiredToken,
    InvalidToken,
    InsufficientScope,
    InvalidRedirectUri,
    InvalidClientMetadata,
    TooManyRequests,
}

impl OauthCode {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::ServerError => "server_error",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::InvalidClientMetadata => "invalid_client_metadata",
            Self::TooManyRequests => "temporarily_unavailable",
        }
    }
}

/// A "no" to a program: a code it decides by, and a description for whoever writes it. Nothing of ours is in it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {description}", code.as_str())]
pub(crate) struct Refusal {
    pub(crate) code: OauthCode,
    pub(crate) description: String,
    /// How the client tried to say who it is, when that is what failed.
    pub(crate) tried_basic: bool,
    /// For the log.
    #[source]
    pub(crate) cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Refusal {
    pub(crate) fn new(code: OauthCode, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), tried_basic: false, cause: None }
    }
}

impl<E: Into<crate::Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        let error: crate::Error = error.into();
        Self {
            code: OauthCode::ServerError,
            description: "something failed here; it is in the log".to_owned(),
            tried_basic: false,
            cause: Some(Box::new(error)),
        }
    }
}
