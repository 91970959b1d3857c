#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod jobs;
mod letters;
mod links;
mod model;
mod routes;
mod rows;
mod settings;
mod tus;
mod views;

use std::{num::NonZeroU32, sync::Arc};

use access::Access;
use async_trait::async_trait;
use blobs::Blobs;
use kernel::{
    Language, PersonId, Problem,
    ports::{Groups, People},
};
use mail::{Mail, Outcomes};
use sqlx::migrate::Migrator;
use store::{Listener, Routine, Store, Worker};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use web::{RateLimit, Root, Sentence, Tool};

pub use error::Error;
pub use letters::letters;
pub use links::{Links, WeakSecret};
pub use settings::Settings;

/// The schema of this tool.
pub const SCHEMA: &str = "transfer";

/// Where uploads are spoken to.
pub(crate) const TUS: &str = "/tus/transfer";

/// What this tool says to people.
pub const SENTENCES: [Sentence; 2] = [
    (Language::Fr, include_str!("../locales/fr/transfer.ftl")),
    (Language::En, include_str!("../locales/en/transfer.ftl")),
];

/// What this tool stands on.
pub struct Means {
    pub store: Store,
    /// A folder of its own: what belongs to no file of this tool is swept from it.
    pub blobs: Blobs,
    pub mail: Mail,
    pub people: Arc<dyn People>,
    pub groups: Arc<dyn Groups>,
    pub access: Access,
}

/// Large files, sent as parcels that expire. Cheap to clone.
#[derive(Clone)]
pub struct Transfer {
    store: Store,
    blobs: Blobs,
    mail: Mail,
    people: Arc<dyn People>,
    groups: Arc<dyn Groups>,
    access: Access,
    settings: Arc<Settings>,
    links: Arc<Links>,
    turns: tus::Turns,
    knocks: RateLimit,
}

impl Transfer {
    pub fn new(means: Means, settings: Settings, links: Links) -> Self {
        let Means { store, blobs, mail, people, groups, access } = means;
        let some = |figure| NonZeroU32::new(figure).unwrap_or(NonZeroU32::MIN);
        let knocks = RateLimit::new(some(settings.received_per_second), some(settings.received_burst));
        let (settings, links) = (Arc::new(settings), Arc::new(links));
        Self {
            store,
            blobs,
            mail,
            people,
            groups,
            access,
            settings,
            links,
            turns: tus::Turns::default(),
            knocks,
        }
    }

    pub fn migrator() -> Migrator {
        sqlx::migrate!()
    }

    /// Who wants to know what became of the letters that start with `transfer.`.
    pub fn outcomes(&self) -> Arc<dyn Outcomes> {
        Arc::new(jobs::Fate(self.clone()))
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.store.clock().now()
    }
}

#[async_trait]
impl Tool for Transfer {
    fn name(&self) -> &'static str {
        SCHEMA
    }

    fn migrator(&self) -> Migrator {
        Self::migrator()
    }

    fn routes(&self) -> OpenApiRouter {
        routes::router(self)
    }

    fn public_routes(&self) -> OpenApiRouter {
        routes::public_router(self)
    }

    fn roots(&self) -> Vec<Root> {
        vec![tus::root(self)]
    }

    fn sentences(&self) -> &'static [Sentence] {
        &SENTENCES
    }

    fn workers(&self) -> Vec<Arc<dyn Worker>> {
        vec![
            Arc::new(jobs::Hash(self.clone())),
            Arc::new(jobs::Remove(self.clone())),
            Arc::new(jobs::Gather(self.clone())),
        ]
    }

    fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        vec![Arc::new(jobs::Newcomers(self.clone()))]
    }

    fn routines(&self) -> Vec<Arc<dyn Routine>> {
        vec![Arc::new(jobs::Tide(self.clone())), Arc::new(jobs::Sweep(self.clone()))]
    }

    async fn forget(&self, person: PersonId) -> Result<(), Problem> {
        self.forget_person(person).await
    }
}
