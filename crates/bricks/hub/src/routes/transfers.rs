//! Transfers of an account, agreed by both administrations.

use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use web::{Caller, Failure, Json, Path, ProblemBody};

use crate::{
    Hub,
    actions::{TransferView, Visitor},
    model::TransferId,
};

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HubAskedTransfer)]
pub(super) struct AskedTransfer {
    /// The address that they had here until now.
    #[schema(format = Email)]
    address: String,
    #[serde(default)]
    comment: String,
}

/// Asks the correspondents of both administrations that this account be the one of somebody who is here already. The answer
/// is the same whether or not anybody has the address; when somebody has, they are written to and it is told as
/// `hub.transfer.asked`. An administrator's account changes hands in no such way.
#[utoipa::path(
    post, path = "/arrivals/current/transfers", tag = "hub", request_body = AskedTransfer,
    responses(
        (status = 202),
        (status = 404, description = "`hub.no_arrival`", body = ProblemBody),
        (status = 409, description = "`hub.no_organisation`", body = ProblemBody),
        (status = 422, description = "`hub.bad_address`, `hub.comment_too_long`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.transfer.asked"))),
)]
pub(super) async fn ask_transfer(
    State(hub): State<Hub>,
    visitor: Visitor,
    Json(asked): Json<AskedTransfer>,
) -> Result<StatusCode, Failure> {
    hub.ask_transfer(&visitor, &asked.address, &asked.comment).await?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HubTransfers)]
pub(super) struct Transfers {
    transfers: Vec<TransferView>,
}

/// The transfers on which the caller has a word, oldest first; administrators see all.
#[utoipa::path(
    get, path = "/transfers", tag = "hub",
    responses((status = 200, body = Transfers), (status = 401, body = ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_transfers(
    State(hub): State<Hub>,
    caller: Caller,
) -> Result<Json<Transfers>, Failure> {
    Ok(Json(Transfers { transfers: hub.list_transfers(&caller).await? }))
}

/// A correspondent agrees, for their side; when both organisations are of one tree, an administrator for the new one. With
/// the second agreement the account is the person's, and both addresses are written to; it is also told as
/// `identity.identity.linked` and, for its address, which becomes the main one, `identity.address.added` and
/// `identity.address.main_chosen`.
#[utoipa::path(
    post, path = "/transfers/{id}/agreements", tag = "hub", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 401, description = "`confirm`", body = ProblemBody),
        (status = 403, description = "`hub.own_transfer`, `hub.needs_administrator`", body = ProblemBody),
        (status = 404, description = "`hub.no_such_transfer`", body = ProblemBody),
        (status = 409, description = "`hub.two_correspondents`, `hub.another_person`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.transfer.agreed"))),
)]
pub(super) async fn agree(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<TransferId>,
) -> Result<StatusCode, Failure> {
    hub.agree(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A correspondent of either side, or an administrator, says no.
#[utoipa::path(
    delete, path = "/transfers/{id}", tag = "hub", params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 404, description = "`hub.no_such_transfer`", body = ProblemBody),
    ),
    extensions(("x-tells" = json!("hub.transfer.refused"))),
)]
pub(super) async fn refuse_transfer(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<TransferId>,
) -> Result<StatusCode, Failure> {
    hub.refuse_transfer(&caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
