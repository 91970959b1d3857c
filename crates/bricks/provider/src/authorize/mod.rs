//! The authorization endpoint, and what a person decides at its page.

mod answer;
mod page;
mod posted;
mod pushed;

use identity::Identity;
use kernel::{EmailAddress, Problem};
use web::{Caller, Strength};

pub(crate) use answer::{Journey, PostedAnswer, refused, returned};
pub(crate) use page::{Decided, RequestPage, ShownAccount, ShownClient};

use crate::{
    Error, Provider, facts,
    model::{
        Asked, Client, Digest, Grant, GrantId, Need, OauthCode, Params, Prompt, Refusal, ResponseMode,
        Secret256, SecretKind, Situation, device_of, is_lasting, need, read_request, redirect_fits,
        response_mode, said_acr,
    },
    rows::{
        clients, consents, grants,
        requests::{self, NewRequest},
        tokens::{self, NewCode},
    },
};

impl Provider {
    /// What the authorization endpoint does with a request: how the browser goes on.
    ///
    /// # Errors
    /// What cannot be told to the application, because we do not know where it is.
    pub(crate) async fn authorize(&self, params: &Params, caller: Option<Caller>) -> Result<Journey, Error> {
        let caller = in_person(caller);
        let client = self.client_that_asks(params).await?;
        if let Some(request_uri) = params.get("request_uri") {
            let asked = self.take_pushed(&client, request_uri).await?;
            return self.go_on(&client, asked, caller).await;
        }
        match self.read_asked(&client, params)? {
            Ok(asked) => self.go_on(&client, asked, caller).await,
            Err(refused) => Ok(refused),
        }
    }

    /// A request that came by POST (OpenID Connect Core §3.1.2.1). From another site it brings no cookie, so that nobody
    /// would be there: it is kept like a pushed one, and its browser comes back for it by GET.
    ///
    /// # Errors
    /// As [`Self::authorize`].
    pub(crate) async fn keep_posted(&self, params: &Params) -> Result<Journey, Error> {
        let client = self.client_that_asks(params).await?;
        let request_uri = match params.get("request_uri") {
            Some(request_uri) => request_uri.to_owned(),
            None => match self.read_asked(&client, params)? {
                Ok(asked) => self.keep_pushed(&client, &asked).await?,
                Err(refused) => return Ok(refused),
            },
        };
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &client.client_id)
            .append_pair("request_uri", &request_uri)
            .finish();
        Ok(Journey::Address(format!("/oauth2/authorize?{query}")))
    }

    async fn client_that_asks(&self, params: &Params) -> Result<Client, Error> {
        let client_id = params.once("client_id").ok_or(Error::UnknownClient)?;
        self.client_named(client_id).await?.ok_or(Error::UnknownClient)
    }

    /// What a browser brings by itself; or how it takes a refusal back.
    fn read_asked(&self, client: &Client, params: &Params) -> Result<Result<Asked, Journey>, Error> {
        let redirect_uri = own_redirect_uri(client, params)?;
        let mode = response_mode(params, redirect_uri).unwrap_or(ResponseMode::Query);
        let read = read_request(params, client, redirect_uri).and_then(|asked| {
            if client.is.require_pushed_authorization_requests {
                return Err(Refusal::new(
                    OauthCode::InvalidRequest,
                    "this client pushes its requests (RFC 9126)",
                ));
            }
            Ok(asked)
        });
        Ok(read.map_err(|refusal| refused(redirect_uri, mode, params.once("state"), self.issuer(), &refusal)))
    }

    /// At once when nothing is needed; by a page otherwise.
    async fn go_on(&self, client: &Client, asked: Asked, caller: Option<Caller>) -> Result<Journey, Error> {
        let (now, silent) = (self.now(), asked.prompts.contains(&Prompt::None));
        let need = self.need_of(client, &asked, now, caller.as_ref(), false, !silent).await?;
        match (need, &caller) {
            (Need::Nothing, Some(caller)) => return self.give(client, &asked, caller, None).await,
            (Need::Impossible, _) => return Ok(self.refuse(&asked, &crate::model::unmet())),
            _ if silent => {
                let refusal = need.silently().unwrap_or_else(crate::model::unmet);
                return Ok(self.refuse(&asked, &refusal));
            }
            _ => {}
        }
        let secret = Secret256::draw(SecretKind::Request)?;
        let request = NewRequest {
            secret: secret.digest(),
            client: client.id,
            pushed: false,
            asked: &asked,
            now,
            expires_at: now + self.inner.settings.request(),
        };
        requests::insert(self.pool(), &request).await?;
        Ok(Journey::Address(format!("/connect/{}", secret.expose())))
    }

    /// `wishes`: whether what is only wished is asked of them too.
    async fn need_of(
        &self,
        client: &Client,
        asked: &Asked,
        asked_at: time::OffsetDateTime,
        caller: Option<&Caller>,
        chosen: bool,
        wishes: bool,
    ) -> Result<Need, Error> {
        let (mut consented, mut means_another, mut reach) = (false, false, vec![]);
        if let Some(caller) = caller {
            let agreed = consents::scopes(self.pool(), caller.person, client.id).await?.unwrap_or_default();
            // A device is let in by name, each time.
            consented = asked.scopes.iter().all(|scope| agreed.contains(scope));
            means_another = self.means_another(asked, caller).await?;
            if wishes && !asked.wished_acr.is_empty() {
                reach = self.inner.identity.within_reach(caller).await?;
            }
        }
        let (reach, now) = (reach.as_slice(), self.now());
        Ok(need(&Situation { asked, client, asked_at, caller, consented, chosen, means_another, reach, now }))
    }

    /// Whether the application believes that somebody else is there.
    async fn means_another(&self, asked: &Asked, caller: &Caller) -> Result<bool, Error> {
        if let Some(hint) = &asked.id_token_hint {
            let claims = self.ring().await?.claims(hint);
            let sub = claims.as_ref().and_then(|claims| claims["sub"].as_str());
            if sub.is_some_and(|sub| sub != caller.person.to_string()) {
                return Ok(true);
            }
        }
        let Some(hint) = asked.login_hint.as_deref().and_then(|hint| hint.parse::<EmailAddress>().ok())
        else {
            return Ok(false);
        };
        Ok(!is_one_of(&self.inner.identity, caller, &hint).await?)
    }

    /// Gives the application its code, in the name of whoever is there.
    async fn give(
        &self,
        client: &Client,
        asked: &Asked,
        caller: &Caller,
        request: Option<&Digest>,
    ) -> Result<Journey, Error> {
        let now = self.now();
        let code = Secret256::draw(SecretKind::Code)?;

        let mut tx = self.inner.store.begin().await?;
        if let Some(request) = request
            && !requests::use_up(&mut tx, request, now).await?
        {
            return Err(Error::RequestOver);
        }
        let held = self.inner.identity.hold_session(&mut tx, caller.session).await?;
        let grant = grant_to(client, asked, caller, held.ok_or(Error::RequestOver)?, now);
        // One that the house answers for is listed like the others, and nobody was asked.
        let was_asked = !client.is.trusted || asked.prompts.contains(&Prompt::Consent);
        consents::add(&mut tx, caller.person, client.id, &agreed(&asked.scopes), was_asked, now).await?;
        clients::note_used(&mut tx, client.id, now).await?;
        grants::insert(&mut tx, &grant).await?;
        let new = NewCode {
            secret: code.digest(),
            grant: grant.id,
            redirect_uri: &asked.redirect_uri,
            challenge: asked.challenge.as_deref(),
            nonce: asked.nonce.as_deref(),
            expires_at: now + self.inner.settings.code(),
        };
        tokens::insert_code(&mut tx, &new).await?;
        store::tell(&mut tx, &facts::grant_given(&grant)).await?;
        tx.commit().await?;

        Ok(returned(asked, self.issuer(), &[("code", code.expose())]))
    }

    fn refuse(&self, asked: &Asked, refusal: &Refusal) -> Journey {
        refused(&asked.redirect_uri, asked.response_mode, asked.state.as_deref(), self.issuer(), refusal)
    }
}

/// A program that acts for somebody does not sign them in elsewhere.
pub(crate) fn in_person(caller: Option<Caller>) -> Option<Caller> {
    caller.filter(|caller| caller.strength != Strength::Token)
}

/// The address to return to, when it is the client's own.
pub(crate) fn own_redirect_uri<'a>(client: &Client, params: &'a Params) -> Result<&'a str, Error> {
    let asked = params.once("redirect_uri").ok_or(Error::BadRedirectUri)?;
    let own = client.is.redirect_uris.iter().any(|known| redirect_fits(known, asked, client.is.native));
    if own { Ok(asked) } else { Err(Error::BadRedirectUri) }
}

/// What is agreed for the next time as well.
pub(crate) fn agreed(scopes: &[String]) -> Vec<String> {
    scopes.iter().filter(|scope| device_of(scope).is_none()).cloned().collect()
}

fn grant_to(
    client: &Client,
    asked: &Asked,
    caller: &Caller,
    issuer: Option<String>,
    now: time::OffsetDateTime,
) -> Grant {
    Grant {
        id: GrantId::new(),
        client: client.id,
        person: caller.person,
        scopes: asked.scopes.clone(),
        session: caller.session,
        dependent: !is_lasting(&asked.scopes),
        issuer,
        device_id: asked.scopes.iter().find_map(|scope| device_of(scope)).map(str::to_owned),
        acr: said_acr(asked.essential_acr.as_deref(), caller.acr),
        amr: caller.amr.clone(),
        authenticated_at: caller.authenticated_at,
        id_token_claims: asked.id_token_claims.clone(),
        userinfo_claims: asked.userinfo_claims.clone(),
        created_at: now,
    }
}

async fn is_one_of(identity: &Identity, caller: &Caller, hint: &EmailAddress) -> Result<bool, Problem> {
    Ok(identity.addresses(caller.person).await?.contains(hint))
}
