//! The head of a blob's file: who can open it, how it is cut, and its length once it is finished.

use zeroize::Zeroizing;

use crate::key::Wrapped;
use crate::seal::{Context, OVERHEAD, Seal, random};
use crate::{BlobId, Error, MasterKey, Result};

const MAGIC: &[u8; 8] = b"SACABLOB";
const FORMAT: u16 = 1;
/// What the wrapped key is bound to: magic, format, block size, id.
const BOUND: usize = 32;
const FIXED: usize = 100;
pub(crate) const HEAD: usize = FIXED + LENGTH_RECORD;
pub(crate) const LENGTH_RECORD: usize = 8 + OVERHEAD;
pub(crate) const LENGTH_AT: u64 = FIXED as u64;

/// How bytes are cut into blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) block: u32,
}

impl Cut {
    /// A damaged head must not make the program reserve gigabytes.
    pub(crate) const fn is_sane(self) -> bool {
        self.block.is_power_of_two() && self.block >= 64 && self.block <= 4 << 20
    }

    pub(crate) const fn plain(self) -> usize {
        self.block as usize
    }

    pub(crate) const fn sealed(self) -> usize {
        self.block as usize + OVERHEAD
    }

    pub(crate) const fn block_of(self, offset: u64) -> u64 {
        offset / self.block as u64
    }

    pub(crate) const fn start_of(self, block: u64) -> u64 {
        block * self.block as u64
    }

    pub(crate) const fn within(self, offset: u64) -> usize {
        (offset % self.block as u64) as usize
    }

    /// Where a block starts in the file.
    pub(crate) const fn position(self, block: u64) -> u64 {
        HEAD as u64 + block * self.sealed() as u64
    }

    /// How long the file of a finished blob is; `None` if no file can be.
    pub(crate) fn file_len(self, length: u64) -> Option<u64> {
        let full = self.block_of(length).checked_mul(self.sealed() as u64)?;
        let rest = match self.within(length) {
            0 => 0,
            rest => (rest + OVERHEAD) as u64,
        };
        full.checked_add(rest)?.checked_add(HEAD as u64)
    }
}

pub(crate) struct Head {
    pub(crate) cut: Cut,
    pub(crate) seal: Seal,
    fixed: [u8; FIXED],
}

/// What the length record says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    Open,
    Finished(u64),
    /// Neither empty nor authentic: the finishing was interrupted, or the record is damaged.
    Torn,
}

impl Head {
    /// The bytes of a new blob's file, with an empty length record.
    pub(crate) fn new_file(id: BlobId, cut: Cut, keys: &MasterKey) -> Result<(Self, [u8; HEAD])> {
        let mut data_key = Zeroizing::new([0; 32]);
        random(&mut *data_key)?;

        let mut file = [0; HEAD];
        file[..8].copy_from_slice(MAGIC);
        file[8..10].copy_from_slice(&FORMAT.to_le_bytes());
        file[12..16].copy_from_slice(&cut.block.to_le_bytes());
        file[16..32].copy_from_slice(id.as_bytes());
        let wrapped = keys.wrap(&data_key, &file[..BOUND])?;
        file[32..40].copy_from_slice(&wrapped.key_id);
        file[40..100].copy_from_slice(&wrapped.frame);

        let mut fixed = [0; FIXED];
        fixed.copy_from_slice(&file[..FIXED]);
        Ok((Self { cut, seal: Seal::new(id, &data_key)?, fixed }, file))
    }

    pub(crate) fn read(id: BlobId, file: &[u8; HEAD], keys: &MasterKey) -> Result<(Self, Ending)> {
        let mut fixed = [0; FIXED];
        fixed.copy_from_slice(&file[..FIXED]);
        let format = u16::from_le_bytes([fixed[8], fixed[9]]);
        let cut = Cut { block: u32::from_le_bytes([fixed[12], fixed[13], fixed[14], fixed[15]]) };
        if &fixed[..8] != MAGIC
            || fixed[10..12] != [0, 0]
            || &fixed[16..32] != id.as_bytes()
            || !cut.is_sane()
        {
            return Err(Error::head());
        }
        if format != FORMAT {
            return Err(Error::UnknownFormat(format));
        }

        let mut wrapped = Wrapped { key_id: [0; 8], frame: [0; 60] };
        wrapped.key_id.copy_from_slice(&fixed[32..40]);
        wrapped.frame.copy_from_slice(&fixed[40..100]);
        let data_key = keys.unwrap(&wrapped, &fixed[..BOUND])?;
        let head = Self { cut, seal: Seal::new(id, &data_key)?, fixed };
        let ending = head.read_length(&file[FIXED..]);
        Ok((head, ending))
    }

    /// The record of the length, which also vouches for every byte of the head before it.
    pub(crate) fn length_record(&self, length: u64) -> Result<[u8; LENGTH_RECORD]> {
        let mut record = [0; LENGTH_RECORD];
        record[12..20].copy_from_slice(&length.to_le_bytes());
        self.seal.seal(Context::Length { head: &self.fixed }, &mut record)?;
        Ok(record)
    }

    fn read_length(&self, record: &[u8]) -> Ending {
        if record.iter().all(|&byte| byte == 0) {
            return Ending::Open;
        }
        let mut record = record.to_vec();
        let length = self.seal.open(Context::Length { head: &self.fixed }, &mut record);
        match length.and_then(|length| <[u8; 8]>::try_from(&*length).ok()) {
            Some(length) => Ending::Finished(u64::from_le_bytes(length)),
            None => Ending::Torn,
        }
    }
}
