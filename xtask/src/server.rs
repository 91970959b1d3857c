//! A Sacados of one's own for the length of a test: its folder, its port, its end.

use std::{
    env, fs,
    io::{PipeReader, Read, Write, pipe},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::mpsc::Receiver,
    thread,
    time::{Duration, Instant},
};

use crate::{Outcome, house::House, shell};

/// A first start makes a database and fills it with the sample ministry.
const READY_WITHIN: Duration = Duration::from_secs(120);
const GONE_WITHIN: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    child: Child,
    folder: PathBuf,
    address: SocketAddr,
    log: Receiver<String>,
}

/// `sacados serve` with its sample, its data in `folder`, listening on `address` and nowhere else.
pub(crate) fn serve(program: &Path, folder: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new(program);
    command
        .args(["serve", "--sample"])
        .env("SACADOS__HOUSE__DATA", folder)
        .env("SACADOS__HOUSE__LISTEN", address.to_string())
        .env("SACADOS__HOUSE__PUBLIC_URL", format!("http://localhost:{}", address.port()))
        .env("SACADOS__HOUSE__ADMIN_LISTEN", "")
        // So that no sacados.toml of the current folder has a say.
        .current_dir(folder);
    command
}

impl Server {
    pub(crate) fn start(house: &House) -> Outcome<Self> {
        let folder = env::temp_dir().join(format!("sacados-journeys-{}", process::id()));
        fs::create_dir_all(&folder)
            .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        let address = free_address().map_err(|error| format!("no free port: {error}"))?;
        let (reader, writer) = pipe().map_err(|error| error.to_string())?;
        let error_writer = writer.try_clone().map_err(|error| error.to_string())?;

        let child = serve(&house.program("debug"), &folder, address)
            // What a strict house asks of its agents is asked on the way, too.
            .env("SACADOS__TRANSFER__CONFIRM_EXTERNAL", "true")
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(error_writer)
            .spawn()
            .map_err(|error| format!("the program does not start: {error}"))?;

        let mut server = Self { child, folder, address, log: log(reader) };
        server.wait_until_ready()?;
        Ok(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// What it has said since last asked.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.try_iter().collect()
    }

    /// Asks it to stop, as an operator would; a program that cannot is a fault worth seeing.
    pub(crate) fn stop(mut self) -> Outcome {
        signal("TERM", self.child.id())?;
        let asked = Instant::now();
        while asked.elapsed() < GONE_WITHIN {
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(status)) => return Err(format!("asked to stop, the program ended with {status}")),
                Ok(None) => thread::sleep(Duration::from_millis(50)),
                Err(error) => return Err(error.to_string()),
            }
        }
        Err(format!("asked to stop, the program was still there {} s later", GONE_WITHIN.as_secs()))
    }

    fn wait_until_ready(&mut self) -> Outcome {
        let began = Instant::now();
        while began.elapsed() < READY_WITHIN {
            if answers(self.address) {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                thread::sleep(Duration::from_millis(200));
                return Err(format!(
                    "the program ended with {status} before it served\n{}",
                    self.log().join("\n")
                ));
            }
            thread::sleep(Duration::from_millis(200));
        }
        let seconds = READY_WITHIN.as_secs();
        Err(format!("the program does not serve after {seconds} s\n{}", self.log().join("\n")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whatever went before, nothing of ours goes on: neither the program nor the database it started.
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        for postmaster in postmasters(&self.folder, 3) {
            let _ = signal("INT", postmaster);
            let asked = Instant::now();
            while Path::new(&format!("/proc/{postmaster}")).exists() && asked.elapsed() < GONE_WITHIN {
                thread::sleep(Duration::from_millis(50));
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The whole log is kept for the day it is needed; a program whose output nobody reads would stop at a full pipe.
fn log(reader: PipeReader) -> Receiver<String> {
    shell::lines(reader)
}

fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// True once the house says who it is.
fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return false };
    let request =
        format!("GET /api/house HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", address.port());
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(5))).is_ok()
        && stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

fn signal(name: &str, pid: u32) -> Outcome {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
    if sent.is_ok_and(|status| status.success()) {
        Ok(())
    } else {
        Err(format!("process {pid} cannot be signalled"))
    }
}

/// The databases left running under a folder, by the file each keeps there.
fn postmasters(folder: &Path, depth: u8) -> Vec<u32> {
    let mut found = vec![];
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.file_name().is_some_and(|name| name == "postmaster.pid") {
            let first = fs::read_to_string(&path).unwrap_or_default();
            found.extend(first.lines().next().and_then(|pid| pid.trim().parse::<u32>().ok()));
        } else if depth > 0 && path.is_dir() {
            found.extend(postmasters(&path, depth - 1));
        }
    }
    found
}
