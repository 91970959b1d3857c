//! The endpoints of OAuth 2.0, OpenID Connect and Matrix, at the addresses that they give themselves.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kernel::{Language, Problem};
use web::{ClientAddress, Doors, Root};

use super::{
    Present, form_post,
    spoken::{Form, authorization, bearer, jwt, public, said, unkept},
};
use crate::{
    Error, Provider,
    authorize::Journey,
    model::{OauthCode, Params, Refusal, Registration},
    token::{Introspected, Machine, UserInfo},
};

/// The longest description of a client, in bytes.
const LONGEST_REGISTRATION: usize = 32 * 1024;

/// Browsers come with their cookie to two addresses; programs, from anywhere and without one, to the others.
pub(crate) fn roots(provider: &Provider) -> Vec<Root> {
    let browsers = Router::new()
        .route("/authorize", get(authorize))
        .route("/answer", get(answer))
        .route("/logout", get(log_out));
    // A POST of another site brings no cookie (SameSite=Lax), and none is read of it: what it asks is kept, and its browser
    // comes back by GET.
    let programs = Router::new()
        .route("/authorize", post(authorize_by_form))
        .route("/logout", post(log_out_by_form))
        .route("/par", post(push))
        .route("/token", post(token))
        .route("/device", post(device))
        .route("/registration", post(register))
        .route("/introspect", post(introspect))
        .route("/revoke", post(revoke))
        .route("/userinfo", get(userinfo).post(userinfo_by_form))
        .route("/keys.json", get(keys));
    let well_known = Router::new()
        .route("/openid-configuration", get(metadata))
        .route("/oauth-authorization-server", get(metadata));
    let matrix = Router::new()
        .route("/v1/auth_metadata", get(metadata))
        .route("/unstable/org.matrix.msc2965/auth_metadata", get(metadata));
    let root = |prefix, routes: Router<Provider>, doors, operations| Root {
        prefix,
        routes: routes.with_state(provider.clone()),
        doors,
        operations,
    };
    vec![
        root(
            "/oauth2",
            browsers,
            Doors::Open,
            vec![("GET", "/authorize"), ("GET", "/answer"), ("GET", "/logout")],
        ),
        root(
            "/oauth2",
            programs,
            Doors::AnyOrigin,
            vec![
                ("POST", "/authorize"),
                ("POST", "/logout"),
                ("POST", "/par"),
                ("POST", "/token"),
                ("POST", "/device"),
                ("POST", "/registration"),
                ("POST", "/introspect"),
                ("POST", "/revoke"),
                ("GET", "/userinfo"),
                ("POST", "/userinfo"),
                ("GET", "/keys.json"),
            ],
        ),
        root(
            "/.well-known",
            well_known,
            Doors::AnyOrigin,
            vec![("GET", "/openid-configuration"), ("GET", "/oauth-authorization-server")],
        ),
        root(
            "/_matrix/client",
            matrix,
            Doors::AnyOrigin,
            vec![("GET", "/v1/auth_metadata"), ("GET", "/unstable/org.matrix.msc2965/auth_metadata")],
        ),
    ]
}

async fn authorize(
    State(provider): State<Provider>,
    Present(caller): Present,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    travel(provider.authorize(&params, caller).await, &headers)
}

async fn authorize_by_form(State(provider): State<Provider>, form: Form) -> Response {
    // Its application cannot be told from what was not read.
    if let Err(refusal) = form.params.fit() {
        return said(&refusal);
    }
    travel(provider.keep_posted(&form.params).await, &form.headers)
}

/// An answer that a page of the web application decided, on its way in a form.
async fn answer(
    State(provider): State<Provider>,
    Present(caller): Present,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let sealed = params.once("sealed").unwrap_or_default();
    travel(provider.posted_answer(sealed, caller).map(Journey::Form), &headers)
}

async fn log_out_by_form(State(provider): State<Provider>, form: Form) -> Response {
    match provider.keep_posted_sign_out(&form.params).await {
        Ok(location) => go(&location),
        Err(error) => problem_page(error),
    }
}

async fn log_out(
    State(provider): State<Provider>,
    Present(caller): Present,
    RawQuery(query): RawQuery,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let leaving = match provider.log_out(&params, caller).await {
        Ok(leaving) => leaving,
        Err(error) => return problem_page(error),
    };
    let mut response = go(&leaving.location);
    if leaving.signed_out
        && let Ok(cookie) = provider.inner.identity.farewell()
    {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn travel(journey: Result<Journey, Error>, headers: &HeaderMap) -> Response {
    let sent = journey.and_then(|journey| match journey {
        Journey::Address(location) => Ok(go(&location)),
        Journey::Form(answer) => form_post::page(&answer, language(headers)),
    });
    sent.unwrap_or_else(problem_page)
}

fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|field| field.to_str().ok());
    Language::of_accept_language(accepted.unwrap_or_default())
}

/// 303: whatever the browser did, it goes on by GET and sends nothing along (RFC 9700 §4.12).
fn go(location: &str) -> Response {
    match HeaderValue::from_str(location) {
        Ok(location) => unkept((StatusCode::SEE_OTHER, [(header::LOCATION, location)])),
        Err(_) => problem_page(Error::BadRedirectUri),
    }
}

/// What cannot be told to an application is told to its person.
fn problem_page(error: Error) -> Response {
    let problem = Problem::from(error);
    if problem.cause.is_some() {
        tracing::error!(code = problem.code, cause = ?problem.cause, "a sign-in to an application failed");
    }
    let location = format!("/connect/problem?code={}", problem.code);
    let location = HeaderValue::from_str(&location).unwrap_or(HeaderValue::from_static("/connect/problem"));
    unkept((StatusCode::SEE_OTHER, [(header::LOCATION, location)]))
}

fn spoken(answer: Result<Response, Refusal>) -> Response {
    answer.unwrap_or_else(|refusal| said(&refusal))
}

async fn push(State(provider): State<Provider>, form: Form) -> Response {
    spoken(
        async {
            let client = provider.authenticate(form.authorization(), &form.params).await?;
            let params = form.params.without(&["client_secret", "client_assertion", "client_assertion_type"]);
            let pushed = provider.push_request(&client, params).await?;
            Ok(unkept((StatusCode::CREATED, Json(pushed))))
        }
        .await,
    )
}

async fn token(State(provider): State<Provider>, from: ClientAddress, form: Form) -> Response {
    spoken(
        async {
            let client = provider.authenticate(form.authorization(), &form.params).await?;
            let from = Machine { address: from, user_agent: form.user_agent() };
            Ok(unkept(Json(provider.token(&client, &form.params, &from).await?)))
        }
        .await,
    )
}

async fn device(State(provider): State<Provider>, form: Form) -> Response {
    spoken(
        async {
            let client = provider.authenticate(form.authorization(), &form.params).await?;
            Ok(unkept(Json(provider.authorize_device(&client, &form.params).await?)))
        }
        .await,
    )
}

async fn introspect(State(provider): State<Provider>, form: Form) -> Response {
    const SIGNED: &str = "application/token-introspection+jwt";
    let accept = form.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = accept.split(',').any(|kind| kind.split(';').next().unwrap_or_default().trim() == SIGNED);
    spoken(
        async {
            let client = provider.authenticate(form.authorization(), &form.params).await?;
            match provider.introspect(&client, &form.params, signed).await? {
                Introspected::Json(answer) => Ok(unkept(Json(answer))),
                Introspected::Signed(token) => Ok(jwt(SIGNED, token)),
            }
        }
        .await,
    )
}

async fn revoke(State(provider): State<Provider>, form: Form) -> Response {
    spoken(
        async {
            let client = provider.authenticate(form.authorization(), &form.params).await?;
            provider.revoke(&client, &form.params).await?;
            Ok(unkept(StatusCode::OK))
        }
        .await,
    )
}

async fn register(State(provider): State<Provider>, from: ClientAddress, body: Bytes) -> Response {
    let bad = || Refusal::new(OauthCode::InvalidClientMetadata, "the description does not read");
    spoken(
        async {
            if body.len() > LONGEST_REGISTRATION {
                return Err(bad());
            }
            let words: Registration = serde_json::from_slice(&body).map_err(|_| bad())?;
            Ok(unkept((StatusCode::CREATED, Json(provider.register(words, from).await?))))
        }
        .await,
    )
}

async fn userinfo(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    if authorization(&headers).is_none() {
        // Nothing was shown, so nothing is said of it (RFC 6750 §3).
        let challenge = HeaderValue::from_static("Bearer realm=\"sacados\"");
        return unkept((StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]));
    }
    tell(&provider, bearer(&headers)).await
}

/// RFC 6750 §2.2: in the header, or in the form; never in both.
async fn userinfo_by_form(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    let params = Params::read(&body);
    match (authorization(&headers), params.once("access_token")) {
        (Some(_), None) | (None, None) => userinfo(State(provider), headers).await,
        (None, Some(token)) => tell(&provider, Some(token)).await,
        (Some(_), Some(_)) => said(&Refusal::new(OauthCode::InvalidRequest, "one token at a time")),
    }
}

async fn tell(provider: &Provider, token: Option<&str>) -> Response {
    match provider.userinfo(token).await {
        Ok(UserInfo::Json(claims)) => unkept(Json(claims)),
        Ok(UserInfo::Signed(token)) => jwt("application/jwt", token),
        Err(refusal) => said(&refusal),
    }
}

async fn keys(State(provider): State<Provider>) -> Response {
    match provider.published_keys().await {
        Ok(keys) => public(
            (
                [(header::CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json"))],
                keys.to_string(),
            ),
            300,
        ),
        Err(error) => said(&Refusal::from(error)),
    }
}

async fn metadata(State(provider): State<Provider>) -> Response {
    public(Json(provider.metadata()), 300).into_response()
}
