//! Byte ranges (RFC 9110 §14), one at a time.

use std::ops::Range;

/// What a `Range` field asks of so many bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it: no range, one that does not read, or several, which a server may answer whole (§14.2).
    Whole,
    Part(Range<u64>),
    /// Nothing of it is there: 416.
    Beyond,
}

pub(super) fn asked(field: Option<&str>, length: u64) -> Asked {
    let Some(range) = field.and_then(|field| field.trim().strip_prefix("bytes=")) else {
        return Asked::Whole;
    };
    let Some((first, last)) = range.trim().split_once('-') else { return Asked::Whole };
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        // A figure beyond what can be counted is a place beyond the end.
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(Some(digits.parse().unwrap_or(u64::MAX)))
        }
        _ => None,
    };
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => {
            if last.is_some_and(|last| last < first) {
                return Asked::Whole;
            }
            if first >= length {
                return Asked::Beyond;
            }
            let end = last.map_or(length, |last: u64| last.saturating_add(1).min(length));
            Asked::Part(first..end)
        }
        (Some(None), Some(Some(suffix))) => {
            if suffix == 0 || length == 0 {
                Asked::Beyond
            } else {
                Asked::Part(length.saturating_sub(suffix)..length)
            }
        }
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_given_as_asked() {
        for (field, part) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-", 0..10),
            ("bytes=4-6", 4..7),
            ("bytes=4-99999999999999999999999", 4..10),
            ("bytes=9-9", 9..10),
            ("bytes=-3", 7..10),
            ("bytes=-30", 0..10),
            (" bytes= 2 - 3 ", 2..4),
        ] {
            assert_eq!(asked(Some(field), 10), Asked::Part(part), "{field}");
        }
    }

    #[test]
    fn what_is_beyond_the_end_is_said_to_be() {
        for (field, length) in
            [("bytes=10-", 10), ("bytes=10-12", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=-1", 0)]
        {
            assert_eq!(asked(Some(field), length), Asked::Beyond, "{field} of {length}");
        }
    }

    #[test]
    fn what_does_not_read_and_several_ranges_are_answered_whole() {
        for field in
            ["bytes=0-1,4-5", "bytes=6-4", "bytes=a-b", "bytes=-", "bytes=", "lines=1-2", "bytes=+1-2", ""]
        {
            assert_eq!(asked(Some(field), 10), Asked::Whole, "{field}");
        }
        assert_eq!(asked(None, 10), Asked::Whole);
    }
}
