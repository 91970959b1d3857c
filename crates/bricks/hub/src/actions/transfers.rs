//! Transfers: an account elsewhere that becomes somebody's because the correspondents of both their administrations, the
//! one they leave and the one they join, say so.

use std::collections::{HashMap, HashSet};

use directory::NamedOrganisation;
use identity::PersonRecord;
use kernel::{EmailAddress, PersonId, ScopeId, ports::People};
use mail::Letter;
use serde::Serialize;
use serde_json::json;
use store::Tx;
use time::{Duration, OffsetDateTime};
use web::{Caller, Confirmation};

use super::{Choice, Visitor};
use crate::{
    Error, Hub, facts,
    model::{Provider, Side, Transfer, TransferId, Vouched},
    rows,
};

const LONGEST_COMMENT: usize = 500;

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubTransfer)]
pub(crate) struct TransferView {
    id: TransferId,
    provider: Choice,
    /// Who they are there.
    name: Option<String>,
    #[schema(value_type = String)]
    address: EmailAddress,
    /// Who they say that they are here.
    old: OldAccount,
    new_organisation: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    asked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    comment: String,
    agreed_by: AgreedBy,
    /// What the caller may agree to.
    i_may: Vec<Side>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubOldAccount)]
struct OldAccount {
    name: Option<String>,
    #[schema(value_type = Option<String>)]
    address: Option<EmailAddress>,
    organisation: Option<String>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = HubAgreements)]
struct AgreedBy {
    old: bool,
    new: bool,
}

/// What is known of the organisations that some transfers are between, and what the reader is there.
struct Ground {
    organisations: HashMap<ScopeId, NamedOrganisation>,
    /// Those of them that the reader keeps, by them or by what is above.
    kept: HashSet<ScopeId>,
    administers: bool,
}

impl Ground {
    /// Whether somebody may know of a transfer, and refuse it.
    fn concerns(&self, transfer: &Transfer) -> bool {
        self.administers || self.keeps(transfer.old_organisation) || self.keeps(transfer.new_organisation)
    }

    /// For which of the two organisations somebody speaks. Within one tree, where a correspondent could have named the
    /// other, an administrator is one of the two who agree: the new side is theirs.
    fn sides(&self, transfer: &Transfer) -> Vec<Side> {
        let (old, new) = (transfer.old_organisation, transfer.new_organisation);
        let (Some(root), Some(other)) = (self.root(old), self.root(new)) else { return vec![] };
        let within_one_tree = root == other;
        let speaks = |organisation| match within_one_tree {
            false => self.keeps(organisation),
            true => self.administers || (organisation == old && self.keeps(old)),
        };
        let both = [(Side::Old, old), (Side::New, new)];
        both.into_iter().filter(|(_, organisation)| speaks(*organisation)).map(|(side, _)| side).collect()
    }

    fn keeps(&self, organisation: ScopeId) -> bool {
        self.kept.contains(&organisation)
    }

    fn root(&self, organisation: ScopeId) -> Option<ScopeId> {
        self.organisations.get(&organisation)?.path.first().copied()
    }

    fn name(&self, organisation: ScopeId) -> Option<String> {
        self.organisations.get(&organisation).map(|found| found.name.clone())
    }
}

impl Hub {
    /// Asks both administrations. The answer is the same whether or not anybody has the address.
    pub(crate) async fn ask_transfer(
        &self,
        visitor: &Visitor,
        address: &str,
        comment: &str,
    ) -> Result<(), Error> {
        let (provider, newcomer) = self.newcomer(visitor.browser.as_ref()).await?;
        let address: EmailAddress = address.parse().map_err(|_| Error::BadAddress)?;
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        if comment.chars().count() > LONGEST_COMMENT {
            return Err(Error::CommentTooLong { most: LONGEST_COMMENT });
        }
        // Nobody signs out of what may be agreed to in a fortnight.
        let vouched = Vouched { sealed_id_token: None, ..newcomer.vouched };
        let new_organisation =
            self.organisation_of(&provider, &vouched).await?.ok_or(Error::NoOrganisation)?;
        let recognised =
            self.inner.directory.recognise(std::slice::from_ref(&address)).await.map_err(Error::Port)?;
        let known = recognised.into_iter().next();
        let Some((person, employer)) = known.and_then(|known| known.person.zip(known.organisation)) else {
            return Ok(());
        };
        // Their account opens the house: it changes hands in no such way.
        if self.inner.permissions.administers(person).await.map_err(Error::Port)? {
            return Ok(());
        }
        let record = self.inner.identity.persons(&[person]).await?.pop().ok_or(Error::NoSuchTransfer)?;
        let now = self.inner.store.clock().now();
        let transfer = Transfer {
            id: TransferId::new(),
            provider: provider.id,
            vouched,
            person,
            old_organisation: employer.id,
            new_organisation,
            comment,
            asked_at: now,
            expires_at: now + Duration::days(self.inner.settings.transfer_days.into()),
            old_agreed_by: None,
            new_agreed_by: None,
        };

        let mut tx = self.inner.store.begin().await?;
        let asked_lately = rows::transfers::replace(&mut tx, &transfer, now - Duration::DAY).await?;
        if !asked_lately {
            self.write_to_the_person(&mut tx, &transfer, &provider, &record).await?;
        }
        store::tell(&mut tx, &facts::transfer_asked(&transfer)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Those on which the caller has a word: the correspondents of either organisation; administrators see all.
    pub(crate) async fn list_transfers(&self, caller: &Caller) -> Result<Vec<TransferView>, Error> {
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        let administers = self.inner.permissions.administers(caller.person).await.map_err(Error::Port)?;
        let theirs: Option<Vec<ScopeId>> = if administers {
            None
        } else {
            let waited_for = rows::transfers::organisations(db, now).await?;
            Some(self.inner.directory.kept_among(caller.person, &waited_for).await?)
        };
        let transfers = rows::transfers::of_organisations(db, theirs.as_deref(), now).await?;
        let ground = self.ground(caller, &transfers).await?;
        let mut views = vec![];
        for transfer in transfers {
            views.push(self.transfer_view(caller, transfer, &ground).await?);
        }
        Ok(views)
    }

    /// With the second agreement the account becomes the person's and its address their main one, and both addresses are
    /// written to.
    pub(crate) async fn agree(&self, caller: &Caller, id: TransferId) -> Result<(), Error> {
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        let transfer = rows::transfers::find(db, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        let ground = self.ground(caller, std::slice::from_ref(&transfer)).await?;
        let sides = ground.sides(&transfer);
        if sides.is_empty() {
            let theirs = ground.keeps(transfer.old_organisation) || ground.keeps(transfer.new_organisation);
            return Err(if theirs { Error::NeedsAdministrator } else { Error::NoSuchTransfer });
        }
        caller.confirmed(Confirmation::KEYS, now).map_err(Error::Port)?;
        if self.inner.permissions.administers(transfer.person).await.map_err(Error::Port)? {
            return Err(Error::NoSuchTransfer);
        }
        let provider = self.provider(transfer.provider).await?;

        let mut tx = self.inner.store.begin().await?;
        let before = rows::transfers::hold(&mut tx, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        let (transfer, side) = before.clone().agreed(caller.person, &sides)?;
        rows::transfers::set_agreements(&mut *tx, &transfer).await?;
        if !transfer.is_agreed() {
            store::tell(&mut tx, &facts::transfer_agreed(caller.actor(), &transfer, side)).await?;
        }
        tx.commit().await?;

        if transfer.is_agreed() {
            self.conclude(caller, &before, &transfer, side, &provider).await
        } else {
            Ok(())
        }
    }

    /// Does what both agreed to. Linking has a transaction of its own, and doing it twice is doing it once: killed before the
    /// end, either correspondent agrees again. Nobody refuses meanwhile.
    async fn conclude(
        &self,
        caller: &Caller,
        before: &Transfer,
        transfer: &Transfer,
        side: Side,
        provider: &Provider,
    ) -> Result<(), Error> {
        let (person, vouched) = (transfer.person, &transfer.vouched);
        let old = self.address_before(person, &vouched.claims.address).await?;
        let linked = self.link(caller.actor(), person, provider, vouched, true).await;
        if let Err(error) = linked {
            // It cannot be done as it stands: it waits for the second agreement again, and may be refused.
            rows::transfers::set_agreements(self.inner.store.pool(), before).await?;
            return Err(error);
        }

        let mut tx = self.inner.store.begin().await?;
        self.write_to_both(&mut tx, transfer, provider, &old).await?;
        rows::transfers::delete(&mut tx, transfer.id).await?;
        store::tell(&mut tx, &facts::transfer_agreed(caller.actor(), transfer, side)).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn refuse_transfer(&self, caller: &Caller, id: TransferId) -> Result<(), Error> {
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        let transfer = rows::transfers::find(db, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        if !self.ground(caller, std::slice::from_ref(&transfer)).await?.concerns(&transfer) {
            return Err(Error::NoSuchTransfer);
        }

        let mut tx = self.inner.store.begin().await?;
        let transfer = rows::transfers::hold(&mut tx, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        if transfer.is_agreed() {
            return Err(Error::NoSuchTransfer);
        }
        rows::transfers::delete(&mut tx, transfer.id).await?;
        store::tell(&mut tx, &facts::transfer_refused(caller.actor(), &transfer)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The name of an organisation that is not closed.
    pub(crate) async fn organisation_named(
        &self,
        id: ScopeId,
    ) -> Result<Option<(String, Option<ScopeId>)>, Error> {
        let found = self.inner.directory.organisations_named(&[id]).await?.remove(&id);
        let open = found.filter(|found| !found.closed);
        Ok(open.map(|found| {
            let parent = found.path.iter().rev().nth(1).copied();
            (found.name, parent)
        }))
    }

    async fn ground(&self, caller: &Caller, transfers: &[Transfer]) -> Result<Ground, Error> {
        let between = |transfer: &Transfer| [transfer.old_organisation, transfer.new_organisation];
        let ids: Vec<ScopeId> = transfers.iter().flat_map(between).collect();
        let directory = &self.inner.directory;
        Ok(Ground {
            organisations: directory.organisations_named(&ids).await?,
            kept: directory.kept_among(caller.person, &ids).await?.into_iter().collect(),
            administers: self.inner.permissions.administers(caller.person).await.map_err(Error::Port)?,
        })
    }

    async fn transfer_view(
        &self,
        caller: &Caller,
        transfer: Transfer,
        ground: &Ground,
    ) -> Result<TransferView, Error> {
        let profiles = self.inner.directory.profiles(&[transfer.person]).await.map_err(Error::Port)?;
        let old = profiles.into_iter().next();
        let provider = rows::providers::find(self.inner.store.pool(), transfer.provider).await?;
        Ok(TransferView {
            id: transfer.id,
            provider: Choice::of(&provider.ok_or(Error::NoSuchTransfer)?),
            name: transfer.vouched.claims.name(),
            address: transfer.vouched.claims.address.clone(),
            old: OldAccount {
                name: old.as_ref().and_then(|old| old.name.clone()),
                address: old.map(|old| old.address),
                organisation: ground.name(transfer.old_organisation),
            },
            new_organisation: ground.name(transfer.new_organisation),
            asked_at: transfer.asked_at,
            expires_at: transfer.expires_at,
            agreed_by: AgreedBy {
                old: transfer.old_agreed_by.is_some(),
                new: transfer.new_agreed_by.is_some(),
            },
            i_may: transfer.open_to(caller.person, &ground.sides(&transfer)),
            comment: transfer.comment,
        })
    }

    /// Whose account it would be hears of it while it can still be refused.
    async fn write_to_the_person(
        &self,
        tx: &mut Tx,
        transfer: &Transfer,
        provider: &Provider,
        record: &PersonRecord,
    ) -> Result<(), Error> {
        let letter = Letter {
            template: "hub.transfer_asked",
            to: record.address.clone(),
            language: record.language,
            params: json!({
                "provider": provider.name, "old": record.address, "new": transfer.vouched.claims.address,
                "days": self.inner.settings.transfer_days,
            }),
            key: format!("hub.transfer_asked/{}", transfer.id),
            useful_until: Some(transfer.expires_at),
            reply_to: None,
            about: None,
        };
        Ok(self.inner.mail.post(tx, letter).await?)
    }

    /// The address that somebody read until a transfer. When one was cut short after it had changed that, another of theirs.
    async fn address_before(&self, person: PersonId, new: &EmailAddress) -> Result<EmailAddress, Error> {
        let record = self.inner.identity.persons(&[person]).await?.pop().ok_or(Error::NoSuchTransfer)?;
        if record.address != *new {
            return Ok(record.address);
        }
        let others = self.inner.identity.addresses(person).await?;
        Ok(others.into_iter().find(|address| address != new).unwrap_or(record.address))
    }

    /// Whoever did not want this hears of it at the address they still read.
    async fn write_to_both(
        &self,
        tx: &mut Tx,
        transfer: &Transfer,
        provider: &Provider,
        old: &EmailAddress,
    ) -> Result<(), Error> {
        let record = self
            .inner
            .identity
            .persons_within(tx, &[transfer.person])
            .await?
            .pop()
            .ok_or(Error::NoSuchTransfer)?;
        let new = &transfer.vouched.claims.address;
        for (place, to) in [("old", old), ("new", new)] {
            let letter = Letter {
                template: "hub.transferred",
                to: to.clone(),
                language: record.language,
                params: json!({ "provider": provider.name, "old": old, "new": new }),
                key: format!("hub.transferred/{}/{place}", transfer.id),
                useful_until: None,
                reply_to: None,
                about: None,
            };
            self.inner.mail.post(tx, letter).await?;
        }
        Ok(())
    }
}
