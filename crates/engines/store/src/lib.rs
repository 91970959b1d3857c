#![doc = include_str!("../README.md")]

pub mod cluster;
mod facts;
mod house;
mod jobs;
mod listeners;
mod routines;
mod schema;
mod wakes;

use std::sync::Arc;

use kernel::Clock;
use sqlx::{PgPool, Postgres};

pub use facts::{Told, tell};
pub use house::{House, Pace};
pub use jobs::{DeadJob, Job, JobId, NewJob, PATIENT, Worker, enqueue};
pub use listeners::{Lag, Listener, NodeListener, SetAside, Start};
pub use routines::{RanRoutine, Routine};
pub use schema::SchemaError;
pub use sqlx::Error;
pub use wakes::Wake;

/// A change under way. Dropped without `commit`, nothing happened and nothing was told.
pub type Tx = sqlx::Transaction<'static, Postgres>;

/// The database of the house, the time, and the bell that wakes whoever waits for news.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    bus: Arc<wakes::Bus>,
}

impl Store {
    pub fn new(pool: PgPool, clock: Arc<dyn Clock>) -> Self {
        Self { pool, clock, bus: Arc::default() }
    }

    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub async fn begin(&self) -> Result<Tx, Error> {
        self.pool.begin().await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        sqlx::query("SELECT 1").execute(&self.pool).await.map(drop)
    }
}
