//! How much of the annuaire one reader is shown in a day. Cards are counted one by one in the database (`actions/cards.rs`);
//! everything else that names people (answers while typing, pages of services, groups, photos, the neighbours on a card) is
//! counted here: about how many different people, and how many questions by the digits of a number.
//!
//! Answers come at every keystroke, so that the count lives in the memory of the node and goes to the database only now and
//! then: once when the node first meets a reader of the day, then each time a thirty-second of a limit has been used, beside the
//! answer, where it is put together with what other nodes counted; what is refused waits until that is known. A node that stops forgets no more than that; `n` nodes let pass no more than
//! that each.

mod distinct;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use kernel::PersonId;
use time::Date;
use tracing::Instrument as _;

use crate::{
    Directory, Error, facts,
    model::{days, privacy::Viewer},
    rows::cards::{self, SheetRow},
    settings::Settings,
};
use distinct::Distinct;

/// Readers kept in memory, some four kilobytes each. One more takes the place of another, whose count goes to the database first.
const MOST_READERS: usize = 20_000;

/// What one node knows of today's readers.
#[derive(Debug)]
pub(crate) struct Book {
    sheets: Mutex<HashMap<PersonId, Sheet>>,
    most: usize,
}

/// What one reader was shown on a day.
#[derive(Debug, Clone)]
struct Sheet {
    day: Date,
    shown: Distinct,
    /// About how many of `shown` the database knows.
    kept_people: u32,
    numbers: u32,
    /// Questions by digits that the database has not counted yet.
    new_numbers: u32,
    /// Whether those who keep the tree were alerted today.
    told: bool,
}

/// Something that counts.
#[derive(Debug, Clone, Copy)]
enum Spent<'a> {
    People(&'a [PersonId]),
    Number,
}

/// What comes of counting.
struct Noted {
    over: bool,
    /// What is to go to the database now.
    unsaved: Option<Sheet>,
}

impl Default for Book {
    fn default() -> Self {
        Self { sheets: Mutex::default(), most: MOST_READERS }
    }
}

impl Book {
    fn has(&self, reader: PersonId, day: Date) -> bool {
        self.lock().get(&reader).is_some_and(|sheet| sheet.day == day)
    }

    /// Takes in what the database knows of a reader. Says who made room for them, with what is to be saved of those.
    fn learn(
        &self,
        reader: PersonId,
        day: Date,
        row: &SheetRow,
        settings: &Settings,
    ) -> Option<(PersonId, Sheet)> {
        let mut sheets = self.lock();
        let full = sheets.len() >= self.most && !sheets.contains_key(&reader);
        // Anybody: who is still there is read again.
        let out = if full { sheets.keys().next().copied() } else { None };
        let out = out.and_then(|out| sheets.remove_entry(&out));
        let sheet = sheets.entry(reader).or_insert_with(|| Sheet::new(day, settings));
        if sheet.day != day {
            *sheet = Sheet::new(day, settings);
        }
        sheet.shown.merge(row.shown.as_deref().unwrap_or_default());
        sheet.kept_people = row.people.unsigned_abs();
        sheet.numbers = row.numbers.unsigned_abs();
        sheet.told |= row.refused;
        out.filter(|(_, sheet)| sheet.day == day && sheet.is_unsaved())
    }

    fn note(&self, reader: PersonId, day: Date, spent: Spent<'_>, settings: &Settings) -> Noted {
        let mut sheets = self.lock();
        let sheet = sheets.entry(reader).or_insert_with(|| Sheet::new(day, settings));
        if sheet.day != day {
            *sheet = Sheet::new(day, settings);
        }
        let (over, due) = match spent {
            Spent::People(persons) => {
                let most = settings.people_per_day;
                if sheet.shown.count() <= most {
                    persons.iter().for_each(|person| sheet.shown.mark(*person));
                }
                let count = sheet.shown.count();
                (count > most, count.saturating_sub(sheet.kept_people) >= step(most))
            }
            Spent::Number => {
                let most = settings.numbers_per_day;
                // The first one too many is counted: that is how a node that starts again knows that it is over.
                if sheet.numbers + sheet.new_numbers <= most {
                    sheet.new_numbers += 1;
                }
                (sheet.numbers + sheet.new_numbers > most, sheet.new_numbers >= step(most))
            }
        };
        let unsaved = (if over { !sheet.told } else { due }).then(|| sheet.clone());
        if unsaved.is_some() {
            // Others who ask meanwhile need not save the same again.
            sheet.kept_people = sheet.shown.count();
            sheet.numbers += std::mem::take(&mut sheet.new_numbers);
        }
        Noted { over, unsaved }
    }

    /// The database did not hear of it: it is due again.
    fn not_saved(&self, reader: PersonId, day: Date, numbers: u32) {
        if let Some(sheet) = self.lock().get_mut(&reader).filter(|sheet| sheet.day == day) {
            sheet.kept_people = 0;
            sheet.numbers = sheet.numbers.saturating_sub(numbers);
            sheet.new_numbers += numbers;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, Sheet>> {
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sheet {
    fn new(day: Date, settings: &Settings) -> Self {
        let shown = Distinct::up_to(settings.people_per_day);
        Self { day, shown, kept_people: 0, numbers: 0, new_numbers: 0, told: false }
    }

    fn is_unsaved(&self) -> bool {
        self.new_numbers > 0 || self.shown.count() > self.kept_people
    }
}

/// How much of a limit is used between two looks at the database.
fn step(most: u32) -> u32 {
    (most / 32).clamp(1, 1_000)
}

impl Directory {
    /// Counts people whom a reader is about to be shown, themselves apart. Nothing is to be shown when it refuses.
    ///
    /// # Errors
    /// [`Error::TooManyPeople`], and the correspondents are told the first time of a day.
    pub(crate) async fn count_shown(
        &self,
        viewer: &Viewer,
        persons: impl IntoIterator<Item = PersonId>,
    ) -> Result<(), Error> {
        let others: Vec<PersonId> = persons.into_iter().filter(|person| *person != viewer.person).collect();
        if others.is_empty() || !self.spend(viewer.person, Spent::People(&others)).await? {
            return Ok(());
        }
        Err(Error::TooManyPeople { seconds: days::until_tomorrow(self.now()) })
    }

    /// Counts a question that looks people up by the digits of a number.
    ///
    /// # Errors
    /// [`Error::TooManyNumbers`], and the correspondents are told the first time of a day.
    pub(crate) async fn count_number(&self, viewer: &Viewer) -> Result<(), Error> {
        if !self.spend(viewer.person, Spent::Number).await? {
            return Ok(());
        }
        Err(Error::TooManyNumbers { seconds: days::until_tomorrow(self.now()) })
    }

    /// Says whether it is more than a day allows.
    async fn spend(&self, reader: PersonId, spent: Spent<'_>) -> Result<bool, Error> {
        let (book, settings) = (&self.inner.book, &self.inner.settings);
        let day = days::day_of(self.now());
        if !book.has(reader, day) {
            let row = cards::sheet(self.db(), reader, day).await?.unwrap_or_default();
            self.learn(reader, day, &row).await?;
        }
        let noted = book.note(reader, day, spent, settings);
        let Some(sheet) = noted.unsaved else { return Ok(noted.over) };
        if !noted.over {
            // Who types does not wait for a disk: what others counted meanwhile is heard of by the next question.
            let directory = self.clone();
            tokio::spawn(async move { directory.save_beside(reader, sheet).await }.in_current_span());
            return Ok(false);
        }

        let over = |row: &SheetRow| match spent {
            Spent::People(_) => row.people.unsigned_abs() > settings.people_per_day,
            Spent::Number => row.numbers.unsigned_abs() > settings.numbers_per_day,
        };
        let row = self.save(reader, sheet, over).await?;
        self.learn(reader, day, &row).await?;
        Ok(over(&row))
    }

    /// What could not be saved is saved with the next.
    async fn save_beside(&self, reader: PersonId, sheet: Sheet) {
        let (day, numbers) = (sheet.day, sheet.new_numbers);
        let saved = async {
            let row = self.save(reader, sheet, |_| false).await?;
            self.learn(reader, day, &row).await
        };
        if let Err(error) = saved.await {
            self.inner.book.not_saved(reader, day, numbers);
            let problem = kernel::Problem::from(error);
            tracing::warn!(code = problem.code, cause = ?problem.cause, "what a reader was shown could not be counted yet");
        }
    }

    async fn learn(&self, reader: PersonId, day: Date, row: &SheetRow) -> Result<(), Error> {
        if let Some((other, sheet)) = self.inner.book.learn(reader, day, row, &self.inner.settings) {
            self.save(other, sheet, |_| false).await?;
        }
        Ok(())
    }

    /// Puts what this node counted together with what others did. Tells, once a day, when it is `over`.
    async fn save(
        &self,
        reader: PersonId,
        mut sheet: Sheet,
        over: impl Fn(&SheetRow) -> bool,
    ) -> Result<SheetRow, Error> {
        let mut tx = self.store().begin().await?;
        let mut row = cards::hold_sheet(&mut tx, reader, sheet.day).await?;
        sheet.shown.merge(row.shown.as_deref().unwrap_or_default());
        row.people = sheet.shown.count().cast_signed();
        row.numbers = row.numbers.saturating_add_unsigned(sheet.new_numbers);
        row.shown = Some(sheet.shown.bytes());
        let alert = over(&row) && !row.refused;
        row.refused |= alert;
        cards::keep_sheet(&mut tx, reader, sheet.day, &row, self.now()).await?;
        if alert {
            let fact = facts::budget_exceeded(reader, row.cards, row.people, row.numbers);
            store::tell(&mut tx, &fact).await?;
        }
        tx.commit().await?;
        Ok(row)
    }
}

/// Whether a question looks people up by a number: it holds as many digits as the index takes for a piece of one, whatever
/// stands around them.
pub(crate) fn asks_by_number(query: &str) -> bool {
    query.chars().filter(char::is_ascii_digit).count() >= 4
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const DAY: Date = date!(2026 - 11 - 26);

    fn settings(people_per_day: u32, numbers_per_day: u32) -> Settings {
        Settings { people_per_day, numbers_per_day, ..Settings::default() }
    }

    #[test]
    fn the_database_hears_of_it_now_and_then_only() {
        let (book, settings, reader) = (Book::default(), settings(3_200, 64), PersonId::new());
        let people: Vec<PersonId> = (0..1_000).map(|_| PersonId::new()).collect();
        let saved = |_: &PersonId, noted: Noted| usize::from(noted.unsaved.is_some());

        let first: usize = people
            .iter()
            .map(|one| saved(one, book.note(reader, DAY, Spent::People(&[*one]), &settings)))
            .sum();
        let again: usize = people
            .iter()
            .map(|one| saved(one, book.note(reader, DAY, Spent::People(&[*one]), &settings)))
            .sum();
        let numbers: usize =
            (0..60).map(|_| saved(&reader, book.note(reader, DAY, Spent::Number, &settings))).sum();

        assert!((8..=11).contains(&first), "every hundredth of them: {first}");
        assert_eq!((again, numbers), (0, 30), "who was shown already is nothing new; every second number");
    }

    #[test]
    fn who_makes_room_for_another_reader_is_saved_first() {
        let (book, settings) = (Book { most: 2, ..Book::default() }, settings(1_000, 100));
        let readers: Vec<PersonId> = (0..10).map(|_| PersonId::new()).collect();
        let mut out = vec![];
        for reader in &readers {
            out.extend(book.learn(*reader, DAY, &SheetRow::default(), &settings));
            book.note(*reader, DAY, Spent::People(&[PersonId::new()]), &settings);
        }
        assert_eq!(book.lock().len(), 2);
        assert_eq!(out.len(), 8, "each who left had been shown somebody");
        assert!(out.iter().all(|(reader, sheet)| readers.contains(reader) && sheet.shown.count() == 1));
        let tomorrow = date!(2026 - 11 - 27);
        let gone = book.learn(PersonId::new(), tomorrow, &SheetRow::default(), &settings);
        assert!(gone.is_none(), "yesterday is over");
    }

    #[test]
    fn what_the_database_did_not_hear_of_is_due_again_and_counted_once() {
        let (book, settings, reader) = (Book::default(), settings(3_200, 64), PersonId::new());
        let saved = |_: usize| book.note(reader, DAY, Spent::Number, &settings).unsaved;
        let first = (0..2).find_map(saved).expect("every second number");
        assert_eq!(first.new_numbers, 2);

        book.not_saved(reader, DAY, first.new_numbers);
        let again = saved(0).expect("at the next question");
        assert_eq!(again.new_numbers, 3, "those of before, and this one");
        let people: Vec<PersonId> = (0..150).map(|_| PersonId::new()).collect();
        let note = |people: &[PersonId]| book.note(reader, DAY, Spent::People(people), &settings).unsaved;
        assert!(note(&people).is_some() && note(&people[..1]).is_none());
        book.not_saved(reader, DAY, 0);
        assert!(note(&people[..1]).is_some(), "though nobody new was shown");
        book.not_saved(reader, date!(2026 - 11 - 25), 5);
        assert_eq!(book.lock()[&reader].new_numbers, 0, "another day is no matter");
    }

    #[test]
    fn a_day_that_is_over_is_forgotten() {
        let (book, settings, reader) = (Book::default(), settings(10, 3), PersonId::new());
        let over = |day| book.note(reader, day, Spent::Number, &settings).over;
        assert_eq!(
            [over(DAY), over(DAY), over(DAY), over(DAY), over(DAY)],
            [false, false, false, true, true]
        );
        assert!(!over(date!(2026 - 11 - 27)));
    }

    #[test]
    fn digits_are_a_number_whatever_stands_around_them() {
        for query in ["0142", "01 42", "+33 1 42 75", "durand 0142", "0-1-4-2"] {
            assert!(asks_by_number(query), "{query}");
        }
        for query in ["durand", "bureau 12", "2B", "art. 111"] {
            assert!(!asks_by_number(query), "{query}");
        }
    }
}
