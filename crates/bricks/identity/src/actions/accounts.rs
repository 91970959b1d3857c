//! Accounts as administrators see them: who comes in by what, and what is done when somebody leaves, loses their keys or is
//! impersonated. An administrator shows again who they are before anything changes, and never does it to themselves.

use kernel::{EmailAddress, PersonId};
use serde::Serialize;
use time::OffsetDateTime;
use web::Caller;

use crate::{
    Error, Identity,
    model::{SessionLife, display_name},
    rows::{accounts, identities, sessions},
};

/// Of those whose name or address contains what was typed.
const MOST_FOUND: i64 = 20;
/// Letters; fewer would find half the house.
const LEAST_TYPED: usize = 2;
/// As long as an address may be (RFC 5321 §4.5.3.1.3).
const LONGEST_TYPED: usize = 254;

/// An account in a list.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AccountLine)]
pub(crate) struct AccountLine {
    #[schema(value_type = uuid::Uuid)]
    pub(crate) id: PersonId,
    pub(crate) name: String,
    /// The main one.
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) suspended: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AccountAddress {
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) proven: bool,
}

/// An account elsewhere that opens this one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct AccountIdentity {
    pub(crate) issuer: String,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) linked_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_used_at: Option<OffsetDateTime>,
}

/// An account, as whoever administers the house sees it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Account {
    #[serde(flatten)]
    pub(crate) line: AccountLine,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) suspended_at: Option<OffsetDateTime>,
    /// When one of their sessions was last used, of those that are still remembered.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_seen_at: Option<OffsetDateTime>,
    /// Main one first.
    pub(crate) addresses: Vec<AccountAddress>,
    pub(crate) identities: Vec<AccountIdentity>,
    /// Open ones.
    pub(crate) sessions: i64,
    /// Personal tokens and passwords of applications that are good.
    pub(crate) tokens: i64,
    pub(crate) password: bool,
    pub(crate) totp: bool,
    pub(crate) passkeys: i64,
    pub(crate) recovery_codes: i64,
    /// Whether it is the caller's own: they change it in their own pages.
    pub(crate) own: bool,
}

impl Identity {
    /// Accounts whose name or main address contains what was typed; by any address, the one whose it is.
    pub(crate) async fn find_accounts(
        &self,
        caller: &Caller,
        typed: &str,
    ) -> Result<Vec<AccountLine>, Error> {
        self.administers(caller).await?;
        let typed = typed.trim();
        let found = match typed.parse::<EmailAddress>() {
            Ok(address) => {
                self.persons_by_address(std::slice::from_ref(&address)).await?.into_iter().flatten().collect()
            }
            Err(_) if !(LEAST_TYPED..=LONGEST_TYPED).contains(&typed.chars().count()) => vec![],
            Err(_) => self.list(typed, MOST_FOUND).await?,
        };
        let line = |record: crate::PersonRecord| AccountLine {
            id: record.id,
            name: display_name(record.name.as_deref(), &record.address),
            address: record.address,
            suspended: record.disabled,
        };
        Ok(found.into_iter().map(line).collect())
    }

    /// # Errors
    /// [`Error::NotAdministrator`], [`Error::NoSuchPerson`].
    pub(crate) async fn account(&self, caller: &Caller, person: PersonId) -> Result<Account, Error> {
        self.administers(caller).await?;
        self.read_account(caller, person).await
    }

    /// Suspends an account: all its doors close at once. Doing it twice is doing it once.
    ///
    /// # Errors
    /// Likewise, and below: [`Error::Unconfirmed`], [`Error::OwnAccount`].
    pub(crate) async fn suspend(&self, caller: &Caller, person: PersonId) -> Result<Account, Error> {
        self.may_change(caller, person).await?;
        self.disable(caller.actor(), person).await?;
        self.read_account(caller, person).await
    }

    /// Lets an account in again.
    pub(crate) async fn reinstate(&self, caller: &Caller, person: PersonId) -> Result<Account, Error> {
        self.may_change(caller, person).await?;
        self.enable(caller.actor(), person).await?;
        self.read_account(caller, person).await
    }

    /// Signs an account out of every browser, and of every application that lives as long as a session.
    pub(crate) async fn sign_out_everywhere(
        &self,
        caller: &Caller,
        person: PersonId,
    ) -> Result<Account, Error> {
        self.may_change(caller, person).await?;
        let open = sessions::open_of(self.inner.store.pool(), person).await?;
        self.close_sessions(caller.actor(), &open).await?;
        self.read_account(caller, person).await
    }

    /// Takes away the second factors of somebody who lost them all.
    pub(crate) async fn forget_their_factors(
        &self,
        caller: &Caller,
        person: PersonId,
    ) -> Result<Account, Error> {
        self.may_change(caller, person).await?;
        self.forget_factors(caller.actor(), person).await?;
        self.read_account(caller, person).await
    }

    async fn may_change(&self, caller: &Caller, person: PersonId) -> Result<(), Error> {
        self.administers(caller).await?;
        if person == caller.person {
            return Err(Error::OwnAccount);
        }
        self.confirmed(caller)
    }

    async fn read_account(&self, caller: &Caller, person: PersonId) -> Result<Account, Error> {
        let db = self.inner.store.pool();
        let now = self.inner.store.clock().now();
        let record = self.persons(&[person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let idle_since = now - SessionLife::new(&self.inner.settings).idle();
        let row = accounts::find(db, person, now, idle_since).await?.ok_or(Error::NoSuchPerson)?;
        let addresses = accounts::addresses(db, person).await?;
        let identities = identities::of_person(db, person).await?;
        Ok(Account {
            line: AccountLine {
                id: person,
                name: display_name(record.name.as_deref(), &record.address),
                address: record.address,
                suspended: row.disabled_at.is_some(),
            },
            created_at: row.created_at,
            suspended_at: row.disabled_at,
            last_seen_at: row.seen_at,
            addresses: addresses
                .into_iter()
                .map(|(address, proven)| AccountAddress { address, proven })
                .collect(),
            identities: identities
                .into_iter()
                .map(|linked| AccountIdentity {
                    issuer: linked.issuer,
                    linked_at: linked.linked_at,
                    last_used_at: linked.last_used_at,
                })
                .collect(),
            sessions: row.sessions,
            tokens: row.tokens,
            password: row.password,
            totp: row.totp,
            passkeys: row.passkeys,
            recovery_codes: row.recovery_codes,
            own: person == caller.person,
        })
    }
}
