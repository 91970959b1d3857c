//! Who is looking, and what they alone may find: remembered while they type, so that a keystroke asks the database for
//! nothing but what it found.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use kernel::PersonId;
use tracing::Instrument as _;
use uuid::Uuid;
use web::Caller;

use crate::{
    Directory, Error,
    actions::find::{Found, FoundKind},
    model::{import::columns::folded, privacy::Viewer},
    rows::index,
};

/// How long somebody is remembered: a right that is taken away holds so much longer, in finding alone.
const REMEMBERED: Duration = Duration::from_secs(2);
/// Whoever still types after so long is read again beside the answer, so that no keystroke waits for it.
const RENEWED: Duration = Duration::from_millis(1500);
/// Beyond so many, those who have stopped typing are forgotten.
const MANY: usize = 10_000;

/// Somebody who types.
pub(crate) struct Looker {
    pub(crate) viewer: Viewer,
    /// Protected people of the trees they keep, and themselves, by folded name: the index has none of them.
    hidden: Vec<(Uuid, String)>,
    /// Their groups that others do not see.
    groups: Vec<(Uuid, String)>,
}

impl Looker {
    /// What the index does not hold and they may find.
    pub(super) fn found_beside(&self, query: &str, kind: Option<FoundKind>) -> Vec<Found> {
        let words: Vec<String> = query.split_whitespace().map(folded).collect();
        let fits = |name: &str| words.iter().all(|word| name.contains(word.as_str()));
        [(FoundKind::Person, &self.hidden), (FoundKind::Group, &self.groups)]
            .into_iter()
            .filter(|(wanted, _)| kind.is_none_or(|kind| kind == *wanted))
            .flat_map(|(kind, names)| names.iter().map(move |(id, name)| (Found { kind, id: *id }, name)))
            .filter(|(_, name)| fits(name))
            .map(|(found, _)| found)
            .collect()
    }
}

/// Those who are typing.
#[derive(Default)]
pub(super) struct Lookers(Mutex<HashMap<PersonId, Remembered>>);

struct Remembered {
    /// When they began to be read: what changed since is not in it.
    since: Instant,
    looker: Arc<Looker>,
    /// Whether somebody reads them again already.
    renewing: bool,
}

impl Lookers {
    /// Who is remembered, and whether whoever asks now is to read them again.
    fn get(&self, person: PersonId) -> Option<(Arc<Looker>, bool)> {
        let mut lookers = self.lock();
        let remembered = lookers.get_mut(&person).filter(|one| one.since.elapsed() < REMEMBERED)?;
        let due = remembered.since.elapsed() >= RENEWED && !remembered.renewing;
        remembered.renewing |= due;
        Some((remembered.looker.clone(), due))
    }

    fn keep(&self, since: Instant, looker: Arc<Looker>) {
        let mut lookers = self.lock();
        if lookers.len() >= MANY {
            lookers.retain(|_, one| one.since.elapsed() < REMEMBERED);
        }
        // A crowd that types at once is answered without being remembered.
        if lookers.len() < MANY {
            lookers.insert(looker.viewer.person, Remembered { since, looker, renewing: false });
        }
    }

    fn forget(&self, person: PersonId) {
        self.lock().remove(&person);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PersonId, Remembered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory {
    /// Who types, if they are agents.
    ///
    /// # Errors
    /// [`Error::AgentsOnly`].
    pub(crate) async fn looker(&self, caller: &Caller) -> Result<Arc<Looker>, Error> {
        let finder = &self.inner.finder;
        // Without an index the database answers anyway.
        let remembers = finder.ready.load(Ordering::Acquire);
        if let Some((looker, due)) = finder.lookers.get(caller.person).filter(|_| remembers) {
            if due {
                let (directory, caller) = (self.clone(), caller.clone());
                tokio::spawn(async move { directory.renew_looker(&caller).await }.in_current_span());
            }
            return Ok(looker);
        }
        self.read_looker(caller, remembers).await
    }

    /// Whoever can be read no more, or is no agent any more, finds out at their next keystroke.
    async fn renew_looker(&self, caller: &Caller) {
        if self.read_looker(caller, true).await.is_err() {
            self.inner.finder.lookers.forget(caller.person);
        }
    }

    async fn read_looker(&self, caller: &Caller, remembers: bool) -> Result<Arc<Looker>, Error> {
        let since = Instant::now();
        let viewer = self.viewer(caller).await?;
        let trees = (!viewer.administers).then_some(viewer.keeps.as_slice());
        let hidden = async {
            let hidden = index::protected(self.db(), viewer.person, trees, self.now()).await?;
            let entries = self.met(&viewer, &hidden).await?;
            Ok(entries.values().map(|entry| (entry.id().uuid(), folded(&entry.name()))).collect())
        };
        let groups = async {
            let groups = index::private_groups(self.db(), viewer.person, self.now()).await?;
            Ok::<_, Error>(groups.into_iter().map(|(id, name)| (id, folded(&name))).collect())
        };
        let (hidden, groups) = tokio::try_join!(hidden, groups)?;
        let looker = Arc::new(Looker { viewer, hidden, groups });
        if remembers {
            self.inner.finder.lookers.keep(since, looker.clone());
        }
        Ok(looker)
    }
}

#[cfg(test)]
mod tests {
    use kernel::ports::Population;

    use super::*;

    fn looker(person: PersonId) -> Arc<Looker> {
        let viewer =
            Viewer { person, population: Population::Agent, path: vec![], keeps: vec![], administers: false };
        Arc::new(Looker { viewer, hidden: vec![], groups: vec![] })
    }

    #[test]
    fn who_still_types_is_read_again_by_one_of_those_who_ask_and_nobody_is_believed_for_longer() {
        let (lookers, person) = (Lookers::default(), PersonId::new());
        let ago = |age: Duration| Instant::now().checked_sub(age).unwrap();
        let due = || lookers.get(person).map(|(_, due)| due);

        lookers.keep(Instant::now(), looker(person));
        assert_eq!(due(), Some(false));
        lookers.keep(ago(RENEWED), looker(person));
        assert_eq!([due(), due()], [Some(true), Some(false)], "once");
        lookers.keep(ago(REMEMBERED), looker(person));
        assert_eq!(due(), None, "too old, whoever renews it");
        lookers.keep(Instant::now(), looker(person));
        lookers.forget(person);
        assert_eq!(due(), None);
    }
}
