//! Signing out from an application (OpenID Connect RP-Initiated Logout 1.0), and telling the others (Back-Channel Logout 1.0).

use kernel::Problem;
use serde::Serialize;
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;
use web::Caller;

use crate::{
    Error, Provider,
    authorize::{ShownAccount, in_person},
    model::{AskedSignOut, Client, ClientId, Params, Secret256, SecretKind, redirect_fits},
    rows::sign_outs,
};

/// How long a person has to say yes.
const PATIENCE: Duration = Duration::minutes(10);
/// How long a client may take a logout token for new.
const TOKEN_LIFE: Duration = Duration::minutes(2);
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Where the browser goes, and whether its session is over.
pub(crate) struct Leaving {
    pub(crate) location: String,
    pub(crate) signed_out: bool,
}

/// The application that asks, by its name.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SignOutClient {
    name: String,
}

/// What a person is asked.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SignOutPage {
    client: Option<SignOutClient>,
    account: Option<ShownAccount>,
}

/// Where the browser goes next; nowhere when the application named no place.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct SignedOut {
    redirect_to: Option<String>,
}

impl Provider {
    /// An application asks that somebody be signed out. Done at once when it shows the ID token of this very session,
    /// which no other site has; asked of its person otherwise.
    pub(crate) async fn log_out(&self, params: &Params, caller: Option<Caller>) -> Result<Leaving, Error> {
        let kept = params.once("request").filter(|id| Secret256::read(SecretKind::SignOut, id).is_some());
        let asked = match kept {
            Some(id) => self.kept_sign_out(id).await?,
            None => self.read_sign_out(params).await?,
        };
        let Some(caller) = in_person(caller) else {
            // Nobody is signed in: nothing to ask.
            let location = asked.return_to.unwrap_or_else(|| "/".to_owned());
            return Ok(Leaving { location, signed_out: false });
        };
        if asked.session == Some(caller.session.uuid()) {
            self.inner.identity.close_sessions(caller.actor(), &[caller.session]).await?;
            let location = asked.return_to.unwrap_or_else(|| "/".to_owned());
            return Ok(Leaving { location, signed_out: true });
        }
        let id = match kept {
            Some(id) => id.to_owned(),
            None => self.keep_sign_out(&asked).await?,
        };
        Ok(Leaving { location: format!("/sign-out?request={id}"), signed_out: false })
    }

    /// The same by POST (RP-Initiated Logout §2): it brings no cookie from another site, so it is kept, and its browser
    /// comes back for it by GET.
    pub(crate) async fn keep_posted_sign_out(&self, params: &Params) -> Result<String, Error> {
        let asked = self.read_sign_out(params).await?;
        Ok(format!("/oauth2/logout?request={}", self.keep_sign_out(&asked).await?))
    }

    async fn read_sign_out(&self, params: &Params) -> Result<AskedSignOut, Error> {
        if params.check().is_err() {
            return Err(Error::BadHint);
        }
        let hint = match params.get("id_token_hint") {
            Some(token) => Some(self.ring().await?.claims(token).ok_or(Error::BadHint)?),
            None => None,
        };
        let client = self.asking(params, hint.as_ref()).await?;
        let session = hint.as_ref().and_then(|claims| claims["sid"].as_str()?.parse().ok());
        let return_to = return_to(params, client.as_ref())?;
        Ok(AskedSignOut { client: client.map(|client| client.id), session, return_to })
    }

    async fn keep_sign_out(&self, asked: &AskedSignOut) -> Result<String, Error> {
        let (secret, now) = (Secret256::draw(SecretKind::SignOut)?, self.now());
        sign_outs::insert(self.pool(), &secret.digest(), asked, (now, now + PATIENCE)).await?;
        Ok(secret.expose().to_owned())
    }

    async fn kept_sign_out(&self, id: &str) -> Result<AskedSignOut, Error> {
        let secret = Secret256::read(SecretKind::SignOut, id).ok_or(Error::RequestOver)?;
        sign_outs::find(self.pool(), &secret, self.now()).await?.ok_or(Error::RequestOver)
    }

    /// The client that asks: by its name, or by the token that was given to it; both say the same.
    async fn asking(&self, params: &Params, hint: Option<&Value>) -> Result<Option<Client>, Error> {
        let audience = hint.map(|claims| claims["aud"].as_str().unwrap_or_default());
        let named = params.get("client_id").or(audience);
        if let (Some(named), Some(audience)) = (named, audience)
            && named != audience
        {
            return Err(Error::BadHint);
        }
        match named {
            Some(named) => Ok(Some(self.client_named(named).await?.ok_or(Error::UnknownClient)?)),
            None => Ok(None),
        }
    }

    pub(crate) async fn show_sign_out(&self, id: &str, caller: Option<Caller>) -> Result<SignOutPage, Error> {
        let client = match self.kept_sign_out(id).await?.client {
            Some(id) => self.client(id).await?,
            None => None,
        };
        let account = match in_person(caller) {
            Some(caller) => self.account(&caller).await?,
            None => None,
        };
        Ok(SignOutPage { client: client.map(|client| SignOutClient { name: client.is.name }), account })
    }

    /// Says where to go, and whether the session is over.
    pub(crate) async fn decide_sign_out(
        &self,
        id: &str,
        caller: Option<Caller>,
        sign_out: bool,
    ) -> Result<(SignedOut, bool), Error> {
        let secret = Secret256::read(SecretKind::SignOut, id).ok_or(Error::RequestOver)?;
        let asked = sign_outs::take(self.pool(), &secret, self.now()).await?.ok_or(Error::RequestOver)?;
        let caller = in_person(caller).filter(|_| sign_out);
        if let Some(caller) = &caller {
            self.inner.identity.close_sessions(caller.actor(), &[caller.session]).await?;
        }
        Ok((SignedOut { redirect_to: asked.return_to }, caller.is_some()))
    }

    /// Tells one client that a session is over (Back-Channel Logout §2.4 and §2.5).
    pub(crate) async fn tell_logout(
        &self,
        client: ClientId,
        person: Uuid,
        session: Uuid,
    ) -> Result<(), Problem> {
        let Some(client) = self.client(client).await? else { return Ok(()) };
        let Some(address) = &client.is.backchannel_logout_uri else { return Ok(()) };
        let now = self.now();
        let claims = json!({
            "iss": self.issuer(),
            "sub": person,
            "aud": client.client_id,
            "iat": now.unix_timestamp(),
            "exp": (now + TOKEN_LIFE).unix_timestamp(),
            "jti": Uuid::new_v4(),
            "sid": session,
            "events": { EVENT: {} },
        });
        let token = self.sign(client.is.id_token_signed_response_alg, "logout+jwt", &claims).await?;
        Ok(self.inner.egress.tell_logout(address, &token).await?)
    }
}

/// The application's own address after the sign-out, with its state.
fn return_to(params: &Params, client: Option<&Client>) -> Result<Option<String>, Error> {
    let Some(asked) = params.get("post_logout_redirect_uri") else { return Ok(None) };
    let own = client.is_some_and(|client| {
        client.is.post_logout_redirect_uris.iter().any(|known| redirect_fits(known, asked, client.is.native))
    });
    if !own {
        return Err(Error::BadPostLogoutRedirectUri);
    }
    let Some(state) = params.get("state") else { return Ok(Some(asked.to_owned())) };
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("state", state);
    let join = if asked.contains('?') { '&' } else { '?' };
    Ok(Some(format!("{asked}{join}{}", form.finish())))
}
