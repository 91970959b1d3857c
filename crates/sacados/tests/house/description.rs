//! `docs/api.json` is what the code says, and says of each operation what it tells.

use std::{fs, path::Path};

use serde_json::Value;

#[tokio::test]
async fn the_committed_description_is_the_codes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.json");

    let committed = fs::read_to_string(path).unwrap_or_default();

    let differs = committed != sacados::description().unwrap();
    assert!(
        !differs,
        "docs/api.json is not what the code says: run `cargo run -p xtask -- openapi` and read the difference"
    );
}

#[tokio::test]
async fn every_operation_says_what_it_tells_and_how_it_refuses() {
    let api: Value = serde_json::from_str(&sacados::description().unwrap()).unwrap();
    let mut names = vec![];
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters")
        {
            let at = format!("{method} {path}");
            let tells =
                operation["x-tells"].as_str().unwrap_or_else(|| panic!("{at} does not say what it tells"));
            let reason = tells.strip_prefix("nothing: ");
            let facts = tells.split(", ").all(|fact| fact.split('.').count() == 3 && fact.is_ascii());
            assert!(reason.is_some_and(|reason| !reason.is_empty()) || facts, "{at} tells “{tells}”");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{at} has one tag");
            if operation["security"].is_array() {
                assert!(operation["responses"]["401"].is_object(), "{at} is closed and does not say 401");
            }
            names.push(
                operation["operationId"].as_str().unwrap_or_else(|| panic!("{at} has no name")).to_owned(),
            );
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "two operations have one name");
}

/// The types of the pages are named after operations: two of one name would take each other's place.
#[tokio::test]
async fn no_two_operations_have_one_name() {
    let api: Value = serde_json::from_str(&sacados::description().unwrap()).unwrap();
    let mut named = std::collections::BTreeMap::<String, Vec<String>>::new();
    for (path, item) in api["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(name) = operation["operationId"].as_str() {
                named.entry(name.to_owned()).or_default().push(format!("{method} {path}"));
            }
        }
    }
    named.retain(|_, operations| operations.len() > 1);

    assert!(named.is_empty(), "{named:#?}");
}

#[test]
fn every_code_has_a_sentence_in_both_languages() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut silent = vec![];
    let mut found = 0;
    for path in sources(&crates) {
        let text = fs::read_to_string(&path).unwrap();
        for code in codes(&text) {
            found += 1;
            if !sacados::sentences().knows(&code) {
                silent.push(format!("{code} ({})", path.display()));
            }
        }
    }
    assert!(found > 30, "the search for codes finds hardly any");
    assert!(silent.is_empty(), "these codes have no sentence in fr and en:\n{}", silent.join("\n"));
}

/// The codes given to `Problem::new` and `Problem::plain`, or written beside a kind: `(Invalid, "transfer.untitled"`.
fn codes(source: &str) -> Vec<String> {
    const KINDS: [&str; 12] = [
        "Invalid",
        "Unauthenticated",
        "Forbidden",
        "NotFound",
        "Conflict",
        "Gone",
        "TooLarge",
        "UnsupportedMediaType",
        "TooManyRequests",
        "Full",
        "Unavailable",
        "Internal",
    ];
    let mut codes = vec![];
    for kind in KINDS {
        for (at, _) in source.match_indices(kind) {
            let rest = source[at + kind.len()..].trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            if let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next())
                && code.contains('.')
                && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
            {
                codes.push(code.to_owned());
            }
        }
    }
    codes
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("tests") && !path.ends_with("testkit") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}
