//! A small administration to look for people in.

use find::{Entry, Index, Kind, Viewer};
use uuid::Uuid;

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Somebody of whom only the name is known.
pub(crate) fn person(number: u128, name: &str) -> Entry {
    Entry {
        id: id(number),
        kind: Kind::Person,
        names: vec![name.to_owned()],
        title: None,
        functions: vec![],
        skills: vec![],
        acronyms: vec![],
        telephones: vec![],
        addresses: vec![],
        path: vec![],
        weight: 0,
    }
}

pub(crate) fn at(path: &[u128]) -> Vec<Uuid> {
    path.iter().copied().map(id).collect()
}

pub(crate) fn viewer(path: &[u128]) -> Viewer {
    Viewer { path: at(path) }
}

pub(crate) fn index(entries: &[Entry]) -> Index {
    let index = Index::in_memory().expect("memory");
    index.put(entries).expect("put");
    index.commit().expect("commit");
    index
}

/// An index of people numbered from 0.
pub(crate) fn people(names: &[&str]) -> Index {
    let entries: Vec<Entry> = (0..).zip(names).map(|(number, name)| person(number, name)).collect();
    index(&entries)
}

pub(crate) fn found_by(index: &Index, typed: &str, viewer: &Viewer) -> Vec<u128> {
    index
        .find(typed, viewer, &Kind::ALL, 20)
        .expect("an answer")
        .into_iter()
        .map(|hit| hit.id.as_u128())
        .collect()
}

pub(crate) fn found(index: &Index, typed: &str) -> Vec<u128> {
    found_by(index, typed, &Viewer::default())
}
