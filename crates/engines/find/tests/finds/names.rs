//! Names as people type them.

use find::Kind;

use crate::stand::{found, index, people, person};

const NAMES: [&str; 12] = [
    "Hélène Marchetti",
    "Jean-Marc Œuvrard",
    "Jeanne d’Arc",
    "Anne L'Hôte",
    "Louis de La Tour",
    "Yves Saint-Laurent",
    "Marie Dupont",
    "Paul Lefebvre",
    "Sophie Renaud",
    "François Pelletier",
    "Amina El Amrani",
    "Jean Valmont",
];

#[test]
fn names_are_found_as_people_type_them() {
    let index = people(&NAMES);
    for (typed, who) in [
        ("marchetti hélène", 0),
        ("HELENE MARCHETTI", 0),
        ("hele march", 0),
        ("march hele", 0),
        ("h march", 0),
        ("H. Marchetti", 0),
        ("jean-marc", 1),
        ("jean marc", 1),
        ("jeanmarc", 1),
        ("Œuvrard", 1),
        ("oeuv", 1),
        ("d'arc", 2),
        ("d’Arc jeanne", 2),
        ("darc", 2),
        ("arc jea", 2),
        ("l'hôte", 3),
        ("l hote", 3),
        ("lhote", 3),
        ("hote a", 3),
        ("de la tour", 4),
        ("tour louis", 4),
        ("delatour", 4),
        ("latour", 4),
        ("st laurent", 5),
        ("saint laurent", 5),
        ("saintlaurent y", 5),
        ("elamrani", 10),
        ("el amrani", 10),
    ] {
        let found = found(&index, typed);
        assert_eq!(found.first(), Some(&who), "{typed}: {found:?}");
    }
}

#[test]
fn what_sounds_alike_is_found() {
    let index = people(&NAMES);
    for (typed, who) in [
        ("dupond", 6),
        ("lefevre paul", 7),
        ("lefèvre", 7),
        ("renault sophie", 8),
        ("reno soph", 8),
        ("fransois", 9),
        ("peltier", 9),
        ("elène marchetti", 0),
    ] {
        let found = found(&index, typed);
        assert_eq!(found.first(), Some(&who), "{typed}: {found:?}");
    }
}

#[test]
fn typos_are_forgiven_by_the_length_of_the_word() {
    let index = people(&NAMES);
    for (typed, who) in [
        ("marchtti", 0),
        ("marhcetti", 0),
        ("marchettti", 0),
        ("narchetti", 0),
        ("marcheti helnee", 0),
        ("mrchetit", 0),
        ("lefebrve", 7),
        ("lefe paull", 7),
        ("plletier", 9),
        ("dupnt", 6),
        ("mari dupomt", 6),
    ] {
        let found = found(&index, typed);
        assert_eq!(found.first(), Some(&who), "{typed}: {found:?}");
    }
}

#[test]
fn short_words_and_wild_ones_are_not_bent() {
    let index = people(&NAMES);
    for typed in ["axc", "dxpxnt", "zzzz", "marchxxxx", "paul marchetti", "2b"] {
        assert_eq!(found(&index, typed), Vec::<u128>::new(), "{typed}");
    }
}

#[test]
fn the_number_of_an_address_finds_its_holder() {
    let mut second = person(1, "Anne Durand");
    second.addresses = vec!["anne.durand2@interieur.example".to_owned()];
    let index = index(&[person(0, "Anne Durand"), second]);

    assert_eq!(found(&index, "durand2"), [1]);
    assert_eq!(found(&index, "anne.durand2"), [1]);
    assert_eq!(found(&index, "anne durand"), [0, 1]);
}

#[test]
fn functions_and_their_holders_are_found_by_what_they_do() {
    let mut holder = person(1, "Hélène Marchetti");
    holder.functions = vec!["Cheffe du bureau 2B".to_owned()];
    holder.acronyms = vec!["DNUM".to_owned(), "SG".to_owned()];
    holder.addresses = vec!["h.marchetti-externe@interieur.example".to_owned()];
    let mut function = person(2, "Chef du bureau 2B");
    function.kind = Kind::Function;
    function.acronyms = vec!["DNUM".to_owned()];
    let mut other = person(3, "Chef du bureau 2B");
    other.kind = Kind::Function;
    other.acronyms = vec!["DGFiP".to_owned()];
    let index = index(&[holder, function, other]);

    let mut both = found(&index, "chef bureau 2B dnum");
    both.sort_unstable();
    assert_eq!(both, [1, 2]);
    assert_eq!(found(&index, "dgfip chef"), [3]);
    assert_eq!(found(&index, "sg/dnum march"), [1]);
    assert_eq!(found(&index, "externe"), [1]);
    assert_eq!(found(&index, "marchetti externe"), [1]);
    assert_eq!(found(&index, "h.marchetti-externe@int"), [1]);
    let functions = index.find("bureau", &Default::default(), &[Kind::Function], 20).unwrap();
    assert!(functions.len() == 2 && functions.iter().all(|hit| hit.kind == Kind::Function));
}
