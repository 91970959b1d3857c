//! Secrets of the installation: made once, kept in files that only the program's account reads.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use aws_lc_rs::rand;
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::Secret;

use crate::Failed;

const LENGTH: usize = 32;

/// The secret in a file, which is made when there is none.
///
/// # Errors
/// When the file can be read by others, holds no 32 bytes in base64, or cannot be made.
pub(crate) fn keep(path: &Path) -> Result<Secret<Vec<u8>>, Failed> {
    match fs::read_to_string(path) {
        Ok(text) => read(path, &text),
        Err(error) if error.kind() == ErrorKind::NotFound => make(path),
        Err(error) => Err(failed(path, &error)),
    }
}

fn read(path: &Path, text: &str) -> Result<Secret<Vec<u8>>, Failed> {
    let mode = fs::metadata(path).map_err(|error| failed(path, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(Failed::new(format!("{} can be read by others: chmod 600 it", path.display())));
    }
    match STANDARD.decode(text.trim()) {
        Ok(bytes) if bytes.len() == LENGTH => Ok(Secret::new(bytes)),
        _ => Err(Failed::new(format!("{} does not hold {LENGTH} bytes in base64", path.display()))),
    }
}

fn make(path: &Path) -> Result<Secret<Vec<u8>>, Failed> {
    let mut bytes = vec![0; LENGTH];
    rand::fill(&mut bytes).map_err(|_| Failed::new("the machine gives no random bytes"))?;
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|error| failed(folder, &error))?;
    }
    let written =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
            file.write_all(STANDARD.encode(&bytes).as_bytes())?;
            file.sync_all()
        });
    match written {
        Ok(()) => Ok(Secret::new(bytes)),
        // Another program made it in between: theirs is the one.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => keep(path),
        Err(error) => Err(failed(path, &error)),
    }
}

/// Makes the folder of a secret, which nobody else enters.
pub(crate) fn make_folder_of(path: &Path) -> Result<(), Failed> {
    let Some(folder) = path.parent() else { return Ok(()) };
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| failed(folder, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    Failed::new(format!("{}: {error}", path.display()))
}
