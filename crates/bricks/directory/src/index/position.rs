//! How far in the house's facts an index goes. It is written with the index and as durable as what is in it: a node that
//! starts again reads on from there, instead of everything.

use kernel::Problem;
use store::Told;
use time::OffsetDateTime;

use crate::{Directory, Error};

/// Counts up whenever other things of people, organisations, functions or groups are put into the index: one that was made
/// otherwise is made anew.
const MADE: u32 = 1;

/// The last fact that is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub(super) number: i64,
    told_at: OffsetDateTime,
}

impl Position {
    pub(super) const fn of(told: &Told) -> Self {
        Self { number: told.number, told_at: told.told_at }
    }

    /// As it is noted in the index.
    pub(super) fn note(self) -> String {
        format!("{MADE} {} {}", self.number, self.told_at.unix_timestamp_nanos())
    }

    /// What a note says, if it is of an index that is made as ours are.
    pub(super) fn noted(note: &str) -> Option<Self> {
        let mut parts = note.split(' ');
        let made: u32 = parts.next()?.parse().ok()?;
        let number = parts.next()?.parse().ok()?;
        let told_at = OffsetDateTime::from_unix_timestamp_nanos(parts.next()?.parse().ok()?).ok()?;
        (made == MADE && parts.next().is_none()).then_some(Self { number, told_at })
    }
}

/// What a node that starts makes of the index it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// It goes on, after this fact.
    After(Position),
    /// It is made anew; what is told after this fact is heard besides.
    Anew(Option<Position>),
}

impl Directory {
    /// Whether the index that is there can be trusted, and what is to be heard.
    pub(super) async fn where_to_begin(&self) -> Result<Begin, Error> {
        let index = self.index()?;
        let note = index.note().map_err(|error| Error::Port(Problem::internal(error)))?;
        if let Some(position) = Position::noted(&note)
            && self.remembers(position).await?
        {
            self.inner.finder.goes_on(position).await;
            return Ok(Begin::After(position));
        }
        Ok(Begin::Anew(self.newest_fact().await?))
    }

    /// The newest fact of the house; `None` before the first.
    pub(super) async fn newest_fact(&self) -> Result<Option<Position>, Error> {
        let number = self.store().last_number().await?;
        let told_at = self.store().told_at(number).await?;
        Ok(told_at.map(|told_at| Position { number, told_at }))
    }

    /// Whether this very fact is still known: then so are those told after it. It is not when the index was left behind for
    /// longer than facts are kept, nor when the database was brought back from a copy that is older than the index.
    async fn remembers(&self, position: Position) -> Result<bool, Error> {
        Ok(self.store().told_at(position.number).await? == Some(position.told_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_what_was_noted_and_nothing_else_does() {
        let position = Position { number: 42, told_at: OffsetDateTime::UNIX_EPOCH };
        assert_eq!(Position::noted(&position.note()), Some(position));
        let other = format!("{} 42 0", MADE + 1);
        for note in ["", "1", "1 42", "1 x 0", "1 42 0 0", &other] {
            assert_eq!(Position::noted(note), None, "{note}");
        }
    }
}
