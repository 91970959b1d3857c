//! Starting, stopping, and refusing to start.

use std::{
    io::Write,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::client::Client;
use crate::program::{Folder, Program, alive, command, free_port, postmaster, run};

#[test]
fn it_starts_stops_and_starts_again_with_what_it_had() {
    let folder = Folder::new();
    let program = Program::sample(folder.path());
    let first = persons(&program);
    assert!(program.stop(), "a stop that was asked for is no failure");
    assert_eq!(postmaster(folder.path()), None, "its PostgreSQL stops with it");

    let program = Program::sample(folder.path());

    assert_eq!(persons(&program), first);
    assert_eq!(first.len(), 42);
}

#[test]
fn a_killed_program_leaves_a_database_that_the_next_one_adopts() {
    let folder = Folder::new();
    let program = Program::sample(folder.path());
    let database = postmaster(folder.path()).unwrap();
    program.kill();
    assert!(alive(database));

    let program = Program::sample(folder.path());

    assert_eq!(postmaster(folder.path()), Some(database));
    assert_eq!(persons(&program).len(), 42);
}

#[test]
fn two_programs_never_serve_one_folder() {
    let folder = Folder::new();
    let _first = Program::sample(folder.path());

    let second = command(folder.path(), &["serve", "--sample"])
        .env("SACADOS__HOUSE__LISTEN", format!("127.0.0.1:{}", free_port()))
        .stdin(Stdio::null())
        .output()
        .unwrap();

    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("in use by another Sacados"), "{said}");
}

#[test]
fn a_sample_state_is_seen_by_this_machine_only() {
    let folder = Folder::new();

    let refused = command(folder.path(), &["serve", "--sample"])
        .env("SACADOS__HOUSE__LISTEN", "0.0.0.0:0")
        .env("SACADOS__HOUSE__PUBLIC_URL", "https://sac.exemple.fr")
        .stdin(Stdio::null())
        .output()
        .unwrap();

    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("loopback only"), "{said}");
}

#[test]
fn a_sample_state_refuses_a_database_it_did_not_make_and_nobody_else_serves_its_own() {
    let (real, sample) = (Folder::new(), Folder::new());
    assert!(
        run(real.path(), &["organisation", "add", "Ville de Test", "--domain", "test.exemple.fr"])
            .status
            .success()
    );
    Program::sample(sample.path()).stop();

    let on_real = run(real.path(), &["serve", "--sample"]);
    let for_real = command(sample.path(), &["serve"])
        .env("SACADOS__HOUSE__LISTEN", format!("127.0.0.1:{}", free_port()))
        .stdin(Stdio::null())
        .output()
        .unwrap();

    assert!(!on_real.status.success());
    let said = String::from_utf8_lossy(&on_real.stderr);
    assert!(said.contains("not a sample State's"), "{said}");
    assert!(!for_real.status.success());
    let said = String::from_utf8_lossy(&for_real.stderr);
    assert!(said.contains("only served with --sample"), "{said}");
}

#[test]
fn a_sample_state_does_not_answer_to_the_name_of_another_site() {
    let folder = Folder::new();
    let program = Program::sample(folder.path());
    let ask = |host: &str| {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        agent.get(program.address("/api/house")).header("host", host).call().unwrap().status().as_u16()
    };

    assert_eq!(ask(&format!("localhost:{}", program.port)), 200);
    assert_eq!(ask(&format!("attaque.exemple.org:{}", program.port)), 421);
}

#[test]
fn what_is_wrong_is_said_before_anything_is_served() {
    let folder = Folder::new();
    let check = |name: &str, value: &str| {
        let output =
            command(folder.path(), &["check"]).env(name, value).stdin(Stdio::null()).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };

    let (fine, said) = check("SACADOS__HOUSE__NAME", "Sacados");
    assert!(fine, "{said}");
    let (fine, said) = check("SACADOS__HOUSE__LISTEN", "0.0.0.0:8080");
    assert!(!fine && said.contains("in clear"), "{said}");
    let (fine, said) = check("SACADOS__HOUSE__PUBLIC_URL", "http://sac.exemple.fr");
    assert!(!fine && said.contains("in clear"), "{said}");
    let (fine, said) = check("SACADOS__HOUSE__PUBLIC_URL", "sac.exemple.fr");
    assert!(!fine && said.contains("public_url"), "{said}");
    let (fine, said) = check("SACADOS__HOUSE__PUBLICURL", "https://sac.exemple.fr");
    assert!(!fine && said.contains("publicurl"), "a mistyped setting is said: {said}");
    let (fine, said) = check("SACADOS__DATABASE__URL_FILE", "/nowhere/database");
    assert!(!fine && said.contains("/nowhere/database"), "{said}");
}

#[test]
fn the_command_line_works_beside_a_program_that_serves() {
    let folder = Folder::new();
    let program = Program::sample(folder.path());
    let address = "karim.benali@ecologie.exemple.fr";
    let karim = Client::sign_in(program.port, address);
    assert_eq!(karim.json("/api/identity/me")["person"]["name"], "Karim Benali");

    let listed = run(folder.path(), &["person", "list", "Karim"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains(address), "{listed:?}");
    assert!(run(folder.path(), &["person", "disable", address]).status.success());

    let end = Instant::now() + Duration::from_secs(10);
    while karim.get("/api/identity/me").unwrap().status() != 401 {
        assert!(Instant::now() < end, "the session of a disabled person goes on");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_town_is_set_up_from_the_command_line_and_its_mayor_signs_in() {
    let folder = Folder::new();
    let (data, port) = (folder.path(), free_port());
    let mayor = "anne.lebris@ville.exemple.fr";
    let given = |arguments: &[&str], input: &str| {
        let mut child =
            command(data, arguments).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let town = run(data, &["organisation", "add", "Ville d’Exemple", "--domain", "maire.exemple.fr"]);
    assert!(town.status.success());
    let id = String::from_utf8(town.stdout).unwrap();
    let domain = |more: &[&str]| run(data, &[&["organisation", "domain", id.trim()], more].concat()).status;
    assert!(domain(&["Ville.Exemple.fr"]).success(), "a town that is there gets another domain");
    assert!(domain(&["maire.exemple.fr", "--remove"]).success());
    assert!(!domain(&["maire.exemple.fr", "--remove"]).success(), "it is gone already");
    let weak = given(&["person", "add", mayor, "--name", "Anne Le Bris"], "1234\n");
    assert!(!weak.status.success(), "a password of four figures");
    let added = given(&["person", "add", mayor, "--name", "Anne Le Bris"], "la mairie ouvre à neuf heures\n");
    assert!(added.status.success(), "{added:?}");
    assert!(run(data, &["person", "grant", mayor, "administrator"]).status.success());

    let program = Program::serve(data, port, false, &[]);
    let client = Client::sign_in_with_password(port, mayor, "la mairie ouvre à neuf heures");

    let me = client.json("/api/identity/me");
    assert_eq!(me["organisation"]["name"], "Ville d’Exemple");
    assert_eq!((&me["agent"], &me["roles"][0]), (&true.into(), &"administrator".into()));
    let trail = client.json("/api/audit/facts");
    assert!(!trail["facts"].as_array().unwrap().is_empty());
    assert_eq!(Client::stranger(port).get("/api/identity/sample/persons").unwrap().status(), 404);
    assert_eq!(Client::stranger(port).get("/api/house/mails").unwrap().status(), 401);
    assert!(program.stop());
}

fn persons(program: &Program) -> Vec<String> {
    let answer: serde_json::Value = ureq::get(program.address("/api/identity/sample/persons"))
        .call()
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap();
    let name = |person: &serde_json::Value| person["name"].as_str().unwrap().to_owned();
    answer["persons"].as_array().unwrap().iter().map(name).collect()
}
