//! Routines: what the house does every so often, on one node at a time.

use std::time::Duration;

use async_trait::async_trait;
use kernel::Problem;
use time::OffsetDateTime;

use crate::{Error, Store, listeners::told_why};

/// Something done periodically: an expiry, a digest. It may run twice when a node dies while at it.
#[async_trait]
pub trait Routine: Send + Sync {
    fn name(&self) -> &'static str;
    fn every(&self) -> Duration;
    async fn run(&self) -> Result<(), Problem>;
}

/// When a routine last ran, for administrators.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RanRoutine {
    pub name: String,
    pub started_at: Option<OffsetDateTime>,
    pub finished_at: Option<OffsetDateTime>,
    pub last_error: Option<String>,
}

impl Store {
    pub async fn routines(&self) -> Result<Vec<RanRoutine>, Error> {
        sqlx::query_as("SELECT name, started_at, finished_at, last_error FROM house.routines ORDER BY name")
            .fetch_all(&self.pool)
            .await
    }

    /// Which of these routines are due: never run, or not for as long as they say, by the clock of the house.
    pub(crate) async fn due_routines(&self, names: &[&str], every: &[f64]) -> Result<Vec<String>, Error> {
        sqlx::query_scalar(
            "SELECT known.name FROM unnest($1::text[], $2::float8[]) AS known (name, every)
               LEFT JOIN house.routines r USING (name)
              WHERE (r.lease_until IS NULL OR r.lease_until < clock_timestamp())
                AND (r.started_at IS NULL OR r.started_at + make_interval(secs => known.every) <= $3)",
        )
        .bind(names)
        .bind(every)
        .bind(self.clock.now())
        .fetch_all(&self.pool)
        .await
    }

    /// Takes a due routine under a lease; `false` when another node was quicker.
    pub(crate) async fn claim_routine(
        &self,
        routine: &dyn Routine,
        node: &str,
        lease: Duration,
    ) -> Result<bool, Error> {
        let claimed = sqlx::query(
            "INSERT INTO house.routines AS r (name, started_at, node, lease_until)
             VALUES ($1, $2, $4, clock_timestamp() + make_interval(secs => $5))
             ON CONFLICT (name) DO UPDATE SET started_at = EXCLUDED.started_at, node = EXCLUDED.node,
                    lease_until = EXCLUDED.lease_until
              WHERE (r.lease_until IS NULL OR r.lease_until < clock_timestamp())
                AND (r.started_at IS NULL OR r.started_at + make_interval(secs => $3) <= $2)",
        )
        .bind(routine.name())
        .bind(self.clock.now())
        .bind(routine.every().as_secs_f64())
        .bind(node)
        .bind(lease.as_secs_f64())
        .execute(&self.pool)
        .await?;
        Ok(claimed.rows_affected() > 0)
    }

    /// Lengthens the lease; `false` when the routine is no longer this node's.
    pub(crate) async fn renew_routine(&self, name: &str, node: &str, lease: Duration) -> Result<bool, Error> {
        let renewed = sqlx::query(
            "UPDATE house.routines SET lease_until = clock_timestamp() + make_interval(secs => $3)
              WHERE name = $1 AND node = $2 AND lease_until IS NOT NULL",
        )
        .bind(name)
        .bind(node)
        .bind(lease.as_secs_f64())
        .execute(&self.pool)
        .await?;
        Ok(renewed.rows_affected() > 0)
    }

    pub(crate) async fn conclude_routine(
        &self,
        name: &str,
        node: &str,
        result: &Result<(), Problem>,
    ) -> Result<(), Error> {
        sqlx::query(
            "UPDATE house.routines SET finished_at = $3, last_error = $4, lease_until = NULL
              WHERE name = $1 AND node = $2",
        )
        .bind(name)
        .bind(node)
        .bind(self.clock.now())
        .bind(result.as_ref().err().map(told_why))
        .execute(&self.pool)
        .await
        .map(drop)
    }
}
