//! Bytes on their way out: ranges, names, and a stream that stops when the parcel is over.

use std::{
    io,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use blobs::ByteStream;
use bytes::Bytes;
use futures::{StreamExt as _, stream};
use tracing::Instrument as _;
use web::StillSignedIn;

use super::{
    conditions::{self, Verdict},
    http_date,
    ranges::{Asked, asked},
};
use crate::{
    Error, Transfer,
    actions::{Given, Taking},
    model::{self, File},
};

/// How often a download under way looks whether its parcel is still alive and its person still signed in.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Answers a GET or a HEAD for a file, whole or in part.
pub(super) async fn give(
    transfer: Transfer,
    given: Given,
    still: Option<StillSignedIn>,
    method: Method,
    asking: &HeaderMap,
) -> Result<Response, Error> {
    let Given { file, taking } = given;
    let etag = HeaderValue::from_str(&format!("\"{}\"", file.id.uuid().simple()))
        .unwrap_or(HeaderValue::from_static("\"\""));
    let modified = http_date(file.touched_at);
    match conditions::verdict(asking, &etag, file.touched_at) {
        Verdict::Go => {}
        Verdict::Same => return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response()),
        Verdict::Other => {
            return Ok((StatusCode::PRECONDITION_FAILED, [(header::ETAG, etag)]).into_response());
        }
    }
    let field = asking.get(header::RANGE).and_then(|range| range.to_str().ok());
    // RFC 9110 §13.1.5: only if what the client has is of this very version, and only of a GET (§14.2).
    let same = asking.get(header::IF_RANGE).is_none_or(|version| *version == etag || *version == modified);
    let asked = asked(field.filter(|_| same && method == Method::GET), file.size);
    let (status, range) = match asked {
        Asked::Whole => (StatusCode::OK, 0..file.size),
        Asked::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Asked::Beyond => {
            let unsatisfied = HeaderValue::from_str(&format!("bytes */{}", file.size)).ok();
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            response.headers_mut().extend(unsatisfied.map(|value| (header::CONTENT_RANGE, value)));
            return Ok(response);
        }
    };
    let length = range.end - range.start;
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        let bytes = transfer.bytes(&file, range.clone()).await?;
        // Whoever was given the first bytes and takes the last ones has the whole file, be it in several goes. Looked
        // at now, and not when the last byte has left: a later beginning does not make this answer a continuation.
        let counted = match taking.filter(|_| range.end == file.size) {
            Some(taking) if range.start == 0 || transfer.has_begun(taking).await? => Some(taking),
            _ => None,
        };
        if let Some(taking) = taking.filter(|_| range.start == 0 && file.size > 0) {
            transfer.note_begun(taking).await?;
        }
        body(Delivery {
            receipt: Receipt { transfer, taking: counted, left: length },
            watched: taking,
            still,
            bytes,
            looked: Instant::now(),
            given: Instant::now(),
        })
    };

    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {}-{}/{}", range.start, range.end - 1, file.size);
        headers.extend(HeaderValue::from_str(&part).ok().map(|part| (header::CONTENT_RANGE, part)));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::ETAG, etag);
    headers.insert(header::LAST_MODIFIED, modified);
    describe(headers, &file);
    Ok(response)
}

fn describe(headers: &mut HeaderMap, file: &File) {
    let kind = HeaderValue::from_str(model::given_type(&file.media_type)).ok();
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static(model::BYTES)));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Kept by the one who asked, and only to be shown again after asking.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let disposition = disposition(model::name_in(&file.path));
    headers
        .extend(HeaderValue::from_str(&disposition).ok().map(|value| (header::CONTENT_DISPOSITION, value)));
    if let Some(digest) = &file.sha256 {
        // RFC 9530 §3: of the whole file, also with a part of it.
        let digest = format!("sha-256=:{}:", STANDARD.encode(digest));
        let name = HeaderName::from_static("repr-digest");
        headers.extend(HeaderValue::from_str(&digest).ok().map(|digest| (name, digest)));
    }
}

/// RFC 6266: the name for everybody, and a plain one for clients of another age.
fn disposition(name: &str) -> String {
    use std::fmt::Write as _;
    let plain: String = name
        .chars()
        .map(|c| if (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\\' | '%') { c } else { '_' })
        .collect();
    let mut encoded = String::with_capacity(name.len() * 3);
    for byte in name.bytes() {
        // RFC 8187 §3.2.1, attr-char.
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// A download under way.
struct Delivery {
    receipt: Receipt,
    /// Whose right to go on is looked at.
    watched: Option<Taking>,
    /// Whether whoever takes their own file is still signed in.
    still: Option<StillSignedIn>,
    bytes: ByteStream,
    looked: Instant,
    /// When the last piece was given to the connection.
    given: Instant,
}

fn body(delivery: Delivery) -> Body {
    let pieces = stream::unfold(Some(delivery), |delivery| async {
        let mut delivery = delivery?;
        match delivery.next().await {
            Ok(Some(piece)) => Some((Ok(piece), Some(delivery))),
            Ok(None) => None,
            // The connection is cut: an answer that ends early must not look complete.
            Err(error) => Some((Err(error), None)),
        }
    });
    Body::from_stream(pieces)
}

impl Delivery {
    async fn next(&mut self) -> Result<Option<Bytes>, io::Error> {
        let transfer = &self.receipt.transfer;
        // A client so slow would hold a connection and a file for days; it can ask for the rest.
        let patience = Duration::from_secs(transfer.settings.download_idle_seconds.max(1));
        if self.given.elapsed() > patience {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if self.looked.elapsed() >= LOOK_AGAIN {
            let alive = match self.watched {
                Some(taking) => transfer.may_go_on(taking).await.unwrap_or(false),
                None => true,
            };
            let known = match &self.still {
                Some(still) => still.check().await,
                None => true,
            };
            if !(alive && known) {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            self.looked = Instant::now();
        }
        let piece = match self.bytes.next().await {
            Some(Ok(piece)) => piece,
            Some(Err(error)) => {
                let file = self.watched.map(|taking| taking.file);
                tracing::error!(?file, %error, "the bytes of a file could not be read");
                return Err(io::Error::other(error));
            }
            None => return Ok(None),
        };
        self.given = Instant::now();
        self.receipt.left = self.receipt.left.saturating_sub(piece.len() as u64);
        Ok(Some(piece))
    }
}

/// Counts a download once the connection lets go of a body whose last byte it took. A body of a known length is not
/// asked whether there is more, so that its end is only seen here.
struct Receipt {
    transfer: Transfer,
    taking: Option<Taking>,
    left: u64,
}

impl Drop for Receipt {
    fn drop(&mut self) {
        let (Some(taking), 0) = (self.taking.take(), self.left) else { return };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let transfer = self.transfer.clone();
        let note = async move {
            if let Err(error) = transfer.note_taken(taking).await {
                tracing::error!(file = %taking.file, %error, "a download of file {} could not be counted", taking.file);
            }
        };
        runtime.spawn(note.in_current_span());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_whole_and_plainly() {
        assert_eq!(
            disposition("Été \"2026\" 100%.pdf"),
            "attachment; filename=\"_t_ _2026_ 100_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20%222026%22%20100%25.pdf"
        );
        assert_eq!(disposition("a.txt"), "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt");
    }
}
