//! Tokens of applications: what was acknowledged is worth something after any kill, what was lost on its way may be asked for
//! again, and no code is exchanged twice.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use testkit::Chance;

use super::{kill_database, kill_program, kills, patiently};
use crate::{
    application::{Agenda, word},
    client::Client,
    program::{Folder, Program, free_port},
};

const AGENT: &str = "karim.benali@ecologie.exemple.fr";
/// A loaded machine may take longer than half a minute to be there again.
const SETTINGS: &[(&str, &str)] = &[
    ("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000"),
    ("SACADOS__PROVIDER__REFRESH_GRACE_SECONDS", "300"),
];
/// Sign-ins whose tokens are refreshed at the same time.
const FAMILIES: usize = 3;
/// What each does once the house is there again.
const AFTERWARDS: usize = 5;

#[test]
fn tokens_survive_a_program_that_is_killed() {
    tokens_survive(|program, data, port, chance| kill_program(program, data, port, SETTINGS, chance));
}

#[test]
fn tokens_survive_a_database_that_is_killed() {
    tokens_survive(|_, data, _, chance| kill_database(data, chance));
}

fn tokens_survive(kill: impl Fn(&mut Option<Program>, &Path, u16, &mut Chance) + Send + Sync) {
    let (folder, port) = (Folder::new(), free_port());
    let mut program = Some(Program::start(folder.path(), port, SETTINGS));
    let agenda = Agenda::join(port, &Client::sign_in(port, AGENT));
    for _ in 0..kills() {
        let killed = AtomicBool::new(false);
        let mut dice = Chance::new();
        thread::scope(|scope| {
            for _ in 0..FAMILIES {
                scope.spawn(|| refreshes(&agenda, &killed));
            }
            scope.spawn(|| exchanges(&agenda, &killed));
            scope.spawn(|| {
                kill(&mut program, folder.path(), port, &mut dice);
                killed.store(true, Ordering::SeqCst);
            });
        });
    }
}

/// Refreshes again and again, over the kill. An answer that does not come is asked for again with the token that is still
/// held: that is all an application can do, and it must be enough.
fn refreshes(agenda: &Agenda, killed: &AtomicBool) {
    let first = word(&patiently(|| agenda.signs_in()), "refresh_token");
    let mut held = first.clone();
    let (mut since, end) = (0, Instant::now() + Duration::from_secs(180));
    while since < AFTERWARDS {
        assert!(Instant::now() < end, "the refreshing does not come to its end");
        let was_killed = killed.load(Ordering::SeqCst);
        match agenda.refreshes(&held) {
            Some((200, tokens)) => {
                held = word(&tokens, "refresh_token");
                since += usize::from(was_killed);
            }
            Some((status, no)) => panic!("what was acknowledged opens nothing any more: {status} {no}"),
            None => thread::sleep(Duration::from_millis(20)),
        }
    }

    let old = patiently(|| agenda.refreshes(&first));
    assert_eq!(old.0, 400, "what was over before the kill is over after it: {}", old.1);
    let family = patiently(|| agenda.refreshes(&held));
    assert_eq!(family.0, 400, "and whoever shows it ends the family: {}", family.1);
}

/// Exchanges codes, over the kill. One whose answer was lost may be spent, but never gives twice.
fn exchanges(agenda: &Agenda, killed: &AtomicBool) {
    let (mut since, end) = (0, Instant::now() + Duration::from_secs(180));
    while since < AFTERWARDS {
        assert!(Instant::now() < end, "the exchanging does not come to its end");
        let was_killed = killed.load(Ordering::SeqCst);
        let code = patiently(|| agenda.code());
        let mut lost = false;
        let (status, answer) = patiently(|| {
            let answer = agenda.exchanges(&code);
            lost |= answer.is_none();
            answer
        });
        if status == 200 {
            let access = word(&answer, "access_token");
            assert_eq!(
                patiently(|| agenda.is_told(&access)),
                200,
                "what was acknowledged is worth something"
            );
            let again = patiently(|| agenda.exchanges(&code));
            assert_eq!(again.0, 400, "a code gave twice: {}", again.1);
            assert_eq!(patiently(|| agenda.is_told(&access)), 401, "and is taken back with what it gave");
        } else {
            assert!(lost && status == 400, "a code that nobody showed before: {status} {answer}");
        }
        since += usize::from(was_killed);
    }
}
