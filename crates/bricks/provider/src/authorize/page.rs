//! The page on which a person signs in, shows again who they are, and agrees.

use serde::Serialize;
use time::OffsetDateTime;
use web::{Caller, Strength};

use super::in_person;
use crate::{
    Error, Provider, facts,
    model::{Client, ClientId, Digest, Need, OauthCode, Refusal, Secret256, SecretKind, unmet},
    rows::requests::{self, Waiting},
};

/// The application, as people are shown it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(as = ShownClient)]
pub(crate) struct ShownClient {
    #[schema(value_type = uuid::Uuid)]
    id: ClientId,
    name: String,
    uri: Option<String>,
    logo_uri: Option<String>,
    /// Whether somebody of the house looked at it.
    verified: bool,
}

impl From<&Client> for ShownClient {
    fn from(client: &Client) -> Self {
        Self {
            id: client.id,
            name: client.is.name.clone(),
            uri: client.is.uri.clone(),
            // A picture of their own choosing is for those whom somebody vouches for.
            logo_uri: client.is.logo_uri.clone().filter(|_| client.is.verified),
            verified: client.is.verified,
        }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct ShownAccount {
    name: Option<String>,
    #[schema(value_type = String)]
    address: kernel::EmailAddress,
}

/// What an application asks of a person.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct RequestPage {
    client: ShownClient,
    scopes: Vec<String>,
    /// `sign_in`, `select_account`, `confirm`, `consent`, `nothing` or `impossible`.
    needs: &'static str,
    /// With `confirm`: how sure the house must be.
    #[schema(value_type = Option<String>)]
    acr: Option<kernel::Acr>,
    /// With `confirm`: the application only wishes it, and one may go on without.
    optional: bool,
    /// With `confirm`: no way that this person has reaches it; they need a second factor first.
    out_of_reach: bool,
    login_hint: Option<String>,
    idp_hint: Option<String>,
    account: Option<ShownAccount>,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// Where the browser goes next.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct Decided {
    /// The application's address, or the page of ours that posts to it; nothing while more is needed.
    redirect_to: Option<String>,
    needs: &'static str,
}

impl Provider {
    /// What a request asks, and what it still needs of whoever is there.
    pub(crate) async fn show_request(&self, id: &str, caller: Option<Caller>) -> Result<RequestPage, Error> {
        let caller = in_person(caller);
        let (_, waiting, client) = self.waiting(id).await?;
        let need = self.need_now(&client, &waiting, caller.as_ref(), true).await?;
        let account = match &caller {
            Some(caller) => self.account(caller).await?,
            None => None,
        };
        let out_of_reach = match &caller {
            Some(caller) => self.is_out_of_reach(need, caller).await?,
            None => false,
        };
        let Waiting { asked, expires_at, .. } = waiting;
        Ok(RequestPage {
            client: ShownClient::from(&client),
            scopes: asked.scopes,
            needs: need.as_str(),
            acr: need.confirmation().map(|asked| asked.acr),
            optional: matches!(need, Need::Confirm { wished: true, .. }),
            out_of_reach,
            login_hint: asked.login_hint,
            idp_hint: asked.idp_hint,
            account,
            expires_at,
        })
    }

    /// Whether no way that somebody has would show what is needed. A ministry's provider may, which is known once it is asked.
    async fn is_out_of_reach(&self, need: Need, caller: &Caller) -> Result<bool, Error> {
        let Some(asked) = need.confirmation().filter(|asked| !caller.acr.satisfies(asked.acr)) else {
            return Ok(false);
        };
        let reach = self.inner.identity.within_reach(caller).await?;
        Ok(caller.strength != Strength::Provider && !reach.iter().any(|could| could.satisfies(asked.acr)))
    }

    /// A person says yes or no; `without_confirming`, to what is only wished.
    pub(crate) async fn decide_request(
        &self,
        id: &str,
        caller: Caller,
        allow: bool,
        without_confirming: bool,
    ) -> Result<Decided, Error> {
        let Some(caller) = in_person(Some(caller)) else { return Err(Error::NotByToken) };
        let (secret, mut waiting, client) = self.waiting(id).await?;
        let wishes = !without_confirming;
        let mut need = self.need_now(&client, &waiting, Some(&caller), wishes).await?;
        if !allow {
            return self.refuse_request(&secret, &waiting, &caller, need).await;
        }
        if need == Need::SelectAccount {
            requests::choose(self.pool(), &secret, caller.session).await?;
            waiting.chosen_session = Some(caller.session);
            need = self.need_now(&client, &waiting, Some(&caller), wishes).await?;
            // The page shows what is asked for before anybody agrees to it.
            if need == Need::Consent {
                return Ok(Decided { redirect_to: None, needs: need.as_str() });
            }
        }
        if let Some(asked) = need.confirmation() {
            let problem = caller.confirmed(asked, self.now()).err();
            return Err(problem.map_or(Error::RequestOver, Error::Confirm));
        }
        if need == Need::Impossible {
            return Err(Error::Unmet);
        }
        let journey = self.give(&client, &waiting.asked, &caller, Some(&secret)).await?;
        Ok(Decided { redirect_to: Some(self.address_of(journey, &caller)?), needs: Need::Nothing.as_str() })
    }

    async fn refuse_request(
        &self,
        secret: &Digest,
        waiting: &Waiting,
        caller: &Caller,
        need: Need,
    ) -> Result<Decided, Error> {
        let mut tx = self.inner.store.begin().await?;
        if !requests::use_up(&mut tx, secret, self.now()).await? {
            return Err(Error::RequestOver);
        }
        store::tell(&mut tx, &facts::grant_refused(caller.person, waiting.client)).await?;
        tx.commit().await?;

        let refusal = match need {
            Need::Impossible => unmet(),
            Need::Confirm { acr, wished: false, .. }
                if waiting.asked.essential_acr.is_some() && !caller.acr.satisfies(acr) =>
            {
                unmet()
            }
            _ => Refusal::new(OauthCode::AccessDenied, "its person said no"),
        };
        Ok(Decided {
            redirect_to: Some(self.address_of(self.refuse(&waiting.asked, &refusal), caller)?),
            needs: Need::Nothing.as_str(),
        })
    }

    async fn waiting(&self, id: &str) -> Result<(Digest, Waiting, Client), Error> {
        let secret = Secret256::read(SecretKind::Request, id).ok_or(Error::RequestOver)?;
        let waiting = requests::find(self.pool(), &secret, self.now()).await?.ok_or(Error::RequestOver)?;
        let client = self.client(waiting.client).await?.ok_or(Error::RequestOver)?;
        Ok((secret, waiting, client))
    }

    async fn need_now(
        &self,
        client: &Client,
        waiting: &Waiting,
        caller: Option<&Caller>,
        wishes: bool,
    ) -> Result<Need, Error> {
        let chosen = caller.is_some_and(|caller| {
            waiting.chosen_session == Some(caller.session) || caller.authenticated_at >= waiting.asked_at
        });
        self.need_of(client, &waiting.asked, waiting.asked_at, caller, chosen, wishes).await
    }

    pub(crate) async fn account(&self, caller: &Caller) -> Result<Option<ShownAccount>, Error> {
        let profile = self.profile(caller.person).await?;
        Ok(profile.map(|profile| ShownAccount { name: profile.name, address: profile.address }))
    }
}
