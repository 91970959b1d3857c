//! What this brick does every so often.

use std::time::Duration;

use async_trait::async_trait;
use kernel::Problem;
use store::Routine;

use crate::{Identity, rows, settings::minutes};

/// Deletes the sessions, codes, tokens, challenges and counts that are over.
pub(crate) struct Sweep(pub(crate) Identity);

#[async_trait]
impl Routine for Sweep {
    fn name(&self) -> &'static str {
        "identity.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    async fn run(&self) -> Result<(), Problem> {
        let identity = &self.0.inner;
        let window = minutes(identity.settings.password_tries_minutes);
        let factors = minutes(identity.settings.factor_tries_minutes);
        let now = identity.store.clock().now();
        let swept = rows::sweep::sweep(identity.store.pool(), now, window, factors).await;
        let swept = swept.map_err(Problem::internal)?;
        tracing::debug!(rows = swept, "what was over is swept");
        Ok(())
    }
}

/// Ends the guests whose last day is over.
pub(crate) struct EndGuests(pub(crate) Identity);

#[async_trait]
impl Routine for EndGuests {
    fn name(&self) -> &'static str {
        "identity.guests"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self) -> Result<(), Problem> {
        let ended = self.0.end_guests().await?;
        if ended > 0 {
            tracing::info!(guests = ended, "guests whose last day is over are no longer let in");
        }
        Ok(())
    }
}
