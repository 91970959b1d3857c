//! Being away, and who stands in.

use std::collections::HashMap;

use kernel::PersonId;
use time::{Date, Duration};

use crate::Error;

/// Somebody is away, from a day to a day, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Absence {
    pub(crate) from: Date,
    pub(crate) until: Date,
    pub(crate) message: Option<String>,
    pub(crate) deputy: Option<PersonId>,
}

impl Absence {
    const LONGEST: Duration = Duration::days(2 * 366);
    const LONGEST_MESSAGE: usize = 500;

    /// # Errors
    /// [`Error::BadAbsence`] for days that make no sense; [`Error::TooLong`]; [`Error::OwnDeputy`].
    pub(crate) fn checked(mut self, person: PersonId, today: Date) -> Result<Self, Error> {
        if self.until < self.from || self.until < today || self.until - today > Self::LONGEST {
            return Err(Error::BadAbsence);
        }
        if self.deputy == Some(person) {
            return Err(Error::OwnDeputy);
        }
        self.message = super::profile::text("message", self.message.as_deref(), Self::LONGEST_MESSAGE)?;
        Ok(self)
    }

    pub(crate) fn is_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Who acts for somebody on a day: the deputy, or the deputy's own when they are away too. `None`: nobody does.
pub(crate) fn stands_in(
    person: PersonId,
    absences: &HashMap<PersonId, Absence>,
    today: Date,
) -> Option<PersonId> {
    let mut asked = vec![person];
    let mut now = person;
    loop {
        let away = absences.get(&now).filter(|absence| absence.is_on(today));
        let Some(away) = away else { return (now != person).then_some(now) };
        now = away.deputy.filter(|deputy| !asked.contains(deputy))?;
        asked.push(now);
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 26);

    fn away(deputy: Option<PersonId>) -> Absence {
        Absence { from: TODAY, until: date!(2026 - 11 - 30), message: None, deputy }
    }

    #[test]
    fn an_absence_has_its_days_in_order_and_is_not_over() {
        let me = PersonId::new();
        let on = |from, until| Absence { from, until, ..away(None) }.checked(me, TODAY);
        assert!(on(TODAY, TODAY).is_ok());
        assert!(on(date!(2026 - 11 - 01), TODAY).is_ok(), "it may have begun");
        assert!(matches!(on(date!(2026 - 11 - 30), TODAY), Err(Error::BadAbsence)));
        assert!(matches!(on(date!(2026 - 11 - 20), date!(2026 - 11 - 25)), Err(Error::BadAbsence)));
        assert!(matches!(on(TODAY, date!(2036 - 11 - 26)), Err(Error::BadAbsence)));
        assert!(matches!(away(Some(me)).checked(me, TODAY), Err(Error::OwnDeputy)));
    }

    #[test]
    fn it_is_on_from_the_first_day_to_the_last() {
        let absence = away(None);
        assert!(!absence.is_on(date!(2026 - 11 - 25)));
        assert!(absence.is_on(TODAY) && absence.is_on(date!(2026 - 11 - 30)));
        assert!(!absence.is_on(date!(2026 - 12 - 01)));
    }

    #[test]
    fn the_deputy_of_a_deputy_who_is_away_stands_in_and_circles_end() {
        let [a, b, c] = [PersonId::new(), PersonId::new(), PersonId::new()];
        let of = |list: &[(PersonId, Option<PersonId>)]| {
            let absences: HashMap<_, _> = list.iter().map(|(who, deputy)| (*who, away(*deputy))).collect();
            stands_in(a, &absences, TODAY)
        };
        assert_eq!(of(&[]), None, "who is here needs nobody");
        assert_eq!(of(&[(a, Some(b))]), Some(b));
        assert_eq!(of(&[(a, Some(b)), (b, Some(c))]), Some(c));
        assert_eq!(of(&[(a, Some(b)), (b, None)]), None);
        assert_eq!(of(&[(a, Some(b)), (b, Some(c)), (c, Some(a))]), None);
    }
}
