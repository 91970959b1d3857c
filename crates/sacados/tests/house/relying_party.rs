//! Applications that others wrote the clients of, unmodified, against the program: their scripts are in
//! `interop/relying-party`.

use std::{
    io::{self, Read},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::program::{Folder, Program, free_port};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop/relying-party");
const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
/// A story that takes longer hangs; it takes half a minute.
const LONGEST: Duration = Duration::from_secs(300);
const QUIET: &[(&str, &str)] = &[("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000")];

/// What each client does, by the words that the script says when it is done.
const STORIES: &[&str] = &[
    r#"{"way":"client_secret_basic"}"#,
    r#"{"way":"client_secret_post"}"#,
    r#"{"way":"private_key_jwt"}"#,
    r#"{"way":"none"}"#,
    r#"{"impostors":true}"#,
    r#"{"published":true}"#,
    r#"{"signed":"ES256"}"#,
    r#"{"signed":"RS256"}"#,
    r#"{"prompts":true}"#,
    r#"{"claims":true}"#,
    r#"{"hints":true}"#,
    r#"{"games":true}"#,
    r#"{"device":true}"#,
    r#"{"registered":true}"#,
    r#"{"ended":true}"#,
    r#"{"done":true}"#,
];

#[test]
fn openid_client_goes_through_every_flow() {
    tells(&walks("openid-client.mjs"), STORIES);
}

#[test]
fn oauth4webapi_goes_through_every_flow_and_signs_in_as_an_application_of_proconnect_does() {
    let said = walks("oauth4webapi.mjs");
    tells(&said, &[r#"{"discovered":true}"#, r#"{"proconnect":true}"#]);
    tells(&said, STORIES);
}

fn tells(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.lines().any(|line| line == *word), "never said {word}:\n{said}");
    }
}

/// Plays a script to its end; what it said.
fn walks(script: &str) -> String {
    let (folder, port) = (Folder::new(), free_port());
    let program = Program::start(folder.path(), port, QUIET);
    let mut node = Command::new("node");
    node.arg(format!("{SCRIPTS}/{script}"))
        .args([ADMINISTRATOR, AGENT])
        .env("SACADOS_URL", format!("http://localhost:{port}"))
        .stdin(Stdio::null());
    let ended = ends_within(LONGEST, node);
    let Output { status, stdout, stderr } =
        ended.unwrap_or_else(|error| panic!("{script}: {error}\n{}", program.log()));
    let (said, wrong) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{script} ended badly:\n{said}\n{wrong}\n{}", program.log());
    said.into_owned()
}

/// Runs a program to its end, or ends it: a test that hangs says nothing.
fn ends_within(limit: Duration, mut command: Command) -> io::Result<Output> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let said = thread::spawn(move || {
        let mut bytes = vec![];
        out.read_to_end(&mut bytes).map(|_| bytes)
    });
    let wrong = thread::spawn(move || {
        let mut bytes = vec![];
        err.read_to_end(&mut bytes).map(|_| bytes)
    });
    let began = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if began.elapsed() > limit => {
                child.kill()?;
                break child.wait()?;
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    };
    Ok(Output { status, stdout: said.join().unwrap()?, stderr: wrong.join().unwrap()? })
}
