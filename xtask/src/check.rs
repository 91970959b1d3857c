//! The quick checks, and the advisories.

use crate::{Outcome, house::House, steps::Steps, web};

/// What one runs while writing: no test, no program.
pub(crate) fn check(house: &House) -> Outcome {
    let steps = Steps::new();
    steps.run("fmt", house.command_fmt());
    let ready = web::ready(house, &steps);
    if ready {
        steps.run("clippy", house.command_clippy());
        web::check(house, &steps);
    }
    steps.close()
}

/// Advisories of `RustSec` and of the npm registry; fails where their databases cannot be reached.
pub(crate) fn audit(house: &House) -> Outcome {
    let steps = Steps::new();
    steps.run("advisories: Rust", house.cargo(&["deny", "check", "advisories"]));
    steps.run("advisories: web", house.pnpm(&["audit", "--prod"]));
    steps.close()
}

impl House {
    pub(crate) fn command_fmt(&self) -> std::process::Command {
        // Takes no `--locked`: it reads no lock file.
        let mut command = self.command("cargo");
        command.args(["fmt", "--all", "--check"]);
        command
    }

    pub(crate) fn command_clippy(&self) -> std::process::Command {
        // Kinder to the machine than the web's tests, that run beside it and count seconds.
        let mut command = self.command("nice");
        command.args(["-n", "10", "cargo", "clippy", "--workspace", "--all-targets"]);
        if self.ci {
            command.arg("--locked");
        }
        command.args(["--", "-D", "warnings"]);
        command
    }
}
