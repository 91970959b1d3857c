//! Doors are closed by default: every operation of the API and of every protocol is knocked at.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use serde_json::Value;
use tower::ServiceExt;

use crate::rooms_of_a_test::House;

/// What anybody may ask without having signed in. A line more here is a decision to argue.
const OPEN: &[&str] = &[
    "GET /api/house",
    "GET /api/house/mails",
    "GET /api/house/mails/{id}",
    "POST /api/identity/lookups",
    "POST /api/identity/sessions",
    "POST /api/identity/codes",
    "POST /api/identity/codes/{id}/sessions",
    "POST /api/identity/second-factors/{id}/sessions",
    "GET /api/identity/invitations/{key}",
    "POST /api/identity/invitations/{key}/acceptances",
    "POST /api/identity/passkeys/challenges",
    "POST /api/identity/passkeys/challenges/{id}/sessions",
    "GET /api/identity/sample/persons",
    "POST /api/identity/sample/sessions",
    "POST /api/hub/lookups",
    "GET /api/hub/providers/{id}/sign-in",
    "GET /api/hub/providers/{id}/callback",
    "POST /api/hub/providers/{id}/backchannel-logout",
    "GET /api/hub/keys",
    "GET /api/hub/arrivals/current",
    "POST /api/hub/arrivals/current/persons",
    "POST /api/hub/arrivals/current/recoveries",
    "POST /api/hub/arrivals/current/transfers",
    "GET /api/provider/requests/{id}",
    "GET /api/provider/sign-outs/{id}",
    "POST /api/provider/sign-outs/{id}/decisions",
    "GET /oauth2/authorize",
    "POST /oauth2/authorize",
    "GET /oauth2/answer",
    "GET /oauth2/logout",
    "POST /oauth2/logout",
    "POST /oauth2/par",
    "POST /oauth2/token",
    "POST /oauth2/device",
    "POST /oauth2/registration",
    "POST /oauth2/introspect",
    "POST /oauth2/revoke",
    "GET /oauth2/userinfo",
    "POST /oauth2/userinfo",
    "GET /oauth2/keys.json",
    "GET /.well-known/openid-configuration",
    "GET /.well-known/oauth-authorization-server",
    "GET /_matrix/client/v1/auth_metadata",
    "GET /_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
    "GET /api/transfer/received/{key}",
    "GET /api/transfer/received/{key}/files/{file}",
];

#[tokio::test]
async fn every_door_is_closed_unless_it_is_on_the_list() {
    let house = House::new().await;
    let operations = house.operations();

    assert_eq!(left_open(&house.doors, &operations).await, Vec::<String>::new());
    for open in OPEN {
        assert!(
            operations.iter().any(|(operation, ..)| operation == open),
            "{open} is on the list and not in the house"
        );
    }
}

#[tokio::test]
async fn a_door_left_open_is_found_out() {
    let house = House::new().await;
    let forgotten = axum::routing::get(async || "the whole trail");
    let doors = Router::new().route("/api/audit/everything", forgotten).merge(house.doors.clone());
    let mut operations = house.operations();
    let path = "/api/audit/everything";
    operations.push((format!("GET {path}"), Method::GET, path.to_owned()));

    let found = left_open(&doors, &operations).await;

    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found.iter().all(|fault| fault.starts_with("GET /api/audit/everything answers 200")),
        "{found:#?}"
    );
}

/// The operations that let somebody in without a session or with a wrong one, and those that should and do not.
async fn left_open(doors: &Router, operations: &[(String, Method, String)]) -> Vec<String> {
    let mut faults = vec![];
    for (operation, method, path) in operations {
        let open = OPEN.contains(&operation.as_str());
        for credential in
            [None, Some(("cookie", "sacados=0123456789abcdef")), Some(("authorization", "Bearer sac_none"))]
        {
            let (status, code) = knock(doors, method.clone(), path, credential).await;
            let asks = code.as_deref() == Some("sign_in");
            // A HEAD has no body to carry a code.
            let refused = status == StatusCode::UNAUTHORIZED && (asks || *method == Method::HEAD);
            if open && asks {
                faults.push(format!("{operation} is public and asks to sign in"));
            } else if !open && !refused {
                faults.push(format!("{operation} answers {status} to {credential:?}"));
            }
        }
    }
    faults
}

#[tokio::test]
async fn a_token_made_for_another_tool_opens_nothing() {
    let house = House::new().await;
    let bearer = format!("Bearer {}", house.token_for("directory").await);

    for (operation, method, path) in house.operations() {
        if OPEN.contains(&operation.as_str()) || operation.contains(" /api/directory/") {
            continue;
        }
        let (status, code) =
            knock(&house.doors, method.clone(), &path, Some(("authorization", &bearer))).await;
        if operation == "GET /api/identity/me" {
            assert_eq!(status, StatusCode::OK, "a program may ask for whom it acts");
            continue;
        }
        assert_eq!(status, StatusCode::FORBIDDEN, "{operation}");
        if method != Method::HEAD {
            // Nobody changes who they are by a token, whatever it was made for.
            let refusal = if operation.contains(" /api/identity/") {
                "identity.not_by_token"
            } else {
                "web.token_elsewhere"
            };
            assert_eq!(code.as_deref(), Some(refusal), "{operation}");
        }
    }
}

/// Knocks with an empty JSON body; parts of the path are ids of nothing.
async fn knock(
    doors: &Router,
    method: Method,
    path: &str,
    credential: Option<(&str, &str)>,
) -> (StatusCode, Option<String>) {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    request = request
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .header("tus-resumable", "1.0.0");
    if let Some((name, value)) = credential {
        request = request.header(name, value);
    }
    let Ok(response) = doors.clone().oneshot(request.body(Body::from("{}")).unwrap()).await;
    let status = response.status();
    if response.headers().get("content-type").is_none_or(|kind| kind != "application/problem+json") {
        return (status, None);
    }
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let problem: Option<Value> = serde_json::from_slice(&body).ok();
    (status, problem.and_then(|problem| Some(problem["code"].as_str()?.to_owned())))
}
