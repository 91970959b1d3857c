#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod model;
mod routes;
mod rows;

use kernel::Language;
use sqlx::migrate::Migrator;
use store::Store;
use utoipa_axum::router::OpenApiRouter;
use web::{Sentence, Tool};

pub use error::Error;

/// The tables of this tool are in this schema, and nobody else's are.
pub const SCHEMA: &str = "__tool__";

#[derive(Clone)]
pub struct __Tool__ {
    store: Store,
}

impl __Tool__ {
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    pub fn migrator() -> Migrator {
        sqlx::migrate!()
    }
}

impl Tool for __Tool__ {
    fn name(&self) -> &'static str {
        SCHEMA
    }

    fn migrator(&self) -> Migrator {
        Self::migrator()
    }

    fn routes(&self) -> OpenApiRouter {
        routes::router().with_state(self.clone())
    }

    fn sentences(&self) -> &'static [Sentence] {
        &[
            (Language::Fr, include_str!("../locales/fr/__tool__.ftl")),
            (Language::En, include_str!("../locales/en/__tool__.ftl")),
        ]
    }
}
