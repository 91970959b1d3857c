//! Who hears what, how often, and what becomes of facts that nobody can take.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use async_trait::async_trait;
use kernel::{Kind, Problem};
use store::{House, Listener, NodeListener, Start, Store, Told, Tx};

use crate::{AtWork, Ear, brisk, names, tell, until};

#[tokio::test]
async fn a_listener_hears_each_fact_once_and_in_order() {
    let store = testkit::fresh(&[]).await;
    let ear = Arc::new(Ear::default());
    tell(&store, "before").await;
    let house = AtWork::begin(House::new(store.clone()).listener(ear.clone()).pace(brisk()));
    until("the first heard", || async { ear.heard().len() == 1 }).await;
    tell(&store, "during").await;
    until("the second heard", || async { ear.heard().len() == 2 }).await;
    house.stop().await;

    tell(&store, "after").await;
    let house = AtWork::begin(House::new(store.clone()).listener(ear.clone()).pace(brisk()));
    until("the third heard", || async { ear.heard().len() == 3 }).await;
    house.stop().await;

    assert_eq!(ear.heard(), ["before", "during", "after"]);
}

#[tokio::test]
async fn two_nodes_share_one_listener() {
    let database = testkit::Database::fresh(&[]).await;
    let (one, two) = (database.store().await, database.store().await);
    let ear = Arc::new(Ear::default());
    let first = AtWork::begin(House::new(one.clone()).listener(ear.clone()).pace(brisk()));
    let second = AtWork::begin(House::new(two.clone()).listener(ear.clone()).pace(brisk()));

    for number in 0..40 {
        tell(if number % 2 == 0 { &one } else { &two }, &format!("{number:02}")).await;
    }

    until("all heard", || async { ear.heard().len() >= 40 }).await;
    first.stop().await;
    second.stop().await;
    let heard = ear.heard();
    assert_eq!(heard.len(), 40, "nobody heard twice");
}

#[tokio::test]
async fn a_fact_that_keeps_failing_goes_aside_and_the_others_go_on() {
    let store = testkit::fresh(&[]).await;
    let ear = Ear::deaf_to("bad");
    for name in ["one", "bad", "two"] {
        tell(&store, name).await;
    }
    let house = AtWork::begin(House::new(store.clone()).listener(ear.clone()).pace(brisk()));

    until("two heard", || async { ear.heard().contains(&"two".to_owned()) }).await;

    assert_eq!(ear.heard(), ["one", "two"]);
    let aside = store.set_aside_facts(10).await.unwrap();
    assert_eq!(aside.len(), 1);
    assert_eq!((aside[0].listener.as_str(), aside[0].told.number), ("ear", 2));
    assert!(aside[0].error.contains("deaf to this one"));

    *ear.deaf_to.lock().unwrap() = None;
    assert!(store.hear_again("ear", 2).await.unwrap());
    until("bad heard at last", || async { ear.heard().contains(&"bad".to_owned()) }).await;
    until("nothing aside", || async { store.set_aside_facts(10).await.unwrap().is_empty() }).await;
    assert!(!store.hear_again("ear", 2).await.unwrap());
    house.stop().await;
}

/// Writes as it hears, then fails, panics, or cannot for now.
struct Clerk {
    trouble: Mutex<Option<fn() -> Problem>>,
    tries: AtomicU32,
}

#[async_trait]
impl Listener for Clerk {
    fn name(&self) -> &'static str {
        "clerk"
    }
    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        for name in names(told) {
            sqlx::query("INSERT INTO public.desk VALUES ($1)").bind(name).execute(&mut **tx).await.unwrap();
        }
        self.tries.fetch_add(1, Ordering::Relaxed);
        self.trouble.lock().unwrap().map_or(Ok(()), |trouble| Err(trouble()))
    }
}

async fn desk(store: &Store) -> Vec<String> {
    sqlx::query_scalar("SELECT name FROM public.desk").fetch_all(store.pool()).await.unwrap()
}

#[tokio::test]
async fn what_a_listener_writes_commits_with_its_bookmark() {
    let store = testkit::fresh(&[]).await;
    sqlx::query("CREATE TABLE public.desk (name text)").execute(store.pool()).await.unwrap();
    let trouble: fn() -> Problem = || Problem::internal("after writing");
    let clerk = Clerk { trouble: Mutex::new(Some(trouble)), tries: AtomicU32::new(0) };
    tell(&store, "letter").await;
    store.number_facts().await.unwrap();

    store.read_out(&clerk).await.unwrap_err();
    assert!(desk(&store).await.is_empty());
    *clerk.trouble.lock().unwrap() = None;
    store.read_out(&clerk).await.unwrap();

    assert_eq!(desk(&store).await, ["letter"]);
    assert_eq!(store.read_out(&clerk).await.unwrap(), 0);
}

#[tokio::test]
async fn a_listener_that_cannot_for_now_loses_nothing() {
    let store = testkit::fresh(&[]).await;
    sqlx::query("CREATE TABLE public.desk (name text)").execute(store.pool()).await.unwrap();
    let trouble: fn() -> Problem = || Problem::plain(Kind::Unavailable, "test.closed");
    let clerk = Arc::new(Clerk { trouble: Mutex::new(Some(trouble)), tries: AtomicU32::new(0) });
    let pace = store::Pace { first_try_again: std::time::Duration::from_millis(1), tries: 2, ..brisk() };
    tell(&store, "letter").await;
    let house = AtWork::begin(House::new(store.clone()).listener(clerk.clone()).pace(pace));
    until("tried more often than a failure would be", || async { clerk.tries.load(Ordering::Relaxed) > 3 })
        .await;

    *clerk.trouble.lock().unwrap() = None;

    until("on the desk", || async { desk(&store).await == ["letter"] }).await;
    assert!(store.set_aside_facts(10).await.unwrap().is_empty());
    house.stop().await;
}

/// A cache of one node.
struct Cache {
    heard: Mutex<Vec<String>>,
    start: Start,
    panics: AtomicBool,
}

impl Cache {
    fn new(start: Start) -> Arc<Self> {
        Arc::new(Self { heard: Mutex::default(), start, panics: AtomicBool::new(false) })
    }
    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

#[async_trait]
impl NodeListener for Cache {
    fn name(&self) -> &'static str {
        "cache"
    }
    async fn hear(&self, told: &[Told]) -> Result<(), Problem> {
        assert!(!self.panics.load(Ordering::Relaxed), "on purpose");
        self.heard.lock().unwrap().extend(names(told));
        Ok(())
    }
    async fn starts(&self) -> Start {
        self.start
    }
}

#[tokio::test]
async fn a_node_listener_hears_on_each_node_from_where_it_asks() {
    let database = testkit::Database::fresh(&[]).await;
    let (one, two) = (database.store().await, database.store().await);
    tell(&one, "old").await;
    one.number_facts().await.unwrap();
    let (fresh, complete) = (Cache::new(Start::Now), Cache::new(Start::Oldest));
    let first = AtWork::begin(House::new(one.clone()).node("one").node_listener(fresh.clone()).pace(brisk()));
    let second =
        AtWork::begin(House::new(two.clone()).node("two").node_listener(complete.clone()).pace(brisk()));
    until("both there", || async { one.lags().await.unwrap().len() == 2 }).await;

    tell(&one, "new").await;

    until("heard on both", || async { fresh.heard() == ["new"] && complete.heard() == ["old", "new"] }).await;
    first.stop().await;
    let left: Vec<String> = two.lags().await.unwrap().into_iter().map(|lag| lag.node).collect();
    assert_eq!(left, ["two"], "a node takes its bookmark with it");
    second.stop().await;
}

#[tokio::test]
async fn a_panic_on_a_node_is_a_failure_like_another() {
    let store = testkit::fresh(&[]).await;
    let cache = Cache::new(Start::Oldest);
    cache.panics.store(true, Ordering::Relaxed);
    tell(&store, "first").await;
    let house = AtWork::begin(House::new(store.clone()).node_listener(cache.clone()).pace(brisk()));
    until("set aside", || async { store.set_aside_facts(10).await.unwrap().len() == 1 }).await;

    cache.panics.store(false, Ordering::Relaxed);
    tell(&store, "second").await;

    until("the next heard", || async { cache.heard() == ["second"] }).await;
    house.stop().await;
}
