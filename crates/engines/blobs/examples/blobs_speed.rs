//! What sealing costs: this store beside a plain copy of the same bytes to the same disk, in the same run.
//!
//! `cargo run --release -p blobs --example blobs_speed [MiB [FOLDER]]` prints GiB per second of processor time (all
//! threads of the process, user and system) and of wall time, and each as a ratio to the plain file.

use std::error::Error;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, process};

use blobs::{BlobId, Blobs, MasterKey};
use bytes::Bytes;
use futures::TryStreamExt;
use rustix::time::{ClockId, clock_gettime};

/// What a request's body comes in.
const PIECE: usize = 64 * 1024;
/// How often an upload is acknowledged.
const COMMIT: usize = 64 * 1024 * 1024;
const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[derive(Clone, Copy)]
struct Cost {
    processor: Duration,
    wall: Duration,
}

struct Meter {
    processor: Duration,
    wall: Instant,
}

impl Meter {
    fn start() -> Self {
        Self { processor: processor_time(), wall: Instant::now() }
    }

    fn stop(self) -> Cost {
        Cost { processor: processor_time() - self.processor, wall: self.wall.elapsed() }
    }
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1);
    let len = arguments.next().map_or(Ok(1024), |mebibytes| mebibytes.parse::<usize>())? << 20;
    let parent = arguments.next().map_or_else(env::temp_dir, PathBuf::from);
    let folder = parent.join(format!("sacados-blobs-speed-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let measured = measure(&folder, len).await;
    fs::remove_dir_all(&folder)?;
    let [plain_write, blob_write, plain_read, blob_read] = measured?;

    println!("{} MiB, pieces of 64 KiB, made durable every 64 MiB; best of {ROUNDS}", len >> 20);
    println!("| | GiB per CPU second | GiB per second | ratio, CPU | ratio, wall |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (name, cost, rival) in [
        ("write, plain file", plain_write, plain_write),
        ("write, sealed blob", blob_write, plain_write),
        ("read, plain file", plain_read, plain_read),
        ("read, sealed blob", blob_read, plain_read),
    ] {
        let speed = |time: Duration| len as f64 / f64::from(1 << 30) / time.as_secs_f64();
        println!(
            "| {name} | {:.2} | {:.2} | {:.2} | {:.2} |",
            speed(cost.processor),
            speed(cost.wall),
            rival.processor.as_secs_f64() / cost.processor.as_secs_f64(),
            rival.wall.as_secs_f64() / cost.wall.as_secs_f64(),
        );
    }
    Ok(())
}

/// The best of some rounds that take turns, so that what the machine does besides falls on all alike.
async fn measure(folder: &Path, len: usize) -> Outcome<[Cost; 4]> {
    let keys = MasterKey::create_file(folder.join("key"))?;
    let blobs = Blobs::open_folder(folder.join("blobs"), keys)?;
    let piece = (0..PIECE).map(|at| ((at * 31) >> 3) as u8).collect::<Vec<_>>();
    let body = Bytes::from(piece);
    let mut best: Option<[Cost; 4]> = None;
    for _ in 0..ROUNDS {
        let (path, id) = (folder.join("plain"), BlobId::random());

        let meter = Meter::start();
        write_plain(&path, &body, len)?;
        let plain_write = meter.stop();
        let meter = Meter::start();
        assert_eq!(read_plain(&path)?, len);
        let plain_read = meter.stop();
        // Before the other begins, so that both find the same pages of memory free.
        fs::remove_file(&path)?;

        let meter = Meter::start();
        write_blob(&blobs, id, &body, len).await?;
        let blob_write = meter.stop();
        let meter = Meter::start();
        assert_eq!(read_blob(&blobs, id, len).await?, len);
        let blob_read = meter.stop();
        blobs.remove(id).await?;

        let round = [plain_write, blob_write, plain_read, blob_read];
        best = Some(best.map_or(round, |best| {
            let mut better = best;
            for (better, new) in better.iter_mut().zip(round) {
                better.processor = better.processor.min(new.processor);
                better.wall = better.wall.min(new.wall);
            }
            better
        }));
    }
    best.ok_or_else(|| "no round was run".into())
}

fn write_plain(path: &Path, piece: &[u8], len: usize) -> Outcome<()> {
    let mut file = File::create(path)?;
    for written in (0..len).step_by(piece.len()) {
        file.write_all(piece)?;
        if (written + piece.len()).is_multiple_of(COMMIT) {
            file.sync_data()?;
        }
    }
    Ok(file.sync_all()?)
}

async fn write_blob(blobs: &Blobs, id: BlobId, piece: &Bytes, len: usize) -> Outcome<()> {
    blobs.create(id).await?;
    let mut appender = blobs.append(id).await?;
    for written in (0..len).step_by(piece.len()) {
        appender.write(piece.clone()).await?;
        if (written + piece.len()).is_multiple_of(COMMIT) {
            appender.commit().await?;
        }
    }
    Ok(appender.finish(len as u64).await?)
}

fn read_plain(path: &Path) -> Outcome<usize> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 256 * 1024];
    let mut read = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(read),
            len => read += len,
        }
    }
}

async fn read_blob(blobs: &Blobs, id: BlobId, len: usize) -> Outcome<usize> {
    let mut stream = blobs.read(id, 0..len as u64).await?;
    let mut read = 0;
    while let Some(piece) = stream.try_next().await? {
        read += piece.len();
    }
    Ok(read)
}
