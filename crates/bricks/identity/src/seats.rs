//! So many at work at once, and the others in a queue where households take turns: whoever sends a thousand waits for a
//! thousand, and whoever sends one waits for one turn of each.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

/// A place at work. Dropped, it goes to who is next.
pub(crate) struct Seat {
    seats: Option<Arc<Seats>>,
}

pub(crate) struct Seats {
    queue: Mutex<Queue>,
}

struct Queue {
    free: usize,
    /// Whose turn is next. A household is in it once, as long as somebody of it waits.
    turns: VecDeque<String>,
    waiting: HashMap<String, VecDeque<oneshot::Sender<Seat>>>,
}

/// The household has so many in the queue already that no more are let in.
#[derive(Debug)]
pub(crate) struct Full;

impl Seats {
    /// Of one household. A whole ministry may stand behind one address, and it comes in the morning.
    const MOST_WAITING: usize = 200;

    pub(crate) fn new(places: usize) -> Arc<Self> {
        let queue = Queue { free: places.max(1), turns: VecDeque::new(), waiting: HashMap::new() };
        Arc::new(Self { queue: Mutex::new(queue) })
    }

    /// Waits for a seat. Whoever stops waiting has lost nothing of anybody's.
    pub(crate) async fn take(self: &Arc<Self>, household: &str) -> Result<Seat, Full> {
        let called = {
            let mut queue = self.queue();
            if queue.free > 0 {
                queue.free -= 1;
                return Ok(Seat { seats: Some(Arc::clone(self)) });
            }
            queue.stand(household)?
        };
        called.await.map_err(|_| Full)
    }

    fn pass_on(self: &Arc<Self>) {
        let mut queue = self.queue();
        while let Some(next) = queue.next() {
            match next.send(Seat { seats: Some(Arc::clone(self)) }) {
                Ok(()) => return,
                // Nobody waits there any more; this seat must not be given back while the queue is held.
                Err(mut seat) => seat.seats = None,
            }
        }
        queue.free += 1;
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn stand(&mut self, household: &str) -> Result<oneshot::Receiver<Seat>, Full> {
        let theirs = self.waiting.entry(household.to_owned()).or_default();
        if theirs.len() >= Seats::MOST_WAITING {
            theirs.retain(|waiter| !waiter.is_closed());
        }
        if theirs.len() >= Seats::MOST_WAITING {
            return Err(Full);
        }
        if theirs.is_empty() {
            self.turns.push_back(household.to_owned());
        }
        let (call, called) = oneshot::channel();
        theirs.push_back(call);
        Ok(called)
    }

    /// The first of the household whose turn it is, which then goes to the end.
    fn next(&mut self) -> Option<oneshot::Sender<Seat>> {
        let household = self.turns.pop_front()?;
        let theirs = self.waiting.get_mut(&household)?;
        let first = theirs.pop_front();
        if theirs.is_empty() {
            self.waiting.remove(&household);
        } else {
            self.turns.push_back(household);
        }
        first
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(seats) = self.seats.take() {
            seats.pass_on();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// In which order those who wait are called, when one seat goes round.
    async fn order(seats: &Arc<Seats>, waiting: &[&'static str]) -> Vec<&'static str> {
        let first = seats.take("first").await.unwrap();
        let called = Arc::new(Mutex::new(vec![]));
        let mut tasks = vec![];
        for household in waiting {
            let (seats, called, household) = (Arc::clone(seats), Arc::clone(&called), *household);
            tasks.push(tokio::spawn(async move {
                let _seat = seats.take(household).await.unwrap();
                called.lock().unwrap().push(household);
            }));
            // Each stands in the queue before the next comes.
            tokio::task::yield_now().await;
        }
        drop(first);
        for task in tasks {
            task.await.unwrap();
        }
        Arc::into_inner(called).unwrap().into_inner().unwrap()
    }

    #[tokio::test]
    async fn households_take_turns() {
        let seats = Seats::new(1);
        assert_eq!(
            order(&seats, &["a", "a", "a", "b", "a", "c", "b"]).await,
            ["a", "b", "c", "a", "b", "a", "a"]
        );
        assert_eq!(seats.queue().free, 1);
        assert!(seats.queue().waiting.is_empty() && seats.queue().turns.is_empty());
    }

    #[tokio::test]
    async fn who_goes_away_costs_nobody_a_seat() {
        let seats = Seats::new(1);
        let first = seats.take("a").await.unwrap();
        let gone = tokio::time::timeout(Duration::from_millis(5), seats.take("b")).await;
        assert!(gone.is_err());
        let waits = tokio::spawn({
            let seats = Arc::clone(&seats);
            async move { seats.take("c").await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(waits.await.unwrap());
        assert_eq!(seats.queue().free, 1);
    }

    #[tokio::test]
    async fn a_household_has_so_many_in_the_queue_and_the_others_their_own() {
        let seats = Seats::new(1);
        let first = seats.take("a").await.unwrap();
        let mut waiting = vec![];
        for _ in 0..Seats::MOST_WAITING {
            let seats = Arc::clone(&seats);
            waiting.push(tokio::spawn(async move { seats.take("a").await.is_ok() }));
            tokio::task::yield_now().await;
        }
        assert!(seats.take("a").await.is_err());
        let other = tokio::spawn({
            let seats = Arc::clone(&seats);
            async move { seats.take("b").await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(other.await.unwrap());
        for waits in waiting {
            assert!(waits.await.unwrap());
        }
    }
}
