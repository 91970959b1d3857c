//! The index: entries go in and are committed, questions are answered from what was committed last.

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use tantivy::{
    DocId, IndexReader, IndexWriter, InvertedIndexReader, ReloadPolicy, TantivyDocument, TantivyError, Term,
    columnar::Column, fastfield::AliveBitSet, indexer::NoMergePolicy,
};
use uuid::Uuid;

use crate::{
    asked::Asked,
    entry::{Entry, Hit, Kind, Viewer},
    error::Error,
    expand::Typos,
    folder::{self, Fields},
    rank::{self, Question},
    segments, terms,
};

/// Memory that one thread fills before it writes a segment, in bytes.
const CHANGES_MEMORY: usize = 32 << 20;
const REBUILD_MEMORY: usize = 128 << 20;
const REBUILD_THREADS: usize = 2;
/// Nobody reads further than that while typing.
const MOST_HITS: usize = 200;

/// People, organisations, functions and groups, found while typing. Cheap to clone; all clones are one index.
///
/// Every call blocks: questions for some milliseconds, changes for longer. From a task, call them where blocking is
/// allowed.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    typos: Typos,
    /// What was committed last.
    leaves: RwLock<Arc<[Leaf]>>,
    writing: Mutex<Writing>,
}

#[derive(Default)]
struct Writing {
    writer: Option<IndexWriter>,
    rebuilding: bool,
}

/// One segment, opened.
pub(crate) struct Leaf {
    pub(crate) inverted: Arc<InvertedIndexReader>,
    documents: DocId,
    alive: Option<AliveBitSet>,
    high: Column<u64>,
    low: Column<u64>,
    kind: Column<u64>,
    order: Column<u64>,
}

impl Index {
    /// Opens the index of this folder, or makes an empty one if the folder is empty or not there.
    ///
    /// # Errors
    /// [`Error::OtherFormat`] and [`Error::Damaged`]: open it [`afresh`](Self::afresh) and rebuild it.
    /// [`Error::NotAnIndex`] when the folder belongs to somebody else.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Self::new(folder::open(folder)?)
    }

    /// Throws away the index of this folder and opens an empty one.
    ///
    /// # Errors
    /// [`Error::NotAnIndex`] when the folder belongs to somebody else: nothing is removed then.
    pub fn afresh(folder: &Path) -> Result<Self, Error> {
        folder::clear(folder)?;
        Self::open(folder)
    }

    /// An index that is gone with the process.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self, Error> {
        let (schema, _) = folder::schema();
        Self::new(tantivy::Index::builder().schema(schema).settings(folder::settings()).create_in_ram()?)
    }

    fn new(index: tantivy::Index) -> Result<Self, Error> {
        let (_, fields) = folder::schema();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let leaves = RwLock::new(leaves(&reader, fields)?);
        let writing = Mutex::default();
        Ok(Self { inner: Arc::new(Inner { index, fields, reader, typos: Typos::new(), leaves, writing }) })
    }

    /// Adds these entries, in the place of those with their ids. Nobody finds them before [`commit`](Self::commit).
    ///
    /// # Errors
    /// [`Error::Rebuilding`], [`Error::Taken`], or the disk's.
    pub fn put(&self, entries: &[Entry]) -> Result<(), Error> {
        self.change(|writer, fields| {
            for entry in entries {
                writer.delete_term(id_term(fields, entry.id));
                writer.add_document(document(fields, entry))?;
            }
            Ok(())
        })
    }

    /// Takes these entries out, from the next [`commit`](Self::commit) on. Ids that are not in the index are no error.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn remove(&self, ids: &[Uuid]) -> Result<(), Error> {
        self.change(|writer, fields| {
            for id in ids {
                writer.delete_term(id_term(fields, *id));
            }
            Ok(())
        })
    }

    /// Makes the changes so far durable and lets them be found. Costs a tenth of a second: once for many changes.
    ///
    /// # Errors
    /// As [`put`](Self::put). What was not committed is lost then: put it again.
    pub fn commit(&self) -> Result<(), Error> {
        self.commit_with("")
    }

    /// The same, with a word of the caller's that is as durable as the changes, no more and no less: how far in whatever
    /// the index is made from they go.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub fn commit_with(&self, note: &str) -> Result<(), Error> {
        self.change(|writer, _| commit(writer, note))?;
        self.inner.reload()
    }

    /// What was noted by the last commit, of whichever process; empty when nothing was.
    ///
    /// # Errors
    /// The disk's.
    pub fn note(&self) -> Result<String, Error> {
        Ok(self.inner.index.load_metas()?.payload.unwrap_or_default())
    }

    /// Puts segments together where that makes questions quicker: all, or only the small ones when they weigh little beside
    /// the large. Changes and questions go on meanwhile. A second for a hundred thousand entries, on one processor: to be
    /// called when little is going on. Says whether there was anything to do: if so, there may be more.
    ///
    /// # Errors
    /// As [`put`](Self::put).
    pub fn compact(&self) -> Result<bool, Error> {
        let mut merging = None;
        self.change(|writer, _| {
            let some = segments::to_put_together(&self.inner.index.searchable_segment_metas()?);
            merging = (!some.is_empty()).then(|| writer.merge(&some));
            Ok(())
        })?;
        let Some(merging) = merging else { return Ok(false) };
        match merging.wait() {
            // Some of them were put together by the policy at the same time: what is left is for the next time.
            Ok(_) | Err(TantivyError::InvalidArgument(_)) => self.inner.reload().map(|()| true),
            Err(error) => Err(error.into()),
        }
    }

    fn change(
        &self,
        change: impl FnOnce(&mut IndexWriter, Fields) -> tantivy::Result<()>,
    ) -> Result<(), Error> {
        let mut writing = self.inner.writing();
        if writing.rebuilding {
            return Err(Error::Rebuilding);
        }
        let writer = match &mut writing.writer {
            Some(writer) => writer,
            none => none.insert(self.inner.writer(1, CHANGES_MEMORY)?),
        };
        change(writer, self.inner.fields).map_err(|error| {
            // A writer that failed once does not write any more.
            writing.writer = None;
            error.into()
        })
    }

    /// Begins to make the index anew. Until [`Rebuild::finish`], questions are answered from what was there, and no
    /// other change is taken.
    ///
    /// # Errors
    /// As [`put`](Self::put). What was not committed before is lost.
    pub fn rebuild(&self) -> Result<Rebuild, Error> {
        let mut writing = self.inner.writing();
        if writing.rebuilding {
            return Err(Error::Rebuilding);
        }
        // The lock of the folder is the old writer's until it is dropped.
        writing.writer = None;
        let writer = self.inner.writer(REBUILD_THREADS, REBUILD_MEMORY)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.delete_all_documents()?;
        writing.rebuilding = true;
        Ok(Rebuild { inner: self.inner.clone(), writer: Some(writer) })
    }

    /// The best `limit` entries (200 at most) for what was typed, as `viewer` may find them. An empty question finds
    /// nothing.
    ///
    /// # Errors
    /// The disk's.
    pub fn find(
        &self,
        typed: &str,
        viewer: &Viewer,
        kinds: &[Kind],
        limit: usize,
    ) -> Result<Vec<Hit>, Error> {
        let asked = Asked::new(typed);
        let limit = limit.min(MOST_HITS);
        if asked.words.is_empty() || limit == 0 || kinds.is_empty() {
            return Ok(vec![]);
        }
        let leaves = self.inner.leaves();
        let question = Question::new(&asked, viewer, kinds, limit);
        let mut hits = Vec::new();
        let mut strict = Vec::with_capacity(leaves.len());
        for leaf in leaves.iter() {
            let answer = question.strict(leaf)?;
            hits.extend(answer.found.iter().map(|found| leaf.hit(found.doc, found.score)));
            strict.push(answer);
        }
        if hits.len() < limit {
            let typos = rank::typos(&asked, &self.inner.typos);
            for (leaf, strict) in leaves.iter().zip(&mut strict) {
                let found = question.approximate(leaf, strict, &typos)?;
                hits.extend(found.iter().map(|found| leaf.hit(found.doc, found.score)));
            }
        }
        hits.sort_by(|(left_order, left), (right_order, right)| {
            right.score.total_cmp(&left.score).then(left_order.cmp(right_order)).then(left.id.cmp(&right.id))
        });
        Ok(hits.into_iter().map(|(_, hit)| hit).take(limit).collect())
    }

    /// How many entries are found here.
    pub fn len(&self) -> u64 {
        self.inner.reader.searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An index being made anew. Dropped before it is finished, it leaves the index as it was.
pub struct Rebuild {
    inner: Arc<Inner>,
    writer: Option<IndexWriter>,
}

impl Rebuild {
    /// Adds some more. Of two entries with one id both would be found: give each once.
    ///
    /// # Errors
    /// The disk's.
    pub fn add(&mut self, entries: &[Entry]) -> Result<(), Error> {
        if let Some(writer) = &self.writer {
            for entry in entries {
                writer.add_document(document(self.inner.fields, entry))?;
            }
        }
        Ok(())
    }

    /// Replaces what was found before. Everything is in one segment then, which is the quickest to ask.
    ///
    /// # Errors
    /// The disk's. What was found before is found still, unless the disk refused while putting segments together.
    pub fn finish(self) -> Result<(), Error> {
        self.finish_with("")
    }

    /// The same, with a note as of [`Index::commit_with`].
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn finish_with(mut self, note: &str) -> Result<(), Error> {
        if let Some(mut writer) = self.writer.take() {
            commit(&mut writer, note)?;
            let segments = self.inner.index.searchable_segment_ids()?;
            if segments.len() > 1 {
                writer.merge(&segments).wait()?;
            }
            self.inner.reload()?;
            writer.garbage_collect_files().wait()?;
        }
        Ok(())
    }
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        self.writer = None;
        self.inner.writing().rebuilding = false;
    }
}

impl Inner {
    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self, threads: usize, memory: usize) -> Result<IndexWriter, Error> {
        let writer: IndexWriter = self.index.writer_with_num_threads(threads, threads * memory)?;
        writer.set_merge_policy(Box::new(segments::policy()));
        Ok(writer)
    }

    fn leaves(&self) -> Arc<[Leaf]> {
        self.leaves.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn reload(&self) -> Result<(), Error> {
        self.reader.reload()?;
        let leaves = leaves(&self.reader, self.fields)?;
        *self.leaves.write().unwrap_or_else(PoisonError::into_inner) = leaves;
        Ok(())
    }
}

fn leaves(reader: &IndexReader, fields: Fields) -> Result<Arc<[Leaf]>, Error> {
    reader
        .searcher()
        .segment_readers()
        .iter()
        .map(|segment| {
            let fast = segment.fast_fields();
            Ok(Leaf {
                inverted: segment.inverted_index(fields.terms)?,
                documents: segment.max_doc(),
                alive: segment.alive_bitset().cloned(),
                high: fast.u64(folder::HIGH)?,
                low: fast.u64(folder::LOW)?,
                kind: fast.u64(folder::KIND)?,
                order: fast.u64(folder::ORDER)?,
            })
        })
        .collect()
}

impl Leaf {
    pub(crate) fn is_alive(&self, doc: DocId) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    /// How many documents it has, dead ones too.
    pub(crate) const fn documents(&self) -> DocId {
        self.documents
    }

    /// The hit, and its place among equals.
    fn hit(&self, doc: DocId, score: f32) -> (u64, Hit) {
        let of = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        let kind = Kind::of_number(of(&self.kind)).unwrap_or(Kind::Person);
        (of(&self.order), Hit { id: Uuid::from_u64_pair(of(&self.high), of(&self.low)), kind, score })
    }
}

fn commit(writer: &mut IndexWriter, note: &str) -> tantivy::Result<()> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(note);
    prepared.commit().map(|_| ())
}

fn id_term(fields: Fields, id: Uuid) -> Term {
    Term::from_field_bytes(fields.terms, &terms::id_term(id))
}

fn document(fields: Fields, entry: &Entry) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let (high, low) = entry.id.as_u64_pair();
    document.add_u64(fields.high, high);
    document.add_u64(fields.low, low);
    document.add_u64(fields.kind, u64::from(entry.kind.number()));
    document.add_u64(fields.order, terms::order(entry));
    for term in terms::of(entry) {
        document.add_bytes(fields.terms, &term);
    }
    document
}
