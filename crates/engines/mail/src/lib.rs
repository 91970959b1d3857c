#![doc = include_str!("../README.md")]

mod error;
mod letter;
mod message;
mod outbox;
mod outcomes;
mod postman;
mod relay;
mod settings;
mod templates;
mod typography;
mod words;

use std::sync::Arc;

use kernel::Language;
use sqlx::migrate::Migrator;
use store::{Store, Tx, Worker};

pub use error::Error;
pub use letter::Letter;
pub use outbox::{OutboxLine, OutboxMail, OutboxMailId};
pub use outcomes::Outcomes;
pub use settings::{Settings, Smtp, Tls};
pub use templates::Templates;

use crate::{message::Sender, postman::Postman, relay::Relay, templates::Shelf};

/// The schema of this engine.
pub const SCHEMA: &str = "mail";

/// What this engine says to people.
pub const SENTENCES: [(Language, &str); 2] = [
    (Language::Fr, include_str!("../locales/fr/mail.ftl")),
    (Language::En, include_str!("../locales/en/mail.ftl")),
];

pub fn migrator() -> Migrator {
    sqlx::migrate!()
}

/// Under what name, and from which address on the web, this installation writes.
#[derive(Debug, Clone)]
pub struct Brand {
    pub name: String,
    /// `https://sacados.example.fr`, with or without a final slash.
    pub public_url: String,
}

/// Writes to people, once the change the letter is about is committed.
#[derive(Clone)]
pub struct Mail {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    shelf: Shelf,
    sender: Sender,
    /// Without one, letters stay in the local outbox.
    relay: Option<Relay>,
}

impl Mail {
    /// Reads every template and the relay's settings; connects to nothing.
    ///
    /// # Errors
    /// When a template does not parse or lacks a language, when the settings contradict each other, when a file they
    /// name cannot be read.
    pub fn new(store: Store, settings: Settings, brand: Brand, templates: Templates) -> Result<Self, Error> {
        let sender = Sender::new(&settings, &brand)?;
        let relay = settings.smtp.as_ref().map(Relay::new).transpose()?;
        let shelf = Shelf::new(templates, brand)?;

        Ok(Self { inner: Arc::new(Inner { store, shelf, sender, relay }) })
    }

    /// Leaves a letter with the postman, in the transaction of the change it is about.
    ///
    /// It is rendered here once to prove that it can be: a letter with a missing parameter fails the change that wrote
    /// it rather than a job at night.
    ///
    /// # Errors
    /// [`Error::NoSuchTemplate`], [`Error::Template`] when a parameter is missing, or the database's.
    pub async fn post(&self, tx: &mut Tx, letter: Letter) -> Result<(), Error> {
        let letter = Letter { params: templates::clean(&letter.params), ..letter };
        self.inner.shelf.render(letter.template, letter.language, &letter.params)?;

        postman::enqueue(tx, letter).await
    }

    /// The one who carries letters. Nobody is told what became of them.
    pub fn worker(&self) -> Arc<dyn Worker> {
        self.worker_telling(Vec::new())
    }

    /// The one who carries letters and tells what became of them: of a template, the first listener whose prefix fits
    /// (`"transfer."`).
    pub fn worker_telling(&self, listeners: Vec<(&'static str, Arc<dyn Outcomes>)>) -> Arc<dyn Worker> {
        Arc::new(Postman::new(self.inner.clone(), listeners))
    }

    /// The newest letters of the local outbox, at most `limit`.
    pub async fn outbox_list(&self, limit: u32) -> Result<Vec<OutboxLine>, Error> {
        outbox::list(self.inner.store.pool(), limit).await
    }

    pub async fn outbox_message(&self, id: OutboxMailId) -> Result<Option<OutboxMail>, Error> {
        outbox::find(self.inner.store.pool(), id).await
    }

    /// Whether letters stay here, for want of a relay.
    pub fn keeps_letters(&self) -> bool {
        self.inner.relay.is_none()
    }

    /// Connects to the relay, says hello and signs in; sends nothing. Without a relay there is nothing to check.
    ///
    /// # Errors
    /// [`Error::Relay`], with the reason.
    pub async fn check(&self) -> Result<(), Error> {
        match &self.inner.relay {
            Some(relay) => relay.check().await,
            None => Ok(()),
        }
    }
}
