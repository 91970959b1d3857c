//! The caller's sessions.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use web::{Caller, Failure, Json, Path, ProblemBody, SessionId};

use super::cookie::{SessionClosed, farewell};
use crate::{Error, Identity, model::ListedSession};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Sessions {
    sessions: Vec<ListedSession>,
}

/// One's open sessions, newest first.
#[utoipa::path(
    get, path = "/sessions", tag = "identity",
    responses((status = 200, body = Sessions), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_sessions(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Sessions>, Failure> {
    Ok(Json(Sessions { sessions: identity.sessions(&caller).await? }))
}

/// Closes one of one's sessions; `current` is the one that asks. When a ministry's provider opened that one, the answer says
/// where the browser goes to be signed out there too (OpenID Connect RP-Initiated Logout 1.0), from where it is sent back to
/// `/sign-out`.
#[utoipa::path(
    delete, path = "/sessions/{id}", tag = "identity",
    params(("id" = String, Path, description = "an id, or `current`")),
    responses(
        (status = 200, description = "closed; the ministry is another matter", body = SessionClosed),
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_session`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.closed"))),
)]
pub(super) async fn close_session(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = named(&id, &caller)?;
    let way_out = identity.close_session(&caller, id).await?;
    if id == caller.session {
        farewell(&identity, way_out)
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

fn named(id: &str, caller: &Caller) -> Result<SessionId, Error> {
    if id == "current" {
        return Ok(caller.session);
    }
    id.parse().map_err(|_| Error::NoSuchSession)
}
