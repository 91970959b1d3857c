//! Resumable uploads: tus 1.0.0 (tus.io/protocols/resumable-upload) with creation, creation-with-upload, termination,
//! expiration and checksum. HTTP in, one action, HTTP out.

mod fields;
mod receive;
mod turns;

use axum::{
    Router,
    body::Body,
    extract::{Extension, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{head, options},
};
use kernel::Problem;
use web::{Caller, Doors, Failure, Path, Root, StillSignedIn};

pub(crate) use turns::Turns;

use self::fields::Checksum;
use self::receive::Arriving;
use crate::{
    Error, Transfer,
    model::{File, FileId, ParcelId},
    views,
};

const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,creation-with-upload,termination,expiration,checksum");
const ALGORITHMS: HeaderValue = HeaderValue::from_static("sha256,sha1");

const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");

/// Whether whoever writes is still signed in. The house puts it on every request that has a caller.
type Still = Option<Extension<StillSignedIn>>;

/// The root under which uploads live. Its door is closed by the house, like those of `/api`.
pub(crate) fn root(transfer: &Transfer) -> Root {
    let routes = Router::new()
        .route("/{parcel}", options(say_what_we_speak).post(create_upload))
        .route(
            "/{parcel}/{file}",
            head(ask_offset)
                .patch(append_to_upload)
                .delete(terminate_upload)
                .post(act_for_another_method)
                .options(say_what_we_speak),
        )
        .method_not_allowed_fallback(web::wrong_method)
        .layer(middleware::from_fn(speak_tus))
        .with_state(transfer.clone());
    let operations = vec![
        ("OPTIONS", "/{}"),
        ("POST", "/{}"),
        ("OPTIONS", "/{}/{}"),
        ("HEAD", "/{}/{}"),
        ("PATCH", "/{}/{}"),
        ("DELETE", "/{}/{}"),
        ("POST", "/{}/{}"),
    ];
    Root { prefix: crate::TUS, routes, doors: Doors::Closed, operations }
}

/// Says the version in every answer, and refuses another one.
async fn speak_tus(request: axum::extract::Request, next: Next) -> Response {
    let ours = request.method() == Method::OPTIONS || request.headers().get(&TUS_RESUMABLE) == Some(&VERSION);
    let mut response = if ours { next.run(request).await } else { Refused(Error::OtherTus).into_response() };
    response.headers_mut().insert(TUS_RESUMABLE, VERSION);
    response
}

async fn say_what_we_speak(State(transfer): State<Transfer>, _: Caller) -> Response {
    let most = transfer.settings.max_file_bytes.min(transfer.settings.max_parcel_bytes);
    let fields = [
        (TUS_VERSION, VERSION),
        (HeaderName::from_static("tus-extension"), EXTENSIONS),
        (HeaderName::from_static("tus-max-size"), HeaderValue::from(most)),
        (HeaderName::from_static("tus-checksum-algorithm"), ALGORITHMS),
    ];
    (StatusCode::NO_CONTENT, fields).into_response()
}

async fn create_upload(
    State(transfer): State<Transfer>,
    caller: Caller,
    still: Still,
    Path(parcel): Path<ParcelId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let new = fields::new_file(&headers)?;
    let with_upload = fields::is_offset_stream(&headers);
    let checksum = Checksum::of(&headers)?;
    if with_upload && fields::content_length(&headers).is_some_and(|length| length > new.size) {
        return Err(Error::BeyondLength.into());
    }
    let file = transfer.announce_file(caller.person, parcel, &new).await?;
    let offset = if with_upload && !file.complete {
        let still = still.map(|Extension(still)| still);
        match transfer.receive(Arriving { file: file.clone(), from: 0, checksum, still }, body).await {
            Ok(offset) => offset,
            // The upload exists: its address is worth more to the client than the reason why the rest did not come.
            Err(Error::Cut | Error::TooSlow | Error::TakenOver | Error::DiskFull) => {
                transfer.offset(&file).await?
            }
            Err(error) => {
                if let Err(cause) = transfer.forget_announcement(&file).await {
                    tracing::error!(file = %file.id, %cause, "file {}, refused, could not be forgotten", file.id);
                }
                return Err(error.into());
            }
        }
    } else {
        0
    };

    let mut response = (StatusCode::CREATED, [(UPLOAD_OFFSET, HeaderValue::from(offset))]).into_response();
    let location = HeaderValue::from_str(&views::upload_url(parcel, file.id))
        .map_err(|cause| Refused(Error::Elsewhere(Problem::internal(cause))))?;
    response.headers_mut().insert(header::LOCATION, location);
    if offset < file.size {
        expire(&mut response, &transfer, &file);
    }
    Ok(response)
}

async fn ask_offset(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path((parcel, file)): Path<(ParcelId, FileId)>,
) -> Result<Response, Refused> {
    let file = transfer.my_file(caller.person, parcel, file).await?;
    // Whoever asks means to go on: a request of theirs that still holds the upload, on a dead connection, lets go.
    let turn =
        if file.complete { None } else { Some(transfer.turns.take(file.id).await.ok_or(Error::Busy)?) };
    let offset = transfer.offset(&file).await?;
    drop(turn);

    let fields = [
        (UPLOAD_OFFSET, HeaderValue::from(offset)),
        (UPLOAD_LENGTH, HeaderValue::from(file.size)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (UPLOAD_METADATA, fields::metadata(&file)),
    ];
    let mut response = (StatusCode::OK, fields).into_response();
    if offset < file.size {
        expire(&mut response, &transfer, &file);
    }
    Ok(response)
}

async fn append_to_upload(
    State(transfer): State<Transfer>,
    caller: Caller,
    still: Still,
    Path((parcel, file)): Path<(ParcelId, FileId)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    if !fields::is_offset_stream(&headers) {
        return Err(Error::NotAnOffsetStream.into());
    }
    let from = fields::offset(&headers)?;
    let checksum = Checksum::of(&headers)?;
    let file = transfer.my_file(caller.person, parcel, file).await?;
    if from > file.size {
        return Err(Error::WrongOffset { offset: file.received }.into());
    }
    if fields::content_length(&headers).is_some_and(|length| length > file.size - from) {
        return Err(Error::BeyondLength.into());
    }
    let still = still.map(|Extension(still)| still);
    let offset = transfer.receive(Arriving { file: file.clone(), from, checksum, still }, body).await?;

    let mut response = (StatusCode::NO_CONTENT, [(UPLOAD_OFFSET, HeaderValue::from(offset))]).into_response();
    if offset < file.size {
        expire(&mut response, &transfer, &File { touched_at: transfer.now(), ..file });
    }
    Ok(response)
}

async fn terminate_upload(
    State(transfer): State<Transfer>,
    caller: Caller,
    Path((parcel, file)): Path<(ParcelId, FileId)>,
) -> Result<StatusCode, Refused> {
    transfer.my_upload(caller.person, parcel, file).await?;
    let turn = transfer.turns.take(file).await.ok_or(Error::Busy)?;
    transfer.remove_file(caller.person, parcel, file).await?;
    drop(turn);
    Ok(StatusCode::NO_CONTENT)
}

/// For clients whose network knows only GET and POST (tus, X-HTTP-Method-Override).
async fn act_for_another_method(
    state: State<Transfer>,
    caller: Caller,
    still: Still,
    path: Path<(ParcelId, FileId)>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let method = headers.get("x-http-method-override").map(HeaderValue::as_bytes);
    match method {
        Some(b"PATCH") => append_to_upload(state, caller, still, path, headers, body).await.into_response(),
        Some(b"DELETE") => terminate_upload(state, caller, path).await.into_response(),
        Some(b"HEAD") => ask_offset(state, caller, path).await.into_response(),
        _ => web::wrong_method().await,
    }
}

fn expire(response: &mut Response, transfer: &Transfer, file: &File) {
    let date = crate::routes::http_date(file.upload_ends(&transfer.settings));
    response.headers_mut().insert(UPLOAD_EXPIRES, date);
}

/// An error on its way out under the status that tus gives it; the body is the house's.
struct Refused(Error);

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Error::OtherTus => Some(StatusCode::PRECONDITION_FAILED),
            Error::BadUpload { .. } | Error::BadChecksum | Error::Cut => Some(StatusCode::BAD_REQUEST),
            Error::ChecksumMismatch => StatusCode::from_u16(460).ok(),
            Error::Busy | Error::TakenOver => Some(StatusCode::LOCKED),
            Error::TooSlow => Some(StatusCode::REQUEST_TIMEOUT),
            _ => None,
        };
        let offset = match &self.0 {
            Error::WrongOffset { offset } => Some(*offset),
            _ => None,
        };
        // What is left of a body that was not read to its end is not read: the connection cannot be used again.
        let close = matches!(
            self.0,
            Error::TooSlow
                | Error::Cut
                | Error::TakenOver
                | Error::DiskFull
                | Error::BeyondLength
                | Error::Busy
                | Error::SignedOut
        );
        let other = matches!(self.0, Error::OtherTus);
        let mut response = Failure(self.0.into()).into_response();
        if let Some(status) = status {
            *response.status_mut() = status;
        }
        let headers = response.headers_mut();
        if let Some(offset) = offset {
            headers.insert(UPLOAD_OFFSET, HeaderValue::from(offset));
        }
        if close {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if other {
            headers.insert(TUS_VERSION, VERSION);
        }
        response
    }
}
