//! The applications, as administrators keep them.

use web::{Caller, Confirmation};

use crate::{
    Error, Provider, facts,
    model::{Client, ClientId, NewClient, Registered, Secret256, SecretKind},
    rows::clients,
};

impl Provider {
    pub(crate) async fn clients(&self, caller: &Caller) -> Result<Vec<Client>, Error> {
        self.administrator(caller).await?;
        Ok(clients::list(self.pool()).await?)
    }

    pub(crate) async fn open_client(&self, caller: &Caller, id: ClientId) -> Result<Client, Error> {
        self.administrator(caller).await?;
        self.client(id).await?.ok_or(Error::NoSuchClient)
    }

    /// A client and, where it shows one, its secret: the only time that anybody reads it.
    pub(crate) async fn add_client(
        &self,
        caller: &Caller,
        new: NewClient,
    ) -> Result<(Client, Option<Secret256>), Error> {
        self.confirmed_administrator(caller).await?;
        let is = new.checked()?;
        let (client, secret) = self.made(is, Registered::Admin)?;

        let mut tx = self.inner.store.begin().await?;
        clients::insert(&mut tx, &client).await?;
        store::tell(&mut tx, &facts::client_added(caller.actor(), &client)).await?;
        tx.commit().await?;
        Ok((client, secret))
    }

    pub(crate) async fn change_client(
        &self,
        caller: &Caller,
        id: ClientId,
        new: NewClient,
    ) -> Result<Client, Error> {
        self.confirmed_administrator(caller).await?;
        let is = new.checked()?;

        let mut tx = self.inner.store.begin().await?;
        if !clients::update(&mut tx, id, &is).await? {
            return Err(Error::NoSuchClient);
        }
        if !is.token_endpoint_auth_method.has_secret() {
            clients::set_secret(&mut tx, id, None).await?;
        }
        store::tell(&mut tx, &facts::client_changed(caller.actor(), id)).await?;
        tx.commit().await?;
        self.client(id).await?.ok_or(Error::NoSuchClient)
    }

    /// Removes a client, and with it every sign-in to it.
    pub(crate) async fn remove_client(&self, caller: &Caller, id: ClientId) -> Result<(), Error> {
        self.confirmed_administrator(caller).await?;

        let mut tx = self.inner.store.begin().await?;
        if !clients::remove(&mut tx, id).await? {
            return Err(Error::NoSuchClient);
        }
        store::tell(&mut tx, &facts::client_removed(caller.actor(), id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A new secret; the one before opens nothing any more.
    pub(crate) async fn renew_secret(&self, caller: &Caller, id: ClientId) -> Result<Secret256, Error> {
        self.confirmed_administrator(caller).await?;
        let client = self.client(id).await?.ok_or(Error::NoSuchClient)?;
        if !client.is.token_endpoint_auth_method.has_secret() {
            return Err(Error::BadClient { field: "token_endpoint_auth_method" });
        }
        let secret = Secret256::draw(SecretKind::ClientSecret)?;

        let mut tx = self.inner.store.begin().await?;
        if !clients::set_secret(&mut tx, id, Some(&secret.digest())).await? {
            return Err(Error::NoSuchClient);
        }
        store::tell(&mut tx, &facts::client_renewed(caller.actor(), id)).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// A new client, not kept yet.
    pub(crate) fn made(
        &self,
        is: NewClient,
        registered: Registered,
    ) -> Result<(Client, Option<Secret256>), Error> {
        let id = ClientId::new();
        let secret = if is.token_endpoint_auth_method.has_secret() {
            Some(Secret256::draw(SecretKind::ClientSecret)?)
        } else {
            None
        };
        let client = Client {
            id,
            client_id: id.to_string(),
            is,
            has_secret: secret.is_some(),
            registered,
            created_at: self.now(),
            last_used_at: None,
            secret: secret.as_ref().map(|secret| secret.digest().to_vec()),
        };
        Ok((client, secret))
    }

    async fn administrator(&self, caller: &Caller) -> Result<(), Error> {
        if self.inner.permissions.administers(caller.person).await? {
            return Ok(());
        }
        Err(Error::NotAdministrator)
    }

    async fn confirmed_administrator(&self, caller: &Caller) -> Result<(), Error> {
        self.administrator(caller).await?;
        caller.confirmed(Confirmation::KEYS, self.now()).map_err(Error::Confirm)
    }
}
