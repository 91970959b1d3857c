//! One room, the same everywhere: each says what it is for, and keeps its SQL in one place.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::manifests;

/// Past this nobody reads a file whole. At 400 lines already, look whether it is not two things.
const LONGEST: usize = 600;

#[test]
fn every_room_says_what_it_is_for() {
    let root = manifests::root();
    let silent: Vec<String> = manifests::rooms(&root)
        .into_iter()
        .filter(|room| room.place.starts_with("crates/"))
        .map(|room| root.join(room.place).join("README.md"))
        .filter(|readme| fs::read_to_string(readme).unwrap_or_default().trim().is_empty())
        .map(|readme| readme.display().to_string())
        .collect();

    assert!(silent.is_empty(), "to be written: {silent:#?}");
}

#[test]
fn only_rows_speak_sql() {
    let faults: Vec<String> =
        sources().into_iter().flat_map(|(place, text)| sql_outside_rows(&place, &text)).collect();

    assert!(faults.is_empty(), "SQL belongs in rows.rs:\n{}\n", faults.join("\n"));
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(place, text)| (text.lines().count(), place))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, place)| format!("{place}: {lines} lines"))
        .collect();

    assert!(long.is_empty(), "to be made folders of the same name: {long:#?}");
}

/// The lines of a file that speak SQL where they should not.
fn sql_outside_rows(place: &str, text: &str) -> Vec<String> {
    let in_rows =
        place.ends_with("/src/rows.rs") || place.contains("/src/rows/") || place.contains("/rows.rs");
    let free = in_rows
        // The engine that gives the others their transactions, and what prepares and looks at databases for tests.
        || place.starts_with("crates/engines/store/")
        || place.starts_with("crates/testkit/")
        // An engine has no rows of people's things: its one table and what is done with it read together.
        || place == "crates/engines/mail/src/outbox.rs"
        || place.contains("/tests/");
    if free {
        return vec![];
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| speaks_sql(line))
        .map(|(number, line)| format!("{place}:{}: {}", number + 1, line.trim()))
        .collect()
}

fn speaks_sql(line: &str) -> bool {
    let code = line.trim_start();
    !code.starts_with("//")
        && ["sqlx::query", "sqlx::raw_sql", "QueryBuilder", "AssertSqlSafe"]
            .iter()
            .any(|word| code.contains(word))
}

/// Every Rust file under `crates/`, as (place from the root, text).
fn sources() -> Vec<(String, String)> {
    let root = manifests::root();
    let mut found = vec![];
    gather(&root.join("crates"), &mut |path| {
        let place = path.strip_prefix(&root).expect("found below the root").to_string_lossy().into_owned();
        found.push((place, fs::read_to_string(path).expect("a source can be read")));
    });
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn gather(folder: &Path, take: &mut impl FnMut(&Path)) {
    let entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder can be read").flatten().map(|entry| entry.path()).collect();
    for path in entries {
        if path.is_dir() {
            gather(&path, take);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            take(&path);
        }
    }
}

#[test]
fn sql_is_seen_where_it_should_not_be_and_only_there() {
    let line = "    let row = sqlx::query_as(\"SELECT 1\").fetch_one(db).await?;\n";

    assert_eq!(
        sql_outside_rows("crates/tools/transfer/src/actions.rs", line),
        [
            "crates/tools/transfer/src/actions.rs:1: let row = sqlx::query_as(\"SELECT 1\").fetch_one(db).await?;"
        ]
    );
    assert!(sql_outside_rows("crates/tools/transfer/src/rows.rs", line).is_empty());
    assert!(sql_outside_rows("crates/tools/transfer/src/rows/parcels.rs", line).is_empty());
    assert!(sql_outside_rows("crates/engines/store/src/facts.rs", line).is_empty());
    assert!(sql_outside_rows("crates/tools/transfer/tests/door/main.rs", line).is_empty());
    assert!(
        sql_outside_rows("crates/tools/transfer/src/model.rs", "// sqlx::query is not for here\n").is_empty()
    );
}
