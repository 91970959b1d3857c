//! Facts in order: numbered after commit, told only if committed, pruned once heard.

use std::sync::Arc;

use kernel::{FixedClock, SystemClock};
use store::{House, Pace};
use time::Duration;

use crate::{AtWork, Ear, brisk, fact, names, tell, until};

#[tokio::test]
async fn a_fact_is_told_only_if_its_change_commits() {
    let store = testkit::fresh(&[]).await;
    let mut tx = store.begin().await.unwrap();
    store::tell(&mut tx, &fact("undone")).await.unwrap();
    drop(tx);
    tell(&store, "done").await;

    assert_eq!(store.number_facts().await.unwrap(), Some(1));

    assert_eq!(names(&store.facts_after(0, 10).await.unwrap()), ["done"]);
    assert_eq!(store.number_facts().await.unwrap(), None);
}

#[tokio::test]
async fn a_fact_committed_late_is_still_heard() {
    let store = testkit::fresh(&[]).await;
    let ear = Ear::default();
    let (mut early, mut late) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    store::tell(&mut early, &fact("early")).await.unwrap();
    store::tell(&mut late, &fact("late")).await.unwrap();

    late.commit().await.unwrap();
    store.number_facts().await.unwrap();
    assert_eq!(store.read_out(&ear).await.unwrap(), 1);
    early.commit().await.unwrap();
    store.number_facts().await.unwrap();
    assert_eq!(store.read_out(&ear).await.unwrap(), 1);

    assert_eq!(ear.heard(), ["late", "early"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tellers_leave_no_gap_and_no_double() {
    let store = testkit::fresh(&[]).await;
    let ear = Arc::new(Ear::default());
    let house = AtWork::begin(House::new(store.clone()).listener(ear.clone()).pace(brisk()));

    let tellers = (0..4).map(|teller| {
        let store = store.clone();
        tokio::spawn(async move {
            for fact in 0..50 {
                tell(&store, &format!("{teller}/{fact:02}")).await;
            }
        })
    });
    for teller in tellers.collect::<Vec<_>>() {
        teller.await.unwrap();
    }

    until("200 facts heard", || async { ear.heard().len() >= 200 }).await;
    house.stop().await;
    let numbers: Vec<i64> =
        store.facts_after(0, 1_000).await.unwrap().iter().map(|told| told.number).collect();
    assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
    for teller in 0..4 {
        let mine: Vec<_> =
            ear.heard().into_iter().filter(|name| name.starts_with(&format!("{teller}/"))).collect();
        assert_eq!(mine.len(), 50);
        assert!(mine.is_sorted(), "facts of one teller are heard in the order told");
    }
}

#[tokio::test]
async fn facts_are_pruned_once_old_and_heard_by_all() {
    let clock = Arc::new(FixedClock::new(kernel::Clock::now(&SystemClock)));
    let store = testkit::fresh_at(&[], clock.clone()).await;
    let ear = Ear::default();
    tell(&store, "heard").await;
    store.number_facts().await.unwrap();
    store.read_out(&ear).await.unwrap();
    tell(&store, "not heard yet").await;
    store.number_facts().await.unwrap();

    let a_month_ago = kernel::Clock::now(&*clock) - Duration::days(30);
    assert_eq!(store.prune_facts(a_month_ago, 100).await.unwrap(), 0, "too young");
    clock.advance(Duration::days(31));
    let house = AtWork::begin(House::new(store.clone()).pace(Pace::default()));

    until("the heard one pruned", || async { store.oldest_number().await.unwrap() == Some(2) }).await;
    house.stop().await;
    store.read_out(&ear).await.unwrap();
    assert_eq!(ear.heard(), ["heard", "not heard yet"]);

    let a_month_ago = kernel::Clock::now(&*clock) - Duration::days(30);
    assert_eq!(store.prune_facts(a_month_ago, 100).await.unwrap(), 1);
    tell(&store, "next").await;
    assert_eq!(store.number_facts().await.unwrap(), Some(3), "numbers are not given twice");
}
