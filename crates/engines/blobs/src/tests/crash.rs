//! Power that fails at random moments: what the disk then holds is any mixture of what was asked of it since the last
//! synchronisation. Random but repeatable: a seed that fails is told.

use std::fs;
use std::path::Path;

use super::{Chance, SMALL, Scratch, keys, read_all};
use crate::{Appender, BlobId, Blobs};

/// The two files of a blob at a moment.
#[derive(Clone)]
struct Image {
    blob: Vec<u8>,
    tail: Vec<u8>,
}

impl Image {
    fn of(blobs: &Blobs, id: BlobId) -> Self {
        let read = |kind| fs::read(blobs.folder.path(id, kind)).unwrap();
        Self { blob: read("blob"), tail: read("tail") }
    }

    /// Checks that a store of these files gives one of the `allowed` contents, and that it can be gone on with.
    async fn check(&self, id: BlobId, allowed: &[&[u8]], chance: &mut Chance, seed: u64) {
        let scratch = Scratch::new();
        let blobs = store(scratch.path());
        fs::create_dir_all(blobs.folder.path(id, "blob").parent().unwrap()).unwrap();
        fs::write(blobs.folder.path(id, "blob"), &self.blob).unwrap();
        fs::write(blobs.folder.path(id, "tail"), &self.tail).unwrap();

        let mut content = read_all(&blobs, id).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert!(
            allowed.contains(&&content[..]),
            "seed {seed}: {} bytes, allowed {:?}",
            content.len(),
            allowed.iter().map(|content| content.len()).collect::<Vec<_>>()
        );
        let mut appender = blobs.append(id).await.unwrap();
        assert_eq!(appender.offset(), content.len() as u64, "seed {seed}");
        for _ in 0..chance.below(3) {
            let more = chance.next() % 700;
            let more = chance.bytes(more);
            content.extend_from_slice(&more);
            appender.write(more.into()).await.unwrap();
            appender.commit().await.unwrap();
            assert_eq!(read_all(&blobs, id).await.unwrap(), content, "seed {seed}");
        }
        appender.finish(content.len() as u64).await.unwrap();
        assert_eq!(read_all(&blobs, id).await.unwrap(), content, "seed {seed}");
    }
}

fn store(path: &Path) -> Blobs {
    Blobs::open(path.join("blobs"), keys(), SMALL, 0).unwrap()
}

/// Pieces of `old` and of `new`, as sectors that reached the disk or did not; sometimes cut, sometimes torn.
fn mix(old: &[u8], new: &[u8], from: usize, chance: &mut Chance) -> Vec<u8> {
    let sector = [16, 64, 512][chance.below(3) as usize];
    let mut mixed = old.to_vec();
    mixed.resize(old.len().max(new.len()), 0);
    for at in (from..new.len()).step_by(sector) {
        if chance.below(2) == 0 {
            let end = (at + sector).min(new.len());
            mixed[at..end].copy_from_slice(&new[at..end]);
        }
    }
    if chance.below(3) == 0 {
        mixed
            .truncate(old.len().max(from) + chance.below(mixed.len() as u64 - old.len() as u64 + 1) as usize);
    }
    mixed
}

struct World {
    blobs: Blobs,
    id: BlobId,
    appender: Appender,
    /// What was given to the appender and not taken back.
    written: Vec<u8>,
    /// What was acknowledged.
    durable: Vec<u8>,
    seed: u64,
}

impl World {
    async fn step(&mut self, chance: &mut Chance) {
        match chance.below(10) {
            0..=4 => {
                let len = [3, 60, 256, 300, 1024, 2600][chance.below(6) as usize];
                let len = 1 + chance.below(len);
                let more = chance.bytes(len);
                self.written.extend_from_slice(&more);
                self.appender.write(more.into()).await.unwrap();
                // Blocks may be on their way to the disk at this very moment.
                if chance.below(4) == 0 {
                    self.crash_at_rest(chance).await;
                }
            }
            5..=7 => {
                let before = Image::of(&self.blobs, self.id);
                let acknowledged = self.appender.commit().await.unwrap();
                assert_eq!(acknowledged, self.written.len() as u64);
                let after = Image::of(&self.blobs, self.id);
                self.crash_between(&before, &after, chance).await;
                self.durable.clone_from(&self.written);
            }
            8 => {
                let to = chance.below(self.written.len() as u64 + 1);
                // As after a commit: what is in flight is settled, so that both images are of one moment.
                self.appender.commit().await.unwrap();
                self.durable.clone_from(&self.written);
                let before = Image::of(&self.blobs, self.id);
                self.appender.rollback_to(to).await.unwrap();
                self.written.truncate(to as usize);
                let after = Image::of(&self.blobs, self.id);
                // The blocks are cut only after the journal is durable, so they are as before.
                let mixed = Image { blob: before.blob.clone(), tail: after.tail.clone() };
                self.crash_between(&before, &mixed, chance).await;
                after.check(self.id, &[&self.written], chance, self.seed).await;
                self.durable.clone_from(&self.written);
            }
            _ => self.reopen().await,
        }
    }

    /// Between commits only blocks are written, none of which count: any of them may be missing or torn.
    async fn crash_at_rest(&self, chance: &mut Chance) {
        let image = Image::of(&self.blobs, self.id);
        let cut = crate::head::Cut { block: SMALL };
        let safe = cut.position(cut.block_of(self.durable.len() as u64)) as usize;
        let noise = chance.bytes(image.blob.len() as u64);
        let torn = Image { blob: mix(&image.blob[..safe], &noise, safe, chance), tail: image.tail.clone() };
        for image in [image, torn] {
            image.check(self.id, &[&self.durable], chance, self.seed).await;
        }
    }

    async fn crash_between(&self, before: &Image, after: &Image, chance: &mut Chance) {
        let (old, new) = (&self.durable[..], &self.written[..]);
        // Blocks under way, journal untouched; blocks durable, journal under way; all durable, hints under way.
        let blocks = Image { blob: mix(&before.blob, &after.blob, 0, chance), tail: before.tail.clone() };
        blocks.check(self.id, &[old], chance, self.seed).await;
        let journal = Image { blob: after.blob.clone(), tail: mix(&before.tail, &after.tail, 128, chance) };
        journal.check(self.id, &[old, new], chance, self.seed).await;
        let mut hints = after.clone();
        hints.tail[..64].copy_from_slice(&before.tail[..64]);
        hints.tail[chance.below(44) as usize] ^= 0x55;
        hints.check(self.id, &[new], chance, self.seed).await;
        after.check(self.id, &[new], chance, self.seed).await;
    }

    async fn reopen(&mut self) {
        // The appender's last job may hold the lock a moment longer than the appender.
        let len = self.appender.committed();
        let other = loop {
            match Box::pin(self.take_over()).await {
                Some(appender) => break appender,
                None => tokio::task::yield_now().await,
            }
        };
        self.appender = other;
        assert_eq!(self.appender.offset(), len, "seed {}", self.seed);
        assert_eq!(len, self.durable.len() as u64);
        self.written.clone_from(&self.durable);
    }

    async fn take_over(&mut self) -> Option<Appender> {
        let spare = BlobId::random();
        self.blobs.create(spare).await.unwrap();
        drop(std::mem::replace(&mut self.appender, self.blobs.append(spare).await.unwrap()));
        self.blobs.append(self.id).await.ok()
    }
}

#[tokio::test]
async fn power_that_fails_at_any_moment_leaves_what_was_acknowledged() {
    let worlds = std::env::var("SACADOS_SOAK_WORLDS").map_or(12, |worlds| worlds.parse().unwrap());
    for seed in 0..worlds {
        let scratch = Scratch::new();
        let blobs = store(scratch.path());
        let id = BlobId::random();
        blobs.create(id).await.unwrap();
        let appender = blobs.append(id).await.unwrap();
        let mut world = World { blobs, id, appender, written: Vec::new(), durable: Vec::new(), seed };
        let mut chance = Chance(seed);
        for _ in 0..40 {
            world.step(&mut chance).await;
        }
        let len = world.written.len() as u64;
        world.appender.finish(len).await.unwrap();
        assert_eq!(read_all(&world.blobs, id).await.unwrap(), world.written, "seed {seed}");
    }
}

/// The finishing cut short at each of its steps: either it is done, or what was committed is there.
#[tokio::test]
async fn power_that_fails_while_finishing_leaves_a_blob() {
    for len in [0, 1, 255, 256, 257, 1500] {
        let scratch = Scratch::new();
        let blobs = store(scratch.path());
        let id = BlobId::random();
        let mut chance = Chance(len);
        let content = chance.bytes(len);
        blobs.create(id).await.unwrap();
        let mut appender = blobs.append(id).await.unwrap();
        appender.write(content.clone().into()).await.unwrap();
        appender.commit().await.unwrap();
        let before = Image::of(&blobs, id);
        appender.finish(len).await.unwrap();
        let done = fs::read(blobs.folder.path(id, "blob")).unwrap();

        for record in [0, 1, 20, 35, 36] {
            // The record is written last: the blocks are there, and so is the journal, which is removed after it.
            let mut blob = done.clone();
            blob[100 + record..136].fill(0);
            let image = Image { blob, tail: before.tail.clone() };
            if record == 36 {
                let scratch = Scratch::new();
                let blobs = store(scratch.path());
                fs::create_dir_all(blobs.folder.path(id, "blob").parent().unwrap()).unwrap();
                fs::write(blobs.folder.path(id, "blob"), &image.blob).unwrap();
                fs::write(blobs.folder.path(id, "tail"), &image.tail).unwrap();
                assert_eq!(read_all(&blobs, id).await.unwrap(), content);
                blobs.finish(id, len).await.unwrap();
                assert!(!blobs.folder.path(id, "tail").exists(), "the journal left behind is removed");
            } else {
                image.check(id, &[&content], &mut chance, len).await;
            }
        }
    }
}
