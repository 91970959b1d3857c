//! Blocking work off the runtime's threads, a bounded number at a time.

use std::sync::Arc;
use std::thread;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::{Error, Result};

/// Sealing and opening keep a processor busy, so few at a time leave the others to the runtime. What waits for the disk
/// has places of its own, or slow disks would stop readers.
#[derive(Clone)]
pub(crate) struct Jobs {
    busy: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Busy,
    Waiting,
}

impl Jobs {
    pub(crate) fn new() -> Self {
        let processors = thread::available_parallelism().map_or(2, usize::from);
        Self { busy: Arc::new(Semaphore::new(2 * processors)), waiting: Arc::new(Semaphore::new(64)) }
    }

    pub(crate) async fn place(&self, kind: Kind) -> Result<Place> {
        let places = match kind {
            Kind::Busy => &self.busy,
            Kind::Waiting => &self.waiting,
        };
        Arc::clone(places).acquire_owned().await.map(Place).map_err(|_| Error::Stopped)
    }

    /// A place if one is free at once.
    pub(crate) fn free_place(&self) -> Option<Place> {
        Arc::clone(&self.busy).try_acquire_owned().ok().map(Place)
    }

    pub(crate) async fn run<T: Send + 'static>(
        &self,
        kind: Kind,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.place(kind).await?.start(work).await.map_err(|_| Error::Stopped)?
    }
}

pub(crate) struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

impl Place {
    pub(crate) fn start<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        spawn_blocking(move || {
            let _place = self;
            work()
        })
    }
}
