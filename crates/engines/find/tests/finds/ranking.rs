//! Who comes first.

use find::{Kind, Viewer};

use crate::stand::{at, found, found_by, id, index, people, person, viewer};

#[test]
fn exact_before_begun_before_alike() {
    let index = people(&["Anne Duponcel", "Anne Dupond", "Anne Dupon", "Anne Dupont", "Anne-Marie Dupond"]);

    assert_eq!(found(&index, "anne dupond"), [1, 4, 2, 3, 0]);
    assert_eq!(found(&index, "anne dupon")[..2], [2, 0], "whole, then begun by name");
}

#[test]
fn near_before_far() {
    let names = [(1, [10, 11, 12]), (2, [10, 11, 13]), (3, [10, 14, 15]), (4, [20, 21, 22])];
    let entries: Vec<_> = names
        .into_iter()
        .rev()
        .map(|(number, path)| find::Entry { path: at(&path), ..person(number, "Paul Martin") })
        .collect();
    let index = index(&entries);

    assert_eq!(found_by(&index, "martin", &viewer(&[10, 11, 12])), [1, 2, 3, 4]);
    assert_eq!(found_by(&index, "martin", &viewer(&[20, 21, 22])), [4, 1, 2, 3]);
    assert_eq!(found_by(&index, "marton", &viewer(&[20, 21, 22])), [4, 1, 2, 3], "typos too");
    assert_eq!(found_by(&index, "martin", &viewer(&[])), [1, 2, 3, 4], "by id for want of better");
}

#[test]
fn a_colleague_whose_name_begins_so_before_a_stranger_whose_name_is_so() {
    let stranger = find::Entry { path: at(&[20, 21]), ..person(1, "Zoé Martin") };
    let colleague = find::Entry { path: at(&[10, 11]), ..person(2, "Zoé Martinez") };
    let index = index(&[stranger, colleague]);

    assert_eq!(found_by(&index, "martin", &viewer(&[10, 11])), [2, 1]);
    assert_eq!(found_by(&index, "martin", &viewer(&[30])), [1, 2]);
}

#[test]
fn heads_before_others_then_by_name() {
    let index = index(&[
        person(1, "Luc Martin"),
        person(2, "Anne Martin"),
        find::Entry { weight: 5, ..person(3, "Zoé Martin") },
    ]);

    assert_eq!(found(&index, "martin"), [3, 2, 1]);
}

#[test]
fn people_before_places_of_their_name() {
    let mut commune = person(1, "Commune – Saint-Martin");
    commune.kind = Kind::Organisation;
    commune.weight = 17;
    let index = index(&[commune, person(2, "Zoé Martin")]);

    assert_eq!(found(&index, "martin"), [2, 1]);
    assert_eq!(found(&index, "saint martin"), [1]);
}

#[test]
fn names_before_texts() {
    let mut text = person(1, "Anne Durand");
    text.functions = vec!["Référente Martin".to_owned()];
    let index = index(&[text, person(2, "Zoé Martin")]);

    assert_eq!(found(&index, "martin"), [2, 1]);
}

/// More than are compared one by one: they are gathered, in the same order.
#[test]
fn among_very_many_the_order_is_the_same() {
    let mut entries = Vec::new();
    for number in 0..2_500_u128 {
        let name = if number.is_multiple_of(10) { "Paul Martin" } else { "Paule Martinez" };
        let mut entry = person(number, name);
        entry.path = at(&[10 + number % 5, 100 + number % 50, 1_000 + number % 500]);
        entry.weight = u8::from(number.is_multiple_of(7));
        entries.push(entry);
    }
    let index = index(&entries);
    let me = Viewer { path: entries[77].path.clone() };
    let worth = |id: u128, exact: f32, begun: f32| {
        let entry = &entries[usize::try_from(id).unwrap()];
        let near = match entry.path.iter().zip(&me.path).take_while(|(left, right)| left == right).count() {
            3 => 6.0,
            2 => 4.0,
            1 => 2.0,
            _ => 0.0,
        };
        (near + if id.is_multiple_of(10) { exact } else { begun }, entry.weight)
    };

    for typed in ["martin", "paul martin", "p mart"] {
        let hits = index.find(typed, &me, &Kind::ALL, 60).unwrap();
        let scores: Vec<f32> = hits.iter().map(|hit| hit.score).collect();
        assert_eq!(hits.len(), 60);
        assert!(scores.is_sorted_by(|left, right| left >= right), "{typed}");
        let (exact, begun) = match typed {
            "martin" => (6.0, 4.0),
            "paul martin" => (8.0, 4.0),
            _ => (4.0, 4.0),
        };
        let mut best: Vec<_> = (0..2_500).map(|id| worth(id, exact, begun)).collect();
        best.sort_by(|left, right| right.partial_cmp(left).unwrap());
        let found: Vec<_> = hits.iter().map(|hit| worth(hit.id.as_u128(), exact, begun)).collect();
        assert_eq!(found, best[..60], "{typed}");
        assert_eq!(hits, index.find(typed, &me, &Kind::ALL, 60).unwrap(), "the same again");
    }
}

#[test]
fn kinds_are_chosen() {
    let mut group = person(1, "Martin et amis");
    group.kind = Kind::Group;
    let index = index(&[group, person(2, "Zoé Martin")]);
    let of = |kinds: &[Kind]| -> Vec<_> {
        index.find("martin", &Viewer::default(), kinds, 10).unwrap().into_iter().map(|hit| hit.id).collect()
    };

    assert_eq!(of(&[Kind::Group]), [id(1)]);
    assert_eq!(of(&[Kind::Person]), [id(2)]);
    assert!(of(&[]).is_empty());
    assert_eq!(of(&[Kind::Person, Kind::Group]).len(), 2);
}
