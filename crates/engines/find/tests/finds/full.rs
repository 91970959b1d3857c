//! A disk that takes no more.

use std::{env, path::Path, process::Command};

use find::{Error, Index};

use crate::stand::{found, person};

const FOLDER: &str = "FIND_TESTS_FULL";

/// The limit is on the size of one file: what the kernel refuses to write looks as it does on a full disk, to one process.
#[test]
fn a_full_disk_is_said_and_what_was_committed_answers_on() {
    let folder = tempfile::tempdir().unwrap();
    // In blocks of 512 bytes (POSIX) or of 1024, by the shell. Without the trap the kernel would end the process.
    let limited = r#"trap '' XFSZ; ulimit -f 128; exec "$0" --ignored --exact --nocapture full::the_writer_whose_disk_is_full"#;
    let said = Command::new("sh")
        .args(["-c", limited])
        .arg(env::current_exe().expect("this program"))
        .env(FOLDER, folder.path())
        .output()
        .expect("a shell");
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(
        said.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&said.stderr)
    );

    let index = Index::open(folder.path()).expect("what was committed is whole");
    assert_eq!((found(&index, "marchetti"), found(&index, "durand")), (vec![1], vec![2]));
    assert_eq!(index.note().unwrap(), "after");
}

#[test]
#[ignore = "started by the test above, with a limit"]
fn the_writer_whose_disk_is_full() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let index = Index::open(Path::new(&folder)).unwrap();
    index.put(&[person(1, "Hélène Marchetti")]).unwrap();
    index.commit_with("before").unwrap();

    let many: Vec<_> =
        (10..30_000).map(|number| person(number, &format!("Camille N{number} Roux"))).collect();
    let full = index.put(&many).and_then(|()| index.commit_with("never"));
    assert!(matches!(full, Err(Error::Io(_))), "{full:?}");
    assert_eq!((found(&index, "marchetti"), index.note().unwrap()), (vec![1], "before".to_owned()));
    let full = index
        .rebuild()
        .and_then(|mut rebuild| rebuild.add(&many).and_then(|()| rebuild.finish_with("never")));
    assert!(matches!(full, Err(Error::Io(_))), "{full:?}");
    assert_eq!((found(&index, "marchetti"), index.note().unwrap()), (vec![1], "before".to_owned()));

    // There is room again for a little.
    index.put(&[person(2, "Paul Durand")]).unwrap();
    index.commit_with("after").unwrap();
    assert_eq!(found(&index, "durand"), [2]);
}
