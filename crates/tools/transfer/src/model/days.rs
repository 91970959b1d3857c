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

/// The first instant after this day in Paris, summer or winter. The day must not be the last of year 9999.
pub(crate) fn end_of(day: Date) -> OffsetDateTime {
    let next = day.next_day().expect("ends are bounded to a few months from now");
    let next = civil::date(
        i16::try_from(next.year()).expect("years have four digits"),
        u8::from(next.month()).cast_signed(),
        next.day().cast_signed(),
    );
    let midnight = next.to_zoned_datetime(PARIS.clone()).expect("Paris has a midnight every day");
    OffsetDateTime::from_unix_timestamp(midnight.timestamp().as_second())
        .expect("the years of `jiff` are those of `time`")
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_paris_summer_and_winter() {
        assert_eq!(end_of(date!(2026 - 12 - 23)), datetime!(2026-12-23 23:00 UTC));
        assert_eq!(end_of(date!(2026 - 07 - 14)), datetime!(2026-07-14 22:00 UTC));
        assert_eq!(end_of(date!(2026 - 12 - 31)), datetime!(2026-12-31 23:00 UTC));
    }

    #[test]
    fn the_days_when_clocks_change_have_23_and_25_hours() {
        let length = |day: Date| end_of(day) - end_of(day.previous_day().unwrap());
        assert_eq!(length(date!(2027 - 03 - 28)).whole_hours(), 23);
        assert_eq!(length(date!(2026 - 10 - 25)).whole_hours(), 25);
        assert_eq!(length(date!(2060 - 10 - 31)).whole_hours(), 25);
        assert_eq!(length(date!(2026 - 10 - 26)).whole_hours(), 24);
    }

    #[test]
    fn late_in_the_evening_it_is_already_tomorrow_in_paris() {
        assert_eq!(day_of(datetime!(2026-11-23 22:59:59 UTC)), date!(2026 - 11 - 23));
        assert_eq!(day_of(datetime!(2026-11-23 23:00 UTC)), date!(2026 - 11 - 24));
        assert_eq!(day_of(datetime!(2026-07-31 22:00 UTC)), date!(2026 - 08 - 01));
    }
}
