//! The folder of an index: what stays, what is refused.

use std::fs;

use find::{Error, Index, Kind, Viewer};
use tempfile::TempDir;

use crate::stand::{found, id, person};

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder to write in")
}

fn filled(folder: &TempDir) -> Index {
    let index = Index::open(folder.path()).expect("a folder to write in");
    index.put(&[person(1, "Hélène Marchetti"), person(2, "Paul Durand")]).expect("a folder to write in");
    index.commit().expect("a folder to write in");
    index
}

#[test]
fn what_was_committed_is_there_after_reopening() {
    let folder = folder();
    let index = filled(&folder);
    index.put(&[person(3, "Marie Perdue")]).unwrap();
    drop(index);

    let index = Index::open(folder.path()).unwrap();

    assert_eq!(index.len(), 2);
    assert_eq!(found(&index, "marchetti"), [1]);
    assert_eq!(found(&index, "perdue"), Vec::<u128>::new(), "never committed");
}

#[test]
fn changes_are_found_from_the_commit_on() {
    let folder = folder();
    let index = filled(&folder);

    index.put(&[person(1, "Hélène Aubert")]).unwrap();
    index.remove(&[id(2), id(77)]).unwrap();
    assert_eq!(found(&index, "marchetti"), [1]);
    assert_eq!(found(&index, "durand"), [2]);

    index.commit().unwrap();
    assert_eq!(found(&index, "marchetti"), Vec::<u128>::new());
    assert_eq!(found(&index, "aubert"), [1]);
    assert_eq!(found(&index, "durand"), Vec::<u128>::new());
    assert_eq!(index.len(), 1);
}

#[test]
fn the_last_of_one_id_stays() {
    let index = Index::in_memory().unwrap();
    index.put(&[person(1, "Anne Premier"), person(1, "Anne Second")]).unwrap();
    index.commit().unwrap();

    assert_eq!(found(&index, "anne"), [1]);
    assert_eq!(found(&index, "premier"), Vec::<u128>::new());
}

#[test]
fn many_commits_are_one_index() {
    let index = Index::in_memory().unwrap();
    for number in 0..30 {
        index.put(&[person(number, "Paul Martin")]).unwrap();
        index.commit().unwrap();
    }
    index.remove(&[id(7)]).unwrap();
    index.commit().unwrap();

    let hits = index.find("martin", &Viewer::default(), &Kind::ALL, 100).unwrap();
    let ids: Vec<u128> = hits.iter().map(|hit| hit.id.as_u128()).collect();
    assert_eq!(ids, (0..30).filter(|number| *number != 7).collect::<Vec<_>>());
}

#[test]
fn many_segments_become_few_without_another_answer() {
    let folder = folder();
    let index = Index::open(folder.path()).unwrap();
    for number in 0..4 {
        index.put(&[person(number, "Paul Martin"), person(number + 100, "Paule Durand")]).unwrap();
        index.commit_with("so far").unwrap();
    }
    let before = segments(&folder);
    index.remove(&[id(3)]).unwrap();
    index.commit_with("further").unwrap();

    // It may take more than once: six of them are put together by themselves.
    while index.compact().unwrap() {}
    let after = segments(&folder);
    assert!(before > after && after <= 2, "{before}, then {after}");

    assert_eq!(found(&index, "martin"), [0, 1, 2]);
    index.put(&[person(9, "Paul Martin")]).unwrap();
    index.remove(&[id(0)]).unwrap();
    index.commit_with("last").unwrap();
    assert_eq!(found(&index, "martin"), [1, 2, 9], "changes go on");
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((found(&index, "martin"), index.note().unwrap()), (vec![1, 2, 9], "last".to_owned()));
}

/// In how many segments the index of this folder is, by its head.
fn segments(folder: &TempDir) -> usize {
    let head = fs::read(folder.path().join("meta.json")).expect("a head");
    let head: serde_json::Value = serde_json::from_slice(&head).expect("JSON");
    head["segments"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_note_is_as_durable_as_the_changes_it_goes_with() {
    let folder = folder();
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.note().unwrap(), "");
    index.put(&[person(1, "Hélène Marchetti")]).unwrap();
    index.commit_with("one").unwrap();
    index.put(&[person(2, "Paul Durand")]).unwrap();
    assert_eq!(index.note().unwrap(), "one", "what is not committed is not noted");
    let mut rebuild = index.rebuild().unwrap();
    rebuild.add(&[person(3, "Zoé Neuve"), person(4, "Luc Neuf")]).unwrap();
    assert_eq!(index.note().unwrap(), "one");
    rebuild.finish_with("anew").unwrap();
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((index.note().unwrap().as_str(), index.len()), ("anew", 2));
    index.commit().unwrap();
    assert_eq!(index.note().unwrap(), "", "a commit without a note stands for nothing");
}

#[test]
fn a_rebuild_replaces_all_at_once() {
    let folder = folder();
    let index = filled(&folder);

    let mut rebuild = index.rebuild().unwrap();
    for number in 10..20 {
        rebuild.add(&[person(number, "Zoé Neuve")]).unwrap();
    }
    assert_eq!(found(&index, "marchetti"), [1], "what was there answers meanwhile");
    assert!(matches!(index.put(&[person(5, "Luc Tôt")]), Err(Error::Rebuilding)));
    assert!(matches!(index.commit(), Err(Error::Rebuilding)));
    assert!(matches!(index.rebuild(), Err(Error::Rebuilding)));
    rebuild.finish().unwrap();

    assert_eq!(index.len(), 10);
    assert_eq!(found(&index, "marchetti"), Vec::<u128>::new());
    assert_eq!(found(&index, "neuve").len(), 10);
    index.put(&[person(5, "Luc Tard")]).unwrap();
    index.commit().unwrap();
    assert_eq!(found(&index, "tard"), [5]);
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().len(), 11);
}

#[test]
fn a_rebuild_that_is_dropped_changes_nothing() {
    let folder = folder();
    let index = filled(&folder);

    let mut rebuild = index.rebuild().unwrap();
    rebuild.add(&[person(9, "Zoé Neuve")]).unwrap();
    drop(rebuild);

    assert_eq!(found(&index, "marchetti"), [1]);
    assert_eq!(found(&index, "neuve"), Vec::<u128>::new());
    index.put(&[person(5, "Luc Tard")]).unwrap();
    index.commit().unwrap();
    assert_eq!(index.len(), 3);
}

#[test]
fn another_format_is_refused_and_made_afresh() {
    let folder = folder();
    drop(filled(&folder));
    fs::write(folder.path().join("find.format"), "find 0").unwrap();

    assert!(matches!(Index::open(folder.path()), Err(Error::OtherFormat { found, .. }) if found == "find 0"));
    assert!(Index::afresh(folder.path()).unwrap().is_empty());
    assert_eq!(filled(&folder).len(), 2);
}

#[test]
fn damage_is_refused_and_made_afresh() {
    let damages: [fn(&fs::DirEntry, &str); 4] = [
        |file, name| {
            if name.ends_with(".term") || name.ends_with(".idx") {
                let mut bytes = fs::read(file.path()).unwrap();
                let middle = bytes.len() / 3;
                bytes[middle] ^= 0x55;
                fs::remove_file(file.path()).unwrap();
                fs::write(file.path(), bytes).unwrap();
            }
        },
        |file, name| {
            if name.ends_with(".idx") {
                fs::remove_file(file.path()).unwrap();
            }
        },
        |file, name| {
            if name == "meta.json" {
                fs::remove_file(file.path()).unwrap();
            }
        },
        |file, name| {
            if name == "meta.json" {
                fs::write(file.path(), "{\"index_settings\":").unwrap();
            }
        },
    ];
    for (number, damage) in damages.iter().enumerate() {
        let folder = folder();
        drop(filled(&folder));
        for file in fs::read_dir(folder.path()).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            damage(&file, &name);
        }

        let refused = Index::open(folder.path()).err();
        assert!(matches!(refused, Some(Error::Damaged(_))), "{number}: {refused:?}");
        assert!(Index::afresh(folder.path()).unwrap().is_empty(), "{number}");
        assert_eq!(filled(&folder).len(), 2, "{number}");
    }
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = folder();
    fs::write(folder.path().join("letters.txt"), "dear").unwrap();

    assert!(matches!(Index::open(folder.path()), Err(Error::NotAnIndex)));
    assert!(matches!(Index::afresh(folder.path()), Err(Error::NotAnIndex)));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn one_process_writes() {
    let folder = folder();
    let first = filled(&folder);
    let second = Index::open(folder.path()).unwrap();

    assert!(matches!(second.put(&[person(3, "Luc Trop")]), Err(Error::Taken)));
    assert_eq!(found(&second, "marchetti"), [1], "reading is free");
    drop(first);
    second.put(&[person(3, "Luc Enfin")]).unwrap();
    second.commit().unwrap();
    assert_eq!(second.len(), 3);
}
