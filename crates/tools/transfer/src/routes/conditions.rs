//! Conditions on what is asked (RFC 9110 §13), in the order in which they are looked at.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use time::OffsetDateTime;

/// What the conditions of a request come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Go,
    /// The client has this very version: 304.
    Same,
    /// The client means another one: 412.
    Other,
}

/// §13.2.2, for GET and HEAD.
pub(super) fn verdict(asking: &HeaderMap, etag: &HeaderValue, modified: OffsetDateTime) -> Verdict {
    let meant = if asking.contains_key(header::IF_MATCH) {
        lists(asking, &header::IF_MATCH, etag, Comparison::Strong)
    } else {
        // Fields hold whole seconds.
        date(asking, &header::IF_UNMODIFIED_SINCE).is_none_or(|since| modified.unix_timestamp() <= since)
    };
    if !meant {
        return Verdict::Other;
    }
    let same = if asking.contains_key(header::IF_NONE_MATCH) {
        lists(asking, &header::IF_NONE_MATCH, etag, Comparison::Weak)
    } else {
        date(asking, &header::IF_MODIFIED_SINCE).is_some_and(|since| modified.unix_timestamp() <= since)
    };
    if same { Verdict::Same } else { Verdict::Go }
}

/// §8.8.3.2. Our tags are strong ones.
#[derive(PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

fn lists(headers: &HeaderMap, field: &HeaderName, etag: &HeaderValue, how: Comparison) -> bool {
    let texts = headers.get_all(field).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).map(str::trim).any(|one| {
        let tag = match how {
            Comparison::Strong => one,
            Comparison::Weak => one.strip_prefix("W/").unwrap_or(one),
        };
        one == "*" || Some(tag) == etag.to_str().ok()
    })
}

/// A date as seconds; one that does not read is no condition (§13.1.3, §13.1.4).
fn date(headers: &HeaderMap, field: &HeaderName) -> Option<i64> {
    let date = httpdate::parse_http_date(headers.get(field)?.to_str().ok()?).ok()?;
    Some(OffsetDateTime::from(date).unix_timestamp())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn conditions_are_looked_at_in_their_order() {
        let etag = HeaderValue::from_static("\"a\"");
        let modified = datetime!(2026-11-23 09:12:00.5 UTC);
        const THEN: &str = "Mon, 23 Nov 2026 09:12:00 GMT";
        const BEFORE: &str = "Mon, 23 Nov 2026 09:11:59 GMT";
        for (fields, expected) in [
            (vec![], Verdict::Go),
            (vec![("if-match", "\"a\"")], Verdict::Go),
            (vec![("if-match", "\"b\", \"a\"")], Verdict::Go),
            (vec![("if-match", "*")], Verdict::Go),
            (vec![("if-match", "\"b\"")], Verdict::Other),
            (vec![("if-match", "W/\"a\"")], Verdict::Other),
            (vec![("if-match", "\"a\""), ("if-unmodified-since", BEFORE)], Verdict::Go),
            (vec![("if-match", "\"a\""), ("if-none-match", "\"a\"")], Verdict::Same),
            (vec![("if-match", "\"b\""), ("if-none-match", "\"a\"")], Verdict::Other),
            (vec![("if-unmodified-since", THEN)], Verdict::Go),
            (vec![("if-unmodified-since", BEFORE)], Verdict::Other),
            (vec![("if-unmodified-since", "hier")], Verdict::Go),
            (vec![("if-none-match", "W/\"a\"")], Verdict::Same),
            (vec![("if-none-match", "*")], Verdict::Same),
            (vec![("if-none-match", "\"b\""), ("if-modified-since", THEN)], Verdict::Go),
            (vec![("if-modified-since", THEN)], Verdict::Same),
            (vec![("if-modified-since", BEFORE)], Verdict::Go),
        ] {
            let asking: HeaderMap =
                fields.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            assert_eq!(verdict(&asking, &etag, modified), expected, "{fields:?}");
        }
    }
}
