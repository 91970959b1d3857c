//! Whom a parcel may go to.

use kernel::{
    EmailAddress, Id, Language, PersonId,
    ports::{Profile, Recognised},
};
use sqlx::PgExecutor;
use time::Duration;
use web::{Caller, Confirmation};

use crate::{
    Error, Transfer,
    model::{self, ParcelId, Recipient},
    rows,
    views::{AddressCheck, AddressChecks, Kind},
};

/// Addresses looked at in one request.
const MOST_CHECKED: usize = 100;

impl Transfer {
    /// Says of each address who has it and whether the caller may send to it.
    pub(crate) async fn check_recipients(
        &self,
        person: PersonId,
        addresses: &[String],
    ) -> Result<AddressChecks, Error> {
        if addresses.len() > MOST_CHECKED {
            return Err(Error::TooManyRecipients { most: MOST_CHECKED });
        }
        let sender = self.sender(person).await?;
        let own = self.own_addresses(&sender).await?;
        let parsed: Vec<Option<EmailAddress>> = addresses.iter().map(|text| text.parse().ok()).collect();
        let known: Vec<EmailAddress> = parsed.iter().flatten().cloned().collect();
        let recognised = self.people.recognise(&known).await?;

        let mut recognised = recognised.iter();
        let recipients = addresses
            .iter()
            .zip(parsed)
            .map(|(text, parsed)| match parsed.and_then(|_| recognised.next()) {
                Some(found) => checked(&sender, &own, found),
                None => AddressCheck {
                    address: text.chars().take(254).collect(),
                    kind: Kind::External,
                    name: None,
                    organisation: None,
                    allowed: false,
                    reason: Some("transfer.bad_address"),
                },
            })
            .collect();
        Ok(AddressChecks { recipients })
    }

    /// Reads the addresses of a draft, one of each, and looks at whom they are.
    pub(crate) async fn recipients_for(
        &self,
        sender: &Profile,
        addresses: &[String],
        language: Language,
    ) -> Result<Vec<Recipient>, Error> {
        let mut parsed: Vec<EmailAddress> = Vec::with_capacity(addresses.len());
        for text in addresses {
            let address: EmailAddress =
                text.parse().map_err(|_| Error::BadAddress { address: text.chars().take(254).collect() })?;
            if !parsed.contains(&address) {
                parsed.push(address);
            }
        }
        self.count_recipients(sender, parsed.len())?;
        let recognised = self.people.recognise(&parsed).await?;
        self.check_reach(sender, &recognised).await?;
        Ok(recognised.into_iter().map(|found| recipient(sender, found, language)).collect())
    }

    pub(crate) fn count_recipients(&self, sender: &Profile, count: usize) -> Result<(), Error> {
        let most = self.settings.max_recipients(model::is_agent(sender.population));
        if count > most { Err(Error::TooManyRecipients { most }) } else { Ok(()) }
    }

    /// Whoever comes from outside sends so many parcels a day and no more.
    /// One that waits for its files counts like one that left.
    pub(crate) async fn count_sends(
        &self,
        db: impl PgExecutor<'_>,
        sender: &Profile,
        parcel: ParcelId,
    ) -> Result<(), Error> {
        let most = self.settings.max_sends_external;
        if model::is_agent(sender.population) {
            return Ok(());
        }
        let sent = rows::sent_since(db, sender.person, parcel, self.now() - Duration::DAY).await?;
        if sent >= i64::from(most) { Err(Error::TooManySends { most }) } else { Ok(()) }
    }

    /// Where the house asks for it, an agent who sends outside the administration has lately shown who they are (decision 11): what
    /// leaves cannot be called back, and the session may be one that stayed open on a desk. It changes nothing, so the pages
    /// ask, and do the very thing again.
    ///
    /// # Errors
    /// `confirm`; `web.not_by_token` to a program, which cannot.
    pub(crate) fn may_send_outside(
        &self,
        caller: &Caller,
        sender: &Profile,
        recipients: &[Recipient],
    ) -> Result<(), Error> {
        let leaves = model::is_agent(sender.population) && recipients.iter().any(|one| !one.agent);
        if self.settings.confirm_external && leaves {
            caller.confirmed(Confirmation::KEYS, self.now())?;
        }
        Ok(())
    }

    /// Refuses the first address that this sender may not write to.
    pub(crate) async fn check_reach(&self, sender: &Profile, recognised: &[Recognised]) -> Result<(), Error> {
        let own = self.own_addresses(sender).await?;
        match recognised.iter().find_map(|found| refusal(sender, &own, found)) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Makes persons of recipients, and says in what language each is written to.
    pub(crate) async fn reach(
        &self,
        sender: &Profile,
        recipients: Vec<Recipient>,
        language: Language,
    ) -> Result<Vec<Recipient>, Error> {
        let addresses: Vec<EmailAddress> = recipients.iter().map(|one| one.address.clone()).collect();
        let recognised = self.people.recognise(&addresses).await?;
        self.check_reach(sender, &recognised).await?;
        let met: Vec<PersonId> = recognised.iter().filter_map(|found| found.person).collect();
        // Asked before anybody is made: somebody new has no language of their own yet.
        let profiles = self.people.profiles(&met).await?;
        let persons = self.people.reach(&addresses).await?;

        let spoken =
            |person: PersonId| profiles.iter().find(|one| one.person == person).map(|one| one.language);
        Ok(recipients
            .into_iter()
            .zip(recognised)
            .zip(persons)
            .map(|((old, found), person)| Recipient {
                id: old.id,
                person: Some(person),
                language: spoken(person).unwrap_or(language),
                ..recipient(sender, found, language)
            })
            .collect())
    }

    async fn own_addresses(&self, sender: &Profile) -> Result<Vec<EmailAddress>, Error> {
        let mut own = self.people.addresses(sender.person).await?;
        own.push(sender.address.clone());
        Ok(own)
    }
}

fn checked(sender: &Profile, own: &[EmailAddress], found: &Recognised) -> AddressCheck {
    let refusal = refusal(sender, own, found).map(|error| kernel::Problem::from(error).code);
    AddressCheck {
        address: found.address.to_string(),
        kind: Kind::of(model::is_agent(found.population)),
        name: name_for(sender, found),
        organisation: organisation(found),
        allowed: refusal.is_none(),
        reason: refusal,
    }
}

fn refusal(sender: &Profile, own: &[EmailAddress], found: &Recognised) -> Option<Error> {
    let address = || found.address.to_string();
    if own.contains(&found.address) || found.person == Some(sender.person) {
        Some(Error::NotYourself { address: address() })
    } else if !model::may_reach(sender.population, found.population) {
        Some(Error::AgentsOnly { address: address() })
    } else {
        None
    }
}

/// Agents see each other's names. Somebody outside could otherwise ask for the name behind any address.
fn name_for(sender: &Profile, found: &Recognised) -> Option<String> {
    if model::is_agent(sender.population) { found.name.clone() } else { None }
}

fn organisation(found: &Recognised) -> Option<String> {
    found
        .organisation
        .as_ref()
        .map(|employer| employer.acronym.clone().unwrap_or_else(|| employer.name.clone()))
}

fn recipient(sender: &Profile, found: Recognised, language: Language) -> Recipient {
    Recipient {
        id: Id::new(),
        person: None,
        agent: model::is_agent(found.population),
        name: name_for(sender, &found),
        organisation: organisation(&found),
        language,
        mail: "waiting".to_owned(),
        opened_at: None,
        reminded_on: None,
        team: None,
        hidden: false,
        address_hidden: false,
        address: found.address,
    }
}
