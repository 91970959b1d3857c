#![doc = include_str!("../README.md")]

mod actions;
mod doorkeeper;
mod error;
mod facts;
mod hashing;
mod jobs;
mod model;
mod passes;
mod routes;
mod rows;
mod seats;
mod settings;

use std::sync::{Arc, OnceLock};

use kernel::{
    Language, PersonId, Problem, Sentences,
    ports::{Gateways, People, Permissions},
};
use mail::{Mail, Templates};
use store::{Routine, Store};
use utoipa_axum::router::OpenApiRouter;

pub use actions::{Arrival, ClosedSessions, Opened};
pub use error::Error;
pub use model::{
    LinkedIdentity, NewPerson, PersonRecord, SealingKey, Shown, VouchedAddress, short_user_agent,
};
pub use settings::Settings;

use crate::{hashing::Hashing, passes::Passes};

/// The schema of this brick, and its path below `/api`.
pub const SCHEMA: &str = "identity";

/// What this brick says to people.
pub const SENTENCES: &[web::Sentence] = &[
    (Language::Fr, include_str!("../locales/fr/identity.ftl")),
    (Language::En, include_str!("../locales/en/identity.ftl")),
];

/// Adds the letters of this brick.
pub fn templates(templates: &mut Templates) {
    *templates = std::mem::take(templates)
        .add(
            "identity.code",
            &[
                (
                    Language::Fr,
                    include_str!("../templates/fr/code.html"),
                    include_str!("../templates/fr/code.txt"),
                ),
                (
                    Language::En,
                    include_str!("../templates/en/code.html"),
                    include_str!("../templates/en/code.txt"),
                ),
            ],
        )
        .add(
            "identity.invitation",
            &[
                (
                    Language::Fr,
                    include_str!("../templates/fr/invitation.html"),
                    include_str!("../templates/fr/invitation.txt"),
                ),
                (
                    Language::En,
                    include_str!("../templates/en/invitation.html"),
                    include_str!("../templates/en/invitation.txt"),
                ),
            ],
        )
        .add(
            "identity.account_changed",
            &[
                (
                    Language::Fr,
                    include_str!("../templates/fr/account_changed.html"),
                    include_str!("../templates/fr/account_changed.txt"),
                ),
                (
                    Language::En,
                    include_str!("../templates/en/account_changed.html"),
                    include_str!("../templates/en/account_changed.txt"),
                ),
            ],
        );
}

/// Who persons are, and how they sign in.
#[derive(Clone)]
pub struct Identity {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    mail: Mail,
    settings: Settings,
    hashing: Hashing,
    passes: Passes,
    /// What letters say of an account.
    sentences: Sentences,
    /// `None` where passkeys cannot be: the public address has no name.
    relying_party: Option<webauthn_rs::Webauthn>,
    neighbours: OnceLock<Neighbours>,
    gateways: OnceLock<Arc<dyn Gateways>>,
}

/// Bricks above this one, met once they exist.
pub struct Neighbours {
    /// Says to which part of the world somebody belongs.
    pub people: Arc<dyn People>,
    /// Says who administers.
    pub permissions: Arc<dyn Permissions>,
}

impl Identity {
    pub fn new(store: Store, mail: Mail, settings: Settings) -> Self {
        let (hashing, passes) = (Hashing::new(&settings), Passes::new(&settings));
        let relying_party = model::relying_party(&settings.public_url, &settings.house_name);
        let (neighbours, gateways) = (OnceLock::new(), OnceLock::new());
        let sentences = sentences();
        let inner =
            Inner { store, mail, settings, hashing, passes, sentences, relying_party, neighbours, gateways };
        Self { inner: Arc::new(inner) }
    }

    /// Introduces the bricks above; the first introduction counts. Until then nobody signs in.
    pub fn meet(&self, neighbours: Neighbours) {
        if self.inner.neighbours.set(neighbours).is_err() {
            tracing::warn!("identity had met its neighbours already");
        }
    }

    /// From now on who must come in by their ministry does so; the first counts. Without any, everybody may come by an
    /// account of the house.
    pub fn heed(&self, gateways: Arc<dyn Gateways>) {
        if self.inner.gateways.set(gateways).is_err() {
            tracing::warn!("identity heeds gateways already");
        }
    }

    pub fn migrator() -> sqlx::migrate::Migrator {
        sqlx::migrate!()
    }

    /// The name of the session's cookie. Over HTTPS, one that browsers let no other host set (RFC 6265bis §4.1.3.2).
    pub fn cookie_name(&self) -> &'static str {
        if self.inner.settings.https { "__Host-sacados" } else { "sacados" }
    }

    fn neighbours(&self) -> Result<&Neighbours, Error> {
        self.inner.neighbours.get().ok_or(Error::Alone)
    }
}

/// This brick's own sentences, for what it writes to people.
fn sentences() -> Sentences {
    let mut sentences = Sentences::new();
    for (language, source) in SENTENCES {
        sentences.add(*language, source).expect("a test reads them");
    }
    sentences
}

#[async_trait::async_trait]
impl web::Tool for Identity {
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
        vec![Arc::new(jobs::Sweep(self.clone())), Arc::new(jobs::EndGuests(self.clone()))]
    }

    async fn forget(&self, person: PersonId) -> Result<(), Problem> {
        Ok(self.forget_person(person).await?)
    }
}
