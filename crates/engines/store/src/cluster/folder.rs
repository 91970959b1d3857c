//! The files of a private PostgreSQL: where they are, whose they are, and the lock that keeps a second program out.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{ErrorKind, Read, Write},
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use rustix::fs::FlockOperation;

use super::{ClusterError, account::Account, at};

pub(crate) const CLUSTER: &str = "cluster";

/// A socket's path has 107 bytes at most (unix(7)), of which its name takes 14.
const LONGEST_SOCKET_FOLDER: usize = 107 - "/.s.PGSQL.5432".len();

#[derive(Debug, Clone)]
pub(crate) struct Files {
    pub(crate) root: PathBuf,
    pub(crate) cluster: PathBuf,
    pub(crate) sockets: PathBuf,
    /// What PostgreSQL says before it has a log of its own.
    pub(crate) first_words: PathBuf,
}

impl Files {
    /// Makes what is missing.
    pub(crate) fn open(root: &Path, account: Option<&Account>) -> Result<Self, ClusterError> {
        if let Some(parent) = root.parent() {
            fs::create_dir_all(parent).map_err(at(parent))?;
        }
        make_private(root, account)?;
        let root = root.canonicalize().map_err(at(root))?;
        let sockets = socket_folder(&root);
        make_private(&sockets, account)?;
        check_ownership(&sockets, account)?;
        Ok(Self {
            cluster: root.join(CLUSTER),
            first_words: root.join("postgresql-start.log"),
            sockets,
            root,
        })
    }

    /// Where PostgreSQL writes its log, a file for each day of the week.
    pub(crate) fn log_folder(&self) -> PathBuf {
        self.cluster.join("log")
    }

    /// The major version of the cluster that is there, if any.
    pub(crate) fn major(&self) -> Result<Option<u32>, ClusterError> {
        let path = self.cluster.join("PG_VERSION");
        match fs::read_to_string(&path) {
            Ok(version) => Ok(version.trim().parse().ok()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(ClusterError::Io { path, cause }),
        }
    }
}

/// Makes a folder that only its owner may enter, the account's when there is one.
pub(crate) fn make_private(folder: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => account.map_or(Ok(()), |account| account.own(folder)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            // Root made it for us, perhaps with the rest of a tree: the account needs it.
            let made = fs::symlink_metadata(folder).map_err(at(folder))?;
            match account {
                Some(account) if made.is_dir() && made.uid() == 0 => {
                    account.own(folder)?;
                    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(at(folder))
                }
                _ => Ok(()),
            }
        }
        Err(cause) => Err(ClusterError::Io { path: folder.to_owned(), cause }),
    }
}

pub(crate) fn remove_if_there(folder: &Path) -> Result<(), ClusterError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(ClusterError::Io { path: folder.to_owned(), cause: error })
        }
        _ => Ok(()),
    }
}

/// Whoever enters the folder of the socket is trusted by PostgreSQL: it must be ours alone, above all under `/tmp`.
fn check_ownership(folder: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    let owner = account.map_or_else(|| rustix::process::geteuid().as_raw(), |account| account.uid);
    let made = fs::symlink_metadata(folder).map_err(at(folder))?;
    let ours = made.is_dir() && made.uid() == owner && made.permissions().mode() & 0o077 == 0;
    if ours { Ok(()) } else { Err(ClusterError::NotOurs { folder: folder.to_owned() }) }
}

/// Beside the cluster where its path is short enough, else under a name of its own in a folder for such things.
fn socket_folder(root: &Path) -> PathBuf {
    let beside = root.join("socket");
    if beside.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        return beside;
    }
    let name = format!("sacados-{:016x}", fingerprint(root.as_os_str().as_bytes()));
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| {
        let short = folder.as_os_str().len() + 1 + name.len() <= LONGEST_SOCKET_FOLDER;
        short && folder.is_dir() && !rustix::process::geteuid().is_root()
    });
    runtime.unwrap_or_else(|| PathBuf::from("/tmp")).join(name)
}

/// FNV-1a: the same folder gives the same name with every release of the program.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Keeps other programs out for as long as the file is open; the system lets go when the program ends, however it does.
pub(crate) fn lock(files: &Files) -> Result<File, ClusterError> {
    let path = files.root.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(at(&path))?;
    if rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
        let mut holder = String::new();
        file.read_to_string(&mut holder).map_err(at(&path))?;
        return Err(ClusterError::InUse { folder: files.root.clone(), holder: holder.trim().to_owned() });
    }
    file.set_len(0).map_err(at(&path))?;
    writeln!(file, "{}", std::process::id()).map_err(at(&path))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_gets_a_short_socket() {
        let deep = PathBuf::from(format!("/srv/{}", "folder/".repeat(20)));

        assert!(socket_folder(&deep).as_os_str().len() <= LONGEST_SOCKET_FOLDER);
        assert_eq!(socket_folder(&deep), socket_folder(&deep));
        assert_eq!(socket_folder(Path::new("/srv/sacados")), Path::new("/srv/sacados/socket"));
    }
}
