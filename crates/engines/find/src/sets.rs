//! Sets of documents of one segment, walked in their order without ever being written down.

use std::io;

use tantivy::{
    DocId, DocSet, InvertedIndexReader, TERMINATED,
    postings::{SegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

/// A set that can be opened as often as needed: terms are looked up once.
#[derive(Debug, Clone)]
pub(crate) enum Pick {
    Term(TermInfo),
    Any(Vec<Pick>),
    All(Vec<Pick>),
}

impl Pick {
    pub(crate) const fn nothing() -> Self {
        Self::Any(Vec::new())
    }

    pub(crate) fn any(picks: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for pick in picks {
            match pick {
                Self::Any(inner) => flat.extend(inner),
                pick if pick.is_nothing() => {}
                pick => flat.push(pick),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Any(flat) }
    }

    pub(crate) fn all(picks: Vec<Self>) -> Self {
        if picks.iter().any(Self::is_nothing) { Self::nothing() } else { Self::All(picks) }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Term(term) => term.doc_freq == 0,
            Self::Any(picks) => picks.is_empty(),
            Self::All(picks) => picks.is_empty() || picks.iter().any(Self::is_nothing),
        }
    }

    /// At most so many documents.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Term(term) => u64::from(term.doc_freq),
            Self::Any(picks) => picks.iter().map(Self::size).sum(),
            Self::All(picks) => picks.iter().map(Self::size).min().unwrap_or(0),
        }
    }

    pub(crate) fn open(&self, from: &InvertedIndexReader) -> io::Result<Set> {
        Ok(match self {
            Self::Term(term) => {
                Set::Term(Box::new(from.read_postings_from_terminfo(term, IndexRecordOption::Basic)?))
            }
            Self::Any(picks) => {
                let parts = picks.iter().map(|pick| pick.open(from)).collect::<io::Result<Vec<_>>>()?;
                let heads: Vec<DocId> = parts.iter().map(Set::doc).collect();
                let doc = heads.iter().copied().min().unwrap_or(TERMINATED);
                Set::Any { parts, heads, doc }
            }
            Self::All(picks) => {
                let mut picks: Vec<&Self> = picks.iter().collect();
                picks.sort_by_key(|pick| pick.size());
                let parts = picks.iter().map(|pick| pick.open(from)).collect::<io::Result<Vec<_>>>()?;
                let mut set = Set::All { parts, doc: 0 };
                set.meet(0);
                set
            }
        })
    }
}

/// An open set, standing on one of its documents, or past the last.
pub(crate) enum Set {
    Term(Box<SegmentPostings>),
    Any { parts: Vec<Set>, heads: Vec<DocId>, doc: DocId },
    All { parts: Vec<Set>, doc: DocId },
}

impl Set {
    pub(crate) fn doc(&self) -> DocId {
        match self {
            Self::Term(postings) => postings.doc(),
            Self::Any { doc, .. } | Self::All { doc, .. } => *doc,
        }
    }

    /// Goes to the first document that is not before `target`. Never goes back.
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Self::Term(postings) => return postings.seek(target),
            Self::Any { parts, heads, doc } => {
                let mut first = TERMINATED;
                for (part, head) in parts.iter_mut().zip(heads.iter_mut()) {
                    if *head < target {
                        *head = part.seek(target);
                    }
                    first = first.min(*head);
                }
                *doc = first;
            }
            Self::All { .. } => self.meet(target),
        }
        self.doc()
    }

    /// Of an `All`: the first document from `target` on that all parts hold.
    fn meet(&mut self, target: DocId) {
        let Self::All { parts, doc } = self else { return };
        let mut candidate = target;
        let mut agreed = 0;
        let mut at = 0;
        while agreed < parts.len() {
            let found = parts[at].seek(candidate);
            if found == TERMINATED {
                candidate = TERMINATED;
                break;
            }
            agreed = if found == candidate { agreed + 1 } else { 1 };
            candidate = found;
            at = (at + 1) % parts.len();
        }
        *doc = if parts.is_empty() { TERMINATED } else { candidate };
    }
}

/// How many steps a question may still take. Whatever is asked ends.
#[derive(Debug)]
pub(crate) struct Budget(u32);

impl Budget {
    pub(crate) const fn new(steps: u32) -> Self {
        Self(steps)
    }

    fn step(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }
}

/// Calls `visit` with each document that all of `picks` hold, in order, until it says stop. Answers whether the walk
/// came to its end.
pub(crate) fn walk(
    from: &InvertedIndexReader,
    picks: &[&Pick],
    budget: &mut Budget,
    mut visit: impl FnMut(DocId) -> bool,
) -> io::Result<bool> {
    if picks.is_empty() || picks.iter().any(|pick| pick.is_nothing()) {
        return Ok(true);
    }
    let mut picks = picks.to_vec();
    picks.sort_by_key(|pick| pick.size());
    let mut sets = picks.iter().map(|pick| pick.open(from)).collect::<io::Result<Vec<_>>>()?;
    let mut candidate = 0;
    'documents: loop {
        if !budget.step() {
            return Ok(false);
        }
        // The smallest set leads; whichever jumps further sends it on.
        candidate = sets[0].seek(candidate);
        for set in &mut sets[1..] {
            let found = set.seek(candidate);
            if found > candidate {
                candidate = found;
                if candidate == TERMINATED {
                    return Ok(true);
                }
                continue 'documents;
            }
        }
        if candidate == TERMINATED {
            return Ok(true);
        }
        if !visit(candidate) {
            return Ok(false);
        }
        candidate += 1;
    }
}
