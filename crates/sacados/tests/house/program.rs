//! The program itself, as an operator runs it: in a folder and on a port of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use uuid::Uuid;

/// A folder that is gone with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("sacados-{}", Uuid::new_v4().simple()));
        fs::create_dir(&path).unwrap();
        // The account of PostgreSQL must be able to pass through when tests run as root.
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        end_postgresql(&self.0);
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A private PostgreSQL outlives a program that was killed; it must not outlive the test.
fn end_postgresql(folder: &Path) {
    if let Some(process) = postmaster(folder) {
        let _ = Command::new("kill").args(["-QUIT", &process.to_string()]).status();
        let end = Instant::now() + Duration::from_secs(10);
        while alive(process) && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// The process of the private PostgreSQL of a data folder.
pub(crate) fn postmaster(folder: &Path) -> Option<u32> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if let Ok(text) = fs::read_to_string(folder.join("postmaster.pid")) {
            return text.lines().next()?.trim().parse().ok();
        }
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        folders.extend(
            entries
                .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
                .map(|entry| entry.path()),
        );
    }
    None
}

pub(crate) fn alive(process: u32) -> bool {
    Command::new("kill")
        .args(["-0", &process.to_string()])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

pub(crate) fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{name} {process}");
}

/// A verb of the program in a data folder.
pub(crate) fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sacados"));
    command
        .args(arguments)
        .current_dir(data)
        .env_clear()
        .envs(std::env::vars().filter(|(name, _)| !name.starts_with("SACADOS")))
        .env("LC_ALL", "C")
        .env("SACADOS__HOUSE__DATA", data)
        .env("SACADOS__HOUSE__RESERVE_MIB", "64");
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).stdin(Stdio::null()).output().unwrap()
}

/// `sacados serve`, until it is dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) port: u16,
    log: PathBuf,
}

impl Program {
    /// Starts a sample State and waits until it answers.
    pub(crate) fn sample(data: &Path) -> Self {
        Self::start(data, free_port(), &[])
    }

    pub(crate) fn start(data: &Path, port: u16, settings: &[(&str, &str)]) -> Self {
        Self::serve(data, port, true, settings)
    }

    /// A sample State, or a real one.
    pub(crate) fn serve(data: &Path, port: u16, sample: bool, settings: &[(&str, &str)]) -> Self {
        let log = data.join(format!("log-{}.txt", Uuid::new_v4().simple()));
        let child = command(data, if sample { &["serve", "--sample"] } else { &["serve"] })
            .env("SACADOS__HOUSE__LISTEN", format!("127.0.0.1:{port}"))
            .env("SACADOS__HOUSE__PUBLIC_URL", format!("http://localhost:{port}"))
            .env("SACADOS__LIMITS__BURST", "100000")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut program = Self { child, port, log };
        program.wait_until_it_answers();
        program
    }

    fn wait_until_it_answers(&mut self) {
        let end = Instant::now() + Duration::from_secs(90);
        while ureq::get(self.address("/api/house")).call().is_err() {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the program ended at once ({status}):\n{}", self.log());
            }
            assert!(Instant::now() < end, "the program does not answer:\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn log(&self) -> String {
        let lines = fs::File::open(&self.log)
            .map(|file| BufReader::new(file).lines().map_while(Result::ok).collect::<Vec<_>>());
        let lines = lines.unwrap_or_default();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// As the machine does when it runs out of memory: without a word.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits; says whether it ended well.
    pub(crate) fn stop(mut self) -> bool {
        signal(self.process(), "TERM");
        let end = Instant::now() + Duration::from_secs(40);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.success();
            }
            assert!(Instant::now() < end, "the program does not stop:\n{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
