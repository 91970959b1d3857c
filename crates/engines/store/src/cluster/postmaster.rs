//! The process of PostgreSQL: started, adopted, stopped.

use std::{
    fs::{self, OpenOptions},
    io::ErrorKind,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use sqlx::{ConnectOptions, Connection};
use tokio::{
    process::Child,
    time::{Instant, sleep},
};
use tracing::{info, warn};

use super::{
    ClusterError, ClusterSettings, Lasting, account::Account, at, binaries::Binaries, cache, connect_options,
    folder::Files,
};

/// Only part of the socket's name: nothing listens on the network.
pub(crate) const PORT: u16 = 5432;

/// Recovery after a power cut may take long; a postmaster that lives is waited for.
const READY_WITHIN: Duration = Duration::from_secs(600);
const ENDED_WITHIN: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(crate) struct Postmaster {
    process: Pid,
    /// Ours to bury, when we started it.
    child: Option<Child>,
    cluster: PathBuf,
    sockets: PathBuf,
}

impl Postmaster {
    pub(crate) async fn start_or_adopt(
        files: &Files,
        binaries: &Binaries,
        account: Option<&Account>,
        settings: &ClusterSettings,
    ) -> Result<Self, ClusterError> {
        if let Some(mut left) = Self::left_running(files) {
            if left.answers(files).await.is_ok() {
                info!(
                    process = left.process.as_raw_nonzero().get(),
                    "adopted the PostgreSQL that a killed program left"
                );
                return Ok(left);
            }
            // It was stopping, or cannot be reached any more.
            left.end(Signal::INT).await?;
        }
        Self::start(files, binaries, account, settings).await
    }

    /// The postmaster that `postmaster.pid` tells of, if it still runs.
    fn left_running(files: &Files) -> Option<Self> {
        let path = files.cluster.join("postmaster.pid");
        let note = fs::read_to_string(&path).ok()?;
        let mut lines = note.lines();
        let process = lines.next().and_then(|pid| pid.trim().parse().ok()).and_then(Pid::from_raw)?;
        let sockets = lines.nth(3).map(str::trim).filter(|folder| !folder.is_empty());
        let left = Self {
            process,
            child: None,
            cluster: files.cluster.clone(),
            sockets: sockets.map_or_else(|| files.sockets.clone(), PathBuf::from),
        };
        if left.is_running() {
            return Some(left);
        }
        // Its number may belong to somebody else by now, for whom PostgreSQL would take fright.
        if let Err(cause) = fs::remove_file(&path) {
            warn!(%cause, "the note of a PostgreSQL that no longer runs could not be removed");
        }
        None
    }

    /// The sockets of the postmaster that another program of ours runs on these files.
    pub(crate) fn of_another(files: &Files) -> Option<PathBuf> {
        Self::left_running(files).map(|postmaster| postmaster.sockets)
    }

    async fn start(
        files: &Files,
        binaries: &Binaries,
        account: Option<&Account>,
        settings: &ClusterSettings,
    ) -> Result<Self, ClusterError> {
        let began = Instant::now();
        loop {
            let mut postmaster = Self::spawn(files, binaries, account, settings)?;
            match postmaster.answers(files).await {
                Ok(()) => return Ok(postmaster),
                // Children of a postmaster that was killed take a moment to notice.
                Err(ClusterError::StartFailed { output, .. })
                    if output.contains("still in use") && began.elapsed() < Duration::from_secs(20) =>
                {
                    sleep(Duration::from_millis(200)).await;
                }
                Err(error) => {
                    postmaster.end(Signal::INT).await?;
                    return Err(error);
                }
            }
        }
    }

    fn spawn(
        files: &Files,
        binaries: &Binaries,
        account: Option<&Account>,
        settings: &ClusterSettings,
    ) -> Result<Self, ClusterError> {
        let words = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(&files.first_words)
            .map_err(at(&files.first_words))?;
        let mut command = binaries.command("postgres", account);
        command.arg("-D").arg(&files.cluster);
        for (name, value) in configuration(files, binaries, settings) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        let child = command
            .stdin(Stdio::null())
            .stdout(words.try_clone().map_err(at(&files.first_words))?)
            .stderr(words)
            // Ctrl-C is for the program, which then stops PostgreSQL in good order.
            .process_group(0)
            .spawn()
            .map_err(at(&binaries.folder))?;
        let process = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let process = process.ok_or(ClusterError::Failed { program: "postgres", output: String::new() })?;
        Ok(Self {
            process,
            child: Some(child),
            cluster: files.cluster.clone(),
            sockets: files.sockets.clone(),
        })
    }

    /// Waits until it takes connections, or has ended.
    async fn answers(&mut self, files: &Files) -> Result<(), ClusterError> {
        let options = connect_options(&self.sockets).database("postgres");
        let began = Instant::now();
        loop {
            if let Ok(connection) = options.connect().await {
                connection.close().await?;
                return Ok(());
            }
            if !self.is_alive() {
                let output = fs::read_to_string(&files.first_words).unwrap_or_default();
                return Err(ClusterError::StartFailed {
                    log: files.log_folder(),
                    output: output.trim().to_owned(),
                });
            }
            if began.elapsed() > READY_WITHIN {
                let seconds = READY_WITHIN.as_secs();
                return Err(ClusterError::Silent { log: files.log_folder(), seconds });
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn socket_folder(&self) -> &Path {
        &self.sockets
    }

    pub(crate) fn process_id(&self) -> i32 {
        self.process.as_raw_nonzero().get()
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        match &mut self.child {
            Some(child) => matches!(child.try_wait(), Ok(None)),
            None => self.is_running(),
        }
    }

    /// Whether a process of this number is the postmaster of this very cluster: numbers are used again.
    fn is_running(&self) -> bool {
        if matches!(test_kill_process(self.process), Err(error) if error != rustix::io::Errno::PERM) {
            return false;
        }
        let about = PathBuf::from(format!("/proc/{}", self.process_id()));
        if !about.exists() {
            // No such file system here (not Linux): the number is all there is to go by.
            return !Path::new("/proc/self").exists();
        }
        // A postmaster works in its cluster's folder; one that ended and was not buried works nowhere.
        match fs::read_link(about.join("cwd")) {
            Ok(folder) => folder == self.cluster,
            // Hidden from us: it is the cluster's if it runs under the account of the cluster.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                let owner = |path: &Path| fs::metadata(path).map(|path| path.uid()).ok();
                owner(&about) == owner(&self.cluster)
            }
            Err(_) => false,
        }
    }

    /// A fast shutdown: open transactions are undone, then everything is written.
    pub(crate) async fn stop(mut self) -> Result<(), ClusterError> {
        self.end(Signal::INT).await
    }

    async fn end(&mut self, signal: Signal) -> Result<(), ClusterError> {
        for (signal, patience) in [(signal, ENDED_WITHIN), (Signal::QUIT, Duration::from_secs(10))] {
            if !self.is_alive() {
                return Ok(());
            }
            // It may have ended since we looked.
            let _ = kill_process(self.process, signal);
            let began = Instant::now();
            while began.elapsed() < patience {
                if !self.is_alive() {
                    return Ok(());
                }
                sleep(Duration::from_millis(10)).await;
            }
            warn!("PostgreSQL does not stop");
        }
        Err(ClusterError::Failed { program: "postgres", output: "it does not stop".to_owned() })
    }
}

fn configuration(
    files: &Files,
    binaries: &Binaries,
    settings: &ClusterSettings,
) -> Vec<(&'static str, String)> {
    let shared_buffers = match settings.shared_buffers.as_str() {
        "auto" => cache::fitting(),
        chosen => chosen.to_owned(),
    };
    let mut configuration: Vec<(&str, String)> = vec![
        ("listen_addresses", String::new()),
        ("unix_socket_directories", files.sockets.display().to_string()),
        ("unix_socket_permissions", "0700".into()),
        ("port", PORT.to_string()),
        // Small containers have a /dev/shm of a few megabytes.
        ("dynamic_shared_memory_type", "mmap".into()),
        ("shared_buffers", shared_buffers),
        ("max_connections", settings.max_connections.to_string()),
        ("wal_compression", "on".into()),
        ("max_wal_size", "512MB".into()),
        ("jit", "off".into()),
        ("timezone", "UTC".into()),
        ("log_timezone", "UTC".into()),
        // A file for each day of the week, written over a week later.
        ("logging_collector", "on".into()),
        ("log_directory", "log".into()),
        ("log_filename", "postgresql-%a.log".into()),
        ("log_rotation_age", "1d".into()),
        ("log_rotation_size", "0".into()),
        ("log_truncate_on_rotation", "on".into()),
        ("log_line_prefix", "%m [%p] ".into()),
        // What is asked of the database may name people: errors are kept, statements and their values are not.
        ("log_min_error_statement", "panic".into()),
        ("log_error_verbosity", "terse".into()),
    ];
    if settings.lasting == Lasting::Durable && binaries.have("pg_prewarm") {
        // What was in its cache is read again at once after a restart, in the order of the disk, rather than page by page by
        // whoever asks first.
        configuration.push(("shared_preload_libraries", "pg_prewarm".into()));
    }
    if settings.lasting == Lasting::Fleeting {
        let quick = [("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")];
        configuration.extend(quick.map(|(name, value)| (name, value.to_owned())));
        configuration.push(("autovacuum_naptime", "10s".into()));
    }
    configuration
}
