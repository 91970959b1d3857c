#![doc = include_str!("../README.md")]

mod any_origin;
mod caller;
mod cross_site;
mod extract;
mod guard;
mod headers;
mod limits;
mod live;
mod reply;
mod request_log;
mod server;
mod tool;

pub use any_origin::any_origin;
pub use caller::{
    Caller, ClientAddress, Confirmation, Credential, Doorkeeper, SessionId, StillSignedIn, Strength,
};
pub use cross_site::{known_host, same_site};
pub use extract::{Json, Path, Query};
pub use guard::{Gate, identify, signed_in};
pub use headers::secure_headers;
pub use limits::{RateLimit, limit_rate};
pub use live::Live;
pub use reply::{Failure, ProblemBody, no_such_page, say_no, wrong_method};
pub use request_log::{RequestId, log_requests};
pub use server::{Server, ServerSettings};
pub use tool::{Doors, Root, Sentence, Tool};

/// What this engine says to people.
pub const SENTENCES: &[Sentence] = &[
    (kernel::Language::Fr, include_str!("../locales/fr/web.ftl")),
    (kernel::Language::En, include_str!("../locales/en/web.ftl")),
];
