//! Which documents come first. A cheap pass for what was typed as it stands; sounds and typos only for want of it.

use std::{collections::HashSet, io};

use tantivy::DocId;

use crate::{
    asked::Asked,
    entry::{Kind, Viewer},
    expand::{self, LEVELS, Levels, Lexicon, Mistyped, Place, Typos},
    index::Leaf,
    sets::{self, Bits, Budget, Pick},
};

/// Up to that many documents of a segment are all compared; beyond, they are gathered best first.
const COMPARED: usize = 2_000;
/// Documents with sounds and typos that are compared: heads among them for sure.
const APPROXIMATE: usize = 50_000;
/// Steps through the documents of a segment, for one question.
const STEPS: u32 = 150_000;
/// A union of more terms is written down rather than walked.
const MANY_TERMS: usize = 6;

/// How well the words fit, the best first.
const WHOLE: f32 = 8.0;
const FITS: [f32; 4] = [6.0, 4.0, 0.0, -1.0];
/// What a word costs that was found in another way than typed.
const COSTS: [f32; LEVELS] = [0.0, 0.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0];
/// Scores start here, so that none is negative.
const BASE: f32 = 100.0;
const APPROXIMATE_BASE: f32 = 90.0;

/// A document of a segment with its score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scored {
    pub(crate) doc: DocId,
    pub(crate) score: f32,
}

/// One question, put to each segment in turn.
pub(crate) struct Question<'a> {
    asked: &'a Asked,
    viewer: &'a Viewer,
    kinds: &'a [Kind],
    limit: usize,
}

/// What a segment answered, and what it needs to go on.
pub(crate) struct Strict {
    pub(crate) found: Vec<Scored>,
    words: Vec<Levels>,
    place: Place,
    kinds: Option<Pick>,
}

impl<'a> Question<'a> {
    pub(crate) const fn new(asked: &'a Asked, viewer: &'a Viewer, kinds: &'a [Kind], limit: usize) -> Self {
        Self { asked, viewer, kinds, limit }
    }

    /// The words as they were typed.
    pub(crate) fn strict(&self, leaf: &Leaf) -> io::Result<Strict> {
        let lexicon = Lexicon { inverted: &leaf.inverted };
        let place = lexicon.place(self.viewer)?;
        let kinds = lexicon.kinds(self.kinds)?;
        let words = self
            .asked
            .words
            .iter()
            .map(|word| lexicon.strict(word, &place))
            .collect::<io::Result<Vec<_>>>()?;
        let whole = lexicon.whole(self.asked.whole.as_deref())?;
        let mut budget = Budget::new(STEPS);

        let all = up_to(&words, expand::TEXT_BEGUN);
        let mut docs = Vec::new();
        let ended = sets::walk(&leaf.inverted, &with(&all, kinds.as_ref()), &mut budget, |doc| {
            if leaf.is_alive(doc) {
                docs.push(doc);
            }
            docs.len() <= COMPARED
        })?;
        let found = if ended {
            compare(leaf, &docs, &words, &whole, &place)?
        } else {
            self.gather(leaf, &words, &whole, &place, kinds.as_ref(), &mut budget)?
        };
        Ok(Strict { found, words, place, kinds })
    }

    /// Of very many documents the first `limit`: those that fit best and are nearest, then the next best…
    fn gather(
        &self,
        leaf: &Leaf,
        words: &[Levels],
        whole: &Pick,
        place: &Place,
        kinds: Option<&Pick>,
        budget: &mut Budget,
    ) -> io::Result<Vec<Scored>> {
        let mut fits = vec![(WHOLE, vec![whole.clone()])];
        fits.extend(FITS.into_iter().enumerate().map(|(level, fit)| (fit, up_to(words, level))));
        let anywhere = [(0.0, None)];
        let circles = || place.near.iter().map(|(worth, pick)| (*worth, Some(pick))).chain(anywhere);
        let mut tiers: Vec<(f32, &[Pick], Option<&Pick>)> = fits
            .iter()
            .flat_map(|(fit, picks)| {
                circles().map(move |(near, circle)| (score(*fit, near), picks.as_slice(), circle))
            })
            .collect();
        tiers.sort_by(|left, right| right.0.total_cmp(&left.0));

        let mut found = Vec::with_capacity(self.limit);
        let mut seen = HashSet::with_capacity(self.limit);
        let mut least = f32::INFINITY;
        for (score, picks, circle) in tiers {
            // Tiers of one score are equals: each gives its first.
            if found.len() >= self.limit && score < least {
                break;
            }
            least = score;
            let mut picks = with(picks, kinds);
            picks.extend(circle);
            let most = found.len() + self.limit;
            sets::walk(&leaf.inverted, &picks, budget, |doc| {
                if leaf.is_alive(doc) && seen.insert(doc) {
                    found.push(Scored { doc, score });
                }
                found.len() < most
            })?;
        }
        Ok(found)
    }

    /// What sounds like the words, or is typed a little otherwise: what `strict` did not find already.
    pub(crate) fn approximate(
        &self,
        leaf: &Leaf,
        strict: &mut Strict,
        typos: &[Option<Mistyped>],
    ) -> io::Result<Vec<Scored>> {
        let lexicon = Lexicon { inverted: &leaf.inverted };
        let last = self.asked.words.len().saturating_sub(1);
        for (at, (word, levels)) in self.asked.words.iter().zip(&mut strict.words).enumerate() {
            [levels[expand::SOUND], levels[expand::SOUND_BEGUN]] = lexicon.sounding(word, at == last)?;
            if let Some(typos) = &typos[at] {
                [levels[expand::TYPO], levels[expand::TYPOS]] = lexicon.mistyped(typos)?;
            }
        }
        // The rarest word first: the others are only asked about its documents.
        strict.words.sort_by_key(|levels| levels.iter().map(Pick::size).sum::<u64>());
        let Some((rarest, others)) = strict.words.split_first() else { return Ok(vec![]) };
        let seen: HashSet<DocId> = strict.found.iter().map(|found| found.doc).collect();
        let mut all = Bits::nothing(leaf.documents());
        for pick in rarest {
            all.add(pick, &leaf.inverted)?;
        }
        let mut kinds = strict.kinds.as_ref().map(|kinds| kinds.open(&leaf.inverted)).transpose()?;
        let mut docs: Vec<DocId> = all
            .docs()
            .filter(|doc| leaf.is_alive(*doc) && !seen.contains(doc))
            .filter(|doc| kinds.as_mut().is_none_or(|kinds| kinds.seek(*doc) == *doc))
            .take(APPROXIMATE)
            .collect();
        let mut costs = vec![0.0; docs.len()];
        for levels in std::iter::once(rarest).chain(others) {
            let found = levels_of(leaf, &docs, levels)?;
            let mut kept = found.iter().map(Option::is_some);
            docs.retain(|_| kept.next().unwrap_or(false));
            costs =
                costs.into_iter().zip(found).filter_map(|(cost, level)| Some(cost + COSTS[level?])).collect();
        }
        let near = nearness(leaf, &docs, &strict.place)?;
        let mut found: Vec<Scored> = docs
            .into_iter()
            .zip(costs.into_iter().zip(near))
            .map(|(doc, (cost, near))| Scored { doc, score: APPROXIMATE_BASE - 2.0 * cost + near / 2.0 })
            .collect();
        // Documents lie in the order of equals: a stable sort keeps it.
        found.sort_by(|left, right| right.score.total_cmp(&left.score));
        found.truncate(self.limit);
        Ok(found)
    }
}

/// The typos of each word; made once for all segments.
pub(crate) fn typos(asked: &Asked, typos: &Typos) -> Vec<Option<Mistyped>> {
    let last = asked.words.len().saturating_sub(1);
    asked.words.iter().enumerate().map(|(at, word)| typos.of(word, at == last)).collect()
}

/// Nearness weighs on names; on texts, which whole services share, half.
fn score(fit: f32, near: f32) -> f32 {
    BASE + fit + if fit >= FITS[expand::NAME_BEGUN] { near } else { near / 2.0 }
}

/// What holds each word at this level or a better one.
fn up_to(words: &[Levels], level: usize) -> Vec<Pick> {
    words.iter().map(|levels| Pick::any(levels[..=level].iter().cloned())).collect()
}

fn with<'a>(picks: &'a [Pick], kinds: Option<&'a Pick>) -> Vec<&'a Pick> {
    picks.iter().chain(kinds).collect()
}

fn compare(
    leaf: &Leaf,
    docs: &[DocId],
    words: &[Levels],
    whole: &Pick,
    place: &Place,
) -> io::Result<Vec<Scored>> {
    let near = nearness(leaf, docs, place)?;
    let mut worst = vec![0; docs.len()];
    for levels in words {
        for (worst, level) in worst.iter_mut().zip(levels_of(leaf, docs, levels)?) {
            *worst = level.unwrap_or(expand::TEXT_BEGUN).max(*worst);
        }
    }
    let wholes = held(leaf, docs, whole)?;
    Ok((0..docs.len())
        .map(|at| {
            let fit = if wholes[at] { WHOLE } else { FITS[worst[at].min(expand::TEXT_BEGUN)] };
            Scored { doc: docs[at], score: score(fit, near[at]) }
        })
        .collect())
}

/// The best level at which each document holds a word, if it does.
fn levels_of(leaf: &Leaf, docs: &[DocId], levels: &Levels) -> io::Result<Vec<Option<usize>>> {
    let mut best = vec![None; docs.len()];
    for (level, pick) in levels.iter().enumerate().rev() {
        for (best, held) in best.iter_mut().zip(held(leaf, docs, pick)?) {
            if held {
                *best = Some(level);
            }
        }
    }
    Ok(best)
}

/// What the nearest circle that holds each document is worth.
fn nearness(leaf: &Leaf, docs: &[DocId], place: &Place) -> io::Result<Vec<f32>> {
    let mut near = vec![0.0; docs.len()];
    for (worth, pick) in place.near.iter().rev() {
        for (near, held) in near.iter_mut().zip(held(leaf, docs, pick)?) {
            if held {
                *near = *worth;
            }
        }
    }
    Ok(near)
}

/// Which of these documents, given in order, are in the set.
fn held(leaf: &Leaf, docs: &[DocId], pick: &Pick) -> io::Result<Vec<bool>> {
    if docs.is_empty() || pick.is_nothing() {
        return Ok(vec![false; docs.len()]);
    }
    // Many terms are written down once; a few are looked into where it matters.
    if pick.terms() > MANY_TERMS {
        let mut bits = Bits::nothing(leaf.documents());
        bits.add(pick, &leaf.inverted)?;
        return Ok(docs.iter().map(|doc| bits.holds(*doc)).collect());
    }
    let mut set = pick.open(&leaf.inverted)?;
    Ok(docs.iter().map(|doc| set.seek(*doc) == *doc).collect())
}
