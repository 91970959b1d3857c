//! Through the door: HTTP in, HTTP out, a real database each time.

mod entries;

use __tool__::__Tool__;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use http_body_util::BodyExt;
use kernel::PersonId;
use serde_json::Value;
use store::Store;
use time::OffsetDateTime;
use tower::ServiceExt;
use web::{Caller, Tool};

/// The tool behind its door, and the store it tells its facts to.
struct House {
    door: Router,
    store: Store,
}

impl House {
    async fn furnished() -> Self {
        let store = testkit::fresh(&[(__tool__::SCHEMA, __Tool__::migrator())]).await;
        let (door, _) = __Tool__::new(store.clone()).routes().split_for_parts();
        Self { door, store }
    }

    async fn post(&self, who: PersonId, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::post(path).header("content-type", "application/json");
        self.knock(who, request.body(Body::from(body.to_string())).expect("a request")).await
    }

    async fn get(&self, who: PersonId, path: &str) -> (StatusCode, Value) {
        self.knock(who, Request::get(path).body(Body::empty()).expect("a request")).await
    }

    async fn knock(&self, who: PersonId, mut request: Request<Body>) -> (StatusCode, Value) {
        request.extensions_mut().insert(Caller::signed_in(who, OffsetDateTime::UNIX_EPOCH));
        let response = self.door.clone().oneshot(request).await.expect("a door always answers");
        let status = response.status();
        let body = response.into_body().collect().await.expect("a whole body").to_bytes();
        (status, serde_json::from_slice(&body).expect("JSON"))
    }

    /// What was told so far.
    async fn told(&self) -> Vec<String> {
        self.store.number_facts().await.expect("facts can be numbered");
        let told = self.store.facts_after(0, 100).await.expect("facts can be read");
        told.into_iter().map(|told| told.fact.action).collect()
    }
}
