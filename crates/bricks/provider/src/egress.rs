//! What the house asks of applications' own servers: their keys, and to hear that somebody signed out. Few bytes, soon,
//! where the client said and nowhere else.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration as StdDuration,
};

use jsonwebtoken::jwk::JwkSet;
use reqwest::{Client, redirect::Policy};
use time::{Duration, OffsetDateTime};

use crate::Error;

const PATIENCE: StdDuration = StdDuration::from_secs(5);
const LONGEST: usize = 64 * 1024;
/// How long a client's keys are believed.
const KEPT: Duration = Duration::minutes(10);
/// How often they are asked for again because an unknown one was named.
const PAUSE: Duration = Duration::seconds(30);
/// Of clients, at once.
const REMEMBERED: usize = 1_000;

pub(crate) struct Egress {
    http: Client,
    keys: Mutex<HashMap<String, (JwkSet, OffsetDateTime)>>,
}

impl Egress {
    pub(crate) fn new() -> Result<Self, Error> {
        // The first of the house to need it says which cryptography TLS uses; to say it twice changes nothing.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let http = Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .user_agent("Sacados")
            .build()
            .map_err(|error| Error::Key(error.to_string()))?;
        Ok(Self { http, keys: Mutex::default() })
    }

    /// The keys of a client. Read again when `unknown`, but not for each stranger who names one.
    pub(crate) async fn keys(
        &self,
        address: &str,
        unknown: bool,
        now: OffsetDateTime,
    ) -> Result<JwkSet, Error> {
        let age = if unknown { PAUSE } else { KEPT };
        if let Some((keys, read_at)) = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(address)
            && now - *read_at < age
        {
            return Ok(keys.clone());
        }
        let keys: JwkSet = serde_json::from_slice(&self.read(address).await?)
            .map_err(|error| Error::Key(format!("the client's keys do not read: {error}")))?;
        let mut cache = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= REMEMBERED {
            cache.clear();
        }
        cache.insert(address.to_owned(), (keys.clone(), now));
        Ok(keys)
    }

    async fn read(&self, address: &str) -> Result<Vec<u8>, Error> {
        let failed =
            |error: reqwest::Error| Error::Key(format!("the client's keys: {}", error.without_url()));
        let mut answer = self.http.get(address).send().await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(Error::Key(format!("the client's keys: {}", answer.status())));
        }
        let mut body = vec![];
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST {
                return Err(Error::Key("the client's keys are too long".to_owned()));
            }
        }
        Ok(body)
    }

    /// Tells a client that somebody signed out (OpenID Connect Back-Channel Logout §2.5).
    pub(crate) async fn tell_logout(&self, address: &str, token: &str) -> Result<(), Error> {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
        let answer = self
            .http
            .post(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .map_err(|error| {
                Error::Key(format!("a client did not hear a sign-out: {}", error.without_url()))
            })?;
        if answer.status().is_success() {
            return Ok(());
        }
        Err(Error::Key(format!("a client refused a sign-out: {}", answer.status())))
    }
}
