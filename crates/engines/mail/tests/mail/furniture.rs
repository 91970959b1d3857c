//! A mail engine on a real database, before a real SMTP server, with a clock of its own.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use kernel::{EmailAddress, FixedClock, Kind, Language, Problem};
use mail::{Brand, Letter, Mail, Outcomes, Settings, Smtp, Templates, Tls};
use serde_json::{Value, json};
use store::{Store, Worker};
use time::{Duration, OffsetDateTime, macros::datetime};

pub(crate) const NOON: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

pub(crate) struct Room {
    pub(crate) store: Store,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) mail: Mail,
    pub(crate) heard: Arc<Heard>,
    pub(crate) worker: Arc<dyn Worker>,
}

/// A listener that remembers, and may be made to fail.
#[derive(Default)]
pub(crate) struct Heard {
    told: Mutex<Vec<(String, Value, Option<String>)>>,
    pub(crate) deaf: AtomicBool,
}

impl Heard {
    pub(crate) fn all(&self) -> Vec<(String, Value, Option<String>)> {
        self.told.lock().unwrap().clone()
    }

    fn hear(&self, template: &str, about: &Value, refused: Option<&str>) -> Result<(), Problem> {
        if self.deaf.load(Ordering::SeqCst) {
            return Err(Problem::plain(Kind::Unavailable, "test.deaf"));
        }
        self.told.lock().unwrap().push((template.to_owned(), about.clone(), refused.map(str::to_owned)));
        Ok(())
    }
}

#[async_trait]
impl Outcomes for Heard {
    async fn delivered(&self, template: &str, about: &Value) -> Result<(), Problem> {
        self.hear(template, about, None)
    }

    async fn refused(&self, template: &str, about: &Value, reason: &str) -> Result<(), Problem> {
        self.hear(template, about, Some(reason))
    }
}

impl Room {
    /// With a relay on this port; without one, letters stay in the outbox.
    pub(crate) async fn furnished(port: Option<u16>) -> Self {
        Self::with(Settings { smtp: port.map(plain), ..settings() }).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(NOON));
        let store = testkit::fresh_at(&[(mail::SCHEMA, mail::migrator())], clock.clone()).await;
        let mail = Mail::new(store.clone(), settings, brand(), letters()).unwrap();
        let heard = Arc::new(Heard::default());
        let worker = mail.worker_telling(vec![("transfer.", heard.clone())]);
        Self { store, clock, mail, heard, worker }
    }

    pub(crate) async fn post(&self, letter: Letter) {
        let mut tx = self.store.begin().await.unwrap();
        self.mail.post(&mut tx, letter).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Does what is due, and says how many jobs succeeded.
    pub(crate) async fn work(&self) -> usize {
        self.store.work_off(&*self.worker).await.unwrap()
    }

    pub(crate) async fn jobs(&self) -> Vec<(String, Option<String>)> {
        sqlx::query_as("SELECT state, last_error FROM house.jobs").fetch_all(self.store.pool()).await.unwrap()
    }

    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }
}

pub(crate) fn settings() -> Settings {
    Settings { from: "Sacados <ne-pas-repondre@sac.exemple.fr>".to_owned(), ..Settings::default() }
}

pub(crate) fn brand() -> Brand {
    Brand { name: "Sacados".to_owned(), public_url: "https://sac.exemple.fr/".to_owned() }
}

pub(crate) fn plain(port: u16) -> Smtp {
    Smtp { host: "127.0.0.1".to_owned(), port, tls: Tls::None, timeout: 10, ..Smtp::default() }
}

pub(crate) fn letters() -> Templates {
    Templates::new().add(
        "transfer.parcel",
        &[
            (Language::Fr, include_str!("letters/fr/parcel.html"), include_str!("letters/fr/parcel.txt")),
            (Language::En, include_str!("letters/en/parcel.html"), include_str!("letters/en/parcel.txt")),
        ],
    )
}

pub(crate) fn address(text: &str) -> EmailAddress {
    text.parse().unwrap()
}

pub(crate) fn letter(key: &str, language: Language) -> Letter {
    Letter {
        template: "transfer.parcel",
        to: address("karim.benali@ville.exemple.fr"),
        language,
        params: json!({
            "sender": "Hélène Marchetti",
            "topic": "le dossier d’enquête",
            "files": 3,
            "size": 48_300_000,
            "ends_on": "2026-12-23",
            "message": "Bonjour,\nvoici les plans.",
            "url": "https://sac.exemple.fr/r/clef",
        }),
        key: key.to_owned(),
        useful_until: None,
        reply_to: None,
        about: Some(json!({ "recipient": key })),
    }
}
