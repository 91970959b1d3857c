//! About how many different people, in a bounded place.
//!
//! Linear counting (Whang, Vander-Zanden, Taylor, 1990): each person marks one bit of a map; how many there are follows
//! from how many bits stayed clear. With more bits than people it errs by less than one percent, two maps are put
//! together by a mere "or" (nodes, restarts), and it says nothing of who was shown. A sketch of the `HyperLogLog` family
//! is smaller for millions; here twenty thousand fit in four kilobytes.

use std::hash::{DefaultHasher, Hash, Hasher};

use kernel::PersonId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Distinct {
    words: Vec<u64>,
    bits: usize,
}

impl Distinct {
    /// Below, two of a few people would too often mark the same bit.
    const FEWEST_BITS: usize = 1 << 14;
    /// 1 MiB: beyond some six million people the count only grows coarser.
    const MOST_BITS: usize = 1 << 23;

    /// A map that counts well up to about `most` people.
    pub(super) fn up_to(most: u32) -> Self {
        let bits = (most as usize).saturating_add(most as usize / 2).next_power_of_two();
        let bits = bits.clamp(Self::FEWEST_BITS, Self::MOST_BITS);
        Self { words: vec![0; bits / 64], bits }
    }

    pub(super) fn mark(&mut self, person: PersonId) {
        let mut hasher = DefaultHasher::new();
        person.uuid().hash(&mut hasher);
        let bit = usize::try_from(hasher.finish() % self.bits as u64).unwrap_or_default();
        self.words[bit / 64] |= 1 << (bit % 64);
    }

    /// Marks what another map has marked. One of another size (the limit was changed meanwhile) is passed over.
    pub(super) fn merge(&mut self, other: &[u8]) {
        if other.len() != self.words.len() * 8 {
            return;
        }
        for (word, bytes) in self.words.iter_mut().zip(other.chunks_exact(8)) {
            *word |= bytes.try_into().map_or(0, u64::from_le_bytes);
        }
    }

    /// As it is kept in the database.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// About how many.
    pub(super) fn count(&self) -> u32 {
        let marked: u32 = self.words.iter().map(|word| word.count_ones()).sum();
        let bits = self.bits as f64;
        // A full map cannot say: as if one bit were clear.
        let clear = (bits - f64::from(marked)).max(1.0);
        (bits * (bits / clear).ln()).round() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_people_once_and_nearly_right() {
        let people: Vec<PersonId> = (0..10_000).map(|_| PersonId::new()).collect();
        let mut seen = Distinct::up_to(10_000);
        assert_eq!((seen.count(), seen.bytes().len()), (0, 2_048));
        for (number, person) in people.iter().enumerate() {
            seen.mark(*person);
            seen.mark(*person);
            if [10, 100, 1_000, 9_999].contains(&number) {
                let real = f64::from(u32::try_from(number).unwrap() + 1);
                let error = (f64::from(seen.count()) - real).abs();
                assert!(error <= 2.0 + real * 0.04, "{} for {real}", seen.count());
            }
        }
    }

    #[test]
    fn what_two_nodes_counted_is_put_together() {
        let people: Vec<PersonId> = (0..200).map(|_| PersonId::new()).collect();
        let (mut one, mut two) = (Distinct::up_to(1_000), Distinct::up_to(1_000));
        people[..150].iter().for_each(|person| one.mark(*person));
        people[100..].iter().for_each(|person| two.mark(*person));

        one.merge(&two.bytes());

        assert!((190..=210).contains(&one.count()), "{}", one.count());
        let before = one.clone();
        one.merge(&[0xFF; 8]);
        assert_eq!(one, before, "a map of another size says nothing");
    }

    #[test]
    fn a_full_map_still_says_many() {
        let mut full = Distinct::up_to(1);
        full.words.fill(u64::MAX);
        assert!(full.count() > 100_000);
    }
}
