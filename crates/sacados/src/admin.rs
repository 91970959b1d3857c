//! The operator's listener: is it alive, is it ready, how is it going. On an address of its own, never the public one.

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use metrics_exporter_prometheus::PrometheusHandle;
use store::Store;

#[derive(Clone)]
struct Watch {
    store: Store,
    metrics: PrometheusHandle,
}

/// `/livez`, `/readyz` and `/metrics` (Prometheus text format).
pub(crate) fn routes(store: Store, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/livez", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(measure))
        .with_state(Watch { store, metrics })
}

async fn ready(State(watch): State<Watch>) -> impl IntoResponse {
    match watch.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn measure(State(watch): State<Watch>) -> String {
    for lag in watch.store.lags().await.unwrap_or_default() {
        #[expect(clippy::cast_precision_loss, reason = "a gauge; nobody is 2^52 facts behind")]
        metrics::gauge!("sacados_listener_lag_facts", "listener" => lag.listener, "node" => lag.node)
            .set(lag.behind as f64);
    }
    for (queue, state, jobs) in watch.store.job_counts().await.unwrap_or_default() {
        #[expect(clippy::cast_precision_loss, reason = "a gauge; nobody has 2^52 jobs")]
        metrics::gauge!("sacados_jobs", "queue" => queue, "state" => state).set(jobs as f64);
    }
    watch.metrics.render()
}
