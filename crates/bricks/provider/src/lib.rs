#![doc = include_str!("../README.md")]

mod authorize;
mod bearer;
mod claims;
mod clients;
mod device;
mod egress;
mod error;
mod facts;
#[cfg(test)]
mod games;
mod grants;
mod jobs;
mod keys;
mod logout;
mod metadata;
mod model;
mod registration;
mod routes;
mod rows;
mod settings;
mod token;

use std::{
    num::NonZeroU32,
    sync::{Arc, Mutex},
};

use identity::Identity;
use kernel::{
    Language, PersonId, Problem, Secret,
    ports::{People, Permissions},
};
use sqlx::PgPool;
use store::{Listener, Routine, Store, Worker};
use time::OffsetDateTime;
use utoipa_axum::router::OpenApiRouter;
use web::{RateLimit, Root};

pub use bearer::Bearer;
pub use error::Error;
pub use settings::Settings;

use crate::{
    egress::Egress,
    keys::{RingCache, Seal},
};

/// The schema of this brick, and its path below `/api`.
pub const SCHEMA: &str = "provider";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/provider.ftl")),
    (Language::En, include_str!("../locales/en/provider.ftl")),
];

/// The one sign-in, for other applications.
#[derive(Clone)]
pub struct Provider {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    identity: Identity,
    people: Arc<dyn People>,
    permissions: Arc<dyn Permissions>,
    settings: Settings,
    /// The public address of the house, which is the issuer.
    issuer: String,
    seal: Seal,
    ring: Mutex<RingCache>,
    egress: Egress,
    registrations: RateLimit,
}

/// What this brick needs.
pub struct Means {
    pub store: Store,
    pub identity: Identity,
    pub people: Arc<dyn People>,
    pub permissions: Arc<dyn Permissions>,
    /// The public address of the house, without a final slash.
    pub issuer: String,
    /// 32 bytes under which the keys that sign are sealed; the same on every node.
    pub seal: Secret<Vec<u8>>,
}

impl Provider {
    /// # Errors
    /// When the sealing key is not 32 bytes, or no HTTP client can be made.
    pub fn new(means: Means, settings: Settings) -> Result<Self, Error> {
        let Means { store, identity, people, permissions, issuer, seal } = means;
        let seal = Seal::new(&seal)?;
        let often = NonZeroU32::new(settings.registrations_per_hour).unwrap_or(NonZeroU32::MIN);
        let inner = Inner {
            store,
            identity,
            people,
            permissions,
            settings,
            issuer,
            seal,
            ring: Mutex::default(),
            egress: Egress::new()?,
            registrations: RateLimit::per_hour(often),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.inner.store.clock().now()
    }

    pub(crate) fn pool(&self) -> &PgPool {
        self.inner.store.pool()
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.inner.issuer
    }
}

#[async_trait::async_trait]
impl web::Tool for Provider {
    fn name(&self) -> &'static str {
        SCHEMA
    }

    fn migrator(&self) -> sqlx::migrate::Migrator {
        Self::migrator()
    }

    fn routes(&self) -> OpenApiRouter {
        routes::router().with_state(self.clone())
    }

    fn public_routes(&self) -> OpenApiRouter {
        routes::public_router(&self.inner.settings).with_state(self.clone())
    }

    fn roots(&self) -> Vec<Root> {
        routes::roots(self)
    }

    fn sentences(&self) -> &'static [web::Sentence] {
        SENTENCES
    }

    fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        vec![Arc::new(jobs::Ends(self.clone()))]
    }

    fn workers(&self) -> Vec<Arc<dyn Worker>> {
        vec![Arc::new(jobs::TellLogout(self.clone()))]
    }

    fn routines(&self) -> Vec<Arc<dyn Routine>> {
        vec![Arc::new(jobs::Sweep(self.clone())), Arc::new(jobs::RenewKeys(self.clone()))]
    }

    async fn forget(&self, person: PersonId) -> Result<(), Problem> {
        Ok(self.forget_person(person).await?)
    }
}
