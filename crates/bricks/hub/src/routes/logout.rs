//! What providers say behind the browser's back (OpenID Connect Back-Channel Logout 1.0).

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use kernel::Problem;
use web::{Failure, Path};

use crate::{Error, Hub, model::ProviderId};

/// The longest form that is read, in bytes.
const LONGEST_FORM: usize = 16 * 1024;

/// A provider says that somebody signed out: their sessions end here. Also told as `identity.session.closed` for each
/// person whose sessions that closed.
#[utoipa::path(
    post, path = "/providers/{id}/backchannel-logout", tag = "hub", params(("id" = uuid::Uuid, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded", description = "`logout_token`"),
    responses((status = 200), (status = 400, description = "`{error}` of OAuth 2.0 (RFC 6749 §5.2)")),
    extensions(("x-tells" = json!("hub.sign_out.received"))),
)]
pub(super) async fn sign_out(
    State(hub): State<Hub>,
    Path(id): Path<ProviderId>,
    form: Bytes,
) -> Result<Response, Failure> {
    let fields = url::form_urlencoded::parse(&form).take(16);
    let token =
        fields.into_iter().find(|(name, _)| name == "logout_token").map(|(_, value)| value.into_owned());
    let token = token.filter(|_| form.len() <= LONGEST_FORM);
    let said = match token {
        Some(token) => hub.sign_out(id, &token).await,
        None => Err(Error::BadToken("no logout token".to_owned())),
    };
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match said {
        Ok(()) => Ok((StatusCode::OK, no_store).into_response()),
        Err(error @ (Error::BadToken(_) | Error::NoSuchProvider)) => {
            tracing::info!(provider.id = %id, %error, "a logout token was refused");
            let said = axum::Json(serde_json::json!({ "error": "invalid_request" }));
            Ok((StatusCode::BAD_REQUEST, no_store, said).into_response())
        }
        Err(error) => Err(Failure(Problem::from(error))),
    }
}
