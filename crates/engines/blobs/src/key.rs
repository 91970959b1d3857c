//! The master keys: they seal nothing but the data keys of blobs.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use aws_lc_rs::digest::{self, SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use zeroize::Zeroizing;

use crate::seal::random;
use crate::{Error, Result};

/// One or several 256-bit keys from a file: the last one wraps the keys of new blobs, all of them unwrap.
///
/// The file is text, one key a line in base64 or hexadecimal, `#` before a remark, readable by its owner only.
/// To rotate, add a line; keep the older ones for as long as blobs sealed under them live.
#[derive(Clone)]
pub struct MasterKey(Arc<Vec<Wrapping>>);

struct Wrapping {
    id: [u8; 8],
    key: LessSafeKey,
}

/// The data key of one blob, wrapped: what its head stores.
pub(crate) struct Wrapped {
    pub(crate) key_id: [u8; 8],
    pub(crate) frame: [u8; 60],
}

impl MasterKey {
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let file = File::open(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::MasterKey("there is no such file"),
            _ => Error::Io(error),
        })?;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            return Err(Error::MasterKey("others than its owner may read the file: chmod 600"));
        }
        let mut text = Zeroizing::new(String::new());
        file.take(64 * 1024)
            .read_to_string(&mut text)
            .map_err(|_| Error::MasterKey("the file is not text"))?;
        Self::from_text(&text)
    }

    /// Loads the file, after making it with one new key if there is none. Durable when it returns; of two programs
    /// that make it at the same time, both load the key of the first.
    pub fn create_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if path.exists() {
            return Self::from_file(path);
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut suffix = [0; 8];
        random(&mut suffix)?;
        let staged = folder.join(format!(".key-{:016x}", u64::from_le_bytes(suffix)));
        let written = Self::write_staged(&staged).and_then(|()| match fs::hard_link(&staged, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
            _ => Ok(()),
        });
        let removed = fs::remove_file(&staged);
        written?;
        removed?;
        File::open(folder)?.sync_all()?;
        Self::from_file(path)
    }

    fn write_staged(path: &Path) -> Result<()> {
        let mut key = Zeroizing::new([0; 32]);
        random(&mut *key)?;
        let line = Zeroizing::new(STANDARD.encode(*key) + "\n");
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(line.as_bytes())?;
        Ok(file.sync_all()?)
    }

    fn from_text(text: &str) -> Result<Self> {
        let keys = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| Wrapping::new(&decode(line)?))
            .collect::<Result<Vec<_>>>()?;
        if keys.is_empty() {
            return Err(Error::MasterKey("the file holds no key"));
        }
        Ok(Self(Arc::new(keys)))
    }

    pub(crate) fn wrap(&self, data_key: &[u8; 32], aad: &[u8]) -> Result<Wrapped> {
        let newest = self.0.last().ok_or(Error::UnknownKey)?;
        let mut frame = [0; 60];
        frame[12..44].copy_from_slice(data_key);
        crate::seal::seal(&newest.key, aad, &mut frame)?;
        Ok(Wrapped { key_id: newest.id, frame })
    }

    /// The key's id is not authenticated, so that a damaged id is told from a missing key: with a damaged one,
    /// another key of the ring opens the frame.
    pub(crate) fn unwrap(&self, wrapped: &Wrapped, aad: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        let opens = |wrapping: &Wrapping| {
            let mut frame = Zeroizing::new(wrapped.frame);
            let key: [u8; 32] = crate::seal::open(&wrapping.key, aad, &mut *frame)?.try_into().ok()?;
            Some(Zeroizing::new(key))
        };
        match self.0.iter().find(|wrapping| wrapping.id == wrapped.key_id) {
            Some(wrapping) => opens(wrapping).ok_or(Error::head()),
            None if self.0.iter().any(|wrapping| opens(wrapping).is_some()) => Err(Error::head()),
            None => Err(Error::UnknownKey),
        }
    }
}

impl Wrapping {
    fn new(bytes: &[u8]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, bytes)
            .map_err(|_| Error::MasterKey("a key is 32 bytes, in base64 or hexadecimal"))?;
        let key = LessSafeKey::new(key);
        // The id is a fingerprint: nobody has to invent one, and two keys cannot be given the same by mistake.
        let mut named = Zeroizing::new(b"sacados blobs: id of a master key\0".to_vec());
        named.extend_from_slice(bytes);
        let mut id = [0; 8];
        id.copy_from_slice(&digest::digest(&SHA256, &named).as_ref()[..8]);
        Ok(Self { id, key })
    }
}

fn decode(line: &str) -> Result<Zeroizing<Vec<u8>>> {
    let hexadecimal = || {
        let digits = (line.len() == 64 && line.is_ascii()).then_some(line)?;
        (0..64)
            .step_by(2)
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok())
            .collect::<Option<Vec<_>>>()
    };
    hexadecimal()
        .or_else(|| STANDARD.decode(line).or_else(|_| STANDARD_NO_PAD.decode(line)).ok())
        .map(Zeroizing::new)
        .ok_or(Error::MasterKey("a key is 32 bytes, in base64 or hexadecimal"))
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({} keys)", self.0.len())
    }
}
