//! The program and its database can be killed at any moment; nothing acknowledged is lost.
//!
//! Three kills a story; `SACADOS_SOAK_KILLS=50` asks for more.

mod tokens;

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use testkit::Chance;

use crate::{
    client::{Client, sha256},
    program::{Folder, Program, free_port, postmaster, signal},
};

const SENDER: &str = "helene.marchetti@ecologie.exemple.fr";
const RECIPIENT: &str = "karim.benali@ecologie.exemple.fr";
const SIZE: usize = 24 << 20;
const QUIET: &[(&str, &str)] = &[("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000")];

fn kills() -> u64 {
    std::env::var("SACADOS_SOAK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3)
}

#[test]
fn uploads_survive_a_program_that_is_killed() {
    uploads_survive(|program, data, port, chance| kill_program(program, data, port, QUIET, chance));
}

#[test]
fn uploads_survive_a_database_that_is_killed() {
    uploads_survive(|_, data, _, chance| kill_database(data, chance));
}

/// Kills the program at any moment, and starts it again.
fn kill_program(
    program: &mut Option<Program>,
    data: &Path,
    port: u16,
    settings: &[(&str, &str)],
    chance: &mut Chance,
) {
    thread::sleep(Duration::from_millis(chance.below(400)));
    program.take().unwrap().kill();
    *program = Some(Program::start(data, port, settings));
}

/// Kills the database at any moment, and waits until the program has started it again by itself.
fn kill_database(data: &Path, chance: &mut Chance) {
    thread::sleep(Duration::from_millis(chance.below(400)));
    if let Some(database) = postmaster(data) {
        signal(database, "KILL");
    }
    let end = Instant::now() + Duration::from_secs(60);
    let last = postmaster(data);
    while (postmaster(data).is_none() || postmaster(data) == last) && Instant::now() < end {
        thread::sleep(Duration::from_millis(50));
    }
}

fn uploads_survive(kill: impl Fn(&mut Option<Program>, &Path, u16, &mut Chance) + Send + Sync) {
    let (folder, port) = (Folder::new(), free_port());
    let mut program = Some(Program::start(folder.path(), port, QUIET));
    let mut chance = Chance::new();
    let bytes = chance.bytes(SIZE);
    let client = Client::sign_in(port, SENDER);
    let parcel = client.draft("Sauvegarde", RECIPIENT);
    for round in 0..kills() {
        let upload = client.create_upload(&parcel, &format!("image-{round}.bin"), SIZE as u64);
        let acknowledged = Mutex::new(0_u64);
        let killed = AtomicBool::new(false);
        let mut dice = Chance::new();
        thread::scope(|scope| {
            scope.spawn(|| {
                kill(&mut program, folder.path(), port, &mut dice);
                killed.store(true, Ordering::SeqCst);
            });
            send(&client, &upload, &bytes, &acknowledged, &mut chance, &killed);
        });
        let file = file_of(&client, &parcel, round);
        let mut back = vec![];
        client.download(&file, 0..SIZE as u64, &mut back).unwrap();
        assert_eq!(sha256(&back), sha256(&bytes), "round {round}");
    }
}

/// Sends everything, whatever breaks; what was acknowledged must still be there each time.
fn send(
    client: &Client,
    upload: &str,
    bytes: &[u8],
    acknowledged: &Mutex<u64>,
    chance: &mut Chance,
    killed: &AtomicBool,
) {
    let end = Instant::now() + Duration::from_secs(180);
    loop {
        assert!(Instant::now() < end, "the upload does not come to its end");
        let Ok(offset) = client.offset(upload) else {
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let mut known = acknowledged.lock().unwrap();
        assert!(offset >= *known, "{offset} bytes are there, {} were acknowledged", *known);
        let at = usize::try_from(offset).unwrap();
        if at == bytes.len() {
            return;
        }
        // Held back until the kill has come, so that it always falls into an upload under way.
        let rest = bytes.len() - at;
        if rest < 2 << 20 && !killed.load(Ordering::SeqCst) {
            drop(known);
            thread::sleep(Duration::from_millis(20));
            continue;
        }
        let length = usize::try_from(1 + chance.below(1 << 20)).unwrap().min(rest);
        if let Ok(offset) = client.patch(upload, offset, &bytes[at..at + length]) {
            *known = offset;
        }
    }
}

/// The download address of a parcel's file, once the house answers again.
fn file_of(client: &Client, parcel: &str, round: u64) -> String {
    let name = format!("image-{round}.bin");
    let parcel = patiently(|| {
        let mut answer = client.get(&format!("/api/transfer/parcels/{parcel}")).ok()?;
        (answer.status() == 200).then(|| answer.body_mut().read_json::<Value>().ok())?
    });
    let id = parcel["id"].as_str().unwrap();
    let file = parcel["files"].as_array().unwrap().iter().find(|file| file["name"] == name.as_str()).unwrap();
    assert_eq!(file["complete"], true);
    format!("/api/transfer/parcels/{id}/files/{}", file["id"].as_str().unwrap())
}

#[test]
fn downloads_go_on_where_a_killed_program_left_them() {
    let (folder, port) = (Folder::new(), free_port());
    let program = Arc::new(Mutex::new(Some(Program::start(folder.path(), port, QUIET))));
    let mut chance = Chance::new();
    let bytes = chance.bytes(SIZE);
    let client = Client::sign_in(port, SENDER);
    let parcel = client.draft("Sauvegarde", RECIPIENT);
    let upload = client.create_upload(&parcel, "image-0.bin", SIZE as u64);
    assert_eq!(client.patch(&upload, 0, &bytes).unwrap(), SIZE as u64);
    let file = file_of(&client, &parcel, 0);

    for _ in 0..kills() {
        let delay = Duration::from_millis(chance.below(60));
        let (program, data) = (Arc::clone(&program), folder.path().to_owned());
        let killer = thread::spawn(move || {
            thread::sleep(delay);
            let mut program = program.lock().unwrap();
            program.take().unwrap().kill();
            *program = Some(Program::start(&data, port, QUIET));
        });
        let mut back = vec![];
        let end = Instant::now() + Duration::from_secs(120);
        while back.len() < SIZE {
            assert!(Instant::now() < end, "the download does not come to its end");
            let from = back.len() as u64;
            if client.download(&file, from..SIZE as u64, &mut back).is_err() {
                thread::sleep(Duration::from_millis(30));
            }
        }
        killer.join().unwrap();
        assert_eq!(sha256(&back), sha256(&bytes));
    }
}

/// Asks until there is an answer, for a minute at most.
fn patiently<T>(mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < end, "no answer for a minute");
        thread::sleep(Duration::from_millis(50));
    }
}
