//! Signing out of a provider by sending the browser there (OpenID Connect RP-Initiated Logout 1.0).

use openidconnect::{ClientId, CsrfToken, EndSessionUrl, LogoutRequest, PostLogoutRedirectUrl};
use url::Url;

use super::{Metadata, exchange::IdToken};
use crate::model::{State, is_reachable};

/// Where the browser goes; `None` when the provider has no such place, or none to which anybody should be sent.
///
/// `id_token` is the one that it signed when the session opened: without it most providers ask whether one means it. `back`
/// is where it sends the browser afterwards. Nothing here depends on the state that comes back, but some providers want one.
pub(crate) fn way_out(
    metadata: &Metadata,
    client_id: &str,
    id_token: Option<&str>,
    back: &str,
    state: &State,
) -> Option<Url> {
    let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
    let endpoint = EndSessionUrl::new(endpoint).ok().filter(|endpoint| is_reachable(endpoint.url()))?;
    let mut request = LogoutRequest::from(endpoint)
        .set_client_id(ClientId::new(client_id.to_owned()))
        .set_post_logout_redirect_uri(PostLogoutRedirectUrl::new(back.to_owned()).ok()?)
        .set_state(CsrfToken::new(state.expose().to_owned()));
    if let Some(token) = id_token.and_then(|token| token.parse::<IdToken>().ok()) {
        request = request.set_id_token_hint(&token);
    }
    Some(request.http_get_url())
}
