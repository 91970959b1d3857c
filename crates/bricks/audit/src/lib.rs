#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod model;
mod routes;
mod rows;

use std::sync::Arc;

use kernel::{
    Language,
    ports::{People, Permissions},
};
use store::{Listener, Store};
use utoipa_axum::router::OpenApiRouter;

pub use error::Error;

/// The schema of this brick.
pub const SCHEMA: &str = "audit";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/audit.ftl")),
    (Language::En, include_str!("../locales/en/audit.ftl")),
];

#[derive(Clone)]
pub struct Audit {
    store: Store,
    people: Arc<dyn People>,
    permissions: Arc<dyn Permissions>,
}

impl Audit {
    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }

    pub fn new(store: Store, people: Arc<dyn People>, permissions: Arc<dyn Permissions>) -> Self {
        Self { store, people, permissions }
    }
}

impl web::Tool for Audit {
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

    fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        vec![Arc::new(self.clone())]
    }
}
