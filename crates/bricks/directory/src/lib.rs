#![doc = include_str!("../README.md")]

mod actions;
mod budget;
mod entries;
mod error;
mod facts;
mod index;
mod jobs;
mod model;
mod people;
mod placing;
mod routes;
mod rows;
mod settings;
mod teams;
mod views;

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use identity::Identity;
use kernel::{Language, Problem, ports::Permissions};
use store::{Listener, NodeListener, Routine, Store};
use utoipa_axum::router::OpenApiRouter;

pub use error::Error;
pub use model::{
    Affiliation, DomainPopulation, GroupId, GroupKind, MemberRole, NamedOrganisation, NewOrganisation,
    Organisation, OwnDomain,
};
pub use placing::Place;
pub use settings::{Settings, Where};

/// The schema of this brick.
pub const SCHEMA: &str = "directory";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/directory.ftl")),
    (Language::En, include_str!("../locales/en/directory.ftl")),
];

/// Organisations, who works where, and who may see what of whom.
#[derive(Clone)]
pub struct Directory {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    identity: Identity,
    settings: Settings,
    permissions: OnceLock<Arc<dyn Permissions>>,
    finder: index::Finder,
    book: budget::Book,
}

impl Directory {
    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }

    pub fn new(store: Store, identity: Identity) -> Self {
        Self::with_settings(store, identity, Settings::default())
    }

    pub fn with_settings(store: Store, identity: Identity, settings: Settings) -> Self {
        let (permissions, finder, book) =
            (OnceLock::new(), index::Finder::default(), budget::Book::default());
        Self { inner: Arc::new(Inner { store, identity, settings, permissions, finder, book }) }
    }

    /// Opens the index of this node in a folder of its own, unless the settings want it in memory. A node that never
    /// does has one in memory.
    ///
    /// # Errors
    /// When the folder holds something else, or another process has it.
    pub fn open_index(&self, folder: &Path) -> Result<(), Problem> {
        match self.inner.settings.index {
            settings::Where::Folder => self.inner.finder.open(folder).map_err(Problem::internal),
            settings::Where::Memory => Ok(()),
        }
    }

    /// Introduces the brick above that says who administers the house; the first introduction counts. Until then
    /// nobody does.
    pub fn meet(&self, permissions: Arc<dyn Permissions>) {
        if self.inner.permissions.set(permissions).is_err() {
            tracing::warn!("directory had met its neighbours already");
        }
    }

    fn store(&self) -> &Store {
        &self.inner.store
    }

    fn now(&self) -> time::OffsetDateTime {
        self.inner.store.clock().now()
    }

    fn db(&self) -> &sqlx::PgPool {
        self.inner.store.pool()
    }
}

#[async_trait::async_trait]
impl web::Tool for Directory {
    fn name(&self) -> &'static str {
        SCHEMA
    }

    fn migrator(&self) -> sqlx::migrate::Migrator {
        Self::migrator()
    }

    fn routes(&self) -> OpenApiRouter {
        routes::router(self.inner.settings.import_max_bytes).with_state(self.clone())
    }

    fn sentences(&self) -> &'static [web::Sentence] {
        SENTENCES
    }

    fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        vec![Arc::new(jobs::Names(self.clone()))]
    }

    fn node_listeners(&self) -> Vec<Arc<dyn NodeListener>> {
        vec![Arc::new(index::Keeper(self.clone()))]
    }

    fn routines(&self) -> Vec<Arc<dyn Routine>> {
        vec![Arc::new(jobs::Turn(self.clone()))]
    }

    async fn forget(&self, person: kernel::PersonId) -> Result<(), kernel::Problem> {
        Ok(self.forget_person(person).await?)
    }
}
