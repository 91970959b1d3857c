//! Applications that others wrote the clients of, unmodified, against the program: their scripts are in
//! `interop/relying-party`.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use store::cluster::{ClusterSettings, PrivateCluster};

use crate::program::{Folder, Program, free_port};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop/relying-party");
const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
/// Where a client complains, in the folder of its program.
const WRONG: &str = "wrong.txt";
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

/// What each says while our keys change.
const ROTATION: &[&str] = &[r#"{"ahead":true}"#, r#"{"changed":true}"#, r#"{"done":true}"#];

#[test]
fn openid_client_goes_through_every_flow() {
    tells(&walks("openid-client.mjs", "play"), STORIES);
}

#[test]
fn oauth4webapi_goes_through_every_flow() {
    tells(&walks("oauth4webapi.mjs", "play"), STORIES);
}

#[test]
fn oauth4webapi_signs_in_as_an_application_of_proconnect_does() {
    let said = walks("oauth4webapi.mjs", "proconnect");
    tells(&said, &[r#"{"discovered":true}"#, r#"{"proconnect":true}"#, r#"{"done":true}"#]);
}

#[test]
fn openid_client_keeps_the_keys_it_read_while_ours_change() {
    tells(&walks("openid-client.mjs", "rotation"), ROTATION);
}

#[test]
fn oauth4webapi_keeps_the_keys_it_read_while_ours_change() {
    tells(&walks("oauth4webapi.mjs", "rotation"), ROTATION);
}

fn tells(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.lines().any(|line| line == *word), "never said {word}:\n{said}");
    }
}

/// Plays a story to its end, letting days pass for our keys when it asks; what it said.
fn walks(script: &str, story: &str) -> String {
    let mut stage = Stage::new();
    let mut node = Node::start(script, story, &stage);
    let (end, mut said) = (Instant::now() + LONGEST, String::new());
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let line = match node.lines.recv_timeout(left) {
            Ok(line) => line,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                panic!("{script} {story} was not over within {LONGEST:?}:\n{said}\n{}", stage.log())
            }
        };
        said.push_str(&line);
        said.push('\n');
        let days = serde_json::from_str::<Value>(&line).ok().and_then(|line| line["later"].as_f64());
        if let Some(days) = days {
            stage.ages(days);
            writeln!(node.stdin, "{days}").unwrap();
        }
    }
    let status = node.child.wait().unwrap();
    assert!(status.success(), "{script} {story} ended badly:\n{said}\n{}", stage.log());
    said
}

/// A program whose keys can be made older.
struct Stage {
    // Ends before its folder goes.
    program: Option<Program>,
    folder: Folder,
    port: u16,
}

impl Stage {
    fn new() -> Self {
        let (folder, port) = (Folder::new(), free_port());
        let program = Some(Program::start(folder.path(), port, QUIET));
        Self { program, folder, port }
    }

    /// Lets days pass for the keys that sign, and for the routine that makes them; for nothing else.
    fn ages(&mut self, days: f64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(make_older(self.folder.path(), days));
        // A node believes for a minute what it read of the keys: another one knows nothing yet.
        assert!(self.program.take().unwrap().stop(), "the program did not end well");
        self.program = Some(Program::start(self.folder.path(), self.port, QUIET));
        let end = Instant::now() + Duration::from_secs(60);
        while self.keys() < 4 {
            assert!(Instant::now() < end, "no next keys were made:\n{}", self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// How many are published: of each algorithm the one that signs, and the next or the last one.
    fn keys(&self) -> usize {
        let address = self.program.as_ref().unwrap().address("/oauth2/keys.json");
        let keys: Value = ureq::get(address).call().unwrap().body_mut().read_json().unwrap();
        keys["keys"].as_array().unwrap().len()
    }

    /// What the program and the client complain of.
    fn log(&self) -> String {
        let wrong = fs::read_to_string(self.folder.path().join(WRONG)).unwrap_or_default();
        format!("{wrong}\n{}", self.program.as_ref().map_or_else(String::new, Program::log))
    }
}

async fn make_older(data: &Path, days: f64) {
    let options = PrivateCluster::beside(data, &ClusterSettings::default()).await.unwrap().unwrap();
    let pool = sqlx::PgPool::connect_with(options).await.unwrap();
    let older = [
        "UPDATE provider.keys SET signs_from = signs_from - $1 * interval '1 day',
                signs_until = signs_until - $1 * interval '1 day',
                published_until = published_until - $1 * interval '1 day'",
        "UPDATE house.routines SET started_at = started_at - $1 * interval '1 day' WHERE name = 'provider.keys'",
    ];
    for sentence in older {
        assert_ne!(sqlx::query(sentence).bind(days).execute(&pool).await.unwrap().rows_affected(), 0);
    }
    pool.close().await;
}

/// Somebody else's client at work.
struct Node {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
}

impl Node {
    fn start(script: &str, story: &str, stage: &Stage) -> Self {
        let mut node = Command::new("node");
        node.arg(format!("{SCRIPTS}/{script}"))
            .args([story, ADMINISTRATOR, AGENT])
            .env("SACADOS_URL", format!("http://localhost:{}", stage.port))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(stage.folder.path().join(WRONG)).unwrap());
        let spawned = node.spawn();
        let mut child =
            spawned.unwrap_or_else(|error| panic!("{node:?}: {error} (scripts/setup.sh installs it)"));
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self { child, stdin, lines: listen(stdout) }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Line by line, so that a client that falls silent is noticed.
fn listen(stdout: ChildStdout) -> Receiver<String> {
    let (say, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if say.send(line).is_err() {
                break;
            }
        }
    });
    lines
}
