//! Jobs: at least once, later, not twice at the same time, and never lost.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use kernel::{FixedClock, Kind, Problem};
use serde_json::{Value, json};
use store::{House, Job, NewJob, Pace, Store, Worker};
use time::OffsetDateTime;
use tokio::{sync::Semaphore, time::sleep};

use crate::{AtWork, brisk, until};

/// Does what each payload says, as often as it says.
struct Hand {
    done: Mutex<Vec<String>>,
    begun: Mutex<HashMap<String, u32>>,
    /// Jobs wait for a permit before they end.
    gate: Semaphore,
    at_once: Mutex<(usize, usize)>,
    attempts: u32,
}

impl Hand {
    fn new() -> Arc<Self> {
        Self::with(3, Semaphore::MAX_PERMITS)
    }

    fn with(attempts: u32, permits: usize) -> Arc<Self> {
        Arc::new(Self {
            done: Mutex::default(),
            begun: Mutex::default(),
            gate: Semaphore::new(permits),
            at_once: Mutex::default(),
            attempts,
        })
    }

    fn done(&self) -> Vec<String> {
        self.done.lock().unwrap().clone()
    }

    fn begun(&self, name: &str) -> u32 {
        self.begun.lock().unwrap().get(name).copied().unwrap_or(0)
    }
}

#[async_trait]
impl Worker for Hand {
    fn queue(&self) -> &'static str {
        "test"
    }
    fn attempts(&self) -> u32 {
        self.attempts
    }
    async fn work(&self, job: &Job) -> Result<(), Problem> {
        let name = job.payload["name"].as_str().unwrap().to_owned();
        *self.begun.lock().unwrap().entry(name.clone()).or_default() += 1;
        let failures = job.payload["failures"].as_u64().unwrap_or(0);
        if job.payload["invalid"] == json!(true) {
            return Err(Problem::plain(Kind::Invalid, "test.no_such_mailbox"));
        }
        if u64::from(job.attempts) <= failures {
            return Err(Problem::internal("not yet"));
        }
        {
            let mut at_once = self.at_once.lock().unwrap();
            at_once.0 += 1;
            at_once.1 = at_once.1.max(at_once.0);
        }
        let _pass = self.gate.acquire().await.unwrap();
        self.at_once.lock().unwrap().0 -= 1;
        self.done.lock().unwrap().push(name);
        Ok(())
    }
}

fn job(name: &str) -> NewJob {
    NewJob::new("test", json!({ "name": name }))
}

async fn enqueue(store: &Store, job: NewJob) {
    let mut tx = store.begin().await.unwrap();
    store::enqueue(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
}

async fn kept(store: &Store) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM house.jobs").fetch_one(store.pool()).await.unwrap()
}

#[tokio::test]
async fn a_job_is_done_if_its_change_commits_and_then_forgotten() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::new();
    let house = AtWork::begin(House::new(store.clone()).worker(hand.clone()).pace(brisk()));
    let mut tx = store.begin().await.unwrap();
    store::enqueue(&mut tx, job("undone")).await.unwrap();
    drop(tx);
    enqueue(&store, job("done")).await;

    until("no job left", || async { hand.done().len() == 1 && kept(&store).await == 0 }).await;
    house.stop().await;

    assert_eq!(hand.done(), ["done"]);
}

#[tokio::test]
async fn a_job_whose_process_died_is_done_again_when_its_lease_is_over() {
    let store = testkit::fresh(&[]).await;
    let stuck = Hand::with(3, 0);
    let house = AtWork::begin(House::new(store.clone()).worker(stuck.clone()).pace(brisk()));
    enqueue(&store, job("letter")).await;
    until("begun", || async { stuck.begun("letter") == 1 }).await;
    // Renewed: it stays with its node well beyond one lease.
    sleep(Duration::from_secs(4)).await;
    assert_eq!(stuck.begun("letter"), 1);
    house.crash().await;

    let hand = Hand::new();
    let house = AtWork::begin(House::new(store.clone()).worker(hand.clone()).pace(brisk()));

    until("done by another", || async { hand.done() == ["letter"] }).await;
    until("forgotten", || async { kept(&store).await == 0 }).await;
    house.stop().await;
}

#[tokio::test]
async fn a_node_that_starts_again_under_its_name_takes_its_jobs_back_at_once() {
    let store = testkit::fresh(&[]).await;
    let pace = Pace { lease: Duration::from_secs(3_600), ..brisk() };
    let stuck = Hand::with(3, 0);
    let house = House::new(store.clone()).node("only").worker(stuck.clone()).pace(pace.clone());
    let house = AtWork::begin(house);
    enqueue(&store, job("letter")).await;
    until("begun", || async { stuck.begun("letter") == 1 }).await;
    house.crash().await;

    let hand = Hand::new();
    let house = AtWork::begin(House::new(store.clone()).node("only").worker(hand.clone()).pace(pace));

    let took = until("done again", || async { hand.done() == ["letter"] }).await;
    assert!(took < Duration::from_secs(10));
    house.stop().await;
}

#[tokio::test]
async fn a_job_that_kills_the_program_each_time_ends_dead() {
    let store = testkit::fresh(&[]).await;
    enqueue(&store, job("bomb")).await;
    for crash in 1..=2 {
        let stuck = Hand::with(2, 0);
        let house = House::new(store.clone()).node("only").worker(stuck.clone()).pace(brisk());
        let house = AtWork::begin(house);
        until("begun", || async { stuck.begun("bomb") == 1 }).await;
        house.crash().await;
        assert_eq!(store.dead_jobs(10).await.unwrap().len(), 0, "after crash {crash}");
    }

    let house = AtWork::begin(House::new(store.clone()).node("only").worker(Hand::with(2, 0)).pace(brisk()));

    until("dead", || async { store.dead_jobs(10).await.unwrap().len() == 1 }).await;
    house.stop().await;
}

#[tokio::test]
async fn a_node_that_stops_gives_back_what_it_cannot_finish() {
    let store = testkit::fresh(&[]).await;
    let stuck = Hand::with(1, 0);
    let house = AtWork::begin(House::new(store.clone()).worker(stuck.clone()).pace(brisk()));
    enqueue(&store, job("long")).await;
    until("begun", || async { stuck.begun("long") == 1 }).await;

    house.stop().await;

    let hand = Hand::with(1, 1);
    assert_eq!(store.work_off(&*hand).await.unwrap(), 1, "the only attempt was not counted");
}

#[tokio::test]
async fn a_failing_job_is_tried_later_and_later() {
    let start = OffsetDateTime::UNIX_EPOCH;
    let clock = Arc::new(FixedClock::new(start));
    let store = testkit::fresh_at(&[], clock.clone()).await;
    let hand = Hand::new();
    enqueue(&store, NewJob::new("test", json!({ "name": "stubborn", "failures": 2 }))).await;

    assert_eq!(store.work_off(&*hand).await.unwrap(), 0);
    assert_eq!(store.work_off(&*hand).await.unwrap(), 0);
    assert_eq!(hand.begun("stubborn"), 1, "not before its time");
    clock.advance(time::Duration::seconds(2));
    store.work_off(&*hand).await.unwrap();
    clock.advance(time::Duration::seconds(2));
    store.work_off(&*hand).await.unwrap();
    assert_eq!(hand.begun("stubborn"), 2, "the second wait is longer");
    clock.advance(time::Duration::seconds(2));

    assert_eq!(store.work_off(&*hand).await.unwrap(), 1);
    assert_eq!(hand.done(), ["stubborn"]);
}

#[tokio::test]
async fn a_job_that_failed_too_often_is_dead_until_revived() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::with(3, Semaphore::MAX_PERMITS);
    enqueue(&store, NewJob::new("test", json!({ "name": "hopeless", "failures": 99 }))).await;
    let house = AtWork::begin(House::new(store.clone()).worker(hand.clone()).pace(brisk()));

    until("dead", || async { !store.dead_jobs(10).await.unwrap().is_empty() }).await;

    let dead = store.dead_jobs(10).await.unwrap().remove(0);
    assert_eq!((dead.attempts, hand.begun("hopeless")), (3, 3));
    assert!(dead.last_error.contains("not yet"));
    assert!(store.revive_job(dead.id).await.unwrap());
    until("dead again after as many attempts", || async {
        hand.begun("hopeless") == 6 && !store.dead_jobs(10).await.unwrap().is_empty()
    })
    .await;
    assert!(store.discard_job(dead.id).await.unwrap());
    assert!(!store.revive_job(dead.id).await.unwrap());
    assert_eq!(kept(&store).await, 0);
    house.stop().await;
}

#[tokio::test]
async fn a_job_that_can_never_succeed_is_dead_at_once() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::new();
    enqueue(&store, NewJob::new("test", json!({ "name": "wrong", "invalid": true }))).await;

    store.work_off(&*hand).await.unwrap();

    assert_eq!(store.dead_jobs(10).await.unwrap()[0].attempts, 1);
}

#[tokio::test]
async fn a_key_merges_what_waits_and_adds_to_what_runs() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::with(3, 0);
    let index = |version: &str| job(version).key("document");
    enqueue(&store, index("first")).await;
    enqueue(&store, index("second")).await;
    assert_eq!(kept(&store).await, 1);
    let house = AtWork::begin(House::new(store.clone()).worker(hand.clone()).pace(brisk()));
    until("running", || async { hand.begun("second") == 1 }).await;

    enqueue(&store, index("third")).await;
    assert_eq!(kept(&store).await, 2);
    hand.gate.add_permits(9);

    until("both done", || async { hand.done().len() == 2 && kept(&store).await == 0 }).await;
    assert_eq!(hand.begun("first"), 0, "the newest payload counts");
    let mut done = hand.done();
    done.sort();
    assert_eq!(done, ["second", "third"]);
    house.stop().await;
}

#[tokio::test]
async fn a_failed_job_gives_way_to_the_same_work_that_waits() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::new();
    enqueue(&store, NewJob::new("test", json!({ "name": "old", "failures": 99 })).key("document")).await;

    // Enqueued again while it runs, from within.
    struct Again(Store, Arc<Hand>);
    #[async_trait]
    impl Worker for Again {
        fn queue(&self) -> &'static str {
            "test"
        }
        async fn work(&self, job: &Job) -> Result<(), Problem> {
            if job.payload["name"] == json!("old") {
                enqueue(&self.0, super::jobs::job("new").key("document")).await;
            }
            self.1.work(job).await
        }
    }

    assert_eq!(store.work_off(&Again(store.clone(), hand.clone())).await.unwrap(), 1);

    assert_eq!(hand.done(), ["new"]);
    assert_eq!(kept(&store).await, 0);
}

#[tokio::test]
async fn a_job_waits_for_its_time_and_is_forgotten_after_its_end() {
    let start = OffsetDateTime::UNIX_EPOCH;
    let clock = Arc::new(FixedClock::new(start));
    let store = testkit::fresh_at(&[], clock.clone()).await;
    let hand = Hand::new();
    enqueue(&store, job("tomorrow").run_at(start + time::Duration::days(1))).await;
    enqueue(&store, job("too late").discard_after(start + time::Duration::hours(1))).await;
    let other = Hand::new();
    clock.advance(time::Duration::hours(2));

    store.work_off(&*hand).await.unwrap();
    assert!(hand.done().is_empty());
    clock.advance(time::Duration::days(1));
    store.work_off(&*other).await.unwrap();

    assert_eq!(other.done(), ["tomorrow"]);
    assert_eq!(kept(&store).await, 0);
}

#[tokio::test]
async fn a_node_does_no_more_at_once_than_its_worker_likes() {
    let store = testkit::fresh(&[]).await;
    let hand = Hand::with(3, 0);
    for number in 0..6 {
        enqueue(&store, job(&number.to_string())).await;
    }
    let house = AtWork::begin(House::new(store.clone()).worker(hand.clone()).pace(brisk()));
    until("two under way", || async { hand.at_once.lock().unwrap().0 == 2 }).await;
    sleep(Duration::from_millis(100)).await;
    hand.gate.add_permits(99);

    until("all done", || async { hand.done().len() == 6 }).await;

    assert_eq!(hand.at_once.lock().unwrap().1, 2);
    house.stop().await;
}

#[tokio::test]
async fn two_nodes_never_do_the_same_job() {
    let database = testkit::Database::fresh(&[]).await;
    let (one, two) = (database.store().await, database.store().await);
    let hand = Hand::new();
    let first = AtWork::begin(House::new(one.clone()).worker(hand.clone()).pace(brisk()));
    let second = AtWork::begin(House::new(two.clone()).worker(hand.clone()).pace(brisk()));

    for number in 0..60 {
        enqueue(if number % 2 == 0 { &one } else { &two }, job(&format!("{number:02}"))).await;
    }

    until("all done", || async { kept(&one).await == 0 }).await;
    first.stop().await;
    second.stop().await;
    let mut done = hand.done();
    done.sort();
    assert_eq!(done, (0..60).map(|number| format!("{number:02}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_counts_say_what_waits_and_what_is_dead() {
    let store = testkit::fresh(&[]).await;
    enqueue(&store, NewJob::new("test", json!({ "name": "wrong", "invalid": true }))).await;
    store.work_off(&*Hand::new()).await.unwrap();
    enqueue(&store, NewJob::new("other", Value::Null)).await;

    let counts = store.job_counts().await.unwrap();

    let expected = [("other", "pending", 1), ("test", "dead", 1)];
    assert_eq!(counts, expected.map(|(queue, state, n)| (queue.to_owned(), state.to_owned(), n)));
}
