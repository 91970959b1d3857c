//! A flood at the door of the program itself: wrong passwords from many households, two hundred people who come at the same
//! moment, and meanwhile people who sign in, who send a parcel and who search. Everybody who is right is served; how long
//! they waited is printed. Five hundred wrong ones by default; `SACADOS_SOAK_SIGN_INS=100000` asks for more.

use std::{
    fs,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    client::Client,
    program::{Folder, Program, free_port},
};

const AGENT: &str = "helene.marchetti@ecologie.exemple.fr";
const OTHER: &str = "karim.benali@ecologie.exemple.fr";
/// Of everybody in a sample State.
const PASSWORD: &str = "sac-a-dos-exemple-2026";
const STRANGERS: u32 = 32;
const HOUSEHOLDS: u32 = 40;
const MORNING: u32 = 200;
/// Rounds of those who are looked at, however quick the flood is.
const ROUNDS: usize = 10;
const ROOM: &[(&str, &str)] = &[
    ("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000"),
    ("SACADOS__IDENTITY__SIGN_INS_PER_MINUTE", "1000000"),
    // Milliseconds each in a program that is not optimised: two hundred at once are then a queue of seconds.
    ("SACADOS__IDENTITY__HASH_MEMORY_KIB", "1024"),
];

#[test]
fn a_flood_at_the_door_stops_nobody() {
    let most = std::env::var("SACADOS_SOAK_SIGN_INS").map_or(500, |most| most.parse().unwrap());
    let (folder, port) = (Folder::new(), free_port());
    // So that this machine can be many households.
    fs::write(folder.path().join("sacados.toml"), "[server]\ntrusted_proxies = [\"127.0.0.1\"]\n").unwrap();
    let program = Program::start(folder.path(), port, ROOM);
    let worker = Client::sign_in(port, AGENT);
    // Two hundred who come as one person would be taken for somebody who tries passwords.
    let persons = Client::stranger(port).json("/api/identity/sample/persons");
    let persons = persons["persons"].as_array().unwrap().iter();
    let agents: Vec<String> = persons
        .filter(|person| person["address"] != OTHER)
        .map(|person| person["address"].as_str().unwrap().to_owned())
        .collect();
    let (begun, answered) = (AtomicU32::new(0), AtomicU32::new(0));
    let under_way = || answered.load(Ordering::SeqCst) < most;

    let [morning, honest, sent, found] = thread::scope(|scope| {
        for _ in 0..STRANGERS {
            scope.spawn(|| {
                loop {
                    let n = begun.fetch_add(1, Ordering::SeqCst);
                    if n >= most {
                        return;
                    }
                    let stranger = Client::stranger(port).from(&format!("198.51.100.{}", n % HOUSEHOLDS));
                    let address =
                        if n % 2 == 0 { OTHER.to_owned() } else { format!("a{n}@ecologie.exemple.fr") };
                    let status = sign_in(&stranger, &address, "un autre mot de passe");
                    assert!(matches!(status, 401 | 429 | 503), "{status}");
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        let coming: Vec<_> = agents
            .iter()
            .cycle()
            .zip(0..MORNING)
            .map(|(agent, n)| {
                let browser = Client::stranger(port).from(&format!("203.0.113.{}", n / 10));
                scope.spawn(move || timed(|| assert_eq!(sign_in(&browser, agent, PASSWORD), 201)))
            })
            .collect();
        let looked_at = [
            scope.spawn(|| {
                let browser = Client::stranger(port).from("192.0.2.1");
                meanwhile(under_way, || assert_eq!(sign_in(&browser, AGENT, PASSWORD), 201))
            }),
            scope.spawn(|| meanwhile(under_way, || send_a_parcel(&worker))),
            scope.spawn(|| meanwhile(under_way, || drop(worker.json("/api/directory/find?q=benali")))),
        ];
        let [honest, sent, found] = looked_at.map(|one| one.join().unwrap());
        [coming.into_iter().map(|one| one.join().unwrap()).collect(), honest, sent, found]
    });

    print("of 200 at once, right", morning);
    print("who signs in", honest);
    print("who sends a parcel", sent);
    print("who searches", found);
    assert!(program.stop());
}

fn sign_in(browser: &Client, address: &str, password: &str) -> u16 {
    let shown = json!({ "address": address, "password": password });
    browser.post("/api/identity/sessions", &shown).unwrap().status().as_u16()
}

/// A draft, and a file in it.
fn send_a_parcel(worker: &Client) {
    let parcel = worker.draft("Sauvegarde", OTHER);
    let bytes = [7; 4096];
    let upload = worker.create_upload(&parcel, "plan.bin", bytes.len() as u64);
    assert_eq!(worker.patch(&upload, 0, &bytes).unwrap(), bytes.len() as u64);
}

fn timed(what: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    what();
    begun.elapsed()
}

/// Does it again and again while the flood is under way, and says how long each took.
fn meanwhile(under_way: impl Fn() -> bool, mut what: impl FnMut()) -> Vec<Duration> {
    let mut waits = vec![];
    while under_way() || waits.len() < ROUNDS {
        waits.push(timed(&mut what));
    }
    waits
}

fn print(who: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() * percent / 100).min(waits.len() - 1)];
    println!("{who}: {} times, p50 {:?}, p99 {:?}", waits.len(), at(50), at(99));
}
