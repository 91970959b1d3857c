//! Invitations: sent by who administers, or with a guest; looked at and accepted by whoever reads the mailbox.

use kernel::{Actor, EmailAddress, Language, PersonId, Secret};
use mail::Letter;
use serde::Serialize;
use serde_json::json;
use store::Tx;
use time::{Date, OffsetDateTime};
use web::{Caller, Strength};

use super::{Arrival, Entry};
use crate::{
    Error, Identity, facts,
    model::{
        Digest, GuestId, Invitation, InvitationId, InvitationKey, Shown, acceptable, checked_name,
        display_name,
    },
    rows::{guests, invitations, passwords, persons},
};

/// An invitation as whoever was invited sees it before they accept.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OpenInvitation {
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    pub(crate) name: String,
    pub(crate) invited_by: Inviter,
    /// `agent` or `guest`.
    pub(crate) kind: &'static str,
    /// The last day of a guest.
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) until: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) expires_at: OffsetDateTime,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Inviter {
    pub(crate) name: String,
    pub(crate) organisation: Option<String>,
}

/// Somebody about to be invited.
pub(super) struct Invited<'a> {
    pub(super) address: &'a EmailAddress,
    pub(super) name: &'a str,
    pub(super) guest: Option<(GuestId, Date)>,
    pub(super) language: Language,
}

impl Identity {
    /// Invites somebody who works here. The caller of this has made sure that `by` may; administrators come by
    /// [`Self::invite_agent`].
    ///
    /// # Errors
    /// [`Error::BadName`], [`Error::TooManyInvitations`].
    pub async fn invite(
        &self,
        by: PersonId,
        address: &EmailAddress,
        name: &str,
        language: Language,
    ) -> Result<(), Error> {
        self.send_agents_invitation(by, address, name, language).await?;
        Ok(())
    }

    pub(crate) async fn invite_agent(
        &self,
        caller: &Caller,
        address: &EmailAddress,
        name: &str,
        language: Language,
    ) -> Result<Invitation, Error> {
        self.administers(caller).await?;
        self.send_agents_invitation(caller.person, address, name, language).await
    }

    async fn send_agents_invitation(
        &self,
        by: PersonId,
        address: &EmailAddress,
        name: &str,
        language: Language,
    ) -> Result<Invitation, Error> {
        let name = checked_name(name)?;
        let inviter = self.inviter(by).await?;

        let mut tx = self.inner.store.begin().await?;
        let invited = Invited { address, name: &name, guest: None, language };
        let invitation = self.send_invitation(&mut tx, by, &inviter, &invited).await?;
        store::tell(&mut tx, &facts::invitation_sent(by, invitation.id)).await?;
        tx.commit().await?;
        Ok(invitation)
    }

    pub(crate) async fn invitations(&self, caller: &Caller) -> Result<Vec<Invitation>, Error> {
        let store = &self.inner.store;
        Ok(invitations::of_sender(store.pool(), caller.person, store.clock().now()).await?)
    }

    pub(crate) async fn withdraw_invitation(&self, caller: &Caller, id: InvitationId) -> Result<(), Error> {
        let now = self.inner.store.clock().now();

        let mut tx = self.inner.store.begin().await?;
        if !invitations::withdraw(&mut tx, caller.person, id, now).await? {
            return Err(Error::NoSuchInvitation);
        }
        store::tell(&mut tx, &facts::invitation_withdrawn(caller.person, id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a link opens.
    ///
    /// # Errors
    /// [`Error::InvitationOver`], whatever the reason.
    pub(crate) async fn look_at_invitation(&self, key: &str) -> Result<OpenInvitation, Error> {
        let (store, key) = (&self.inner.store, read(key)?);
        let pending = invitations::pending(store.pool(), &key, store.clock().now()).await?;
        let pending = pending.ok_or(Error::InvitationOver)?;
        let address = pending.address().ok_or(Error::InvitationOver)?;
        let invited_by = self.inviter(pending.invited_by()).await?;
        let kind = if pending.until.is_some() { "guest" } else { "agent" };
        let until = pending.until.map(|day| day.to_string());
        let (name, expires_at) = (pending.name, pending.expires_at);
        Ok(OpenInvitation { address, name, invited_by, kind, until, expires_at })
    }

    /// Whoever has the link reads the mailbox: the address is theirs, and they come in as by a mailed code.
    ///
    /// # Errors
    /// [`Error::InvitationOver`], [`Error::Disabled`], [`Error::HasPassword`], or what is wrong with name or password.
    pub(crate) async fn accept_invitation(
        &self,
        key: &str,
        name: &str,
        password: Option<&Secret<String>>,
        arrival: Arrival,
    ) -> Result<Entry, Error> {
        let (now, key) = (self.inner.store.clock().now(), read(key)?);
        let name = checked_name(name)?;
        let pending = invitations::pending(self.inner.store.pool(), &key, now).await?;
        let pending = pending.ok_or(Error::InvitationOver)?;
        let address = pending.address().ok_or(Error::InvitationOver)?;
        let hash = match password {
            Some(password) => Some(
                self.inner
                    .hashing
                    .hash(Some(&arrival.household), acceptable(password, &address, Some(&name))?)
                    .await?,
            ),
            None => None,
        };
        let population = self.population(&address).await?;
        self.may_come_so(None, &address, Strength::Code).await?;

        let mut tx = self.inner.store.begin().await?;
        if !invitations::accept(&mut tx, pending.id(), now).await? {
            return Err(Error::InvitationOver);
        }
        let person = self.welcome_invited(&mut tx, &address, &name, arrival.language, now).await?;
        if let Some(hash) = hash {
            let has = passwords::of_person(&mut *tx, person).await?.is_some();
            if has || self.second_factors(&mut *tx, person).await?.are_asked() {
                return Err(Error::HasPassword);
            }
            passwords::set(&mut tx, person, &hash, now).await?;
        }
        if pending.until.is_none() {
            guests::give_own_standing(&mut tx, person).await?;
        }
        store::tell(&mut tx, &facts::invitation_accepted(person, pending.id())).await?;
        self.open_or_ask(tx, person, &address, population, Shown::by(Strength::Code, now), arrival).await
    }

    /// The person of an address that was just proven, made when nobody had it; who has a name keeps it.
    async fn welcome_invited(
        &self,
        tx: &mut Tx,
        address: &EmailAddress,
        name: &str,
        language: Language,
        now: OffsetDateTime,
    ) -> Result<PersonId, Error> {
        let newcomer = persons::Newcomer { id: PersonId::new(), name: Some(name), language };
        for made in persons::insert(tx, &[(address, newcomer)], true, now).await? {
            store::tell(tx, &facts::person_added(Actor::Person(made), made)).await?;
        }
        let held = persons::hold(tx, address).await?.ok_or(Error::NoSuchPerson)?;
        if held.disabled {
            return Err(Error::Disabled);
        }
        if !held.proven {
            persons::change(tx, held.person, Some(name), Some(language)).await?;
            persons::prove(tx, address, now).await?;
        }
        Ok(held.person)
    }

    /// The letter, and the row that its link opens.
    pub(super) async fn send_invitation(
        &self,
        tx: &mut Tx,
        by: PersonId,
        inviter: &Inviter,
        invited: &Invited<'_>,
    ) -> Result<Invitation, Error> {
        let now = self.inner.store.clock().now();
        if invitations::sent_today(tx, by, now).await? >= Invitation::MOST_A_DAY {
            return Err(Error::TooManyInvitations { most: Invitation::MOST_A_DAY });
        }
        let key = InvitationKey::draw()?;
        let invitation = Invitation {
            id: InvitationId::new(),
            address: invited.address.clone(),
            name: invited.name.to_owned(),
            expires_at: now + Invitation::LIFE,
        };
        let guest = invited.guest.map(|(guest, _)| guest);
        invitations::insert(tx, &invitation, &key.digest(), by, guest, now).await?;
        let url = format!("{}/invitation/{}", self.inner.settings.public_url, key.expose());
        let letter = Letter {
            template: "identity.invitation",
            to: invitation.address.clone(),
            language: invited.language,
            params: json!({
                "url": url, "name": invitation.name, "inviter": inviter.name,
                "organisation": inviter.organisation, "days": Invitation::LIFE.whole_days(),
                "until": invited.guest.map(|(_, until)| until.to_string()),
            }),
            key: format!("identity.invitation/{}", invitation.id),
            useful_until: Some(invitation.expires_at),
            reply_to: None,
            about: None,
        };
        self.inner.mail.post(tx, letter).await?;
        Ok(invitation)
    }

    /// Who invites, as strangers see them: a name and where they work.
    pub(super) async fn inviter(&self, person: PersonId) -> Result<Inviter, Error> {
        let profiles = self.neighbours()?.people.profiles(&[person]).await.map_err(Error::Port)?;
        let profile = profiles.into_iter().next().ok_or(Error::InvitationOver)?;
        let name = display_name(profile.name.as_deref(), &profile.address);
        Ok(Inviter { name, organisation: profile.organisation.map(|organisation| organisation.name) })
    }

    pub(super) async fn administers(&self, caller: &Caller) -> Result<(), Error> {
        let permissions = &self.neighbours()?.permissions;
        let administers = permissions.administers(caller.person).await.map_err(Error::Port)?;
        if administers { Ok(()) } else { Err(Error::NotAdministrator) }
    }
}

fn read(key: &str) -> Result<Digest, Error> {
    InvitationKey::read(key).ok_or(Error::InvitationOver)
}
