//! A real database for each test: one PostgreSQL per test process, a template per list of schemas, a copy per test.

use std::{
    collections::HashMap,
    env,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use kernel::{Clock, SystemClock};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use store::{
    Store,
    cluster::{ClusterSettings, Lasting, PrivateCluster},
};
use tokio::sync::{Mutex, OnceCell};

/// A store on a database of its own, with the house's schema and these.
///
/// ```ignore
/// let store = testkit::fresh(&[("transfer", sqlx::migrate!())]).await;
/// ```
pub async fn fresh(schemas: &[(&'static str, Migrator)]) -> Store {
    fresh_at(schemas, Arc::new(SystemClock)).await
}

/// The same, with the test's own clock.
pub async fn fresh_at(schemas: &[(&'static str, Migrator)], clock: Arc<dyn Clock>) -> Store {
    Store::new(Database::fresh(schemas).await.pool().await, clock)
}

/// The same, with one connection for everybody: what holds it and asks for a second one fails soon, instead of hanging a
/// busy node. For the tests of a brick, whose routes are asked one after the other.
pub async fn narrow_at(schemas: &[(&'static str, Migrator)], clock: Arc<dyn Clock>) -> Store {
    Store::new(Database::fresh(schemas).await.narrow_pool().await, clock)
}

/// A database of a test; several pools may be opened on it, as several nodes would.
#[derive(Debug, Clone)]
pub struct Database {
    options: PgConnectOptions,
}

impl Database {
    /// A copy of a template with the house's schema and these, made once per process.
    pub async fn fresh(schemas: &[(&'static str, Migrator)]) -> Self {
        let cluster = running().await;
        let template = cluster.template(schemas).await;
        cluster.create(Some(&template)).await
    }

    /// A database with nothing in it.
    pub async fn empty() -> Self {
        running().await.create(None).await
    }

    pub async fn pool(&self) -> PgPool {
        self.pool_of(8, Duration::from_secs(30)).await
    }

    /// A pool of one connection that is not waited for long.
    pub async fn narrow_pool(&self) -> PgPool {
        self.pool_of(1, Duration::from_secs(3)).await
    }

    async fn pool_of(&self, connections: u32, patience: Duration) -> PgPool {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(patience)
            .connect_with(self.options.clone())
            .await
            .expect("the test's database takes connections")
    }

    pub async fn store(&self) -> Store {
        Store::new(self.pool().await, Arc::new(SystemClock))
    }

    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }
}

/// The cluster of this test process. Statics are never dropped: the watchdog ends it.
struct Running {
    options: PgConnectOptions,
    templates: Mutex<HashMap<String, String>>,
    made: AtomicU32,
    _shelter: Shelter,
}

static RUNNING: OnceCell<Running> = OnceCell::const_new();

async fn running() -> &'static Running {
    RUNNING.get_or_init(Running::start).await
}

impl Running {
    async fn start() -> Self {
        let shelter = Shelter::new();
        let settings = ClusterSettings {
            binaries: env::var_os("SACADOS_TEST_POSTGRES_BIN").map(PathBuf::from),
            shared_buffers: "64MB".to_owned(),
            max_connections: 300,
            lasting: Lasting::Fleeting,
            ..ClusterSettings::default()
        };
        let cluster = PrivateCluster::start(&shelter.postgresql(), &settings)
            .await
            .unwrap_or_else(|error| panic!("no PostgreSQL for tests: {error}"));
        let options = cluster.options();
        // Ended by the watchdog, not by a destructor.
        std::mem::forget(cluster);
        Self { options, templates: Mutex::default(), made: AtomicU32::new(0), _shelter: shelter }
    }

    async fn template(&self, schemas: &[(&'static str, Migrator)]) -> String {
        let mut templates = self.templates.lock().await;
        let key = key(schemas);
        if let Some(template) = templates.get(&key) {
            return template.clone();
        }
        let made = self.create(None).await;
        let pool = made.pool().await;
        let store = Store::new(pool.clone(), Arc::new(SystemClock));
        store.lay_foundations().await.expect("the house's schema can be made");
        for (schema, migrator) in schemas {
            store
                .migrate(schema, copy(migrator))
                .await
                .unwrap_or_else(|error| panic!("the schema {schema} cannot be made: {error}"));
        }
        pool.close().await;
        let template = made.options.get_database().expect("it was named").to_owned();
        templates.insert(key, template.clone());
        template
    }

    async fn create(&self, template: Option<&str>) -> Database {
        let name = format!("test_{}", self.made.fetch_add(1, Ordering::Relaxed));
        let template = template.unwrap_or("template0");
        let mut connection: PgConnection = self.options.connect().await.expect("PostgreSQL answers");
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template}")))
            .execute(&mut connection)
            .await
            .expect("a database can be made");
        connection.close().await.expect("PostgreSQL answers");
        Database { options: self.options.clone().database(&name) }
    }
}

/// Tells lists of schemas apart.
fn key(schemas: &[(&'static str, Migrator)]) -> String {
    schemas
        .iter()
        .map(|(schema, migrator)| {
            let sums: Vec<_> = migrator.iter().map(|m| (m.version, m.checksum.clone())).collect();
            format!("{schema}{sums:?}")
        })
        .collect()
}

fn copy(migrator: &Migrator) -> Migrator {
    Migrator { migrations: migrator.migrations.clone(), ..Migrator::DEFAULT }
}

/// A temporary folder that goes, with the PostgreSQL in it, when it is dropped or when the process ends, even killed.
pub struct Shelter {
    folder: PathBuf,
    /// Its other end is the watchdog's: the system closes this one when the process ends, however it does.
    _leash: ChildStdin,
}

impl Shelter {
    #[expect(clippy::new_without_default, reason = "it makes a folder and starts a process")]
    pub fn new() -> Self {
        // Under the system's folder for such things, where the account that runs PostgreSQL can reach it.
        let name = format!("sacados-test-{}-{}", std::process::id(), uuid::Uuid::new_v4().simple());
        let folder = env::temp_dir().join(name);
        // Entered by PostgreSQL's account when tests run as root; what is inside is closed.
        std::fs::DirBuilder::new().mode(0o711).create(&folder).expect("a temporary folder can be made");
        let leash = watch_over(&folder);
        Self { folder, _leash: leash }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the watchdog looks for a PostgreSQL to end.
    pub fn postgresql(&self) -> PathBuf {
        self.folder.join("postgresql")
    }
}

/// A small process, out of reach of Ctrl-C, that ends PostgreSQL and removes its files once this process has ended,
/// even killed.
fn watch_over(folder: &Path) -> ChildStdin {
    use std::os::unix::process::CommandExt;

    let script = r#"
        cat >/dev/null
        pid=$(head -n 1 "$1/postgresql/cluster/postmaster.pid" 2>/dev/null)
        if [ -n "$pid" ]; then
            kill -QUIT "$pid"
            for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                kill -0 "$pid" 2>/dev/null || break
                sleep 0.1
            done
        fi
        for _ in 1 2 3 4 5; do rm -rf "$1" && break; sleep 0.2; done"#;
    Command::new("/bin/sh")
        .args(["-c", script, "watchdog"])
        .arg(folder)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("there is a shell")
        .stdin
        .take()
        .expect("it was piped")
}
