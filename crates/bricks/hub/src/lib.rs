#![doc = include_str!("../README.md")]

mod actions;
mod error;
mod facts;
mod jobs;
mod model;
mod peer;
mod routes;
mod rows;
mod sealing;
mod settings;

use std::{sync::Arc, time::Duration};

use directory::Directory;
use identity::Identity;
use kernel::{Language, PersonId, Problem, Secret, ports::Permissions};
use mail::{Mail, Templates};
use store::{Routine, Store};
use utoipa_axum::router::OpenApiRouter;

pub use error::Error;
pub use settings::Settings;

use crate::{peer::Http, sealing::Seal};

/// The schema of this brick, and its path below `/api`.
pub const SCHEMA: &str = "hub";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/hub.ftl")),
    (Language::En, include_str!("../locales/en/hub.ftl")),
];

/// Adds the letters of this brick.
pub fn templates(templates: &mut Templates) {
    let french = include_str!("../templates/fr/transferred.html");
    let english = include_str!("../templates/en/transferred.html");
    *templates = std::mem::take(templates).add(
        "hub.transferred",
        &[
            (Language::Fr, french, include_str!("../templates/fr/transferred.txt")),
            (Language::En, english, include_str!("../templates/en/transferred.txt")),
        ],
    );
    let french = include_str!("../templates/fr/transfer_asked.html");
    let english = include_str!("../templates/en/transfer_asked.html");
    *templates = std::mem::take(templates).add(
        "hub.transfer_asked",
        &[
            (Language::Fr, french, include_str!("../templates/fr/transfer_asked.txt")),
            (Language::En, english, include_str!("../templates/en/transfer_asked.txt")),
        ],
    );
}

/// Signing in through ministries' own providers.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    mail: Mail,
    identity: Identity,
    directory: Directory,
    permissions: Arc<dyn Permissions>,
    settings: Settings,
    seal: Seal,
    http: Http,
    /// `https://sacados.example.fr`, without a final slash.
    origin: String,
}

/// What the hub stands on.
pub struct Means {
    pub store: Store,
    pub mail: Mail,
    pub identity: Identity,
    pub directory: Directory,
    /// Says who administers, and who manages an organisation.
    pub permissions: Arc<dyn Permissions>,
    /// 32 bytes that seal the secrets kept here.
    pub key: Secret<Vec<u8>>,
    /// Where people reach the house, without a final slash.
    pub origin: String,
}

impl Hub {
    /// # Errors
    /// [`Error::Client`] when the authority's file does not read, [`Error::Sealed`] when the key is no key.
    pub fn new(means: Means, settings: Settings) -> Result<Self, Error> {
        let answer = Duration::from_secs(settings.answer_seconds.max(1).into());
        let http = Http::new(answer, &settings.authority_file)?;
        let seal = Seal::new(&means.key)?;
        let Means { store, mail, identity, directory, permissions, origin, .. } = means;
        let inner = Inner { store, mail, identity, directory, permissions, settings, seal, http, origin };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }
}

#[async_trait::async_trait]
impl web::Tool for Hub {
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

    fn sentences(&self) -> &'static [web::Sentence] {
        SENTENCES
    }

    fn routines(&self) -> Vec<Arc<dyn Routine>> {
        vec![Arc::new(jobs::Probe(self.clone())), Arc::new(jobs::Sweep(self.clone()))]
    }

    async fn forget(&self, person: PersonId) -> Result<(), Problem> {
        Ok(self.forget_person(person).await?)
    }
}
