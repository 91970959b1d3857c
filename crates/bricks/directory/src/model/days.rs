//! Days as people count them: in Europe/Paris, the last one included.

use jiff::{Timestamp, civil, tz::TimeZone};
use time::{Date, Month, OffsetDateTime};

static PARIS: TimeZone = jiff::tz::get!("Europe/Paris");

/// The day it is in Paris.
pub(crate) fn day_of(instant: OffsetDateTime) -> Date {
    let day = Timestamp::from_second(instant.unix_timestamp())
        .expect("the years of `time` are those of `jiff`")
        .to_zoned_datetime(PARIS.clone())
        .date();
    let month = u8::try_from(day.month()).ok().and_then(|month| Month::try_from(month).ok());
    Date::from_calendar_date(
        i32::from(day.year()),
        month.expect("a month is 1 to 12"),
        day.day().unsigned_abs(),
    )
    .expect("a day of the calendar is one in both")
}

/// The first instant after this day in Paris. The day must not be the last of year 9999.
pub(crate) fn end_of(day: Date) -> OffsetDateTime {
    start_of(day.next_day().expect("the model refuses years that far"))
}

/// The first instant of this day in Paris, summer or winter.
pub(crate) fn start_of(day: Date) -> OffsetDateTime {
    let day = civil::date(
        i16::try_from(day.year()).expect("years have four digits"),
        u8::from(day.month()).cast_signed(),
        day.day().cast_signed(),
    );
    let midnight = day.to_zoned_datetime(PARIS.clone()).expect("Paris has a midnight every day");
    OffsetDateTime::from_unix_timestamp(midnight.timestamp().as_second())
        .expect("the years of `jiff` are those of `time`")
}

/// The first instant of tomorrow.
pub(crate) fn tomorrow(now: OffsetDateTime) -> OffsetDateTime {
    end_of(day_of(now))
}

/// Seconds until then, one at least.
pub(crate) fn until_tomorrow(now: OffsetDateTime) -> i64 {
    (tomorrow(now) - now).whole_seconds().max(1)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_day_begins_and_ends_at_midnight_in_paris() {
        assert_eq!(start_of(date!(2026 - 07 - 14)), datetime!(2026-07-13 22:00 UTC));
        assert_eq!(end_of(date!(2026 - 12 - 31)), datetime!(2026-12-31 23:00 UTC));
        assert_eq!(day_of(datetime!(2026-11-23 23:00 UTC)), date!(2026 - 11 - 24));
        assert_eq!(tomorrow(datetime!(2026-11-23 23:30 UTC)), datetime!(2026-11-24 23:00 UTC));
    }
}
