//! What this brick does by itself: follows names, and the turn of days.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{Actor, PersonId, Problem, ScopeId};
use store::{Listener, Routine, Told, Tx};

use crate::{
    Directory, facts,
    model::days,
    placing::{end_but_at, end_everything, end_outlived},
    rows::{absences, cards, forgotten, imports, people, places, suggestions},
};

/// Orders people under the names that identity has for them, and ends what they kept and held when they are disabled or their
/// address takes them elsewhere.
pub(crate) struct Names(pub(crate) Directory);

#[async_trait]
impl Listener for Names {
    fn name(&self) -> &'static str {
        "directory.names"
    }

    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        let disabled = whom(told, "identity.person.disabled");
        if !disabled.is_empty() {
            let ended = end_everything(tx, Actor::System, &disabled, self.0.now()).await;
            ended.map_err(Problem::internal)?;
        }
        let renamed = whom(told, "identity.person.changed");
        if renamed.is_empty() {
            return Ok(());
        }
        let stand = self.0.stand_by_address(tx, &renamed).await?;
        end_but_at(tx, Actor::System, &stand, self.0.now()).await.map_err(Problem::internal)?;
        let records = self.0.inner.identity.persons_within(tx, &renamed).await?;
        let names: Vec<(PersonId, String)> =
            records.into_iter().filter_map(|record| Some((record.id, record.name?))).collect();
        people::rename(tx, &names).await.map_err(Problem::internal)
    }
}

/// Whom facts of one kind are about, each once.
fn whom(told: &[Told], action: &str) -> Vec<PersonId> {
    let about = told.iter().filter(|told| told.fact.action == action);
    let mut persons: Vec<PersonId> =
        about.filter_map(|told| Some(told.fact.card.as_ref()?.thing.id.into())).collect();
    persons.sort_unstable();
    persons.dedup();
    persons
}

impl Directory {
    /// Under which root the address of each of these people puts them.
    async fn stand_by_address(
        &self,
        tx: &mut Tx,
        persons: &[PersonId],
    ) -> Result<Vec<(PersonId, Option<ScopeId>)>, Problem> {
        let entries = self.entries_within(tx, persons).await?;
        let root = |person: &PersonId| entries.get(person)?.subject().path.first().copied();
        Ok(persons.iter().map(|person| (*person, root(person))).collect())
    }
}

/// Counts again where somebody came or went as time passed, and forgets what is over.
pub(crate) struct Turn(pub(crate) Directory);

#[async_trait]
impl Routine for Turn {
    fn name(&self) -> &'static str {
        "directory.turn"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3_600)
    }

    async fn run(&self) -> Result<(), Problem> {
        let directory = &self.0;
        let now = directory.store().clock().now();
        // Twice as long as the routine's pace, so that a turn that was late is made up for; each night, a whole day.
        let after = now - if now.hour() == 3 { time::Duration::hours(25) } else { time::Duration::hours(2) };
        let turn = async {
            let today = days::day_of(now);
            let mut tx = directory.store().begin().await?;
            // Who came to an organisation whose last day was decided already goes where the others went.
            for (closed, successor) in places::left_behind(&mut tx, today, now).await? {
                places::hand_over(&mut tx, closed, successor, now).await?;
            }
            let (organisations, persons) = places::turned(&mut *tx, after, now).await?;
            places::recount(&mut tx, &organisations, now).await?;
            for persons in persons.chunks(1_000) {
                end_outlived(&mut tx, Actor::System, persons, now).await?;
                store::tell(&mut tx, &facts::people_turned(persons)).await?;
            }
            let closed = places::closed_since(&mut *tx, days::day_of(after), today).await?;
            if !closed.is_empty() {
                store::tell(&mut tx, &facts::organisations_turned(&closed)).await?;
            }
            tx.commit().await?;
            absences::sweep(directory.db(), today).await?;
            imports::sweep(directory.db(), now).await?;
            forgotten::sweep(directory.db(), now).await?;
            suggestions::sweep(directory.db(), now).await?;
            cards::sweep(directory.db(), today).await
        };
        turn.await.map_err(|cause: store::Error| Problem::internal(cause))
    }
}
