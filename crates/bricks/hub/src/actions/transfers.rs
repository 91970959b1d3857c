//! Transfers: an account elsewhere that becomes somebody's because the correspondents of both their administrations, the
//! one they leave and the one they join, say so.

use std::collections::{HashMap, HashSet};

use kernel::{
    EmailAddress, PersonId, ScopeId,
    ports::{Level, People},
};
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
/// How high a tree of organisations is climbed.
const HIGHEST: usize = 32;

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

/// The organisations of the house: name and parent of each.
type Tree = HashMap<ScopeId, (String, Option<ScopeId>)>;

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
        rows::transfers::insert(&mut tx, &transfer).await?;
        store::tell(&mut tx, &facts::transfer_asked(&transfer)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Those on which the caller has a word: the correspondents of either organisation; administrators see all.
    pub(crate) async fn list_transfers(&self, caller: &Caller) -> Result<Vec<TransferView>, Error> {
        let (db, now) = (self.inner.store.pool(), self.inner.store.clock().now());
        let administers = self.inner.permissions.administers(caller.person).await.map_err(Error::Port)?;
        let tree = self.tree().await?;
        let managed = self.managed(caller, &tree).await?;
        let theirs: Option<Vec<ScopeId>> = (!administers).then(|| managed.iter().copied().collect());
        let mut views = vec![];
        for transfer in rows::transfers::of_organisations(db, theirs.as_deref(), now).await? {
            let sides = sides(&transfer, &managed);
            views.push(self.transfer_view(caller, transfer, &sides, &tree).await?);
        }
        Ok(views)
    }

    /// With the second agreement the account becomes the person's and its address their main one, and both addresses are
    /// written to.
    pub(crate) async fn agree(&self, caller: &Caller, id: TransferId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let managed = self.managed(caller, &self.tree().await?).await?;

        let mut tx = self.inner.store.begin().await?;
        let transfer = rows::transfers::hold(&mut tx, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        let sides = sides(&transfer, &managed);
        if sides.is_empty() {
            return Err(Error::NoSuchTransfer);
        }
        caller.confirmed(Confirmation::KEYS, now).map_err(Error::Port)?;
        let (transfer, side) = transfer.agreed(caller.person, &sides)?;
        if transfer.is_agreed() {
            let provider = self.provider(transfer.provider).await?;
            // Linking has a transaction of its own, and doing it twice is doing it once: killed before the end, the second
            // correspondent agrees again.
            let (person, vouched) = (transfer.person, &transfer.vouched);
            let before = self.address_before(person, &vouched.claims.address).await?;
            self.link(caller.actor(), person, &provider, vouched, true).await?;
            self.write_to_both(&mut tx, &transfer, &provider, &before).await?;
            rows::transfers::delete(&mut tx, transfer.id).await?;
        } else {
            rows::transfers::set_agreements(&mut tx, &transfer).await?;
        }
        store::tell(&mut tx, &facts::transfer_agreed(caller.actor(), &transfer, side)).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn refuse_transfer(&self, caller: &Caller, id: TransferId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let administers = self.inner.permissions.administers(caller.person).await.map_err(Error::Port)?;
        let managed = self.managed(caller, &self.tree().await?).await?;

        let mut tx = self.inner.store.begin().await?;
        let transfer = rows::transfers::hold(&mut tx, id, now).await?.ok_or(Error::NoSuchTransfer)?;
        if !administers && sides(&transfer, &managed).is_empty() {
            return Err(Error::NoSuchTransfer);
        }
        rows::transfers::delete(&mut tx, transfer.id).await?;
        store::tell(&mut tx, &facts::transfer_refused(caller.actor(), &transfer)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The name and the parent of an organisation.
    pub(crate) async fn organisation_named(
        &self,
        id: ScopeId,
    ) -> Result<Option<(String, Option<ScopeId>)>, Error> {
        Ok(self.tree().await?.remove(&id))
    }

    async fn tree(&self) -> Result<Tree, Error> {
        let all = self.inner.directory.organisations().await?;
        Ok(all.into_iter().map(|found| (found.id, (found.name, found.parent))).collect())
    }

    /// The organisations for which somebody speaks: those that they manage, and those below.
    async fn managed(&self, caller: &Caller, tree: &Tree) -> Result<HashSet<ScopeId>, Error> {
        let permissions = &self.inner.permissions;
        let all: Vec<ScopeId> = tree.keys().copied().collect();
        let mut held = HashSet::new();
        for scope in permissions.readable(caller.person, &all).await.map_err(Error::Port)? {
            if permissions.level(caller.person, scope).await.map_err(Error::Port)? >= Some(Level::Manage) {
                held.insert(scope);
            }
        }
        let below = |scope: &ScopeId| {
            let parent = |scope: &ScopeId| tree.get(scope).and_then(|(_, parent)| *parent);
            std::iter::successors(Some(*scope), parent).take(HIGHEST).any(|above| held.contains(&above))
        };
        Ok(all.iter().filter(|scope| below(scope)).copied().collect())
    }

    async fn transfer_view(
        &self,
        caller: &Caller,
        transfer: Transfer,
        sides: &[Side],
        tree: &Tree,
    ) -> Result<TransferView, Error> {
        let name_of = |id: &ScopeId| tree.get(id).map(|(name, _)| name.clone());
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
                organisation: name_of(&transfer.old_organisation),
            },
            new_organisation: name_of(&transfer.new_organisation),
            asked_at: transfer.asked_at,
            expires_at: transfer.expires_at,
            agreed_by: AgreedBy {
                old: transfer.old_agreed_by.is_some(),
                new: transfer.new_agreed_by.is_some(),
            },
            i_may: transfer.open_to(caller.person, sides),
            comment: transfer.comment,
        })
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
        let record =
            self.inner.identity.persons(&[transfer.person]).await?.pop().ok_or(Error::NoSuchTransfer)?;
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

/// For which of the two organisations somebody speaks.
fn sides(transfer: &Transfer, managed: &HashSet<ScopeId>) -> Vec<Side> {
    let both = [(Side::Old, transfer.old_organisation), (Side::New, transfer.new_organisation)];
    both.into_iter()
        .filter(|(_, organisation)| managed.contains(organisation))
        .map(|(side, _)| side)
        .collect()
}
