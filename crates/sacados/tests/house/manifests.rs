//! Reads the manifests of the workspace: who is there, where, and what each leans on.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// A crate of the house.
pub(crate) struct Room {
    pub(crate) name: String,
    /// From the root of the workspace, with `/`: `crates/tools/transfer`.
    pub(crate) place: String,
    pub(crate) leans_on: Vec<Lean>,
}

pub(crate) struct Lean {
    pub(crate) on: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Program,
    Build,
    Tests,
}

pub(crate) fn root() -> PathBuf {
    // Asked at run time: two clones may share one target folder, hence one compiled test.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    Path::new(&manifest).join("../..").canonicalize().expect("the crate lies in the workspace")
}

/// Every crate under `crates/`, and `xtask`.
pub(crate) fn rooms(root: &Path) -> Vec<Room> {
    let mut found = vec![];
    let mut folders = vec![root.join("crates"), root.join("xtask")];
    while let Some(folder) = folders.pop() {
        if let Ok(text) = fs::read_to_string(folder.join("Cargo.toml")) {
            let place =
                folder.strip_prefix(root).expect("found below the root").to_string_lossy().replace('\\', "/");
            found.push(room(&place, &text));
        } else if let Ok(entries) = fs::read_dir(&folder) {
            folders.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
        }
    }
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

pub(crate) fn room(place: &str, manifest: &str) -> Room {
    let manifest: toml::Table =
        manifest.parse().unwrap_or_else(|error| panic!("{place}/Cargo.toml: {error}"));
    let name = manifest["package"]["name"].as_str().expect("a package has a name").to_owned();

    let mut leans_on = vec![];
    lean(&manifest, &mut leans_on);
    // Dependencies of one system only are dependencies all the same.
    for target in
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values)
    {
        lean(target.as_table().expect("a target is a table"), &mut leans_on);
    }
    Room { name, place: place.to_owned(), leans_on }
}

fn lean(table: &toml::Table, leans_on: &mut Vec<Lean>) {
    let kinds = [
        ("dependencies", Kind::Program),
        ("build-dependencies", Kind::Build),
        ("dev-dependencies", Kind::Tests),
    ];
    for (section, kind) in kinds {
        for (key, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
            // `short = { package = "long" }` leans on `long`.
            let on = value.get("package").and_then(toml::Value::as_str).unwrap_or(key).to_owned();
            leans_on.push(Lean { on, kind });
        }
    }
}
