//! The outer rings: tests too heavy for every change, kept with `#[ignore]` in a module named after the ring.

use crate::{Outcome, house::House, steps::Steps, web};

/// `interop::…`: whole SDKs, peers as servers.
pub(crate) fn interop(house: &House) -> Outcome {
    let steps = Steps::new();
    if web::ready(house, &steps) {
        steps.prove(
            "interop",
            house.cargo(&["test", "--workspace", "--", "--ignored", "--test-threads=1", "interop::"]),
        );
    }
    steps.close()
}

/// `soak::…`: hours of fuzzing and random worlds; and each story that is killed three times, killed fifty.
pub(crate) fn soak(house: &House) -> Outcome {
    let steps = Steps::new();
    if web::ready(house, &steps) {
        let mut kills = house.cargo(&["test", "--workspace", "--", "--include-ignored", "soak::", "kill"]);
        kills.env("SACADOS_SOAK_KILLS", "50");
        steps.prove("soak", kills);
    }
    steps.close()
}
