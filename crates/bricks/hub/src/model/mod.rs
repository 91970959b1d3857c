//! What things are here and the rules they keep. No database, no HTTP.

mod attempt;
mod claims;
mod provider;
mod secret;
mod transfer;

pub(crate) use attempt::{Attempt, LandingPlace, Purpose};
pub(crate) use claims::{Claims, LONGEST_SUBJECT, Vouched, read_acr, read_amr};
pub(crate) use provider::{
    Arrivals, Changes, ClientAuth, Documents, NewProvider, Provider, ProviderId, Standing, is_reachable,
};
pub(crate) use secret::{BrowserSecret, Digest, State, digest};
pub(crate) use transfer::{Side, Transfer, TransferId};
