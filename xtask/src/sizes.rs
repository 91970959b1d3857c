//! How long the files are: a figure to look at, printed at each test, not a wall.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{house::House, steps::Steps};

/// Past this a file becomes a folder of the same name.
const LONG: usize = 400;

pub(crate) fn report(house: &House, steps: &Steps) {
    let mut files = vec![];
    for (folder, ending) in [("crates", "rs"), ("xtask", "rs"), ("web/src", "ts"), ("web/src", "tsx")] {
        measure(&house.root.join(folder), ending, &mut files);
    }
    steps.say(&words(&house.root, files));
}

fn words(root: &Path, mut files: Vec<(usize, PathBuf)>) -> Vec<String> {
    files.sort();
    let at = |share: f64| files.get((files.len() as f64 * share) as usize).map_or(0, |(lines, _)| *lines);
    let mut words = vec![format!(
        "── {} files: {} lines at the median, {} at nine in ten",
        files.len(),
        at(0.5),
        at(0.9)
    )];
    for (lines, path) in files.iter().rev().take_while(|(lines, _)| *lines > LONG) {
        words.push(format!("   {lines} lines: {}", path.strip_prefix(root).unwrap_or(path).display()));
    }
    words
}

fn measure(folder: &Path, ending: &str, files: &mut Vec<(usize, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            measure(&path, ending, files);
        } else if path.extension().is_some_and(|found| found == ending) && !is_generated(&path) {
            files.push((fs::read_to_string(&path).unwrap_or_default().lines().count(), path));
        }
    }
}

fn is_generated(path: &Path) -> bool {
    path.ends_with("api/schema.d.ts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_named_the_longest_first() {
        let files = [(10, "a.rs"), (900, "long.rs"), (401, "less.rs"), (400, "well.rs")]
            .map(|(lines, name)| (lines, PathBuf::from(name)));

        let words = words(Path::new(""), files.to_vec());

        assert_eq!(words[1..], ["   900 lines: long.rs", "   401 lines: less.rs"]);
    }
}
