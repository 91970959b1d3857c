//! The one law: a crate stands only on floors below its own. See ARCHITECTURE.md.

use crate::manifests::{self, Kind, Lean, Room};

/// Engines: those of a line may stand on those of the lines above it. The pure ones stand on the kernel alone.
const ENGINES: [&[&str]; 3] = [&["store"], &["web", "blobs", "mail", "find"], &["pages"]];
const PURE_ENGINES: [&str; 4] = ["matrix", "media", "sip", "coedit"];

/// Bricks: each may stand on those named before it.
const BRICKS: [&str; 12] = [
    "identity",
    "directory",
    "access",
    "audit",
    "hub",
    "provider",
    "spaces",
    "documents",
    "calls",
    "search",
    "notify",
    "guide",
];

/// Where a crate stands. A crate leans on lower heights only; those of one height never lean on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Floor {
    Kernel,
    Engine(usize),
    PureEngine,
    Brick(usize),
    Tool,
    Root,
    /// What tests share; no program contains it.
    Testkit,
    /// The chores: outside the house, and standing on nothing at all.
    Xtask,
}

#[test]
fn every_crate_stands_on_lower_floors() {
    let faults = faults(&manifests::rooms(&manifests::root()));

    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Each fault as a sentence; none in a sound house.
fn faults(rooms: &[Room]) -> Vec<String> {
    let mut faults = vec![];
    for room in rooms {
        let Some(floor) = floor(room) else {
            faults.push(format!("{} has no place in the plan: {}", room.name, room.place));
            continue;
        };
        if floor == Floor::Xtask && !room.leans_on.is_empty() {
            faults.push(
                "xtask stands on the standard library alone, so that it compiles in seconds".to_owned(),
            );
        }
        for lean in &room.leans_on {
            let Some(below) = rooms.iter().find(|other| other.name == lean.on) else { continue };
            if floor_below(floor, below, lean) {
                continue;
            }
            faults.push(format!("{} may not stand on {} ({:?})", room.name, lean.on, lean.kind));
        }
    }
    faults
}

fn floor_below(floor: Floor, below: &Room, lean: &Lean) -> bool {
    let Some(lower) = self::floor(below) else { return false };
    match (floor, lower, lean.kind) {
        // Its tests look at the whole house.
        (Floor::Root, _, Kind::Tests) => true,
        (_, Floor::Testkit, kind) => kind == Kind::Tests,
        (_, Floor::Xtask, _) => false,
        _ => may_stand(floor, lower),
    }
}

fn may_stand(floor: Floor, lower: Floor) -> bool {
    use Floor::{Brick, Engine, Kernel, PureEngine, Root, Testkit, Tool, Xtask};
    match (floor, lower) {
        (Kernel | Xtask, _) => false,
        (_, Kernel) => true,
        (PureEngine, _) => false,
        (Engine(line), Engine(above)) => above < line,
        (Engine(_), _) => false,
        (Brick(_) | Tool | Root | Testkit, Engine(_) | PureEngine) => true,
        (Brick(place), Brick(before)) => before < place,
        (Tool | Root, Brick(_)) => true,
        (Root, Tool) => true,
        (Brick(_) | Tool | Root | Testkit, _) => false,
    }
}

fn floor(room: &Room) -> Option<Floor> {
    let name = room.name.as_str();
    let floor = match room.place.as_str() {
        "crates/kernel" => Floor::Kernel,
        "crates/sacados" => Floor::Root,
        "crates/testkit" => Floor::Testkit,
        "xtask" => Floor::Xtask,
        place if place == format!("crates/engines/{name}") => {
            if PURE_ENGINES.contains(&name) {
                Floor::PureEngine
            } else {
                Floor::Engine(ENGINES.iter().position(|line| line.contains(&name))?)
            }
        }
        place if place == format!("crates/bricks/{name}") => {
            Floor::Brick(BRICKS.iter().position(|brick| *brick == name)?)
        }
        place if place == format!("crates/tools/{name}") => Floor::Tool,
        _ => return None,
    };
    Some(floor)
}

/// The law itself, on houses made up for it.
mod law {
    use super::*;

    fn house(crates: &[(&str, &str)]) -> Vec<Room> {
        crates
            .iter()
            .map(|(place, leans)| {
                let name = place.rsplit('/').next().expect("a place has a last part");
                manifests::room(place, &format!("[package]\nname = \"{name}\"\n{leans}"))
            })
            .collect()
    }

    const SOUND: [(&str, &str); 11] = [
        ("crates/kernel", "[dependencies]\nserde = \"1\""),
        ("crates/engines/store", "[dependencies]\nkernel = { path = \"x\" }"),
        ("crates/engines/web", "[dependencies]\nkernel.workspace = true\nstore.workspace = true"),
        ("crates/engines/sip", "[dependencies]\nkernel.workspace = true"),
        (
            "crates/bricks/identity",
            "[dependencies]\nstore.workspace = true\n[dev-dependencies]\ntestkit.workspace = true",
        ),
        ("crates/bricks/access", "[dependencies]\nidentity.workspace = true"),
        ("crates/tools/chat", "[dependencies]\naccess.workspace = true\nweb.workspace = true"),
        ("crates/tools/transfer", "[dependencies]\nidentity.workspace = true"),
        (
            "crates/sacados",
            "[dependencies]\nchat.workspace = true\n[dev-dependencies]\ntestkit.workspace = true",
        ),
        ("crates/testkit", "[dependencies]\nweb.workspace = true"),
        ("xtask", ""),
    ];

    /// What the checker says of the sound house once one crate's manifest is replaced.
    fn fault_with(place: &str, leans: &str) -> String {
        let mut crates: Vec<_> = SOUND.into_iter().filter(|(known, _)| *known != place).collect();
        crates.push((place, leans));
        faults(&house(&crates)).join("\n")
    }

    #[test]
    fn a_sound_house_has_no_fault() {
        assert_eq!(faults(&house(&SOUND)), Vec::<String>::new());
    }

    #[test]
    fn a_tool_may_not_stand_on_another() {
        let leans = "[dependencies]\nchat.workspace = true";
        assert_eq!(fault_with("crates/tools/transfer", leans), "transfer may not stand on chat (Program)");
    }

    #[test]
    fn not_even_for_its_tests_nor_under_another_name_nor_on_one_system_only() {
        let in_tests = "[dev-dependencies]\nchat.workspace = true";
        let renamed = "[dependencies]\ntalk = { package = \"chat\", path = \"../chat\" }";
        let on_linux = "[target.'cfg(unix)'.build-dependencies]\nchat.workspace = true";

        assert_eq!(fault_with("crates/tools/transfer", in_tests), "transfer may not stand on chat (Tests)");
        assert_eq!(fault_with("crates/tools/transfer", renamed), "transfer may not stand on chat (Program)");
        assert_eq!(fault_with("crates/tools/transfer", on_linux), "transfer may not stand on chat (Build)");
    }

    #[test]
    fn a_brick_may_not_stand_on_one_named_after_it() {
        let leans = "[dependencies]\naccess.workspace = true";
        assert_eq!(fault_with("crates/bricks/identity", leans), "identity may not stand on access (Program)");
    }

    #[test]
    fn an_engine_may_not_stand_on_a_brick_nor_a_pure_one_on_the_store() {
        let leans = "[dependencies]\nidentity.workspace = true";
        assert_eq!(fault_with("crates/engines/web", leans), "web may not stand on identity (Program)");
        let leans = "[dependencies]\nstore.workspace = true";
        assert_eq!(fault_with("crates/engines/sip", leans), "sip may not stand on store (Program)");
    }

    #[test]
    fn the_kernel_stands_on_nothing_of_the_house() {
        let leans = "[dependencies]\nstore.workspace = true";
        assert_eq!(fault_with("crates/kernel", leans), "kernel may not stand on store (Program)");
    }

    #[test]
    fn what_tests_share_stays_out_of_the_program() {
        let leans = "[dependencies]\ntestkit.workspace = true";
        assert_eq!(fault_with("crates/sacados", leans), "sacados may not stand on testkit (Program)");
    }

    #[test]
    fn xtask_stands_on_nothing() {
        assert!(fault_with("xtask", "[dependencies]\nserde = \"1\"").contains("standard library alone"));
    }

    #[test]
    fn a_crate_the_plan_does_not_know_is_refused() {
        let fault = fault_with("crates/bricks/utils", "");
        assert_eq!(fault, "utils has no place in the plan: crates/bricks/utils");
    }
}
