//! The side file of an unfinished blob: the durable offset, and the bytes after the last full block.
//!
//! It is a journal in two areas. Each commit adds one sealed entry, numbered one more than the last, that says the
//! durable offset and brings the bytes of the unfinished block the journal does not hold yet. When the block changes,
//! when the area has many entries, or when bytes are taken back, the journal starts afresh in the *other* area, so at
//! no moment is the newest entry overwritten. The area whose last entry has the greatest number is the true one.
//!
//! An entry that is torn was never acknowledged, and is passed over; but so would be a damaged one. Two hints, written
//! after the journal is durable and never waited for, say the number of the last acknowledged entry: a journal that
//! ends before is damaged.

use crate::head::Cut;
use crate::room::Room;
use crate::seal::{Context, NONCE, OVERHEAD, Seal};
use crate::{Error, Result};

use std::fs::File;

const HINT: usize = 8 + OVERHEAD;
const HINTS_AT: [u64; 2] = [0, 64];
const AREAS_AT: u64 = 128;
const ENTRY_HEAD: usize = 24;
/// More than this many entries are merged into one, so that opening stays cheap.
const ENTRIES: u32 = 64;

const fn area_len(cut: Cut) -> u64 {
    cut.block as u64 + ENTRIES as u64 * (ENTRY_HEAD + OVERHEAD) as u64
}

pub(crate) const fn max_len(cut: Cut) -> u64 {
    AREAS_AT + 2 * area_len(cut)
}

/// Where the journal stands: what the next entry needs to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Journal {
    area: u8,
    /// Bytes used in the area.
    used: u64,
    entries: u32,
    number: u64,
    /// Offset of the block the area is about.
    base: u64,
    /// Bytes of that block the area holds.
    held: usize,
    /// Bytes were taken back: what the area holds may not be added to.
    stale: bool,
}

/// A journal as it was read.
pub(crate) struct Recovered {
    pub(crate) journal: Journal,
    /// The durable offset.
    pub(crate) end: u64,
    /// The bytes from the last block border to `end`.
    pub(crate) bytes: Vec<u8>,
}

impl Journal {
    /// The bytes of a new side file: nothing is held yet, and this is known durably.
    pub(crate) fn new_file(cut: Cut, seal: &Seal) -> Result<Vec<u8>> {
        let mut file = vec![0; AREAS_AT as usize];
        for slot in 0..2_u8 {
            let at = HINTS_AT[usize::from(slot)] as usize;
            file[at..at + HINT].copy_from_slice(&hint(seal, slot, 1)?);
        }
        file.extend_from_slice(&entry(seal, 1, 0, 0, &[])?);
        debug_assert!(file.len() as u64 <= max_len(cut));
        Ok(file)
    }

    /// Adds an entry: `partial` is all there is of the unfinished block that starts at `base`. Not durable before
    /// the file is synchronised; on an error the journal is as it was.
    pub(crate) fn add(
        &self,
        cut: Cut,
        seal: &Seal,
        base: u64,
        partial: &[u8],
        file: &File,
        room: &Room,
    ) -> Result<Self> {
        let same = !self.stale && self.base == base && self.held <= partial.len();
        let next = if same && self.entries < ENTRIES {
            Self { entries: self.entries + 1, number: self.number + 1, ..*self }
        } else {
            Self {
                area: 1 - self.area,
                used: 0,
                entries: 1,
                number: self.number + 1,
                base,
                held: 0,
                stale: false,
            }
        };
        let end = base + partial.len() as u64;
        let entry = entry(seal, next.number, end, next.held, &partial[next.held..])?;
        room.write(file, &entry, AREAS_AT + u64::from(next.area) * area_len(cut) + next.used)?;
        Ok(Self { used: next.used + entry.len() as u64, held: partial.len(), ..next })
    }

    /// Says, once the journal is durable, that its last entry may be missed. Twice, since one may be torn.
    pub(crate) fn hint(&self, seal: &Seal, file: &File, room: &Room) -> Result<()> {
        for slot in 0..2_u8 {
            room.write(file, &hint(seal, slot, self.number)?, HINTS_AT[usize::from(slot)])?;
        }
        Ok(())
    }

    /// From now on what the area holds is not added to.
    pub(crate) fn take_back(&mut self) {
        self.stale = true;
    }

    pub(crate) fn is_stale(&self) -> bool {
        self.stale
    }
}

/// Reads the side file. Opens frames in place.
pub(crate) fn recover(cut: Cut, seal: &Seal, file: &mut [u8]) -> Result<Recovered> {
    let acknowledged = (0..2_u8).filter_map(|slot| read_hint(seal, slot, file)).max().ok_or(Error::head())?;
    let newest = (0..2_u8)
        .filter_map(|area| read_area(cut, seal, area, file))
        .max_by_key(|recovered| recovered.journal.number)
        .ok_or(Error::head())?;
    if newest.journal.number < acknowledged {
        return Err(Error::Corrupt { block: Some(cut.block_of(newest.end)) });
    }
    Ok(newest)
}

fn read_area(cut: Cut, seal: &Seal, area: u8, file: &mut [u8]) -> Option<Recovered> {
    let start = (AREAS_AT + u64::from(area) * area_len(cut)) as usize;
    let stop = file.len().min(start + area_len(cut) as usize);
    let mut rest = file.get_mut(start..stop)?;
    let mut found: Option<Recovered> = None;

    while let Some((head, after)) = rest.split_at_mut_checked(ENTRY_HEAD) {
        let number = u64_at(head, 0);
        let end = u64_at(head, 8);
        let (from, len) = (u32_at(head, 16), u32_at(head, 20));
        let Some((frame, after)) = after.split_at_mut_checked(len as usize + OVERHEAD) else { break };
        let context = Context::Fragment { number, end, start: from, len };
        let Some(bytes) = seal.open(context, frame) else { break };
        // Authentic, hence written by us: what is checked below is that it belongs to this run of entries, since
        // an older run may have left its own behind the end.
        let Some(base) = end.checked_sub(u64::from(from) + u64::from(len)) else { break };
        let known = found.get_or_insert_with(|| Recovered {
            journal: Journal {
                area,
                used: 0,
                entries: 0,
                number: number.wrapping_sub(1),
                base,
                held: 0,
                stale: false,
            },
            end,
            bytes: Vec::new(),
        });
        let journal = &mut known.journal;
        if number != journal.number.wrapping_add(1) || base != journal.base || from as usize != journal.held {
            break;
        }
        known.bytes.extend_from_slice(bytes);
        known.end = end;
        journal.used += (ENTRY_HEAD + bytes.len() + OVERHEAD) as u64;
        journal.entries += 1;
        journal.number = number;
        journal.held += bytes.len();
        rest = after;
    }
    found.filter(|found| found.journal.entries > 0 && cut.within(found.journal.base) == 0)
}

fn entry(seal: &Seal, number: u64, end: u64, start: usize, bytes: &[u8]) -> Result<Vec<u8>> {
    let (start, len) = (start as u32, bytes.len() as u32);
    let mut entry = vec![0; ENTRY_HEAD + bytes.len() + OVERHEAD];
    entry[..8].copy_from_slice(&number.to_le_bytes());
    entry[8..16].copy_from_slice(&end.to_le_bytes());
    entry[16..20].copy_from_slice(&start.to_le_bytes());
    entry[20..24].copy_from_slice(&len.to_le_bytes());
    let frame = &mut entry[ENTRY_HEAD..];
    frame[NONCE..NONCE + bytes.len()].copy_from_slice(bytes);
    seal.seal(Context::Fragment { number, end, start, len }, frame)?;
    Ok(entry)
}

fn hint(seal: &Seal, slot: u8, number: u64) -> Result<[u8; HINT]> {
    let mut frame = [0; HINT];
    frame[NONCE..NONCE + 8].copy_from_slice(&number.to_le_bytes());
    seal.seal(Context::Hint { slot }, &mut frame)?;
    Ok(frame)
}

fn read_hint(seal: &Seal, slot: u8, file: &[u8]) -> Option<u64> {
    let at = HINTS_AT[usize::from(slot)] as usize;
    let mut frame = file.get(at..at + HINT)?.to_vec();
    let number = seal.open(Context::Hint { slot }, &mut frame)?;
    Some(u64_at(number, 0))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}
