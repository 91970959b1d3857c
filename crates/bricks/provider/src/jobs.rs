//! What this brick hears, does later, and does every so often.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Fact, Id, Kind, PersonId, Problem};
use serde_json::json;
use store::{Job, Listener, NewJob, Routine, Told, Tx, Worker};
use uuid::Uuid;
use web::SessionId;

use crate::{Error, Provider, model::ClientId, rows};

/// Tells a client that a session is over.
const TELL_LOGOUT: &str = "provider.logout";
/// Of one fact.
const MOST_SESSIONS: usize = 10_000;

/// Hears that sessions and persons are gone: what applications hold of them ends, and they are told.
pub(crate) struct Ends(pub(crate) Provider);

#[async_trait]
impl Listener for Ends {
    fn name(&self) -> &'static str {
        "provider.ends"
    }

    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        let now = self.0.now();
        for Told { fact, .. } in told {
            let closed = closed_by(fact);
            if !closed.is_empty() {
                rows::grants::end_of_sessions(tx, &closed, now).await.map_err(Error::from)?;
                for (client, person, session) in
                    rows::grants::to_be_told(tx, &closed).await.map_err(Error::from)?
                {
                    let payload = json!({ "client": client, "person": person, "session": session });
                    // Not worth saying once the application itself has forgotten the session.
                    let job = NewJob::new(TELL_LOGOUT, payload)
                        .key(format!("{client} {session}"))
                        .discard_after(now + time::Duration::DAY);
                    store::enqueue(tx, job).await.map_err(Error::from)?;
                }
            }
            if let Some((issuer, person)) = untrusted(fact) {
                rows::grants::end_of_issuer(tx, issuer, person, now).await.map_err(Error::from)?;
            }
            if let Some(person) = gone(fact) {
                rows::grants::end_of_person(tx, person, now).await.map_err(Error::from)?;
            }
        }
        Ok(())
    }
}

/// The sessions that a fact ended.
fn closed_by(fact: &Fact) -> Vec<SessionId> {
    let closed = fact.details["closed"].as_array().into_iter().flatten();
    closed.take(MOST_SESSIONS).filter_map(|id| id.as_str()?.parse().ok()).collect()
}

/// The provider whose word holds no longer, for everybody or for one person: what outlives their sessions ends too.
fn untrusted(fact: &Fact) -> Option<(&str, Option<PersonId>)> {
    let issuer = fact.details["issuer"].as_str()?;
    let person = |name: &str| Some(fact.details[name].as_str()?.parse::<Uuid>().ok()?.into());
    match fact.action.as_str() {
        // Told again with each of its sessions that are closed: one may have given something in between.
        "hub.provider.removed" | "hub.provider.emptied" => Some((issuer, None)),
        "hub.provider.changed" if fact.details["enabled"] == false => Some((issuer, None)),
        "hub.sign_out.received" => person("everywhere").map(|person| (issuer, Some(person))),
        "identity.identity.unlinked" => {
            fact.card.as_ref().map(|card| (issuer, Some(Id::from_uuid(card.thing.id))))
        }
        _ => None,
    }
}

/// The person who is suspended, or was erased.
fn gone(fact: &Fact) -> Option<PersonId> {
    let ends = matches!(fact.action.as_str(), "identity.person.disabled" | "identity.person.forgotten");
    fact.card
        .as_ref()
        .filter(|card| ends && card.thing.kind == "person")
        .map(|card| Id::from_uuid(card.thing.id))
}

/// Tells clients, again and again until they hear.
pub(crate) struct TellLogout(pub(crate) Provider);

#[async_trait]
impl Worker for TellLogout {
    fn queue(&self) -> &'static str {
        TELL_LOGOUT
    }

    fn concurrency(&self) -> usize {
        4
    }

    async fn work(&self, job: &Job) -> Result<(), Problem> {
        let id = |name: &str| job.payload[name].as_str().and_then(|id| id.parse::<Uuid>().ok());
        let (Some(client), Some(person), Some(session)) = (id("client"), id("person"), id("session")) else {
            return Err(Problem::plain(Kind::Invalid, "provider.no_such_client"));
        };
        self.0.tell_logout(ClientId::from_uuid(client), person, session).await
    }
}

/// Deletes what is over.
pub(crate) struct Sweep(pub(crate) Provider);

#[async_trait]
impl Routine for Sweep {
    fn name(&self) -> &'static str {
        "provider.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    async fn run(&self) -> Result<(), Problem> {
        let unused = time::Duration::days(self.0.inner.settings.unused_registration_days.into());
        let swept = rows::sweep::sweep(self.0.pool(), self.0.now(), unused).await.map_err(Error::from)?;
        tracing::debug!(rows = swept, "what applications no longer need is swept");
        Ok(())
    }
}

/// Makes the next keys in time.
pub(crate) struct RenewKeys(pub(crate) Provider);

#[async_trait]
impl Routine for RenewKeys {
    fn name(&self) -> &'static str {
        "provider.keys"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    async fn run(&self) -> Result<(), Problem> {
        Ok(self.0.renew_keys().await?)
    }
}
