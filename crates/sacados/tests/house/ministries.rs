//! Two ministries, played by npm `oidc-provider` as it is, sign their agents in: `interop/ministries`.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};

use crate::{
    client::Client,
    program::{Folder, Program, free_port},
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../interop/ministries/ministry.mjs");
const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const SECRET: &str = "le-secret-du-ministere-et-de-la-maison";

#[test]
fn an_agent_comes_by_one_ministry_then_by_another_and_keeps_everything() {
    let (folder, port) = (Folder::new(), free_port());
    let program = Program::start(folder.path(), port, &[]);
    let culture = Ministry::open("Ministère de la Culture", "culture.exemple.fr", "private_key_jwt", port);
    let armies = Ministry::open("Ministère des Armées", "armees.exemple.fr", "client_secret_post", port);
    let administrator = Client::sign_in(port, ADMINISTRATOR);
    culture.meet(&administrator, port);
    armies.meet(&administrator, port);

    // The address leads to the right ministry, which brings her back signed in.
    let mut nadia = Browser::new(port);
    let provider = nadia.ministry_of("nadia.ferrand@culture.exemple.fr");
    let landed = nadia.sign_in(&provider, "nadia.ferrand@culture.exemple.fr");
    assert_eq!(landed, format!("{}/sign-in/arrival", nadia.house), "nobody is made by surprise");
    nadia.is_new_here();
    let me = nadia.json("/api/identity/me");
    assert_eq!(me["person"]["name"], "Nadia Ferrand");
    let parcel = nadia.client().draft("Plans du musée", ADMINISTRATOR);

    // She comes again: the ministry knows her still, and asks nothing.
    let mut again = Browser { jars: nadia.jars.clone(), ..Browser::new(port) };
    again.jars.remove(&again.house);
    let landed = again.leave(&format!("/api/hub/providers/{provider}/sign-in?next=/transfer"));
    assert_eq!(landed, format!("{}/transfer", again.house), "no page of the ministry's in between");

    // She moves to another ministry, and is signed in to both once.
    let other = nadia.ministry_of("nadia.ferrand@armees.exemple.fr");
    assert_ne!(provider, other);
    let page = nadia.leave(&format!("/api/hub/providers/{other}/link?next=/account"));
    let landed = nadia.show(&page, "nadia.ferrand@armees.exemple.fr");
    assert_eq!(landed, format!("{}/account", nadia.house));

    let mut moved = Browser::new(port);
    moved.sign_in(&other, "nadia.ferrand@armees.exemple.fr");
    assert_eq!(
        moved.json("/api/identity/me")["person"]["id"],
        me["person"]["id"],
        "the same person for life"
    );
    let kept = moved.json(&format!("/api/transfer/parcels/{parcel}"));
    assert_eq!(kept["title"], "Plans du musée");

    // The new ministry signs her out, and she is: there, and in nobody else's name.
    armies.sign_out("nadia.ferrand@armees.exemple.fr");
    moved.is_signed_out_within(Duration::from_secs(2));
    assert_eq!(nadia.status("/api/identity/me"), 200, "her session by the other ministry is its own");
    culture.sign_out("nadia.ferrand@culture.exemple.fr");
    nadia.is_signed_out_within(Duration::from_secs(2));
    again.is_signed_out_within(Duration::from_secs(2));
    for (ministry, said) in [(&culture, culture.said()), (&armies, armies.said())] {
        assert!(
            !said.is_empty() && said.iter().all(|said| said["signed_out"] == true),
            "{}: {said:?}",
            ministry.name
        );
    }
    // She signs out here, and is led to sign out of the ministry too.
    moved.sign_in(&other, "nadia.ferrand@armees.exemple.fr");
    let way_out = moved.sign_out();
    assert!(way_out.starts_with(&format!("{}/session/end?", armies.issuer)), "{way_out}");
    let page = moved.confirm_sign_out(&way_out);
    assert_eq!(page, format!("{}/sign-out", moved.house));
    let page = moved.leave(&format!("/api/hub/providers/{other}/sign-in?next=/transfer"));
    assert!(page.contains("/interaction/"), "the ministry asks again who she is: {page}");
    drop(program);
}

/// A ministry's provider under Node.
struct Ministry {
    name: &'static str,
    domain: &'static str,
    auth: &'static str,
    issuer: String,
    agent: Agent,
    child: Child,
    _lines: BufReader<ChildStdout>,
}

impl Ministry {
    fn open(name: &'static str, domain: &'static str, auth: &'static str, port: u16) -> Self {
        let mut node = Command::new("node");
        node.arg(Path::new(SCRIPT)).args(["--name", name, "--domain", domain, "--auth", auth]).args([
            "--jwks-uri",
            &format!("http://127.0.0.1:{port}/api/hub/keys"),
            "--client-secret",
            SECRET,
        ]);
        let spawned = node.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child =
            spawned.unwrap_or_else(|error| panic!("node: {error} (scripts/setup.sh installs it)"));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let issuer = said["issuer"].as_str().unwrap().to_owned();
        Self { name, domain, auth, issuer, agent: agent(), child, _lines: lines }
    }

    /// An administrator tells the house of the ministry, and the ministry of the house.
    fn meet(&self, administrator: &Client, port: u16) {
        let described = json!({
            "name": self.name, "issuer": self.issuer, "client_id": "sacados", "client_auth": self.auth,
            "client_secret": if self.auth == "private_key_jwt" { Value::Null } else { json!(SECRET) },
            "domains": [self.domain], "arrivals": "create",
        });
        let mut answer = administrator.post("/api/hub/providers", &described).unwrap();
        let added: Value = answer.body_mut().read_json().unwrap();
        assert_eq!((answer.status().as_u16(), &added["state"]["up"]), (201, &json!(true)), "{added}");
        let logout = added["backchannel_logout_uri"].as_str().unwrap();
        let client = json!({
            "client_id": "sacados", "redirect_uris": [added["redirect_uri"]],
            // The name `localhost` may be another protocol's address first.
            "backchannel_logout_uri": logout.replace("localhost", "127.0.0.1"),
            "post_logout_redirect_uris": [added["post_logout_redirect_uri"]],
            "jwks_uri": format!("http://127.0.0.1:{port}/api/hub/keys"),
        });
        self.ask("clients", &client);
    }

    fn sign_out(&self, login: &str) {
        let ended = self.ask("sign-outs", &json!({ "login": login }));
        assert!(ended["ended"].as_u64() > Some(0), "{ended}");
    }

    fn said(&self) -> Vec<Value> {
        let mut answer = self.agent.get(format!("{}/_ministry/said", self.issuer)).call().unwrap();
        answer.body_mut().read_json().unwrap()
    }

    fn ask(&self, path: &str, body: &Value) -> Value {
        let mut answer =
            self.agent.post(format!("{}/_ministry/{path}", self.issuer)).send_json(body).unwrap();
        assert_eq!(answer.status(), 200);
        answer.body_mut().read_json().unwrap()
    }
}

impl Drop for Ministry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(60)))
        .max_idle_connections(0)
        .build();
    config.new_agent()
}

/// A browser that keeps the cookies of each site and goes where it is sent.
struct Browser {
    agent: Agent,
    house: String,
    jars: BTreeMap<String, BTreeMap<String, String>>,
}

impl Browser {
    fn new(port: u16) -> Self {
        Self { agent: agent(), house: format!("http://localhost:{port}"), jars: BTreeMap::new() }
    }

    /// The provider to which an address leads.
    fn ministry_of(&mut self, address: &str) -> String {
        let request = self.agent.post(format!("{}/api/hub/lookups", self.house));
        let mut answer = request.send_json(json!({ "address": address })).unwrap();
        let lookup: Value = answer.body_mut().read_json().unwrap();
        assert_eq!(
            (&lookup["ways"][0]["kind"], &lookup["ways"][0]["state"]),
            (&json!("provider"), &json!("up"))
        );
        lookup["ways"][0]["id"].as_str().unwrap().to_owned()
    }

    /// There, through the ministry's page, and back; says where it landed.
    fn sign_in(&mut self, provider: &str, address: &str) -> String {
        let page =
            self.leave(&format!("/api/hub/providers/{provider}/sign-in?next=/transfer&login_hint={address}"));
        self.show(&page, address)
    }

    /// Says on the page that asks that nobody here knows them.
    fn is_new_here(&mut self) {
        let answer = self.send("POST", "/api/hub/arrivals/current/persons");
        assert_eq!(answer.status(), 201);
    }

    /// Signs out here; says where the ministry's own way out is.
    fn sign_out(&mut self) -> String {
        let mut answer = self.send("DELETE", "/api/identity/sessions/current");
        assert_eq!(answer.status(), 200);
        let said: Value = answer.body_mut().read_json().unwrap();
        said["way_out"]["url"].as_str().unwrap().to_owned()
    }

    /// Answers yes on the ministry's page; says where that led.
    fn confirm_sign_out(&mut self, way_out: &str) -> String {
        let mut answer = self.ask(way_out, None, "same-site");
        assert_eq!(answer.status(), 200);
        let page = answer.body_mut().read_to_string().unwrap();
        let part = |before: &str| {
            let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
            rest.split('"').next().unwrap().to_owned()
        };
        let (action, secret) = (part("action=\""), part("name=\"xsrf\" value=\""));
        let form = [("xsrf", secret.as_str()), ("logout", "yes")];
        let answer = self.ask(&action, Some(&form), "same-origin");
        let landed = self.follow(&action, answer);
        landed.split('?').next().unwrap().to_owned()
    }

    /// Without a body.
    fn send(&mut self, method: &str, path: &str) -> Response<Body> {
        let jar = self.jars.entry(self.house.clone()).or_default();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.house))
            .header("cookie", cookies.join("; "))
            .header("sec-fetch-site", "same-origin")
            .body(())
            .unwrap();
        let answer = self.agent.run(request).unwrap();
        self.keep_cookies(&self.house.clone(), &answer);
        answer
    }

    /// Goes to a page of the house and wherever that sends it: to the page of a ministry, or back home.
    fn leave(&mut self, path: &str) -> String {
        let address = format!("{}{path}", self.house);
        let answer = self.ask(&address, None, "same-origin");
        self.follow(&address, answer)
    }

    /// Fills the form of the ministry's page.
    fn show(&mut self, page: &str, login: &str) -> String {
        assert!(page.contains("/interaction/"), "not the page of a ministry: {page}");
        let form = [("login", login), ("password", "ministere")];
        let answer = self.ask(page, Some(&form), "same-origin");
        self.follow(page, answer)
    }

    fn follow(&mut self, from: &str, mut answer: Response<Body>) -> String {
        let mut at = from.to_owned();
        for _ in 0..10 {
            if !answer.status().is_redirection() {
                assert_eq!(answer.status(), 200, "{at}: {}", answer.body_mut().read_to_string().unwrap());
                return at;
            }
            let location = answer.headers()["location"].to_str().unwrap();
            at = if location.starts_with('/') {
                format!("{}{location}", origin(&at))
            } else {
                location.to_owned()
            };
            // Pages of the application are not what is looked at here.
            if at.starts_with(&self.house) && !at.contains("/api/") {
                return at;
            }
            answer = self.ask(&at.clone(), None, "cross-site");
        }
        panic!("sent round in circles, last to {at}");
    }

    fn ask(&mut self, address: &str, form: Option<&[(&str, &str)]>, site: &str) -> Response<Body> {
        let origin = origin(address);
        let jar = self.jars.entry(origin.clone()).or_default();
        let cookies: Vec<String> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let answer = match form {
            Some(form) => {
                let request = self.agent.post(address).header("cookie", &cookies);
                request.send_form(form.iter().copied()).unwrap()
            }
            None => {
                let request = self.agent.get(address).header("cookie", &cookies);
                request.header("sec-fetch-site", site).call().unwrap()
            }
        };
        self.keep_cookies(&origin, &answer);
        answer
    }

    fn keep_cookies(&mut self, origin: &str, answer: &Response<Body>) {
        let jar = self.jars.entry(origin.to_owned()).or_default();
        for field in answer.headers().get_all("set-cookie") {
            let field = field.to_str().unwrap();
            let (name, value) = field.split(';').next().unwrap().split_once('=').unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
    }

    fn status(&mut self, path: &str) -> u16 {
        let address = format!("{}{path}", self.house);
        self.ask(&address, None, "same-origin").status().as_u16()
    }

    fn json(&mut self, path: &str) -> Value {
        let address = format!("{}{path}", self.house);
        let mut answer = self.ask(&address, None, "same-origin");
        assert_eq!(answer.status(), 200, "{path}");
        answer.body_mut().read_json().unwrap()
    }

    /// The same session, for the tools.
    fn client(&self) -> Client {
        let cookie = &self.jars[&self.house]["sacados"];
        let port = self.house.rsplit(':').next().unwrap().parse().unwrap();
        Client::with_cookie(port, &format!("sacados={cookie}"))
    }

    fn is_signed_out_within(&mut self, patience: Duration) {
        let began = Instant::now();
        while self.status("/api/identity/me") != 401 {
            assert!(began.elapsed() < patience, "still signed in after {patience:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn origin(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap();
    format!("{scheme}://{}", rest.split('/').next().unwrap())
}
