//! A file of people while it is gone through, and who was met in it.

use std::collections::HashSet;

use kernel::{EmailAddress, PersonId};

use super::{AT_ONCE, resolved::Resolved};
use crate::{
    Error,
    model::import::{
        Fault, Outcome, Report,
        columns::PEOPLE,
        people::PersonLine,
        table::{Next, Table},
    },
};

/// A file while it is gone through.
pub(super) struct Scan<'a> {
    pub(super) table: Table<'a>,
    pub(super) columns: Vec<String>,
    pub(super) most_lines: u32,
    pub(super) lines: u32,
    pub(super) seen: Seen,
    pub(super) populations: HashSet<&'static str>,
    pub(super) report: Report,
}

impl<'a> Scan<'a> {
    /// # Errors
    /// [`Error::BadFile`] when nothing in the header is understood.
    pub(super) fn open(file: &'a [u8], most_lines: u32) -> Result<Self, Error> {
        let table = Table::open(file, PEOPLE)?;
        Ok(Self {
            columns: table.columns().into_iter().map(str::to_owned).collect(),
            table,
            most_lines,
            lines: 0,
            seen: Seen::default(),
            populations: HashSet::new(),
            report: Report::default(),
        })
    }

    /// The next lines that read; `None` at the end.
    ///
    /// # Errors
    /// [`Error::TooManyLines`]; [`Error::BadFile`] for a file without any.
    pub(super) fn next(&mut self) -> Result<Option<Vec<PersonLine>>, Error> {
        let mut batch = vec![];
        while batch.len() < AT_ONCE {
            let next = self.table.read();
            if matches!(next, Next::End) {
                break;
            }
            self.lines += 1;
            if self.lines > self.most_lines {
                return Err(Error::TooManyLines { most: self.most_lines });
            }
            match next {
                Next::End => {}
                Next::Unreadable(line, code) => self.report.fault(Fault::new(line, "", code, None)),
                Next::Line(line) => match PersonLine::read(&line) {
                    Ok(person) => batch.push(person),
                    Err(fault) => {
                        self.seen.keep_faulty(&line);
                        self.report.fault(fault);
                    }
                },
            }
        }
        if self.lines == 0 {
            return Err(Error::BadFile { reason: "0" });
        }
        Ok(Some(batch).filter(|batch| !batch.is_empty()))
    }

    pub(super) fn populations(&self) -> Vec<&'static str> {
        self.populations.iter().copied().collect()
    }

    /// Counts what lines would do, and shows the first.
    pub(super) fn note(&mut self, resolved: &[Resolved], faults: Vec<Fault>) {
        for fault in faults {
            self.report.fault(fault);
        }
        for one in resolved {
            self.populations.insert(one.line.population().as_str());
            self.report.count(one.outcome);
            let (moved, renamed) = (one.placed && one.moves, one.renamed);
            self.report.moved += u64::from(moved);
            self.report.renamed += u64::from(renamed);
            self.report.shaken += u64::from(moved || renamed);
            if one.outcome != Outcome::Unchanged {
                let changes = one.changes.iter().map(|column| (*column).to_owned()).collect();
                self.report.show(one.line.line, one.outcome.as_str(), &one.line.shown(), changes);
            }
        }
    }
}

/// Who was met in the file so far.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) uids: HashSet<String>,
    pub(super) addresses: HashSet<String>,
    pub(super) persons: HashSet<PersonId>,
    /// Of whom lines speak, also those that are wrong: they do not leave.
    pub(super) named: HashSet<PersonId>,
    /// What lines that do not read still say of whom they mean.
    pub(super) faulty: Vec<(Option<String>, Option<EmailAddress>)>,
}

impl Seen {
    pub(super) fn keep_faulty(&mut self, line: &crate::model::import::table::Line) {
        let uid = line.fields.get("uid").cloned();
        let address = line.fields.get("address").and_then(|address| address.parse().ok());
        if uid.is_some() || address.is_some() {
            self.faulty.push((uid, address));
        }
    }

    pub(super) fn named(&self) -> Vec<PersonId> {
        self.named.iter().copied().collect()
    }
}
