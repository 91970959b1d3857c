//! A private PostgreSQL, made and kept by the program when no other is configured: a Unix socket only, its files
//! under a folder of ours, nothing to install but PostgreSQL's programs.

mod account;
mod binaries;
mod cache;
mod folder;
mod postmaster;

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use self::{account::Account, binaries::Binaries, postmaster::Postmaster};

/// How the private PostgreSQL is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClusterSettings {
    /// The folder of PostgreSQL's programs; found by itself when there is none.
    pub binaries: Option<PathBuf>,
    /// The account that runs PostgreSQL when the program is started as root, which PostgreSQL refuses.
    pub account: String,
    /// Memory for PostgreSQL's own cache, in its notation; `auto` for an eighth of what there is.
    pub shared_buffers: String,
    pub max_connections: u16,
    /// Whether what is committed survives a power cut. Only tests do without.
    #[serde(skip)]
    pub lasting: Lasting,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lasting {
    #[default]
    Durable,
    /// Quick, and lost with the machine: for tests.
    Fleeting,
}

impl Default for ClusterSettings {
    fn default() -> Self {
        Self {
            binaries: None,
            account: "postgres".to_owned(),
            shared_buffers: "auto".to_owned(),
            max_connections: 60,
            lasting: Lasting::Durable,
        }
    }
}

/// Why there is no private PostgreSQL, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL's programs were not found: install PostgreSQL (on Debian: apt install postgresql), \
         or say where they are in `database.binaries`, or use an existing server with `database.url_file`"
    )]
    NoBinaries,
    #[error("`database.binaries` is {0}, but there is no `postgres` and `initdb` there")]
    WrongBinaries(PathBuf),
    #[error(
        "{folder} belongs to PostgreSQL {needed}, and only these are installed: {found}. Install PostgreSQL {needed} \
         to open it"
    )]
    OtherMajor { folder: PathBuf, needed: u32, found: String },
    #[error(
        "{folder} is in use by another Sacados (process {holder}): stop it first, or choose another data folder"
    )]
    InUse { folder: PathBuf, holder: String },
    #[error(
        "PostgreSQL does not run as root, and there is no account `{0}` on this machine: create it \
         (useradd --system {0}), name another in `database.account`, or start the program as an ordinary user"
    )]
    NoAccount(String),
    #[error(
        "the account `{account}`, which runs PostgreSQL, may not enter {folder}: allow it (chmod o+x {folder}), \
         or choose a data folder elsewhere, such as /var/lib/sacados"
    )]
    OutOfReach { account: String, folder: PathBuf },
    #[error("{folder} should belong to the account that runs PostgreSQL and to nobody else: remove it")]
    NotOurs { folder: PathBuf },
    #[error("{program} failed: {output}")]
    Failed { program: &'static str, output: String },
    #[error(
        "PostgreSQL stopped as soon as it was started; its last words, more of which are in {log}: {output}"
    )]
    StartFailed { log: PathBuf, output: String },
    #[error("PostgreSQL was started and does not answer after {seconds} s: see {log}")]
    Silent { log: PathBuf, seconds: u64 },
    #[error("{path}: {cause}")]
    Io { path: PathBuf, cause: io::Error },
    #[error("the private PostgreSQL refused a request: {0}")]
    Refused(#[from] sqlx::Error),
}

/// Attaches the path to what the system said of it.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    move |cause| ClusterError::Io { path: path.to_owned(), cause }
}

/// A PostgreSQL that runs for this program alone. It outlives a program that is killed, and is then adopted by the
/// next; `stop` it to end it.
pub struct PrivateCluster {
    files: folder::Files,
    binaries: Binaries,
    account: Option<Account>,
    settings: ClusterSettings,
    options: PgConnectOptions,
    postmaster: Mutex<Postmaster>,
    /// Held as long as the program uses the folder.
    _lock: File,
}

/// The role and the database that the program uses.
const NAME: &str = "sacados";

impl PrivateCluster {
    /// Starts the PostgreSQL of a folder, which is made on first use, or adopts the one that a killed program left.
    pub async fn start(data_folder: &Path, settings: &ClusterSettings) -> Result<Self, ClusterError> {
        let account = Account::needed(&settings.account, data_folder).await?;
        let files = folder::Files::open(data_folder, account.as_ref())?;
        let lock = folder::lock(&files)?;
        if let Some(account) = &account {
            account.check_reach(&files.root).await?;
        }

        let binaries = Binaries::find(settings.binaries.as_deref(), &files).await?;
        if files.major()?.is_none() {
            make_cluster(&files, &binaries, account.as_ref(), settings.lasting).await?;
        }
        let postmaster = Postmaster::start_or_adopt(&files, &binaries, account.as_ref(), settings).await?;
        let options = connect_options(postmaster.socket_folder()).database(NAME);
        make_database(&options).await?;
        Ok(Self {
            files,
            binaries,
            account,
            settings: settings.clone(),
            options,
            postmaster: Mutex::new(postmaster),
            _lock: lock,
        })
    }

    /// How to connect to the PostgreSQL that another program of ours runs on this folder right now: a verb of the
    /// command line works beside `serve`. `None` when nobody uses the folder.
    pub async fn beside(
        data_folder: &Path,
        settings: &ClusterSettings,
    ) -> Result<Option<PgConnectOptions>, ClusterError> {
        let account = Account::needed(&settings.account, data_folder).await?;
        let files = folder::Files::open(data_folder, account.as_ref())?;
        match folder::lock(&files) {
            Err(ClusterError::InUse { .. }) => {
                let sockets = Postmaster::of_another(&files);
                Ok(sockets.map(|sockets| connect_options(&sockets).database(NAME)))
            }
            Ok(_unused) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// How to connect to the program's database.
    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// The folder of the programs that run this cluster: `pg_dump` is there.
    pub fn binaries(&self) -> &Path {
        &self.binaries.folder
    }

    /// The process of PostgreSQL.
    pub async fn process_id(&self) -> i32 {
        self.postmaster.lock().await.process_id()
    }

    /// Starts PostgreSQL again whenever it ends by accident (it was killed for want of memory), until stopped.
    pub async fn keep(&self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(std::time::Duration::from_secs(1)) => {}
                () = stop.cancelled() => return,
            }
            let mut postmaster = self.postmaster.lock().await;
            if postmaster.is_alive() {
                continue;
            }
            error!("the private PostgreSQL ended by itself; it is started again");
            let (files, account) = (&self.files, self.account.as_ref());
            match Postmaster::start_or_adopt(files, &self.binaries, account, &self.settings).await {
                Ok(again) => {
                    *postmaster = again;
                    info!("the private PostgreSQL runs again");
                }
                Err(cause) => warn!(%cause, "the private PostgreSQL could not be started again yet"),
            }
        }
    }

    /// Ends PostgreSQL in good order: what was committed is kept, what was not is undone.
    pub async fn stop(self) -> Result<(), ClusterError> {
        self.postmaster.into_inner().stop().await
    }
}

fn connect_options(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_folder)
        .port(postmaster::PORT)
        .username(NAME)
        .application_name(NAME)
        .ssl_mode(sqlx::postgres::PgSslMode::Disable)
}

/// Made beside its place and then moved there, so that a half-made one is never taken for a cluster.
async fn make_cluster(
    files: &folder::Files,
    binaries: &Binaries,
    account: Option<&Account>,
    lasting: Lasting,
) -> Result<(), ClusterError> {
    info!(folder = %files.cluster.display(), major = binaries.major, "making a private PostgreSQL");
    let unfinished = files.root.join("cluster.unfinished");
    folder::remove_if_there(&unfinished)?;
    folder::make_private(&unfinished, account)?;
    let mut initdb = binaries.command("initdb", account);
    initdb
        .args(["--encoding=UTF8", "--locale=C", "--auth=trust", "--no-instructions", "--data-checksums"])
        .arg(format!("--username={NAME}"))
        .arg("--pgdata")
        .arg(&unfinished);
    if lasting == Lasting::Fleeting {
        initdb.arg("--no-sync");
    }
    binaries::output("initdb", &mut initdb).await?;
    std::fs::rename(&unfinished, &files.cluster).map_err(at(&files.cluster))
}

async fn make_database(options: &PgConnectOptions) -> Result<(), ClusterError> {
    let mut connection = options.clone().database("postgres").connect().await?;
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(NAME)
        .fetch_one(&mut connection)
        .await?;
    if !there {
        sqlx::query("CREATE DATABASE sacados TEMPLATE template0").execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}
