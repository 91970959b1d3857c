//! Clients that others wrote, unmodified, against the program: their scripts are in `interop/`.
//!
//! The short stories are part of every run; those that carry `#[ignore]` are told by `make interop`.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};
use testkit::Chance;

use crate::{
    client::{Client, sha256},
    program::{Folder, Program, free_port},
};

const SENDER: &str = "helene.marchetti@ecologie.exemple.fr";
const RECIPIENT: &str = "karim.benali@ecologie.exemple.fr";
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop");
const MIB: usize = 1 << 20;
const QUIET: &[(&str, &str)] = &[("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000")];

#[test]
fn tus_js_client_resumes_what_it_aborted() {
    let stage = Stage::new(12 * MIB);
    let mut walk = stage.tus_js("resume", MIB);

    let aborted = walk.until("aborted");
    let found = walk.until("found")["found"].as_u64().unwrap();
    let done = walk.until("done");
    walk.end();

    assert_eq!(done["done"], aborted["aborted"]);
    assert!(found >= 3 * MIB as u64, "only {found} bytes were kept");
    stage.holds_the_file();
}

#[test]
fn tus_js_client_goes_on_by_itself_when_the_program_is_killed() {
    survives_kills(&mut Stage::new(24 * MIB), MIB, 2);
}

#[test]
fn tus_js_client_terminates_what_it_gives_up() {
    let stage = Stage::new(12 * MIB);
    let mut walk = stage.tus_js("terminate", MIB);

    let afterwards = walk.until("afterwards");
    walk.end();

    assert!([404, 410].map(Value::from).contains(&afterwards["afterwards"]), "{afterwards}");
    assert_eq!(stage.files(), Vec::<Value>::new());
}

#[test]
#[ignore = "a long story: make interop"]
fn tus_js_client_sends_the_first_bytes_with_the_creation() {
    let stage = Stage::new(64 * MIB);
    let mut walk = stage.tus_js("together", 5 * MIB);
    walk.until("done");
    walk.end();
    stage.holds_the_file();
}

#[test]
#[ignore = "a long story: make interop"]
fn tus_js_client_survives_twenty_kills_in_parts() {
    survives_kills(&mut Stage::new(200 * MIB), MIB, 20);
}

#[test]
#[ignore = "a long story: make interop"]
fn tus_js_client_resumes_a_patch_without_end() {
    let stage = Stage::new(400 * MIB);
    let mut walk = stage.tus_js("resume", 0);
    let aborted = walk.until("aborted");
    walk.until("found");
    let done = walk.until("done");
    walk.end();
    assert_eq!(done["done"], aborted["aborted"]);
    stage.holds_the_file();
}

#[test]
#[ignore = "a long story: make interop"]
fn tuspy_continues_the_work_of_another_client() {
    let mut stage = Stage::new(16 * MIB);
    let mut walk = stage.tuspy();
    while walk.until("acknowledged")["acknowledged"] != 3 * MIB {}
    // The first client has gone by now, or is about to: the second one meets a program that knows nothing of it.
    stage.kill_and_start_again();

    let found = walk.until("found");
    walk.until("done");
    walk.end();

    assert_eq!(found["found"], 3 * MIB);
    stage.holds_the_file();
}

/// An upload in parts of `chunk` bytes; the program is killed each time another share of the file was acknowledged.
fn survives_kills(stage: &mut Stage, chunk: usize, kills: usize) {
    let size = stage.bytes.len();
    let mut walk = stage.tus_js("send", chunk);
    for kill in 1..=kills {
        let enough = (size * kill / (kills + 1)) as u64;
        let mut acknowledged = 0;
        while acknowledged < enough {
            acknowledged = walk.until("acknowledged")["acknowledged"].as_u64().unwrap();
        }
        stage.kill_and_start_again();
        let found = walk.until("found")["found"].as_u64().unwrap();
        assert!(found >= acknowledged, "{found} bytes are there, {acknowledged} were acknowledged");
    }
    walk.until("done");
    walk.end();
    stage.holds_the_file();
}

/// A program, a draft in it, and a file that somebody else's client will send there.
struct Stage {
    // Ends before its folder goes.
    program: Option<Program>,
    folder: Folder,
    port: u16,
    client: Client,
    parcel: String,
    token: String,
    bytes: Vec<u8>,
}

impl Stage {
    fn new(size: usize) -> Self {
        let (folder, port) = (Folder::new(), free_port());
        let program = Some(Program::start(folder.path(), port, QUIET));
        let client = Client::sign_in(port, SENDER);
        let parcel = client.draft("Relevés", RECIPIENT);
        let token = token(&client);
        let bytes = Chance::new().bytes(size);
        fs::write(folder.path().join("plan.bin"), &bytes).unwrap();
        Self { program, folder, port, client, parcel, token, bytes }
    }

    fn kill_and_start_again(&mut self) {
        self.program.take().unwrap().kill();
        self.program = Some(Program::start(self.folder.path(), self.port, QUIET));
    }

    /// tus-js-client under Node; a `chunk` of 0 bytes is a PATCH without end.
    fn tus_js(&self, story: &str, chunk: usize) -> Walk {
        let mut node = Command::new("node");
        node.arg(script("tus-js/journey.mjs")).arg(story).arg(self.file());
        node.env("SACADOS_CHUNK", chunk.to_string())
            .env("SACADOS_MEMORY", self.folder.path().join("memory.json"));
        self.walk(node)
    }

    fn tuspy(&self) -> Walk {
        let python = env::var_os("SACADOS_TUSPY_PYTHON").map_or_else(
            || Path::new(&env::var_os("HOME").unwrap()).join(".cache/sacados/tools/tuspy/bin/python"),
            PathBuf::from,
        );
        let mut python = Command::new(python);
        python.arg(script("tuspy/journey.py")).arg(self.file()).arg(self.folder.path().join("memory.json"));
        self.walk(python)
    }

    fn walk(&self, mut command: Command) -> Walk {
        command
            .env("SACADOS_ENDPOINT", format!("http://127.0.0.1:{}/tus/transfer/{}", self.port, self.parcel))
            .env("SACADOS_TOKEN", &self.token);
        Walk::start(command)
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("plan.bin")
    }

    fn files(&self) -> Vec<Value> {
        let parcel = self.client.json(&format!("/api/transfer/parcels/{}", self.parcel));
        parcel["files"].as_array().unwrap().clone()
    }

    /// One file is there, whole, and byte for byte the one that was sent.
    fn holds_the_file(&self) {
        let files = self.files();
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!((&files[0]["complete"], &files[0]["size"]), (&json!(true), &json!(self.bytes.len())));
        assert_eq!(files[0]["name"], "relevés d’été.bin");
        let path =
            format!("/api/transfer/parcels/{}/files/{}", self.parcel, files[0]["id"].as_str().unwrap());
        let mut back = vec![];
        self.client.download(&path, 0..self.bytes.len() as u64, &mut back).unwrap();
        assert_eq!(sha256(&back), sha256(&self.bytes));
    }
}

/// Somebody else's client at work, and what it says.
struct Walk {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Walk {
    fn start(mut command: Command) -> Self {
        let words = format!("{command:?}");
        let spawned = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child =
            spawned.unwrap_or_else(|error| panic!("{words}: {error} (scripts/setup.sh installs it)"));
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next line that says this word; those before it are passed over.
    fn until(&mut self, word: &str) -> Value {
        loop {
            let mut line = String::new();
            assert_ne!(
                self.lines.read_line(&mut line).unwrap(),
                0,
                "the client ended before it said “{word}”"
            );
            let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
            if said.get(word).is_some() {
                return said;
            }
        }
    }

    fn end(mut self) {
        assert!(self.child.wait().unwrap().success(), "the client ended badly");
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn token(client: &Client) -> String {
    let new = json!({ "name": "interop", "scopes": ["transfer"], "days": 1 });
    let mut answer = client.post("/api/identity/tokens", &new).unwrap();
    assert_eq!(answer.status(), 201);
    let token: Value = answer.body_mut().read_json().unwrap();
    token["token"].as_str().unwrap().to_owned()
}

fn script(name: &str) -> PathBuf {
    Path::new(SCRIPTS).join(name)
}
