//! What runs behind the requests of a node: numbering, listeners, workers, routines, and the bell between nodes.

mod bell;
mod hearing;
mod housekeeping;
mod working;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::error;
use uuid::Uuid;

use crate::{Listener, NodeListener, Routine, Store, Worker};

/// How the house goes about its work. The defaults suit a running installation; tests shorten them.
#[derive(Debug, Clone)]
pub struct Pace {
    /// How often everybody looks by themselves, in case a wake-up was lost.
    pub idle_poll: Duration,
    /// Facts read to a listener at once.
    pub batch: i64,
    /// How often a fact is read to a listener that fails on it before it goes aside.
    pub tries: u32,
    /// The wait before the second try; it quadruples each time, up to 30 s. Who is unavailable is asked again
    /// after sixteen times as long, for ever.
    pub first_try_again: Duration,
    /// How long facts are kept once everybody has heard them.
    pub keep_facts: Duration,
    /// How often facts are pruned and nodes that died are forgotten.
    pub housekeeping: Duration,
    /// How long a job or a routine belongs to a node that does not renew it.
    pub lease: Duration,
    /// The wait before the second attempt of a job; it doubles each time, up to an hour.
    pub first_retry: Duration,
    /// How long jobs under way may take to end when the node stops; then they are given back.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            idle_poll: Duration::from_secs(2),
            batch: 500,
            tries: 5,
            first_try_again: Duration::from_millis(100),
            keep_facts: Duration::from_secs(30 * 24 * 3_600),
            housekeeping: Duration::from_secs(60),
            lease: Duration::from_secs(30),
            first_retry: Duration::from_secs(2),
            grace: Duration::from_secs(20),
        }
    }
}

/// One node of the house: furnish it, then `run` it until told to stop.
pub struct House {
    node: Node,
    listeners: Vec<Arc<dyn Listener>>,
    node_listeners: Vec<Arc<dyn NodeListener>>,
    workers: Vec<Arc<dyn Worker>>,
    routines: Vec<Arc<dyn Routine>>,
}

/// What every task of a node has at hand.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) store: Store,
    pub(crate) name: Arc<str>,
    /// The name and what tells this start of the node from the one before: leases are held by it.
    pub(crate) life: Arc<str>,
    pub(crate) pace: Arc<Pace>,
    /// Jobs under way here, each with the way to stop it when its lease is lost.
    pub(crate) held: Arc<Mutex<HashMap<Uuid, CancellationToken>>>,
}

impl Node {
    pub(crate) fn under_way(&self) -> Vec<Uuid> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }
}

impl House {
    pub fn new(store: Store) -> Self {
        let name = format!("node-{}", Uuid::new_v4());
        let node = Node {
            store,
            name: name.as_str().into(),
            life: life_of(&name),
            pace: Arc::default(),
            held: Arc::default(),
        };
        Self {
            node,
            listeners: Vec::new(),
            node_listeners: Vec::new(),
            workers: Vec::new(),
            routines: Vec::new(),
        }
    }

    /// Gives this node a name that it keeps from one start to the next, so that the jobs it was doing when it was
    /// killed are done again at once instead of at the end of their lease. No two nodes share a name.
    #[must_use]
    pub fn node(mut self, name: &str) -> Self {
        self.node.name = name.into();
        self.node.life = life_of(name);
        self
    }

    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.node.pace = Arc::new(pace);
        self
    }

    #[must_use]
    pub fn listener(mut self, listener: Arc<dyn Listener>) -> Self {
        self.listeners.push(listener);
        self
    }

    #[must_use]
    pub fn node_listener(mut self, listener: Arc<dyn NodeListener>) -> Self {
        self.node_listeners.push(listener);
        self
    }

    #[must_use]
    pub fn worker(mut self, worker: Arc<dyn Worker>) -> Self {
        self.workers.push(worker);
        self
    }

    #[must_use]
    pub fn routine(mut self, routine: Arc<dyn Routine>) -> Self {
        self.routines.push(routine);
        self
    }

    /// Runs until stopped, and returns when all that was under way has ended or been given back.
    /// Failures of the database are logged and outlived. Dropped instead of stopped, it is as if the node died.
    pub async fn run(self, stop: CancellationToken) {
        let node = &self.node;
        // Those who serve the others stop after them.
        let last = CancellationToken::new();
        let mut staff = JoinSet::new();
        staff.spawn(bell::ring(node.clone(), last.clone()));
        staff.spawn(bell::listen(node.clone(), last.clone()));
        staff.spawn(housekeeping::number_facts(node.clone(), last.clone()));
        staff.spawn(housekeeping::announce_jobs(node.clone(), last.clone()));
        staff.spawn(working::keep_leases(node.clone(), last.clone()));
        staff.spawn(housekeeping::tidy(
            node.clone(),
            self.listeners.iter().map(|l| l.name()).collect(),
            last.clone(),
        ));

        let mut crew = JoinSet::new();
        for listener in self.listeners {
            crew.spawn(hearing::read_to(node.clone(), listener, stop.clone()));
        }
        for listener in self.node_listeners {
            crew.spawn(hearing::read_here(node.clone(), listener, stop.clone()));
        }
        for worker in self.workers {
            crew.spawn(working::work_queue(node.clone(), worker, stop.clone()));
        }
        if !self.routines.is_empty() {
            crew.spawn(working::keep_routines(node.clone(), self.routines, stop.clone()));
        }

        stop.cancelled().await;
        all_ended(&mut crew).await;
        last.cancel();
        all_ended(&mut staff).await;
        housekeeping::leave(node).await;
    }
}

fn life_of(name: &str) -> Arc<str> {
    format!("{name}/{}", Uuid::new_v4()).into()
}

async fn all_ended(tasks: &mut JoinSet<()>) {
    while let Some(ended) = tasks.join_next().await {
        if let Err(failure) = ended {
            error!(cause = %failure, "a task of the house ended badly");
        }
    }
}
