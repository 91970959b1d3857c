//! What an application asks for when it wants somebody signed out.

use uuid::Uuid;

use super::ClientId;

/// A sign-out that reads (OpenID Connect RP-Initiated Logout 1.0 §2).
#[derive(Debug, Clone)]
pub(crate) struct AskedSignOut {
    pub(crate) client: Option<ClientId>,
    /// The session whose ID token was shown.
    pub(crate) session: Option<Uuid>,
    /// The application's own address after it, with its state.
    pub(crate) return_to: Option<String>,
}
