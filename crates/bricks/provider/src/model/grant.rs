//! One sign-in to one application, and what it may do with it.

use kernel::{Acr, Amr, Id, PersonId};
use time::OffsetDateTime;
use web::SessionId;

use super::ClientId;

pub(crate) type GrantId = Id<Grant>;

#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) id: GrantId,
    pub(crate) client: ClientId,
    pub(crate) person: PersonId,
    pub(crate) scopes: Vec<String>,
    /// The session it came from: OpenID Connect's `sid`.
    pub(crate) session: SessionId,
    /// Whether it ends with that session.
    pub(crate) dependent: bool,
    /// The provider that opened that session, if one did: what came of it ends when it signs its person out everywhere, or is
    /// trusted no longer.
    pub(crate) issuer: Option<String>,
    pub(crate) device_id: Option<String>,
    pub(crate) acr: Acr,
    pub(crate) amr: Vec<Amr>,
    pub(crate) authenticated_at: OffsetDateTime,
    pub(crate) id_token_claims: Vec<String>,
    pub(crate) userinfo_claims: Vec<String>,
    pub(crate) created_at: OffsetDateTime,
}

impl Grant {
    pub(crate) fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

/// A token that is worth something now.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    pub(crate) grant: Grant,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}
