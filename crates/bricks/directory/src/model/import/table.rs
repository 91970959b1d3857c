//! Reads CSV as people's tools write it: with or without a mark at the beginning, commas, semicolons or tabs, quotes.

use std::collections::HashMap;

use super::columns::{Column, understood};
use crate::Error;

/// The longest field, in bytes.
const LONGEST_FIELD: usize = 4_000;
const MOST_COLUMNS: usize = 100;

/// A file whose header was understood.
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    reader: csv::Reader<&'a [u8]>,
    /// What is in each place.
    places: Vec<Option<Column>>,
    record: csv::StringRecord,
}

/// One line: its number as an editor counts, and its fields that are not empty.
pub(crate) struct Line {
    pub(crate) number: u32,
    pub(crate) fields: HashMap<Column, String>,
}

/// What reading on gives.
pub(crate) enum Next {
    Line(Line),
    /// A line that is no line: not UTF-8, too long, of another number of fields.
    Unreadable(u32, &'static str),
    End,
}

impl<'a> Table<'a> {
    /// # Errors
    /// [`Error::BadFile`] when nothing in the header is understood, or a column is there twice.
    pub(crate) fn open(bytes: &'a [u8], known: &[(Column, &[&str])]) -> Result<Self, Error> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = separator(header);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(true)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let bad = |reason| Error::BadFile { reason };
        let headers = reader.headers().map_err(|_| bad("UTF-8"))?.clone();
        if headers.len() > MOST_COLUMNS {
            return Err(bad("columns"));
        }
        let places: Vec<Option<Column>> = headers.iter().map(|header| understood(known, header)).collect();
        let mut seen: Vec<Column> = places.iter().flatten().copied().collect();
        if seen.is_empty() {
            return Err(bad("header"));
        }
        seen.sort_unstable();
        if seen.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(bad("header"));
        }
        Ok(Self { bytes, reader, places, record: csv::StringRecord::new() })
    }

    /// The columns that the file speaks of.
    pub(crate) fn columns(&self) -> Vec<Column> {
        self.places.iter().flatten().copied().collect()
    }

    pub(crate) fn read(&mut self) -> Next {
        let number = self.line(self.reader.position());
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return Next::End,
            Ok(true) => {}
            Err(_) => return Next::Unreadable(number, "bad_value"),
        }
        let number = self.record.position().map_or(number, |at| self.line(at));
        if self.record.len() > self.places.len() {
            return Next::Unreadable(number, "bad_value");
        }
        let mut fields = HashMap::new();
        for (place, value) in self.places.iter().zip(self.record.iter()) {
            let Some(column) = place else { continue };
            if value.len() > LONGEST_FIELD {
                return Next::Unreadable(number, "too_long");
            }
            if !value.is_empty() {
                fields.insert(*column, value.to_owned());
            }
        }
        Next::Line(Line { number, fields })
    }

    /// The line on which something is read: the reader stands before the line feed that ends what it read last, and before
    /// lines without anything.
    fn line(&self, at: &csv::Position) -> u32 {
        let rest =
            usize::try_from(at.byte()).ok().and_then(|byte| self.bytes.get(byte..)).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let passed = ends.filter(|byte| **byte == b'\n').count();
        u32::try_from(at.line()).unwrap_or(u32::MAX).saturating_add(u32::try_from(passed).unwrap_or(u32::MAX))
    }
}

/// The separator that a header has the most of.
fn separator(header: &[u8]) -> u8 {
    let count = |separator: u8| header.iter().filter(|byte| **byte == separator).count();
    [b';', b',', b'\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::{super::columns::PEOPLE, *};

    fn lines(bytes: &[u8]) -> Vec<(u32, Vec<(Column, String)>)> {
        let mut table = Table::open(bytes, PEOPLE).unwrap();
        let mut lines = vec![];
        loop {
            match table.read() {
                Next::End => return lines,
                Next::Line(line) => {
                    let mut fields: Vec<_> = line.fields.into_iter().collect();
                    fields.sort_unstable();
                    lines.push((line.number, fields));
                }
                Next::Unreadable(line, code) => lines.push((line, vec![("fault", code.to_owned())])),
            }
        }
    }

    #[test]
    fn files_of_spreadsheets_are_read() {
        let french = "\u{FEFF}Nom;Prénom;Courriel\r\nLe Goff;Yann;yann@exemple.fr\r\n";
        let english = "family_name,given_name,email\nLe Goff,Yann,yann@exemple.fr\n";
        let tabs = "Nom\tPrénom\tCourriel\nLe Goff\tYann\tyann@exemple.fr\n";
        for file in [french, english, tabs] {
            let read = lines(file.as_bytes());
            assert_eq!(read.len(), 1);
            assert_eq!(read[0].0, 2);
            assert_eq!(
                read[0].1,
                [
                    ("address", "yann@exemple.fr".to_owned()),
                    ("family_name", "Le Goff".to_owned()),
                    ("given_name", "Yann".to_owned())
                ]
            );
        }
    }

    #[test]
    fn quotes_hold_separators_and_lines() {
        let read = lines("nom;titre\n\"de La Roche; Paul\";\"Chef\nde bureau\"\nWeber;Chargée\n".as_bytes());
        assert_eq!(read[0].1[0].1, "de La Roche; Paul");
        assert_eq!((read[1].0, read[1].1[0].1.as_str()), (4, "Weber"), "lines are counted as editors do");
    }

    #[test]
    fn what_is_no_line_is_said_and_passed_over() {
        let long = "a".repeat(LONGEST_FIELD + 1);
        let file =
            [b"nom;titre\n".as_slice(), b"\xE9lodie;x\n", b"a;b;c\n", long.as_bytes(), b";x\n", b"Weber\n"]
                .concat();
        let read = lines(&file);
        let codes: Vec<_> = read.iter().map(|(_, fields)| fields[0].1.as_str()).collect();
        assert_eq!(codes, ["bad_value", "bad_value", "too_long", "Weber"]);
    }

    #[test]
    fn a_header_that_says_nothing_is_refused() {
        for file in ["", "\n", "a;b;c\n1;2;3\n", "nom;nom\na;b\n"] {
            assert!(matches!(Table::open(file.as_bytes(), PEOPLE), Err(Error::BadFile { .. })), "{file:?}");
        }
    }
}
