//! How many segments an index is in: each question is put to each of them.

use tantivy::{SegmentMeta, index::SegmentId, indexer::LogMergePolicy};

/// So many of about one size are put together at once, whatever else is going on.
const ALIKE: usize = 6;
/// The share of dead documents from which a segment is written anew.
const DEAD: f32 = 0.3;
/// When little is going on, more than that many are too many.
const FEW: usize = 2;
/// Small ones that together are less than this part of the largest are put together without it.
const LITTLE: u64 = 8;

/// What is put together while changes come in.
pub(crate) fn policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(ALIKE);
    policy.set_del_docs_ratio_before_merge(DEAD);
    policy
}

/// What to put together when there is time for it.
pub(crate) fn to_put_together(segments: &[SegmentMeta]) -> Vec<SegmentId> {
    let sizes: Vec<(SegmentId, u64)> =
        segments.iter().map(|segment| (segment.id(), u64::from(segment.num_docs()))).collect();
    together(&sizes)
}

/// All of them, or all but the largest; nothing when it would not pay.
fn together<Id: Copy>(sizes: &[(Id, u64)]) -> Vec<Id> {
    let largest = sizes.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let others = sizes.iter().map(|(_, size)| size).sum::<u64>() - largest;
    let all = others > 0 && others * LITTLE >= largest;
    if !all && sizes.len() <= FEW {
        return vec![];
    }
    let spared = if all { None } else { sizes.iter().position(|(_, size)| *size == largest) };
    sizes.iter().enumerate().filter(|(at, _)| Some(*at) != spared).map(|(_, (id, _))| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sizes: &[u64]) -> Vec<usize> {
        let sizes: Vec<(usize, u64)> = sizes.iter().copied().enumerate().collect();
        together(&sizes)
    }

    #[test]
    fn small_ones_are_put_together_and_the_large_only_when_it_pays() {
        assert_eq!(of(&[]), Vec::<usize>::new());
        assert_eq!(of(&[1000]), Vec::<usize>::new(), "one is as few as can be");
        assert_eq!(of(&[1000, 10]), Vec::<usize>::new(), "two are few");
        assert_eq!(of(&[1000, 500]), [0, 1], "half as much again is worth it");
        assert_eq!(of(&[10, 1000, 20, 30]), [0, 2, 3], "a large one is not written anew for a few");
        assert_eq!(of(&[100, 1000, 50]), [0, 1, 2]);
        assert_eq!(of(&[3, 3, 3]), [0, 1, 2]);
        assert_eq!(of(&[0, 0]), Vec::<usize>::new(), "nothing is worth nothing");
    }
}
