//! Asking for a code. Known and unknown addresses get the same answer, by the same statements: who is known here is
//! learnt in no other way than by reading the mailbox.

use kernel::{EmailAddress, Language, PersonId, Secret};
use mail::Letter;
use serde_json::json;
use store::Tx;
use time::{Duration, OffsetDateTime};

use crate::{
    Error, Identity,
    model::{CodeId, Household, MailedCode},
    rows::codes::{self, Whose},
    settings::minutes,
};

/// What whoever asked needs to come back with the code.
pub(crate) struct CodeSent {
    pub(crate) id: CodeId,
    pub(crate) address: EmailAddress,
    pub(crate) expires_at: OffsetDateTime,
}

/// So many codes in so much time, and what is said to whoever wants more.
struct Share<'a> {
    whose: Whose<'a>,
    most: u32,
    over: Duration,
    no: fn(Duration) -> Error,
}

impl Identity {
    /// Mails a code of its own to each request, unless who asks, the address or the house had its share.
    ///
    /// # Errors
    /// [`Error::CodeJustSent`], [`Error::TooManyCodes`], [`Error::ManyCodesAsked`].
    pub(crate) async fn send_code(
        &self,
        address: EmailAddress,
        household: &Household,
        language: Language,
    ) -> Result<CodeSent, Error> {
        self.send_code_for(None, address, household, language).await
    }

    /// Likewise; a code asked for by somebody is good for them, and opens nothing.
    pub(super) async fn send_code_for(
        &self,
        person: Option<PersonId>,
        address: EmailAddress,
        household: &Household,
        language: Language,
    ) -> Result<CodeSent, Error> {
        let store = &self.inner.store;
        let now = store.clock().now();
        let mut tx = store.begin().await?;
        codes::queue_up(&mut tx, &address, household).await?;
        for Share { whose, most, over, no } in self.shares(&address, household) {
            if let Some(at) = codes::used_up(&mut tx, whose, most, now - over).await? {
                return Err(no(at + over - now));
            }
        }
        let life = minutes(self.inner.settings.code_minutes);
        let (code, secret) = MailedCode::draw(address, now, life)?;

        codes::insert(&mut tx, &code, household, person).await?;
        self.post(&mut tx, &code, secret, language).await?;
        tx.commit().await?;

        Ok(CodeSent { id: code.id, address: code.address, expires_at: code.expires_at })
    }

    /// What a household asks for an address counts before what others ask for it: a stranger uses up their own share
    /// first.
    fn shares<'a>(&self, address: &'a EmailAddress, household: &'a Household) -> [Share<'a>; 6] {
        let settings = &self.inner.settings;
        let theirs = Whose::Theirs(address, household);
        let pause = Duration::seconds(settings.code_pause_seconds.into());
        let share = |whose, most, over, no: fn(Duration) -> Error| Share { whose, most, over, no };
        let many = |wait| Error::ManyCodesAsked { wait };
        let too_many = |wait| Error::TooManyCodes { wait };
        [
            share(theirs, 1, pause, |wait| Error::CodeJustSent { wait }),
            share(theirs, settings.codes_per_hour, Duration::HOUR, too_many),
            share(Whose::Household(household), settings.household_codes_per_minute, Duration::MINUTE, many),
            share(Whose::Household(household), settings.household_codes_per_hour, Duration::HOUR, many),
            share(Whose::Address(address), settings.address_codes_per_hour, Duration::HOUR, too_many),
            share(Whose::House, settings.house_codes_per_minute, Duration::MINUTE, many),
        ]
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
