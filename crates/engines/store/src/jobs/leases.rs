//! Jobs under way: claimed under a lease, renewed, concluded, and taken back from nodes that died.

use std::time::Duration;

use kernel::{Id, Kind, Problem};
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Job, JobId, Worker, back_off, is_taken};
use crate::{Error, Store, Wake, listeners::told_why};

impl Store {
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

/// A number in 0..1, so that jobs which failed together are not tried together.
fn jitter() -> f64 {
    f64::from(u16::from_le_bytes([Uuid::new_v4().as_bytes()[0], Uuid::new_v4().as_bytes()[1]])) / 65_536.0
}
