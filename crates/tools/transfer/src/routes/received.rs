//! Receiving by a link, and taking back one's own files.

use axum::{
    extract::{Extension, State},
    http::{HeaderMap, Method},
    response::Response,
};
use web::{Caller, Failure, Json, Path, ProblemBody, StillSignedIn};

use super::downloads::give;
use crate::{
    Transfer,
    model::{FileId, ParcelId},
    views::ReceivedParcel,
};

/// What a link opens. The first time is told to the sender.
#[utoipa::path(
    get, path = "/received/{key}", tag = "transfer", operation_id = "open_received",
    params(("key" = String, Path, description = "What follows `/r/` in the link")),
    responses(
        (status = 200, body = ReceivedParcel),
        (status = 403, description = "`transfer.left_team`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No parcel has this key", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.parcel.opened"))),
)]
pub(super) async fn open_received(
    State(transfer): State<Transfer>,
    Path(key): Path<String>,
) -> Result<Json<ReceivedParcel>, Failure> {
    Ok(Json(transfer.open_received(&key).await?))
}

/// A file of a received parcel, whole or in part (RFC 9110 §14, one range). It counts once its last byte is given
/// to whoever was given the first one, by this answer or an earlier one.
#[utoipa::path(
    get, path = "/received/{key}/files/{file}", tag = "transfer", operation_id = "take_received_file",
    params(
        ("key" = String, Path, description = "What follows `/r/` in the link"),
        ("file" = uuid::Uuid, Path),
        ("range" = Option<String>, Header, description = "`bytes=…`"),
    ),
    responses(
        (status = 200, description = "The file, as an attachment", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "A part of it", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 403, description = "`transfer.left_team`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "The parcel is over", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It is another version than the request means"),
        (status = 416, description = "The range is beyond the end"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json"),
    ),
    extensions(("x-tells" = json!("transfer.file.downloaded"))),
)]
pub(super) async fn take_received_file(
    State(transfer): State<Transfer>,
    Path((key, file)): Path<(String, FileId)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let given = transfer.take(&key, file).await?;
    Ok(give(transfer, given, None, method, &headers).await?)
}

/// A file of one's own parcel, as long as its bytes are kept. It counts for nobody.
#[utoipa::path(
    get, path = "/parcels/{id}/files/{file}", tag = "transfer", operation_id = "take_own_file",
    params(
        ("id" = uuid::Uuid, Path),
        ("file" = uuid::Uuid, Path),
        ("range" = Option<String>, Header, description = "`bytes=…`"),
    ),
    responses(
        (status = 200, description = "The file, as an attachment", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 206, description = "A part of it", content_type = "application/octet-stream", body = Vec<u8>),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "Its bytes are gone", body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, description = "It is another version than the request means"),
        (status = 416, description = "The range is beyond the end"),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(super) async fn take_own_file(
    State(transfer): State<Transfer>,
    caller: Caller,
    still: Option<Extension<StillSignedIn>>,
    Path((id, file)): Path<(ParcelId, FileId)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let given = transfer.take_mine(caller.person, id, file).await?;
    let still = still.map(|Extension(still)| still);
    Ok(give(transfer, given, still, method, &headers).await?)
}
