//! Jobs: what is done later, at least once, enqueued in the transaction of the change that asks for it.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Id, Kind, Problem};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{Error, Store, Tx, Wake, listeners::told_why, wakes::JOBS_ENQUEUED};

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

    /// Takes up to `limit` due jobs of a queue under a lease. Those past their end are forgotten on the way.
    pub(crate) async fn claim_jobs(
        &self,
        worker: &dyn Worker,
        limit: usize,
        node: &str,
        lease: Duration,
    ) -> Result<Vec<Job>, Error> {
        type Row = (Uuid, String, Value, i32, OffsetDateTime, Option<OffsetDateTime>);
        let now = self.clock.now();
        let rows: Vec<Row> = sqlx::query_as(
            "WITH next AS (
                 SELECT id FROM house.jobs WHERE queue = $1 AND state = 'pending' AND run_at <= $2
                  ORDER BY run_at, turn LIMIT $3 FOR UPDATE SKIP LOCKED
             )
             UPDATE house.jobs j SET state = 'running', attempts = attempts + 1, most_attempts = $4, node = $5,
                    lease_until = clock_timestamp() + make_interval(secs => $6)
               FROM next WHERE j.id = next.id
             RETURNING j.id, queue, payload, attempts, enqueued_at, discard_after",
        )
        .bind(worker.queue())
        .bind(now)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .bind(i32::try_from(worker.attempts()).unwrap_or(i32::MAX))
        .bind(node)
        .bind(lease.as_secs_f64())
        .fetch_all(&self.pool)
        .await?;

        let mut claimed = Vec::with_capacity(rows.len());
        for (id, queue, payload, attempts, enqueued_at, discard_after) in rows {
            let attempts = u32::try_from(attempts).unwrap_or(0);
            let job = Job { id: Id::from_uuid(id), queue, payload, attempts, enqueued_at };
            if discard_after.is_some_and(|end| end <= now) {
                tracing::info!(job = %job.id, queue = job.queue, "job {} came too late and is forgotten", job.id);
                self.finish_job(&job).await?;
            } else {
                claimed.push(job);
            }
        }
        Ok(claimed)
    }

    /// Notes what came of a job.
    pub(crate) async fn conclude_job(
        &self,
        job: &Job,
        most_attempts: u32,
        first_retry: Duration,
        result: Result<(), Problem>,
    ) -> Result<(), Error> {
        let Err(problem) = result else { return self.finish_job(job).await };

        let why = told_why(&problem);
        if problem.kind == Kind::Invalid || job.attempts >= most_attempts {
            tracing::error!(
                job = %job.id, queue = job.queue, attempts = job.attempts, cause = why,
                "job {} of {} is dead", job.id, job.queue
            );
            return self.bury_job(job.id, job.attempts, &why).await;
        }
        let wait = back_off(first_retry, job.attempts, jitter());
        tracing::warn!(
            job = %job.id, queue = job.queue, attempts = job.attempts, cause = why, wait_s = wait.as_secs(),
            "job {} of {} failed and will be tried again", job.id, job.queue
        );
        self.put_back_job(job.id, job.attempts, Some(self.clock.now() + wait), &why).await
    }

    async fn finish_job(&self, job: &Job) -> Result<(), Error> {
        sqlx::query("DELETE FROM house.jobs WHERE id = $1 AND attempts = $2 AND state = 'running'")
            .bind(job.id.uuid())
            .bind(i32::try_from(job.attempts).unwrap_or(i32::MAX))
            .execute(&self.pool)
            .await
            .map(drop)
    }

    async fn bury_job(&self, id: JobId, attempts: u32, why: &str) -> Result<(), Error> {
        sqlx::query(
            "UPDATE house.jobs SET state = 'dead', last_error = $3, failed_at = $4, node = NULL, lease_until = NULL
              WHERE id = $1 AND attempts = $2 AND state = 'running'",
        )
        .bind(id.uuid())
        .bind(i32::try_from(attempts).unwrap_or(i32::MAX))
        .bind(why)
        .bind(self.clock.now())
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Lets a job be claimed again, at once without a time.
    async fn put_back_job(
        &self,
        id: JobId,
        attempts: u32,
        run_at: Option<OffsetDateTime>,
        why: &str,
    ) -> Result<(), Error> {
        let put_back = sqlx::query(
            "UPDATE house.jobs SET state = 'pending', run_at = coalesce($3, '-infinity'::timestamptz),
                    last_error = $4, failed_at = $5, node = NULL, lease_until = NULL
              WHERE id = $1 AND attempts = $2 AND state = 'running'",
        )
        .bind(id.uuid())
        .bind(i32::try_from(attempts).unwrap_or(i32::MAX))
        .bind(run_at)
        .bind(why)
        .bind(self.clock.now())
        .execute(&self.pool)
        .await;
        match put_back {
            Ok(_) => Ok(()),
            // The same work was enqueued while this ran, and waits: that one will do it.
            Err(error) if is_taken(&error) => {
                sqlx::query("DELETE FROM house.jobs WHERE id = $1 AND state = 'running'")
                    .bind(id.uuid())
                    .execute(&self.pool)
                    .await
                    .map(drop)
            }
            Err(error) => Err(error),
        }
    }

    /// Lets jobs be claimed again whose lease is over. Those under way here are only late to be renewed.
    pub(crate) async fn reclaim_expired_jobs(&self, under_way: &[Uuid]) -> Result<(), Error> {
        let lost = sqlx::query_as(
            "SELECT id, queue, attempts, most_attempts FROM house.jobs
              WHERE state = 'running' AND lease_until < clock_timestamp() AND id <> ALL($1) LIMIT 500",
        )
        .bind(under_way)
        .fetch_all(&self.pool)
        .await?;
        self.reclaim_jobs(lost).await
    }

    /// Lets jobs be claimed again that an earlier life of a node was doing when it died.
    pub(crate) async fn reclaim_jobs_of(&self, name: &str, this_life: &str) -> Result<(), Error> {
        let lost = sqlx::query_as(
            "SELECT id, queue, attempts, most_attempts FROM house.jobs
              WHERE state = 'running' AND starts_with(node, $1 || '/') AND node <> $2 LIMIT 500",
        )
        .bind(name)
        .bind(this_life)
        .fetch_all(&self.pool)
        .await?;
        self.reclaim_jobs(lost).await
    }

    async fn reclaim_jobs(&self, lost: Vec<(Uuid, String, i32, i32)>) -> Result<(), Error> {
        for (id, queue, attempts, most_attempts) in lost {
            let id = JobId::from_uuid(id);
            let attempts = u32::try_from(attempts).unwrap_or(0);
            tracing::warn!(job = %id, queue, attempts, "job {id} of {queue} was left by a node that died");
            if attempts >= u32::try_from(most_attempts).unwrap_or(0) {
                self.bury_job(id, attempts, "the program died while doing it").await?;
            } else {
                self.put_back_job(id, attempts, None, "the program died while doing it").await?;
                self.bus.ring(Wake::Jobs(queue));
            }
        }
        Ok(())
    }

    /// Lengthens the leases of jobs under way on a node and says which it still holds.
    pub(crate) async fn renew_leases(
        &self,
        node: &str,
        held: &[Uuid],
        lease: Duration,
    ) -> Result<Vec<Uuid>, Error> {
        sqlx::query_scalar(
            "UPDATE house.jobs SET lease_until = clock_timestamp() + make_interval(secs => $3)
              WHERE node = $1 AND id = ANY($2) AND state = 'running' RETURNING id",
        )
        .bind(node)
        .bind(held)
        .bind(lease.as_secs_f64())
        .fetch_all(&self.pool)
        .await
    }

    /// Gives back a job that could not be finished before the node stops; the attempt does not count.
    pub(crate) async fn give_back_job(&self, job: &Job) -> Result<(), Error> {
        let given: Result<_, Error> = sqlx::query(
            "UPDATE house.jobs SET state = 'pending', attempts = attempts - 1, run_at = '-infinity',
                    node = NULL, lease_until = NULL WHERE id = $1 AND attempts = $2 AND state = 'running'",
        )
        .bind(job.id.uuid())
        .bind(i32::try_from(job.attempts).unwrap_or(i32::MAX))
        .execute(&self.pool)
        .await;
        match given {
            // The same work waits already; the lease of this one will end by itself.
            Err(error) if !is_taken(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes the names of queues that got jobs, and wakes their workers on every node.
    pub(crate) async fn announce_jobs(&self) -> Result<bool, Error> {
        let waiting: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM house.fresh_jobs)").fetch_one(&self.pool).await?;
        if !waiting {
            return Ok(false);
        }
        let queues: Vec<String> = sqlx::query_scalar(
            "WITH fresh AS (DELETE FROM house.fresh_jobs RETURNING queue) SELECT DISTINCT queue FROM fresh",
        )
        .fetch_all(&self.pool)
        .await?;
        let any = !queues.is_empty();
        for queue in queues {
            self.bus.ring(Wake::Jobs(queue));
        }
        Ok(any)
    }
}

/// Whether a pending job with the same key is there already.
fn is_taken(error: &Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// A number in 0..1, so that jobs which failed together are not tried together.
fn jitter() -> f64 {
    f64::from(u16::from_le_bytes([Uuid::new_v4().as_bytes()[0], Uuid::new_v4().as_bytes()[1]])) / 65_536.0
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
