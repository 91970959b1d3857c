//! The store on a real PostgreSQL: facts, jobs, routines, wake-ups, schemas, and the private cluster itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod cluster;
mod facts;
mod hearing;
mod jobs;
mod routines;
mod schemas;
mod wakes;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kernel::{Actor, Fact, Problem};
use serde_json::json;
use store::{House, Listener, Pace, Store, Told, Tx};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A house at work, until stopped or crashed.
struct AtWork {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl AtWork {
    fn begin(house: House) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(house.run(stop.clone()));
        Self { stop, task }
    }

    async fn stop(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }

    /// As if the process were killed: nothing is put in order.
    async fn crash(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

/// A pace for tests: nobody waits long, and nothing but wake-ups is quick enough to pass for one.
fn brisk() -> Pace {
    Pace {
        first_try_again: Duration::from_millis(5),
        first_retry: Duration::from_millis(20),
        lease: Duration::from_secs(2),
        grace: Duration::from_millis(300),
        ..Pace::default()
    }
}

fn fact(name: &str) -> Fact {
    Fact::new("test.thing.happened", Actor::System).with(json!(name))
}

async fn tell(store: &Store, name: &str) {
    let mut tx = store.begin().await.unwrap();
    store::tell(&mut tx, &fact(name)).await.unwrap();
    tx.commit().await.unwrap();
}

fn names(told: &[Told]) -> Vec<String> {
    told.iter().map(|told| told.fact.details.as_str().unwrap().to_owned()).collect()
}

/// Hears everything, except the facts it cannot take.
#[derive(Default)]
struct Ear {
    heard: Mutex<Vec<String>>,
    deaf_to: Mutex<Option<&'static str>>,
}

impl Ear {
    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn deaf_to(name: &'static str) -> Arc<Self> {
        Arc::new(Self { deaf_to: Mutex::new(Some(name)), ..Self::default() })
    }
}

#[async_trait]
impl Listener for Ear {
    fn name(&self) -> &'static str {
        "ear"
    }
    async fn hear(&self, _: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        let names = names(told);
        if let Some(deaf_to) = *self.deaf_to.lock().unwrap()
            && names.iter().any(|name| name == deaf_to)
        {
            return Err(Problem::internal("deaf to this one"));
        }
        self.heard.lock().unwrap().extend(names);
        Ok(())
    }
}

/// Waits until it is so, and says how long it took.
async fn until<F: Future<Output = bool>>(what: &str, mut so: impl FnMut() -> F) -> Duration {
    let began = Instant::now();
    while !so().await {
        assert!(began.elapsed() < Duration::from_secs(20), "never: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    began.elapsed()
}
