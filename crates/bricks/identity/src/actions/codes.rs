//! Asking for a code. Known and unknown addresses get the same answer, by the same statements: who is known here is
//! learnt in no other way than by reading the mailbox.

use kernel::{EmailAddress, Language, Secret};
use mail::Letter;
use serde_json::json;
use store::Tx;
use time::{Duration, OffsetDateTime};

use crate::{
    Error, Identity,
    model::{CodeId, MailedCode, MailedCodeId},
    rows::codes,
    settings::minutes,
};

/// What whoever asked needs to come back with the code.
pub(crate) struct CodeSent {
    pub(crate) id: CodeId,
    pub(crate) address: EmailAddress,
    pub(crate) expires_at: OffsetDateTime,
}

impl Identity {
    /// Mails a code, or lets who asks again too soon share the one that was mailed last: the answer is the same.
    pub(crate) async fn send_code(
        &self,
        address: EmailAddress,
        language: Language,
    ) -> Result<CodeSent, Error> {
        let (store, settings) = (&self.inner.store, &self.inner.settings);
        let now = store.clock().now();
        let (id, life) = (CodeId::new(), minutes(settings.code_minutes));

        let mut tx = store.begin().await?;
        codes::queue_up(&mut tx, &address).await?;
        let lately = codes::lately(&mut tx, &address, now).await?;
        let pause = Duration::seconds(settings.code_pause_seconds.into());
        let may_mail = lately.in_the_hour < settings.codes_per_hour.into()
            && lately.last_at.is_none_or(|last| now - last >= pause);
        let (code, expires_at) = if may_mail {
            let (code, secret) = MailedCode::draw(address.clone(), now, life)?;
            codes::insert(&mut tx, &code).await?;
            self.post(&mut tx, &code, secret, language).await?;
            (Some(code.id), code.expires_at)
        } else {
            let live = codes::live(&mut tx, &address, now).await?;
            live.map_or((None, now + life), |(code, expires_at): (MailedCodeId, _)| (Some(code), expires_at))
        };
        codes::insert_request(&mut tx, id, code, now, expires_at).await?;
        tx.commit().await?;

        Ok(CodeSent { id, address, expires_at })
    }

    async fn post(
        &self,
        tx: &mut Tx,
        code: &MailedCode,
        secret: Secret<String>,
        language: Language,
    ) -> Result<(), Error> {
        let letter = Letter {
            template: "identity.code",
            to: code.address.clone(),
            language,
            params: json!({ "secret": secret.expose(), "minutes": self.inner.settings.code_minutes }),
            key: format!("identity.code/{}", code.id),
            useful_until: Some(code.expires_at),
            reply_to: None,
            about: None,
        };
        Ok(self.inner.mail.post(tx, letter).await?)
    }
}
