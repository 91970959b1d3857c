//! The whole suite on one's own machine, from the sources, in one command.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
};

use crate::{Outcome, house::House, server, shell, steps::Steps, web};

/// The profile of the root manifest that compiles fast and runs fast enough to judge.
const PROFILE: &str = "swift";
const PORT: u16 = 8080;

pub(crate) fn run(house: &House) -> Outcome {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    TcpListener::bind(address)
        .map_err(|error| format!("port {PORT} is not free ({error}): stop what uses it, then try again"))?;

    let steps = Steps::new();
    if !web::ready(house, &steps) {
        return steps.close();
    }
    // On the terminal itself: the first build is long, and cargo's own progress says how far it is.
    let mut built = Ok(());
    steps.act("program", |_| {
        built = shell::show(house.cargo(&["build", "--profile", PROFILE, "-p", "sacados"]));
        built.clone()
    });
    steps.close()?;
    built?;

    let folder = data_folder(&house.root);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    println!(
        "\nSacados starts on http://localhost:{PORT}; its data are in {}, Ctrl-C stops it.\n",
        folder.display()
    );

    // Takes our place, so that Ctrl-C reaches the program and nothing else.
    let error = server::serve(&house.program(PROFILE), &folder, address).exec();
    Err(format!("the program does not start: {error}"))
}

/// `data/sample`, unless root started us from a place like its own home, which the account that runs PostgreSQL may not
/// enter.
fn data_folder(root: &Path) -> PathBuf {
    let root_runs_us = fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0);
    let closed = |folder: &Path| fs::metadata(folder).is_ok_and(|found| found.mode() & 0o001 == 0);
    if root_runs_us && root.ancestors().any(closed) {
        return PathBuf::from("/var/lib/sacados/sample");
    }
    root.join("data/sample")
}
