//! The account that runs PostgreSQL when the program is started as root.

use std::{
    os::unix::fs::{MetadataExt, chown},
    path::Path,
};

use tokio::process::Command;

use super::{ClusterError, at};

#[derive(Debug, Clone)]
pub(crate) struct Account {
    name: String,
    pub(crate) uid: u32,
    gid: u32,
}

impl Account {
    /// Who must run PostgreSQL: nobody else unless the program is root. A folder made by somebody stays theirs.
    pub(crate) async fn needed(name: &str, data_folder: &Path) -> Result<Option<Self>, ClusterError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        if let Ok(made) = std::fs::metadata(data_folder.join(super::folder::CLUSTER))
            && made.uid() != 0
        {
            let name =
                Self::entry(&made.uid().to_string()).await.map_or_else(|| made.uid().to_string(), |a| a.name);
            return Ok(Some(Self { name, uid: made.uid(), gid: made.gid() }));
        }
        Self::entry(name).await.map(Some).ok_or_else(|| ClusterError::NoAccount(name.to_owned()))
    }

    /// Asks the system, which may know accounts from elsewhere than `/etc/passwd`.
    async fn entry(name_or_uid: &str) -> Option<Self> {
        let asked = Command::new("getent").args(["passwd", "--", name_or_uid]).output().await;
        let lines = match asked {
            Ok(answer) if answer.status.success() => String::from_utf8_lossy(&answer.stdout).into_owned(),
            _ => std::fs::read_to_string("/etc/passwd").ok()?,
        };
        lines.lines().find_map(|line| {
            let mut fields = line.split(':');
            let (name, _, uid, gid) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
            let asked = name == name_or_uid || uid == name_or_uid;
            let account = Self { name: name.to_owned(), uid: uid.parse().ok()?, gid: gid.parse().ok()? };
            (asked && account.uid != 0).then_some(account)
        })
    }

    /// The same command, run as this account and none of its groups but its own.
    pub(crate) fn run_as(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    pub(crate) fn own(&self, path: &Path) -> Result<(), ClusterError> {
        chown(path, Some(self.uid), Some(self.gid)).map_err(at(path))
    }

    /// Tries to enter each folder on the way, as the account: only the system knows what all its rules amount to.
    pub(crate) async fn check_reach(&self, folder: &Path) -> Result<(), ClusterError> {
        let mut way: Vec<&Path> = folder.ancestors().collect();
        way.reverse();
        let script = r#"for folder; do cd "$folder" 2>/dev/null || { printf %s "$folder"; exit 1; }; done"#;
        let mut walk = Command::new("/bin/sh");
        walk.args(["-c", script, "walk"]).args(way).current_dir("/");
        self.run_as(&mut walk);
        let walked = walk.output().await.map_err(at(Path::new("/bin/sh")))?;
        if walked.status.success() {
            return Ok(());
        }
        let stopped_at = String::from_utf8_lossy(&walked.stdout).into_owned();
        Err(ClusterError::OutOfReach { account: self.name.clone(), folder: stopped_at.into() })
    }
}
