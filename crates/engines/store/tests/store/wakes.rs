//! Wake-ups: prompt, from node to node, and whole again after the connection breaks.

use std::{sync::Arc, time::Duration};

use store::{House, Pace, Store, Wake};
use tokio::{sync::broadcast::Receiver, time::timeout};

use crate::{AtWork, Ear, brisk, tell, until};

async fn heard(wakes: &mut Receiver<Wake>, awaited: &Wake) {
    let all = async { while wakes.recv().await.unwrap() != *awaited {} };
    timeout(Duration::from_secs(10), all).await.unwrap_or_else(|_| panic!("never heard: {awaited:?}"));
}

/// A node that only ever learns by being woken.
fn patient() -> Pace {
    Pace { idle_poll: Duration::from_secs(3_600), ..brisk() }
}

async fn bells(store: &Store) -> Vec<i32> {
    // The connections that listen; each node has one.
    sqlx::query_scalar(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sacados-bell'
            AND query LIKE '%pg_try_advisory_lock%' ORDER BY pid",
    )
    .fetch_all(store.pool())
    .await
    .unwrap()
}

#[tokio::test]
async fn a_commit_on_one_node_wakes_the_other() {
    let database = testkit::Database::fresh(&[]).await;
    let (one, two) = (database.store().await, database.store().await);
    let mut wakes = two.wakes();
    let nodes = [
        AtWork::begin(House::new(one.clone()).pace(patient())),
        AtWork::begin(House::new(two.clone()).pace(patient())),
    ];
    until("both bells hang", || async { bells(&one).await.len() == 2 }).await;

    tell(&one, "news").await;
    heard(&mut wakes, &Wake::Facts(1)).await;
    let mut tx = one.begin().await.unwrap();
    store::enqueue(&mut tx, store::NewJob::new("letters", serde_json::Value::Null)).await.unwrap();
    tx.commit().await.unwrap();
    heard(&mut wakes, &Wake::Jobs("letters".to_owned())).await;
    one.wake_all("rooms", "42");
    heard(&mut wakes, &Wake::Named("rooms".to_owned(), "42".to_owned())).await;

    for node in nodes {
        node.stop().await;
    }
}

#[tokio::test]
async fn a_transaction_that_takes_its_time_still_wakes_after_commit() {
    let store = testkit::fresh(&[]).await;
    let ear = Arc::new(Ear::default());
    let house = AtWork::begin(House::new(store.clone()).listener(ear.clone()).pace(patient()));
    let mut tx = store.begin().await.unwrap();
    store::tell(&mut tx, &crate::fact("slow")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(ear.heard().is_empty());

    tx.commit().await.unwrap();

    until("heard", || async { ear.heard() == ["slow"] }).await;
    house.stop().await;
}

#[tokio::test]
async fn the_bell_hangs_again_after_its_connection_is_cut() {
    let database = testkit::Database::fresh(&[]).await;
    let (one, two) = (database.store().await, database.store().await);
    let house = AtWork::begin(House::new(two.clone()).pace(patient()));
    until("its bell hangs", || async { bells(&one).await.len() == 1 }).await;
    let mut wakes = two.wakes();
    let cut = bells(&one).await[0];

    sqlx::query("SELECT pg_terminate_backend($1)").bind(cut).execute(one.pool()).await.unwrap();

    // Whatever was said meanwhile may be lost, and listeners are told so.
    heard(&mut wakes, &Wake::Missed).await;
    until("another hangs", || async { bells(&one).await.first().is_some_and(|pid| *pid != cut) }).await;
    let other = AtWork::begin(House::new(one.clone()).pace(patient()));
    one.wake_all("rooms", "43");
    heard(&mut wakes, &Wake::Named("rooms".to_owned(), "43".to_owned())).await;
    other.stop().await;
    house.stop().await;
}

#[tokio::test]
async fn without_any_bell_a_poll_finds_the_news() {
    let database = testkit::Database::fresh(&[]).await;
    let teller = database.store().await;
    let hearer = database.store().await;
    let ear = Arc::new(Ear::default());
    tell(&teller, "before").await;
    let pace = Pace { idle_poll: Duration::from_millis(100), ..brisk() };
    let house = AtWork::begin(House::new(hearer).listener(ear.clone()).pace(pace));
    until("heard", || async { ear.heard().len() == 1 }).await;

    // Written past the program, as another program would: nothing in this process is stirred.
    sqlx::query(
        "WITH told AS (INSERT INTO house.facts (body) SELECT body FROM house.facts RETURNING id)
         INSERT INTO house.unnumbered SELECT id FROM told",
    )
    .execute(teller.pool())
    .await
    .unwrap();

    until("heard again", || async { ear.heard().len() == 2 }).await;
    house.stop().await;
}
