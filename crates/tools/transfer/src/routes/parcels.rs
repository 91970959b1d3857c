//! The sender's side.

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use web::{Caller, Failure, Json, Path, ProblemBody, Query};

use crate::{
    Transfer,
    model::ParcelId,
    rows::ParcelBox,
    views::{AddressChecks, Addresses, NewParcel, ParcelPage, ParcelView, RecipientIds, TransferLimits},
};

/// What the caller may send.
#[utoipa::path(
    get, path = "/limits", tag = "transfer", operation_id = "transfer_limits",
    responses((status = 200, body = TransferLimits)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn transfer_limits(
    State(transfer): State<Transfer>,
    caller: Caller,
) -> Result<Json<TransferLimits>, Failure> {
    Ok(Json(transfer.limits(caller.person).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// `sent` when absent.
    #[serde(default)]
    #[param(inline)]
    r#box: BoxName,
    /// The `next` of the page before.
    before: Option<String>,
}

#[derive(Default, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum BoxName {
    #[default]
    Sent,
    Received,
    Drafts,
    Ended,
}

impl From<BoxName> for ParcelBox {
    fn from(name: BoxName) -> Self {
        match name {
            BoxName::Sent => Self::Sent,
            BoxName::Received => Self::Received,
            BoxName::Drafts => Self::Drafts,
            BoxName::Ended => Self::Ended,
        }
    }
}

/// A page of one of the caller's boxes, newest first.
#[utoipa::path(
    get, path = "/parcels", tag = "transfer", operation_id = "list_parcels",
    params(Wanted),
    responses(
        (status = 200, body = ParcelPage),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn list_parcels(
    State(transfer): State<Transfer>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Json<ParcelPage>, Failure> {
    Ok(Json(transfer.list_parcels(caller.person, wanted.r#box.into(), wanted.before.as_deref()).await?))
}

/// Starts a parcel.
#[utoipa::path(
    post, path = "/parcels", tag = "transfer", operation_id = "create_parcel",
    request_body = NewParcel,
    responses(
        (status = 201, body = ParcelView),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`transfer.no_such_team`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Too many parcels in the making", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("nothing: a draft is its owner's alone"))),
)]
pub(super) async fn create_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Json(new): Json<NewParcel>,
) -> Result<(StatusCode, Json<ParcelView>), Failure> {
    Ok((StatusCode::CREATED, Json(transfer.create_parcel(caller.person, new).await?)))
}

/// A parcel of the caller's.
#[utoipa::path(
    get, path = "/parcels/{id}", tag = "transfer", operation_id = "open_parcel",
    params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ParcelView), (status = 404, body = ProblemBody, content_type = "application/problem+json")),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn open_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.open_parcel(caller.person, id).await?))
}

/// Changes a draft. Of a sent parcel only `ends_on` can change: that is what is told.
#[utoipa::path(
    patch, path = "/parcels/{id}", tag = "transfer", operation_id = "change_parcel",
    params(("id" = uuid::Uuid, Path)),
    request_body = NewParcel,
    responses(
        (status = 200, body = ParcelView),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.parcel.prolonged"))),
)]
pub(super) async fn change_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
    Json(new): Json<NewParcel>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.change_parcel(caller.person, id, new).await?))
}

/// Forgets a draft and its files.
#[utoipa::path(
    delete, path = "/parcels/{id}", tag = "transfer", operation_id = "delete_draft",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 204),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("nothing: a draft is its owner's alone"))),
)]
pub(super) async fn delete_draft(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
) -> Result<StatusCode, Failure> {
    transfer.delete_draft(caller.person, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says who has each address (at most 100) and whether the caller may send to it.
#[utoipa::path(
    post, path = "/recipient-checks", tag = "transfer", operation_id = "check_recipients",
    request_body = Addresses,
    responses((status = 200, body = AddressChecks), (status = 422, body = ProblemBody, content_type = "application/problem+json")),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn check_recipients(
    State(transfer): State<Transfer>,
    caller: Caller,
    Json(asked): Json<Addresses>,
) -> Result<Json<AddressChecks>, Failure> {
    Ok(Json(transfer.check_recipients(caller.person, &asked.addresses).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Dispatch {
    /// How many files the parcel will have, when some are not announced yet: it does not leave with fewer.
    files: Option<u32>,
}

/// Sends the parcel as soon as all its files have arrived: `waiting`, or `sent` at once.
#[utoipa::path(
    put, path = "/parcels/{id}/dispatch", tag = "transfer", operation_id = "dispatch_parcel",
    params(("id" = uuid::Uuid, Path), Dispatch),
    responses(
        (status = 200, body = ParcelView),
        (status = 401, description = "also `confirm`, for recipients outside the administration where the house asks for it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.parcel.sent"))),
)]
pub(super) async fn dispatch_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
    Query(dispatch): Query<Dispatch>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.dispatch(&caller, id, dispatch.files).await?))
}

/// Takes a waiting parcel back to the drafts.
#[utoipa::path(
    delete, path = "/parcels/{id}/dispatch", tag = "transfer", operation_id = "hold_parcel",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = ParcelView),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("nothing: the parcel has not left, it is a draft again"))),
)]
pub(super) async fn hold_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.hold(caller.person, id).await?))
}

/// Ends a sent parcel now: its links give nothing any more, its bytes are removed.
#[utoipa::path(
    put, path = "/parcels/{id}/withdrawal", tag = "transfer", operation_id = "withdraw_parcel",
    params(("id" = uuid::Uuid, Path)),
    responses(
        (status = 200, body = ParcelView),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.parcel.withdrawn"))),
)]
pub(super) async fn withdraw_parcel(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.withdraw(caller.person, id).await?))
}

/// Adds recipients to a sent parcel; those it already has are passed over.
#[utoipa::path(
    post, path = "/parcels/{id}/recipients", tag = "transfer", operation_id = "add_recipients",
    params(("id" = uuid::Uuid, Path)),
    request_body = Addresses,
    responses(
        (status = 200, body = ParcelView),
        (status = 401, description = "also `confirm`, for recipients outside the administration where the house asks for it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.recipient.added"))),
)]
pub(super) async fn add_recipients(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
    Json(new): Json<Addresses>,
) -> Result<Json<ParcelView>, Failure> {
    Ok(Json(transfer.add_recipients(&caller, id, &new.addresses).await?))
}

/// Reminds recipients who have taken nothing, each once a day at most; all of them or none.
#[utoipa::path(
    post, path = "/parcels/{id}/reminders", tag = "transfer", operation_id = "remind_recipients",
    params(("id" = uuid::Uuid, Path)),
    request_body = RecipientIds,
    responses(
        (status = 202, body = ParcelView),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.recipient.reminded"))),
)]
pub(super) async fn remind_recipients(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path(id): Path<ParcelId>,
    Json(asked): Json<RecipientIds>,
) -> Result<(StatusCode, Json<ParcelView>), Failure> {
    Ok((StatusCode::ACCEPTED, Json(transfer.remind(caller.person, id, &asked.recipients).await?)))
}
