//! PostgreSQL's programs: where they are, and which version they are of.

use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::{ClusterError, account::Account, at, folder::Files};

#[derive(Debug, Clone)]
pub(crate) struct Binaries {
    pub(crate) folder: PathBuf,
    pub(crate) major: u32,
}

impl Binaries {
    /// Those of the settings, or the newest of the system; for a folder that exists, those of its own version.
    pub(crate) async fn find(wanted: Option<&Path>, files: &Files) -> Result<Self, ClusterError> {
        let found = match wanted {
            Some(folder) => {
                let there = Self::at(folder).await;
                vec![there.ok_or_else(|| ClusterError::WrongBinaries(folder.to_owned()))?]
            }
            None => Self::installed().await,
        };
        let Some(newest) = found.iter().max_by_key(|binaries| binaries.major) else {
            return Err(ClusterError::NoBinaries);
        };
        let Some(needed) = files.major()? else { return Ok(newest.clone()) };
        found.iter().find(|binaries| binaries.major == needed).cloned().ok_or_else(|| {
            let found: Vec<String> = found.iter().map(|binaries| binaries.major.to_string()).collect();
            ClusterError::OtherMajor { folder: files.cluster.clone(), needed, found: found.join(", ") }
        })
    }

    /// Whether a library of PostgreSQL's own contributions is beside them; Debian installs all of them together.
    pub(crate) fn have(&self, library: &str) -> bool {
        let file = format!("{library}.so");
        let beside = ["../lib", "../lib/postgresql", "../lib64/pgsql"];
        beside.iter().any(|place| self.folder.join(place).join(&file).exists())
    }

    async fn installed() -> Vec<Self> {
        let mut folders = Vec::new();
        if let Ok(answer) = Command::new("pg_config").arg("--bindir").output().await {
            folders.push(PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim()));
        }
        // Debian keeps one folder per version, Red Hat puts the version in the name, others have one on the path.
        folders.extend(children(Path::new("/usr/lib/postgresql")).map(|version| version.join("bin")));
        let red_hat = |folder: &PathBuf| {
            folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pgsql-"))
        };
        folders.extend(children(Path::new("/usr")).filter(red_hat).map(|version| version.join("bin")));
        folders.extend(std::env::var_os("PATH").iter().flat_map(std::env::split_paths));

        let mut found: Vec<Self> = Vec::new();
        for folder in folders {
            if let Some(binaries) = Self::at(&folder).await
                && found.iter().all(|known| known.major != binaries.major)
            {
                found.push(binaries);
            }
        }
        found
    }

    async fn at(folder: &Path) -> Option<Self> {
        if !folder.join("initdb").exists() || !folder.join("postgres").exists() {
            return None;
        }
        let answer = Command::new(folder.join("postgres")).arg("--version").output().await.ok()?;
        let major = major(&String::from_utf8_lossy(&answer.stdout))?;
        Some(Self { folder: folder.to_owned(), major })
    }

    /// One of the programs, run by the account, knowing nothing of the language and settings of whoever starts it.
    pub(crate) fn command(&self, program: &'static str, account: Option<&Account>) -> Command {
        let mut command = Command::new(self.folder.join(program));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C").current_dir("/");
        if let Some(account) = account {
            account.run_as(&mut command);
        }
        command
    }
}

fn children(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path()))
}

/// `postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)` is of 15, and so is `15beta1`.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Runs a program to its end and gives what it wrote.
pub(crate) async fn output(program: &'static str, command: &mut Command) -> Result<String, ClusterError> {
    let done = command.output().await.map_err(at(Path::new(program)))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    Err(ClusterError::Failed { program, output: said.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_distributions_write_them() {
        assert_eq!(major("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major("command not found"), None);
    }
}
