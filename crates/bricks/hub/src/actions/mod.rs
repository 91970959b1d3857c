//! What can be done here: check, change, tell.

mod arrivals;
mod gateways;
mod identities;
mod logout;
mod lookups;
mod persons;
mod providers;
mod sign_in;
mod talking;
mod transfers;

pub(crate) use arrivals::ArrivalView;
pub(crate) use identities::{Choice, LinkedAccount};
pub(crate) use lookups::Lookup;
pub(crate) use providers::{ProviderView, Tested};
pub(crate) use sign_in::{Departure, Holder, Landing, Missed, Trip, Visitor};
pub(crate) use transfers::TransferView;
