//! Jobs: what is done later, at least once, enqueued in the transaction of the change that asks for it.

mod leases;

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Id, Problem};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Store, Tx, Wake, wakes::JOBS_ENQUEUED};

pub type JobId = Id<Job>;

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub queue: &'static str,
    /// Unique while pending in its queue: enqueueing it again merges with the one that waits (the newest payload,
    /// the earliest time, the latest end); while it runs, another one is added, since the first may have looked already.
    pub key: Option<String>,
    pub payload: Value,
    /// At once when there is none.
    pub run_at: Option<OffsetDateTime>,
    /// Not worth doing after this time.
    pub discard_after: Option<OffsetDateTime>,
}

impl NewJob {
    /// A job to be done at once.
    pub fn new(queue: &'static str, payload: Value) -> Self {
        Self { queue, key: None, payload, run_at: None, discard_after: None }
    }

    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    #[must_use]
    pub fn run_at(mut self, at: OffsetDateTime) -> Self {
        self.run_at = Some(at);
        self
    }

    #[must_use]
    pub fn discard_after(mut self, at: OffsetDateTime) -> Self {
        self.discard_after = Some(at);
        self
    }
}

/// A job under way.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: JobId,
    pub queue: String,
    pub payload: Value,
    /// 1 the first time.
    pub attempts: u32,
    pub enqueued_at: OffsetDateTime,
}

/// Does the jobs of one queue, at least once each: a job whose process died is done again.
///
/// A `Problem` of kind `Invalid` says that trying again will not help: the job is dead at once.
#[async_trait]
pub trait Worker: Send + Sync {
    fn queue(&self) -> &'static str;
    /// How many at once on each node.
    fn concurrency(&self) -> usize {
        2
    }
    /// How often a job is tried before it is dead. With the house's back-off (2 s, doubling, an hour at most),
    /// 16 spans over three hours and [`PATIENT`] over three days.
    fn attempts(&self) -> u32 {
        16
    }
    async fn work(&self, job: &Job) -> Result<(), Problem>;
}

/// Attempts for whoever talks to a server that may be down for a week-end: over three days.
pub const PATIENT: u32 = 112;

/// A job that failed too often, kept until somebody revives or discards it.
#[derive(Debug, Clone)]
pub struct DeadJob {
    pub id: JobId,
    pub queue: String,
    pub payload: Value,
    pub attempts: u32,
    pub last_error: String,
    pub enqueued_at: OffsetDateTime,
    pub failed_at: OffsetDateTime,
}

/// Enqueues a job: it is done if, and only if, the change commits. Workers are woken after that.
pub async fn enqueue(tx: &mut Tx, job: NewJob) -> Result<(), Error> {
    // Merging locks the waiting job until commit: its worker cannot start before it would see this change.
    sqlx::query(
        "WITH fresh AS (INSERT INTO house.fresh_jobs (queue) VALUES ($2))
         INSERT INTO house.jobs AS waiting (id, queue, key, payload, run_at, discard_after)
         VALUES ($1, $2, $3, $4, coalesce($5, '-infinity'::timestamptz), $6)
         ON CONFLICT (queue, key) WHERE state = 'pending' DO UPDATE
            SET payload = EXCLUDED.payload,
                attempts = 0,
                run_at = least(waiting.run_at, EXCLUDED.run_at),
                discard_after = CASE WHEN waiting.discard_after IS NULL OR EXCLUDED.discard_after IS NULL THEN NULL
                                     ELSE greatest(waiting.discard_after, EXCLUDED.discard_after) END",
    )
    .bind(JobId::new().uuid())
    .bind(job.queue)
    .bind(job.key)
    .bind(job.payload)
    .bind(job.run_at)
    .bind(job.discard_after)
    .execute(&mut **tx)
    .await?;
    JOBS_ENQUEUED.stir();
    Ok(())
}

/// Lengthens with each attempt: 2 s, 4 s, 8 s… an hour at most; `jitter` in 0..1 takes up to a quarter off.
pub(crate) fn back_off(first: Duration, attempts: u32, jitter: f64) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
    doubled.min(Duration::from_secs(3_600)).mul_f64(1.0 - jitter / 4.0)
}

impl Store {
    /// Does the jobs of a queue that are due, one after the other, as a `House` would, and says how many succeeded.
    /// Their failures are kept for later attempts.
    pub async fn work_off(&self, worker: &dyn Worker) -> Result<usize, Error> {
        let mut done = 0;
        while let Some(claim) = self.claim_jobs(worker, 1, "by hand", Duration::from_secs(300)).await?.pop() {
            let result = crate::listeners::guarded(worker.work(&claim)).await;
            done += usize::from(result.is_ok());
            self.conclude_job(&claim, worker.attempts(), Duration::from_secs(2), result).await?;
        }
        Ok(done)
    }

    /// The jobs that failed too often, newest first.
    pub async fn dead_jobs(&self, limit: i64) -> Result<Vec<DeadJob>, Error> {
        type Row = (Uuid, String, Value, i32, Option<String>, OffsetDateTime, OffsetDateTime);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, queue, payload, attempts, last_error, enqueued_at, failed_at FROM house.jobs
              WHERE state = 'dead' ORDER BY failed_at DESC LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let dead = |(id, queue, payload, attempts, last_error, enqueued_at, failed_at): Row| DeadJob {
            id: Id::from_uuid(id),
            queue,
            payload,
            attempts: u32::try_from(attempts).unwrap_or(0),
            last_error: last_error.unwrap_or_default(),
            enqueued_at,
            failed_at,
        };
        Ok(rows.into_iter().map(dead).collect())
    }

    /// Gives a dead job all its attempts again, from now. Says whether there is one.
    pub async fn revive_job(&self, id: JobId) -> Result<bool, Error> {
        let revived: Result<Option<String>, Error> = sqlx::query_scalar(
            "UPDATE house.jobs SET state = 'pending', attempts = 0, run_at = '-infinity', discard_after = NULL
              WHERE id = $1 AND state = 'dead' RETURNING queue",
        )
        .bind(id.uuid())
        .fetch_optional(&self.pool)
        .await;
        match revived {
            Ok(Some(queue)) => {
                self.bus.ring(Wake::Jobs(queue));
                Ok(true)
            }
            Ok(None) => Ok(false),
            // The same work was enqueued meanwhile and waits: that one is the revival.
            Err(error) if is_taken(&error) => self.discard_job(id).await,
            Err(error) => Err(error),
        }
    }

    /// Forgets a dead job. Says whether there was one.
    pub async fn discard_job(&self, id: JobId) -> Result<bool, Error> {
        let gone = sqlx::query("DELETE FROM house.jobs WHERE id = $1 AND state = 'dead'")
            .bind(id.uuid())
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// How many jobs wait, run and are dead in each queue, for metrics: queue, state, count.
    pub async fn job_counts(&self) -> Result<Vec<(String, String, i64)>, Error> {
        sqlx::query_as(
            "SELECT queue, state, count(*) FROM house.jobs GROUP BY queue, state ORDER BY queue, state",
        )
        .fetch_all(&self.pool)
        .await
    }
}

/// Whether a pending job with the same key is there already.
fn is_taken(error: &Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least_span(attempts: u32) -> Duration {
        (1..attempts).map(|attempt| back_off(Duration::from_secs(2), attempt, 1.0)).sum()
    }

    #[test]
    fn patience_outlasts_a_week_end() {
        assert!(least_span(PATIENT) > Duration::from_secs(3 * 24 * 3_600));
    }

    #[test]
    fn nobody_waits_more_than_an_hour() {
        assert_eq!(back_off(Duration::from_secs(2), 1, 0.0), Duration::from_secs(2));
        assert_eq!(back_off(Duration::from_secs(2), u32::MAX, 0.0), Duration::from_secs(3_600));
    }

    #[test]
    fn the_usual_attempts_span_hours() {
        assert!(least_span(16) > Duration::from_secs(3 * 3_600));
    }
}
