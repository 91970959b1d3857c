//! One request at a time for each upload, and the newest wins: a connection that died without a word must not keep
//! its client waiting.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

use crate::model::FileId;

/// How long a newer request waits for an older one to keep what it has and let go.
const PATIENCE: Duration = Duration::from_secs(5);

/// Who writes which upload, on this node. Other nodes are kept away by the blob itself, which has one appender.
#[derive(Clone, Default)]
pub(crate) struct Turns {
    seats: Arc<Mutex<HashMap<FileId, Arc<Seat>>>>,
}

#[derive(Default)]
struct Seat {
    taken: Arc<tokio::sync::Mutex<()>>,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    newest: u64,
    holder: CancellationToken,
}

/// The right to write an upload, until it is dropped.
pub(crate) struct Turn {
    /// Cancelled when a newer request wants it.
    pub(crate) wanted: CancellationToken,
    file: FileId,
    seat: Arc<Seat>,
    seats: Turns,
    _taken: OwnedMutexGuard<()>,
}

impl Turns {
    /// Asks the holder to let go and takes its place; `None` when an even newer request came, or the holder would not.
    pub(crate) async fn take(&self, file: FileId) -> Option<Turn> {
        let seat = Arc::clone(lock(&self.seats).entry(file).or_default());
        let ticket = {
            let mut queue = lock(&seat.queue);
            queue.newest += 1;
            queue.holder.cancel();
            queue.newest
        };
        let taken = tokio::time::timeout(PATIENCE, Arc::clone(&seat.taken).lock_owned()).await.ok();
        let wanted = CancellationToken::new();
        // Made before it is known to be the newest, so that its drop tidies up in every case.
        let turn = taken.map(|taken| Turn {
            wanted: wanted.clone(),
            file,
            seat: Arc::clone(&seat),
            seats: self.clone(),
            _taken: taken,
        });
        let mut queue = lock(&seat.queue);
        if queue.newest != ticket {
            return None;
        }
        if turn.is_some() {
            queue.holder = wanted;
        }
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut seats = lock(&self.seats.seats);
        // The map's and ours: nobody else waits. Whoever comes next clones it under this lock.
        if Arc::strong_count(&self.seat) <= 2 {
            seats.remove(&self.file);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_newer_request_takes_over_and_nothing_is_left_behind() {
        let (turns, file) = (Turns::default(), FileId::new());
        let first = turns.take(file).await.unwrap();
        assert!(!first.wanted.is_cancelled());

        let other = turns.clone();
        let second = tokio::spawn(async move { other.take(file).await });
        first.wanted.cancelled().await;
        drop(first);
        let second = second.await.unwrap().unwrap();
        assert!(!second.wanted.is_cancelled());
        drop(second);

        assert!(lock(&turns.seats).is_empty());
    }

    #[tokio::test]
    async fn of_two_that_wait_the_newest_is_served() {
        let (turns, file) = (Turns::default(), FileId::new());
        let first = turns.take(file).await.unwrap();
        let (a, b) = (turns.clone(), turns.clone());
        let older = tokio::spawn(async move { a.take(file).await.is_some() });
        tokio::task::yield_now().await;
        let newer = tokio::spawn(async move { b.take(file).await.is_some() });
        tokio::task::yield_now().await;

        drop(first);

        assert_eq!((older.await.unwrap(), newer.await.unwrap()), (false, true));
    }

    #[tokio::test(start_paused = true)]
    async fn a_holder_that_does_not_let_go_is_not_waited_for_for_ever() {
        let (turns, file) = (Turns::default(), FileId::new());
        let holder = turns.take(file).await.unwrap();
        assert!(turns.take(file).await.is_none());
        drop(holder);
        assert!(turns.take(file).await.is_some());
    }
}
