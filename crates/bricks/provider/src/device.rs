//! Devices without a browser: a person lets them in from elsewhere (RFC 8628).

use kernel::PersonId;
use serde::Serialize;
use time::{Duration, OffsetDateTime};
use web::Caller;

use crate::{
    Error, Provider,
    authorize::{ShownClient, agreed, in_person},
    facts,
    model::{
        Client, GRANT_DEVICE, Grant, GrantId, OauthCode, Params, Refusal, Secret256, SecretKind, device_of,
        is_lasting, read_scopes, read_user_code, user_code,
    },
    rows::{clients, consents, devices, grants},
    token::{Issued, Machine},
};

/// Seconds between two questions of a device, and what is added when it asks too often (RFC 8628 §3.5).
const PAUSE: i32 = 5;
/// The longest it is made to wait.
const LONGEST_PAUSE: i32 = 60;
/// Over which wrong codes are counted.
const WINDOW: Duration = Duration::minutes(10);

/// RFC 8628 §3.2.
#[derive(Serialize)]
pub(crate) struct DeviceAnswer {
    device_code: String,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: String,
    expires_in: i64,
    interval: i32,
}

/// A device that waits, as the person who reads its code is shown it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DeviceRequest {
    client: ShownClient,
    scopes: Vec<String>,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

impl Provider {
    pub(crate) async fn authorize_device(
        &self,
        client: &Client,
        params: &Params,
    ) -> Result<DeviceAnswer, Refusal> {
        params.check()?;
        if !client.may(GRANT_DEVICE) {
            return Err(Refusal::new(
                OauthCode::UnauthorizedClient,
                "this client is not registered for devices",
            ));
        }
        let scopes = read_scopes(params.need("scope")?, |scope| client.may_ask(scope))?;
        if scopes.is_empty() {
            return Err(Refusal::new(OauthCode::InvalidScope, "nothing is asked for"));
        }
        let (now, life) = (self.now(), self.inner.settings.device());
        let secret = Secret256::draw(SecretKind::Device)?;
        let digest = secret.digest();
        for _ in 0..5 {
            let code = user_code()?;
            let times = (now, now + life);
            let free = devices::insert(self.pool(), &digest, &code, client.id, &scopes, times, PAUSE).await;
            if free.map_err(Error::from)? {
                let page = format!("{}/device", self.issuer());
                return Ok(DeviceAnswer {
                    device_code: secret.expose().to_owned(),
                    verification_uri_complete: format!("{page}?user_code={code}"),
                    user_code: code,
                    verification_uri: page,
                    expires_in: life.whole_seconds(),
                    interval: PAUSE,
                });
            }
        }
        Err(Error::NoChance.into())
    }

    pub(crate) async fn exchange_device(
        &self,
        client: &Client,
        params: &Params,
        from: &Machine,
    ) -> Result<Issued, Refusal> {
        let refuse = |code, why: &str| Err(Refusal::new(code, why));
        let unknown = || Refusal::new(OauthCode::InvalidGrant, "this device code opens nothing");
        let secret = Secret256::read(SecretKind::Device, params.need("device_code")?).ok_or_else(unknown)?;
        let now = self.now();

        let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
        let device = devices::hold(&mut tx, &secret).await?.ok_or_else(unknown)?;
        if device.client() != client.id || device.used_at.is_some() {
            return Err(unknown());
        }
        if device.expires_at <= now {
            return refuse(OauthCode::ExpiredToken, "nobody let this device in in time");
        }
        if device.decided_at.is_none() {
            let early = device.polled_at.is_some_and(|at| now - at < Duration::seconds(device.pause.into()));
            let pause = if early { (device.pause + PAUSE).min(LONGEST_PAUSE) } else { device.pause };
            devices::note_polled(&mut tx, &secret, pause, now).await?;
            tx.commit().await.map_err(Error::from)?;
            return if early {
                refuse(OauthCode::SlowDown, "wait five seconds more between two questions")
            } else {
                refuse(OauthCode::AuthorizationPending, "nobody has answered yet")
            };
        }
        let Some(grant) = device.grant() else {
            return refuse(OauthCode::AccessDenied, "its person said no");
        };
        let grant = grants::find(&mut *tx, grant).await?.ok_or_else(unknown)?;
        devices::use_up(&mut tx, &secret, now).await?;
        grants::note_device(&mut tx, grant.id, &from.user_agent).await?;
        if grant.device_id.is_some() {
            grants::end_other_of_device(&mut tx, &grant, now).await?;
        }
        let written = self.write_tokens(&mut tx, client, &grant, grant.scopes.clone(), from).await?;
        tx.commit().await.map_err(Error::from)?;

        self.hand_over(client, &grant, written, None).await
    }

    /// The device that shows a code. Codes are short, so that looking for them is counted.
    pub(crate) async fn show_device(&self, caller: &Caller, typed: &str) -> Result<DeviceRequest, Error> {
        let (_, client, device) = self.waiting_device(caller, typed).await?;
        Ok(DeviceRequest {
            client: ShownClient::from(&client),
            scopes: device.scopes,
            expires_at: device.expires_at,
        })
    }

    pub(crate) async fn decide_device(&self, caller: Caller, typed: &str, allow: bool) -> Result<(), Error> {
        let Some(caller) = in_person(Some(caller)) else { return Err(Error::NotByToken) };
        let (code, client, device) = self.waiting_device(&caller, typed).await?;
        if let Some(least) = client.is.min_acr.filter(|least| allow && !caller.acr.satisfies(*least)) {
            let asked = web::Confirmation { acr: least, within: Duration::days(1) };
            let problem = caller.confirmed(asked, self.now()).err();
            return Err(problem.map_or(Error::RequestOver, Error::Confirm));
        }
        let now = self.now();

        let mut tx = self.inner.store.begin().await?;
        let held = self.inner.identity.hold_session(&mut tx, caller.session).await?;
        let grant = device_grant(&client, device.scopes, &caller, held.ok_or(Error::RequestOver)?, now);
        if allow {
            consents::add(&mut tx, caller.person, client.id, &agreed(&grant.scopes), true, now).await?;
            clients::note_used(&mut tx, client.id, now).await?;
            grants::insert(&mut tx, &grant).await?;
        }
        if !devices::decide(&mut tx, &code, allow.then_some(grant.id), now).await? {
            return Err(Error::NoSuchCode);
        }
        let told =
            if allow { facts::grant_given(&grant) } else { facts::grant_refused(caller.person, client.id) };
        store::tell(&mut tx, &told).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn waiting_device(
        &self,
        caller: &Caller,
        typed: &str,
    ) -> Result<(String, Client, devices::DeviceRow), Error> {
        self.count_code(caller.person).await?;
        let code = read_user_code(typed).ok_or(Error::NoSuchCode)?;
        let device = devices::waiting(self.pool(), &code, self.now()).await?.ok_or(Error::NoSuchCode)?;
        let client = self.client(device.client()).await?.ok_or(Error::NoSuchCode)?;
        Ok((code, client, device))
    }

    async fn count_code(&self, person: PersonId) -> Result<(), Error> {
        let now = self.now();
        let (tries, since) = devices::count_try(self.pool(), person, WINDOW, now).await?;
        if i64::from(tries) > i64::from(self.inner.settings.device_tries) {
            let seconds = (since + WINDOW - now).whole_seconds().max(0) + 1;
            return Err(Error::TooManyCodes { seconds });
        }
        Ok(())
    }
}

fn device_grant(
    client: &Client,
    scopes: Vec<String>,
    caller: &Caller,
    issuer: Option<String>,
    now: OffsetDateTime,
) -> Grant {
    Grant {
        id: GrantId::new(),
        client: client.id,
        person: caller.person,
        session: caller.session,
        dependent: !is_lasting(&scopes),
        issuer,
        device_id: scopes.iter().find_map(|scope| device_of(scope)).map(str::to_owned),
        scopes,
        acr: caller.acr,
        amr: caller.amr.clone(),
        authenticated_at: caller.authenticated_at,
        id_token_claims: vec![],
        userinfo_claims: vec![],
        created_at: now,
    }
}
