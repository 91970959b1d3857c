//! Whatever is typed ends, and harms nothing.

use find::{Entry, Kind, Seen, Viewer};

use crate::stand::{at, found, index, people, person};

#[test]
fn nothing_finds_nothing() {
    let index = people(&["Hélène Marchetti"]);
    for typed in ["", "   ", "\u{0}", "…", "@", "''", "- -", "\u{202e}\u{200b}"] {
        assert_eq!(found(&index, typed), Vec::<u128>::new(), "{typed:?}");
    }
    assert_eq!(index.find("h", &Viewer::default(), &Kind::ALL, 0).unwrap(), []);
}

#[test]
fn what_is_not_seen_is_not_read() {
    let index = people(&["Hélène Marchetti"]);

    assert_eq!(found(&index, "mar\u{0}che\u{ad}tti\u{202e} he\u{7}lene"), [0]);
    assert_eq!(found(&index, "marchetti\u{a0}\thélène\n"), [0]);
}

#[test]
fn long_questions_are_cut() {
    let index = people(&["Hélène Marchetti"]);

    assert_eq!(found(&index, &format!("{} zzz", "marchetti ".repeat(20))), [0], "200 characters, 8 words");
    assert_eq!(found(&index, &"m".repeat(100_000)), Vec::<u128>::new());
}

#[test]
fn a_huge_entry_is_taken() {
    let mut entry = person(1, &"Jean-Marc de la Tour ".repeat(1_000));
    entry.skills = (0..1_000).map(|n| (format!("{n} {}", "x".repeat(10_000)), Seen::Unit)).collect();
    entry.telephones = vec![("1".repeat(100_000), Seen::Everyone), ("+".to_owned(), Seen::Unit)];
    entry.addresses = vec!["@".to_owned(), String::new(), "a@".repeat(1_000)];
    entry.path = at(&[1]);
    let index = index(&[entry, person(2, "")]);

    assert_eq!(index.len(), 2);
    assert_eq!(found(&index, "jeanmarc tour"), [1]);
}

/// Pieces that mean something here, in any order, and any characters at all.
#[test]
fn random_questions_neither_fail_nor_answer_too_much() {
    const PIECES: [&str; 34] = [
        "marchetti",
        "hélène",
        "h",
        "de",
        "la",
        "l'",
        "d’",
        "-",
        " ",
        "  ",
        "st",
        "saint",
        "2b",
        "8000",
        "+33",
        "01 42",
        "(0)",
        "@",
        "interieur",
        ".",
        "œ",
        "ß",
        "İ",
        "ﬁ",
        "²",
        "\u{301}",
        "\u{0}",
        "\u{ffff}",
        "张",
        "Ω",
        "🐝",
        "dupomt",
        "xxxxxxxx",
        "/",
    ];
    let entries: Vec<Entry> = (0..40)
        .map(|number| Entry {
            telephones: vec![(format!("01 42 75 80 {number:02}"), Seen::Ministry)],
            path: at(&[number % 3, 10 + number % 7]),
            ..person(
                number,
                ["Hélène Marchetti", "Marie de La Tour", "Paul Dupont", "Yves St-Laurent"]
                    [number as usize % 4],
            )
        })
        .collect();
    let index = index(&entries);
    let me = Viewer { path: at(&[1, 11]) };
    // Numerical Recipes' linear congruential generator: the same questions every time.
    let mut seed = 20_261_125_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };

    for _ in 0..1_000 {
        let mut typed = String::new();
        for _ in 0..=next(10) {
            if next(8) == 0 {
                typed.extend(char::from_u32(u32::try_from(next(0x11_0000)).unwrap()));
            } else {
                typed.push_str(PIECES[next(PIECES.len())]);
            }
        }
        let limit = next(25);
        let hits = index.find(&typed, &me, &Kind::ALL, limit).unwrap();
        let mut ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), hits.len(), "{typed:?}: each once");
        assert!(hits.len() <= limit, "{typed:?}");
        assert!(hits.iter().all(|hit| hit.score > 0.0), "{typed:?}");
    }
}
