//! Carries letters, from the queue to the relay or the local outbox, and tells what became of them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{EmailAddress, Kind, Language, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Job, NewJob, Tx, Worker};
use tracing::{info, warn};

use crate::{
    Error, Inner, Letter, Outcomes,
    message::{Envelope, digest_of},
    outbox,
    outcomes::{REFUSED, UNREACHABLE},
    relay::Failure,
};

const QUEUE: &str = "mail";

/// What waits in the queue: no rendered page, and nothing that the template does not read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Task {
    Carry(Carried),
    Tell(Outcome),
}

#[derive(Debug, Serialize, Deserialize)]
struct Carried {
    /// The digest of the letter's key.
    letter: String,
    template: String,
    language: Language,
    to: EmailAddress,
    params: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reply_to: Option<EmailAddress>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<Value>,
}

/// What became of a letter, on its way to who asked.
#[derive(Debug, Serialize, Deserialize)]
struct Outcome {
    template: String,
    about: Value,
    /// Why it will not leave; nothing when it left.
    refused: Option<String>,
}

/// Leaves a letter in the queue, if the change it is about commits.
pub(crate) async fn enqueue(tx: &mut Tx, letter: Letter) -> Result<(), Error> {
    let digest = digest_of(&letter.key);
    let task = Task::Carry(Carried {
        letter: digest.clone(),
        template: letter.template.to_owned(),
        language: letter.language,
        to: letter.to,
        params: letter.params,
        reply_to: letter.reply_to,
        about: letter.about,
    });
    push(tx, Some(digest), &task, letter.useful_until).await
}

async fn push(
    tx: &mut Tx,
    key: Option<String>,
    task: &Task,
    discard_after: Option<time::OffsetDateTime>,
) -> Result<(), Error> {
    let payload = serde_json::to_value(task).map_err(|error| Error::Settings(error.to_string()))?;
    store::enqueue(tx, NewJob { queue: QUEUE, key, payload, run_at: None, discard_after }).await?;
    Ok(())
}

pub(crate) struct Postman {
    inner: Arc<Inner>,
    listeners: Vec<(&'static str, Arc<dyn Outcomes>)>,
}

impl Postman {
    pub(crate) fn new(inner: Arc<Inner>, listeners: Vec<(&'static str, Arc<dyn Outcomes>)>) -> Self {
        Self { inner, listeners }
    }

    async fn carry(&self, job: &Job, carried: &Carried) -> Result<(), Problem> {
        if outbox::is_settled(self.inner.store.pool(), &carried.letter).await? {
            return Ok(());
        }
        let rendered = self.inner.shelf.render(&carried.template, carried.language, &carried.params)?;
        let Some(relay) = &self.inner.relay else {
            let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
            if self.settle(&mut tx, carried, None).await? {
                outbox::keep(&mut tx, carried.to.as_str(), &rendered, self.inner.store.clock().now()).await?;
            }
            return tx.commit().await.map_err(|error| Error::from(error).into());
        };

        let envelope = Envelope {
            letter: &carried.letter,
            to: &carried.to,
            reply_to: carried.reply_to.as_ref(),
            language: carried.language,
            date: job.enqueued_at,
        };
        let sent = match self.inner.sender.message(&envelope, &rendered) {
            Ok(message) => relay.send(message).await,
            Err(_) => Err(Failure::Refused(None)),
        };
        let refused = match sent {
            Ok(()) => None,
            Err(Failure::Refused(code)) => {
                info!(job.id = %job.id, template = carried.template, code, "a letter was refused for good");
                Some(REFUSED)
            }
            Err(Failure::Later(reason)) => return self.put_off(job, carried, reason).await,
        };

        let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
        self.settle(&mut tx, carried, refused).await?;
        tx.commit().await.map_err(Error::from)?;
        Ok(())
    }

    /// Leaves the letter to the next attempt; at the last, says so to who asked. It is not settled: an administrator
    /// may send the job again.
    async fn put_off(&self, job: &Job, carried: &Carried, reason: String) -> Result<(), Problem> {
        if job.attempts >= self.attempts() {
            warn!(job.id = %job.id, template = carried.template, reason, "a letter could not leave in all its time");
            let mut tx = self.inner.store.begin().await.map_err(Error::from)?;
            self.report(&mut tx, carried, Some(UNREACHABLE)).await?;
            tx.commit().await.map_err(Error::from)?;
        }
        Err(Error::Relay(reason).into())
    }

    /// Marks a letter as done with and lets who asked know, in one transaction. False when it already was.
    async fn settle(&self, tx: &mut Tx, carried: &Carried, refused: Option<&str>) -> Result<bool, Error> {
        let first = outbox::settle(tx, &carried.letter, self.inner.store.clock().now()).await?;
        if first {
            self.report(tx, carried, refused).await?;
        }
        Ok(first)
    }

    /// A job of its own: a listener that fails is told again, without the letter leaving again.
    async fn report(&self, tx: &mut Tx, carried: &Carried, refused: Option<&str>) -> Result<(), Error> {
        let (Some(about), Some(_)) = (&carried.about, self.listener(&carried.template)) else {
            return Ok(());
        };
        let outcome = Outcome {
            template: carried.template.clone(),
            about: about.clone(),
            refused: refused.map(str::to_owned),
        };
        push(tx, None, &Task::Tell(outcome), None).await
    }

    async fn tell(&self, outcome: &Outcome) -> Result<(), Problem> {
        let Some(listener) = self.listener(&outcome.template) else { return Ok(()) };
        match &outcome.refused {
            Some(reason) => listener.refused(&outcome.template, &outcome.about, reason).await,
            None => listener.delivered(&outcome.template, &outcome.about).await,
        }
    }

    fn listener(&self, template: &str) -> Option<&Arc<dyn Outcomes>> {
        self.listeners.iter().find(|(prefix, _)| template.starts_with(prefix)).map(|(_, listener)| listener)
    }
}

#[async_trait]
impl Worker for Postman {
    fn queue(&self) -> &'static str {
        QUEUE
    }

    fn concurrency(&self) -> usize {
        self.inner.relay.as_ref().map_or(1, crate::relay::Relay::connections)
    }

    fn attempts(&self) -> u32 {
        store::PATIENT
    }

    async fn work(&self, job: &Job) -> Result<(), Problem> {
        let task = serde_json::from_value(job.payload.clone())
            // The error of serde would quote the payload.
            .map_err(|_| Problem::plain(Kind::Invalid, "internal").because("a letter does not read"))?;
        match task {
            Task::Carry(carried) => self.carry(job, &carried).await,
            Task::Tell(outcome) => self.tell(&outcome).await,
        }
    }
}
