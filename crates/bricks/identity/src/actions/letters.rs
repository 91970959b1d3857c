//! Writing to somebody when a way into their account was opened, changed or closed: who did not do it themselves learns of
//! it, and where to go.

use kernel::{EmailAddress, PersonId};
use mail::Letter;
use serde_json::json;
use store::Tx;
use time::Duration;
use uuid::Uuid;

use crate::{
    Error, Identity,
    model::Change,
    rows::{letters, persons},
};

impl Identity {
    /// What somebody is written in an hour. Beyond, whoever changes so much writes no more: their person knows by then.
    const MOST_LETTERS_AN_HOUR: i64 = 20;
    /// After that, the account says it better.
    const WORTH_READING: Duration = Duration::days(7);

    /// Writes to the main address, in the person's language. Nobody is written to at an address that they never showed to be
    /// theirs.
    pub(super) async fn write_of(
        &self,
        tx: &mut Tx,
        person: PersonId,
        change: Change<'_>,
    ) -> Result<(), Error> {
        self.write_of_to(tx, person, change, None).await
    }

    /// Likewise, and to the address that was the main one until now.
    pub(super) async fn write_of_to(
        &self,
        tx: &mut Tx,
        person: PersonId,
        change: Change<'_>,
        before: Option<&EmailAddress>,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let Some(record) = persons::by_ids(&mut **tx, &[person]).await?.pop() else { return Ok(()) };
        let main = Some(&record.address).filter(|_| record.proven);
        let to: Vec<&EmailAddress> = main.into_iter().chain(before).collect();
        let most = Self::MOST_LETTERS_AN_HOUR;
        if to.is_empty() || !letters::note(tx, person, most, now - Duration::HOUR, now).await? {
            return Ok(());
        }
        let code = change.code();
        let said = self.inner.sentences.say(record.language, code, &change.params());
        let said = said.unwrap_or_else(|| code.to_owned());
        let params = json!({ "change": said, "url": self.security_page() });
        for address in to {
            let letter = Letter {
                template: "identity.account_changed",
                to: address.clone(),
                language: record.language,
                params: params.clone(),
                key: format!("identity.account_changed/{}", Uuid::new_v4()),
                useful_until: Some(now + Self::WORTH_READING),
                reply_to: None,
                about: None,
            };
            self.inner.mail.post(tx, letter).await?;
        }
        Ok(())
    }

    /// Where somebody sees all the ways into their account.
    fn security_page(&self) -> String {
        format!("{}/account/security", self.inner.settings.public_url)
    }
}
