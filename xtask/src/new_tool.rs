//! A new room under crates/tools, in the common shape: it compiles, has a door, a table, a fact and a test.

use std::fs;

use crate::{Outcome, house::House, shell};

/// Every file of a room: where it goes, what it says. `__tool__` and `__Tool__` stand for the name.
const ROOM: [(&str, &str); 14] = [
    ("Cargo.toml", include_str!("../templates/tool/Cargo.toml.txt")),
    ("README.md", include_str!("../templates/tool/README.md")),
    ("migrations/0001_entries.sql", include_str!("../templates/tool/migrations/0001_entries.sql")),
    ("locales/fr/__tool__.ftl", include_str!("../templates/tool/locales/fr.ftl")),
    ("locales/en/__tool__.ftl", include_str!("../templates/tool/locales/en.ftl")),
    ("src/lib.rs", include_str!("../templates/tool/src/lib.rs")),
    ("src/model.rs", include_str!("../templates/tool/src/model.rs")),
    ("src/actions.rs", include_str!("../templates/tool/src/actions.rs")),
    ("src/facts.rs", include_str!("../templates/tool/src/facts.rs")),
    ("src/rows.rs", include_str!("../templates/tool/src/rows.rs")),
    ("src/routes.rs", include_str!("../templates/tool/src/routes.rs")),
    ("src/error.rs", include_str!("../templates/tool/src/error.rs")),
    ("tests/door/main.rs", include_str!("../templates/tool/tests/door/main.rs")),
    ("tests/door/entries.rs", include_str!("../templates/tool/tests/door/entries.rs")),
];

pub(crate) fn new_tool(house: &House, name: &str) -> Outcome {
    check(name)?;
    let room = house.root.join("crates/tools").join(name);
    if room.exists() {
        return Err(format!("{} is there already", room.display()));
    }
    let manifest = house.root.join("Cargo.toml");
    let workspace = fs::read_to_string(&manifest).map_err(|error| error.to_string())?;
    let workspace = with_member(&workspace, name)?;

    for (place, text) in ROOM {
        let file = room.join(named(place, name));
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, named(text, name)))
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    }
    fs::write(&manifest, workspace).map_err(|error| error.to_string())?;
    // The name's length decides where lines break, its first letter where it is imported.
    let mut format = house.command("cargo");
    format.args(["fmt", "-p", name]);
    shell::show(format)?;

    println!(
        "crates/tools/{name} is there. What is left to do (docs/how-to/add-a-tool.md):
  - crates/sacados/Cargo.toml: `{name}.workspace = true`; crates/sacados/src/plan.rs: its lines
  - rename `entry` to what your tool keeps, then `cargo test -p {name}`
  - web/src/tools/{name}: its pages
  - cargo run -p xtask -- openapi"
    );
    Ok(())
}

fn check(name: &str) -> Outcome {
    let letters = name.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'_');
    if letters && name.len() > 1 && name.starts_with(|letter: char| letter.is_ascii_lowercase()) {
        Ok(())
    } else {
        Err(format!("`{name}` cannot be a crate, a schema and a path at once: small letters and `_` only"))
    }
}

fn named(text: &str, name: &str) -> String {
    text.replace("__tool__", name).replace("__Tool__", &upper(name))
}

/// `phone_book` → `PhoneBook`.
fn upper(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        })
        .collect()
}

/// The workspace's manifest, with one more crate among those of the house.
fn with_member(workspace: &str, name: &str) -> Outcome<String> {
    let testkit = "testkit = {";
    let at =
        workspace.find(testkit).ok_or("Cargo.toml has no line for testkit, after which tools are named")?;
    let line = format!("{name} = {{ path = \"crates/tools/{name}\" }}\n");
    Ok([&workspace[..at], &line, &workspace[at..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_crate_a_schema_and_a_path() {
        for good in ["notes", "phone_book"] {
            assert_eq!(check(good), Ok(()));
        }
        for bad in ["", "x", "Notes", "_notes", "phone-book", "../notes", "été"] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_placeholder_is_left() {
        for (place, text) in ROOM {
            let (place, text) = (named(place, "phone_book"), named(text, "phone_book"));
            assert!(!place.contains("__tool__") && !text.contains("__"), "{place}");
        }
        assert_eq!(named("__Tool__ __tool__", "phone_book"), "PhoneBook phone_book");
    }

    #[test]
    fn the_workspace_learns_of_the_tool() {
        let workspace = "[workspace.dependencies]\nchat = { path = \"x\" }\ntestkit = { path = \"y\" }\n";

        assert!(
            with_member(workspace, "notes")
                .unwrap()
                .contains("chat = { path = \"x\" }\nnotes = { path = \"crates/tools/notes\" }\ntestkit")
        );
        assert!(with_member("[workspace]", "notes").is_err());
    }
}
