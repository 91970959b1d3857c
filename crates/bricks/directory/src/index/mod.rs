//! The index of this node: built from the database when the node starts, kept up to date by what the house tells, and only
//! ever asked for ids. What is shown is read from the database, as it is then and as the reader may see it.

mod entries;
mod listener;
mod looker;

use std::{
    collections::{BTreeSet, VecDeque},
    path::Path,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use find::{Index, Kind};
use kernel::Problem;
use uuid::Uuid;

pub(crate) use listener::Keeper;
pub(crate) use looker::Looker;

use crate::{
    Directory, Error,
    actions::find::{Found, FoundKind},
};

/// Changes are committed once in so long at most.
const PAUSE: Duration = Duration::from_secs(1);
/// Entries put together.
const AT_ONCE: usize = 1_000;

/// What is to be read again from the database.
#[derive(Debug, Default)]
pub(crate) struct Stale {
    pub(crate) persons: BTreeSet<Uuid>,
    pub(crate) organisations: BTreeSet<Uuid>,
    /// With all that is below them.
    pub(crate) trees: BTreeSet<Uuid>,
    pub(crate) functions: BTreeSet<Uuid>,
    pub(crate) groups: BTreeSet<Uuid>,
}

impl Stale {
    fn is_empty(&self) -> bool {
        let Self { persons, organisations, trees, functions, groups } = self;
        [persons, organisations, trees, functions, groups].iter().all(|set| set.is_empty())
    }

    fn merge(&mut self, other: Self) {
        self.persons.extend(other.persons);
        self.organisations.extend(other.organisations);
        self.trees.extend(other.trees);
        self.functions.extend(other.functions);
        self.groups.extend(other.groups);
    }
}

/// The index of this node and what it knows of itself.
#[derive(Default)]
pub(crate) struct Finder {
    index: OnceLock<Index>,
    /// Whether it has held everybody once: until then, the database answers.
    ready: AtomicBool,
    building: AtomicBool,
    lookers: looker::Lookers,
    stale: Mutex<VecDeque<Stale>>,
}

impl Finder {
    /// Opens it in a folder. What cannot be read is made afresh: nothing lives there that the database does not hold.
    pub(crate) fn open(&self, folder: &Path) -> Result<(), find::Error> {
        let index = match Index::open(folder) {
            Err(error @ (find::Error::OtherFormat { .. } | find::Error::Damaged(_))) => {
                tracing::warn!(cause = %error, "the index is made afresh");
                Index::afresh(folder)?
            }
            opened => opened?,
        };
        let there = !index.is_empty();
        if self.index.set(index).is_ok() {
            self.ready.store(there, Ordering::Release);
        }
        Ok(())
    }

    /// In memory, unless a folder was opened before.
    fn index(&self) -> Result<Index, find::Error> {
        if self.index.get().is_none() {
            // Somebody else may be quicker: then theirs counts.
            let _ = self.index.set(Index::in_memory()?);
        }
        self.index.get().cloned().ok_or_else(|| find::Error::Io("no index".to_owned()))
    }

    fn push(&self, stale: Stale) {
        self.stale.lock().unwrap_or_else(PoisonError::into_inner).push_back(stale);
    }

    fn take(&self) -> Stale {
        let mut all = Stale::default();
        for stale in self.stale.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            all.merge(stale);
        }
        all
    }
}

impl Directory {
    /// Asks the index, or the database until there is one.
    pub(crate) async fn look_up(
        &self,
        looker: &Looker,
        query: &str,
        kind: Option<FoundKind>,
        limit: usize,
    ) -> Result<Vec<Found>, Error> {
        let finder = &self.inner.finder;
        if !finder.ready.load(Ordering::Acquire) {
            return self.look_up_slowly(query, kind, limit).await;
        }
        let kinds: Vec<Kind> = match kind {
            Some(kind) => vec![kind.into()],
            None => Kind::ALL.to_vec(),
        };
        let path = looker.viewer.path.iter().map(|id| id.uuid()).collect();
        let (index, typed, looking) = (self.index()?, query.to_owned(), find::Viewer { path });
        // Some more than asked: what has changed since the last commit is left out afterwards.
        let most = limit + limit / 4;
        let hits = blocking(move || index.find(&typed, &looking, &kinds, most)).await?;
        let mut found = looker.found_beside(query, kind);
        for hit in hits {
            let hit = Found { kind: hit.kind.into(), id: hit.id };
            if !found.contains(&hit) {
                found.push(hit);
            }
        }
        Ok(found)
    }

    /// Builds the index from the database. What changes meanwhile is put in afterwards.
    ///
    /// # Errors
    /// When the database or the disk refuses; what was there before answers on.
    pub async fn build_index(&self) -> Result<(), Error> {
        let finder = &self.inner.finder;
        if finder.building.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let built = self.rebuild().await;
        finder.building.store(false, Ordering::Release);
        built?;
        finder.ready.store(true, Ordering::Release);
        tracing::info!(entries = self.index()?.len(), "the directory's index is built");
        self.refresh_index(Stale::default()).await
    }

    async fn rebuild(&self) -> Result<(), Error> {
        let index = self.index()?;
        let mut rebuild = blocking(move || index.rebuild()).await?;
        let mut at = entries::Cursor::default();
        while let Some(page) = self.next_entries(&mut at, AT_ONCE).await? {
            rebuild = blocking(move || rebuild.add(&page).map(|()| rebuild)).await?;
        }
        blocking(move || rebuild.finish()).await
    }

    /// Reads again what is stale, and lets it be found.
    pub(crate) async fn refresh_index(&self, more: Stale) -> Result<(), Error> {
        let finder = &self.inner.finder;
        finder.push(more);
        if finder.building.load(Ordering::Acquire) {
            return Ok(());
        }
        let stale = finder.take();
        if stale.is_empty() {
            return Ok(());
        }
        let ids = self.spread(stale).await?;
        for ids in ids.chunks(AT_ONCE) {
            let found = self.entries_of(ids).await?;
            let gone: Vec<Uuid> = ids
                .iter()
                .map(|found| found.id)
                .filter(|id| !found.iter().any(|entry| entry.id == *id))
                .collect();
            let index = self.index()?;
            blocking(move || {
                index.remove(&gone)?;
                index.put(&found)
            })
            .await?;
        }
        let index = self.index()?;
        blocking(move || index.commit()).await
    }

    fn index(&self) -> Result<Index, Error> {
        self.inner.finder.index().map_err(|error| Error::Port(Problem::internal(error)))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, find::Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| match error {
            find::Error::Rebuilding => Error::IndexBuilding,
            other => Error::Port(Problem::internal(other)),
        }),
        Err(panicked) => Err(Error::Port(Problem::internal(panicked))),
    }
}

impl From<FoundKind> for Kind {
    fn from(kind: FoundKind) -> Self {
        match kind {
            FoundKind::Person => Self::Person,
            FoundKind::Organisation => Self::Organisation,
            FoundKind::Function => Self::Function,
            FoundKind::Group => Self::Group,
        }
    }
}

impl From<Kind> for FoundKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Function => Self::Function,
            Kind::Group => Self::Group,
        }
    }
}
