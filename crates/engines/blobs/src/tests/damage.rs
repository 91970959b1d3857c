//! Whatever happens to the files, what is read is what was written, or an error.

use std::fs;
use std::path::PathBuf;

use super::{Chance, SMALL, Scratch, bytes, finished, read_all};
use crate::head::HEAD;
use crate::seal::OVERHEAD;
use crate::{BlobId, Blobs, Error};

fn path(blobs: &Blobs, id: BlobId, kind: &str) -> PathBuf {
    blobs.folder.path(id, kind)
}

fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Corrupt { .. } | Error::UnknownFormat(_) | Error::UnknownKey)
}

/// Unfinished, with blocks, several fragments in one area and older ones in the other.
async fn unfinished(blobs: &Blobs, len: u64) -> BlobId {
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let mut appender = blobs.append(id).await.unwrap();
    for from in (0..len).step_by(150) {
        appender.write(bytes(from, 150.min(len - from)).into()).await.unwrap();
        appender.commit().await.unwrap();
    }
    id
}

#[tokio::test]
async fn a_flipped_bit_anywhere_in_a_finished_blob_is_found() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let mut chance = Chance(1);
    for len in [0, 1, u64::from(SMALL), 3 * u64::from(SMALL) + 40] {
        let id = finished(&blobs, len).await;
        let good = fs::read(path(&blobs, id, "blob")).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1 << chance.below(8);
            fs::write(path(&blobs, id, "blob"), bad).unwrap();

            let error = blobs.verify(id).await.unwrap_err();

            assert!(is_damage(&error), "byte {at}: {error}");
            let block = at.checked_sub(HEAD).map(|at| (at / (SMALL as usize + OVERHEAD)) as u64);
            if let Error::Corrupt { block: Some(found) } = error {
                assert_eq!(Some(found), block, "byte {at}");
            }
        }
        fs::write(path(&blobs, id, "blob"), good).unwrap();
        blobs.verify(id).await.unwrap();
    }
}

#[tokio::test]
async fn a_flipped_bit_in_an_unfinished_blob_never_gives_other_bytes_or_fewer() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let mut chance = Chance(2);
    let len = 2 * u64::from(SMALL) + 200;
    let id = unfinished(&blobs, len).await;
    let mut found = 0;
    for kind in ["blob", "tail"] {
        let good = fs::read(path(&blobs, id, kind)).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 1 << chance.below(8);
            fs::write(path(&blobs, id, kind), bad).unwrap();
            match read_all(&blobs, id).await {
                Ok(content) => assert_eq!(content, bytes(0, len), "byte {at} of the {kind}"),
                Err(error) => {
                    assert!(is_damage(&error), "byte {at} of the {kind}: {error}");
                    found += 1;
                }
            }
            match blobs.append(id).await {
                Ok(appender) => assert_eq!(appender.offset(), len, "byte {at} of the {kind}"),
                Err(error) => assert!(is_damage(&error), "byte {at} of the {kind}: {error}"),
            }
        }
        fs::write(path(&blobs, id, kind), good).unwrap();
    }
    // All of the head but the length record, all of both blocks, and the newest fragments.
    assert!(found >= 100 + 2 * (SMALL as usize + OVERHEAD) + 200, "{found}");
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, len));
}

#[tokio::test]
async fn blocks_and_files_that_changed_places_are_found() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let (sealed, len) = (SMALL as usize + OVERHEAD, 4 * u64::from(SMALL));
    let (one, two) = (finished(&blobs, len).await, finished(&blobs, len).await);
    let file = fs::read(path(&blobs, one, "blob")).unwrap();
    let other = fs::read(path(&blobs, two, "blob")).unwrap();
    let block = |nth: usize| HEAD + nth * sealed..HEAD + (nth + 1) * sealed;

    let mut swapped = file.clone();
    swapped[block(1)].copy_from_slice(&file[block(2)]);
    swapped[block(2)].copy_from_slice(&file[block(1)]);
    let mut borrowed = file.clone();
    borrowed[block(1)].copy_from_slice(&other[block(1)]);
    let mut beheaded = file.clone();
    beheaded[..HEAD].copy_from_slice(&other[..HEAD]);
    let mut headless = file.clone();
    headless[..100].copy_from_slice(&other[..100]);

    for (bad, block) in
        [(swapped, Some(1)), (borrowed, Some(1)), (beheaded, None), (headless, None), (other, None)]
    {
        fs::write(path(&blobs, one, "blob"), bad).unwrap();
        let found = blobs.verify(one).await;
        assert!(matches!(found, Err(Error::Corrupt { block: found }) if found == block), "{found:?}");
    }
}

#[tokio::test]
async fn a_finished_blob_cannot_lose_or_gain_its_end() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let id = finished(&blobs, 2 * u64::from(SMALL) + 9).await;
    let good = fs::read(path(&blobs, id, "blob")).unwrap();
    for len in 0..good.len() + 300 {
        if len == good.len() {
            continue;
        }
        let mut bad = good.clone();
        bad.resize(len, 0);
        fs::write(path(&blobs, id, "blob"), bad).unwrap();
        let found = blobs.status(id).await;
        assert!(matches!(found, Err(Error::Corrupt { .. })), "{len}: {found:?}");
    }
    // Nor be reopened by wiping its length: its journal is gone.
    let mut wiped = good;
    wiped[100..HEAD].fill(0);
    fs::write(path(&blobs, id, "blob"), wiped).unwrap();
    assert!(matches!(blobs.status(id).await, Err(Error::Corrupt { block: None })));
    assert!(matches!(blobs.append(id).await, Err(Error::Corrupt { block: None })));
}

/// The entry for fuzzing: files of any content are opened in every way; nothing may panic (a panic in a task would
/// show as `Stopped`), and nothing but what was written may be read.
#[tokio::test]
async fn arbitrary_files_never_panic() {
    let scratch = Scratch::new();
    let blobs = scratch.blobs();
    let len = 3 * u64::from(SMALL) + 100;
    let models = [unfinished(&blobs, len).await, finished(&blobs, len).await];
    let rounds = std::env::var("SACADOS_SOAK_FILES").map_or(400, |rounds| rounds.parse().unwrap());
    for seed in 0..rounds {
        let mut chance = Chance(seed);
        let id = models[chance.below(2) as usize];
        let good = ["blob", "tail"].map(|kind| fs::read(path(&blobs, id, kind)).ok());
        let content = bytes(0, len);
        for kind in ["blob", "tail"] {
            let other = ["blob", "tail"][chance.below(2) as usize];
            let mut file = fs::read(path(&blobs, id, kind)).unwrap_or_default();
            match chance.below(5) {
                0 => file = chance.bytes(seed % 900),
                1 => file.truncate(chance.below(file.len() as u64 + 1) as usize),
                2 => file.extend(fs::read(path(&blobs, id, other)).unwrap_or_default()),
                3 => {}
                _ => splice(&mut file, &mut chance),
            }
            fs::write(path(&blobs, id, kind), file).unwrap();
        }

        match read_all(&blobs, id).await {
            Ok(read) => assert!(content.starts_with(&read), "seed {seed}"),
            Err(error) => assert!(is_damage(&error), "seed {seed}: {error}"),
        }
        match blobs.append(id).await {
            Ok(mut appender) => {
                let from = appender.offset();
                let back = appender.rollback_to(from - chance.below(from + 1)).await;
                assert!(back.as_ref().err().is_none_or(is_damage), "seed {seed}: {back:?}");
                if back.is_ok() {
                    appender.write(vec![1; 700].into()).await.unwrap();
                    appender.commit().await.unwrap();
                }
            }
            Err(error) => {
                assert!(matches!(error, Error::Finished) || is_damage(&error), "seed {seed}: {error}")
            }
        }
        for (kind, good) in ["blob", "tail"].iter().zip(good) {
            match good {
                Some(good) => fs::write(path(&blobs, id, kind), good).unwrap(),
                None => drop(fs::remove_file(path(&blobs, id, kind))),
            }
        }
    }
}

fn splice(file: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let at = chance.below(file.len() as u64 + 1) as usize;
        let len = chance.below(40);
        let noise = chance.bytes(len);
        let end = if chance.below(2) == 0 { at } else { (at + noise.len()).min(file.len()) };
        file.splice(at..end, noise);
    }
}
