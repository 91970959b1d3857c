//! Who is looking, and what they alone may find: remembered while they type, so that a keystroke asks the database for
//! nothing but what it found.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use kernel::PersonId;
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
pub(super) struct Lookers(Mutex<HashMap<PersonId, (Instant, Arc<Looker>)>>);

impl Lookers {
    fn get(&self, person: PersonId) -> Option<Arc<Looker>> {
        let lookers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, looker) = lookers.get(&person)?;
        (since.elapsed() < REMEMBERED).then(|| looker.clone())
    }

    fn keep(&self, since: Instant, looker: Arc<Looker>) {
        let mut lookers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lookers.len() >= MANY {
            lookers.retain(|_, (since, _)| since.elapsed() < REMEMBERED);
        }
        // A crowd that types at once is answered without being remembered.
        if lookers.len() < MANY {
            lookers.insert(looker.viewer.person, (since, looker));
        }
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
        if let Some(looker) = finder.lookers.get(caller.person).filter(|_| remembers) {
            return Ok(looker);
        }
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
            finder.lookers.keep(since, looker.clone());
        }
        Ok(looker)
    }
}
