//! Steps, each timed, with a table of the times at the end.

use std::{
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    Outcome, shell,
    tally::{self, Tally},
};

/// What was done, how long it took and how it ended. Shared by lanes that work side by side.
pub(crate) struct Steps {
    began: Instant,
    done: Mutex<Vec<Step>>,
    /// Held while speaking, so that two lanes never mix their lines.
    voice: Mutex<()>,
}

struct Step {
    name: String,
    time: Duration,
    end: End,
    tally: Tally,
}

enum End {
    Done,
    Failed(String),
    Skipped(String),
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), done: Mutex::default(), voice: Mutex::default() }
    }

    /// Runs a command, its lines shown as they come. True when it went well.
    pub(crate) fn run(&self, name: &str, command: Command) -> bool {
        self.say(&[format!("── {name}")]);
        self.work(name, |tally| {
            shell::run(command, |line| {
                *tally += tally::read(line);
                self.say(&[line.to_owned()]);
            })
        })
    }

    /// Runs a command beside others: its lines are kept, and shown together once it ends.
    pub(crate) fn run_aside(&self, name: &str, command: Command) -> bool {
        let mut page = vec![format!("── {name}")];
        let well = self.work(name, |tally| {
            shell::run(command, |line| {
                *tally += tally::read(line);
                page.push(line.to_owned());
            })
        });
        self.say(&page);
        well
    }

    /// Runs tests, as `run` does; that none ran is a failure too.
    pub(crate) fn prove(&self, name: &str, command: Command) -> bool {
        self.say(&[format!("── {name}")]);
        self.work(name, |tally| {
            shell::run(command, |line| {
                *tally += tally::read(line);
                self.say(&[line.to_owned()]);
            })?;
            if tally.ran() == 0 { Err("not one test ran".to_owned()) } else { Ok(()) }
        })
    }

    /// Does a thing that is not one command.
    pub(crate) fn act(&self, name: &str, action: impl FnOnce(&mut Tally) -> Outcome) -> bool {
        self.say(&[format!("── {name}")]);
        self.work(name, action)
    }

    pub(crate) fn skip(&self, name: &str, reason: &str) {
        self.note(Step {
            name: name.to_owned(),
            time: Duration::ZERO,
            end: End::Skipped(reason.to_owned()),
            tally: Tally::default(),
        });
    }

    pub(crate) fn say(&self, lines: &[String]) {
        let _voice = self.voice.lock().unwrap_or_else(PoisonError::into_inner);
        for line in lines {
            println!("{line}");
        }
    }

    /// Prints the table; an error when a step failed, or was skipped because another did.
    pub(crate) fn close(self) -> Outcome {
        let took = self.began.elapsed();
        let done = self.done.into_inner().unwrap_or_else(PoisonError::into_inner);
        let wide = done.iter().map(|step| step.name.chars().count()).max().unwrap_or_default();
        let mut tally = Tally::default();

        println!("\n── times");
        for step in &done {
            tally += step.tally;
            println!("{:wide$}  {:>9}  {}", step.name, seconds(step.time), step.verdict());
        }
        println!("{:wide$}  {:>9}", "wall", seconds(took));
        if tally.ran() > 0 {
            println!("\n{} passed, {} failed, {} ignored", tally.passed, tally.failed, tally.ignored);
        }

        let failed: Vec<&str> = done
            .iter()
            .filter(|step| matches!(step.end, End::Failed(_)))
            .map(|step| step.name.as_str())
            .collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
    }

    fn work(&self, name: &str, action: impl FnOnce(&mut Tally) -> Outcome) -> bool {
        let began = Instant::now();
        let mut tally = Tally::default();
        let outcome = action(&mut tally);
        let well = outcome.is_ok();
        let end = match outcome {
            Ok(()) => End::Done,
            Err(sentence) => {
                self.say(&[format!("── {name} failed: {sentence}")]);
                End::Failed(sentence)
            }
        };
        self.note(Step { name: name.to_owned(), time: began.elapsed(), end, tally });
        well
    }

    fn note(&self, step: Step) {
        self.done().push(step);
    }

    fn done(&self) -> MutexGuard<'_, Vec<Step>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Step {
    fn verdict(&self) -> String {
        let counts = match self.tally {
            Tally { failed: 0, ignored: 0, passed } => format!("{passed} passed"),
            Tally { failed: 0, ignored, passed } => format!("{passed} passed, {ignored} ignored"),
            Tally { failed, passed, .. } => format!("{passed} passed, {failed} failed"),
        };
        match &self.end {
            End::Done if self.tally.ran() == 0 => "done".to_owned(),
            End::Done => counts,
            End::Failed(sentence) if self.tally.failed == 0 => format!("FAILED: {sentence}"),
            End::Failed(_) => format!("FAILED: {counts}"),
            End::Skipped(reason) => format!("skipped: {reason}"),
        }
    }
}

fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole >= 60 {
        format!("{} min {:02} s", whole / 60, whole % 60)
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn one_failed_step_fails_the_whole() {
        let steps = Steps::new();

        assert!(steps.run("good", shell("true")));
        assert!(!steps.run_aside("bad", shell("false")));

        assert_eq!(steps.close(), Err("failed: bad".to_owned()));
    }

    #[test]
    fn tests_that_did_not_run_are_not_passed() {
        let steps = Steps::new();

        assert!(!steps.prove("empty", shell("echo 'test result: ok. 0 passed; 0 failed; 4 ignored;'")));
        assert!(steps.prove("full", shell("echo 'test result: ok. 2 passed; 0 failed; 0 ignored;'")));
    }
}
