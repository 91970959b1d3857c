//! Applications that others wrote the clients of, unmodified, against the program: their scripts are in
//! `interop/relying-party`.

use std::process::{Command, Output, Stdio};

use crate::program::{Folder, Program, free_port};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop/relying-party");
const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
const QUIET: &[(&str, &str)] = &[("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000")];

#[test]
fn openid_client_goes_through_every_flow() {
    let said = walks("openid-client.mjs");
    for word in ["way", "signed", "prompts", "device", "registered", "ended", "done"] {
        assert!(said.contains(&format!("{{\"{word}\":")), "never said “{word}”:\n{said}");
    }
    for way in ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] {
        assert!(said.contains(&format!("{{\"way\":\"{way}\"}}")), "never came by {way}:\n{said}");
    }
}

#[test]
fn oauth4webapi_signs_in_as_an_application_of_proconnect_does() {
    let said = walks("oauth4webapi.mjs");
    for word in ["discovered", "proconnect", "tokens", "pushed", "public", "done"] {
        assert!(said.contains(&format!("{{\"{word}\":")), "never said “{word}”:\n{said}");
    }
}

/// Plays a script to its end; what it said.
fn walks(script: &str) -> String {
    let (folder, port) = (Folder::new(), free_port());
    let program = Program::start(folder.path(), port, QUIET);
    let mut node = Command::new("node");
    node.arg(format!("{SCRIPTS}/{script}"))
        .args([ADMINISTRATOR, AGENT])
        .env("SACADOS_URL", format!("http://localhost:{port}"))
        .stdin(Stdio::null());
    let Output { status, stdout, stderr } =
        node.output().unwrap_or_else(|error| panic!("{node:?}: {error} (scripts/setup.sh installs it)"));
    let (said, wrong) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{script} ended badly:\n{said}\n{wrong}\n{}", program.log());
    said.into_owned()
}
