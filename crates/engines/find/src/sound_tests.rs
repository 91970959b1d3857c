//! Names that sound alike, and names that do not.

use crate::sound::{beginning, code};

#[track_caller]
fn alike(names: &[&str]) {
    let codes: Vec<_> = names.iter().map(|name| code(name)).collect();
    assert!(codes[0].is_some() && codes.iter().all(|code| *code == codes[0]), "{names:?}: {codes:?}");
}

#[track_caller]
fn unlike(left: &str, right: &str) {
    assert_ne!(code(left), code(right), "{left}, {right}");
}

#[test]
fn silent_endings() {
    alike(&["dupont", "dupond", "dupon", "duponts"]);
    alike(&["durand", "durant", "duran"]);
    alike(&["bernard", "bernar", "bernart"]);
    alike(&["leclerc", "leclair", "leclercq"]);
    alike(&["leroux", "lerou", "leroud"]);
    alike(&["colomb", "colon"]);
    alike(&["marie", "mari", "mary"]);
}

#[test]
fn one_sound_many_spellings() {
    alike(&["renault", "renaud", "renaut", "reno", "renaux"]);
    alike(&["lefebvre", "lefèvre", "lefevre"]);
    alike(&["lemaire", "lemère", "lemere"]);
    alike(&["philippe", "filipe", "philipe"]);
    alike(&["mathieu", "matthieu", "matieu"]);
    alike(&["christian", "kristian"]);
    alike(&["lucas", "lukas", "luka"]);
    alike(&["françois", "fransois", "franssois"]);
    alike(&["gérôme", "jérôme", "jerome"]);
    alike(&["georges", "george", "jorge"]);
    alike(&["boulanger", "boulangé", "boulangez", "boulanget"]);
    alike(&["thibault", "thibaut", "thibaud", "tibo"]);
    alike(&["leroy", "leroi", "leroit"]);
    alike(&["régnier", "rénier", "reinier"]);
    alike(&["besson", "beçon", "beson"]);
    alike(&["gonzalez", "gonsalez"]);
    alike(&["corneille", "corneil"]);
    alike(&["rambert", "ranbert", "rembert"]);
    alike(&["pelletier", "peltier", "pelltier"]);
    alike(&["meyer", "mayer", "maier", "meier"]);
    alike(&["lebeuf", "leboeuf", "lebœuf"]);
    alike(&["renée", "rené"]);
    alike(&["jean", "jan"]);
    alike(&["chloé", "cloé", "kloé"]);
}

#[test]
fn what_is_said_otherwise_stays_apart() {
    for (left, right) in [
        ("dupont", "dupuis"),
        ("martin", "marton"),
        ("martin", "morin"),
        ("meyer", "maillé"),
        ("leroy", "leroux"),
        ("bernard", "bertrand"),
        ("durand", "dumand"),
        ("lefèvre", "lefort"),
        ("moreau", "morel"),
        ("rousseau", "roussel"),
        ("petit", "petin"),
        ("girard", "gérard"),
        ("gaillard", "galard"),
        ("blanc", "blanchet"),
        ("simon", "simonin"),
    ] {
        unlike(left, right);
    }
}

#[test]
fn no_code_for_what_is_no_french_word() {
    for word in ["2b", "", "a", "h", "θεός", "иван", "张"] {
        assert_eq!(code(word), None, "{word}");
    }
}

#[test]
fn a_beginning_begins_the_code_of_the_whole() {
    for (typed, whole) in [
        ("lefeb", "lefèvre"),
        ("marchet", "marchetti"),
        ("pelleti", "peltier"),
        ("filip", "philippe"),
        ("phili", "filipe"),
        ("lambert", "lanberti"),
        ("reno", "renoir"),
    ] {
        if let Some(beginning) = beginning(typed) {
            let whole = code(whole).unwrap();
            assert!(whole.starts_with(&beginning), "{typed}: {beginning}, {whole}");
        }
    }
    assert_eq!(beginning("lefeb").as_deref(), Some("LEF"));
    assert_eq!(beginning("le"), None);
}
