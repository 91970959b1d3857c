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

    pub(crate) fn terms(&self) -> usize {
        match self {
            Self::Term(_) => 1,
            Self::Any(picks) | Self::All(picks) => picks.iter().map(Self::terms).sum(),
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

/// A set written down, a bit for each document of the segment: for unions of many terms.
#[derive(Debug, Clone)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn nothing(documents: DocId) -> Self {
        Self(vec![0; documents as usize / 64 + 1])
    }

    pub(crate) fn add(&mut self, pick: &Pick, from: &InvertedIndexReader) -> io::Result<()> {
        match pick {
            Pick::Term(term) => {
                let mut block = from.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
                while !block.docs().is_empty() {
                    for doc in block.docs() {
                        self.0[*doc as usize / 64] |= 1 << (doc % 64);
                    }
                    block.advance();
                }
            }
            Pick::Any(picks) => {
                for pick in picks {
                    self.add(pick, from)?;
                }
            }
            Pick::All(_) => {
                let mut set = pick.open(from)?;
                while set.doc() != TERMINATED {
                    let doc = set.doc();
                    self.0[doc as usize / 64] |= 1 << (doc % 64);
                    set.seek(doc + 1);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn holds(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// Its documents, in order.
    pub(crate) fn docs(&self) -> impl Iterator<Item = DocId> {
        self.0.iter().zip((0..).step_by(64)).flat_map(|(word, first)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(first + bit)
            })
        })
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
