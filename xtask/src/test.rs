//! What every change pays: four rings and the checks around them, in two lanes on two cores.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use crate::{Outcome, house::House, journeys, openapi, sizes, steps::Steps, web};

pub(crate) fn test(house: &House) -> Outcome {
    let steps = Steps::new();
    let (built, dist) = channel();

    let (program, web_ready) = thread::scope(|lanes| {
        let web = lanes.spawn(|| web_lane(house, &steps, built));
        let program = rust_lane(house, &steps, &dist);
        (program, web.join().unwrap_or(false))
    });

    if program && web_ready {
        steps.act("api up to date", |_| openapi::is_up_to_date(house));
        journeys::journeys(house, &steps);
    } else {
        steps.skip("api up to date", "no program");
        steps.skip("journeys", "no program");
    }
    sizes::report(house, &steps);
    steps.close()
}

/// The web: built first, since the program embeds it; then checked while cargo compiles. True when it was built.
fn web_lane(house: &House, steps: &Steps, built: Sender<bool>) -> bool {
    let ready = web::ready(house, steps);
    // Nobody listens when the other lane is lost already.
    let _ = built.send(ready);
    if ready {
        web::check(house, steps);
        steps.run_aside("web: tests", house.pnpm(&["run", "test"]));
    }
    ready
}

/// True when there is a program to try, even if a test of it failed.
fn rust_lane(house: &House, steps: &Steps, dist: &Receiver<bool>) -> bool {
    steps.run("fmt", house.command_fmt());
    steps.run("licences and bans", house.deny());
    if !dist.recv().unwrap_or(false) {
        for name in ["clippy", "build", "tests"] {
            steps.skip(name, "the web application is not built");
        }
        return false;
    }

    steps.run("clippy", house.command_clippy());
    if !steps.run("build", house.cargo(&["test", "--workspace", "--no-run"])) {
        steps.skip("tests", "nothing to run");
        return false;
    }
    steps.prove("tests", house.cargo(&["test", "--workspace", "--no-fail-fast"]));
    true
}

impl House {
    fn deny(&self) -> std::process::Command {
        // Its own way to ask for the lock file: before the verb.
        let mut command = self.command("cargo-deny");
        if self.ci {
            command.arg("--locked");
        }
        command.args(["--workspace", "--all-features", "check", "bans", "licenses", "sources"]);
        command
    }
}
