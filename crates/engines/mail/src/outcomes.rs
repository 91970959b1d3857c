//! Who wants to know what became of letters.

use async_trait::async_trait;
use kernel::Problem;
use serde_json::Value;

/// Hears what became of the letters that have something to be told `about`.
///
/// Told at least once, and again later when the answer is an error: write what you hear so that twice is as once. After
/// `mail.unreachable` an administrator may try again, so `delivered` can still follow.
#[async_trait]
pub trait Outcomes: Send + Sync {
    /// The relay took it. It may still bounce later, far from here.
    async fn delivered(&self, template: &str, about: &Value) -> Result<(), Problem>;

    /// It will not leave: `reason` is one of `mail.refused` (the relay refused this letter or its recipient for good),
    /// `mail.unreachable` (it could not be given to the relay in all the time there was).
    async fn refused(&self, template: &str, about: &Value, reason: &str) -> Result<(), Problem>;
}

/// The relay refused this letter or its recipient for good.
pub(crate) const REFUSED: &str = "mail.refused";
/// The relay could not be reached, or put the letter off, in all the time there was.
pub(crate) const UNREACHABLE: &str = "mail.unreachable";
