//! The bell between nodes: LISTEN/NOTIFY on connections of its own. What it loses costs a poll.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::Node;
use crate::{Error, Wake};

const CHANNEL: &str = "sacados";
/// What the operator of the database sees of the connection that listens.
const APPLICATION: &str = "sacados-bell";
/// PostgreSQL refuses notifications of 8,000 bytes.
const LONGEST: usize = 7_900;

/// What one notification carries.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Peal {
    node: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    facts: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    jobs: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    named: Vec<(String, String)>,
}

/// Carries this node's wake-ups to the others, many at a time: a NOTIFY inside each transaction would have all
/// commits wait for one another.
pub(super) async fn ring(node: Node, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = node.store.bus.bell.notified() => {}
            () = stop.cancelled() => {}
        }
        for peal in peals(&node.name, node.store.bus.take_away()) {
            let sent = sqlx::query("SELECT pg_notify($1, $2)")
                .bind(CHANNEL)
                .bind(&peal)
                .execute(node.store.pool())
                .await;
            if let Err(cause) = sent {
                warn!(%cause, "the other nodes could not be woken; they will look by themselves");
            }
        }
        // The next ones gather meanwhile.
        sleep(Duration::from_millis(3)).await;
    }
}

fn peals(node: &str, wakes: Vec<Wake>) -> Vec<String> {
    let mut peals = Vec::new();
    let mut open = Peal { node: node.to_owned(), ..Peal::default() };
    let mut bytes = 200;
    for wake in wakes {
        // JSON may escape each byte of a payload in six.
        let more = match &wake {
            Wake::Facts(_) | Wake::Missed => 0,
            Wake::Jobs(queue) => queue.len() + 3,
            Wake::Named(channel, payload) => serde_json::json!([channel, payload]).to_string().len() + 1,
        };
        if bytes + more > LONGEST {
            let full = std::mem::replace(&mut open, Peal { node: node.to_owned(), ..Peal::default() });
            peals.push(full);
            bytes = 200;
        }
        bytes += more;
        match wake {
            Wake::Facts(number) => open.facts = open.facts.max(Some(number)),
            Wake::Jobs(queue) if !open.jobs.contains(&queue) => open.jobs.push(queue),
            Wake::Named(channel, payload) => open.named.push((channel, payload)),
            Wake::Jobs(_) | Wake::Missed => {}
        }
    }
    peals.push(open);
    let told = |peal: &Peal| peal.facts.is_some() || !peal.jobs.is_empty() || !peal.named.is_empty();
    let text = |peal: &Peal| serde_json::to_string(peal).ok().filter(|text| text.len() < 8_000);
    peals.iter().filter(|peal| told(peal)).filter_map(text).collect()
}

/// Hears the bells of the other nodes; connects again whenever the connection breaks.
pub(super) async fn listen(node: Node, stop: CancellationToken) {
    let mut first = true;
    while !stop.is_cancelled() {
        let broke = tokio::select! {
            broke = listen_until_it_breaks(&node, &mut first) => broke,
            () = stop.cancelled() => return,
        };
        if let Err(cause) = broke {
            warn!(%cause, "the bell between nodes is broken and will be hung again");
        }
        tokio::select! {
            () = sleep(Duration::from_millis(200)) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn listen_until_it_breaks(node: &Node, first: &mut bool) -> Result<(), Error> {
    // A pool of its own: it holds its connection for ever, which nobody else should have to go without.
    let options = (*node.store.pool().connect_options()).clone().application_name(APPLICATION);
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options);
    let mut bell = PgListener::connect_with(&pool).await?;
    bell.listen(CHANNEL).await?;
    if !std::mem::replace(first, false) {
        info!("the bell between nodes hangs again");
    }
    recover(node, &mut bell).await?;
    node.store.bus.ring_here(Wake::Missed);

    while let Some(notice) = bell.try_recv().await? {
        let Ok(peal) = serde_json::from_str::<Peal>(notice.payload()) else { continue };
        if peal.node == *node.name {
            continue;
        }
        let jobs = peal.jobs.into_iter().map(Wake::Jobs);
        let named = peal.named.into_iter().map(|(channel, payload)| Wake::Named(channel, payload));
        for wake in peal.facts.into_iter().map(Wake::Facts).chain(jobs).chain(named) {
            node.store.bus.ring_here(wake);
        }
    }
    node.store.bus.ring_here(Wake::Missed);
    Ok(())
}

/// Takes back the jobs that this node left when it died. A lock held as long as the connection shows that no other
/// program goes by the same name.
async fn recover(node: &Node, bell: &mut PgListener) -> Result<(), Error> {
    let alone: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock(hashtext('house.node'), hashtext($1))")
        .bind(&*node.name)
        .fetch_one(&mut *bell)
        .await?;
    if !alone {
        warn!(node = %node.name, "another program goes by the name {}: its jobs are left to it", node.name);
        return Ok(());
    }
    node.store.reclaim_jobs_of(&node.name, &node.life).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_wake_ups_travel_in_few_notices_none_too_long() {
        let named = (0..500).map(|n| Wake::Named("room".to_owned(), format!("\u{1}{n:0100}")));
        let wakes =
            [Wake::Facts(3), Wake::Facts(9), Wake::Jobs("mail".to_owned()), Wake::Jobs("mail".to_owned())];

        let peals = peals("here", wakes.into_iter().chain(named).collect());

        assert!(peals.len() < 20 && peals.iter().all(|peal| peal.len() < 8_000));
        let read: Vec<Peal> = peals.iter().map(|peal| serde_json::from_str(peal).unwrap()).collect();
        assert_eq!(read[0].facts, Some(9));
        assert_eq!(read[0].jobs, ["mail"]);
        assert_eq!(read.iter().map(|peal| peal.named.len()).sum::<usize>(), 500);
    }
}
