//! Passkeys: registered, used, renamed, deleted.

use kernel::PersonId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::Tx;
use time::OffsetDateTime;
use web::{Caller, SessionId, Strength};
use webauthn_rs::{
    Webauthn,
    prelude::{
        CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration,
        PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, WebauthnError,
    },
};

use super::{Arrival, Opened, factors::make_missing_recovery_codes};
use crate::{
    Error, Identity, facts,
    model::{
        Challenge, ChallengeId, Change, ListedPasskey, MOST_PASSKEYS, PasskeyId, Purpose, RecoveryCode,
        Shown, checked_name, display_name,
    },
    rows::passkeys,
};

/// A challenge, and what the browser's authenticator needs to answer it.
pub(crate) struct Asked<Options> {
    pub(crate) id: ChallengeId,
    pub(crate) options: Options,
}

impl Identity {
    /// What to sign to get in: whoever holds a passkey of this house says who they are by it.
    pub(crate) async fn ask_passkey(&self) -> Result<Asked<RequestChallengeResponse>, Error> {
        self.ask(Purpose::SignIn, None).await
    }

    /// Signs in with a passkey, which is two factors in one gesture.
    ///
    /// # Errors
    /// [`Error::WrongPasskey`], [`Error::Disabled`].
    pub(crate) async fn sign_in_with_passkey(
        &self,
        id: ChallengeId,
        credential: &PublicKeyCredential,
        arrival: Arrival,
    ) -> Result<Opened, Error> {
        let now = self.inner.store.clock().now();
        let state = self.take_challenge(id, Purpose::SignIn, None).await?;

        // Whose it says it is, before that is proved below: what other rooms say of them is asked without holding anything.
        let (said, _) =
            self.relying_party()?.identify_discoverable_authentication(credential).map_err(wrong)?;
        let record = self.persons(&[said.into()]).await?.pop().ok_or(Error::WrongPasskey)?;
        let population = self.population(&record.address).await?;
        let gateway = self.may_come_so(Some(record.id), &record.address, Strength::Passkey).await;

        let mut tx = self.inner.store.begin().await?;
        let person = self.use_passkey(&mut tx, credential, state, now).await?;
        // Said to who holds the passkey alone.
        gateway?;
        self.enter(tx, person, population, Shown::by(Strength::Passkey, now), arrival, None).await
    }

    pub(crate) async fn passkeys(&self, person: PersonId) -> Result<Vec<ListedPasskey>, Error> {
        Ok(passkeys::of_person(self.inner.store.pool(), person).await?)
    }

    /// What a new passkey is made from.
    pub(crate) async fn begin_passkey(
        &self,
        caller: &Caller,
    ) -> Result<Asked<CreationChallengeResponse>, Error> {
        self.confirmed(caller)?;
        let record = self.persons(&[caller.person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let has = self.kept_passkeys(caller.person).await?;
        if has.len() >= MOST_PASSKEYS {
            return Err(Error::TooManyPasskeys { most: MOST_PASSKEYS });
        }
        let has = has.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let name = display_name(record.name.as_deref(), &record.address);
        let person = caller.person.uuid();
        let party = self.relying_party()?;
        let begun = party.start_passkey_registration(person, record.address.as_str(), &name, Some(has));
        let (mut options, state) = begun.map_err(Error::WebAuthn)?;
        // One that its holder can be asked for without a name: that is what signing in with it is.
        if let Some(asked) = &mut options.public_key.authenticator_selection {
            asked.resident_key = serde_json::from_value(Value::from("required")).ok();
            asked.require_resident_key = true;
        }
        let id = self.keep_challenge(Purpose::Registration, Some(by(caller)), &state).await?;
        Ok(Asked { id, options })
    }

    /// From now on it is asked for, after a password or a mailed code as well. Who has no recovery codes left gets some.
    ///
    /// # Errors
    /// [`Error::BadName`], [`Error::PasskeyExpired`], [`Error::WrongPasskey`], [`Error::PasskeyTaken`].
    pub(crate) async fn finish_passkey(
        &self,
        caller: &Caller,
        id: ChallengeId,
        name: &str,
        credential: &RegisterPublicKeyCredential,
    ) -> Result<(ListedPasskey, Option<Vec<RecoveryCode>>), Error> {
        let now = self.inner.store.clock().now();
        let name = checked_name(name)?;
        let state: PasskeyRegistration =
            self.take_challenge(id, Purpose::Registration, Some(by(caller))).await?;
        let made = self.relying_party()?.finish_passkey_registration(credential, &state).map_err(wrong)?;
        let listed = ListedPasskey { id: PasskeyId::new(), name, created_at: now, last_used_at: None };

        let mut tx = self.inner.store.begin().await?;
        self.hold_active(&mut tx, caller.person).await?;
        if !passkeys::insert(&mut tx, caller.person, made.cred_id(), &written(&made)?, &listed).await? {
            return Err(Error::PasskeyTaken);
        }
        let codes = make_missing_recovery_codes(&mut tx, caller.person, now).await?;
        self.write_of(&mut tx, caller.person, Change::PasskeyAdded).await?;
        store::tell(&mut tx, &facts::passkey_added(caller.person, listed.id)).await?;
        self.commit_factors(tx, caller.person).await?;
        Ok((listed, codes))
    }

    pub(crate) async fn rename_passkey(
        &self,
        caller: &Caller,
        id: PasskeyId,
        name: &str,
    ) -> Result<ListedPasskey, Error> {
        let name = checked_name(name)?;

        let mut tx = self.inner.store.begin().await?;
        let renamed = passkeys::rename(&mut tx, caller.person, id, &name).await?;
        let renamed = renamed.ok_or(Error::NoSuchPasskey)?;
        store::tell(&mut tx, &facts::passkey_renamed(caller.person, id)).await?;
        tx.commit().await?;
        Ok(renamed)
    }

    pub(crate) async fn delete_passkey(&self, caller: &Caller, id: PasskeyId) -> Result<(), Error> {
        self.confirmed(caller)?;

        let mut tx = self.inner.store.begin().await?;
        if !passkeys::delete(&mut tx, caller.person, id).await? {
            return Err(Error::NoSuchPasskey);
        }
        self.write_of(&mut tx, caller.person, Change::PasskeyRemoved).await?;
        store::tell(&mut tx, &facts::passkey_removed(caller.person, id)).await?;
        self.commit_factors(tx, caller.person).await
    }

    /// What the caller is to sign to confirm who they are.
    pub(crate) async fn ask_own_passkey(
        &self,
        caller: &Caller,
    ) -> Result<Asked<RequestChallengeResponse>, Error> {
        if !self.has_passkey(caller.person).await? {
            return Err(Error::NoSuchPasskey);
        }
        self.ask(Purpose::Confirmation, Some(by(caller))).await
    }

    pub(crate) async fn confirm_with_passkey(
        &self,
        caller: &Caller,
        id: ChallengeId,
        credential: &PublicKeyCredential,
    ) -> Result<(), Error> {
        let now = self.inner.store.clock().now();
        let state = self.take_challenge(id, Purpose::Confirmation, Some(by(caller))).await?;

        let mut tx = self.inner.store.begin().await?;
        if self.use_passkey(&mut tx, credential, state, now).await? != caller.person {
            return Err(Error::WrongPasskey);
        }
        self.confirm_within(tx, caller, &Shown::by(Strength::Passkey, now)).await
    }

    /// Whose passkey signed what was asked, by a gesture that proves its holder. It counts on: a counter that does not rise
    /// is a copy's (WebAuthn §6.1.1).
    async fn use_passkey(
        &self,
        tx: &mut Tx,
        credential: &PublicKeyCredential,
        state: DiscoverableAuthentication,
        now: OffsetDateTime,
    ) -> Result<PersonId, Error> {
        let party = self.relying_party()?;
        let (said, credential_id) = party.identify_discoverable_authentication(credential).map_err(wrong)?;
        let kept = passkeys::hold(tx, credential_id).await?.ok_or(Error::WrongPasskey)?;
        let mut passkey: Passkey = read(kept.passkey.clone())?;
        let shown =
            party.finish_discoverable_authentication_v2(credential, state, &passkey).map_err(wrong)?;
        let person = kept.person();
        if said != person.uuid() || !shown.user_verified() {
            return Err(Error::WrongPasskey);
        }
        self.hold_active(tx, person).await?;
        passkey.update_credential(&shown);
        passkeys::note_used(tx, kept.id(), &written(&passkey)?, now).await?;
        Ok(person)
    }

    async fn ask(
        &self,
        purpose: Purpose,
        asked_by: Option<(PersonId, SessionId)>,
    ) -> Result<Asked<RequestChallengeResponse>, Error> {
        let party = self.relying_party()?;
        let (mut options, state) = party.start_discoverable_authentication().map_err(Error::WebAuthn)?;
        // The page knows whether it offers them in its field or behind a button.
        options.mediation = None;
        let id = self.keep_challenge(purpose, asked_by, &state).await?;
        Ok(Asked { id, options })
    }

    /// Whether a person may show a passkey at all.
    pub(super) async fn has_passkey(&self, person: PersonId) -> Result<bool, Error> {
        Ok(self.inner.relying_party.is_some() && !self.passkeys(person).await?.is_empty())
    }

    async fn kept_passkeys(&self, person: PersonId) -> Result<Vec<Passkey>, Error> {
        let kept = passkeys::kept_of(self.inner.store.pool(), person).await?;
        kept.into_iter().map(read).collect()
    }

    fn relying_party(&self) -> Result<&Webauthn, Error> {
        self.inner.relying_party.as_ref().ok_or(Error::NoPasskeysHere)
    }

    async fn keep_challenge(
        &self,
        purpose: Purpose,
        asked_by: Option<(PersonId, SessionId)>,
        state: &impl Serialize,
    ) -> Result<ChallengeId, Error> {
        let now: OffsetDateTime = self.inner.store.clock().now();
        let challenge = Challenge::new(purpose, asked_by, now);
        passkeys::insert_challenge(self.inner.store.pool(), &challenge, &written(state)?).await?;
        Ok(challenge.id)
    }

    async fn take_challenge<State: DeserializeOwned>(
        &self,
        id: ChallengeId,
        purpose: Purpose,
        asked_by: Option<(PersonId, SessionId)>,
    ) -> Result<State, Error> {
        let (store, now) = (&self.inner.store, self.inner.store.clock().now());
        let state = passkeys::take_challenge(store.pool(), id, purpose, asked_by, now).await?;
        read(state.ok_or(Error::PasskeyExpired)?)
    }
}

fn by(caller: &Caller) -> (PersonId, SessionId) {
    (caller.person, caller.session)
}

/// Whatever is wrong with an answer is said in one way; the log keeps why.
fn wrong(error: WebauthnError) -> Error {
    tracing::debug!(%error, "an authenticator's answer was refused");
    Error::WrongPasskey
}

fn written(state: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(state).map_err(Error::Kept)
}

fn read<T: DeserializeOwned>(state: Value) -> Result<T, Error> {
    serde_json::from_value(state).map_err(Error::Kept)
}
