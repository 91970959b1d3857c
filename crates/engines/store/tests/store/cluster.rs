//! The private PostgreSQL: made, stopped, adopted from the dead, never shared.

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use kernel::SystemClock;
use sqlx::{ConnectOptions, Connection, postgres::PgPoolOptions};
use store::{
    Store,
    cluster::{ClusterError, ClusterSettings, Lasting, PrivateCluster},
};
use testkit::Shelter;
use tokio_util::sync::CancellationToken;

use crate::until;

fn settings() -> ClusterSettings {
    ClusterSettings {
        binaries: std::env::var_os("SACADOS_TEST_POSTGRES_BIN").map(PathBuf::from),
        shared_buffers: "16MB".to_owned(),
        max_connections: 20,
        lasting: Lasting::Fleeting,
        ..ClusterSettings::default()
    }
}

async fn start(folder: &Path) -> PrivateCluster {
    PrivateCluster::start(folder, &settings()).await.unwrap()
}

/// What is killed must have kept what it said it kept.
async fn start_durable(folder: &Path) -> PrivateCluster {
    let settings = ClusterSettings { lasting: Lasting::Durable, ..settings() };
    PrivateCluster::start(folder, &settings).await.unwrap()
}

/// Remembers a number from one start to the next.
async fn write(cluster: &PrivateCluster, number: i32) {
    let mut connection = cluster.options().connect().await.unwrap();
    sqlx::query("CREATE TABLE IF NOT EXISTS public.kept (number int)")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("INSERT INTO public.kept VALUES ($1)").bind(number).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn read(cluster: &PrivateCluster) -> Vec<i32> {
    let mut connection = cluster.options().connect().await.unwrap();
    let kept =
        sqlx::query_scalar("SELECT number FROM public.kept ORDER BY number").fetch_all(&mut connection).await;
    connection.close().await.unwrap();
    kept.unwrap()
}

fn is_running(process: i32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}

fn kill(process: i32) {
    assert!(Command::new("kill").args(["-KILL", &process.to_string()]).status().unwrap().success());
}

#[tokio::test]
async fn what_is_written_is_there_after_a_stop_and_a_start() {
    let shelter = Shelter::new();
    let cluster = start(&shelter.postgresql()).await;
    let process = cluster.process_id().await;
    write(&cluster, 1).await;

    cluster.stop().await.unwrap();
    assert!(!is_running(process));
    let cluster = start(&shelter.postgresql()).await;

    assert_eq!(read(&cluster).await, [1]);
    let encoding: String = sqlx::query_scalar("SHOW server_encoding")
        .fetch_one(&mut cluster.options().connect().await.unwrap())
        .await
        .unwrap();
    assert_eq!(encoding, "UTF8");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn nobody_but_its_account_enters_and_nothing_listens_on_the_network() {
    let shelter = Shelter::new();
    let cluster = start(&shelter.postgresql()).await;

    for folder in ["postgresql", "postgresql/cluster", "postgresql/socket"] {
        let made = std::fs::metadata(shelter.folder().join(folder)).unwrap();
        assert_eq!(made.mode() & 0o777, 0o700, "{folder}");
        assert_ne!(made.uid(), 0, "{folder} is not root's: PostgreSQL would refuse it");
    }
    let mut connection = cluster.options().connect().await.unwrap();
    let listens: String =
        sqlx::query_scalar("SHOW listen_addresses").fetch_one(&mut connection).await.unwrap();
    assert_eq!(listens, "");
    connection.close().await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_program_is_refused() {
    let shelter = Shelter::new();
    let cluster = start(&shelter.postgresql()).await;

    let refused = PrivateCluster::start(&shelter.postgresql(), &settings()).await.err().unwrap();

    assert!(
        matches!(&refused, ClusterError::InUse { holder, .. } if *holder == std::process::id().to_string())
    );
    assert!(refused.to_string().contains("stop it first"));
    cluster.stop().await.unwrap();
}

/// Not a test: the program that `a_postgresql_left_by_a_killed_program_is_adopted` starts and kills.
#[tokio::test]
#[ignore = "started by another test"]
async fn a_program_to_be_killed() {
    let Some(folder) = std::env::var_os("SACADOS_TEST_FOLDER") else { return };
    let cluster = start(Path::new(&folder)).await;
    write(&cluster, 7).await;
    println!("\nPostgreSQL runs as {}", cluster.process_id().await);
    std::future::pending::<()>().await;
}

/// Starts this very program again, to run a cluster, and waits until it does.
fn program(folder: &Path) -> (Child, i32) {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "cluster::a_program_to_be_killed", "--ignored", "--nocapture"])
        .env("SACADOS_TEST_FOLDER", folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let running = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("PostgreSQL runs as ").map(str::to_owned));
    (program, running.unwrap().parse().unwrap())
}

#[tokio::test]
async fn a_postgresql_left_by_a_killed_program_is_adopted() {
    let shelter = Shelter::new();
    let folder = shelter.postgresql();
    let (mut killed, process) = tokio::task::spawn_blocking(move || program(&folder)).await.unwrap();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(is_running(process), "it outlives the program");

    let cluster = start(&shelter.postgresql()).await;

    assert_eq!(cluster.process_id().await, process);
    assert_eq!(read(&cluster).await, [7]);
    cluster.stop().await.unwrap();
    // Not our child: who buries it takes a moment.
    until("it is gone", || async { !is_running(process) }).await;
}

#[tokio::test]
async fn a_killed_postgresql_is_started_again_with_what_it_kept() {
    let shelter = Shelter::new();
    let cluster = start_durable(&shelter.postgresql()).await;
    write(&cluster, 3).await;
    let first = cluster.process_id().await;
    let stop = CancellationToken::new();
    let keeper = async {
        kill(first);
        until("another runs", || async {
            let answers = cluster.options().connect().await.is_ok();
            answers && cluster.process_id().await != first
        })
        .await;
        stop.cancel();
    };

    tokio::join!(cluster.keep(stop.clone()), keeper);

    assert_eq!(read(&cluster).await, [3]);
    // Killed while nobody keeps it: the next start finds a stale note, and recovers.
    kill(cluster.process_id().await);
    drop(cluster);
    let cluster = start_durable(&shelter.postgresql()).await;
    assert_eq!(read(&cluster).await, [3]);
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_note_that_names_another_process_is_not_believed() {
    let shelter = Shelter::new();
    let cluster = start(&shelter.postgresql()).await;
    cluster.stop().await.unwrap();
    let note = format!("{}\n/elsewhere\n1\n5432\n/nowhere\n\n\nready\n", std::process::id());
    std::fs::write(shelter.postgresql().join("cluster/postmaster.pid"), note).unwrap();

    let cluster = start(&shelter.postgresql()).await;

    assert_ne!(cluster.process_id().await, i32::try_from(std::process::id()).unwrap());
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_deep_folder_gets_its_socket_elsewhere() {
    let shelter = Shelter::new();
    let deep = shelter.folder().join("a-rather-long-name-for-a-folder/".repeat(4));
    std::fs::create_dir_all(&deep).unwrap();
    // The watchdog ends what is here.
    std::os::unix::fs::symlink(deep.join("postgresql"), shelter.postgresql()).unwrap();

    let cluster = start(&deep.join("postgresql")).await;

    let socket = cluster.options().get_socket().unwrap().clone();
    assert!(socket.as_os_str().len() < 60 && socket.join(".s.PGSQL.5432").exists());
    cluster.stop().await.unwrap();
    std::fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn a_folder_of_another_major_is_refused_with_what_to_install() {
    let shelter = Shelter::new();
    start(&shelter.postgresql()).await.stop().await.unwrap();
    std::fs::write(shelter.postgresql().join("cluster/PG_VERSION"), "9\n").unwrap();

    let refused = PrivateCluster::start(&shelter.postgresql(), &settings()).await.err().unwrap();

    assert!(matches!(refused, ClusterError::OtherMajor { needed: 9, .. }));
    assert!(refused.to_string().contains("Install PostgreSQL 9"));
}

#[tokio::test]
async fn programs_that_are_not_there_are_named() {
    let shelter = Shelter::new();
    let settings = ClusterSettings { binaries: Some("/nowhere/bin".into()), ..settings() };

    let refused = PrivateCluster::start(&shelter.postgresql(), &settings).await.err().unwrap();

    assert!(matches!(refused, ClusterError::WrongBinaries(folder) if folder == Path::new("/nowhere/bin")));
}

#[tokio::test]
async fn a_folder_out_of_reach_is_named() {
    use std::os::unix::fs::PermissionsExt;

    if !rustix::process::geteuid().is_root() {
        // An ordinary user runs PostgreSQL under its own account: there is no other to be kept out.
        return;
    }
    let shelter = Shelter::new();
    let closed = shelter.folder().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();

    let refused = PrivateCluster::start(&closed.join("postgresql"), &settings()).await.err().unwrap();

    assert!(matches!(&refused, ClusterError::OutOfReach { folder, .. } if *folder == closed), "{refused}");
    let nobody = ClusterSettings { account: "no-such-account".to_owned(), ..settings() };
    let refused = PrivateCluster::start(&shelter.postgresql(), &nobody).await.err().unwrap();
    assert!(matches!(refused, ClusterError::NoAccount(account) if account == "no-such-account"));
}

#[tokio::test]
async fn the_house_runs_on_it() {
    let shelter = Shelter::new();
    let cluster = start(&shelter.postgresql()).await;
    let pool = PgPoolOptions::new().max_connections(2).connect_with(cluster.options()).await.unwrap();
    let store = Store::new(pool, std::sync::Arc::new(SystemClock));

    store.lay_foundations().await.unwrap();
    store.ping().await.unwrap();

    store.pool().close().await;
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_in_its_cache_is_read_again_after_a_restart_before_anybody_asks() {
    let shelter = Shelter::new();
    let cluster = start_durable(&shelter.postgresql()).await;
    let mut connection = cluster.options().connect().await.unwrap();
    for statement in [
        "CREATE EXTENSION pg_buffercache",
        "CREATE TABLE public.large AS SELECT number, repeat('x', 500) AS text FROM generate_series(1, 5000) AS number",
    ] {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    let count =
        "SELECT count(*) FROM pg_buffercache WHERE relfilenode = pg_relation_filenode('public.large')";
    let before: i64 = sqlx::query_scalar(count).fetch_one(&mut connection).await.unwrap();
    assert!(before > 100, "{before}");
    connection.close().await.unwrap();
    cluster.stop().await.unwrap();

    let cluster = start_durable(&shelter.postgresql()).await;
    let pool = PgPoolOptions::new().max_connections(1).connect_with(cluster.options()).await.unwrap();
    until("its cache is as it was", async || {
        sqlx::query_scalar::<_, i64>(count).fetch_one(&pool).await.unwrap() >= before
    })
    .await;
    pool.close().await;
    cluster.stop().await.unwrap();
}
