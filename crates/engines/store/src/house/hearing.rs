//! Reading facts to those who listen: in order, each at its own pace, nobody held up by another's failure.

use std::{sync::Arc, time::Duration};

use kernel::{Kind, Problem};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::{Node, Pace};
use crate::{
    Error, Listener, NodeListener, Start, Wake,
    listeners::{Reading, guarded, told_why},
    wakes::awaited,
};

/// Reads to a listener of the house, taking turns with the other nodes.
pub(super) async fn read_to(node: Node, listener: Arc<dyn Listener>, stop: CancellationToken) {
    let mut wakes = node.store.wakes();
    // Until past a batch that failed, facts are read one by one to find the one that fails.
    let mut careful_until = 0;
    while !stop.is_cancelled() {
        let wait = match read_once(&node, &*listener, &mut careful_until).await {
            Ok(Next::More) => continue,
            Ok(Next::Idle) => {
                tokio::select! {
                    () = awaited(&mut wakes, |wake| matches!(wake, Wake::Facts(_))) => {}
                    () = sleep(node.pace.idle_poll) => {}
                    () = stop.cancelled() => {}
                }
                continue;
            }
            Ok(Next::After(wait)) => wait,
            Err(cause) => {
                warn!(listener = listener.name(), %cause, "facts could not be read; they will be");
                Duration::from_millis(500)
            }
        };
        tokio::select! {
            () = sleep(wait) => {}
            () = stop.cancelled() => {}
        }
    }
}

enum Next {
    More,
    Idle,
    After(Duration),
}

async fn read_once(node: &Node, listener: &dyn Listener, careful_until: &mut i64) -> Result<Next, Error> {
    let limit = if *careful_until > 0 { 1 } else { node.pace.batch };
    let (first, last, tries, problem) = match node.store.read_batch(listener, limit).await? {
        Reading::Heard(facts) => {
            *careful_until = careful_until.saturating_sub(i64::try_from(facts).unwrap_or(i64::MAX)).max(0);
            return Ok(Next::More);
        }
        Reading::Nothing => {
            *careful_until = 0;
            let again = node.store.read_again(listener).await?;
            return Ok(if again { Next::More } else { Next::Idle });
        }
        Reading::Refused { first, last, tries, problem } => (first, last, tries, problem),
    };

    if last > first {
        *careful_until = last - first + 1;
        return Ok(Next::More);
    }
    if problem.kind == Kind::Unavailable {
        warn!(listener = listener.name(), number = first, cause = %told_why(&problem), "{} cannot hear now", listener.name());
        return Ok(Next::After(node.pace.first_try_again * 16));
    }
    if tries < node.pace.tries {
        warn!(listener = listener.name(), number = first, tries, cause = %told_why(&problem), "{} failed on fact {first}", listener.name());
        node.store.note_failure(listener.name(), first, tries).await?;
        return Ok(Next::After(patience(&node.pace, tries)));
    }
    if node.store.set_aside(listener.name(), first, &problem).await? {
        log_set_aside(listener.name(), first, tries, &problem);
    }
    Ok(Next::More)
}

fn log_set_aside(listener: &str, number: i64, tries: u32, problem: &Problem) {
    error!(listener, number, tries, cause = %told_why(problem), "fact {number} is set aside: {listener} cannot take it");
}

/// The wait before a fact is read once more.
fn patience(pace: &Pace, tries: u32) -> Duration {
    pace.first_try_again
        .saturating_mul(4_u32.saturating_pow(tries.saturating_sub(1)))
        .min(Duration::from_secs(30))
}

/// Reads to a listener of this node.
pub(super) async fn read_here(node: Node, listener: Arc<dyn NodeListener>, stop: CancellationToken) {
    let mut wakes = node.store.wakes();
    let mut reader =
        NodeReader { node: &node, listener: &*listener, number: None, marked: None, careful: 0, tries: 0 };
    while !stop.is_cancelled() {
        let wait = match reader.read_once().await {
            Ok(Next::More) => continue,
            Ok(Next::Idle) => {
                tokio::select! {
                    () = awaited(&mut wakes, |wake| matches!(wake, Wake::Facts(_))) => {}
                    () = sleep(node.pace.idle_poll) => {}
                    () = stop.cancelled() => {}
                }
                continue;
            }
            Ok(Next::After(wait)) => wait,
            Err(cause) => {
                warn!(listener = listener.name(), %cause, "facts could not be read; they will be");
                Duration::from_millis(500)
            }
        };
        tokio::select! {
            () = sleep(wait) => {}
            () = stop.cancelled() => {}
        }
    }
}

struct NodeReader<'a> {
    node: &'a Node,
    listener: &'a dyn NodeListener,
    /// The last fact heard, once it is known where to begin.
    number: Option<i64>,
    /// The number that the database knows of.
    marked: Option<i64>,
    careful: usize,
    tries: u32,
}

impl NodeReader<'_> {
    async fn read_once(&mut self) -> Result<Next, Error> {
        let store = &self.node.store;
        let number = match self.number {
            Some(number) => number,
            None => self.begin().await?,
        };

        let limit = if self.careful > 0 { 1 } else { self.node.pace.batch };
        let told = store.facts_after(number, limit).await?;
        let (Some(first), Some(last)) = (told.first(), told.last()) else {
            // Marked when idle rather than after each batch: it only serves pruning and metrics.
            self.mark(number).await?;
            return Ok(Next::Idle);
        };

        let Err(problem) = guarded(self.listener.hear(&told)).await else {
            self.number = Some(last.number);
            self.careful = self.careful.saturating_sub(told.len());
            self.tries = 0;
            return Ok(Next::More);
        };
        if told.len() > 1 {
            self.careful = told.len();
            return Ok(Next::More);
        }
        self.refused(first.number, &problem).await
    }

    async fn begin(&mut self) -> Result<i64, Error> {
        let number = match self.listener.starts().await {
            Start::Now => self.node.store.last_number().await?,
            Start::Oldest => 0,
            Start::After(number) => number,
        };
        self.number = Some(number);
        self.mark(number).await?;
        Ok(number)
    }

    async fn mark(&mut self, number: i64) -> Result<(), Error> {
        if self.marked != Some(number) {
            self.node.store.mark_node(self.listener.name(), &self.node.name, number).await?;
            self.marked = Some(number);
        }
        Ok(())
    }

    async fn refused(&mut self, number: i64, problem: &Problem) -> Result<Next, Error> {
        let name = self.listener.name();
        if problem.kind == Kind::Unavailable {
            warn!(listener = name, number, cause = %told_why(problem), "{name} cannot hear now");
            return Ok(Next::After(self.node.pace.first_try_again * 16));
        }
        self.tries += 1;
        if self.tries < self.node.pace.tries {
            warn!(listener = name, number, tries = self.tries, cause = %told_why(problem), "{name} failed on fact {number}");
            return Ok(Next::After(patience(&self.node.pace, self.tries)));
        }
        let mut tx = self.node.store.begin().await?;
        self.node.store.keep_aside(&mut tx, name, &self.node.name, number, problem).await?;
        tx.commit().await?;
        log_set_aside(name, number, self.tries, problem);
        self.number = Some(number);
        self.careful = self.careful.saturating_sub(1);
        self.tries = 0;
        Ok(Next::More)
    }
}
