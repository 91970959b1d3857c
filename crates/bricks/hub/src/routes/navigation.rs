//! Browsers on their way: to a provider, and back. They are answered by pages, never by problems.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{EmailAddress, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Caller, Failure, Json, Path, ProblemBody, Query};

use crate::{
    Error, Hub,
    actions::{Departure, Landing, Lookup, Missed, Trip, Visitor},
    model::{LandingPlace, ProviderId, Purpose},
    peer::Returned,
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HubAskedAddress)]
pub(super) struct AskedAddress {
    #[schema(format = Email)]
    address: String,
}

/// How somebody may come in: the provider of their ministry, or an account of this house. Only the domain of the address
/// is looked at. A provider that does not answer is said, with since when.
#[utoipa::path(
    post, path = "/lookups", operation_id = "look_up_providers", tag = "hub", request_body = AskedAddress,
    responses(
        (status = 200, body = Lookup),
        (status = 422, description = "`hub.bad_address`", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn look_up(
    State(hub): State<Hub>,
    Json(asked): Json<AskedAddress>,
) -> Result<Json<Lookup>, Failure> {
    Ok(Json(hub.look_up(&asked.address).await?))
}

/// Where one goes afterwards, and as whom.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// A path of this house; anything else is the home page.
    next: Option<String>,
    /// The address that the provider's page is to show.
    login_hint: Option<String>,
}

/// The same, and who thought of this provider.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AskedSignIn {
    /// A path of this house; anything else is the home page.
    next: Option<String>,
    /// The address that the provider's page is to show.
    login_hint: Option<String>,
    /// Whether an application thought of it (`idp_hint`), and not the person: one that this house does not have, or no longer, is
    /// passed over.
    #[serde(default)]
    hinted: bool,
}

/// Sends the browser to a provider to sign in. A page, for browsers to go to: what goes wrong is said by
/// `/sign-in?problem={code}&provider={id}`.
#[utoipa::path(
    get, path = "/providers/{id}/sign-in", operation_id = "sign_in_at_provider", tag = "hub", params(("id" = String, Path), AskedSignIn),
    responses((status = 303, description = "to the provider, or to `/sign-in` with the problem")),
    extensions(("x-tells" = json!("nothing: nobody has shown yet who they are"))),
)]
pub(super) async fn sign_in(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    Query(asked): Query<AskedSignIn>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let next = LandingPlace::read(asked.next.as_deref());
    let login_hint: Option<EmailAddress> = asked.login_hint.and_then(|hint| hint.parse().ok());
    let door = asked.hinted.then(|| door(&next, login_hint.as_ref()));
    let Ok(id) = id.parse::<ProviderId>() else {
        return go(door.as_deref().unwrap_or("/sign-in?problem=hub.no_such_provider"));
    };
    let trip = Trip { purpose: Purpose::SignIn, caller: None, next, login_hint, browser: visitor.browser };
    match (hub.depart(id, trip).await, door) {
        (Ok(departure), _) => sent_away(&hub, &departure),
        (Err(Error::NoSuchProvider), Some(door)) => go(&door),
        (Err(error), _) => missed(id, Missed { error, next: None }),
    }
}

/// Our own door, where an address leads on.
fn door(next: &LandingPlace, address: Option<&EmailAddress>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("next", next.as_str());
    if let Some(address) = address {
        query.append_pair("address", address.as_str());
    }
    format!("/sign-in?{}", query.finish())
}

/// Sends the browser to a provider so that its account there becomes the caller's. Only from a page of this house.
#[utoipa::path(
    get, path = "/providers/{id}/link", tag = "hub", params(("id" = uuid::Uuid, Path), Asked),
    responses(
        (status = 303, description = "to the provider, or to `next` with `problem={code}`"),
        (status = 401, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: it is told when they come back"))),
)]
pub(super) async fn link(
    State(hub): State<Hub>,
    Path(id): Path<ProviderId>,
    Query(asked): Query<Asked>,
    caller: Caller,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    depart_from_here(&hub, id, Purpose::Link, asked, &caller, visitor, &headers).await
}

/// Sends the browser to a provider to show again who the caller is. Only from a page of this house.
#[utoipa::path(
    get, path = "/providers/{id}/confirm", operation_id = "confirm_at_provider", tag = "hub", params(("id" = uuid::Uuid, Path), Asked),
    responses(
        (status = 303, description = "to the provider, or to `next` with `problem={code}`"),
        (status = 401, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: it is told when they come back"))),
)]
pub(super) async fn confirm(
    State(hub): State<Hub>,
    Path(id): Path<ProviderId>,
    Query(asked): Query<Asked>,
    caller: Caller,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    depart_from_here(&hub, id, Purpose::Confirm, asked, &caller, visitor, &headers).await
}

async fn depart_from_here(
    hub: &Hub,
    id: ProviderId,
    purpose: Purpose,
    asked: Asked,
    caller: &Caller,
    visitor: Visitor,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let next = LandingPlace::read(asked.next.as_deref());
    if !hub.sent_by_us(headers) {
        return missed(id, Missed { error: Error::NotFromHere, next: Some(next) });
    }
    let login_hint = asked.login_hint.and_then(|hint| hint.parse().ok());
    let trip =
        Trip { purpose, caller: Some(caller), next: next.clone(), login_hint, browser: visitor.browser };
    match hub.depart(id, trip).await {
        Ok(departure) => sent_away(hub, &departure),
        Err(error) => missed(id, Missed { error, next: Some(next) }),
    }
}

fn sent_away(hub: &Hub, departure: &Departure) -> Result<Response, Failure> {
    let mut response = go(departure.location.as_str())?;
    response.headers_mut().append(header::SET_COOKIE, hub.cookie(&departure.browser)?);
    Ok(response)
}

/// Where a provider sends the browser back. To `next`, signed in; to `/sign-in/arrival` for who comes for the first time; to
/// `/sign-in?problem={code}&provider={id}` when it went wrong, or to `next` with `problem={code}` for who was signed in.
/// Whoever had only been written to is also told as `identity.person.changed` and `identity.identity.linked`, who works
/// elsewhere than before as `directory.person.affiliated`; who left to link an account, as `identity.identity.linked` and,
/// when its address becomes theirs, `identity.address.added`.
#[utoipa::path(
    get, path = "/providers/{id}/callback", tag = "hub",
    params(
        ("id" = uuid::Uuid, Path),
        ("code" = Option<String>, Query), ("state" = Option<String>, Query), ("iss" = Option<String>, Query),
        ("error" = Option<String>, Query),
    ),
    responses((status = 303, description = "to a page of this house")),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn land(
    State(hub): State<Hub>,
    Path(id): Path<ProviderId>,
    Query(returned): Query<Returned>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    match hub.land(id, returned, visitor).await {
        Ok(Landing::SignedIn { opened, next }) => {
            let mut response = go(next.as_str())?;
            let cookie = hub.inner.identity.welcome(&opened)?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Ok(Landing::Arrived) => go("/sign-in/arrival"),
        Ok(Landing::Back { next }) => go(next.as_str()),
        Err(error) => missed(id, error),
    }
}

/// Says on a page what went wrong; the cause goes to the log, once.
fn missed(id: ProviderId, missed: Missed) -> Result<Response, Failure> {
    let problem = Problem::from(missed.error);
    let cause = problem.cause.as_ref().map(ToString::to_string);
    if problem.kind == kernel::Kind::Internal {
        tracing::error!(provider.id = %id, code = problem.code, cause, "somebody could not come in");
    } else {
        tracing::info!(provider.id = %id, code = problem.code, cause, "somebody could not come in");
    }
    match missed.next {
        Some(next) => go(&next.with_problem(problem.code)),
        None => go(&format!("/sign-in?problem={}&provider={id}", problem.code)),
    }
}

fn go(place: &str) -> Result<Response, Failure> {
    let location = HeaderValue::from_str(place).map_err(Problem::internal)?;
    // A page by the way, never kept: its address held a code.
    let fields =
        [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::SEE_OTHER, fields).into_response())
}
