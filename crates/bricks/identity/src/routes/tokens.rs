//! The caller's personal access tokens.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Identity,
    model::{ListedToken, TokenId, TokenKind},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Tokens {
    tokens: Vec<ListedToken>,
}

/// One's tokens, newest first.
#[utoipa::path(
    get, path = "/tokens", tag = "identity",
    responses((status = 200, body = Tokens), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_tokens(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<Tokens>, Failure> {
    Ok(Json(Tokens { tokens: identity.tokens(caller.person).await? }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedToken {
    /// What it is for, in one's own words.
    name: String,
    /// The tools it opens: `transfer`.
    scopes: Vec<String>,
    /// How long it lives: 365 at most.
    days: u32,
    /// How it is shown: by default as a bearer token.
    #[serde(default)]
    kind: TokenKind,
}

/// A token just made. Its secret is shown here and never again.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct NewlyMadeToken {
    /// For `Authorization: Bearer`; an application's password, for `Basic`, with an address of its person.
    token: String,
    #[serde(flatten)]
    listed: ListedToken,
}

/// Makes a token with which a program acts for the caller.
#[utoipa::path(
    post, path = "/tokens", tag = "identity", request_body = AskedToken,
    responses(
        (status = 201, body = NewlyMadeToken),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 409, description = "`identity.too_many_tokens`", body = ProblemBody),
        (status = 422, description = "`identity.bad_name`, `identity.bad_scopes`, `identity.bad_days`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.token.created"))),
)]
pub(super) async fn create_token(
    State(identity): State<Identity>,
    caller: Caller,
    Json(asked): Json<AskedToken>,
) -> Result<(StatusCode, Json<NewlyMadeToken>), Failure> {
    let created =
        identity.create_token(&caller, (asked.kind, &asked.name, &asked.scopes, asked.days)).await?;
    let made = NewlyMadeToken { token: created.secret.expose().to_owned(), listed: created.token };
    Ok((StatusCode::CREATED, Json(made)))
}

/// Withdraws a token: it opens nothing any more.
#[utoipa::path(
    delete, path = "/tokens/{id}", tag = "identity", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_token`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.token.revoked"))),
)]
pub(super) async fn revoke_token(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<TokenId>,
) -> Result<StatusCode, Failure> {
    identity.revoke_token(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
