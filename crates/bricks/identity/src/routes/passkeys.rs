//! Passkeys: to sign in with, and the caller's own.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use web::{Caller, Failure, Json, Path, ProblemBody};
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

use super::{Nothing, cookie::welcome, factors::written};
use crate::{
    Error, Identity,
    actions::{Arrival, Asked, Me},
    model::{ChallengeId, ListedPasskey, PasskeyId},
};

/// What an authenticator is asked.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct PasskeyChallenge {
    id: ChallengeId,
    /// `{publicKey: …}`, for `navigator.credentials`; its `publicKey` reads with `parseRequestOptionsFromJSON` or
    /// `parseCreationOptionsFromJSON` (WebAuthn §5.1).
    #[schema(value_type = Object)]
    options: Value,
}

impl PasskeyChallenge {
    pub(super) fn of(asked: Asked<impl Serialize>) -> Result<Json<Self>, Failure> {
        let options = serde_json::to_value(asked.options).map_err(Error::Kept)?;
        Ok(Json(Self { id: asked.id, options }))
    }
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownPasskey {
    /// What `navigator.credentials.get` gave, by its `toJSON()`.
    #[schema(value_type = Object)]
    pub(super) credential: Value,
}

/// What a browser gave, read as what the standard says it is.
pub(super) fn shown(credential: Value) -> Result<PublicKeyCredential, Error> {
    serde_json::from_value(credential).map_err(|_| Error::WrongPasskey)
}

/// What to sign to get in by a passkey.
#[utoipa::path(
    post, path = "/passkeys/challenges", tag = "identity", request_body = Nothing,
    responses(
        (status = 200, body = PasskeyChallenge),
        (status = 409, description = "`identity.no_passkeys_here`", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: nobody has shown yet who they are"))),
)]
pub(super) async fn ask_passkey(
    State(identity): State<Identity>,
    _: Json<Nothing>,
) -> Result<Json<PasskeyChallenge>, Failure> {
    PasskeyChallenge::of(identity.ask_passkey().await?)
}

/// Signs in with a passkey: a new session, in a cookie. A challenge is answered once, within five minutes.
#[utoipa::path(
    post, path = "/passkeys/challenges/{id}/sessions", tag = "identity", request_body = ShownPasskey,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = Me),
        (status = 401, description = "`identity.wrong_passkey`", body = ProblemBody),
        (status = 403, description = "`identity.disabled`", body = ProblemBody),
        (status = 410, description = "`identity.passkey_expired`", body = ProblemBody),
        (status = 429, body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.session.opened"))),
)]
pub(super) async fn sign_in_with_passkey(
    State(identity): State<Identity>,
    Path(id): Path<ChallengeId>,
    arrival: Arrival,
    Json(given): Json<ShownPasskey>,
) -> Result<Response, Failure> {
    let opened = identity.sign_in_with_passkey(id, &shown(given.credential)?, arrival).await?;
    welcome(&identity, opened)
}

/// Begins to register a passkey.
#[utoipa::path(
    post, path = "/passkeys/registrations", tag = "identity", request_body = Nothing,
    responses(
        (status = 200, body = PasskeyChallenge),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 409, description = "`identity.too_many_passkeys`, `identity.no_passkeys_here`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: nothing is registered yet"))),
)]
pub(super) async fn begin_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    _: Json<Nothing>,
) -> Result<Json<PasskeyChallenge>, Failure> {
    PasskeyChallenge::of(identity.begin_passkey(&caller).await?)
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPasskey {
    /// What one calls it: « Mon téléphone ».
    name: String,
    /// What `navigator.credentials.create` gave, by its `toJSON()`.
    #[schema(value_type = Object)]
    credential: Value,
}

/// A passkey just registered.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct RegisteredPasskey {
    #[serde(flatten)]
    passkey: ListedPasskey,
    /// Shown here and never again; `null` for who has some left.
    recovery_codes: Option<Vec<String>>,
}

/// Registers the passkey that an authenticator made: from now on it is asked for, after a password or a mailed code as well.
#[utoipa::path(
    post, path = "/passkeys/registrations/{id}", tag = "identity", request_body = NewPasskey,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 201, body = RegisteredPasskey),
        (status = 401, description = "`identity.wrong_passkey`", body = ProblemBody),
        (status = 409, description = "`identity.passkey_taken`", body = ProblemBody),
        (status = 410, description = "`identity.passkey_expired`", body = ProblemBody),
        (status = 422, description = "`identity.bad_name`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.passkey.added"))),
)]
pub(super) async fn finish_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<ChallengeId>,
    Json(new): Json<NewPasskey>,
) -> Result<(StatusCode, Json<RegisteredPasskey>), Failure> {
    let credential: RegisterPublicKeyCredential =
        serde_json::from_value(new.credential).map_err(|_| Error::WrongPasskey)?;
    let (passkey, codes) = identity.finish_passkey(&caller, id, &new.name, &credential).await?;
    let recovery_codes = codes.map(|codes| written(&codes));
    Ok((StatusCode::CREATED, Json(RegisteredPasskey { passkey, recovery_codes })))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenamedPasskey {
    name: String,
}

/// Gives a passkey another name.
#[utoipa::path(
    patch, path = "/passkeys/{id}", tag = "identity", request_body = RenamedPasskey,
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = ListedPasskey),
        (status = 401, body = ProblemBody),
        (status = 404, description = "`identity.no_such_passkey`", body = ProblemBody),
        (status = 422, description = "`identity.bad_name`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.passkey.renamed"))),
)]
pub(super) async fn rename_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<PasskeyId>,
    Json(renamed): Json<RenamedPasskey>,
) -> Result<Json<ListedPasskey>, Failure> {
    Ok(Json(identity.rename_passkey(&caller, id, &renamed.name).await?))
}

/// Deletes a passkey: it opens nothing any more.
#[utoipa::path(
    delete, path = "/passkeys/{id}", tag = "identity", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_passkey`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.passkey.removed"))),
)]
pub(super) async fn delete_passkey(
    State(identity): State<Identity>,
    caller: Caller,
    Path(id): Path<PasskeyId>,
) -> Result<StatusCode, Failure> {
    identity.delete_passkey(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
