//! A real process, really killed: what it acknowledged through a pipe is there.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::{env, io};

use super::{Chance, Scratch, bytes, read_all};
use crate::{BlobId, Blobs, MasterKey};

const FOLDER: &str = "SACADOS_BLOBS_KILLED_FOLDER";
const BLOB: &str = "SACADOS_BLOBS_KILLED_ID";

fn store(folder: &str, block: u32) -> Blobs {
    let keys = MasterKey::create_file(format!("{folder}/key")).unwrap();
    Blobs::open(format!("{folder}/blobs").into(), keys, block, 0).unwrap()
}

#[tokio::test]
async fn a_killed_process_leaves_what_it_acknowledged() {
    let kills = env::var("SACADOS_SOAK_KILLS").map_or(3, |kills| kills.parse().unwrap());
    let scratch = Scratch::new();
    let folder = scratch.path().to_str().unwrap();
    let blobs = store(folder, super::SMALL);
    let id = BlobId::random();
    blobs.create(id).await.unwrap();
    let mut chance = Chance(kills);
    let mut known = 0;
    for kill in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "tests::kill::the_process_to_be_killed", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .env(BLOB, id.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut acknowledged = known;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut heard = 0;
        let until = 5 + chance.below(200);
        for line in lines {
            let line = line.unwrap();
            let Some(offset) = line.strip_prefix("acknowledged ") else { continue };
            acknowledged = offset.parse().unwrap();
            heard += 1;
            // Killed while it goes on, then what is still in the pipe is heard.
            if heard == until {
                child.kill().unwrap();
            }
        }
        let status = child.wait().unwrap();
        assert!(!status.success() && heard >= until, "it was killed, and did not end by itself");

        let content = read_all(&blobs, id).await.unwrap();
        let durable = content.len() as u64;
        assert!(durable >= acknowledged, "kill {kill}: {durable} of {acknowledged}");
        assert!(acknowledged > known);
        assert_eq!(content, bytes(0, durable), "kill {kill}");
        known = durable;
    }
    blobs.finish(id, known).await.unwrap();
    assert_eq!(read_all(&blobs, id).await.unwrap(), bytes(0, known));
}

#[tokio::test]
#[ignore = "run by a_killed_process_leaves_what_it_acknowledged, in a process of its own"]
async fn the_process_to_be_killed() {
    let folder = env::var(FOLDER).unwrap();
    let id = env::var(BLOB).unwrap().parse::<BlobId>().unwrap();
    let blobs = store(&folder, super::SMALL);
    let mut appender = blobs.append(id).await.unwrap();
    let mut chance = Chance(appender.offset());
    loop {
        for _ in 0..=chance.below(2) {
            let len = 1 + chance.below(1500);
            appender.write(bytes(appender.offset(), len).into()).await.unwrap();
        }
        if chance.below(5) == 0 {
            // A checksum that does not match: back to what was acknowledged, through what was committed.
            let acknowledged = appender.committed();
            appender.write(vec![0; 900].into()).await.unwrap();
            appender.rollback_to(acknowledged).await.unwrap();
        } else {
            let offset = appender.commit().await.unwrap();
            let mut out = io::stdout().lock();
            writeln!(out, "acknowledged {offset}").unwrap();
            out.flush().unwrap();
        }
    }
}
