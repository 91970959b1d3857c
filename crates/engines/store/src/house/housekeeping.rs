//! What nobody asks for and everybody needs: facts numbered, workers woken, the old forgotten.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::Node;
use crate::{
    Error, Store,
    wakes::{FACTS_TOLD, JOBS_ENQUEUED, Stir},
};

pub(super) async fn number_facts(node: Node, stop: CancellationToken) {
    look_for(&node, &FACTS_TOLD, stop, async |store| store.number_facts().await.map(|last| last.is_some()))
        .await;
}

pub(super) async fn announce_jobs(node: Node, stop: CancellationToken) {
    look_for(&node, &JOBS_ENQUEUED, stop, async |store| store.announce_jobs().await).await;
}

/// Looks for what transactions commit: often just after one of this process wrote something, seldom otherwise.
async fn look_for(
    node: &Node,
    stir: &Stir,
    stop: CancellationToken,
    look: impl AsyncFn(&Store) -> Result<bool, Error>,
) {
    let mut seen = 0;
    let mut stirred_at = Instant::now();
    loop {
        match look(&node.store).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(cause) => {
                warn!(%cause, "the database does not answer the house");
                sleep(Duration::from_millis(500)).await;
            }
        }
        let pause = pause(stirred_at.elapsed()).min(node.pace.idle_poll);
        tokio::select! {
            () = stir.stirred(&mut seen) => {
                stirred_at = Instant::now();
                // Time for it to commit, and for others to join.
                sleep(Duration::from_millis(2)).await;
            }
            () = sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Most transactions end within milliseconds; the longer one has lasted, the less often it is worth looking.
fn pause(since_stirred: Duration) -> Duration {
    let longest =
        if since_stirred < Duration::from_millis(500) { Duration::from_millis(12) } else { Duration::MAX };
    (since_stirred / 4).clamp(Duration::from_millis(3), longest)
}

/// Prunes facts, reclaims jobs of nodes that died, forgets nodes that went.
pub(super) async fn tidy(node: Node, listeners: Vec<&'static str>, stop: CancellationToken) {
    let mut tidied: Option<Instant> = None;
    loop {
        let round = async {
            node.store.reclaim_expired_jobs(&node.under_way()).await?;
            if tidied.is_none_or(|at| at.elapsed() >= node.pace.housekeeping) {
                tidied = Some(Instant::now());
                show_up(&node, &listeners).await?;
                prune(&node, &stop).await?;
            }
            Ok::<(), Error>(())
        };
        if let Err(cause) = round.await {
            warn!(%cause, "the house could not be tidied; it will be later");
        }
        let pause = node.pace.housekeeping.min(node.pace.lease / 6);
        tokio::select! {
            () = sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Says that this node and its listeners are still there, and forgets the nodes that are not.
async fn show_up(node: &Node, listeners: &[&str]) -> Result<(), Error> {
    let pool = node.store.pool();
    sqlx::query(
        "INSERT INTO house.nodes (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET seen_at = now()",
    )
    .bind(&*node.name)
    .execute(pool)
    .await?;
    sqlx::query("UPDATE house.bookmarks SET seen_at = now() WHERE node = '' AND listener = ANY($1)")
        .bind(listeners)
        .execute(pool)
        .await?;
    sqlx::query(
        "WITH gone AS (DELETE FROM house.nodes WHERE seen_at < now() - interval '1 day' RETURNING name)
         DELETE FROM house.bookmarks WHERE node IN (SELECT name FROM gone)",
    )
    .execute(pool)
    .await
    .map(drop)
}

/// In small batches, so that nobody waits behind them.
async fn prune(node: &Node, stop: &CancellationToken) -> Result<(), Error> {
    let before = node.store.clock().now() - node.pace.keep_facts;
    let mut pruned = 0;
    while !stop.is_cancelled() {
        match node.store.prune_facts(before, 1_000).await? {
            0 => break,
            more => pruned += more,
        }
        sleep(Duration::from_millis(20)).await;
    }
    if pruned > 0 {
        info!(pruned, "{pruned} facts that everybody had heard were forgotten");
    }
    Ok(())
}

/// A node that stops takes its bookmarks with it.
pub(super) async fn leave(node: &Node) {
    let left = sqlx::query(
        "WITH gone AS (DELETE FROM house.nodes WHERE name = $1) DELETE FROM house.bookmarks WHERE node = $1",
    )
    .bind(&*node.name)
    .execute(node.store.pool())
    .await;
    if let Err(cause) = left {
        warn!(%cause, "this node could not say that it left; it will be forgotten in a day");
    }
}
