//! The outer rings: tests too heavy for every change, kept with `#[ignore]` in a module named after the ring.

use crate::{Outcome, house::House, steps::Steps, web};

/// `interop::…`, whole SDKs, and peers as servers; with those that `make test` plays too.
pub(crate) fn interop(house: &House) -> Outcome {
    let steps = Steps::new();
    if web::ready(house, &steps) {
        let mut stories =
            house.cargo(&["test", "--workspace", "--", "--include-ignored", "--test-threads=1"]);
        stories.args(["interop::", "relying_party::", "ministries::"]);
        steps.prove("interop", stories);
    }
    steps.close()
}

/// What `make test` tries a few times, tried many: the tests read how often from these.
const OFTEN: [(&str, &str); 5] = [
    ("SACADOS_SOAK_KILLS", "50"),
    ("SACADOS_SOAK_WORLDS", "600"),
    ("SACADOS_SOAK_FILES", "20000"),
    ("SACADOS_SOAK_SIGN_INS", "100000"),
    ("SACADOS_SOAK_GAMES", "1000000"),
];

/// `soak::…`, hours of fuzzing; each story of kills, crashes, damage and games with parsers that `make test` tells in short; and one very large
/// file.
pub(crate) fn soak(house: &House) -> Outcome {
    let steps = Steps::new();
    if web::ready(house, &steps) {
        let stories = ["soak::", "kill::", "crash::", "damage::", "games::"];
        let mut soak = house.cargo(&["test", "--workspace", "--no-fail-fast", "--", "--include-ignored"]);
        soak.args(stories).envs(OFTEN);
        steps.prove("soak", soak);
        large(house, &steps);
    }
    steps.close()
}

/// Five gigabytes from browser to browser, on a program fast enough to be judged.
fn large(house: &House, steps: &Steps) {
    if !steps.run("program", house.cargo(&["build", "--profile", "swift", "-p", "sacados"])) {
        return steps.skip("five gigabytes", "no program");
    }
    let mut walk = house.pnpm(&["exec", "playwright", "test", "--config", "e2e/soak/playwright.config.ts"]);
    walk.env("SACADOS_PROGRAM", house.program("swift"));
    steps.prove("five gigabytes", walk);
}
