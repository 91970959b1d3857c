//! A real SMTP server (Python's aiosmtpd) that tests start, stop and make refuse.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/smtp/server.py");

/// Listens on 127.0.0.1, on a port of the system's choice that it keeps through [`stop`](Self::stop) and
/// [`start_again`](Self::start_again).
pub struct SmtpServer {
    running: Option<Running>,
    port: u16,
    guard: Option<Guard>,
    /// Taken before the last stop.
    earlier: Vec<ReceivedMail>,
}

struct Running {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
}

struct Guard {
    folder: PathBuf,
    user: String,
    password: String,
}

/// A message as the server took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    pub from: String,
    pub to: Vec<String>,
    /// The message itself (RFC 5322).
    pub data: Vec<u8>,
    pub tls: bool,
    /// Who signed in.
    pub user: Option<String>,
}

#[derive(Deserialize)]
struct Taken {
    from: String,
    to: Vec<String>,
    data: String,
    tls: bool,
    user: Option<String>,
}

impl SmtpServer {
    /// A server that takes everything, in clear.
    pub fn start() -> Self {
        Self::launch(None)
    }

    /// A server that wants STARTTLS, then a name and a password. Its certificate (`localhost`) is in
    /// [`authority_file`](Self::authority_file).
    pub fn start_guarded(user: &str, password: &str) -> Self {
        let folder = env::temp_dir().join(format!("sacados-smtp-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let made =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate can be made");
        fs::write(folder.join("certificate.pem"), made.cert.pem()).expect("files can be written");
        fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("files can be written");
        Self::launch(Some(Guard { folder, user: user.to_owned(), password: password.to_owned() }))
    }

    fn launch(guard: Option<Guard>) -> Self {
        let mut server = Self { running: None, port: 0, guard, earlier: Vec::new() };
        server.start_again();
        server
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What a client of a guarded server has to trust.
    ///
    /// # Panics
    /// When the server was not started guarded.
    pub fn authority_file(&self) -> PathBuf {
        self.guard.as_ref().expect("a guarded server").folder.join("certificate.pem")
    }

    /// Every message taken since the first start, oldest first.
    pub fn messages(&mut self) -> Vec<ReceivedMail> {
        let mut messages = self.earlier.clone();
        if self.running.is_some() {
            let mut answer = self.ask(&json!({ "do": "messages" }));
            let taken: Vec<Taken> =
                serde_json::from_value(answer["messages"].take()).expect("the script lists its messages");
            messages.extend(taken.into_iter().map(ReceivedMail::from));
        }
        messages
    }

    /// Refuses every recipient with this code (450 to 559).
    pub fn refuse_with(&mut self, code: u16) {
        self.ask(&json!({ "do": "refuse", "code": code }));
    }

    pub fn accept(&mut self) {
        self.refuse_with(0);
    }

    /// Nobody answers on the port any more.
    pub fn stop(&mut self) {
        self.earlier = self.messages();
        if let Some(mut running) = self.running.take() {
            running.end();
        }
    }

    /// The same server, on the same port. It accepts.
    pub fn start_again(&mut self) {
        let mut command = Command::new(python());
        command.arg(SCRIPT).arg("--port").arg(self.port.to_string());
        if let Some(guard) = &self.guard {
            command.arg("--certificate").arg(guard.folder.join("certificate.pem"));
            command.arg("--key").arg(guard.folder.join("key.pem"));
            command.arg("--user").arg(&guard.user).arg("--password").arg(&guard.password);
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
        let answers = BufReader::new(child.stdout.take().expect("its output is ours"));
        let mut running = Running { child, answers };
        let hello = running.answer();
        self.port = hello["port"].as_u64().and_then(|port| port.try_into().ok()).expect("it says its port");
        self.running = Some(running);
    }

    fn ask(&mut self, order: &Value) -> Value {
        let running = self.running.as_mut().expect("the server runs");
        let stdin = running.child.stdin.as_mut().expect("its input is ours");
        writeln!(stdin, "{order}").expect("the script listens");
        running.answer()
    }
}

impl Running {
    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("the script speaks UTF-8");
        serde_json::from_str(&line).unwrap_or_else(|_| {
            panic!("the SMTP server of tests does not run; does {} have aiosmtpd?", python().display())
        })
    }

    fn end(&mut self) {
        // Both fail only when it is over already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            running.end();
        }
        if let Some(guard) = &self.guard {
            let _ = fs::remove_dir_all(&guard.folder);
        }
    }
}

impl From<Taken> for ReceivedMail {
    fn from(taken: Taken) -> Self {
        let data = STANDARD.decode(taken.data).expect("the script writes base64");
        Self { from: taken.from, to: taken.to, data, tls: taken.tls, user: taken.user }
    }
}

/// The Python that has aiosmtpd: the one the project's scripts install, or `SACADOS_TEST_PYTHON`.
fn python() -> PathBuf {
    env::var_os("SACADOS_TEST_PYTHON").map_or_else(
        || {
            let home = env::var_os("HOME").unwrap_or_default();
            Path::new(&home).join(".cache/sacados/tools/venv/bin/python")
        },
        PathBuf::from,
    )
}
