//! Who may find by what.

use find::{Entry, Seen};

use crate::stand::{at, found_by, index, person, viewer};

fn hidden() -> Entry {
    let mut entry = person(1, "Hélène Marchetti");
    entry.path = at(&[10, 11, 12]);
    entry.skills = vec![
        ("Apiculture".to_owned(), Seen::Everyone),
        ("Cryptographie".to_owned(), Seen::Ministry),
        ("Trapèze".to_owned(), Seen::Unit),
    ];
    entry.telephones = vec![
        ("01 42 75 80 00".to_owned(), Seen::Everyone),
        ("+33 1 53 18 64 21".to_owned(), Seen::Ministry),
        ("06.98.76.54.32".to_owned(), Seen::Unit),
    ];
    entry
}

#[test]
fn values_are_found_by_whom_they_are_for() {
    // Others in the same places, so that what is hidden is not hidden for want of them.
    let elsewhere = Entry { path: at(&[20, 21, 22]), ..person(2, "Paul Durand") };
    let sibling = Entry { path: at(&[10, 11, 13]), ..person(3, "Paul Durand") };
    let index = index(&[hidden(), elsewhere, sibling]);
    let colleague = viewer(&[10, 11, 12]);
    let ministry = viewer(&[10, 11, 13]);
    let below = viewer(&[10, 11, 12, 99]);
    let stranger = viewer(&[20, 21, 22]);
    let nobody = viewer(&[]);

    for (typed, seen) in [
        ("apiculture", Seen::Everyone),
        ("apicul", Seen::Everyone),
        ("8000", Seen::Everyone),
        ("0142", Seen::Everyone),
        ("01 42 75 80 00", Seen::Everyone),
        ("marchetti apiculture", Seen::Everyone),
        ("cryptographie", Seen::Ministry),
        ("crypto", Seen::Ministry),
        ("cryptographi", Seen::Ministry),
        ("6421", Seen::Ministry),
        ("0153186421", Seen::Ministry),
        ("5318", Seen::Ministry),
        ("helene crypto", Seen::Ministry),
        ("trapeze", Seen::Unit),
        ("trap", Seen::Unit),
        ("5432", Seen::Unit),
        ("06 98 76", Seen::Unit),
        ("trapeze marchetti", Seen::Unit),
    ] {
        let finds = |viewer| found_by(&index, typed, viewer) == [1];
        assert!(finds(&colleague), "{typed}: a colleague");
        assert_eq!(finds(&ministry), seen != Seen::Unit, "{typed}: the same ministry");
        assert_eq!(finds(&below), seen != Seen::Unit, "{typed}: below the unit");
        assert_eq!(finds(&stranger), seen == Seen::Everyone, "{typed}: another ministry");
        assert_eq!(finds(&nobody), seen == Seen::Everyone, "{typed}: without organisation");
    }
}

#[test]
fn a_typo_does_not_find_what_is_not_for_everyone() {
    let index = index(&[hidden()]);
    let stranger = viewer(&[20]);

    assert_eq!(found_by(&index, "apicultrue", &stranger), [1]);
    assert_eq!(found_by(&index, "cryptographei", &stranger), Vec::<u128>::new());
    assert_eq!(found_by(&index, "trapzee", &stranger), Vec::<u128>::new());
}

#[test]
fn digits_must_follow_each_other() {
    let index = index(&[hidden()]);
    let nobody = viewer(&[]);

    for typed in ["8001", "0175", "42758001", "4280", "014275800012", "800"] {
        assert_eq!(found_by(&index, typed, &nobody), Vec::<u128>::new(), "{typed}");
    }
    for typed in ["42758", "2758000", "+33142758000", "0033 1 42 75", "(0)1 42 75 80 00"] {
        assert_eq!(found_by(&index, typed, &nobody), [1], "{typed}");
    }
}

#[test]
fn a_value_of_the_ministry_needs_a_ministry() {
    let rootless = Entry { path: vec![], ..hidden() };
    let index = index(&[rootless]);

    assert_eq!(found_by(&index, "cryptographie", &viewer(&[])), Vec::<u128>::new());
    assert_eq!(found_by(&index, "cryptographie", &viewer(&[10, 11, 12])), Vec::<u128>::new());
    assert_eq!(found_by(&index, "trapeze", &viewer(&[])), Vec::<u128>::new());
}
