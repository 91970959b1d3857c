//! How this brick says no.

use kernel::{Kind, Problem};
use serde_json::json;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("an organisation needs a name of at most 200 characters")]
    BadName,
    #[error("{domain} is no e-mail domain")]
    BadDomain { domain: String },
    #[error("{domain} already belongs to an organisation")]
    DomainTaken { domain: String },
    #[error("no such organisation")]
    NoSuchOrganisation,
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error("identity: {0}")]
    Identity(#[source] Problem),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        use Kind::{Conflict, Invalid, NotFound};
        match error {
            Error::BadName => Self::plain(Invalid, "directory.bad_name"),
            Error::BadDomain { domain } => {
                Self::new(Invalid, "directory.bad_domain", json!({ "domain": domain }))
            }
            Error::DomainTaken { domain } => {
                Self::new(Conflict, "directory.domain_taken", json!({ "domain": domain }))
            }
            Error::NoSuchOrganisation => Self::plain(NotFound, "directory.no_such_organisation"),
            Error::Store(cause) => Self::internal(cause),
            Error::Identity(problem) => problem,
        }
    }
}
