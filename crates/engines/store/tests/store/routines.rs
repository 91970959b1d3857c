//! Routines: every so often, on one node at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use kernel::{FixedClock, Problem};
use store::{House, Routine, Store};
use time::OffsetDateTime;
use tokio::time::sleep;

use crate::{AtWork, brisk, until};

struct Sweep {
    runs: AtomicU32,
}

#[async_trait]
impl Routine for Sweep {
    fn name(&self) -> &'static str {
        "test.sweep"
    }
    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }
    async fn run(&self) -> Result<(), Problem> {
        if self.runs.fetch_add(1, Ordering::Relaxed) == 0 {
            return Err(Problem::internal("the broom broke"));
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_routine_runs_once_for_all_nodes_each_time_it_is_due() {
    let clock = Arc::new(FixedClock::new(OffsetDateTime::UNIX_EPOCH));
    let database = testkit::Database::fresh(&[]).await;
    let sweep = Arc::new(Sweep { runs: AtomicU32::new(0) });
    let mut nodes = Vec::new();
    let store = Store::new(database.pool().await, clock.clone());
    for _ in 0..2 {
        let node = Store::new(database.pool().await, clock.clone());
        let pace = store::Pace { idle_poll: Duration::from_millis(50), ..brisk() };
        nodes.push(AtWork::begin(House::new(node).routine(sweep.clone()).pace(pace)));
    }

    until("the failure noted", || async {
        let ran = store.routines().await.unwrap();
        ran.first().is_some_and(|ran| ran.last_error.as_deref().is_some_and(|error| error.contains("broom")))
    })
    .await;
    sleep(Duration::from_millis(300)).await;
    assert_eq!(sweep.runs.load(Ordering::Relaxed), 1, "not due again yet");
    clock.advance(time::Duration::seconds(60));
    until("run again, well", || async {
        let ran = store.routines().await.unwrap().remove(0);
        ran.last_error.is_none() && ran.finished_at.is_some_and(|at| at.unix_timestamp() == 60)
    })
    .await;

    assert_eq!(sweep.runs.load(Ordering::Relaxed), 2);
    for node in nodes {
        node.stop().await;
    }
}
