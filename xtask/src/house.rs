//! Where things are, and the surroundings every command is given.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) struct House {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    tools: PathBuf,
    /// Nobody at the keyboard: the lock file rules, and no time is spent on what only a second build would gain from.
    pub(crate) ci: bool,
}

impl House {
    pub(crate) fn here() -> Self {
        // Asked at run time: two clones may share one target folder, hence one compiled xtask.
        let manifest = env::var_os("CARGO_MANIFEST_DIR");
        let manifest = manifest.as_deref().map_or(Path::new(env!("CARGO_MANIFEST_DIR")), Path::new);
        let home = PathBuf::from(env::var_os("HOME").unwrap_or_else(|| "/tmp".into()));
        let cache = env::var_os("XDG_CACHE_HOME")
            .filter(|folder| !folder.is_empty())
            .map_or_else(|| home.join(".cache"), PathBuf::from)
            .join("sacados");
        Self {
            root: manifest.parent().unwrap_or(manifest).to_owned(),
            target: env::var_os("CARGO_TARGET_DIR").map_or_else(|| cache.join("target"), PathBuf::from),
            tools: cache.join("tools"),
            ci: env::var_os("CI").is_some_and(|value| !value.is_empty()),
        }
    }

    pub(crate) fn web(&self) -> PathBuf {
        self.root.join("web")
    }

    /// A command at the root of the house, that finds the pinned tools before the machine's own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path()).env("CARGO_TARGET_DIR", &self.target);
        // Where tests that need a mail server find the one that was installed for them.
        command.env("SACADOS_TEST_PYTHON", self.tools.join("venv/bin/python"));
        // The Python of somebody else's client, and the server we are measured against.
        command.env("SACADOS_TUSPY_PYTHON", self.tools.join("tuspy/bin/python"));
        command.env("SACADOS_NGINX", self.tools.join("nginx/usr/sbin/nginx"));
        // Set by the `cargo run` that started us; inherited, they would make each cargo rebuild for the other.
        for name in env::vars_os().map(|(name, _)| name).filter(|name| is_of_our_own_build(name)) {
            command.env_remove(name);
        }
        if self.ci {
            command.env("CARGO_INCREMENTAL", "0");
        }
        command
    }

    /// `cargo WORDS`; where nobody is at the keyboard the lock file is not to be changed.
    pub(crate) fn cargo(&self, words: &[&str]) -> Command {
        let mut command = self.command("cargo");
        let (verb, rest) = words.split_first().unwrap_or((&"help", &[]));
        command.arg(verb);
        if self.ci {
            command.arg("--locked");
        }
        command.args(rest);
        command
    }

    /// `pnpm WORDS` in the web folder, never asking anything.
    pub(crate) fn pnpm(&self, words: &[&str]) -> Command {
        let mut command = self.command("pnpm");
        command.current_dir(self.web()).args(words).env("CI", "true");
        // The version that package.json names was installed by scripts/setup.sh: pnpm need not look for itself, nor
        // note itself in a lock file that it may not change.
        command.env("pnpm_config_pm_on_fail", "ignore");
        command
    }

    /// The program as `cargo build` of this profile leaves it.
    pub(crate) fn program(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("sacados")
    }

    fn path(&self) -> OsString {
        let ours = [self.tools.join("bin")];
        let rest = env::var_os("PATH").unwrap_or_default();
        env::join_paths(ours.into_iter().chain(env::split_paths(&rest))).unwrap_or(rest)
    }
}

fn is_of_our_own_build(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
}
