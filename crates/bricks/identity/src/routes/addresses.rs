//! The caller's addresses.

use axum::{extract::State, http::StatusCode};
use kernel::Secret;
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use super::sign_in::{AskedAddress, SentCode};
use crate::{
    Identity,
    actions::{Arrival, address},
    model::{CodeId, Guess, OwnAddress},
};

#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct OwnAddresses {
    addresses: Vec<OwnAddress>,
}

/// One's addresses, the main one first.
#[utoipa::path(
    get, path = "/addresses", tag = "identity",
    responses((status = 200, body = OwnAddresses), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_addresses(
    State(identity): State<Identity>,
    caller: Caller,
) -> Result<Json<OwnAddresses>, Failure> {
    Ok(Json(OwnAddresses { addresses: identity.own_addresses(&caller).await? }))
}

/// Mails a code that proves an address to be one's own too. The answer is the same whether or not anybody has it.
#[utoipa::path(
    post, path = "/addresses", tag = "identity", request_body = AskedAddress,
    responses(
        (status = 202, body = SentCode),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 409, description = "`identity.too_many_addresses`", body = ProblemBody),
        (status = 422, description = "`identity.bad_address`", body = ProblemBody),
        (status = 429, description = "as for the codes of signing in", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: nothing is proven yet"))),
)]
pub(super) async fn begin_address(
    State(identity): State<Identity>,
    caller: Caller,
    arrival: Arrival,
    Json(asked): Json<AskedAddress>,
) -> Result<(StatusCode, Json<SentCode>), Failure> {
    let asked = address(&asked.address)?;
    let sent = identity.begin_address(&caller, asked, &arrival.household, arrival.language).await?;
    Ok((StatusCode::ACCEPTED, Json(sent.into())))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ShownProof {
    id: CodeId,
    #[schema(value_type = String, example = "K7PX-3MQA")]
    code: Secret<String>,
}

/// Proves that one reads an address, which is one's own from now on.
#[utoipa::path(
    post, path = "/addresses/proofs", tag = "identity", request_body = ShownProof,
    responses(
        (status = 201, body = OwnAddress),
        (status = 401, description = "`identity.wrong_code`, with `tries_left`", body = ProblemBody),
        (status = 409, description = "`identity.address_taken`, `identity.too_many_addresses`", body = ProblemBody),
        (status = 410, description = "`identity.code_expired`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.address.added"))),
)]
pub(super) async fn prove_address(
    State(identity): State<Identity>,
    caller: Caller,
    Json(shown): Json<ShownProof>,
) -> Result<(StatusCode, Json<OwnAddress>), Failure> {
    let own = identity.prove_address(&caller, shown.id, &Guess::read(shown.code.expose())).await?;
    Ok((StatusCode::CREATED, Json(own)))
}

/// Chooses where letters go.
#[utoipa::path(
    put, path = "/addresses/main", tag = "identity", request_body = AskedAddress,
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_address`", body = ProblemBody),
        (status = 409, description = "`identity.address_not_proven`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.address.main_chosen"))),
)]
pub(super) async fn choose_main_address(
    State(identity): State<Identity>,
    caller: Caller,
    Json(asked): Json<AskedAddress>,
) -> Result<StatusCode, Failure> {
    identity.choose_main_address(&caller, &address(&asked.address)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an address; never the main one.
#[utoipa::path(
    delete, path = "/addresses/{address}", tag = "identity", params(("address" = String, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 404, description = "`identity.no_such_address`", body = ProblemBody),
        (status = 409, description = "`identity.main_address`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("identity.address.removed"))),
)]
pub(super) async fn remove_address(
    State(identity): State<Identity>,
    caller: Caller,
    Path(own): Path<String>,
) -> Result<StatusCode, Failure> {
    identity.remove_address(&caller, &address(&own)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
