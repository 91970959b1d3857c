//! The caller: who they are, their name, their password.

use axum::{extract::State, http::StatusCode};
use kernel::{Language, Secret};
use serde::Deserialize;
use web::{Caller, ClientAddress, Failure, Json, ProblemBody};

use crate::{Identity, actions::Me};

/// Who is signed in, and how. The only thing here that a token may ask.
#[utoipa::path(
    get, path = "/me", tag = "identity",
    responses((status = 200, body = Me), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn show_me(State(identity): State<Identity>, caller: Caller) -> Result<Json<Me>, Failure> {
    Ok(Json(identity.show_me(&caller).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedMe {
    /// One line of a hundred characters at most; control characters and marks that turn text round are taken out.
    name: Option<String>,
    language: Option<Language>,
}

/// Changes one's name or language; what is not given stays.
#[utoipa::path(
    patch, path = "/me", tag = "identity", request_body = ChangedMe,
    responses(
        (status = 200, body = Me),
        (status = 401, body = ProblemBody),
        (status = 422, description = "`identity.bad_name`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.person.changed"))),
)]
pub(super) async fn change_me(
    State(identity): State<Identity>,
    caller: Caller,
    Json(changed): Json<ChangedMe>,
) -> Result<Json<Me>, Failure> {
    Ok(Json(identity.change_me(&caller, changed.name.as_deref(), changed.language).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedPassword {
    /// May be left out by who has none yet, or signed in by a code in the last quarter of an hour.
    #[schema(value_type = Option<String>, format = Password)]
    current: Option<Secret<String>>,
    /// Twelve characters at least, 256 bytes at most.
    #[schema(value_type = String, format = Password)]
    new: Secret<String>,
}

/// Chooses a password, which closes one's other sessions.
#[utoipa::path(
    put, path = "/me/password", tag = "identity", request_body = ChangedPassword,
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 403, description = "`identity.wrong_password`", body = ProblemBody),
        (status = 422, description = "what is wrong with the new one", body = ProblemBody),
        (status = 429, description = "`identity.too_many_tries`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.password.changed"))),
)]
pub(super) async fn change_password(
    State(identity): State<Identity>,
    caller: Caller,
    from: ClientAddress,
    Json(changed): Json<ChangedPassword>,
) -> Result<StatusCode, Failure> {
    identity.change_password(&caller, &from.into(), changed.current.as_ref(), &changed.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
