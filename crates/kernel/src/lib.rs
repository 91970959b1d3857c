#![doc = include_str!("../README.md")]

mod actor;
mod address;
mod assurance;
mod clock;
mod fact;
mod id;
mod language;
pub mod ports;
mod problem;
mod secret;
mod sentences;

pub use actor::Actor;
pub use address::{EmailAddress, NotAnAddress};
pub use assurance::{Acr, Amr, NotAnAcr};
pub use clock::{Clock, FixedClock, SystemClock};
pub use fact::{Card, Fact, Thing};
pub use id::{Application, ApplicationId, Group, GroupId, Id, Person, PersonId, Scope, ScopeId};
pub use language::Language;
pub use problem::{Kind, Problem};
pub use secret::Secret;
pub use sentences::{BadSentences, Sentences};
