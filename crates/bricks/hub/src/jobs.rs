//! What this brick does every so often.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Actor, Problem};
use store::Routine;

use crate::Hub;

/// Asks every provider how it is, and keeps what it says of itself. What was left open when one was disabled is closed.
pub(crate) struct Probe(pub(crate) Hub);

#[async_trait]
impl Routine for Probe {
    fn name(&self) -> &'static str {
        "hub.probe"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(self.0.inner.settings.probe_seconds.max(5).into())
    }

    async fn run(&self) -> Result<(), Problem> {
        self.0.close_of_disabled(Actor::System).await?;
        Ok(self.0.probe().await?)
    }
}

/// Deletes what is over.
pub(crate) struct Sweep(pub(crate) Hub);

#[async_trait]
impl Routine for Sweep {
    fn name(&self) -> &'static str {
        "hub.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    async fn run(&self) -> Result<(), Problem> {
        let swept = self.0.sweep().await?;
        tracing::debug!(rows = swept, "what was over is swept");
        Ok(())
    }
}
