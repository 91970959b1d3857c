//! The conversation with providers: nothing they say is believed before it is verified, none of it is long.

mod assertion;
mod exchange;
mod http;
mod metadata;
mod tokens;
mod way_out;

pub(crate) use assertion::ClientKey;
pub(crate) use exchange::{Exchange, Returned};
pub(crate) use http::Http;
pub(crate) use metadata::{Fetched, Metadata, answers, fetch, fetch_keys, read as read_metadata};
pub(crate) use tokens::{names_unknown_key, read_logout_token};
pub(crate) use way_out::way_out;
