//! The tables of this tool. The only folder here that speaks SQL.

mod boxes;
mod ends;
mod files;
mod parcels;
mod recipients;
mod teams;
mod trail;

pub(crate) use boxes::*;
pub(crate) use ends::*;
pub(crate) use files::*;
pub(crate) use parcels::*;
pub(crate) use recipients::*;
pub(crate) use teams::*;
pub(crate) use trail::*;

/// A size as the database keeps it. None passes 2⁶³: sizes are bounded by the settings first.
fn stored(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// A size as it was: the database refuses negative ones.
fn read(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

/// What a column says and the program does not know.
fn unknown(column: &'static str) -> store::Error {
    store::Error::ColumnDecode { index: column.to_owned(), source: "a value of a later release".into() }
}
