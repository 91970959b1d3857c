//! The applications and devices that a person signed in to, and their end.

use kernel::{Actor, PersonId};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;
use web::Caller;

use crate::{
    Error, Provider, facts,
    model::device_name,
    rows::{
        consents::{self, ListedRow},
        grants,
    },
};

/// The application of a line.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct GrantClient {
    id: Uuid,
    name: String,
    uri: Option<String>,
    verified: bool,
}

/// An application, or one device of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ListedGrant {
    id: Uuid,
    client: GrantClient,
    scopes: Vec<String>,
    /// The Matrix device, when it is one.
    device_id: Option<String>,
    /// What to call the device: the application, and what it runs on as far as that is known. Of an application, the one
    /// that was last used, when that is a device.
    device_name: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    last_used_at: Option<OffsetDateTime>,
    /// From where a device last came.
    last_address: Option<String>,
}

impl From<ListedRow> for ListedGrant {
    fn from(row: ListedRow) -> Self {
        let is_device = row.device_id.is_some() || row.user_agent.is_some();
        let device_name =
            is_device.then(|| device_name(&row.client_name, row.user_agent.as_deref().unwrap_or_default()));
        Self {
            id: row.id,
            client: GrantClient {
                id: row.client,
                name: row.client_name,
                uri: row.client_uri,
                verified: row.verified,
            },
            scopes: row.scopes,
            device_id: row.device_id,
            device_name,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            last_address: row.last_address,
        }
    }
}

impl Provider {
    pub(crate) async fn grants(&self, person: PersonId) -> Result<Vec<ListedGrant>, Error> {
        let rows = consents::list(self.pool(), person).await?;
        Ok(rows.into_iter().map(ListedGrant::from).collect())
    }

    /// Ends an application's every sign-in, or one device's, at once: each token is looked up when it is shown.
    pub(crate) async fn end_grant(&self, caller: &Caller, id: Uuid) -> Result<(), Error> {
        let now = self.now();

        let mut tx = self.inner.store.begin().await?;
        let client = match consents::remove(&mut tx, caller.person, id).await? {
            Some(client) => {
                grants::end_of_client(&mut tx, caller.person, client, now).await?;
                client
            }
            None => grants::end_own(&mut tx, caller.person, id, now).await?.ok_or(Error::NoSuchGrant)?,
        };
        let told = facts::grant_ended(Actor::Person(caller.person), caller.person, client, "person");
        store::tell(&mut tx, &told).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Signs one Matrix device of a person out. Says whether there was one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_device(&self, person: PersonId, grant: Uuid) -> Result<bool, Error> {
        let mut tx = self.inner.store.begin().await?;
        let Some(client) = grants::end_own(&mut tx, person, grant, self.now()).await? else {
            return Ok(false);
        };
        store::tell(&mut tx, &facts::grant_ended(Actor::Person(person), person, client, "person")).await?;
        tx.commit().await?;
        Ok(true)
    }

    pub(crate) async fn forget_person(&self, person: PersonId) -> Result<(), Error> {
        let mut tx = self.inner.store.begin().await?;
        consents::forget_person(&mut tx, person).await?;
        grants::forget_person(&mut tx, person).await?;
        tx.commit().await?;
        Ok(())
    }
}
