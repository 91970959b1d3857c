//! What somebody carries to show who they are: a passkey, and an application of codes.

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use passkey::{
    authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod},
    client::{Client, DefaultClientData},
    crypto::rust_crypto::RustCryptoBackend,
    types::{
        Passkey,
        ctap2::{Aaguid, Ctap2Error},
        webauthn::{CredentialCreationOptions, CredentialRequestOptions},
    },
};
use serde_json::Value;
use time::OffsetDateTime;
use totp_rs::{Builder, Secret};
use url::Url;

/// The six figures that an application of codes shows at an instant.
pub(crate) fn totp(secret: &str, at: OffsetDateTime) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("a").build().unwrap();
    totp.generate(u64::try_from(at.unix_timestamp()).unwrap()).to_string()
}

/// Its holder lays a finger on it.
struct Finger;

#[async_trait]
impl UserValidationMethod for Finger {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _: UiHint<'a, Passkey>,
        _: bool,
        _: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// A telephone that holds one passkey.
pub(crate) struct Holder {
    kept: Option<Passkey>,
    origin: Url,
}

impl Holder {
    pub(crate) fn new(origin: &str) -> Self {
        Self { kept: None, origin: origin.parse().unwrap() }
    }

    /// What `navigator.credentials.create` gives.
    pub(crate) async fn create(&mut self, options: &Value) -> Value {
        let mut options = options.clone();
        options["publicKey"].as_object_mut().unwrap().remove("extensions");
        let options: CredentialCreationOptions = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.authenticator()).allows_insecure_localhost(true);
        let made = client.register(&self.origin, options, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        as_browsers_write(serde_json::to_value(made).unwrap())
    }

    /// What `navigator.credentials.get` gives.
    pub(crate) async fn get(&mut self, options: &Value) -> Value {
        let mut options = options.clone();
        let asked = options["publicKey"].as_object_mut().unwrap();
        asked.remove("extensions");
        // An empty list asks for whatever is there.
        asked.remove("allowCredentials");
        let options: CredentialRequestOptions = serde_json::from_value(options).unwrap();
        let mut client = Client::new(self.authenticator()).allows_insecure_localhost(true);
        let shown = client.authenticate(&self.origin, options, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        as_browsers_write(serde_json::to_value(shown).unwrap())
    }

    fn authenticator(&self) -> Authenticator<Option<Passkey>, Finger, RustCryptoBackend> {
        Authenticator::new(Aaguid::new_empty(), self.kept.clone(), Finger, RustCryptoBackend)
    }
}

/// Bytes in base64url, where the authenticator's crate writes numbers.
fn as_browsers_write(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, as_browsers_write(value))).collect()
        }
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_u64) => {
            let bytes: Vec<u8> =
                items.iter().map(|item| u8::try_from(item.as_u64().unwrap()).unwrap()).collect();
            Value::from(URL_SAFE_NO_PAD.encode(bytes))
        }
        other => other,
    }
}
