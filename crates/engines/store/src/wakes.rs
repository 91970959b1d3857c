//! Wake-ups: hints that there is something new. The database is the truth; a lost one costs a poll.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::{Notify, broadcast};
use tracing::warn;

use crate::Store;

/// What there is to look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wake {
    /// Facts are numbered up to here.
    Facts(i64),
    /// This queue got a job.
    Jobs(String),
    /// What a room said on a channel of its own, on whichever node: channel, payload.
    Named(String, String),
    /// Some may have been lost (the connection broke): look at everything.
    Missed,
}

impl Store {
    /// The wake-ups of this node and, while a `House` runs, of the others. A receiver that lags must look at everything.
    pub fn wakes(&self) -> broadcast::Receiver<Wake> {
        self.bus.here.subscribe()
    }

    /// Wakes whoever listens on a channel, on every node. Call it after commit; it may be lost. The payload is
    /// an id or a few, 7,000 bytes at most.
    pub fn wake_all(&self, channel: &str, payload: &str) {
        if channel.len() + payload.len() > LONGEST {
            warn!(
                channel,
                bytes = payload.len(),
                "a wake-up on {channel} is too long for the other nodes: put ids in it"
            );
            self.bus.ring_here(Wake::Named(channel.to_owned(), payload.to_owned()));
            return;
        }
        self.bus.ring(Wake::Named(channel.to_owned(), payload.to_owned()));
    }
}

/// PostgreSQL refuses notifications of 8,000 bytes; the envelope needs a few.
const LONGEST: usize = 7_000;
/// Wake-ups kept for the other nodes while nobody carries them; beyond, they are lost, as they may be.
const KEPT: usize = 4_096;

pub(crate) struct Bus {
    pub(crate) here: broadcast::Sender<Wake>,
    away: Mutex<Vec<Wake>>,
    pub(crate) bell: Notify,
}

impl Default for Bus {
    fn default() -> Self {
        Self { here: broadcast::channel(1_024).0, away: Mutex::default(), bell: Notify::new() }
    }
}

impl Bus {
    /// Wakes this node now, and the others at the notifier's next round.
    pub(crate) fn ring(&self, wake: Wake) {
        self.ring_here(wake.clone());
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        let full = away.len() >= KEPT;
        match (&wake, away.last_mut()) {
            (Wake::Facts(_), Some(last @ Wake::Facts(_))) => *last = wake,
            (wake, Some(last)) if wake == last => {}
            _ if full => {}
            _ => away.push(wake),
        }
        drop(away);
        self.bell.notify_one();
    }

    pub(crate) fn ring_here(&self, wake: Wake) {
        // Nobody listening is no failure.
        let _ = self.here.send(wake);
    }

    pub(crate) fn take_away(&self) -> Vec<Wake> {
        std::mem::take(&mut *self.away.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Waits until something of interest may have happened.
pub(crate) async fn awaited(wakes: &mut broadcast::Receiver<Wake>, of_interest: impl Fn(&Wake) -> bool) {
    loop {
        match wakes.recv().await {
            Ok(wake) if of_interest(&wake) || wake == Wake::Missed => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Something was written in a transaction of this process that is not committed yet. Nobody is told of a commit,
/// so whoever waits looks often for a while. A transaction does not know its store: all stores of the process share it.
pub(crate) struct Stir {
    count: AtomicU64,
    bell: Notify,
}

pub(crate) static FACTS_TOLD: Stir = Stir::new();
pub(crate) static JOBS_ENQUEUED: Stir = Stir::new();

impl Stir {
    const fn new() -> Self {
        Self { count: AtomicU64::new(0), bell: Notify::const_new() }
    }

    pub(crate) fn stir(&self) {
        self.count.fetch_add(1, Ordering::Release);
        self.bell.notify_waiters();
    }

    /// Returns once stirred since `seen`.
    pub(crate) async fn stirred(&self, seen: &mut u64) {
        loop {
            let rung = self.bell.notified();
            tokio::pin!(rung);
            // Listening before looking: a stir in between is not lost.
            rung.as_mut().enable();
            let now = self.count.load(Ordering::Acquire);
            if now != *seen {
                *seen = now;
                return;
            }
            rung.await;
        }
    }
}
