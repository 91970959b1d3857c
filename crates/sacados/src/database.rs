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

pub(crate) async fn open(settings: &Settings) -> Result<Opened, Failed> {
    let own = &settings.database;
    let (options, cluster) = if own.url_file.is_empty() {
        let cluster = start_private(settings).await?;
        (cluster.options(), Some(Arc::new(cluster)))
    } else {
        (operators(Path::new(&own.url_file))?, None)
    };
    let pool = PgPoolOptions::new()
        .max_connections(own.connections)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.application_name("sacados"))
        .await
        .map_err(|error| Failed::because(format!("the database does not answer: {error}")))?;
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

async fn start_private(settings: &Settings) -> Result<PrivateCluster, Failed> {
    let own = &settings.database;
    let private = ClusterSettings {
        binaries: (!own.binaries.is_empty()).then(|| own.binaries.clone().into()),
        account: own.account.clone(),
        shared_buffers: own.shared_buffers.clone(),
        ..ClusterSettings::default()
    };
    PrivateCluster::start(&settings.house.data, &private).await.map_err(Failed::because)
}

fn operators(file: &Path) -> Result<PgConnectOptions, Failed> {
    let url = fs::read_to_string(file).map_err(|error| Failed::because(format!("{}: {error}", file.display())))?;
    // The error is not shown: it may quote the address, and the address holds a password.
    PgConnectOptions::from_str(url.trim())
        .map_err(|_| Failed::because(format!("{} does not hold a postgres:// address", file.display())))
}
