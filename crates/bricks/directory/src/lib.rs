#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod model;
mod people;
mod placing;
mod routes;
mod rows;

use identity::Identity;
use kernel::Language;
use store::Store;
use utoipa_axum::router::OpenApiRouter;

pub use error::Error;
pub use model::{Affiliation, NewOrganisation, Organisation};
pub use placing::Place;

/// The schema of this brick.
pub const SCHEMA: &str = "directory";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/directory.ftl")),
    (Language::En, include_str!("../locales/en/directory.ftl")),
];

#[derive(Clone)]
pub struct Directory {
    store: Store,
    identity: Identity,
}

impl Directory {
    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }

    pub fn new(store: Store, identity: Identity) -> Self {
        Self { store, identity }
    }
}

impl web::Tool for Directory {
    fn name(&self) -> &'static str {
        SCHEMA
    }

    fn migrator(&self) -> sqlx::migrate::Migrator {
        Self::migrator()
    }

    fn routes(&self) -> OpenApiRouter {
        routes::router().with_state(self.clone())
    }

    fn sentences(&self) -> &'static [web::Sentence] {
        SENTENCES
    }
}
