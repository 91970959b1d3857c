//! With a personal access token, `curl` alone can send a parcel and fetch it back.

use std::{fs, process::Command};

use serde_json::{Value, json};
use testkit::Chance;

use crate::{
    client::{Client, sha256},
    program::{Folder, Program},
};

#[test]
fn curl_alone_sends_a_parcel_and_fetches_it_back() {
    let folder = Folder::new();
    let program = Program::sample(folder.path());
    let token = token(program.port);
    let bytes = Chance::new().bytes(3_000_000);
    fs::write(folder.path().join("plan.bin"), &bytes).unwrap();
    let curl = |arguments: &[&str]| {
        let output = Command::new("curl")
            .args([
                "--silent",
                "--show-error",
                "--fail-with-body",
                "--header",
                &format!("Authorization: Bearer {token}"),
            ])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("curl is installed by scripts/setup.sh");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "curl {arguments:?}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();

    let new = json!({ "title": "Plan", "recipients": ["karim.benali@ecologie.exemple.fr"] }).to_string();
    let parcels = program.address("/api/transfer/parcels");
    let parcel = json(&curl(&["--json", &new, &parcels]));
    let id = parcel["id"].as_str().unwrap();
    let headers = curl(&[
        "--dump-header",
        "-",
        "--output",
        "/dev/null",
        "--request",
        "POST",
        "--header",
        "Tus-Resumable: 1.0.0",
        "--header",
        "Upload-Length: 3000000",
        "--header",
        "Upload-Metadata: filename cGxhbi5iaW4=",
        &program.address(&format!("/tus/transfer/{id}")),
    ]);
    let location = headers
        .lines()
        .find_map(|line| line.to_lowercase().starts_with("location:").then(|| line[9..].trim()));
    let location = location.unwrap_or_else(|| panic!("no location in {headers}"));
    let upload = if location.starts_with('/') { program.address(location) } else { location.to_owned() };
    curl(&[
        "--request",
        "PATCH",
        "--header",
        "Tus-Resumable: 1.0.0",
        "--header",
        "Upload-Offset: 0",
        "--header",
        "Content-Type: application/offset+octet-stream",
        "--data-binary",
        "@plan.bin",
        &upload,
    ]);
    let sent = json(&curl(&["--request", "PUT", &format!("{parcels}/{id}/dispatch")]));
    let file = sent["files"][0]["id"].as_str().unwrap();
    curl(&["--output", "back.bin", &format!("{parcels}/{id}/files/{file}")]);

    assert_eq!(sent["state"], "sent");
    assert_eq!(sha256(&fs::read(folder.path().join("back.bin")).unwrap()), sha256(&bytes));
}

fn token(port: u16) -> String {
    let client = Client::sign_in(port, "helene.marchetti@ecologie.exemple.fr");
    let new = json!({ "name": "curl", "scopes": ["transfer"], "days": 1 });
    let mut answer = client.post("/api/identity/tokens", &new).unwrap();
    assert_eq!(answer.status(), 201);
    let token: Value = answer.body_mut().read_json().unwrap();
    token["token"].as_str().unwrap().to_owned()
}
