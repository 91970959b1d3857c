//! Talking to a provider: with what it last said of itself, and noting whether it answers.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Secret;
use serde_json::Value;
use time::Duration;

use crate::{
    Error, Hub,
    model::{ClientAuth, Documents, Provider, ProviderId},
    peer::{self, ClientKey, Exchange, Fetched},
    rows,
};

/// How often a key that nobody knows makes us ask for the keys again.
const KEYS_PAUSE: Duration = Duration::seconds(30);
/// As what ID tokens are sealed.
const ID_TOKEN: &str = "id_token";
/// Longer ones, in bytes, are not kept: they would travel in an address.
const LONGEST_ID_TOKEN: usize = 4096;

impl Hub {
    /// An enabled provider.
    pub(crate) async fn provider(&self, id: ProviderId) -> Result<Provider, Error> {
        let found = rows::providers::find(self.inner.store.pool(), id).await?;
        found.filter(|provider| provider.enabled).ok_or(Error::NoSuchProvider)
    }

    /// Asks every enabled provider how it is; each keeps its own time.
    pub(crate) async fn probe(&self) -> Result<(), Error> {
        let providers = rows::providers::all(self.inner.store.pool()).await?;
        let mut asked = tokio::task::JoinSet::new();
        for provider in providers.into_iter().filter(|provider| provider.enabled) {
            let hub = self.clone();
            asked.spawn(async move { hub.refresh(&provider).await.map(drop) });
        }
        while let Some(answered) = asked.join_next().await {
            // A provider that does not answer is noted; only our own failures are the routine's.
            if let Ok(Err(error @ Error::Store(_))) = answered {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Fetches what a provider says of itself, keeps it, and notes how it is.
    pub(crate) async fn refresh(&self, provider: &Provider) -> Result<Fetched, Error> {
        let fetched = peer::fetch(&self.inner.http, &provider.name, &provider.issuer).await;
        if let Ok(fetched) = &fetched {
            let now = self.inner.store.clock().now();
            rows::providers::keep_documents(self.inner.store.pool(), provider, fetched, now).await?;
        }
        self.note(provider, fetched).await
    }

    /// Notes whether a provider answered, whatever it said.
    pub(crate) async fn note<T>(&self, provider: &Provider, said: Result<T, Error>) -> Result<T, Error> {
        let error = match &said {
            Err(Error::ProviderDown { reason, .. } | Error::ProviderWrong { reason, .. }) => {
                Some(reason.as_str())
            }
            // It answered, and what it said is another matter.
            _ => None,
        };
        // Nothing new: thousands who come in the morning do not all write it down.
        if error.is_none() && provider.standing.up == Some(true) {
            return said;
        }
        let now = self.inner.store.clock().now();
        let changed =
            rows::providers::note_standing(self.inner.store.pool(), provider.id, error, now).await?;
        if changed {
            match error {
                Some(error) => {
                    tracing::warn!(provider.id = %provider.id, error, "a provider stopped answering")
                }
                None => tracing::info!(provider.id = %provider.id, "a provider answers"),
            }
        }
        said
    }

    /// The same while somebody signs in. What sounds wrong then may be a stranger's doing, who brought what makes no sense,
    /// and is no word on the provider; that nobody answered is.
    pub(crate) async fn note_use<T>(&self, provider: &Provider, said: Result<T, Error>) -> Result<T, Error> {
        if matches!(said, Err(Error::ProviderWrong { .. })) { said } else { self.note(provider, said).await }
    }

    /// Ready to be talked to: by what it said of itself lately, or fetched now. What is too old is believed no longer, even
    /// when nothing newer can be had.
    pub(crate) async fn exchange<'a>(&'a self, provider: &'a Provider) -> Result<Exchange<'a>, Error> {
        let now = self.inner.store.clock().now();
        let documents = match self.believed(provider) {
            Some(documents) => documents.clone(),
            None => {
                let Fetched { metadata, keys } = self.refresh(provider).await?;
                Documents { metadata, keys, at: now }
            }
        };
        let metadata = peer::read_metadata(&provider.name, &provider.issuer, &documents.metadata)?;
        let client_key = match provider.client_auth {
            ClientAuth::PrivateKeyJwt => Some(self.client_key().await?),
            ClientAuth::ClientSecretBasic | ClientAuth::ClientSecretPost => None,
        };
        Ok(Exchange {
            http: &self.inner.http,
            provider,
            metadata,
            keys: documents.keys,
            secret: self.secret(provider)?,
            client_key,
            redirect_uri: self.redirect_uri(provider.id),
            now,
        })
    }

    /// What the provider last said of itself, unless that was too long ago.
    pub(crate) fn believed<'a>(&self, provider: &'a Provider) -> Option<&'a Documents> {
        let stale = Duration::hours(self.inner.settings.stale_hours.into());
        let oldest = self.inner.store.clock().now() - stale;
        provider.documents.as_ref().filter(|documents| documents.at > oldest)
    }

    /// The provider's keys, asked again when a token names one that is not among them; not for everybody who makes one up.
    pub(crate) async fn keys_for(
        &self,
        provider: &Provider,
        metadata: &peer::Metadata,
        keys: &mut Value,
        token: &str,
    ) -> Result<(), Error> {
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        if !peer::names_unknown_key(token, keys)
            || !rows::providers::may_ask_keys(db, provider.id, now, KEYS_PAUSE).await?
        {
            return Ok(());
        }
        let newer = peer::fetch_keys(&self.inner.http, &provider.name, metadata).await;
        let Ok(newer) = self.note(provider, newer).await else { return Ok(()) };
        let kept = provider.documents.as_ref().map(|documents| documents.metadata.clone());
        if let Some(metadata) = kept {
            let fetched = Fetched { metadata, keys: newer.clone() };
            rows::providers::keep_documents(db, provider, &fetched, now).await?;
        }
        *keys = newer;
        Ok(())
    }

    /// Where the provider sends browsers back: one address for each provider, so that no answer can pass for another's.
    pub(crate) fn redirect_uri(&self, provider: ProviderId) -> String {
        format!("{}/api/hub/providers/{provider}/callback", self.inner.origin)
    }

    /// Where the provider sends browsers back once they are signed out of it.
    pub(crate) fn signed_out_page(&self) -> String {
        format!("{}/sign-out", self.inner.origin)
    }

    pub(crate) fn backchannel_logout_uri(&self, provider: ProviderId) -> String {
        format!("{}/api/hub/providers/{provider}/backchannel-logout", self.inner.origin)
    }

    pub(crate) fn seal_secret(
        &self,
        provider: ProviderId,
        secret: Option<&Secret<String>>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let secret = secret.map(Secret::expose).filter(|secret| !secret.is_empty());
        let Some(secret) = secret else { return Ok(None) };
        if secret.len() > 1000 {
            return Err(Error::BadProvider { field: "client_secret" });
        }
        self.inner.seal.seal(&sealed_as(provider), secret.as_bytes()).map(Some)
    }

    /// An ID token as it is kept: sealed, in base64url. `None` for one that is too long to be shown again.
    pub(crate) fn seal_id_token(&self, token: &str) -> Result<Option<String>, Error> {
        if token.len() > LONGEST_ID_TOKEN {
            return Ok(None);
        }
        let sealed = self.inner.seal.seal(ID_TOKEN, token.as_bytes())?;
        Ok(Some(URL_SAFE_NO_PAD.encode(sealed)))
    }

    pub(crate) fn open_id_token(&self, kept: &str) -> Result<Secret<String>, Error> {
        let sealed = URL_SAFE_NO_PAD.decode(kept).map_err(|_| Error::Sealed)?;
        let token = self.inner.seal.open(ID_TOKEN, &sealed)?;
        String::from_utf8(token.expose().clone()).map(Secret::new).map_err(|_| Error::Sealed)
    }

    fn secret(&self, provider: &Provider) -> Result<Option<Secret<Vec<u8>>>, Error> {
        if provider.client_auth == ClientAuth::PrivateKeyJwt {
            return Ok(None);
        }
        let sealed = provider.sealed_secret.as_deref();
        sealed.map(|sealed| self.inner.seal.open(&sealed_as(provider.id), sealed)).transpose()
    }

    /// The key by which the house shows who it is; made when it is first needed.
    async fn client_key(&self) -> Result<ClientKey, Error> {
        if let Some(key) = self.kept_key(rows::keys::newest(self.inner.store.pool()).await?)? {
            return Ok(key);
        }
        let mut tx = self.inner.store.begin().await?;
        rows::keys::queue_up(&mut tx).await?;
        if let Some(key) = self.kept_key(rows::keys::newest(&mut *tx).await?)? {
            return Ok(key);
        }
        let (key, private, public) = ClientKey::draw()?;
        let sealed = self.inner.seal.seal(&key.id, &private)?;
        rows::keys::insert(&mut tx, &key.id, &sealed, &public, self.inner.store.clock().now()).await?;
        tx.commit().await?;
        Ok(key)
    }

    fn kept_key(&self, kept: Option<(String, Vec<u8>)>) -> Result<Option<ClientKey>, Error> {
        let Some((id, sealed)) = kept else { return Ok(None) };
        let private = self.inner.seal.open(&id, &sealed)?;
        Ok(Some(ClientKey::read(id, private.expose())))
    }

    /// What the world may see of our keys (RFC 7517 §5).
    pub(crate) async fn public_keys(&self) -> Result<Value, Error> {
        self.client_key().await?;
        let keys = rows::keys::public(self.inner.store.pool()).await?;
        Ok(serde_json::json!({ "keys": keys }))
    }
}

fn sealed_as(provider: ProviderId) -> String {
    format!("provider/{provider}")
}
