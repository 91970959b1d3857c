//! Tokens of applications: what was acknowledged is worth something after any kill, what was lost on its way may be asked for
//! again, and no code is exchanged twice.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use testkit::Chance;
use ureq::Agent;

use super::{kill_database, kill_program, kills, patiently};
use crate::{
    client::Client,
    program::{Folder, Program, free_port},
};

const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
const RETURN: &str = "https://agenda.exemple.fr/retour";
/// A loaded machine may take longer than half a minute to be there again.
const SETTINGS: &[(&str, &str)] = &[
    ("SACADOS__LIMITS__REQUESTS_PER_SECOND", "100000"),
    ("SACADOS__PROVIDER__REFRESH_GRACE_SECONDS", "300"),
];
/// Sign-ins whose tokens are refreshed at the same time.
const FAMILIES: usize = 3;
/// What each does once the house is there again.
const AFTERWARDS: usize = 5;

#[test]
fn tokens_survive_a_program_that_is_killed() {
    tokens_survive(|program, data, port, chance| kill_program(program, data, port, SETTINGS, chance));
}

#[test]
fn tokens_survive_a_database_that_is_killed() {
    tokens_survive(|_, data, _, chance| kill_database(data, chance));
}

fn tokens_survive(kill: impl Fn(&mut Option<Program>, &Path, u16, &mut Chance) + Send + Sync) {
    let (folder, port) = (Folder::new(), free_port());
    let mut program = Some(Program::start(folder.path(), port, SETTINGS));
    let agenda = Agenda::join(port);
    for _ in 0..kills() {
        let killed = AtomicBool::new(false);
        let mut dice = Chance::new();
        thread::scope(|scope| {
            for _ in 0..FAMILIES {
                scope.spawn(|| refreshes(&agenda, &killed));
            }
            scope.spawn(|| exchanges(&agenda, &killed));
            scope.spawn(|| {
                kill(&mut program, folder.path(), port, &mut dice);
                killed.store(true, Ordering::SeqCst);
            });
        });
    }
}

/// Refreshes again and again, over the kill. An answer that does not come is asked for again with the token that is still
/// held: that is all an application can do, and it must be enough.
fn refreshes(agenda: &Agenda, killed: &AtomicBool) {
    let first = patiently(|| agenda.signs_in()).refresh;
    let mut held = first.clone();
    let (mut since, end) = (0, Instant::now() + Duration::from_secs(180));
    while since < AFTERWARDS {
        assert!(Instant::now() < end, "the refreshing does not come to its end");
        let was_killed = killed.load(Ordering::SeqCst);
        match agenda.refreshes(&held) {
            Some((200, tokens)) => {
                held = word(&tokens, "refresh_token");
                since += usize::from(was_killed);
            }
            Some((status, no)) => panic!("what was acknowledged opens nothing any more: {status} {no}"),
            None => thread::sleep(Duration::from_millis(20)),
        }
    }

    let old = patiently(|| agenda.refreshes(&first));
    assert_eq!(old.0, 400, "what was over before the kill is over after it: {}", old.1);
    let family = patiently(|| agenda.refreshes(&held));
    assert_eq!(family.0, 400, "and whoever shows it ends the family: {}", family.1);
}

/// Exchanges codes, over the kill. One whose answer was lost may be spent, but never gives twice.
fn exchanges(agenda: &Agenda, killed: &AtomicBool) {
    let (mut since, end) = (0, Instant::now() + Duration::from_secs(180));
    while since < AFTERWARDS {
        assert!(Instant::now() < end, "the exchanging does not come to its end");
        let was_killed = killed.load(Ordering::SeqCst);
        let code = patiently(|| agenda.code());
        let mut lost = false;
        let (status, answer) = patiently(|| {
            let answer = agenda.exchanges(&code);
            lost |= answer.is_none();
            answer
        });
        if status == 200 {
            let access = word(&answer, "access_token");
            assert_eq!(
                patiently(|| agenda.is_told(&access)),
                200,
                "what was acknowledged is worth something"
            );
            let again = patiently(|| agenda.exchanges(&code));
            assert_eq!(again.0, 400, "a code gave twice: {}", again.1);
            assert_eq!(patiently(|| agenda.is_told(&access)), 401, "and is taken back with what it gave");
        } else {
            assert!(lost && status == 400, "a code that nobody showed before: {status} {answer}");
        }
        since += usize::from(was_killed);
    }
}

/// An application, and somebody who signs in to it.
struct Agenda {
    agent: Agent,
    origin: String,
    id: String,
    /// How it says who it is (RFC 7617).
    basic: String,
    cookie: String,
}

struct Tokens {
    refresh: String,
}

impl Agenda {
    fn join(port: u16) -> Self {
        let words = json!({ "name": "Agenda", "trusted": true, "redirect_uris": [RETURN] });
        let mut answer = Client::sign_in(port, ADMINISTRATOR).post("/api/provider/clients", &words).unwrap();
        assert_eq!(answer.status(), 201);
        let client: Value = answer.body_mut().read_json().unwrap();
        let (id, secret) = (word(&client, "client_id"), word(&client, "client_secret"));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections(0)
            .build();
        Self {
            agent: config.new_agent(),
            origin: format!("http://127.0.0.1:{port}"),
            basic: format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))),
            id,
            cookie: Client::sign_in(port, AGENT).cookie().to_owned(),
        }
    }

    /// A code, when the house answers.
    fn code(&self) -> Option<String> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("client_id", self.id.as_str()), ("redirect_uri", RETURN)])
            .extend_pairs([("response_type", "code"), ("scope", "openid"), ("state", "s")])
            .finish();
        let address = format!("{}/oauth2/authorize?{query}", self.origin);
        let answer = self.agent.get(address).header("cookie", &self.cookie).call().ok()?;
        let location = answer.headers().get("location")?.to_str().ok()?;
        let (_, code) = location.strip_prefix(RETURN)?.split_once("code=")?;
        Some(code.split('&').next()?.to_owned())
    }

    fn signs_in(&self) -> Option<Tokens> {
        let (status, tokens) = self.exchanges(&self.code()?)?;
        (status == 200).then(|| Tokens { refresh: word(&tokens, "refresh_token") })
    }

    fn exchanges(&self, code: &str) -> Option<(u16, Value)> {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RETURN)])
    }

    fn refreshes(&self, token: &str) -> Option<(u16, Value)> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    /// A definite answer of the token endpoint; `None` when it was lost, or the house could not answer.
    fn token(&self, fields: &[(&str, &str)]) -> Option<(u16, Value)> {
        let address = format!("{}/oauth2/token", self.origin);
        let asked = self.agent.post(address).header("authorization", &self.basic);
        let mut answer = asked.send_form(fields.iter().copied()).ok()?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_json().ok()?;
        (status < 500).then_some((status, body))
    }

    /// The status with which the house says who is there.
    fn is_told(&self, access_token: &str) -> Option<u16> {
        let asked = self.agent.get(format!("{}/oauth2/userinfo", self.origin));
        let answer = asked.header("authorization", format!("Bearer {access_token}")).call().ok()?;
        Some(answer.status().as_u16()).filter(|status| *status < 500)
    }
}

fn word(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name} in {answer}")).to_owned()
}
