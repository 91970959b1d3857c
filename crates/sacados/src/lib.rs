#![doc = include_str!("../README.md")]

mod admin;
mod commands;
mod database;
mod desk;
mod openapi;
mod plan;
mod ports;
mod sample;
mod secrets;
mod serve;
mod settings;

use std::{
    error::Error,
    ffi::OsString,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use clap::Parser;
use kernel::{Language, Problem, Sentences};

pub use openapi::description;
pub use plan::{Furniture, Means, furnish, schemas};
pub use serve::doors;
pub use settings::{DEFAULTS, Settings};

/// Runs the program with its arguments; says on standard error why it could not.
pub async fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match commands::Arguments::try_parse_from(arguments) {
        Ok(command) => command,
        Err(usage) => {
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    match commands::carry_out(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sacados: {}", failure.sentence());
            ExitCode::FAILURE
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The house said no, in a sentence of its own.
    No(Problem),
    /// The installation is not as it should be.
    Because(String),
}

impl Failed {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self::Because(reason.into())
    }

    /// Says an error with all that caused it.
    pub(crate) fn because(error: impl std::error::Error) -> Self {
        let mut reason = error.to_string();
        add_causes(&mut reason, error.source());
        Self::Because(reason)
    }

    fn sentence(&self) -> String {
        match self {
            Self::Because(reason) => reason.clone(),
            Self::No(problem) => {
                let said = sentences().say(terminal_language(), problem.code, &problem.params);
                let mut sentence = said.unwrap_or_else(|| problem.code.to_owned());
                add_causes(&mut sentence, problem.cause.as_deref().map(|cause| cause as &dyn Error));
                sentence
            }
        }
    }
}

fn add_causes(sentence: &mut String, mut cause: Option<&dyn Error>) {
    while let Some(error) = cause {
        let words = error.to_string();
        // Some errors repeat their cause.
        if !sentence.contains(&words) {
            sentence.push_str("\n  ");
            sentence.push_str(&words);
        }
        cause = error.source();
    }
}

impl<E: Into<Problem>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::No(error.into())
    }
}

/// Every sentence of the house.
pub fn sentences() -> &'static Arc<Sentences> {
    static SENTENCES: OnceLock<Arc<Sentences>> = OnceLock::new();
    SENTENCES.get_or_init(|| Arc::new(plan::sentences()))
}

/// The language of whoever types: `LC_ALL`, `LC_MESSAGES` or `LANG`, as POSIX orders them; English for `C`.
fn terminal_language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if locale.is_some_and(|locale| locale.starts_with("fr")) { Language::Fr } else { Language::En }
}
