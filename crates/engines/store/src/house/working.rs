//! Doing jobs and routines, under leases that this node renews as long as it lives.

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::{
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

use super::{Node, all_ended};
use crate::{
    Job, Routine, Wake, Worker,
    listeners::{guarded, told_why},
    wakes::awaited,
};

/// Does the jobs of one queue, as many at once as its worker likes.
pub(super) async fn work_queue(node: Node, worker: Arc<dyn Worker>, stop: CancellationToken) {
    let mut wakes = node.store.wakes();
    let hands = Arc::new(Semaphore::new(worker.concurrency().max(1)));
    let hurry = CancellationToken::new();
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let free = tokio::select! {
            free = hands.acquire() => free.map(drop),
            () = stop.cancelled() => break,
        };
        if free.is_err() {
            break;
        }

        let wanted = hands.available_permits();
        let claimed = node.store.claim_jobs(&*worker, wanted, &node.life, node.pace.lease).await;
        let claimed = claimed.unwrap_or_else(|cause| {
            warn!(queue = worker.queue(), %cause, "jobs could not be claimed; they will be");
            Vec::new()
        });
        let more = claimed.len() == wanted;
        for job in claimed {
            // Only this loop takes hands, and it asked for no more jobs than were free.
            let hand = hands.clone().try_acquire_owned();
            let (node, worker, hurry) = (node.clone(), worker.clone(), hurry.clone());
            under_way.spawn(async move {
                let _hand = hand;
                work_one(&node, &*worker, &job, &hurry).await;
            });
        }
        if !more {
            tokio::select! {
                () = awaited(&mut wakes, |wake| matches!(wake, Wake::Jobs(queue) if queue == worker.queue())) => {}
                () = sleep(node.pace.idle_poll) => {}
                () = stop.cancelled() => {}
            }
        }
    }
    if timeout(node.pace.grace, all_ended(&mut under_way)).await.is_err() {
        hurry.cancel();
        all_ended(&mut under_way).await;
    }
}

async fn work_one(node: &Node, worker: &dyn Worker, job: &Job, hurry: &CancellationToken) {
    let lost = CancellationToken::new();
    node.held.lock().unwrap_or_else(PoisonError::into_inner).insert(job.id.uuid(), lost.clone());
    let result = tokio::select! {
        result = guarded(worker.work(job)) => Some(result),
        () = lost.cancelled() => None,
        () = hurry.cancelled() => None,
    };
    let noted = match result {
        Some(result) => node.store.conclude_job(job, worker.attempts(), node.pace.first_retry, result).await,
        None if hurry.is_cancelled() => {
            info!(job = %job.id, queue = job.queue, "job {} is given back: the node stops", job.id);
            node.store.give_back_job(job).await
        }
        None => {
            warn!(job = %job.id, queue = job.queue, "job {} is no longer this node's", job.id);
            Ok(())
        }
    };
    node.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&job.id.uuid());
    if let Err(cause) = noted {
        warn!(job = %job.id, %cause, "the end of job {} could not be noted: it will be done again", job.id);
    }
}

/// Renews the leases of the jobs under way here, and stops those that were lost.
pub(super) async fn keep_leases(node: Node, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = sleep(node.pace.lease / 3) => {}
            () = stop.cancelled() => return,
        }
        let held = node.under_way();
        if held.is_empty() {
            continue;
        }
        match node.store.renew_leases(&node.life, &held, node.pace.lease).await {
            Ok(renewed) => {
                let renewed: HashSet<Uuid> = renewed.into_iter().collect();
                let here = node.held.lock().unwrap_or_else(PoisonError::into_inner);
                for (id, lost) in here.iter() {
                    // One that began since the question was asked has its lease still.
                    if held.contains(id) && !renewed.contains(id) {
                        lost.cancel();
                    }
                }
            }
            Err(cause) => warn!(%cause, "leases of jobs could not be renewed"),
        }
    }
}

/// Runs each routine when it is due, on whichever node is first.
pub(super) async fn keep_routines(node: Node, routines: Vec<Arc<dyn Routine>>, stop: CancellationToken) {
    let names: Vec<&str> = routines.iter().map(|routine| routine.name()).collect();
    let every: Vec<f64> = routines.iter().map(|routine| routine.every().as_secs_f64()).collect();
    let shortest = routines.iter().map(|routine| routine.every()).min().unwrap_or(node.pace.idle_poll);
    let pause =
        (shortest / 4).clamp(Duration::from_millis(20), node.pace.idle_poll.max(Duration::from_millis(20)));
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        match node.store.due_routines(&names, &every).await {
            Ok(due) => {
                for routine in routines.iter().filter(|routine| due.iter().any(|name| name == routine.name()))
                {
                    under_way.spawn(run_routine(node.clone(), routine.clone()));
                }
            }
            Err(cause) => warn!(%cause, "due routines could not be read"),
        }
        tokio::select! {
            () = sleep(pause) => {}
            () = stop.cancelled() => {}
        }
    }
    if timeout(node.pace.grace, all_ended(&mut under_way)).await.is_err() {
        under_way.shutdown().await;
    }
}

async fn run_routine(node: Node, routine: Arc<dyn Routine>) {
    let name = routine.name();
    match node.store.claim_routine(&*routine, &node.life, node.pace.lease).await {
        Ok(true) => {}
        Ok(false) => return,
        Err(cause) => {
            warn!(routine = name, %cause, "the routine {name} could not be begun");
            return;
        }
    }
    let renew = async {
        loop {
            sleep(node.pace.lease / 3).await;
            match node.store.renew_routine(name, &node.life, node.pace.lease).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(cause) => warn!(routine = name, %cause, "the lease of {name} could not be renewed"),
            }
        }
    };
    let result = tokio::select! {
        result = guarded(routine.run()) => result,
        () = renew => {
            warn!(routine = name, "the routine {name} is no longer this node's");
            return;
        }
    };
    if let Err(problem) = &result {
        warn!(routine = name, cause = %told_why(problem), "the routine {name} failed");
    }
    if let Err(cause) = node.store.conclude_routine(name, &node.life, &result).await {
        warn!(routine = name, %cause, "the end of the routine {name} could not be noted");
    }
}
