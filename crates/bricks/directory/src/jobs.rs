//! What this brick does by itself: follows names, and the turn of days.

use std::time::Duration;

use async_trait::async_trait;
use kernel::{PersonId, Problem};
use store::{Listener, Routine, Told, Tx};

use crate::{
    Directory, facts,
    model::days,
    rows::{absences, cards, imports, people, places, suggestions},
};

/// Orders people under the names that identity has for them.
pub(crate) struct Names(pub(crate) Directory);

#[async_trait]
impl Listener for Names {
    fn name(&self) -> &'static str {
        "directory.names"
    }

    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem> {
        let mut renamed: Vec<PersonId> = told
            .iter()
            .filter(|told| told.fact.action == "identity.person.changed")
            .filter_map(|told| Some(told.fact.card.as_ref()?.thing.id.into()))
            .collect();
        renamed.sort_unstable();
        renamed.dedup();
        if renamed.is_empty() {
            return Ok(());
        }
        let records = self.0.inner.identity.persons_within(tx, &renamed).await?;
        let names: Vec<(PersonId, String)> =
            records.into_iter().filter_map(|record| Some((record.id, record.name?))).collect();
        people::rename(tx, &names).await.map_err(Problem::internal)
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
                store::tell(&mut tx, &facts::people_turned(persons)).await?;
            }
            tx.commit().await?;
            absences::sweep(directory.db(), today).await?;
            imports::sweep(directory.db(), now).await?;
            suggestions::sweep(directory.db(), now).await?;
            cards::sweep(directory.db(), today).await
        };
        turn.await.map_err(|cause: store::Error| Problem::internal(cause))
    }
}
