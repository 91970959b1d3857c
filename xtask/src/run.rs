//! The whole suite on one's own machine, from the sources, in one command.

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::process::CommandExt,
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

    let folder = house.root.join("data/sample");
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    println!("\nSacados starts on http://localhost:{PORT}; its data are in data/sample, Ctrl-C stops it.\n");

    // Takes our place, so that Ctrl-C reaches the program and nothing else.
    let error = server::serve(&house.program(PROFILE), &folder, address).exec();
    Err(format!("the program does not start: {error}"))
}
