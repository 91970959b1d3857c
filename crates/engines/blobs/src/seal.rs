//! Sealing: AES-256-GCM over frames, with a fresh random nonce each time and what the frame is for as its context.
//!
//! A frame is `nonce (12) · bytes · tag (16)`. Random 96-bit nonces are safe for 2³² sealings under one key; a data
//! key serves one blob, so this is a petabyte of blocks.

use std::io;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand;

use crate::{BlobId, Error, Result};

pub(crate) const NONCE: usize = 12;
pub(crate) const TAG: usize = 16;
pub(crate) const OVERHEAD: usize = NONCE + TAG;

/// Seals in place: the bytes are already between the room for the nonce and the room for the tag.
pub(crate) fn seal(key: &LessSafeKey, aad: &[u8], frame: &mut [u8]) -> Result<()> {
    let (nonce, rest) = frame.split_at_mut(NONCE);
    let (bytes, tag) = rest.split_at_mut(rest.len() - TAG);
    random(nonce)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
    let sealed = key.seal_in_place_separate_tag(nonce, Aad::from(aad), bytes).map_err(|_| refused())?;
    tag.copy_from_slice(sealed.as_ref());
    Ok(())
}

/// Opens in place; `None` when the frame is not what was sealed for this context.
pub(crate) fn open<'frame>(
    key: &LessSafeKey,
    aad: &[u8],
    frame: &'frame mut [u8],
) -> Option<&'frame mut [u8]> {
    if frame.len() < OVERHEAD {
        return None;
    }
    let (nonce, rest) = frame.split_at_mut(NONCE);
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    key.open_in_place(nonce, Aad::from(aad), rest).ok()
}

pub(crate) fn random(bytes: &mut [u8]) -> Result<()> {
    rand::fill(bytes).map_err(|_| refused())
}

fn refused() -> Error {
    Error::Io(io::Error::other("the cryptographic library refused to work"))
}

/// What a frame is for. It is authenticated with the frame, so no frame can stand in another's place.
#[derive(Clone, Copy)]
pub(crate) enum Context<'head> {
    /// `short`: the last block of a finished blob, when it is not full.
    Block {
        index: u64,
        len: u32,
        short: bool,
    },
    Fragment {
        number: u64,
        end: u64,
        start: u32,
        len: u32,
    },
    Hint {
        slot: u8,
    },
    Length {
        head: &'head [u8],
    },
}

/// The data key of one blob.
pub(crate) struct Seal {
    id: BlobId,
    key: LessSafeKey,
}

impl Seal {
    pub(crate) fn new(id: BlobId, data_key: &[u8; 32]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, data_key).map_err(|_| refused())?;
        Ok(Self { id, key: LessSafeKey::new(key) })
    }

    pub(crate) fn seal(&self, context: Context<'_>, frame: &mut [u8]) -> Result<()> {
        self.with_aad(context, |aad| seal(&self.key, aad, frame))
    }

    pub(crate) fn open<'frame>(
        &self,
        context: Context<'_>,
        frame: &'frame mut [u8],
    ) -> Option<&'frame mut [u8]> {
        self.with_aad(context, |aad| open(&self.key, aad, frame))
    }

    fn with_aad<T>(&self, context: Context<'_>, then: impl FnOnce(&[u8]) -> T) -> T {
        let mut aad = [0; 160];
        aad[1..17].copy_from_slice(self.id.as_bytes());
        let mut at = 17;
        let mut put = |bytes: &[u8]| {
            aad[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        let letter = match context {
            Context::Block { index, len, short } => {
                put(&index.to_le_bytes());
                put(&len.to_le_bytes());
                put(&[u8::from(short)]);
                b'B'
            }
            Context::Fragment { number, end, start, len } => {
                put(&number.to_le_bytes());
                put(&end.to_le_bytes());
                put(&start.to_le_bytes());
                put(&len.to_le_bytes());
                b'F'
            }
            Context::Hint { slot } => {
                put(&[slot]);
                b'H'
            }
            Context::Length { head } => {
                put(head);
                b'L'
            }
        };
        aad[0] = letter;
        then(&aad[..at])
    }
}
