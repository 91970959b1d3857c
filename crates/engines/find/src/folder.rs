//! The folder of an index: whose it is, of what format, whole or damaged.

use std::{fs, io, path::Path};

use tantivy::{
    IndexSettings, IndexSortByField, Order, TantivyError,
    directory::MmapDirectory,
    schema::{BytesOptions, Field, NumericOptions, Schema},
};

use crate::error::Error;

/// Counts up whenever terms, codes or fields change: an index of another format is rebuilt.
const FORMAT: &str = "find 1";
/// Says that the folder is an index of ours.
const MARK: &str = "find.format";
/// Files of tantivy's that say nothing about the index.
const NOTHING: [&str; 3] = [".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"];
const HEAD: &str = "meta.json";

/// The one indexed field: every term begins with a byte that says what it is.
pub(crate) const TERMS: &str = "terms";
/// The two halves of the id.
pub(crate) const HIGH: &str = "high";
pub(crate) const LOW: &str = "low";
pub(crate) const KIND: &str = "kind";
/// Documents of a segment are kept in this order.
pub(crate) const ORDER: &str = "order";

#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) terms: Field,
    pub(crate) high: Field,
    pub(crate) low: Field,
    pub(crate) kind: Field,
    pub(crate) order: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fast = || NumericOptions::default().set_fast();
    let fields = Fields {
        terms: schema.add_bytes_field(TERMS, BytesOptions::default().set_indexed()),
        high: schema.add_u64_field(HIGH, fast()),
        low: schema.add_u64_field(LOW, fast()),
        kind: schema.add_u64_field(KIND, fast()),
        order: schema.add_u64_field(ORDER, fast()),
    };
    (schema.build(), fields)
}

pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: ORDER.to_owned(), order: Order::Asc }),
        ..IndexSettings::default()
    }
}

/// Opens what is there, or makes an empty index in an empty folder.
pub(crate) fn open(folder: &Path) -> Result<tantivy::Index, Error> {
    fs::create_dir_all(folder)?;
    let (schema, _) = schema();
    let names = names(folder)?;
    match fs::read_to_string(folder.join(MARK)) {
        Ok(format) if format.trim() == FORMAT => {}
        Ok(format) => {
            let found: String = format.trim().chars().take(40).collect();
            return Err(Error::OtherFormat { found, expected: FORMAT.to_owned() });
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if is_ours(&names) {
                return Err(Error::Damaged(format!("{MARK} is missing")));
            }
            if !names.is_empty() {
                return Err(Error::NotAnIndex);
            }
            fs::write(folder.join(MARK), FORMAT)?;
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Error::OtherFormat { found: "unreadable".to_owned(), expected: FORMAT.to_owned() });
        }
        Err(error) => return Err(error.into()),
    }
    // An index that was never finished holds no head; one that lost it holds everything else.
    let made = names.iter().any(|name| name == HEAD);
    if !made && names.iter().any(|name| name != MARK && !NOTHING.contains(&name.as_str())) {
        return Err(Error::Damaged(format!("{HEAD} is missing")));
    }
    let directory = MmapDirectory::open(folder).map_err(|error| Error::Io(error.to_string()))?;
    if !made {
        return Ok(tantivy::Index::builder()
            .schema(schema)
            .settings(settings())
            .open_or_create(directory)?);
    }
    let index = tantivy::Index::open(directory)?;
    if index.schema() != schema || index.settings() != &settings() {
        return Err(Error::OtherFormat { found: "other fields".to_owned(), expected: FORMAT.to_owned() });
    }
    // Reading it all also brings it into memory, where it will be needed.
    let damaged = index.validate_checksum()?;
    if !damaged.is_empty() {
        return Err(Error::Damaged(format!("{} files are not what was written", damaged.len())));
    }
    Ok(index)
}

/// Empties the folder, if it is ours.
pub(crate) fn clear(folder: &Path) -> Result<(), Error> {
    if !folder.exists() {
        return Ok(());
    }
    let names = names(folder)?;
    if !names.is_empty() && !is_ours(&names) {
        return Err(Error::NotAnIndex);
    }
    // The mark goes last: a folder half emptied is still ours.
    for name in names.iter().filter(|name| *name != MARK) {
        remove(&folder.join(name))?;
    }
    remove(&folder.join(MARK))
}

fn remove(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

fn is_ours(names: &[String]) -> bool {
    names.iter().any(|name| name == MARK || name == NOTHING[0])
}

fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    Ok(entries.into_iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error.to_string())
    }
}

impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(..) => Self::Taken,
            TantivyError::IncompatibleIndex(found) => {
                Self::OtherFormat { found: format!("{found:?}"), expected: FORMAT.to_owned() }
            }
            TantivyError::DataCorruption(_)
            | TantivyError::OpenReadError(_)
            | TantivyError::OpenDirectoryError(_)
            | TantivyError::DeserializeError(_)
            | TantivyError::SchemaError(_) => Self::Damaged(error.to_string()),
            error => Self::Io(error.to_string()),
        }
    }
}
