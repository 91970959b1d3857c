//! What can be done with the trail: add to it, read it.

use std::collections::HashMap;

use async_trait::async_trait;
use kernel::{Id, PersonId, Problem};
use store::{Listener, Told, Tx};
use uuid::Uuid;

use crate::{
    Audit, Error,
    model::{Entry, EntryActor, Page},
    rows::{self, TrailRow},
};

#[async_trait]
impl Listener for Audit {
    fn name(&self) -> &'static str {
        "audit.trail"
    }

    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        for told in told {
            rows::append(tx, told).await.map_err(Problem::internal)?;
        }
        Ok(())
    }
}

impl Audit {
    /// The most entries read at once.
    const LONGEST_PAGE: i64 = 200;

    /// Reads the trail, newest first.
    pub(crate) async fn read(
        &self,
        reader: PersonId,
        before: Option<i64>,
        prefix: &str,
        limit: i64,
    ) -> Result<Page, Error> {
        if !self.permissions.administers(reader).await.map_err(Error::Port)? {
            return Err(Error::NotAdministrator);
        }
        let limit = limit.clamp(1, Self::LONGEST_PAGE);
        let rows = rows::newest(self.store.pool(), before.unwrap_or(i64::MAX), prefix, limit).await?;
        let next = rows.last().filter(|_| i64::try_from(rows.len()) == Ok(limit)).map(|row| row.number);
        let names = self.names(&rows).await?;
        Ok(Page { facts: rows.into_iter().map(|row| entry(row, &names)).collect(), next })
    }

    async fn names(&self, rows: &[TrailRow]) -> Result<HashMap<Uuid, String>, Error> {
        let mut persons: Vec<PersonId> = rows
            .iter()
            .filter(|row| row.actor_kind == "person")
            .filter_map(|row| row.actor.map(Id::from_uuid))
            .collect();
        persons.sort_unstable();
        persons.dedup();
        let profiles = self.people.profiles(&persons).await.map_err(Error::Port)?;
        let named = |profile: kernel::ports::Profile| {
            (profile.person.uuid(), profile.name.unwrap_or_else(|| profile.address.to_string()))
        };
        Ok(profiles.into_iter().map(named).collect())
    }
}

fn entry(row: TrailRow, names: &HashMap<Uuid, String>) -> Entry {
    Entry {
        number: row.number,
        told_at: row.told_at,
        thing: row.thing(),
        actor: EntryActor {
            name: row.actor.and_then(|id| names.get(&id).cloned()),
            id: row.actor,
            kind: row.actor_kind,
        },
        action: row.action,
        title: row.title,
        details: row.details,
    }
}
