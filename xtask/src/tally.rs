//! How many tests passed, as the runners say it themselves.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    pub(crate) ignored: u32,
}

impl Tally {
    pub(crate) fn ran(self) -> u32 {
        self.passed + self.failed
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

/// What one line of output adds, be it cargo's, Vitest's or Playwright's.
///
/// - cargo: `test result: ok. 12 passed; 0 failed; 3 ignored; …`, once per binary
/// - Vitest: `Tests  1 failed | 11 passed (12)`
/// - Playwright: `9 passed (12.3s)`, `1 failed`, `1 flaky`, each on its line at the end
pub(crate) fn read(line: &str) -> Tally {
    let line = plain(line);
    let line = line.trim();
    if let Some(counts) = line.strip_prefix("test result:").or_else(|| line.strip_prefix("Tests ")) {
        return count(counts);
    }
    match line.split_whitespace().collect::<Vec<_>>().as_slice() {
        [number, "passed" | "failed" | "flaky" | "skipped", rest @ ..]
            if number.parse::<u32>().is_ok() && rest.iter().all(|word| word.starts_with('(')) =>
        {
            count(line)
        }
        _ => Tally::default(),
    }
}

fn count(line: &str) -> Tally {
    let words: Vec<&str> =
        line.split([' ', ';', '|', '.', '(', ')']).filter(|word| !word.is_empty()).collect();
    let mut tally = Tally::default();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u32>() else { continue };
        match pair[1] {
            "passed" => tally.passed += number,
            // A journey that passes only the second time is a fault of the house until shown otherwise.
            "failed" | "flaky" => tally.failed += number,
            "ignored" | "skipped" => tally.ignored += number,
            _ => {}
        }
    }
    tally
}

/// The line without its colours.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let tally = |passed, failed, ignored| Tally { passed, failed, ignored };

        assert_eq!(
            read(
                "test result: FAILED. 12 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.2s"
            ),
            tally(12, 1, 3)
        );
        assert_eq!(
            read("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[31m1 failed\u{1b}[39m | 11 passed (12)"),
            tally(11, 1, 0)
        );
        assert_eq!(read("  9 passed (12.3s)"), tally(9, 0, 0));
        assert_eq!(read("  1 flaky"), tally(0, 1, 0));
    }

    #[test]
    fn ordinary_lines_count_for_nothing() {
        for line in [
            "test a::parcel ... ok",
            " Test Files  3 passed (3)",
            "3 passed away long ago",
            "running 4 tests",
        ] {
            assert_eq!(read(line), Tally::default(), "{line}");
        }
    }
}
