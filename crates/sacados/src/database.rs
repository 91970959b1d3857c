//! Which database: the operator's, or a private one under the data folder.

use std::{fs, path::Path, str::FromStr, sync::Arc, time::Duration};

use kernel::SystemClock;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use store::{
    Store,
    cluster::{ClusterSettings, PrivateCluster},
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{Failed, plan, settings::Settings};

/// A database that is open, and its server when it is ours.
pub(crate) struct Opened {
    pub(crate) store: Store,
    cluster: Option<Arc<PrivateCluster>>,
}

impl Opened {
    /// Whether the database is ours to bring up to date.
    pub(crate) fn is_private(&self) -> bool {
        self.cluster.is_some()
    }

    /// Starts the private PostgreSQL again whenever it ends by accident.
    pub(crate) fn keep(&self, stop: &CancellationToken) -> JoinHandle<()> {
        let (cluster, stop) = (self.cluster.clone(), stop.clone());
        tokio::spawn(async move {
            match cluster {
                Some(cluster) => cluster.keep(stop).await,
                None => stop.cancelled().await,
            }
        })
    }

    /// Lets go of the database, and stops its server when it is ours.
    pub(crate) async fn close(self) {
        self.store.pool().close().await;
        if let Some(cluster) = self.cluster.and_then(Arc::into_inner)
            && let Err(error) = cluster.stop().await
        {
            tracing::warn!(%error, "the private PostgreSQL did not stop; the next start adopts it");
        }
    }
}

/// Opens the database for a program that serves: a private one is this program's alone.
pub(crate) async fn open(settings: &Settings) -> Result<Opened, Failed> {
    if let Some(options) = operators(settings)? {
        return connect(settings, options, None).await;
    }
    let cluster = PrivateCluster::start(&settings.house.data, &private(settings)).await;
    let cluster = Arc::new(cluster.map_err(Failed::because)?);
    connect(settings, cluster.options(), Some(cluster)).await
}

/// Opens the database for a verb of the command line, beside a program that serves or alone.
pub(crate) async fn open_beside(settings: &Settings) -> Result<Opened, Failed> {
    if operators(settings)?.is_none() {
        let beside = PrivateCluster::beside(&settings.house.data, &private(settings)).await;
        if let Some(options) = beside.map_err(Failed::because)? {
            return connect(settings, options, None).await;
        }
    }
    open(settings).await
}

async fn connect(
    settings: &Settings,
    options: PgConnectOptions,
    cluster: Option<Arc<PrivateCluster>>,
) -> Result<Opened, Failed> {
    let pool = PgPoolOptions::new()
        .max_connections(settings.database.connections)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.application_name("sacados"))
        .await
        .map_err(|error| Failed::new(format!("the database does not answer: {error}")))?;
    Ok(Opened { store: Store::new(pool, Arc::new(SystemClock)), cluster })
}

/// Brings every schema up to date.
pub(crate) async fn migrate(store: &Store) -> Result<(), Failed> {
    store.lay_foundations().await.map_err(Failed::because)?;
    for (schema, migrator) in plan::schemas() {
        store.migrate(schema, migrator).await.map_err(Failed::because)?;
    }
    Ok(())
}

/// How many migrations wait, over all schemas.
pub(crate) async fn pending(store: &Store) -> Result<usize, Failed> {
    let mut pending = store.pending_foundations().await.map_err(Failed::because)?;
    for (schema, migrator) in plan::schemas() {
        pending += store.pending(schema, migrator).await.map_err(Failed::because)?;
    }
    Ok(pending)
}

fn private(settings: &Settings) -> ClusterSettings {
    let own = &settings.database;
    ClusterSettings {
        binaries: (!own.binaries.is_empty()).then(|| own.binaries.clone().into()),
        account: own.account.clone(),
        shared_buffers: own.shared_buffers.clone(),
        ..ClusterSettings::default()
    }
}

fn operators(settings: &Settings) -> Result<Option<PgConnectOptions>, Failed> {
    let file = Path::new(&settings.database.url_file);
    if file.as_os_str().is_empty() {
        return Ok(None);
    }
    let url =
        fs::read_to_string(file).map_err(|error| Failed::new(format!("{}: {error}", file.display())))?;
    // The error is not shown: it may quote the address, and the address holds a password.
    let options = PgConnectOptions::from_str(url.trim())
        .map_err(|_| Failed::new(format!("{} does not hold a postgres:// address", file.display())))?;
    Ok(Some(options))
}
