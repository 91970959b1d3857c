//! A writer that is killed leaves a readable index.

use std::{
    env,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use find::Index;

use crate::stand::{found, person};

const FOLDER: &str = "FIND_TESTS_FOLDER";
const BATCH: u128 = 200;

#[test]
fn a_killed_writer_leaves_what_it_committed_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut before = 0;
    for round in 0..6 {
        let committed = write_and_kill(folder.path(), Duration::from_millis(37 * round));

        let index = Index::open(folder.path()).unwrap();
        let len = u128::from(index.len());
        // It may have committed once more than it could say.
        assert!(
            len >= committed && len > before && len % BATCH == 0,
            "{round}: {len}, {committed} said, {before} before"
        );
        assert_eq!(found(&index, &format!("marchetti n{}", len - 1)), [len - 1]);
        before = len;
    }
}

/// Starts this very test program as a writer, and kills it a while after its second commit.
fn write_and_kill(folder: &Path, moment: Duration) -> u128 {
    let mut writer = Command::new(env::current_exe().expect("the writer runs"))
        .args(["--ignored", "--exact", "--nocapture", "kill::the_writer_that_is_killed"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer runs");
    let lines = BufReader::new(writer.stdout.take().expect("the writer runs")).lines();
    let mut said =
        lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("committed ")?.parse().ok());
    let committed = said.by_ref().take(2).last().expect("the writer commits");
    thread::sleep(moment);
    writer.kill().expect("the writer runs");
    writer.wait().expect("the writer runs");
    said.last().unwrap_or(committed)
}

#[test]
#[ignore = "started and killed by the test above"]
fn the_writer_that_is_killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let index = Index::open(Path::new(&folder)).unwrap();
    let mut next = u128::from(index.len());
    loop {
        let entries: Vec<_> = (next..next + BATCH)
            .map(|number| person(number, &format!("Hélène Marchetti N{number}")))
            .collect();
        index.put(&entries).unwrap();
        index.commit().unwrap();
        next += BATCH;
        println!("\ncommitted {next}");
    }
}
