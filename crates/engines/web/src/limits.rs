//! How often one household may ask.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _};
use kernel::{Kind, Problem};
use serde_json::json;

use crate::{ClientAddress, Failure};

/// So many requests at once, then so many a second, for each address (or IPv6 /64).
#[derive(Clone)]
pub struct RateLimit {
    by_household: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    counted: Arc<AtomicUsize>,
}

impl RateLimit {
    /// Beyond so many addresses the ones that have been quiet are forgotten.
    const REMEMBERED: usize = 50_000;

    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self { by_household: Arc::new(DefaultKeyedRateLimiter::keyed(quota)), counted: Arc::default() }
    }

    /// So many a minute, all at once if they like.
    pub fn per_minute(times: NonZeroU32) -> Self {
        Self {
            by_household: Arc::new(DefaultKeyedRateLimiter::keyed(Quota::per_minute(times))),
            counted: Arc::default(),
        }
    }

    /// So many an hour, all at once if they like.
    pub fn per_hour(times: NonZeroU32) -> Self {
        Self {
            by_household: Arc::new(DefaultKeyedRateLimiter::keyed(Quota::per_hour(times))),
            counted: Arc::default(),
        }
    }

    /// # Errors
    /// `web.too_many_requests {seconds}` when the household has had its share.
    pub fn count(&self, address: ClientAddress) -> Result<(), Problem> {
        // Once in so many requests: the scan looks at every household.
        if self.counted.fetch_add(1, Ordering::Relaxed).is_multiple_of(Self::REMEMBERED)
            && self.by_household.len() > Self::REMEMBERED
        {
            self.by_household.retain_recent();
        }
        self.by_household.check_key(&address.household()).map_err(|refused| {
            let wait = refused.wait_time_from(governor::clock::DefaultClock::default().now());
            let seconds = wait.as_secs() + 1;
            Problem::new(Kind::TooManyRequests, "web.too_many_requests", json!({ "seconds": seconds }))
        })
    }
}

/// Answers 429 with `Retry-After` (RFC 6585 §4) to whoever asks too often.
pub async fn limit_rate(
    State(limit): State<RateLimit>,
    address: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    match limit.count(address) {
        Ok(()) => next.run(request).await,
        Err(problem) => Failure(problem).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_address_or_one_64() {
        let limit = RateLimit::per_minute(NonZeroU32::MIN);
        let from = |text: &str| ClientAddress(text.parse().unwrap());

        assert!(limit.count(from("192.0.2.1")).is_ok());
        assert!(limit.count(from("::ffff:192.0.2.1")).is_err());
        assert!(limit.count(from("192.0.2.2")).is_ok());
        assert!(limit.count(from("2001:db8::1")).is_ok());
        let problem = limit.count(from("2001:db8::2:1")).unwrap_err();
        assert_eq!(problem.code, "web.too_many_requests");
        assert!(limit.count(from("2001:db8:0:1::1")).is_ok());
    }
}
