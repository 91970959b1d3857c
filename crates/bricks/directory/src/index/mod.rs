//! The index of this node: built from the database when the node starts, kept up to date by what the house tells, and only
//! ever asked for ids. What is shown is read from the database, as it is then and as the reader may see it.

mod entries;
mod listener;
mod looker;
mod position;

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    path::Path,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use find::{Index, Kind};
use kernel::Problem;
use tokio::sync::oneshot;
use uuid::Uuid;

pub(crate) use listener::Keeper;
pub(crate) use looker::Looker;
use position::Position;

use crate::{
    Directory, Error,
    actions::find::{Found, FoundKind},
};

/// Changes are committed once in so long at most.
const PAUSE: Duration = Duration::from_secs(1);
/// Entries put together.
const AT_ONCE: usize = 1_000;
/// Likewise, when everything is read.
const PAGE: usize = 5_000;
/// Facts that change nothing in the index are passed over until there are so many: how far it goes is noted then.
const PASSED_OVER: i64 = 10_000;
/// Segments are put together once nothing has changed for so long.
const QUIET: Duration = Duration::from_secs(20);
/// How often it is looked whether that is so.
const GLANCE: Duration = Duration::from_secs(2);

/// What is to be read again from the database.
#[derive(Debug, Default, Clone)]
pub(crate) struct Stale {
    /// All that was told up to here is among it, or in the index.
    upto: Option<Position>,
    pub(crate) persons: BTreeSet<Uuid>,
    pub(crate) organisations: BTreeSet<Uuid>,
    /// With all that is below them.
    pub(crate) trees: BTreeSet<Uuid>,
    pub(crate) functions: BTreeSet<Uuid>,
    pub(crate) groups: BTreeSet<Uuid>,
}

impl Stale {
    fn is_empty(&self) -> bool {
        let Self { upto: _, persons, organisations, trees, functions, groups } = self;
        [persons, organisations, trees, functions, groups].iter().all(|set| set.is_empty())
    }

    fn merge(&mut self, other: Self) {
        self.upto = self.upto.max(other.upto);
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
    /// Held while what is stale is read and put in: a note must not run ahead of what it stands for.
    committing: tokio::sync::Mutex<Committed>,
}

/// What is in the index for good.
#[derive(Default)]
struct Committed {
    upto: Option<Position>,
    /// When something was put in that may be put together with the rest, unless it has been.
    since: Option<Instant>,
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

    /// The index holds everybody, up to this fact.
    async fn goes_on(&self, upto: Position) {
        let mut committed = self.committing.lock().await;
        // Whatever was left in pieces is put together at once.
        *committed = Committed { upto: Some(upto), since: Instant::now().checked_sub(QUIET) };
        self.ready.store(true, Ordering::Release);
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
        let newest = self.newest_fact().await?;
        self.build_index_from(newest).await
    }

    /// The same; all that is told after this fact is put in afterwards.
    async fn build_index_from(&self, newest: Option<Position>) -> Result<(), Error> {
        let finder = &self.inner.finder;
        if finder.building.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let built = self.rebuild(newest).await;
        finder.building.store(false, Ordering::Release);
        built?;
        finder.ready.store(true, Ordering::Release);
        tracing::info!(entries = self.index()?.len(), "the directory's index is built");
        self.refresh_index(Stale::default()).await
    }

    async fn rebuild(&self, newest: Option<Position>) -> Result<(), Error> {
        let mut committed = self.inner.finder.committing.lock().await;
        let index = self.index()?;
        let mut rebuild = blocking(move || index.rebuild()).await?;
        let mut at = entries::Cursor::default();
        let mut next = self.next_entries(&mut at, PAGE).await?;
        while let Some(page) = next {
            // The next ones are read while these are put in.
            let put = blocking(move || rebuild.add(&page).map(|()| rebuild));
            (rebuild, next) = tokio::try_join!(put, self.next_entries(&mut at, PAGE))?;
        }
        let note = newest.map(Position::note).unwrap_or_default();
        aside(move || rebuild.finish_with(&note)).await?;
        *committed = Committed { upto: newest, since: None };
        Ok(())
    }

    /// Reads again what is stale, and lets it be found.
    ///
    /// # Errors
    /// When the database or the disk refuses: what is stale is remembered then, and read with the next.
    pub(crate) async fn refresh_index(&self, more: Stale) -> Result<(), Error> {
        let finder = &self.inner.finder;
        finder.push(more);
        if finder.building.load(Ordering::Acquire) {
            return Ok(());
        }
        let mut committed = finder.committing.lock().await;
        let stale = finder.take();
        let upto = stale.upto.max(committed.upto);
        let passed_over = |upto: Position| upto.number - committed.upto.map_or(0, |upto| upto.number);
        if stale.is_empty() && upto.is_none_or(|upto| passed_over(upto) < PASSED_OVER) {
            finder.push(stale);
            return Ok(());
        }
        let changes = !stale.is_empty();
        if let Err(error) = self.put_in(stale.clone(), upto).await {
            finder.push(stale);
            return Err(error);
        }
        committed.upto = upto;
        if changes {
            committed.since = Some(Instant::now());
        }
        Ok(())
    }

    async fn put_in(&self, stale: Stale, upto: Option<Position>) -> Result<(), Error> {
        let ids = self.spread(stale).await?;
        for ids in ids.chunks(AT_ONCE) {
            let found = self.entries_of(ids).await?;
            let there: HashSet<Uuid> = found.iter().map(|entry| entry.id).collect();
            let gone: Vec<Uuid> = ids.iter().map(|found| found.id).filter(|id| !there.contains(id)).collect();
            let index = self.index()?;
            blocking(move || {
                index.remove(&gone)?;
                index.put(&found)
            })
            .await?;
        }
        let index = self.index()?;
        let note = upto.map(Position::note).unwrap_or_default();
        blocking(move || index.commit_with(&note)).await
    }

    /// Puts the segments of the index together when nothing has changed for a while.
    async fn compact_when_quiet(&self) -> Result<(), Error> {
        {
            let mut committed = self.inner.finder.committing.lock().await;
            if committed.since.is_none_or(|since| since.elapsed() < QUIET) {
                return Ok(());
            }
            committed.since = None;
        }
        let index = self.index()?;
        if aside(move || index.compact()).await? {
            self.inner.finder.committing.lock().await.since = Some(Instant::now());
        }
        Ok(())
    }

    fn index(&self) -> Result<Index, Error> {
        self.inner.finder.index().map_err(|error| Error::Port(Problem::internal(error)))
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, find::Error> + Send + 'static,
) -> Result<T, Error> {
    done(tokio::task::spawn_blocking(work).await)
}

/// The same, on a thread that the program does not wait for when it ends: what takes half a minute and loses nothing.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, find::Error> + Send + 'static,
) -> Result<T, Error> {
    let (say, said) = oneshot::channel();
    let thread = std::thread::Builder::new().name("directory.index".to_owned());
    thread.spawn(move || say.send(work())).map_err(|error| Error::Port(Problem::internal(error)))?;
    done(said.await)
}

fn done<T, E: std::error::Error + Send + Sync + 'static>(
    work: Result<Result<T, find::Error>, E>,
) -> Result<T, Error> {
    match work {
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
